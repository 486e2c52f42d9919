# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one way out: what may leave, for print, export, referral and sync (CO-11, ruling 41).

Every function that opens a file, a printer or a line outside the workspace takes a
Clearance, and only this module can make one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from assist.casebook import Book
from assist.consentbook import consent_for, objects_to_figures
from assist.domain.consents import Need
from assist.domain.protection import HIDDEN
from assist.errors import NotAllowed
from assist.figures.shapes import Edition, Threshold

_SEAL = object()

SUPERVISION, PARTICIPANT_COPY = "supervision", "participant_copy"
BLANK_FORM, CASELOAD, BACKUP, RECOVERY_KIT = "blank_form", "caseload", "backup", "recovery_kit"
DAY_SHEET, WORKLOAD = "day_sheet", "workload"
ERASED, COUNTING, RETRACTION = "erased", "reporting_export", "retraction"
OFFICE = "office"
FIGURES = "figures"
PROGRAMME = "programme"
WITHOUT_PERSON = frozenset({BLANK_FORM, CASELOAD, BACKUP, RECOVERY_KIT, ERASED, DAY_SHEET, WORKLOAD, RETRACTION,
                            OFFICE, PROGRAMME})
"""Papers that hold nobody's answers: empty forms, codes and dates, words of a kit, files that stay encrypted, counts of
what was erased, references that take back what left, keys for packages, what an office received itself, and figures of
the team that stay in it."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What somebody wants to let out, for what, to whom.

    ``confirmed``: the passphrase was typed again just now. ``people``: how many agreed.
    ``paper_safe``: she was asked and said that a paper is safe today.
    """

    purpose: str
    recipient: str = ""
    categories: frozenset[str] = frozenset()
    people: int = 1
    paper_safe: bool = False
    confirmed: bool = False


class Clearance:
    """The proof that the gate was asked; it names the purpose and cannot be made elsewhere."""

    __slots__ = ("handle_with_care", "purpose", "recipient")

    def __init__(self, purpose: str, recipient: str, *, handle_with_care: bool, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("a clearance is given by the gate")
        self.purpose = purpose
        self.recipient = recipient
        self.handle_with_care = handle_with_care


def clear(book: Book | None, outgoing: Outgoing, today: date) -> Clearance:
    """Let it out, or raise NotAllowed with the reason.

    Inside the organisation the report of a level 0 to 2 case stays printable even on hold,
    marked "handle with care"; level 3 takes two people (ruling 1). Her own paper is hers, once
    she says it is safe (rulings 12, 87). Everything else needs her live consent for exactly
    this recipient, purpose and categories, and no hold or protection in the way.
    """
    if outgoing.purpose in WITHOUT_PERSON:
        return _given(outgoing)
    if book is None:
        raise NotAllowed("gate.no_case")
    if outgoing.purpose == SUPERVISION:
        return _supervision(book, outgoing)
    if outgoing.purpose == PARTICIPANT_COPY:
        if not outgoing.paper_safe:
            raise NotAllowed("report.not_safe")
        return _given(outgoing)
    return _outside(book, outgoing, today)


def countable(books: Iterable[Book]) -> Iterator[Book]:
    """Those who may be counted in figures that leave: whoever asked not to be is in none of them (CO-15).

    Every figure made for somebody outside is made of these and of no others.
    """
    return (book for book in books if not objects_to_figures(book))


def clear_figures(edition: Edition, recipient: str) -> Clearance:
    """Let figures out for somebody outside: none but what ``figures.publish`` made of counts, at the threshold for
    outside. Raises TypeError for anything else."""
    if not isinstance(edition, Edition) or edition.threshold is not Threshold.OUTSIDE:
        raise TypeError("figures leave by way of figures.publish, at the threshold for outside")
    return _given(Outgoing(FIGURES, recipient))


def _supervision(book: Book, outgoing: Outgoing) -> Clearance:
    if book.level >= HIDDEN and outgoing.people < 2:
        raise NotAllowed("report.two_people")
    if not outgoing.confirmed:
        raise NotAllowed("report.confirm")
    return _given(outgoing, care=book.level > 0 or book.hold)


def _outside(book: Book, outgoing: Outgoing, today: date) -> Clearance:
    if book.hold:
        raise NotAllowed("gate.hold")
    if book.level > 0 and outgoing.people < 2:
        raise NotAllowed("gate.protected")
    said, _ = consent_for(book, Need(outgoing.purpose, outgoing.recipient, outgoing.categories), today)
    if said != "given":
        raise NotAllowed(f"gate.consent_{said}")
    if outgoing.purpose == COUNTING and objects_to_figures(book):
        raise NotAllowed("gate.consent_objects")
    return _given(outgoing, care=book.level > 0)


def _given(outgoing: Outgoing, *, care: bool = False) -> Clearance:
    return Clearance(outgoing.purpose, outgoing.recipient, handle_with_care=care, seal=_SEAL)
