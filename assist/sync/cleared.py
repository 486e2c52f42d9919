# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of objects that were taken away because something newer stands for them: nobody is to bring them back.

The mirror works without keys and sees only that one side has an object and the other has not. So the names lie in the
open on the laptop, beside the relay that showed them before: they are random signs and say nothing else. After sixty
days they are forgotten; by then every place has been cleared.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from assist.errors import AssistError
from assist.places import Workspace, on_disk, write_private
from assist.unpacking import UNREADABLE

FILE = "cleared.bin"
DAY_MS = 24 * 3600 * 1000
KEPT_DAYS = 60
MOST = 100_000
"""Names kept at most, the newest; a team of twenty clears a tenth of that in two months."""


def note(workspace: Workspace, names: Iterable[str], now_ms: int) -> None:
    """These were taken away today; raises what a disk says."""
    today, fresh = now_ms // DAY_MS, dict.fromkeys(names, now_ms // DAY_MS)
    if not fresh:
        return
    held = {name: day for name, day in _held(workspace).items() if abs(today - day) <= KEPT_DAYS} | fresh
    newest = sorted(held.items(), key=lambda each: each[1])[-MOST:]
    write_private(workspace.root / FILE, msgspec.msgpack.encode(dict(newest)))


def cleared(workspace: Workspace, now_ms: int) -> frozenset[str]:
    """The names that are not to be brought back."""
    today = now_ms // DAY_MS
    return frozenset(name for name, day in _held(workspace).items() if abs(today - day) <= KEPT_DAYS)


def _held(workspace: Workspace) -> dict[str, int]:
    file = workspace.root / FILE
    try:
        with on_disk():
            return msgspec.msgpack.decode(file.read_bytes() if file.is_file() else b"\x80", type=dict[str, int])
    except (*UNREADABLE, AssistError):  # without it something may come back, to be taken away again
        return {}
