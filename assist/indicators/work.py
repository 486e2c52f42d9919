# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of people and how long they wait: R-05, R-06, R-12, R-13, R-25 to R-27, R-32, R-33; pure."""

from __future__ import annotations

from collections.abc import Iterator

from assist.casebook import Book
from assist.clock import COUNTER_BITS
from assist.consentbook import consent_of
from assist.domain import wire
from assist.domain.duties import FIRST_LOOK_DAYS, wish_due_on
from assist.domain.erasure import SCHEDULED
from assist.domain.instruments import DECLINED
from assist.indicators.path import has_file, is_active, opened_on
from assist.indicators.plans import between
from assist.indicators.shapes import ALL, Period, Said
from assist.keepingbook import is_kept_by_law, let_go, until
from assist.reading import codes, date_of, number, said, text
from assist.supportbook import Referral, referrals
from forms.score_sheets import early_ones, score_sheets

GIVEN, REFUSED, ENDED, STOPPED, COMPELLED = "given", "refused", "expired", "withdrawn", "compelled"
_HOUR_MS = 3_600_000


def early_repeats(book: Book) -> tuple[str, ...]:
    """The days on which an instrument was asked before it was time, as ISO dates; a day she declined asked nothing."""
    found = (
        day for sheet in score_sheets() if sheet.form
        for day in early_ones(sheet, [
            held.on for held in book.of_form(sheet.form) if said(held.entity, f"{sheet.form}/today") != DECLINED]))
    return tuple(sorted(found))


def asked_again(book: Book, period: Period) -> Iterator[Said]:
    """R-27: repeats before their time, and whose case is open on the last day.

    Questions that are asked once add nothing: no page puts them again, a known answer is only corrected.
    """
    early = sum(period.holds(day) for day in early_repeats(book))
    active = int(is_active(book, period.last))
    if early or active:
        yield Said(part=early, whole=active)


def own_language(book: Book, period: Period) -> Iterator[Said]:
    """R-05: of the meetings of which language and way are known, those in the language and way she prefers."""
    wanted, ways = codes(book.person, "person.language"), codes(book.person, "person.mode")
    met = whole = 0
    for sheet in book.of_form("F11"):
        spoken, way = said(sheet.entity, "F11/language"), said(sheet.entity, "F11/mode")
        if not period.holds(sheet.on) or not wanted or spoken is None or (ways and way is None):
            continue
        whole += 1
        met += spoken in wanted and (not ways or way in ways)
    if whole:
        yield Said(part=met, whole=whole)


def first_look(book: Book, period: Period) -> Iterator[Said]:
    """R-06: of those who came in this time, at whose safety somebody looked within three days."""
    day = opened_on(book)
    if has_file(book) and period.holds(day):
        looked = (sheet.on[:10] for sheet in book.of_form("F05"))
        yield Said(part=int(any(on <= date_of(day, FIRST_LOOK_DAYS) for on in looked)), whole=1)


def _sent(book: Book, period: Period) -> list[Referral]:
    return [each for each in referrals(book) if period.holds(each.sent_on) and each.status != "declined_by_participant"]


def received(book: Book, period: Period) -> Iterator[Said]:
    """R-12: of the referrals that left in this time with her consent and that she did not take back, those received."""
    sent = _sent(book, period)
    if sent:
        yield Said(part=sum(1 for each in sent if each.status == "received"), whole=len(sent))


def waited(book: Book, period: Period) -> Iterator[Said]:
    """R-13: days from a referral that left to the day it was received, for all and by service."""
    for each in _sent(book, period):
        if each.status == "received" and each.since[:10] >= each.sent_on[:10]:
            days = float(between(each.sent_on, each.since))
            yield Said(ALL, whole=1, value=days)
            yield Said(each.need, whole=1, value=days)


def consents(book: Book, period: Period) -> Iterator[Said]:
    """R-25: who gave, refused, stopped a consent in this time, whose ended, and of whom something was handed out
    because the law compelled it."""
    for sheet in book.of_form("F03"):
        held = consent_of(sheet)
        if period.holds(sheet.on) and held.decision in ("yes", "no"):
            yield Said(GIVEN if held.decision == "yes" else REFUSED)
        if held.withdrawn_on and period.holds(held.withdrawn_on):
            yield Said(STOPPED)
        elif held.decision == "yes" and not held.withdrawn_on and period.holds(held.expires_on):
            yield Said(ENDED)
    for sheet in book.of_form("F18"):
        for row in book.rows(sheet.entity, number("F18/demands")):
            if text(row, "F18/demands.released") in ("least", "all") and period.holds(text(row, "F18/demands.on")):
                yield Said(COMPELLED)


def exposures(book: Book, period: Period) -> Iterator[Said]:
    """R-26: who was exposed to what in this time."""
    yield from (Said(text(sheet.entity, "F17/what")) for sheet in book.of_form("F17") if period.holds(sheet.on))


def looked_after(book: Book, period: Period) -> Iterator[Said]:
    """R-26: hours from when a threat was written down to the next look at the risk."""
    looks = sorted(sheet.hlc for sheet in book.of_form("F05"))
    for sheet in book.of_form("F17"):
        after = next((hlc for hlc in looks if hlc > sheet.hlc), None)
        if period.holds(sheet.on) and after is not None:
            yield Said(whole=1, value=((after >> COUNTER_BITS) - (sheet.hlc >> COUNTER_BITS)) / _HOUR_MS)


def answered_in_time(book: Book, period: Period) -> Iterator[Said]:
    """R-32: of what was asked about her data and was due in this time, what was answered and told by then."""
    part = whole = 0
    for sheet in book.of_form("F19"):
        due = wish_due_on(sheet.on)
        told = text(sheet.entity, "F19/told_on")
        if period.holds(due):
            whole += 1
            part += bool(text(sheet.entity, "F19/decision") and told and told <= due)
    if whole:
        yield Said(part=part, whole=whole)


def let_go_in_time(book: Book, period: Period) -> Iterator[Said]:
    """R-33: of the notes and protected parts that were due to go in this time, what went by the end of it.

    A whole case that was erased on its day is not here to be counted; one that was not is counted as due.
    """
    if is_kept_by_law(book):
        return
    gone = sum(1 for day, _kind in let_go(book) if period.holds(day))
    late = sum(1 for kind in SCHEDULED if period.holds(until(book, kind)))
    if gone or late:
        yield Said(part=gone, whole=gone + late)


def is_worked_with(book: Book, period: Period) -> bytes:
    """R-31: whose case it is on the last day; empty for nobody's and for a case that is not open then."""
    return (book.case.plain(wire.WORKER) or b"") if is_active(book, period.last) else b""
