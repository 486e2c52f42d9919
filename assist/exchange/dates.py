# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates as exact as they were written. What could be read two ways is held back, not guessed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from assist.exchange.cells import NOTHING, Read, fold, says_nothing
from assist.exchange.tables import Cell, as_text
from forms.partial_dates import EARLIEST_YEAR, LATEST_YEAR

OLDEST = 105
"""Nobody in these registers is older: two figures that would make her so are of this century."""

_MONTHS = {
    name: number for number, names in enumerate((
        "jan january ene enero janeiro janv janvier", "feb february febr febrero fev fevereiro fevr fevrier",
        "mar march marzo marco mars", "apr april abr abril avr avril", "may mayo mai maio",
        "jun june junio junho juin", "jul july julio julho juil juillet", "aug august ago agosto aout",
        "sep sept september septiembre set setembro septembre setiembre", "oct october octubre out outubro octobre",
        "nov november noviembre novembro novembre", "dec december dic diciembre dez dezembro decembre",
    ), 1) for name in names.split()
}
_ABOUT = re.compile(
    r"^(aprox(imadamente)?\.?|ca\.?|c\.|circa|hacia|alrededor de|m[aá]s o menos(?: en)?|cerca de|por volta de"
    r"|mais ou menos(?: em)?|about|around|vers|environ|autour de|~)\s*(?=[\w~])", re.IGNORECASE)
