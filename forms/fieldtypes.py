# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what was typed, tapped or imported to the one shape a kind of question stores."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from forms.answers import Answer, AnswerState, Row, Value
from forms.model import Field, FieldType
from forms.partial_dates import Finest, parse_partial, precision_of
from forms.problems import FieldProblem
from forms.strokes import strokes_of, text_of_strokes
from forms.text import clean, one_line

LONG_LIMIT = 20_000
SHORT_LIMIT = 400
CODE_LIMIT = 64
ROW_LIMIT = 200
WHOLE_LIMIT = 10**9
LAST_HOUR, LAST_MINUTE = 23, 59

BOOL3_CODES = ("yes", "no", "not_sure")
DATE_TYPES = {FieldType.DATE: Finest.DAY, FieldType.MONTH: Finest.MONTH, FieldType.YEAR: Finest.YEAR}
_FIXED_RANGES = {FieldType.SCALE5: (0, 4), FieldType.RATING5: (-2, 2)}

_ROW_ID = re.compile(r"[0-9a-f]{32}")
_HOUR = re.compile(r"(\d{1,2})(?:\s*[:.hH]\s*(\d{2})?|(\d{2}))?\s*h?")
_WHOLE = re.compile(r"[+-]?\d{1,12}")
_MONEY = re.compile(r"(\d[\d.,' ]*)\s*([A-Za-z]{3})")
# One sign parts the thousands, the other the cents: "1.234,50" and "1,234.50", never both with the same.
_AMOUNT = re.compile(
    r"(\d{1,3}(?:(?P<sign>[.,' ])\d{3}(?:(?P=sign)\d{3}){0,2})?|\d{1,12})"
    r"(?:(?!(?P=sign))[.,](\d{1,2}))?"
)


def parse(field: Field, raw: object) -> Value:
    """The normal form of ``raw`` for this field, None when nothing was said; else FieldProblem."""
    if raw is None or raw == "" or raw == () or raw == []:
        return None
    return _PARSERS[field.type](field, raw)


def answered(field: Field, raw: object) -> Answer:
    """An answer of the person here, not yet dated: value and precision only."""
    value = parse(field, raw)
    precision = precision_of(value) if field.type in DATE_TYPES and isinstance(value, str) else ""
    return Answer(value=value, precision=precision)


def is_row_id(text: str) -> bool:
    """32 lower-case hex characters."""
    return _ROW_ID.fullmatch(text) is not None


def _as_text(raw: object) -> str:
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise FieldProblem("field.not_text")
    if isinstance(raw, int) and abs(raw) > WHOLE_LIMIT**2:
        raise FieldProblem("field.out_of_range")
    return str(raw)


def _limited(text: str, limit: int) -> str | None:
    if len(text) > limit:
        raise FieldProblem("field.too_long", limit=limit)
    return text or None


def _short(field: Field, raw: object) -> Value:
    return _limited(one_line(_as_text(raw)), min(field.max_length or SHORT_LIMIT, LONG_LIMIT))


def _long(field: Field, raw: object) -> Value:
    return _limited(clean(_as_text(raw)), min(field.max_length or LONG_LIMIT, LONG_LIMIT))


def _code(field: Field, raw: object) -> Value:
    return _limited(one_line(_as_text(raw)), min(field.max_length or CODE_LIMIT, LONG_LIMIT))


def _known_code(field: Field, raw: object, codes: Iterable[str]) -> str:
    code = one_line(_as_text(raw))
    if code not in codes:
        raise FieldProblem("field.unknown_choice", field=field.key)
    return code


def _codes_of(field: Field) -> tuple[str, ...]:
    return tuple(choice.code for choice in field.choices)


def _choice(field: Field, raw: object) -> Value:
    return _known_code(field, raw, _codes_of(field))


def _bool3(field: Field, raw: object) -> Value:
    if isinstance(raw, bool):
        raw = "yes" if raw else "no"
    return _known_code(field, raw, _codes_of(field) or BOOL3_CODES)


def _picked(field: Field, raw: object) -> list[str]:
    if isinstance(raw, str):
        raw = (raw,)
    if not isinstance(raw, list | tuple | set | frozenset):
        raise FieldProblem("field.unknown_choice", field=field.key)
    codes = _codes_of(field)
    picked = list(dict.fromkeys(_known_code(field, item, codes) for item in raw))
    if field.pick and len(picked) > field.pick:
        raise FieldProblem("field.too_many", limit=field.pick)
    return picked


def _multi(field: Field, raw: object) -> Value:
    """In the order of the list, so that two laptops write the same value."""
    picked = frozenset(_picked(field, raw))
    return tuple(code for code in _codes_of(field) if code in picked) or None


def _rank(field: Field, raw: object) -> Value:
    if isinstance(raw, set | frozenset):
        raise FieldProblem("field.unknown_choice", field=field.key)
    return tuple(_picked(field, raw)) or None


