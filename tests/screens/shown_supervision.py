# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the team's place: a supervisor's list, a question to a worker, work counted, cases offered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from assist.clock import FixedClock
from assist.desk import Desk
from assist.practice_team import STAND_IN, SUPERVISOR, WORKER
from assist.services.handing_over import Wish
from assist.supervisionbook import ASKED_BACK, LOOK, PLAN
from assist.views import CaseQuery
from tests.screens.laptop import Laptop
from ui.dialogs.sheet import Sheet
from ui.widgets.lines import PressLine
from ui.wiring import Door

if TYPE_CHECKING:
    from tests.screens.shown_screens import Album

_NOTES = ("Prefiere las tardes; el martes va al registro civil", "")


def write_of_the_team(door: Door, clock: FixedClock, passphrase: str, until: datetime) -> None:
    """A colleague looked into a case with a reason, a supervisor asked something, two cases were offered."""
    acts: tuple[tuple[str, Callable[[Desk], None]], ...] = (
        (STAND_IN, _look), (WORKER, _offer), (SUPERVISOR, _ask), (WORKER, _nothing), (STAND_IN, _nothing),
        (SUPERVISOR, _nothing))
    for place, (name, act) in enumerate(acts):
        clock.set(until - timedelta(minutes=2 * (len(acts) - place)))
        desk = door.sign_in(name, passphrase)
        desk.signed.open_vault(passphrase)
        desk.meeting.local_round()
        act(desk)
        clock.set(until - timedelta(minutes=2 * (len(acts) - place) - 1))
        desk.meeting.local_round()
        desk.close()


def _nothing(_desk: Desk) -> None:
    """Only to hear of the others."""


def _look(bruno: Desk) -> None:
    row = next(row for row in bruno.cases.listed(CaseQuery(stage="open")) if row.worker_name == WORKER)
    bruno.cases.open(row.case, "stands_in")


def _offer(ana: Desk) -> None:
    bruno = next(each.user for each in ana.handover.takers(ana.me.user) if each.name == STAND_IN)
    rows = [row for row in ana.handover.cases(ana.me.user) if row.level < 2][:2]
    ana.handover.offer([Wish(row.case, note, "yes") for row, note in zip(rows, _NOTES, strict=False)], bruno,
                       "2026-12-20")


def _ask(sofia: Desk) -> None:
    row = next(row for row in sofia.supervision.queue().rows if row.kind == PLAN and row.worker == WORKER)
    sofia.supervision.answer(row.case, row.kind, row.ref, ASKED_BACK, "¿Qué paso sigue después del curso?")


def of_the_supervisor(album: Album, laptop: Laptop) -> None:
    """Her list, and the sheet of a plan and of an opening."""
    laptop.go("team")
    album.take(laptop, "team-supervision")
    for kind in (PLAN, LOOK):
        row = next((row for row in laptop.sitting.desk.supervision.queue().rows if row.kind == kind), None)
        if row is not None:
            laptop.screen.part._open(row)
            album.take(laptop, f"team-supervision-{kind}")
            _close_sheet(laptop)
    _workload(album, laptop, "supervisor")
    _figures(album, laptop)


def _figures(album: Album, laptop: Laptop) -> None:
    """What she chooses, and a report that was made."""
    laptop.go("figures")
    album.take(laptop, "figures")
    laptop.screen._wanted(laptop.screen.choosing.wish())
    album.take(laptop, "figures-report")
    laptop.screen.report._page.verticalScrollBar().setValue(900)
    album.take(laptop, "figures-report-below")


def of_the_coordinator(album: Album, laptop: Laptop) -> None:
    """What she sees of the work: counts."""
    _workload(album, laptop, "coordinator")


def _workload(album: Album, laptop: Laptop, who: str) -> None:
    laptop.go("team", tab="workload")
    album.take(laptop, f"team-workload-{who}")


def of_the_worker(album: Album, laptop: Laptop) -> None:
    """What is asked of her; her offers, and offering more."""
    laptop.go("team", tab="asked")
    album.take(laptop, "team-asked")
    for line in laptop.screen.part.findChildren(PressLine)[:1]:
        line.click()
        album.take(laptop, "team-asked-answer")
        _close_sheet(laptop)
    laptop.go("team", tab="handover").show_part("handover")
    laptop.settle()
    part = laptop.screen.part
    album.take(laptop, "team-handover")
    part.verticalScrollBar().setValue(10_000)
    part.giving.cases.pick([button.code for button in part.giving.cases.buttons()[:2]])
    part.giving.takers.pick([part.giving.takers.buttons()[0].code])
    part.giving._fit()
    album.take(laptop, "team-handover-chosen")
    part.giving._begin()
    album.take(laptop, "team-handover-note")
    _close_sheet(laptop)
    part.giving.forget()
    part.verticalScrollBar().setValue(0)
    offers = [each for each in laptop.sitting.desk.handover.offers() if each.from_me]
    if offers:
        part._open(offers[0])
        album.take(laptop, "team-handover-offer")
        _close_sheet(laptop)


def _close_sheet(laptop: Laptop) -> None:
    for sheet in laptop.window.findChildren(Sheet):
        sheet.close_sheet()
    laptop.settle()
