# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is measured and how it is said: a median beside the floor of the same run, and the most it may be of it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. ``ours`` and ``floor`` are milliseconds unless ``unit`` says otherwise."""

    action: str
    floor: float
    ours: float
    most: float
    note: str = ""
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        """How many times the floor we take."""
        return self.ours / self.floor if self.floor else float("inf")

    @property
    def is_kept(self) -> bool:
        """Whether the target is met."""
        return self.ratio <= self.most


def milliseconds(act: Callable[[], object]) -> float:
    """How long it takes once."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def p50(times: Sequence[float]) -> float:
    """The middle one."""
    return median(times)


def p95(times: Sequence[float]) -> float:
    """Nineteen of twenty are not slower."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def show(rows: Sequence[Row]) -> None:
    """The table: action, floor, ours, ratio, target."""
    head = ("action", "floor", "ours", "ratio", "target", "", "")
    lines = [head, *(
        (row.action, f"{row.floor:.1f} {row.unit}", f"{row.ours:.1f} {row.unit}", f"{row.ratio:.2f}",
         f"≤ {row.most:.2f}", "" if row.is_kept else "MISSED", row.note) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    for line in lines:
        cells = (cell.ljust(width) if place in (0, 5, 6) else cell.rjust(width)
                 for place, (cell, width) in enumerate(zip(line, widths, strict=True)))
        print("  ".join(cells).rstrip())
    sys.stdout.flush()
