# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""That the measuring itself runs, and says plainly where a target was missed; how fast anything is, is not tested."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.rows import Row, Took, beside, p50, p95, show

ROOT = Path(__file__).resolve().parents[2]


def test_every_row_is_measured_on_a_small_workspace():
    """From the start of the program to the PDF, each beside its floor."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "--quick"], cwd=ROOT, capture_output=True,
        encoding="utf-8")

    assert done.returncode == 0, done.stderr
    for action in ("start", "key ready", "memory", "open a form", "passphrase", "other order", "other stage", "scroll",
                   "jump", "key press", "whole code", "words in notes", "save", "report as PDF", "a new laptop",
                   "read 10 changes", "read 5,000 changes", "bundle of an hour", "nothing new to read",
                   "organisation: PUT", "organisation: GET", "export as csv", "export as json", "export as xlsx",
                   "memory of its writers", "memory of an export", "This laptop meanwhile"):
        assert action in done.stdout


def test_the_table_shows_floor_ours_ratio_and_what_was_missed(capsys: pytest.CaptureFixture[str]):
    """A kept row and a missed one."""
    show([Row("quick", 10, 14, 1.5), Row("slow", 10, 40, 1.5, "why", of=100_000),
          beside("held up", [10, 10, 30], [14, 90, 90], 1.5)])

    kept, missed, held_up = capsys.readouterr().out.splitlines()[1:]
    assert "1.40" in kept
    assert "MISSED" not in kept
    assert all(word in missed for word in ("100,000", "10.0 ms", "40.0 ms", "4.00", "≤ 1.50", "MISSED", "why"))
    assert all(word in held_up for word in ("9.00", "1.40", "MISSED"))


def test_a_miss_that_the_laptop_explains_is_told_from_one_of_ours():
    """Waiting for a disk or for other programs is no work; what is work stays a miss without an excuse."""
    waited = beside("waited", [Took(10, 9)], [Took(60, 12)], 1.5)
    worked = beside("worked", [Took(10, 9)], [Took(60, 55)], 1.5)

    assert (waited.is_kept, waited.held_up) == (False, "1.33 by time of the processor")
    assert (worked.is_kept, worked.held_up) == (False, "")
    assert (Took(1, 2) + Took(3, 4)).work == 6


def test_medians_are_not_moved_by_one_slow_turn():
    """The 50th and the 95th of a hundred."""
    times = [*range(1, 100), 10_000]

    assert p50(times) == 50.5
    assert p95(times) == 96
