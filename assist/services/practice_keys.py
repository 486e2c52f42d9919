# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The passphrase left open beside a workspace of invented people, and beside no other."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from assist.places import write_private

_BESIDE = "practice.json"
_LONGEST = 4096


class PracticeKey(NamedTuple):
    """Name and passphrase of a workspace of invented people, which has nothing to hide.

    ``others``: the rest of its team, each with the code of what she does first; all have the same passphrase.
    """

    name: str
    passphrase: str
    others: tuple[tuple[str, str], ...] = ()


def leave_practice_key(folder: Path, key: PracticeKey) -> None:
    """Put the passphrase beside a practice workspace, so that looking around needs none."""
    content = json.dumps(key._asdict(), ensure_ascii=False)
    write_private(folder / _BESIDE, content.encode("utf-8"))


def practice_key(folder: Path) -> PracticeKey | None:
    """The key beside a practice workspace; None where there is none, as beside every real one."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        with (folder / _BESIDE).open("rb") as file:
            found = json.loads(file.read(_LONGEST).decode("utf-8"))
        others = tuple((str(name), str(role)) for name, role in found.get("others", ()))
        return PracticeKey(str(found["name"]), str(found["passphrase"]), others)
    return None
