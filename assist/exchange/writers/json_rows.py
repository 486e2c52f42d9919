# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows as one JSON list of objects: filled columns only, lists where there may be several."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

import msgspec

from assist.exchange.columns import Cell
from assist.exchange.profile import Profile
from assist.exchange.writers.cells import EVERY, MOST_KEPT, Going, Rows, watched
from assist.exchange.writers.guarding import writable


def write(out: BinaryIO, profile: Profile, rows: Rows, going: Going) -> int:
    """Write them as they come; returns how many."""
    encode = msgspec.json.Encoder().encode
    pieces = {column.name: _Pieces(column.name, encode) for column in profile.columns}
    held: list[bytes] = []
    count = 0
    out.write(b"[\n")
    for row in watched(rows, going):
        held.append(b"{" + b",".join([pieces[name][said] for name, said in row.items()]) + b"}")
        count += 1
        if len(held) == EVERY:
            out.write(b",\n".join(held))
            held = [b""]  # so that the next begins after a comma
    if held != [b""]:
        out.write(b",\n".join(held))
    out.write(b"\n]\n")
    return count


class _Pieces(dict[Cell, bytes]):
    """A name and what stands in its cell, encoded once."""

    def __init__(self, name: str, encode: Callable[[object], bytes]) -> None:
        super().__init__()
        self._name, self._encode = encode(name), encode

    def __missing__(self, said: Cell) -> bytes:
        if len(self) >= MOST_KEPT:
            self.clear()
        clean = writable(said) if isinstance(said, str) else tuple(map(writable, said))
        piece = self[said] = self._name + b":" + self._encode(clean)
        return piece


def read(content: bytes) -> Iterator[dict[str, str | list[str]]]:
    """Each object; raises msgspec.DecodeError for anything that is no list of such objects."""
    yield from msgspec.json.decode(content, type=list[dict[str, str | list[str]]])
