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

    ``best`` is the ratio of the quickest turn of each, ``work`` that of the time of the processor, which knows no
    waiting for a disk or for whoever else is at work; ``of`` says among how many cases it was measured, 0 where that
    is all one.
    """

    action: str
    floor: float
    ours: float
    most: float
    note: str = ""
    unit: str = "ms"
    best: float | None = None
    work: float | None = None
    of: int = 0

    @property
    def ratio(self) -> float:
        """How many times the floor we take."""
        return self.ours / self.floor if self.floor else float("inf")

    @property
    def is_kept(self) -> bool:
        """Whether the target is met."""
        return self.ratio <= self.most

    @property
    def held_up(self) -> str:
        """Why a missed target need not be ours; empty where nothing speaks for that."""
        if self.is_kept:
            return ""
        told = (("in the quickest turns", self.best), ("by time of the processor", self.work))
        return ", ".join(f"{ratio:.2f} {how}" for how, ratio in told if ratio is not None and ratio <= self.most)


class Took(float):
    """Milliseconds on the clock; ``work`` are those of the processor, in all threads."""

    work: float

    def __new__(cls, clock: float, work: float) -> Took:
        """Of both."""
        made = super().__new__(cls, clock)
        made.work = work
        return made

    def __add__(self, other: float) -> Took:
        """One after the other."""
        return Took(float(self) + float(other), self.work + getattr(other, "work", 0.0))


def milliseconds(act: Callable[[], object]) -> Took:
    """How long it takes once."""
    began, worked = time.perf_counter(), time.process_time()
    act()
    return Took((time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000)


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
    return Row(action, of(floor), of(ours), most, note, best=min(ours) / min(floor) if min(floor) else None,
               work=_work(floor, ours))


def _work(floor: Sequence[float], ours: Sequence[float]) -> float | None:
    """Of the processor alone; a floor that was taken another day, on a quiet laptop, is all work."""
    least = p50([getattr(each, "work", each) for each in floor])
    worked = [each.work for each in ours if isinstance(each, Took)]
    return p50(worked) / least if worked and least else None


def show(rows: Sequence[Row]) -> None:
    """The table: action, among how many cases, floor, ours, ratio, the same of the quickest turns and of the
    processor, target."""
    head = ("action", "cases", "floor", "ours", "ratio", "at best", "work", "target", "", "")
    lines = [head, *(
        (row.action, f"{row.of:,}" if row.of else "", f"{row.floor:,.1f} {row.unit}", f"{row.ours:,.1f} {row.unit}",
         f"{row.ratio:.2f}", *("" if each is None else f"{each:.2f}" for each in (row.best, row.work)),
         f"≤ {row.most:.2f}", "" if row.is_kept else "MISSED", row.note) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    for line in lines:
        cells = (cell.ljust(width) if place in (0, 8, 9) else cell.rjust(width)
                 for place, (cell, width) in enumerate(zip(line, widths, strict=True)))
        print("  ".join(cells).rstrip())
    sys.stdout.flush()
