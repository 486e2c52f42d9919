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
    """One line of the table. ``ours`` and ``floor`` are milliseconds unless ``unit`` says otherwise.

    ``best`` is the ratio of the quickest turn of each; ``of`` says among how many cases it was measured, 0 where
    that is all one.
    """

    action: str
    floor: float
    ours: float
    most: float
    note: str = ""
    unit: str = "ms"
    best: float | None = None
    of: int = 0

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


def beside(
    action: str, floor: Sequence[float], ours: Sequence[float], most: float, note: str = "", *,
    of: Callable[[Sequence[float]], float] = p50,
) -> Row:
    """A row of turns that were taken one beside the other: the middle of each, or the p95, and the quickest of each."""
    return Row(action, of(floor), of(ours), most, note, best=min(ours) / min(floor) if min(floor) else None)


def show(rows: Sequence[Row]) -> None:
    """The table: action, among how many cases, floor, ours, ratio, that of the quickest turns, target."""
    head = ("action", "cases", "floor", "ours", "ratio", "at best", "target", "", "")
    lines = [head, *(
        (row.action, f"{row.of:,}" if row.of else "", f"{row.floor:,.1f} {row.unit}", f"{row.ours:,.1f} {row.unit}",
         f"{row.ratio:.2f}", "" if row.best is None else f"{row.best:.2f}", f"≤ {row.most:.2f}",
         "" if row.is_kept else "MISSED", row.note) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    for line in lines:
        cells = (cell.ljust(width) if place in (0, 7, 8) else cell.rjust(width)
                 for place, (cell, width) in enumerate(zip(line, widths, strict=True)))
        print("  ".join(cells).rstrip())
    sys.stdout.flush()
