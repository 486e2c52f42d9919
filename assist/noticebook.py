# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which services hold something that left under a consent she took back since, and have not been told; pure (CO-06).

What left for a reporting system is taken back by a package of its own (``sharebook``); a service is told in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assist import supportbook
from assist.casebook import Book, Entity, Sheet
from assist.childbook import word_on
from assist.consentbook import REFERRAL, consent_of
from assist.domain import wire

_GIVEN = 8
"""Where in what a register says of an attached file stands to whom copies went (``sync.blobs``)."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody to be told: the sheet of the consent, the service, since which ISO day it is no more, and the days on
    which something left before."""

    record: bytes
    recipient: str
    since: str
    left_on: tuple[str, ...]


def notices(book: Book) -> tuple[Notice, ...]:
    """Everybody who is still to be told, the longest waiting first."""
    return tuple(sorted(book.once(_waiting), key=lambda each: (each.since, each.recipient)))


def _waiting(book: Book) -> tuple[Notice, ...]:
    newest = {}
    for sheet in book.of_form("F03"):
        consent = consent_of(sheet)
        if consent.purpose == REFERRAL:
            newest[consent.recipient.strip()] = sheet
    found = (_notice(book, recipient, sheet) for recipient, sheet in newest.items() if recipient)
    return tuple(each for each in found if each is not None)


def _notice(book: Book, recipient: str, sheet: Sheet) -> Notice | None:
    since = _taken_back_on(book, sheet)
    days = tuple(sorted({day for day, to in _left(book) if to == recipient and day <= since})) if since else ()
    return Notice(sheet.entity.id, recipient, since, days) if days and not _was_told(book, sheet, since) else None


def _taken_back_on(book: Book, sheet: Sheet) -> str:
    """The day on which she, or the child it is about, took back what somebody agreed to; empty while it stands or has
    only ended: what left before the end was agreed to."""
    consent = consent_of(sheet)
    if consent.withdrawn_on or consent.decision == "no":
        return consent.withdrawn_on or sheet.on
    word = word_on(book, consent)
    return word.on if word is not None and word.said == "no" else ""


def _left(book: Book) -> Iterator[tuple[str, str]]:
    """(day, to whom) of every referral and every copy of a file that left."""
    for referral in supportbook.referrals(book):
        if referral.sent_on:
            yield referral.sent_on, referral.to.strip()
    for entity in book.entities.values():
        if entity.etype == wire.COPY_LEFT:
            yield str(entity.plain(wire.ASKED_ON, "")), _recipient_of(book, entity)
        elif entity.etype == wire.ATTACHMENT:
            yield from ((str(each[0]), str(each[1]).strip()) for each in _given(entity))


def _recipient_of(book: Book, entity: Entity) -> str:
    consent = entity.plain(wire.PARENT)
    sheet = next((each for each in book.of_form("F03") if each.entity.id == consent), None)
    return consent_of(sheet).recipient.strip() if sheet is not None else ""


def _given(entity: Entity) -> list[list[object]]:
    told = entity.plain(wire.ATTACHED)
    given = told[_GIVEN] if isinstance(told, list) and len(told) > _GIVEN else ()
    return [each for each in given if isinstance(each, list) and len(each) > 1] if isinstance(given, list) else []


def _was_told(book: Book, sheet: Sheet, since: str) -> bool:
    return any(entity.etype == wire.NOTICE and entity.plain(wire.PARENT) == sheet.entity.id
               and str(entity.plain(wire.ASKED_ON, "")) >= since for entity in book.entities.values())
