# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates as exact as the person wants: a day, a month, a year, about then, or in her own words."""

from __future__ import annotations

import re
from calendar import monthrange
from enum import IntEnum

from forms.problems import FieldProblem
from forms.text import one_line

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
WORDS_LIMIT = 200

_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_ABOUT = re.compile(
    r"(?:~|about|around|circa|ca\.?|c\.|hacia|alrededor de|aproximadamente|cerca de|más o menos en"
    r"|por volta de|mais ou menos em|vers|environ|autour de)\s*(?=\d)",
    re.IGNORECASE,
)


class Finest(IntEnum):
    """The most a question wants to know; anything finer is dropped, not kept."""

    YEAR = 1
    MONTH = 2
    DAY = 3


def parse_partial(raw: str, finest: Finest = Finest.DAY) -> str:
    """EDTF level 1 text, or ``=`` and her own words; "" when nothing was said.

    Never guesses: a day and month that could be swapped raise FieldProblem.
    """
    text = one_line(raw)
    if text in ("", "="):
        return ""
    if text.startswith("="):
        return _words(text[1:])
    about = text.endswith(("~", "?")) or _ABOUT.match(text) is not None
    bare = _ABOUT.sub("", text.rstrip("~?").strip(), count=1).strip()
    parts = _numbers(bare, finest)
    if parts is None:
        if any(letter.isalpha() for letter in bare):
            return _words(text)
        raise FieldProblem("field.date_unreadable")
    return "-".join(_written(parts)[:finest]) + ("~" if about else "")


def precision_of(value: str) -> str:
    """``day month year about relative``; "" for no date."""
    if not value:
        return ""
    if value.startswith("="):
        return "relative"
    if value.endswith("~"):
        return "about"
    return ("year", "month", "day")[value.count("-")]


def _words(raw: str) -> str:
    words = one_line(raw)
    if len(words) > WORDS_LIMIT:
        raise FieldProblem("field.too_long", limit=WORDS_LIMIT)
    return f"={words}" if words else ""


def _numbers(text: str, finest: Finest) -> tuple[int, ...] | None:
    """Year, month, day as far as given; None when it is not written in figures."""
    if not text.isascii():
        text = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)
    if found := _YEAR_FIRST.fullmatch(text):
        return tuple(int(part) for part in found.groups() if part)
    if found := _MONTH_YEAR.fullmatch(text):
        return int(found[2]), int(found[1])
    if found := _YEAR_LAST.fullmatch(text):
        first, second, year = (int(part) for part in found.groups())
        if finest is not Finest.YEAR and first != second and first <= 12 and second <= 12:
            raise FieldProblem("field.date_ambiguous")
        return (year, second, first) if second <= 12 else (year, first, second)
    return None


def _written(parts: tuple[int, ...]) -> list[str]:
    """Year, month and day in figures; all of them must make a day there is, also those that are then dropped."""
    year, month, day = (*parts, 1, 1)[:3]
    if not EARLIEST_YEAR <= year <= LATEST_YEAR or not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        raise FieldProblem("field.date_unreadable")
    return [f"{part:0{width}d}" for part, width in zip(parts, (4, 2, 2), strict=False)]
