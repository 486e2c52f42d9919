# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a cell means: yes, a language, a country, a date as exact as written; else it is held back, not guessed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from assist.exchange.readers import Cell, as_text
from forms.loader import choice_list, read_yaml
from forms.model import LANGUAGES

_SIGNS = re.compile(r"[^\w+@?/-]+|_")
_MONTHS = {
    name: number for number, names in enumerate((
        "jan january ene enero janeiro janv janvier", "feb february febrero fev fevereiro fevr fevrier",
        "mar march marzo marco mars", "apr april abr abril avr avril", "may mayo mai maio",
        "jun june junio junho juin", "jul july julio julho juil juillet", "aug august ago agosto aout",
        "sep sept september septiembre set setembro septembre setiembre", "oct october octubre out outubro octobre",
        "nov november noviembre novembro novembre", "dec december dic diciembre dez dezembro decembre",
    ), 1) for name in names.split()
}
_ABOUT = re.compile(
    r"^(aprox(imadamente)?\.?|ca\.?|circa|hacia|alrededor de|cerca de|por volta de|about|around|vers|~)\s*",
    re.IGNORECASE)
_NUMERIC = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2}|\d{4})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_MONTH_YEAR = re.compile(r"([^\W\d]+)\.?\s*(?:de\s+)?(\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})")
_EXCEL_EPOCH = date(1899, 12, 30).toordinal()


@dataclass(frozen=True, slots=True)
class Read:
    """A value in our terms, or ``held``: the code of why it was held back. Both empty: nothing was said."""

    value: Any = None
    held: str = ""


NOTHING = Read()


def fold(text: str) -> str:
    """A heading or cell as it is compared: no accents, capitals or stray signs."""
    plain = unicodedata.normalize("NFKD", text)
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
    return " ".join(_SIGNS.sub(" ", letters.replace("°", " ").replace("º", " ")).split())


@lru_cache(maxsize=4)
def listed(name: str) -> dict[str, Any]:
    """Our own lists of words: ``words`` or ``headings``."""
    text = files("assist.exchange").joinpath(f"{name}.yaml").read_text("utf-8")
    found: dict[str, Any] = read_yaml(text, f"{name}.yaml")
    return found


@lru_cache(maxsize=16)
def _meanings(kind: str) -> dict[str, str]:
    found = {fold(word): code for code, said in listed("words")[kind].items() for word in said}
    lists = {"country": "lk_country", "language": "lk_lang", "gender": "lk_gender", "need": "lk_need",
             "ref_source": "lk_ref_source"}
    if kind in lists:
        for choice in choice_list(lists[kind]):
            found.setdefault(fold(choice.code), choice.code)
            for language in LANGUAGES:
                found.setdefault(fold(choice.label.get(language, "")), choice.code)
    found.pop("", None)
    return found


def says_nothing(text: str) -> bool:
    """Empty, a dash, "not applicable", "pending": none of them is an answer."""
    return fold(text) in {fold(word) for word in listed("words")["nothing"]}


def has_no_name(text: str) -> bool:
    """"N.N.", "(reserved)": nobody was named."""
    return fold(text).replace(" ", "") in {fold(word).replace(" ", "") for word in listed("words")["no_name"]}


def yes_or_no(cell: Cell) -> Read:
    """A plain yes or no in four languages; doubt is held back."""
    if isinstance(cell, bool):
        return Read("yes" if cell else "no")
    text = as_text(cell)
    if says_nothing(text) and fold(text) != "?":
        return NOTHING
    for code in ("yes", "no"):
        if fold(text) in {fold(word) for word in listed("words")[code]}:
            return Read(code)
    return Read(held="unclear")


def one(kind: str, cell: Cell) -> Read:
    """One code of a kind."""
    text = as_text(cell)
    if says_nothing(text):
        return NOTHING
    code = _meanings(kind).get(fold(text))
    return Read(code) if code else Read(held="unclear")


def many(kind: str, cell: Cell) -> Read:
    """Several codes, parted by semicolons, commas or slashes; what is not understood is said."""
    text = as_text(cell)
    if says_nothing(text):
        return NOTHING
    whole = _meanings(kind).get(fold(text))
    parts = [text] if whole else [part for part in re.split(r"[;,/|]| y | e | et | and ", text) if part.strip()]
    codes = [_meanings(kind).get(fold(part)) for part in parts if not says_nothing(part)]
    known = tuple(dict.fromkeys(code for code in codes if code))
    return Read(known or None, "unclear" if None in codes else "")


