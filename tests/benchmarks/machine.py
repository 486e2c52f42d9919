# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the laptop itself was like while it was measured: its disk and whoever else was at work on it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.rows import Row, milliseconds, p50, p95

PAGES = 12 * 1024
"""Bytes of one flush: what a small commit writes."""
TURNS = 4
_WORK = range(60_000)


class Machine:
    """Looked at before each row, so that a row that was missed can be told from a laptop that was busy."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "flushed"
        self._flushes: list[float] = []
        self._waits: list[float] = []

    def between(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows, with a look before each; each is said to whoever waits as soon as it is there."""
        each = iter(rows)
        while True:
            self.look()
            row: Any = next(each, None)
            if row is None:
                return
            print(f"… {row.action}: {row.ours:,.1f} {row.unit}, {row.ratio:.2f}", file=sys.stderr, flush=True)
            yield row

    def look(self) -> None:
        """Some flushes to the disk, and a piece of work that asks for one core and nothing else."""
        for _turn in range(TURNS):
            with self._file.open("wb") as file:
                file.write(bytes(PAGES))
                file.flush()
                self._flushes.append(milliseconds(lambda: os.fsync(file.fileno())))
            used, took = time.thread_time(), time.perf_counter()
            sum(each * each for each in _WORK)
            used, took = time.thread_time() - used, time.perf_counter() - took
            self._waits.append(took / used if used else 1.0)

    def said(self) -> str:
        """One sentence of figures."""
        load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
        return (
            f"This laptop meanwhile: {os.cpu_count()} cores{load}; a flush of {PAGES // 1024} KiB took "
            f"{min(self._flushes):.1f} ms at best, {p50(self._flushes):.1f} in the middle, "
            f"{p95(self._flushes):.1f} at p95; work for one core took {p50(self._waits):.2f} times "
            f"(p95 {p95(self._waits):.2f}) what it used of it.")
