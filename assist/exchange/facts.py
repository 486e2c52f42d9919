# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a case holds that a reporting system may ask about, under names that profiles use; pure.

There is no fact for a name, a contact, an address, a document number, an exact place or words of anybody: what this
room does not read cannot leave through it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from assist.casebook import Book, Entity, Sheet
from assist.domain import stages, wire
from assist.reading import answer, codes, text
from forms.answers import AnswerState
from forms.loader import choice_list, form

Span = tuple[int, int]
"""Youngest and oldest possible age in whole years, both included."""

OLDEST = 130
SPANS: Mapping[str, Span] = {
    "0_11": (0, 11), "12_14": (12, 14), "15_17": (15, 17), "18_24": (18, 24), "25_34": (25, 34), "35_44": (35, 44),
    "45_59": (45, 59), "60_plus": (60, OLDEST),
}
"""What an age group of ours means in years."""

_SAID = frozenset({AnswerState.ANSWERED, AnswerState.TOLD_ELSEWHERE, AnswerState.DOES_NOT_KNOW,
                   AnswerState.PREFERS_NOT_TO_SAY})


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known: our codes or one date, whether it came up at all, and of an age its span."""

    codes: tuple[str, ...] = ()
    asked: bool = False
    span: Span | None = None


NOTHING = Fact()
Facts = Mapping[str, Fact]


def facts_of(book: Book) -> Facts:
    """Every fact of one case, by name; read once from a book."""
    return book.once(_read)


def _read(book: Book) -> Facts:
    return {name: kind.read(book) for name, kind in KINDS.items()}


def codes_of(name: str) -> tuple[str, ...]:
    """Every code this fact may have; empty for dates. Raises KeyError for a fact that is none."""
    return KINDS[name].codes()


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a fact is read, and where its codes are listed."""

    read: Callable[[Book], Fact]
    lists: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def codes(self) -> tuple[str, ...]:
        listed = (code for name in self.lists for code in _listed(name))
        return tuple(dict.fromkeys((*listed, *self.others)))


@lru_cache(maxsize=32)
def _listed(name: str) -> tuple[str, ...]:
    """The codes of a shared list, or of one question (``F08/goal_area``)."""
    if "/" in name:
        ident, key = name.split("/")
        return tuple(choice.code for choice in form(ident).field(key).choices)
    return tuple(choice.code for choice in choice_list(name))


def _of(entity: Entity, name: str) -> Fact:
    return Fact(codes(entity, name), answer(entity, name).state in _SAID)


def _person(name: str) -> Callable[[Book], Fact]:
    return lambda book: _of(book.person, name)


def _latest(ident: str, key: str) -> Callable[[Book], Fact]:
    def read(book: Book) -> Fact:
        sheet = book.latest(ident)
        return _of(sheet.entity, f"{ident}/{key}") if sheet else NOTHING
    return read


def _told(*said: str) -> Fact:
    found = tuple(dict.fromkeys(filter(None, said)))
    return Fact(found, bool(found))


def _stage(book: Book) -> Fact:
    stage = str(book.case.plain(wire.STAGE, ""))
    closing = book.latest("F15")
    moved = closing is not None and text(closing.entity, "F15/reason") == "other_service"
    return _told("closed_elsewhere" if stage in stages.CLOSED and moved else stage)


def _opened(book: Book) -> Fact:
    return _told(str(book.case.plain(wire.OPENED_ON, ""))[:10])


def _came_on(book: Book) -> Fact:
    """Whoever came by herself was referred by nobody."""
    source = _came_from(book).codes
    return _opened(book) if source and source != ("self",) else NOTHING


def _came_from(book: Book) -> Fact:
    return _latest("F01", "ref_source")(book)


def _sent(book: Book) -> Sheet | None:
    """The newest referral that left."""
    sent = [sheet for sheet in book.of_form("F12") if text(sheet.entity, "F12/sent_on")]
    return max(sent, key=lambda sheet: (text(sheet.entity, "F12/sent_on"), sheet.hlc), default=None)


def _sent_for(book: Book) -> Fact:
    sheet = _sent(book)
    return _of(sheet.entity, "F12/need") if sheet else NOTHING


