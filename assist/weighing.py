# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Registers that several people wrote apart: which value is believed, and whether there is anything to settle; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from assist.changesets import FieldKey, pack_answer, pack_plain, unpack_answer, unpack_plain
from assist.domain import safest
from assist.domain.safest import Care, Told, believed
from assist.rows import RegRow
from forms.answers import NOT_ASKED, AnswerState
from forms.registry import all_specs

STRUCTURAL = range(1, 100)
_ORDERED = frozenset({"rank"})


def is_structural(field: FieldKey) -> bool:
    """Whether a register holds something of the case itself, not an answer."""
    return isinstance(field, int) and field in STRUCTURAL


@cache
def _cares() -> dict[FieldKey, Care]:
    """The table by number: names are looked up once, and only when two values first meet."""
    return {number: safest.care_of_name(spec.name) for number, spec in all_specs().items()}


def care_of(field: FieldKey) -> Care:
    """How a register is weighed; questions of imported forms go by the newest."""
    if isinstance(field, int) and field in STRUCTURAL:
        return safest.care_of_structure(field)
    return _cares().get(field) or safest.care_of_name("")


def last_words(rows: Iterable[RegRow]) -> list[RegRow]:
    """What each stream wrote last: whoever writes twice means the second, also where she could not see the first."""
    last: dict[bytes, RegRow] = {}
    for row in rows:
        held = last.get(row.dot[0])
        if held is None or row.dot > held.dot:
            last[row.dot[0]] = row
    return sorted(last.values(), key=lambda row: (row.hlc, row.dot))


def shown(field: FieldKey, rows: Sequence[RegRow]) -> RegRow:
    """The value believed until a person settles: alike on every laptop that holds the same values."""
    if field in safest.SETS:
        return max(rows, key=lambda row: (row.hlc, row.dot))
    words = [row for row in last_words(rows) if not _is_silence(field, row)] or last_words(rows)
    distinct = {meaning(field, row) for row in words}
    if len(distinct) == 1:
        return words[-1]
    told = [_told(field, row) for row in words]
    found = believed(care_of(field).rule, told)
    if not found.made:
        return next(row for row, each in zip(words, told, strict=True) if each is found)
    return words[-1]._replace(value=_written(field, words[-1], found.value))


def sides(field: FieldKey, rows: Sequence[RegRow]) -> list[RegRow]:
    """The values a person has to choose between, oldest first: the newest of each meaning; none where all agree."""
    if field in safest.SETS or (is_structural(field) and field not in safest.ASKED_OF_PEOPLE):
        return []
    by_meaning: dict[object, RegRow] = {}
    for row in last_words(rows):
        if not _is_silence(field, row):
            by_meaning.pop(meaning(field, row), None)
            by_meaning[meaning(field, row)] = row
    return list(by_meaning.values()) if len(by_meaning) > 1 else []


def meaning(field: FieldKey, row: RegRow) -> object:
    """What a value says, without who asked and when: two who heard the same agree."""
    if is_structural(field):
        return row.value
    answer = unpack_answer(row.value)
    if not answer.state.carries_value:
        return answer.state
    if isinstance(answer.value, tuple):
        codes = [str(code) for code in answer.value]
        return tuple(codes if _is_ordered(field) else sorted(codes))
    return answer.value if isinstance(answer.value, str | int | None) else row.value


def _is_ordered(field: FieldKey) -> bool:
    spec = all_specs().get(field) if isinstance(field, int) else None
    return spec is not None and spec.type in _ORDERED


def _is_silence(field: FieldKey, row: RegRow) -> bool:
    """Not asked is no answer: it yields to any."""
    return not is_structural(field) and unpack_answer(row.value).state is AnswerState.NOT_ASKED


def _told(field: FieldKey, row: RegRow) -> Told:
    at = (row.hlc, row.dot)
    if is_structural(field):
        return Told(unpack_plain(row.value), at)
    answer = unpack_answer(row.value)
    return Told(answer.value, at, silent=not answer.state.carries_value, struck=answer.state is AnswerState.WITHDRAWN)


def _written(field: FieldKey, newest: RegRow, value: object) -> bytes:
    """A value put together from several, as one register value."""
    if is_structural(field):
        return pack_plain(value)
    if value is None:
        return pack_answer(NOT_ASKED)
    frame = unpack_answer(newest.value)
    content = value if isinstance(value, tuple) else str(value)
    return pack_answer(replace(frame, value=content, state=AnswerState.ANSWERED))


# -- what was taken out ------------------------------------------------------------------


def gone_value(seen: Iterable[tuple[bytes, int, int]]) -> bytes:
    """What a tombstone says: which values whoever took the thing out had been shown of it."""
    dots = [list(dot) for dot in sorted(seen)]
    return pack_plain(dots or True)


def covers(tombstone: RegRow, row: RegRow) -> bool:
    """Whether whoever took it out had seen this value, or wrote it herself before.

    A tombstone that names no values goes by the stamps; so does one beside a value on the other side of the seal,
    which she may not have been able to see.
    """
    if row.dot[0] == tombstone.dot[0] and row.dot < tombstone.dot:
        return True
    told = unpack_plain(tombstone.value)
    if not isinstance(told, list) or row.protected != tombstone.protected:
        return row.hlc <= tombstone.hlc
    return list(row.dot) in told
