# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The power goes at any instant: what was saved is there, and nothing is half there."""

from __future__ import annotations

import os
import random  # noqa: TID251 - instants of a test, the same every time
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assist.desk import Desk
from ui.wiring import Door

KILLS_A_TEST, TESTS = 25, 6
"""150 kills in all."""

PROGRAM = Path(__file__).with_name("saving_until_killed.py")


@pytest.mark.parametrize("seed", range(TESTS))
def test_no_acknowledged_save_is_lost_and_none_is_half_done(seed: int, door: Door, desk: Desk, passphrase: str):
    """Kill -9 at 25 random instants: both halves of every acknowledged save are there, every chain holds."""
    dice = random.Random(seed)
    root = door.workspace.root
    desk.close()
    door.leave()
    acknowledged: list[tuple[str, ...]] = []

    saver = subprocess.Popen([sys.executable, str(PROGRAM), str(root), passphrase], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, text=True)
    with saver:
        for _ in range(KILLS_A_TEST):
            acknowledged += _until_killed(saver, dice)

    again = door.sign_in("Ana Ríos", passphrase)
    again.signed.open_vault(passphrase)
    wrong = [row.name for row in again.checks.run() if not row.ok and row.name != "not_older"]
    lost, halves = _missing(again, acknowledged)
    again.close()
    assert acknowledged
    assert wrong == []
    assert lost == []
    assert halves == []


def _until_killed(saver: subprocess.Popen[str], dice: random.Random) -> list[tuple[str, ...]]:
    """Let a child save some, then kill it in the middle of the next; what it said it saved."""
    assert saver.stdin is not None
    assert saver.stdout is not None
    saver.stdin.write("go\n")
    saver.stdin.flush()
    pid = int(saver.stdout.readline().split()[1])
    said = [tuple(saver.stdout.readline().split()) for _ in range(dice.randint(1, 6))]
    _spin(dice.randint(0, 60_000))
    os.kill(pid, signal.SIGKILL)
    while (line := saver.stdout.readline()) and line != "gone\n":
        said.append(tuple(line.replace("gone", "").split()))
        if line.endswith("gone\n"):
            break
    return [line for line in said if len(line) == 3]


def _spin(turns: int) -> None:
    """A moment of no fixed length: somewhere between nothing and a few milliseconds."""
    for _ in range(turns):
        pass


def _missing(desk: Desk, acknowledged: list[tuple[str, ...]]) -> tuple[list[str], list[str]]:
    lost, halves = [], []
    notes = {case: {row.record: row for row in desk.cases.notes(case)} for case in {each[0] for each in acknowledged}}
    for case, record, number in acknowledged:
        row = notes[case].get(record)
        if row is None or row.wants != f"wish {number}":
            lost.append(record)
    for case, rows in notes.items():
        for record, row in rows.items():
            hidden = desk.cases.reveal_facts(case, record)[1]
            if hidden != row.wants.replace("wish", "sealed"):
                halves.append(record)
    return lost, halves
