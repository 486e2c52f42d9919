# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of a profile into a stream or a file, in one of its shapes; whole, or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import msgspec

from assist.errors import BadInput
from assist.exchange.columns import Cell
from assist.exchange.profile import Profile
from assist.exchange.writers import csv_rows, json_rows, workbook
from assist.exchange.writers.cells import Going, Rows, Stopped, read_cell
from assist.gate import Clearance
from assist.places import private_file

__all__ = ["Going", "Rows", "Stopped", "read_back", "to_file", "to_stream"]

SHAPES = ("csv", "json", "xlsx")


def _go_on(done: int) -> bool:
    """Nobody waits who could take it back."""
    return done >= 0


def to_stream(out: BinaryIO, profile: Profile, shape: str, rows: Rows, going: Going = _go_on) -> int:
    """Write rows as they come, from the first byte on; returns how many. ``rows`` are what the gate let through.

    Raises KeyError for a shape this profile has not, and Stopped when ``going`` says no.
    """
    if shape not in profile.shapes:
        raise KeyError(shape)
    return {"csv": csv_rows.write, "json": json_rows.write, "xlsx": workbook.write}[shape](out, profile, rows, going)


def to_file(
    path: Path, profile: Profile, shape: str, rows: Rows, clearance: Clearance, going: Going = _go_on,
) -> int:
    """The same into a file for its owner's eyes only. Until it is whole there is none of that name, or the old one;
    when it fails or is stopped nothing is left behind."""
    if not isinstance(clearance, Clearance):
        raise TypeError("a clearance is given by the gate")
    with private_file(path) as out:
        return to_stream(out, profile, shape, rows, going)


def read_back(profile: Profile, shape: str, content: bytes) -> list[dict[str, Cell]]:
    """The rows of a file that was written so: filled cells by column, codes where it holds words.

    Columns the profile does not know are passed over. Raises BadInput ``import.unreadable`` for bytes that are no
    such file.
    """
    try:
        return [_row(profile, raw) for raw in _raw(profile, shape, content)]
    except (ValueError, msgspec.DecodeError, OSError, StopIteration):
        raise BadInput("import.unreadable") from None


def _raw(profile: Profile, shape: str, content: bytes) -> list[dict[str, str | list[str]]]:
    if shape == "json":
        return list(json_rows.read(content))
    told = csv_rows.read(content) if shape == "csv" else workbook.read(content, profile)
    return [dict(row) for row in told]


def _row(profile: Profile, raw: dict[str, str | list[str]]) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for name, said in raw.items():
        column = profile.by_name.get(name)
        if column is None:
            continue
        cell = tuple(said) if isinstance(said, list) else read_cell(profile, column, said)
        if cell:
            found[name] = (cell,) if column.many and isinstance(cell, str) else cell
    return found