def _date(field: Field, raw: object) -> Value:
    return parse_partial(_as_text(raw), DATE_TYPES[field.type]) or None


def _hour(field: Field, raw: object) -> Value:
    """``"09:30"``, as the clock of a whole day says it; written as people write it: 9:30, 14h, 0900."""
    text = one_line(_as_text(raw))
    if not text:
        return None
    found = _HOUR.fullmatch(text)
    hours, minutes = (int(found[1]), int(found[2] or found[3] or 0)) if found else (24, 0)
    if hours > LAST_HOUR or minutes > LAST_MINUTE:
        raise FieldProblem("field.time_unreadable")
    return f"{hours:02}:{minutes:02}"


def _whole(field: Field, raw: object) -> Value:
    text = one_line(_as_text(raw))
    if not text:
        return None
    if not _WHOLE.fullmatch(text):
        raise FieldProblem("field.not_a_number")
    low, high = _range_of(field)
    if not low <= int(text) <= high:
        raise FieldProblem("field.out_of_range", minimum=low, maximum=high)
    return int(text)


def _range_of(field: Field) -> tuple[int, int]:
    if field.type in _FIXED_RANGES:
        return _FIXED_RANGES[field.type]
    low = -WHOLE_LIMIT if field.minimum is None else field.minimum
    return low, WHOLE_LIMIT if field.maximum is None else field.maximum


def _money(field: Field, raw: object) -> Value:
    """``"125.50 PEN"``; a point or comma before one or two last figures parts the cents."""
    text = one_line(" ".join(map(_as_text, raw)) if isinstance(raw, list | tuple) else _as_text(raw))
    found = _MONEY.fullmatch(text)
    amount = _AMOUNT.fullmatch(found[1].strip()) if found else None
    if found is None or amount is None:
        raise FieldProblem("field.money_unreadable")
    units, cents = int(re.sub(r"\D", "", amount[1])), int(f"{amount[3] or 0:0<2}")
    return f"{units}.{cents:02} {found[2].upper()}" if cents else f"{units} {found[2].upper()}"


def _strokes(field: Field, raw: object) -> Value:
    """As it was drawn, number by number; nothing that only looks like it."""
    try:
        return text_of_strokes(strokes_of(_as_text(raw))) or None
    except ValueError:
        raise FieldProblem("field.strokes_unreadable") from None


def _rows(field: Field, raw: object) -> Value:
    if not isinstance(raw, list | tuple) or not all(isinstance(row, Row) for row in raw):
        raise FieldProblem("field.not_rows", field=field.key)
    if len(raw) > ROW_LIMIT:
        raise FieldProblem("field.too_many_rows", limit=ROW_LIMIT)
    rows = tuple(_row(field, row) for row in raw)
    if len({row.id for row in rows}) != len(rows):
        raise FieldProblem("field.row_id")
    return rows


def _row(field: Field, row: Row) -> Row:
    if not isinstance(row.id, str) or not is_row_id(row.id):
        raise FieldProblem("field.row_id")
    if not isinstance(row.cells, Mapping) or not all(isinstance(cell, Answer) for cell in row.cells.values()):
        raise FieldProblem("field.not_rows", field=field.key)
    columns = {column.key: column for column in field.columns}
    cells = {key: _cell(columns, key, cell) for key, cell in row.cells.items()}
    return Row(row.id, {key: cell for key, cell in cells.items() if cell is not None})


def _cell(columns: Mapping[str, Field], key: str, cell: Answer) -> Answer | None:
    """A cell as its column stores it; None when nothing was said in it."""
    if key not in columns:
        raise FieldProblem("field.unknown_column", field=str(key))
    if cell.state is AnswerState.NOT_ASKED:
        return None
    if not cell.state.carries_value:
        return replace(cell, value=None, precision="")
    said = answered(columns[key], cell.value)
    return None if said.value is None else replace(cell, value=said.value, precision=said.precision)


_PARSERS: dict[FieldType, Callable[[Field, object], Value]] = {
    FieldType.TEXT_SHORT: _short,
    FieldType.TEXT_LONG: _long,
    FieldType.CHOICE: _choice,
    FieldType.MULTI: _multi,
    FieldType.RANK: _rank,
    FieldType.CHECKLIST: _multi,
    FieldType.DATE: _date,
    FieldType.MONTH: _date,
    FieldType.YEAR: _date,
    FieldType.TIME: _hour,
    FieldType.INT: _whole,
    FieldType.MONEY: _money,
    FieldType.BOOL3: _bool3,
    FieldType.SCALE5: _whole,
    FieldType.RATING5: _whole,
    FieldType.CODE: _code,
    FieldType.REF: _short,
    FieldType.STROKES: _strokes,
    FieldType.TABLE: _rows,
    FieldType.GROUP: _rows,
    FieldType.MATRIX: _rows,
}
