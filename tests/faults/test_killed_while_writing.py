# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever is killed while a paper is put down leaves the old one or the new one, and no half of it anywhere."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from assist import gate, places
from assist.gate import Outgoing
from assist.services import paper

NEW, OLD = b"zqsecret" * 2000, b"old"
WATCHED = frozenset({places.__file__, paper.__file__})


def put(out: Path) -> None:
    """One paper, as every writer of papers, packages and referrals puts it down."""
    paper.put_out(out, NEW, gate.clear(None, Outgoing(gate.OFFICE), date(2026, 11, 30)))


def killed_at(deadly: int, work: Callable[[], None]) -> bool:
    """Whether the work, done by a process of its own, was killed at that line; False once it has fewer."""
    child = os.fork()
    if child == 0:
        lines = 0

        def watch(frame: FrameType, event: str, _argument: object) -> Any:
            nonlocal lines
            if frame.f_code.co_filename not in WATCHED:
                return None
            lines += event == "line"
            if lines == deadly:
                os.kill(os.getpid(), signal.SIGKILL)
            return watch

        sys.settrace(watch)
        try:
            work()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("before", [None, OLD], ids=["new", "over an old one"])
def test_at_whatever_line_there_is_the_old_or_the_new_one_whole(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bytes | None):
    """Nothing in the folder of everybody's temporary files; beside a new one nothing at all.

    Over an old one there is a moment in which the new one lies there whole under another name. Where the system knows
    no file without a name, halves may lie there until the next one is put down an hour later.
    """
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    seen, line = set(), 1
    while True:
        folder = tmp_path / f"{line}"
        folder.mkdir()
        if before is not None:
            (folder / "paper.pdf").write_bytes(before)
        was_killed = killed_at(line, lambda folder=folder: put(folder / "paper.pdf"))
        there = {each.name: each.read_bytes() for each in folder.iterdir()}
        now = there.pop("paper.pdf", None)
        assert now in (before, NEW)
        assert set(there.values()) <= ({NEW} if before is not None else set())
        assert all(each.stat().st_mode & 0o077 == 0 for each in folder.iterdir() if each.read_bytes() == NEW)
        seen.add(now)
        if not was_killed:
            break
        line += 1
    assert seen == {before, NEW}
    assert line > 15
    assert not list(temporary.iterdir())
