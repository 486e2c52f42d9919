# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The case at a glance and its duties, read from the book of a case; pure."""

from __future__ import annotations

from datetime import date

from assist import casefile
from assist.casebook import Book
from assist.clock import iso_of
from assist.domain import wire
from assist.domain.duties import duties_of
from assist.planbook import agreements, goals_in_her_order, states
from assist.projection import facts_of
from assist.reading import text
from assist.views import DutyRow, NowView

NEXT_STEPS, GOALS_SHOWN, PATH_SHOWN = 6, 6, 8


def now_view(book: Book, *, seen_by: int, last_seen_ms: int) -> NowView:
    """One page: goals with their progress, wellbeing, next steps, safety, path."""
    every = goals_in_her_order(book)
    state, _ = states(book)
    case = book.case
    return NowView(
        goals=casefile.open_goals(every)[:GOALS_SHOWN], plan_states=state, agreements=agreements(book),
        wellbeing=casefile.wellbeing(book), daily_life=casefile.daily_life(book), next_steps=duties(book)[:NEXT_STEPS],
        band=case.plain(wire.BAND, ""), own_band=case.plain(wire.OWN_BAND, ""), band_on=case.plain(wire.BAND_ON, ""),
        band_trend=case.plain(wire.BAND_TREND, ""), safety_plan="", path=casefile.path(book, PATH_SHOWN),
        seen_by=seen_by, last_seen=iso_of(last_seen_ms) if last_seen_ms else "", hopes=casefile.hopes(book),
        to_sort=casefile.to_sort(book), checkins=casefile.checkins(book),
    )


def duties(book: Book) -> tuple[DutyRow, ...]:
    """What the worker has to do in this case, soonest first."""
    code, name = book.case.plain(wire.CODE, ""), text(book.person, "person.chosen_name")
    return tuple(
        DutyRow(book.case_id.hex(), code, name, duty.rule, duty.due, duty.record.hex() if duty.record else "")
        for duty in duties_of(facts_of(book))
    )


def days_between(iso: str, today: date) -> int | None:
    """Days from a day until today; None when there was none."""
    try:
        return (today - date.fromisoformat(iso[:10])).days
    except ValueError:
        return None
