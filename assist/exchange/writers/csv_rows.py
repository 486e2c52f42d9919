# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows as comma-separated text: UTF-8 with its mark, names first, no cell that a spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from assist.exchange.profile import Profile
from assist.exchange.writers.cells import Going, Rows, lines
from assist.exchange.writers.guarding import guarded, unguarded


def write(out: BinaryIO, profile: Profile, rows: Rows, going: Going) -> int:
    """Write them as they come; returns how many."""
    text = io.TextIOWrapper(out, "utf-8-sig", newline="", write_through=False)
    try:
        writer = csv.writer(text)
        writer.writerow([column.name for column in profile.columns])
        count = 0
        for line in lines(profile, rows, going, guarded):
            writer.writerow(line)
            count += 1
        return count
    finally:
        text.detach()


def read(content: bytes) -> Iterator[dict[str, str]]:
    """Cells by the name of their column, as they were before they were guarded."""
    for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        yield {name: unguarded(said) for name, said in row.items() if name and isinstance(said, str)}
