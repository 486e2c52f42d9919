# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands around a case and has a day: hearings, measures asked of an authority, wishes about her data; pure.

Hearings and measures are protected. With the vault open they are read whether or not the case itself lies beside
them: ``assist.projection`` asks the same of the sealed half alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from assist.casebook import Book, Entity
from assist.domain import wire
from assist.reading import codes, fold, held, number, said, text

OVER = frozenset({"ended", "not_granted"})
"""Measures nobody has to look at any more."""

WAITING_LIST = "waiting_list"
"""An answer after which another one may be promised."""

CONCERNS = {
    "name": ("F01", "F02"), "contact": ("F04",), "needs": ("F01", "F13", "RANK", "VIEW"),
    "health": ("F02", "F07", "WHO5"),
    "safety": ("F05", "F06", "F17", "PROT"), "plan": ("F08", "F10", "AGR", "F13"), "notes": ("F11", "CLOSING"),
    "consents": ("F03", "LIMITS", "ASSENT"), "services": ("F12", "F23", "APPT"),
    "justice": ("F18",), "children": ("F22",),
}
"""Which forms each part of her data is written on."""

BESIDE = frozenset({"correct", "note"})
"""Wishes that stay beside what was written, in her words (PA-07)."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Something she asked about her data (F19): what, when, until when the team answers, and how that ended."""

    record: str
    kind: str
    asked_on: str
    decision: str
    told_how: str
    her_words: str = ""

    @property
    def is_open(self) -> bool:
        """Until there is an answer and she knows of it: no silence is an answer."""
        return not self.decision or self.told_how in ("", "not_reached")


@dataclass(frozen=True, slots=True)
class Given:
    """One help given (F23): which service on which day, and what was handed over; ``amount`` as "12.50 PEN"."""

    record: str
    on: str
    service: str
    minutes: int
    units: int
    given: str
    amount: str


@dataclass(frozen=True, slots=True)
class Referral:
    """One referral (F12): to whom, for what, how it stands and since when, and the day it left.

    ``answer`` of the other side, the day and who gave it; ``answer_due``: until when it was promised.
    """

    record: str
    on: str
    to: str
    need: str
    status: str
    since: str
    sent_on: str
    answer_due: str = ""
    answer: str = ""
    answer_on: str = ""
    answer_by: str = ""

    @property
    def is_promised(self) -> bool:
        """Whether an answer is still to come: none came, or a place on a list with another day named since."""
        if not self.sent_on or not self.answer_due:
            return False
        return not self.answer or (self.answer == WAITING_LIST and self.answer_due > self.answer_on)


@dataclass(frozen=True, slots=True)
class Came:
    """A referral that came in: the service, and codes of ``lk_not_again``."""

    by: str = ""
    not_again: tuple[str, ...] = ()


@dataclass
class Totals:
    """How often each service was given and for how many minutes; money by currency."""

    times: dict[str, int] = field(default_factory=dict)
    minutes: dict[str, int] = field(default_factory=dict)
    money: dict[str, Decimal] = field(default_factory=dict)


def hearings(book: Book) -> tuple[tuple[str, bytes], ...]:
    """Days in court and the sheet they stand on."""
    return tuple((day, sheet) for row, sheet in hearing_rows(book) if (day := text(row, "F18/hearings.on")))


def hearing_rows(book: Book) -> Iterator[tuple[Entity, bytes]]:
    """The same days as rows, with what is needed on them."""
    return _rows(book, "F18/hearings")


def court_measures(book: Book) -> tuple[tuple[str, str, bytes], ...]:
    """Measures still to be looked at: the day set for it, the day it was written down, the sheet."""
    named = number("F18/measures.measure")
    return tuple((text(row, "F18/measures.review_on"), row.answer(named).asked_on, sheet)
                 for row, sheet in _rows(book, "F18/measures")
                 if row.carries(named) and text(row, "F18/measures.state") not in OVER)


def _rows(book: Book, name: str) -> Iterator[tuple[Entity, bytes]]:
    """Rows of a table and their sheet, whether or not the sheet itself can be read here."""
    column = number(name)
    for entity in book.entities.values():
        if entity.etype != wire.ROW or entity.plain(wire.COLUMN) != column or book.is_gone(entity):
            continue
        sheet = entity.plain(wire.PARENT)
        if sheet and not (sheet in book.entities and book.is_gone(book.entities[sheet])):
            yield entity, sheet


def keeps_somebody_away(book: Book) -> bool:
    """Whether there is a list of whom to keep away; the list itself is behind the seal."""
    return any(text(sheet.entity, "F02/keep_away") == "yes" for sheet in book.of_form("F02"))


def kept_away(book: Book, *names: str) -> bool:
    """Whether one of these stands on the list, written however: accents, capitals and spaces do not matter."""
    listed = {fold(text(row, "F02/exclusions.who")) for row, _sheet in _rows(book, "F02/exclusions")} - {""}
    return any(fold(name) in listed for name in names if name)


