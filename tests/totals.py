# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was tried and what came of it: runs, edits, faults, crashes, conflicts kept, edits lost; printed with the tests.

Every process adds lines to one file, which ``AMPARO_TOTALS`` names; whoever began them adds the lines up.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

FILE = "AMPARO_TOTALS"
MUST_BE_NONE = ("edits lost", "there twice", "canary hits", "wrong errors", "rounds stopped", "mutants missed")


class Totals(Counter[str]):
    """Counts of one kind of test."""

    def write(self, what: str) -> None:
        """A line for whoever asked for the totals, and the same on the screen."""
        print(f"{what}: {told(self)}")
        if file := os.environ.get(FILE):
            with Path(file).open("a", encoding="utf-8") as lines:
                lines.write(json.dumps([what, self]) + "\n")


def told(counts: Counter[str]) -> str:
    """In one line."""
    return ", ".join(f"{count:,} {name}" for name, count in counts.items())


def added_up(file: Path) -> dict[str, Counter[str]]:
    """By what was tried; empty when nothing was written."""
    found: dict[str, Counter[str]] = {}
    for line in file.read_text("utf-8").splitlines() if file.exists() else ():
        what, counts = json.loads(line)
        kept = found.setdefault(what, Counter())
        for name, count in counts.items():
            kept[name] += count
    return found
