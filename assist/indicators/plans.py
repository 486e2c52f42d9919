# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans and goals, hers and the team's view of them: R-07 to R-11, R-14, R-15; pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import fsum

from assist import casefile
from assist.casebook import Book
from assist.domain import wire
from assist.indicators.path import is_active
from assist.indicators.shapes import Period, Said
from assist.planbook import PLANS, agreements, goals
from assist.reading import answer, number, said, text
from assist.views import GoalRow
from forms.scoring import BANDS

HERS, TEAM = "hers", "team"
ACHIEVED, ASIDE, CHANGED = "achieved", "aside", "changed"
_ENDED = {"achieved": ACHIEVED, "not_wanted_now": ASIDE, "aside": ASIDE, "changed": CHANGED}
"""How a goal ends, in a review or at closing; one that goes on elsewhere has not ended."""


def needs_plan(book: Book, day: str) -> bool:
    """Whether her risk is moderate at least, by the band that stands."""
    return bool(BANDS.index(book.case.plain(wire.BAND, "") or BANDS[0])) and is_active(book, day)


def safety_plan(book: Book, period: Period) -> Iterator[Said]:
    """R-07: on the last day; a low band needs no plan and is in neither number."""
    if needs_plan(book, period.last):
        yield Said(part=int(casefile.plan_until(book) >= period.last), whole=1)


def agreed(book: Book, period: Period) -> Iterator[Said]:
    """R-08: of those who have goals, who agreed to a version of a plan by the last day."""
    if is_active(book, period.last) and _goals(book, period):
        yield Said(part=int(any(each.on <= period.last for each in agreements(book))), whole=1)


def own_words(book: Book, period: Period) -> Iterator[Said]:
    """R-09: goals that stand in her own words."""
    held = _goals(book, period) if is_active(book, period.last) else []
    if held:
        yield Said(part=sum(1 for goal in held if goal.own_words), whole=len(held))


def days_to_agree(book: Book, period: Period) -> Iterator[Said]:
    """R-10: from the day she said she was ready to the first plan agreed after it."""
    ready = str(book.case.plain(wire.READY_ON, ""))[:10]
    days = sorted(each.on[:10] for each in agreements(book) if ready and each.on[:10] >= ready)
    if days and period.holds(days[0]):
        yield Said(whole=1, value=float(between(ready, days[0])))


def both_plans(book: Book, period: Period) -> Iterator[Said]:
    """R-11: of those who wanted both, who has a goal of each that she still wants."""
    if is_active(book, period.last) and said(book.person, "person.wants_both_plans") == "yes":
        wanted = {goal.plan for goal in _goals(book, period) if goal.status != "not_wanted_now"}
        yield Said(part=int(wanted == set(PLANS.values())), whole=1)


def progress(book: Book, period: Period) -> Iterator[Said]:
    """R-14: how far her goals came in this time, as she rates it, and as the team does; one number a person."""
    for place, code in enumerate((HERS, TEAM)):
        steps = [step for goal in goals(book) if (step := _step(goal, period, place)) is not None]
        if steps:
            yield Said(code, whole=1, value=fsum(steps) / len(steps))


def _step(goal: GoalRow, period: Period, place: int) -> float | None:
    """From the rating that stood when the time began, else the first in it, to the last in it."""
    rated = [(on, mark) for on, hers, team in goal.ratings if (mark := (hers, team)[place]) is not None]
    before = [mark for on, mark in rated if on < period.first]
    inside = [mark for on, mark in rated if period.holds(on)]
    if not inside or len(before[-1:]) + len(inside) < 2:
        return None
    return float(inside[-1] - (before[-1] if before else inside[0]))


def ended(book: Book, period: Period) -> Iterator[Said]:
    """R-15: of the goals that ended in this time, those that were achieved."""
    how = [end for goal in goals(book) if (end := _end(book, goal, period))]
    if how:
        yield Said(part=how.count(ACHIEVED), whole=len(how))


def _end(book: Book, goal: GoalRow, period: Period) -> str:
    """How it ended by the last word on it, if that was said in this time."""
    told = sorted((on, place, status) for place, (on, status) in enumerate(_words_on(book, goal)) if on <= period.last)
    return _ENDED.get(told[-1][2], "") if told and period.holds(told[-1][0]) else ""


def _words_on(book: Book, goal: GoalRow) -> Iterator[tuple[str, str]]:
    """Every day on which somebody said how it stands: on its own sheet, in reviews, at closing."""
    sheet = book.entities.get(bytes.fromhex(goal.record))
    form = next(form for form, plan in PLANS.items() if plan == goal.plan)
    if sheet is not None and (status := text(sheet, f"{form}/status")):
        yield answer(sheet, f"{form}/status").asked_on, status
    for form, table, column in (("F13", "goals", "status"), ("F15", "goals_final", "end")):
        for held in book.of_form(form):
            for row in book.rows(held.entity, number(f"{form}/{table}")):
                if text(row, f"{form}/{table}.goal") == goal.record and (how := text(row, f"{form}/{table}.{column}")):
                    yield held.on, how


def _goals(book: Book, period: Period) -> list[GoalRow]:
    """Those that were there on the last day."""
    return [goal for goal in goals(book) if goal.since <= period.last]


def between(first: str, last: str) -> int:
    """Days from one ISO day to another."""
    return (date.fromisoformat(last[:10]) - date.fromisoformat(first[:10])).days
