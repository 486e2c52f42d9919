# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Appointments of a case, as the calendar shows them beside days in court; pure."""

from __future__ import annotations

from dataclasses import dataclass

from assist.casebook import Book, Entity
from assist.domain.duties import Agreed
from assist.i18n import N_
from assist.reading import codes, number, text
from assist.rows import DiaryFields
from assist.supportbook import hearing_rows

FORM, JUSTICE, HEARING = "APPT", "justice", "hearing"
"""The form, the kind that nothing is set of during a rest, and the kind of a day in court (F18)."""

REMINDED = frozenset({"in_person", "by_card"})
"""Her yes to being told the day before, and how."""

ALONG = {"nobody": N_("goes by herself"), "team": N_("with somebody of the team"),
         "trusted": N_("with somebody she trusts")}
TRANSPORT = {"own": N_("by her own means"), "us": N_("we see to transport"), "fare": N_("fare given")}
"""What she chose, as the team says it of her."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """What is agreed: ``on`` ISO day, ``at`` hour as ``09:30`` or empty, ``outcome`` empty until somebody says.

    ``moved``: the days it was on before, oldest first. A day in court has ``needs`` instead of the rest.
    """

    record: str
    on: str
    at: str
    kind: str
    along: str = ""
    along_who: str = ""
    transport: str = ""
    interpreter: str = ""
    reminder: str = ""
    outcome: str = ""
    moved: tuple[tuple[str, str], ...] = ()
    mode: str = ""
    needs: tuple[str, ...] = ()

    @property
    def is_hearing(self) -> bool:
        """Whether it stands on the sheet about justice, and is changed there."""
        return self.kind == HEARING


def appointments(book: Book) -> tuple[Appointment, ...]:
    """What was agreed with her, soonest first; days in court are not among them."""
    found = [_appointment(book, sheet.entity) for sheet in book.of_form(FORM)]
    return tuple(sorted(found, key=lambda each: (each.on, each.at)))


def _appointment(book: Book, entity: Entity) -> Appointment:
    def said(key: str) -> str:
        return text(entity, f"{FORM}/{key}")

    earlier = tuple((text(row, f"{FORM}/moved.on"), text(row, f"{FORM}/moved.at"))
                    for row in book.rows(entity, number(f"{FORM}/moved")))
    return Appointment(
        entity.id.hex(), said("on"), said("at"), said("kind"), said("along"), said("along_who"), said("transport"),
        said("interpreter"), said("reminder"), said("outcome"), earlier)


def court_days(book: Book) -> tuple[Appointment, ...]:
    """Days in court, soonest first: protected, and read like ``supportbook.hearings``."""
    found = [Appointment(sheet.hex(), day, "", HEARING, mode=text(row, "F18/hearings.mode"),
                         needs=codes(row, "F18/hearings.needs"))
             for row, sheet in hearing_rows(book) if (day := text(row, "F18/hearings.on"))]
    return tuple(sorted(found, key=lambda each: each.on))


def calendar(book: Book) -> tuple[Appointment, ...]:
    """Both, soonest first."""
    return tuple(sorted((*appointments(book), *court_days(book)), key=lambda each: (each.on, each.at)))


def diary(book: Book) -> tuple[DiaryFields, ...]:
    """The narrow rows that the calendar is looked up in."""
    return tuple(DiaryFields(each.on, bytes.fromhex(each.record), each.at, not each.outcome)
                 for each in calendar(book) if each.on)


def agreed(book: Book) -> tuple[Agreed, ...]:
    """What the rules of duty look at: appointments of which nobody has said yet what came of them."""
    return tuple(Agreed(each.on, bytes.fromhex(each.record), each.kind == JUSTICE, each.reminder in REMINDED)
                 for each in appointments(book) if each.on and not each.outcome)
