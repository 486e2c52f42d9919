# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in a cell: codes or the standard's words for them, several of them joined, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from assist.exchange.columns import Cell
from assist.exchange.profile import Column, Profile
from assist.exchange.writers.guarding import writable

Rows = Iterable[Mapping[str, Cell]]
Going = Callable[[int], bool]
"""Told every so many rows how many are written; answers whether to go on."""

EVERY = 500
MOST_KEPT = 20_000
"""Different cells of one column that are remembered."""


class Stopped(Exception):
    """Somebody took it back half-way: nothing is left of it."""


class _Kept(dict[Cell, str]):
    """The text of a cell of one column, made once: a column says the same few things again and again."""

    def __init__(self, make: Callable[[Cell], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, said: Cell) -> str:
        if len(self) >= MOST_KEPT:
            self.clear()
        text = self[said] = self._make(said)
        return text


def lines(profile: Profile, rows: Rows, going: Going, finish: Callable[[str], str]) -> Iterator[list[str]]:
    """Each row as the text of every column, in order; ``finish`` makes it fit the shape. Empty cells stay empty.

    Raises Stopped, and KeyError for a column the profile has not.
    """
    filled = {column.name: (place, _Kept(partial(_finished, profile, column, finish)))
              for place, column in enumerate(profile.columns)}
    blank = [finish(profile.unknown) if profile.unknown else ""] * len(profile.columns)
    for row in watched(rows, going):
        line = blank.copy()
        for name, said in row.items():
            place, kept = filled[name]
            line[place] = kept[said]
        yield line


def _finished(profile: Profile, column: Column, finish: Callable[[str], str], said: Cell) -> str:
    return finish(_text(profile, column, said))


def watched(rows: Rows, going: Going) -> Iterator[Mapping[str, Cell]]:
    """The same rows, with a look every so often whether they are still wanted. Raises Stopped."""
    for number, row in enumerate(rows):
        if number % EVERY == 0 and not going(number):
            raise Stopped
        yield row


def _text(profile: Profile, column: Column, said: Cell) -> str:
    told = (said,) if isinstance(said, str) else said
    words = (column.labels.get(code, code) for code in told) if profile.words else told
    return profile.between.join(map(writable, words))


def read_cell(profile: Profile, column: Column, said: str) -> Cell | None:
    """The codes of a cell; None where it says nothing. Words are known by the longest that fits, since some of them
    hold what stands between two."""
    if said in ("", profile.unknown):
        return None
    if not column.many:
        return _code(column, said) if profile.words else said
    return tuple(_known(profile, column, said)) if profile.words else tuple(said.split(profile.between))


def _code(column: Column, word: str) -> str:
    return next((code for code, label in column.labels.items() if label == word), word)


def _known(profile: Profile, column: Column, said: str) -> Iterator[str]:
    rest = said
    while rest:
        word = next((label for label in sorted(column.labels.values(), key=len, reverse=True)
                     if rest == label or rest.startswith(label + profile.between)), rest.split(profile.between)[0])
        yield _code(column, word)
        rest = rest[len(word) + len(profile.between):]
