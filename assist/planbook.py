# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goals, their two voices, and which version of a plan was agreed; read from a book, pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assist.casebook import Book, Entity, Sheet
from assist.domain import wire
from assist.domain.her_order import place_in
from assist.domain.plans import Goal, plan_hash, plan_state
from assist.reading import answer, codes, number, rating, said, text
from assist.views import Agreement, GoalRow, Priorities, StepRow
from forms.answers import AnswerState

PLANS = {"F08": "psychosocial", "F10": "productive"}
LEVELS = ("level_m2", "level_m1", "level_0", "level_p1", "level_p2")


def goals(book: Book) -> tuple[GoalRow, ...]:
    """Every goal of both plans in the order they were made, with its newest ratings."""
    return book.once(_goals)


def _goals(book: Book) -> tuple[GoalRow, ...]:
    reviews = _reviewed(book)
    return tuple(
        _with_reviews(_goal(book, sheet), reviews.get(sheet.entity.id.hex(), []), _rated_at(sheet))
        for sheet in book.of_form(*PLANS)
    )


def _rated_at(sheet: Sheet) -> int:
    """When she rated the goal on its own sheet; 0 when she did not."""
    row = sheet.entity.newest(number(f"{sheet.form}/rating_p"))
    return 0 if row is None else row.hlc


def _goal(book: Book, sheet: Sheet) -> GoalRow:
    entity, form = sheet.entity, sheet.form
    own, team = rating(entity, f"{form}/rating_p"), rating(entity, f"{form}/rating_w")
    return GoalRow(
        record=entity.id.hex(), plan=PLANS[form], own_words=text(entity, f"{form}/goal_own_words"),
        worker_words=text(entity, f"{form}/goal_worker_words"),
        area=text(entity, f"{form}/{'goal_area' if form == 'F08' else 'path'}"),
        status=text(entity, f"{form}/status") or "not_started",
        levels=tuple(text(entity, f"{form}/{level}") for level in LEVELS),
        rating_person=own, rating_worker=team,
        ratings=((sheet.on, own, team),) if own is not None or team is not None else (),
        disagreement=text(entity, f"{form}/disagree"), steps=_steps(book, entity, form), since=sheet.on,
        review_on=text(entity, f"{form}/review_on"),
        proposal_only=said(entity, f"{form}/proposal_only") in ("yes", True, 1),
    )


def _steps(book: Book, entity: Entity, form: str) -> tuple[StepRow, ...]:
    return tuple(
        StepRow(
            row.id.hex(), text(row, f"{form}/step.what"), text(row, f"{form}/step.who"),
            text(row, f"{form}/step.support"), text(row, f"{form}/step.by_when"),
            text(row, f"{form}/step.done") == "yes",
        )
        for row in book.rows(entity, number(f"{form}/step"))
    )


_Review = tuple[str, int | None, int | None, str, int]


def _reviewed(book: Book) -> dict[str, list[_Review]]:
    """What each review said of each goal, oldest first: date, her rating, the team's, status, when it was written."""
    found: dict[str, list[_Review]] = {}
    for sheet in book.of_form("F13"):
        for row in book.rows(sheet.entity, number("F13/goals")):
            goal = text(row, "F13/goals.goal")
            found.setdefault(goal, []).append((
                sheet.on, rating(row, "F13/goals.rating_p"), rating(row, "F13/goals.rating_w"),
                text(row, "F13/goals.status"), sheet.hlc,
            ))
    return found


def _with_reviews(goal: GoalRow, reviews: list[_Review], rated_at: int) -> GoalRow:
    """The newest word of each voice: what she points at after a review stands, until the next one."""
    own, team, status = goal.rating_person, goal.rating_worker, goal.status
    for _, said_by_her, said_by_team, now, written_at in reviews:
        own = own if said_by_her is None or written_at < rated_at else said_by_her
        team = team if said_by_team is None else said_by_team
        status = now or status
    rated = tuple((on, hers, ours) for on, hers, ours, *_more in reviews if hers is not None or ours is not None)
    return replace(goal, rating_person=own, rating_worker=team, status=status, ratings=goal.ratings + rated)


def goals_in_her_order(book: Book) -> tuple[GoalRow, ...]:
    """The same, those first that answer to what matters most to her; as they were made where she gave no order."""
    hers = priorities(book).hers
    return tuple(sorted(goals(book), key=lambda goal: place_in(hers, goal.area)))


def content(book: Book, plan: str) -> tuple[Goal, ...]:
    """What an agreement is about: goals and steps, without ratings, which change without a new plan."""
    return book.once(_contents)[plan]


def _contents(book: Book) -> dict[str, tuple[Goal, ...]]:
    return {plan: tuple(_content(book, plan)) for plan in PLANS.values()}


def _content(book: Book, plan: str) -> Iterator[Goal]:
    for goal in goals(book):
        if goal.plan == plan:
            yield Goal(
                id=goal.record, own_words=goal.own_words, worker_words=goal.worker_words, area=goal.area,
                levels=goal.levels, proposal_only=goal.proposal_only,
                steps=tuple((step.what, step.who, step.support, step.by_when) for step in goal.steps),
            )


def agreements(book: Book) -> tuple[Agreement, ...]:
    """Every agreed version, newest first; older ones stay readable."""
    return book.once(_agreements)


def _agreements(book: Book) -> tuple[Agreement, ...]:
    current = {plan: plan_hash(content(book, plan)) for plan in PLANS.values()}
    counted: dict[str, int] = {}
    found = []
    for sheet in book.of_form("AGR"):
        plan = text(sheet.entity, "AGR/plan")
        counted[plan] = counted.get(plan, 0) + 1
        found.append(Agreement(
            sheet.entity.id.hex(), plan, counted[plan], text(sheet.entity, "AGR/on") or sheet.on,
            text(sheet.entity, "AGR/how"), text(sheet.entity, "AGR/language"),
            text(sheet.entity, "AGR/how") == "through_interpreter",
            sheet.entity.plain(wire.AGREED_HASH, "") == current.get(plan),
        ))
    return tuple(reversed(found))


def states(book: Book) -> tuple[dict[str, str], dict[str, str]]:
    """State of each plan, and the code of what still keeps it from being agreed."""
    return book.once(_states)


def _states(book: Book) -> tuple[dict[str, str], dict[str, str]]:
    state, why_not = {}, {}
    for plan in PLANS.values():
        agreed = [
            sheet.entity.plain(wire.AGREED_HASH, "") for sheet in book.of_form("AGR")
            if text(sheet.entity, "AGR/plan") == plan
        ]
        state[plan], why_not[plan] = plan_state(content(book, plan), agreed[-1] if agreed else "")
    return state, why_not


HER_ANSWER = frozenset({AnswerState.ANSWERED, AnswerState.PREFERS_NOT_TO_SAY, AnswerState.DOES_NOT_KNOW})
"""An order, or her word that she gives none; silence, and what others told, are neither."""


def priorities(book: Book) -> Priorities:
    """What matters most to her, newest; the team's own view only once she has spoken (PA-08)."""
    hers = [sheet for sheet in book.of_form("RANK")
            if answer(sheet.entity, "RANK/order").state in HER_ANSWER]
    if not hers:
        return Priorities()
    mine, team = hers[-1], book.latest("VIEW")
    return Priorities(
        True, codes(mine.entity, "RANK/order"), mine.on, text(mine.entity, "RANK/words"),
        codes(team.entity, "VIEW/order") if team else (), team.on if team else "",
        text(team.entity, "VIEW/reason") if team else "")