_TIME = re.compile(r"[T ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([ap]\.?\s?m\.?)?(Z|[+-]\d{2}:?\d{2})?$", re.IGNORECASE)
_NUMERIC = re.compile(r"(\d{1,2}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?(\d{2}|\d{4})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY_NAMED = re.compile(r"(\d{1,2})\.?(?:º|ª|er)?(?: de |[-/. ]+)([^\W\d]+)\.?(?:,? del? |[-/., ]+)(\d{2}|\d{4})")
_NAMED_DAY = re.compile(r"([^\W\d]+)\.? (\d{1,2}),? (\d{4})")
_MONTH_YEAR = re.compile(r"([^\W\d]+)\.?(?: del? |[-/., ]*)(\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})")
_EXCEL_EPOCH = date(1899, 12, 30).toordinal()
_EARLIEST_ARRIVAL = 1950
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 80_000


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the dates of one column say together.

    ``order`` is ``dmy``, ``mdy`` or empty; ``is_needed`` when some could be read both ways. The spreadsheet
    program of a land that writes the month first turns 05/06 into the sixth of May and leaves 25/12 as text:
    then the typed dates are ``turned``, which is to say doubtful.
    """

    order: str = ""
    is_needed: bool = False
    is_turned: bool = False

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> Evidence:
        """Look at a whole column once."""
        held = list(cells)
        typed = [cell for cell in held if isinstance(cell, date)]
        pairs = [pair for cell in held if isinstance(cell, str) and (pair := _pair(cell))]
        votes = {"dmy" if first > 12 else "mdy" for first, second in pairs if (first > 12) != (second > 12)}
        open_ones = [pair for pair in pairs if max(pair) <= 12 and pair[0] != pair[1]]
        turned = len(typed) > 2 and len(pairs) > 1 and votes == {"dmy"} and not open_ones
        return cls(votes.pop() if len(votes) == 1 else "", bool(open_ones),
                   turned and all(cell.day <= 12 for cell in typed))


@dataclass(frozen=True, slots=True)
class Asked:
    """How a date is read: what its column shows, today, and whether it is a day of birth."""

    evidence: Evidence
    today: date
    is_birth: bool


def when(cell: Cell, asked: Asked) -> Read:
    """A date in EDTF as exact as written, or why it was held back."""
    read = _when(cell, asked)
    if read.value is None:
        return read
    text = str(read.value).rstrip("~")
    if not EARLIEST_YEAR <= int(text[:4]) <= LATEST_YEAR:
        return Read(held="date_unclear")
    return Read(held="date_ahead") if text > asked.today.isoformat()[:len(text)] else read


def _when(cell: Cell, asked: Asked) -> Read:
    if isinstance(cell, date):
        doubtful = asked.evidence.is_turned and cell.day != cell.month
        return Read(held="date_turned") if doubtful else Read(cell.isoformat()[:10])
    if isinstance(cell, bool):
        return Read(held="date_unclear")
    if isinstance(cell, int | float):
        return _number(int(cell)) if math.isfinite(cell) else Read(held="date_unclear")
    text = as_text(cell)
    if says_nothing(text):
        return NOTHING
    bare, about = _bare(text)
    found = _read(bare, asked)
    if found.value and about:
        return Read(f"{str(found.value)[:7]}~")
    return found


def _bare(text: str) -> tuple[str, bool]:
    """Without "about" and without the time of day."""
    about = bool(_ABOUT.match(text)) or text.endswith("~")
    return _TIME.sub("", _ABOUT.sub("", " ".join(text.split()))).strip(" ~.,"), about


def _pair(text: str) -> tuple[int, int] | None:
    found = _NUMERIC.fullmatch(_bare(text)[0])
    return (int(found[1]), int(found[2])) if found and int(found[1]) <= 31 else None


def _number(number: int) -> Read:
    """A bare number is a year, or the count of days by which spreadsheet programs keep dates."""
    if EARLIEST_YEAR <= number <= LATEST_YEAR:
        return Read(str(number))
    if _FIRST_SERIAL <= number <= _LAST_SERIAL:
        return Read(date.fromordinal(_EXCEL_EPOCH + number).isoformat())
    return Read(held="date_unclear")


def _read(text: str, asked: Asked) -> Read:
    if re.fullmatch(r"\d{4,5}", text, re.ASCII):
        return _number(int(text))
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_MONTH.fullmatch(text):
        year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
        return _month(int(year), int(month))
    if found := _NUMERIC.fullmatch(text):
        return _by_order((int(found[1]), int(found[2])), found[3], asked)
    return _named(text, asked)


def _named(text: str, asked: Asked) -> Read:
    """A month in letters leaves no doubt about the order."""
    if found := _DAY_NAMED.fullmatch(text):
        day, name, year = found[1], found[2], found[3]
    elif found := _NAMED_DAY.fullmatch(text):
        day, name, year = found[2], found[1], found[3]
    elif found := _MONTH_YEAR.fullmatch(text):
        return _month(int(found[2]), _MONTHS.get(fold(found[1]), 0))
    else:
        return Read(held="date_unclear")
    full, month = _century(year, asked), _MONTHS.get(fold(name), 0)
    return Read(held="century_unclear") if full is None else _day(full, month, int(day))


def _by_order(pair: Sequence[int], year: str, asked: Asked) -> Read:
    first, second = pair
    if first > 31:
        full = _century(str(first), asked)
        return Read(held="century_unclear") if full is None or len(year) > 2 else _day(full, second, int(year))
    full = _century(year, asked)
    if full is None:
        return Read(held="century_unclear")
    order = asked.evidence.order
    if first > 12 or (order == "dmy" and second <= 12):
        return _day(full, second, first)
    if second > 12 or order == "mdy":
        return _day(full, first, second)
    return _day(full, first, second) if first == second else Read(held="date_swapped")


def _century(year: str, asked: Asked) -> int | None:
    """Two figures: a birth year that could lie in either century is not guessed."""
    short, now = int(year), asked.today.year
    if len(year) == 4:
        return short
    this = now - now % 100 + short
    if this > now:
        return this - 100 if asked.is_birth or this - 100 >= _EARLIEST_ARRIVAL else None
    return None if asked.is_birth and now - (this - 100) <= OLDEST else this


def _month(year: int, month: int) -> Read:
    return Read(f"{year}-{month:02}") if 1 <= month <= 12 else Read(held="date_unclear")


def _day(year: int, month: int, day: int) -> Read:
    try:
        return Read(date(year, month, day).isoformat())
    except ValueError:
        return Read(held="date_unclear")


def is_about(text: str) -> bool:
    """Whether a date was said to be no more than near."""
    return _bare(text)[1]
