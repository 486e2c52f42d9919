# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which consents of a case are asked for again since life changed, read from its book; pure (CO-16)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

from assist.casebook import Book, Sheet
from assist.changesets import FieldKey
from assist.childbook import birthday_of, word_on
from assist.consentbook import consent_of, meaning_of
from assist.country import country
from assist.domain import stages, wire
from assist.domain.consents import ON_PAPER
from assist.domain.refresh import (
    LANGUAGE,
    MAY_ASSENT,
    NEW_PURPOSE,
    NEW_RECIPIENT,
    NEW_TEXT,
    OF_AGE,
    RAISED_RISK,
    REOPENED,
    THREAT,
    Event,
    Given,
    Moment,
    refresh_of,
)
from assist.reading import codes, number, text
from forms.loader import consent_texts

Due = Mapping[bytes, tuple[tuple[str, str], ...]]
"""By the sheet of each affected consent: the day and the trigger, soonest first."""


def refresh_due(book: Book) -> Due:
    """Of every yes that stands, what makes it due for asking again; a birthday that is still to come is there too."""
    return book.once(_refresh_due)


def due_by(book: Book, today: date) -> dict[str, tuple[str, ...]]:
    """By the sheet of each consent that is asked again by today, why."""
    last = today.isoformat()
    found = {record.hex(): tuple(why for day, why in due if day <= last) for record, due in refresh_due(book).items()}
    return {record: why for record, why in found.items() if why}


def _refresh_due(book: Book) -> Due:
    events = tuple(_events(book))
    found = {}
    for sheet in _standing(book):
        consent = consent_of(sheet)
        given = Given(consent.purpose, consent.recipient.strip(), text(sheet.entity, "F03/language"), _said(sheet),
                      consent.expires_on, by_guardian=text(sheet.entity, "F03/capacity") == "child")
        if due := refresh_of(given, (*events, *_of_its_own(sheet))):
            found[sheet.entity.id] = due
    return found


def children_said_no(book: Book) -> tuple[tuple[str, bytes], ...]:
    """Each yes to which the child it is about said no: the day of that no and the sheet of the yes (CO-09)."""
    told = ((word_on(book, consent_of(sheet)), sheet.entity.id) for sheet in _standing(book))
    return tuple((word.on, record) for word, record in told if word is not None and word.said == "no")


def _standing(book: Book) -> list[Sheet]:
    """The newest consent to each purpose and recipient, where it is a yes that nobody stopped."""
    newest = {}
    for sheet in book.of_form("F03"):
        consent = consent_of(sheet)
        newest[consent.purpose, consent.recipient.strip()] = sheet, consent
    return [sheet for sheet, consent in newest.values()
            if consent.decision == "yes" and not consent.withdrawn_on and consent.mode != ON_PAPER]


def _said(sheet: Sheet) -> Moment:
    """When she decided: a decision said again on the same sheet counts from then on."""
    decision = number("F03/decision")
    row = sheet.entity.newest(decision)
    return sheet.entity.answer(decision).asked_on or sheet.on, row.hlc if row else sheet.hlc


def _of_its_own(sheet: Sheet) -> Iterator[Event]:
    """What was changed on the sheet itself after she decided, and a text with another meaning."""
    entity = sheet.entity
    said = _said(sheet)
    for name, trigger in (("F03/recipient", NEW_RECIPIENT), ("F03/kind", NEW_PURPOSE)):
        row = entity.newest(number(name))
        if row is not None and row.hlc > said[1]:
            yield Event(trigger, (max(entity.answer(number(name)).asked_on, said[0]), row.hlc))
    kind = text(entity, "F03/kind")
    if consent_of(sheet).meaning < meaning_of(kind):
        yield Event(NEW_TEXT, (max(str(consent_texts().get(kind, {}).get("since", "")), said[0]), said[1] + 1))


def _events(book: Book) -> Iterator[Event]:
    for field, trigger in ((wire.HOLD_SINCE, THREAT), (wire.RISK_ROSE_ON, RAISED_RISK)):
        if moment := _case_moment(book, field):
            yield Event(trigger, moment)
    closing = book.latest("F15")
    if closing is not None and stages.is_open(book.case.plain(wire.STAGE, "contact")):
        yield Event(REOPENED, (closing.on, closing.hlc))
    language = book.person.newest(number("person.language"))
    if language is not None:
        told = book.person.answer(number("person.language"))
        yield Event(LANGUAGE, (told.asked_on, language.hlc), languages=frozenset(codes(book.person, "person.language")))
    pack = country()
    for years, trigger in ((pack.assent, MAY_ASSENT), (pack.majority, OF_AGE)):
        if birthday := birthday_of(book, years):
            yield Event(trigger, (birthday, 0))
    yield from _other_needs(book)


def _case_moment(book: Book, field: FieldKey) -> Moment | None:
    day, row = book.case.plain(field, ""), book.case.newest(field)
    return (day, row.hlc) if day and row is not None else None


def _other_needs(book: Book) -> Iterator[Event]:
    """A service she agreed to is asked for something else than when she agreed."""
    to: dict[str, list[Sheet]] = {}
    for sheet in book.of_form("F12"):
        to.setdefault(text(sheet.entity, "F12/to").strip(), []).append(sheet)
    for recipient, sheets in to.items():
        for before, after in pairwise(sheets):
            need = text(after.entity, "F12/need")
            if recipient and need and need != text(before.entity, "F12/need"):
                yield Event(NEW_PURPOSE, (after.on, after.hlc), about=frozenset({recipient}))
