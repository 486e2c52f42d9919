# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Killed anywhere while a case is erased: signing in again finishes it, once, and nothing else is touched."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assist.crypto.kdf import FOR_TESTS
from assist.domain.erasure import NOTES_REQUEST, OWN_REQUEST, PROTECTED_REQUEST
from tests.conftest import PASSPHRASE
from tests.faults.erasing_until_killed import __file__ as SCRIPT
from tests.syncing.erased import WORDS, left, unwell, written
from tests.syncing.team import Member
from ui.wiring import Door

POINTS = 10


def _run(deadly: int, workspace: Path) -> subprocess.CompletedProcess[str]:
    root = Path(SCRIPT).parents[2]
    return subprocess.run([sys.executable, SCRIPT, str(deadly), str(workspace), "Ana"], capture_output=True, text=True,
                          env={**os.environ, "PYTHONPATH": str(root)}, check=False)


GONE = {OWN_REQUEST: (*WORDS, "600123123"), NOTES_REQUEST: WORDS[1:2],
        PROTECTED_REQUEST: (*WORDS[2:], "600123123")}
"""What each order takes; the number to call is protected as well."""


@pytest.fixture(params=GONE)
def basis(request: pytest.FixtureRequest) -> str:
    """All of a case, or a class of it."""
    return str(request.param)


@pytest.fixture
def waiting(tmp_path: Path, basis: str) -> tuple[Path, str, str]:
    """A workspace with an order that nobody has begun to carry out, the case, and another one."""
    ana = Member(tmp_path, "Ana")
    case, other = written(ana), ana.first_contact("Sami")
    ana.desk.protection.set_level(case, 2)
    ana.desk.records.keep_draft(ana.desk.records.open("F11", case))
    ana.desk.backups.make()
    with ana.desk.bench.keeper.writing() as work:
        ana.desk.erasing.order(work, bytes.fromhex(case), basis)
        work.commit()
    ana.close()
    return tmp_path / "Ana", case, other


def test_it_is_finished_at_the_next_opening_wherever_it_was_killed(
    waiting: tuple[Path, str, str], tmp_path: Path, basis: str
):
    """From the first line to the last; said once, with one backup left, and the other case whole."""
    workspace, case, other = waiting
    whole = tmp_path / "whole"
    shutil.copytree(workspace, whole)
    ran = _run(0, whole)
    assert ran.returncode == 0, ran.stderr
    lines = int(ran.stdout)
    assert lines > 20 * POINTS
    [before] = [file.read_bytes() for file in workspace.rglob("bak/*") if file.is_file()]

    for number in range(POINTS):
        killed = tmp_path / f"killed{number}"
        shutil.copytree(workspace, killed)
        ran = _run(1 + number * (lines - 1) // (POINTS - 1), killed)
        assert ran.returncode == -signal.SIGKILL, ran.stderr
        _is_finished(killed, (case, other), before, basis)
        shutil.rmtree(killed)


def _is_finished(workspace: Path, cases: tuple[str, str], before: bytes, basis: str) -> None:
    (case, other), every = cases, (*WORDS, "600123123")
    door = Door(workspace, policy=FOR_TESTS)
    desk = door.sign_in("Ana", PASSPHRASE)
    desk.signed.open_vault(PASSPHRASE)
    try:
        assert left(desk, every) == [word for word in every if word not in GONE[basis]]
        assert desk.records.drafts() == []
        assert desk.cases.header(other).code
        assert unwell(desk) == []
        [backup] = desk.backups.shelf()
        assert (backup.path.read_bytes() == before) is False  # the older one still held it
        [found] = desk.erasures.rows()
        assert (found.done, found.of) == (1, 1)
        with desk.bench.keeper.writing() as work:
            assert (bytes.fromhex(case) in work.all_cases()) is (basis != OWN_REQUEST)
            assert {kind for _ref, kind, _body in work.jobs()} & {"erase behind", "erase traces", "forget"} == set()
    finally:
        desk.close()
        door.leave()