def _sent_on(book: Book) -> Fact:
    sheet = _sent(book)
    return _told(text(sheet.entity, "F12/sent_on")) if sheet else NOTHING


def _every(*names: str) -> Callable[[Book], Fact]:
    """What any sheet of these questions says."""
    def read(book: Book) -> Fact:
        return _told(*(code for name in names for sheet in book.of_form(name.split("/")[0])
                       for code in codes(sheet.entity, name)))
    return read


def _age(book: Book) -> Fact:
    """Her age when the case was opened: from year and month of birth, else the group she named then."""
    span = _span(text(book.person, "person.birth"), str(book.case.plain(wire.OPENED_ON, "")))
    named = codes(book.person, "person.age_group")
    if span is None:
        return Fact(named, bool(named), SPANS.get(named[0]) if named else None)
    group = group_of(span)
    return Fact((group,) if group else named, True, span)


def group_of(span: Span) -> str:
    """The age group that holds all of a span; empty where it could be two."""
    return next((code for code, (least, most) in SPANS.items() if least <= span[0] and span[1] <= most), "")


def _span(born: str, on: str) -> Span | None:
    """Ages that year and month of birth allow on a day; "about" allows a year more on both sides."""
    parts = [int(part) for part in born.rstrip("~").split("-")[:2] if part.isdecimal()]
    if not parts or len(on) < 7 or not (on[:4] + on[5:7]).isdecimal():
        return None
    years = int(on[:4]) - parts[0]
    least, most = years - 1, years
    if len(parts) == 2 and parts[1] != int(on[5:7]):
        least = most = years - (parts[1] > int(on[5:7]))
    if born.endswith("~"):
        least, most = least - 1, most + 1
    return (max(0, least), most) if 0 <= most <= OLDEST else None


def _age_when(book: Book) -> Fact:
    found = _latest("F20", "age_when")(book)
    return Fact(found.codes, found.asked, SPANS.get(found.codes[0]) if found.codes else None)


KINDS: Mapping[str, _Kind] = {
    "opened_on": _Kind(_opened),
    "stage": _Kind(_stage, others=(*stages.STAGES, "closed_elsewhere")),
    "closure": _Kind(_latest("F15", "reason"), ("lk_close",)),
    "gender": _Kind(_person("person.gender"), ("lk_gender",)),
    "citizenship": _Kind(_person("person.citizenship"), ("lk_country",)),
    "age": _Kind(_age, ("lk_agegroup",)),
    "language": _Kind(_person("person.language"), ("lk_lang",)),
    "languages_other": _Kind(_person("person.languages_other"), ("lk_lang",)),
    "schooling": _Kind(_person("education.level"), ("lk_isced",)),
    "recognition": _Kind(_latest("F02", "formal_identification"), ("F02/formal_identification",)),
    "authority": _Kind(_latest("F02", "formal_authority"), ("lk_ref_source",)),
    "exploitation": _Kind(_latest("F20", "exploitation"), ("lk_exploitation",)),
    "sector": _Kind(_latest("F20", "sector"), ("lk_isic",)),
    "sex_kind": _Kind(_latest("F20", "sex_kind"), ("lk_sex_kind",)),
    "control": _Kind(_latest("F20", "control"), ("lk_control",)),
    "recruitment": _Kind(_latest("F20", "recruitment"), ("lk_recruitment",)),
    "relation": _Kind(_latest("F20", "relation"), ("lk_relation",)),
    "age_when": _Kind(_age_when, ("lk_agegroup",)),
    "came_from": _Kind(_came_from, ("lk_ref_source",)),
    "came_on": _Kind(_came_on),
    "sent_for": _Kind(_sent_for, ("lk_service",)),
    "sent_on": _Kind(_sent_on),
    "services": _Kind(_every("F23/service"), ("lk_service",)),
    "goals": _Kind(_every("F08/goal_area", "F10/path"), ("F08/goal_area", "F10/path")),
}
"""Every fact there is."""


def names() -> Iterable[str]:
    """Every fact there is, by name."""
    return KINDS.keys()
