# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a cell means: yes, a language, a country, an age; else it is held back, not guessed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from assist.exchange.tables import Cell, as_text, cleaned
from forms.loader import choice_list, read_yaml
from forms.model import LANGUAGES

_SIGNS = re.compile(r"[^\w+@?/-]+|_")
_LISTS = {
    "country": "lk_country", "language": "lk_lang", "gender": "lk_gender", "need": "lk_need",
    "ref_source": "lk_ref_source", "age": "lk_agegroup", "exploited_type": "lk_exploitation",
    "exploited_sector": "lk_isic", "exploited_sex": "lk_sex_kind", "exploited_control": "lk_control",
    "exploited_recruitment": "lk_recruitment", "exploited_relation": "lk_relation",
}
_STANDARDS = {"country": "alpha3", "language": "languages"}
"""Tables of the reporting profiles by which their codes are understood here too."""
_AGES = ((11, "0_11"), (14, "12_14"), (17, "15_17"), (24, "18_24"), (34, "25_34"), (44, "35_44"), (59, "45_59"))
_OLDEST_AGE = 110
_YEARS = re.compile(r"(\d{1,3})(?:\s*(?:-|–|a|à|to|e)\s*(\d{1,3}))?\s*(?:a|anos|años|years|ans)?\.?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Read:
    """A value in our terms, or ``held``: the code of why it was held back. Both empty: nothing was said."""

    value: Any = None
    held: str = ""


NOTHING = Read()
UNCLEAR = Read(held="unclear")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """A heading or cell as it is compared: no accents, capitals or stray signs. Remembered until ``forget``."""
    letters = text.casefold()
    if not text.isascii():
        bare = unicodedata.normalize("NFKD", text.replace("º", " ").replace("ª", " "))
        letters = "".join(sign for sign in bare if not unicodedata.combining(sign)).casefold()
    return " ".join(_SIGNS.sub(" ", letters).split())


def forget() -> None:
    """Nothing of a file that was looked at stays in memory."""
    fold.cache_clear()
    cleaned.cache_clear()


@lru_cache(maxsize=4)
def listed(name: str) -> dict[str, Any]:
    """Our own lists of words: ``words``, ``headings``, ``htcds``, or the tables of the profiles."""
    text = files("assist.exchange").joinpath(f"{name}.yaml").read_text("utf-8")
    found: dict[str, Any] = read_yaml(text, f"{name}.yaml")
    return found


@lru_cache(maxsize=16)
def words(kind: str) -> frozenset[str]:
    """A plain list of words, folded."""
    return frozenset(fold(word) for word in listed("words")[kind])


@lru_cache(maxsize=32)
def _meanings(kind: str) -> dict[str, str]:
    found = {fold(word): code for code, said in listed("words")[kind].items() for word in said}
    if kind in _LISTS:
        for choice in choice_list(_LISTS[kind]):
            found.setdefault(fold(choice.code), choice.code)
            for language in LANGUAGES:
                found.setdefault(fold(choice.label.get(language, "")), choice.code)
    for code, theirs in _in_standards(kind):
        found.setdefault(fold(theirs), code)
    found.pop("", None)
    return found


def _in_standards(kind: str) -> list[tuple[str, str]]:
    """Our code and that of a reporting standard, both ways alike; what stands there for two of ours is not guessed."""
    if kind not in _STANDARDS:
        return []
    table: dict[str, str] = listed("profiles/_shared")[_STANDARDS[kind]]
    once = Counter(table.values())
    return [(code, theirs) for code, theirs in table.items() if once[theirs] == 1]


@lru_cache(maxsize=16)
def _contained(kind: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Words to look for inside a remark: short ones must stand alone."""
    return tuple(
        (str(code), tuple(fold(word) if len(word) > 4 else f" {fold(word)} " for word in said))
        for code, said in listed("words")[kind].items())


def says_nothing(text: str) -> bool:
    """Empty, a dash, "not applicable", "pending", an error of a formula: none of them is an answer."""
    return fold(text) in words("nothing")


def has_no_name(text: str) -> bool:
    """"N.N.", "(reserved)": nobody was named."""
    return fold(text).replace(" ", "") in {word.replace(" ", "") for word in words("no_name")}


def yes_or_no(cell: Cell) -> Read:
    """A plain yes or no in four languages; doubt is held back."""
    if isinstance(cell, bool):
        return Read("yes" if cell else "no")
    text = as_text(cell)
    if says_nothing(text) and text != "?":
        return NOTHING
    return next((Read(code) for code in ("yes", "no") if fold(text) in words(code)), UNCLEAR)


def one(kind: str, cell: Cell) -> Read:
    """One code of a kind."""
    text = as_text(cell)
    if says_nothing(text):
        return NOTHING
    code = _meanings(kind).get(fold(text))
    return Read(code) if code else UNCLEAR


def many(kind: str, cell: Cell) -> Read:
    """Several codes, parted by semicolons, commas, slashes or "and"; what is not understood is said."""
    text, known = as_text(cell), _meanings(kind)
    if says_nothing(text):
        return NOTHING
    if fold(text) in known:
        return Read((known[fold(text)],))
    parts = [part for part in re.split(r"[;,/|\n]| y | e | et | and ", text) if part.strip()]
    if len(parts) == 1 and all(fold(part) in known for part in text.split()):
        parts = text.split()
    codes = [known.get(fold(part)) for part in parts if not says_nothing(part)]
    found = tuple(dict.fromkeys(code for code in codes if code))
    return Read(found or None, "unclear" if None in codes else "")


def containing(kind: str, text: str) -> str:
    """The first code one of whose words occurs in a remark; empty when none does."""
    folded = f" {fold(text)} "
    return next((code for code, said in _contained(kind) if any(word in folded for word in said)), "")


def is_exactly(kind: str, text: str) -> bool:
    """Whether the words of a list say all that stands there."""
    return fold(text) in _meanings(kind)


def denies(text: str) -> bool:
    """A remark that begins with a no: "without risk" is no risk."""
    return fold(text).split(" ")[0] in words("denial")


def is_m_unclear(said: Iterable[str]) -> bool:
    """Whether *M* may mean two things in a column: man or *mujer* (ruling 37).

    It is plain only where women are written with another letter and nobody is *H*, *hombre* or *mujer*.
    """
    folded = {token for text in said for token in fold(text).replace("/", " ").split()}
    return bool(folded & words("m_is_woman")) or not folded & words("m_is_man")


def gender(cell: Cell, *, m_unclear: bool) -> Read:
    """One gender; ``M`` only where the column leaves no doubt."""
    if fold(as_text(cell)) == "m":
        return Read(held="m_unclear") if m_unclear else Read("man")
    return one("gender", cell)


def age_group(cell: Cell) -> Read:
    """The age group of an age in years or of a band that lies within one group."""
    text = as_text(cell)
    if says_nothing(text):
        return NOTHING
    if fold(text) in _meanings("age"):
        return Read(_meanings("age")[fold(text)])
    found = _YEARS.fullmatch(text.casefold())
    if not found:
        return UNCLEAR
    ends = {_age_of(int(years)) for years in found.groups() if years}
    return Read(ends.pop()) if len(ends) == 1 and "" not in ends else UNCLEAR


def _age_of(years: int) -> str:
    return "" if years > _OLDEST_AGE else next((code for top, code in _AGES if years <= top), "60_plus")


# -- names --------------------------------------------------------------------------------


def is_initials(name: str) -> bool:
    """"Sra. L.", "M. P.": somebody was named, but not by a name that stands in papers."""
    return not _names_in(name)


def called(name: str, *, surname_first: bool) -> str:
    """What she might be called: the first given name, or nothing when the surname stands first."""
    before, comma, after = name.partition(",")
    if surname_first and not comma:
        return ""
    return next(iter(_names_in(after if comma else before)), "")


def _names_in(name: str) -> list[str]:
    return [word for word in name.split() if len(word.strip(".")) > 1 and fold(word) not in words("titles")]
