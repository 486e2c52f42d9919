# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A child's own word beside the consent of whoever decides for her or him, read from the book; pure (CO-09).

The ages are those of the country pack. Nothing sets a child's no aside: it stands until the child says otherwise, or
until whoever decides takes the yes back.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assist.casebook import Book
from assist.changesets import unpack_plain
from assist.country import country
from assist.domain import wire
from assist.domain.consents import OBJECTION, Consent
from assist.reading import number, text

FORM = "ASSENT"
CHILD = "child"
MINORS = frozenset({"0_11", "12_14", "15_17"})
"""Age groups below the usual age of majority, believed where neither birth nor who decides is known."""

SUPPORTED = "supported"
GUARDED = frozenset({CHILD, SUPPORTED})
"""Who decides with a guardian, or somebody like one, beside her or him."""

SAID_NO, NOT_ASKED, OF_AGE, GUARDIAN = "child_said_no", "child_not_asked", "of_age", "guardian"
OUT, IN = "out", "in"
"""What stands in the open beside a consent: a yes of that guardian does not count, or does. Why is behind the seal."""


@dataclass(frozen=True, slots=True)
class Assent:
    """What a child said to one purpose and recipient, and when; a form of its own, never part of a consent."""

    record: bytes
    purpose: str
    recipient: str
    said: str
    on: str


def assents(book: Book) -> tuple[Assent, ...]:
    """Every one of them, oldest first."""
    return tuple(
        Assent(sheet.entity.id, text(sheet.entity, "ASSENT/kind"), text(sheet.entity, "ASSENT/recipient").strip(),
               text(sheet.entity, "ASSENT/assent"), sheet.on)
        for sheet in book.of_form(FORM))


def word_on(book: Book, consent: Consent) -> Assent | None:
    """The newest word of the child about what this consent is about."""
    told = [each for each in assents(book)
            if (each.purpose, each.recipient) == (consent.purpose, consent.recipient.strip()) and each.said]
    return told[-1] if told else None


def is_of_a_child(book: Book, consent: Consent, today: date) -> bool:
    """Whether somebody else decides: it says so, or it says nothing better of somebody who is known to be a minor."""
    if consent.purpose == OBJECTION or consent.capacity in ("adolescent", "supported"):
        return False
    if consent.capacity == CHILD:
        return True
    if of_age := birthday_of(book, country().majority):
        return today.isoformat() < of_age
    return not consent.capacity and text(book.person, "person.age_group") in MINORS


def why_not(book: Book, consent: Consent, today: date) -> str:
    """What of a child's age or word, or of whoever decides for her or him, keeps this yes from opening anything; empty
    when nothing does."""
    is_of_child = is_of_a_child(book, consent, today)
    if (is_of_child or consent.capacity == SUPPORTED) and guardian_is_out(book, consent.record):
        return GUARDIAN
    if not is_of_child:
        return ""
    pack, now = country(), today.isoformat()
    if "" < birthday_of(book, pack.majority) <= now:
        return OF_AGE
    told = word_on(book, consent)
    if told is not None and told.said == "no":
        return SAID_NO
    asked_from = birthday_of(book, pack.assent)
    is_asked = not asked_from or asked_from <= now
    return NOT_ASKED if is_asked and (told is None or told.said != "yes") else ""


def guardian_is_out(book: Book, record: bytes = b"") -> bool:
    """Whether a guardian's yes on this sheet does not count, since somebody holds that a guardian may be linked to harm
    (CO-08, PA-17).

    Once that was said, silence is not enough: only a sheet of which it was said later that its guardian is another one
    counts again.
    """
    told = sorted(_guardians(book), key=lambda each: each[0])
    last_out = max((hlc for hlc, _sheet, said in told if said == OUT), default=0)
    own = [(hlc, said) for hlc, sheet, said in told if sheet == record]
    return bool(last_out) and not (own and own[-1][1] == IN and own[-1][0] > last_out)


def _guardians(book: Book) -> Iterator[tuple[int, bytes, str]]:
    """(stamp, sheet, whether a yes counts): as it stands in the open, and behind the seal for whoever reads that."""
    for entity in book.entities.values():
        row = entity.newest(wire.FORM) if entity.etype == wire.GUARDIAN else None
        if row is not None:
            yield row.hlc, entity.plain(wire.PARENT) or b"", str(unpack_plain(row.value))
    for sheet in book.of_form("F03"):
        row = sheet.entity.newest(number("F03/guardian_conflict"))
        said = text(sheet.entity, "F03/guardian_conflict")
        if row is not None and said in ("yes", "no"):
            yield row.hlc, sheet.entity.id, OUT if said == "yes" else IN


def birthday_of(book: Book, years: int) -> str:
    """The day on which she has surely that age; of a month or a year alone its last day counts (PA-17)."""
    born = text(book.person, "person.birth")
    if len(born) < 4 or not born[:4].isdecimal():
        return ""
    year = int(born[:4]) + years
    month = int(born[5:7]) if born[5:7].isdecimal() else 12
    last = monthrange(year, month)[1]
    return f"{year}-{month:02}-{min(int(born[8:10] or last), last):02}"