def relatives(book: Book) -> tuple[str, ...]:
    """Whom she called by name on the contact card, whatever she said about each; behind the seal."""
    return tuple(filter(None, (text(row, "contact.relatives.called") for row, _person in _rows(
        book, "contact.relatives"))))


def may_contact(book: Book, relative: str) -> bool:
    """Whether she said yes to contact with this relative; silence, doubt and an unknown name are a no (WP-15)."""
    said_so = [text(row, "contact.relatives.may_contact") for row, _person in _rows(book, "contact.relatives")
               if relative.strip() and fold(text(row, "contact.relatives.called")) == fold(relative)]
    return bool(said_so) and all(each == "yes" for each in said_so)


def after_hearing_on(book: Book) -> str:
    """The day on which she last said how she is after a hearing."""
    return max((sheet.entity.answer(number("F18/after_hearing")).asked_on for sheet in book.of_form("F18")
                if said(sheet.entity, "F18/after_hearing") is not None), default="")


def wishes(book: Book) -> tuple[Wish, ...]:
    """What she asked about her data, newest first."""
    return tuple(
        Wish(sheet.entity.id.hex(), text(sheet.entity, "F19/kind"), sheet.on, text(sheet.entity, "F19/decision"),
             text(sheet.entity, "F19/told_how"), text(sheet.entity, "F19/her_words"))
        for sheet in reversed(book.of_form("F19")))


def beside(book: Book, form: str, unheard: Collection[str] = ()) -> tuple[tuple[str, str], ...]:
    """Her corrections and notes to what stands on a form: day and words, newest first.

    None that are about any of the ``unheard`` forms too.
    """
    found = []
    for sheet in reversed(book.of_form("F19")):
        words, about = text(sheet.entity, "F19/her_words"), _concerned(sheet.entity)
        if words and text(sheet.entity, "F19/kind") in BESIDE and form in about and about.isdisjoint(unheard):
            found.append((sheet.on, words))
    return tuple(found)


def _concerned(entity: Entity) -> frozenset[str]:
    parts = codes(entity, "F19/items")
    if not parts or "all" in parts:
        return frozenset(form for forms in CONCERNS.values() for form in forms)
    return frozenset(form for part in parts for form in CONCERNS[part])


def given(book: Book) -> tuple[Given, ...]:
    """Help given, newest first; a day written in it counts before the day of the sheet."""
    rows = [
        Given(sheet.entity.id.hex(), text(sheet.entity, "F23/on") or sheet.on, text(sheet.entity, "F23/service"),
              _count(sheet.entity, "F23/minutes"), _count(sheet.entity, "F23/units"),
              text(sheet.entity, "F23/given"), text(sheet.entity, "F23/amount"))
        for sheet in reversed(book.of_form("F23"))]
    return tuple(sorted(rows, key=lambda row: row.on, reverse=True))


def _count(entity: Entity, name: str) -> int:
    value = held(entity, name)
    return value if isinstance(value, int) else 0


def totals(rows: Iterable[Given]) -> Totals:
    """Sums of what is listed; different currencies are never added up."""
    found = Totals()
    for row in rows:
        found.times[row.service] = found.times.get(row.service, 0) + 1
        found.minutes[row.service] = found.minutes.get(row.service, 0) + row.minutes
        if row.amount:
            figure, currency = row.amount.split()
            found.money[currency] = found.money.get(currency, Decimal(0)) + Decimal(figure)
    return found


def referrals(book: Book) -> tuple[Referral, ...]:
    """Referrals, newest first."""
    return tuple(
        Referral(sheet.entity.id.hex(), sheet.on, text(sheet.entity, "F12/to"), text(sheet.entity, "F12/need"),
                 text(sheet.entity, "F12/status"), sheet.entity.answer(number("F12/status")).asked_on,
                 text(sheet.entity, "F12/sent_on"), text(sheet.entity, "F12/answer_due"),
                 text(sheet.entity, "F12/answer"), text(sheet.entity, "F12/answer_on"),
                 text(sheet.entity, "F12/answer_by"))
        for sheet in reversed(book.of_form("F12")))


def came(book: Book) -> Came:
    """Who sent her to us, and what they ask not to ask again; empty where nobody did."""
    for sheet in reversed(book.of_form("F01")):
        by, again = text(sheet.entity, "F01/ref_by"), codes(sheet.entity, "F01/ref_not_again")
        if by or again:
            return Came(by, again)
    return Came()


def has_statement(book: Book) -> bool:
    """Whether she gave a statement already; only that, never what it says (NR-13)."""
    return any(text(sheet.entity, "F18/statement_exists") in ("given", "recorded_before")
               for sheet in book.of_form("F18"))


def withheld(book: Book, recipient: str) -> str:
    """What she said must not be told to this service, in her newest consent for it."""
    for sheet in reversed(book.of_form("F03")):
        if text(sheet.entity, "F03/recipient").strip() == recipient.strip():
            return text(sheet.entity, "F03/withhold")
    return ""
