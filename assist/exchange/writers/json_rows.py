# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows as one JSON list of objects: filled columns only, lists where there may be several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import BinaryIO

import msgspec

from assist.exchange.columns import Cell
from assist.exchange.profile import Profile
from assist.exchange.writers.cells import EVERY, Going, Rows, watched
from assist.exchange.writers.guarding import writable

_HELD_BY_NONE = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""Signs that another shape cannot hold and JSON does not escape."""


def write(out: BinaryIO, profile: Profile, rows: Rows, going: Going) -> int:
    """Write them as they come; returns how many. Raises KeyError for a column the profile has not."""
    names = frozenset(profile.by_name)
    count = 0
    out.write(b"[\n")
    waiting = watched(rows, going)
    while some := list(islice(waiting, EVERY)):
        if not names.issuperset(chain.from_iterable(some)):
            raise KeyError("a column that is none of the profile")
        out.write((b",\n" if count else b"") + _encoded(some))
        count += len(some)
    out.write(b"\n]\n")
    return count


def _encoded(rows: Sequence[Mapping[str, Cell]]) -> bytes:
    """The objects, one after the other; looked at sign by sign only where there is something to look at."""
    try:
        content = msgspec.json.encode(rows)
    except UnicodeEncodeError:  # half a sign, which no file holds
        content = msgspec.json.encode(_clean(rows))
    if b"\\" in content or (not content.isascii() and any(sign in content for sign in _HELD_BY_NONE)):
        content = msgspec.json.encode(_clean(rows))
    return content[1:-1]


def _clean(rows: Sequence[Mapping[str, Cell]]) -> list[Mapping[str, Cell]]:
    return [{name: writable(said) if isinstance(said, str) else tuple(map(writable, said))
             for name, said in row.items()} for row in rows]


def read(content: bytes) -> Iterator[dict[str, str | list[str]]]:
    """Each object; raises msgspec.DecodeError for anything that is no list of such objects."""
    yield from msgspec.json.decode(content, type=list[dict[str, str | list[str]]])