def containing(kind: str, text: str) -> str:
    """The first code one of whose words occurs in a remark; empty when none does."""
    folded = f" {fold(text)} "
    for code, said in listed("words")[kind].items():
        if any(f" {fold(word)} " in folded or (len(word) > 4 and fold(word) in folded) for word in said):
            return str(code)
    return ""


def gender(cell: Cell, *, m_is_unclear: bool) -> Read:
    """``M`` is held back where the column also says *Mujer*: it may mean either (ruling 37)."""
    if fold(as_text(cell)) == "m":
        return Read(held="m_unclear") if m_is_unclear else Read("man")
    return one("gender", cell)


# -- dates --------------------------------------------------------------------------------


def order_of(cells: Iterable[Cell]) -> str:
    """``dmy``, ``mdy`` or empty: what the dates of a column that can only be read one way say."""
    votes: Counter[str] = Counter()
    for cell in cells:
        found = _NUMERIC.fullmatch(_bare(as_text(cell))[0]) if isinstance(cell, str) else None
        if found:
            first, second = int(found[1]), int(found[2])
            if first > 12 >= second:
                votes["dmy"] += 1
            elif second > 12 >= first:
                votes["mdy"] += 1
    return votes.most_common(1)[0][0] if len(votes) == 1 else ""


def when(cell: Cell, order: str, *, latest: date, is_birth: bool) -> Read:
    """A date in EDTF as exact as written; one that could be read two ways is held back."""
    if isinstance(cell, date):
        return Read(cell.isoformat())
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _number(int(cell))
    text = as_text(cell)
    if says_nothing(text):
        return NOTHING
    bare, about = _bare(text)
    found = _read(bare, order, latest, is_birth=is_birth)
    if found.value and about:
        return Read(f"{str(found.value)[:7]}~" if len(str(found.value)) > 4 else f"{found.value}~")
    return found


def _bare(text: str) -> tuple[str, bool]:
    about = bool(_ABOUT.match(text)) or text.endswith("~")
    return _ABOUT.sub("", text).strip(" ~."), about


def _number(number: int) -> Read:
    if 1900 <= number <= 2100:
        return Read(str(number))
    if 10_000 <= number <= 80_000:
        return Read(date.fromordinal(_EXCEL_EPOCH + number).isoformat())
    return Read(held="date_unclear")


def _read(text: str, order: str, latest: date, *, is_birth: bool) -> Read:
    if re.fullmatch(r"\d{4}", text):
        return _number(int(text))
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_MONTH.fullmatch(text):
        year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
        return Read(f"{year}-{int(month):02}") if 1 <= int(month) <= 12 else Read(held="date_unclear")
    if found := _MONTH_YEAR.fullmatch(text):
        month = _MONTHS.get(fold(found[1]))
        return Read(f"{found[2]}-{month:02}") if month else Read(held="date_unclear")
    if found := _NUMERIC.fullmatch(text):
        return _by_order((int(found[1]), int(found[2])), found[3], order, latest, is_birth=is_birth)
    return Read(held="date_unclear")


def _by_order(pair: tuple[int, int], year: str, order: str, latest: date, *, is_birth: bool) -> Read:
    full = _century(year, latest, is_birth=is_birth)
    if full is None:
        return Read(held="century_unclear")
    first, second = pair
    if first > 12 or (order == "dmy" and second <= 12):
        return _day(full, second, first)
    if second > 12 or order == "mdy":
        return _day(full, first, second)
    return _day(full, first, second) if first == second else Read(held="date_swapped")


def _century(year: str, latest: date, *, is_birth: bool) -> int | None:
    """Two figures: a birth year that could lie in either century is not guessed."""
    if len(year) == 4:
        return int(year)
    short = int(year)
    if short > latest.year % 100:
        return 1900 + short
    return None if is_birth else 2000 + short


def _day(year: int, month: int, day: int) -> Read:
    try:
        return Read(date(year, month, day).isoformat())
    except ValueError:
        return Read(held="date_unclear")


def age_group(cell: Cell) -> Read:
    """The age group of an age in years."""
    text = as_text(cell)
    if says_nothing(text):
        return NOTHING
    found = re.fullmatch(r"(\d{1,3})\s*(a|anos|años|years|ans)?\.?", text)
    if not found or int(found[1]) > 110:
        return Read(held="unclear")
    years = int(found[1])
    bounds = ((11, "0_11"), (14, "12_14"), (17, "15_17"), (24, "18_24"), (34, "25_34"), (44, "35_44"), (59, "45_59"))
    return Read(next((code for top, code in bounds if years <= top), "60_plus"))
