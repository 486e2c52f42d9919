# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The allow-list of the individual report (practice.md d1): what is not named here cannot be printed (NR-12).

Papers are built from a book that holds nothing else: a field that is not on the list is not
there to be read, whatever the code that builds a block asks for.
"""

from __future__ import annotations

from collections.abc import Iterator

from assist.casebook import Book
from assist.domain import wire
from assist.reading import number
from assist.reports.lines import PARTICIPANT, SAFETY_PLAN, SUPERVISION
from assist.rows import RegRow

_PATH = frozenset({wire.CODE, wire.STAGE, wire.WORKER, wire.OPENED_ON, wire.CLOSED_ON, wire.LEVEL, wire.HOLD})
_SHAPE = frozenset({wire.PARENT, wire.FORM, wire.FORM_VERSION, wire.ASKED_ON, wire.COLUMN, wire.TOMBSTONE})
_SAFETY = frozenset({wire.BAND, wire.BAND_ON, wire.BAND_TREND, wire.NEXT_LOOK, wire.REVIEW_DUE})
_RIGHTS = frozenset({wire.WITHDRAWN_ON, wire.TEXT_VERSION})

_VOICE = ("F02/hopes", "F14/g1", "F15/own_summary")
_PLAN_DAYS = ("F06/agreed_on", "F06/review_on")
"""That there is a safety plan and when it is looked at again; of what is in it, nothing."""
_GOAL = (
    "goal_own_words", "status", "rating_p", "rating_w", "disagree", "review_on", "proposal_only",
    "level_m2", "level_m1", "level_0", "level_p1", "level_p2",
    "step", "step.what", "step.who", "step.by_when", "step.done",
)
_GOALS = (
    "F08/goal_area", "F10/path", *(f"{form}/{key}" for form in ("F08", "F10") for key in _GOAL),
    "F13/goals", "F13/goals.goal", "F13/goals.status", "F13/goals.rating_p", "F13/goals.rating_w", "F13/next_on",
    "AGR/plan", "AGR/how", "AGR/on", "AGR/language",
)
_COURSE = (
    *(f"WHO5/item{item}" for item in range(1, 6)),
    *(f"F07/{card}" for card in ("rest", "body", "calm", "handle", "people", "belong", "treated", "decide", "roots",
                                 "hope")),
)
_TRAINING = ("F10/training", "F10/training.course", "F10/training.hours", "F10/training.start", "F10/training.state")
_WORK = (
    *_TRAINING, "F10/placement", "F10/placement.kind", "F10/placement.sector", "F10/placement.start", "F10/decent",
    "F10/enterprise", "F10/enterprise.started", "F10/enterprise.active", "F10/savings", "F10/documents_step",
    "F10/documents_step.state",
)
_CONSENTS = ("F03/kind", "F03/decision", "F03/expiry", "F03/mode", "F03/copy", "AGR/copy")

FIELDS: dict[str, frozenset[str]] = {
    SUPERVISION: frozenset({
        "person.language", "person.mode", *_PLAN_DAYS, *_VOICE, *_GOALS, *_COURSE, *_WORK, *_CONSENTS,
    }),
    PARTICIPANT: frozenset({"person.chosen_name", *_VOICE, *_GOALS, *_COURSE, *_TRAINING}),
}
"""Concepts and fields by the name of their number, for each paper."""

STRUCTURE: dict[str, frozenset[int]] = {
    SUPERVISION: _PATH | _SHAPE | _SAFETY | _RIGHTS,
    PARTICIPANT: _SHAPE | frozenset({wire.CODE, wire.OPENED_ON, wire.CLOSED_ON}),
}
"""What the paper knows of the case itself."""

OF_HER_SAFETY_PLAN = frozenset({
    "person.chosen_name", "safety.leave_bag", "safety.online_steps",
    *(f"F06/{key}" for key in ("calm_alone", "people_ok", "signs", "kids", "steps", "steps.if_this", "steps.then_i",
                               "steps.who_helps", "steps.how", "review_on")),
})
"""The one paper that holds protected words: her own safety plan, and nothing but that."""


def only(book: Book, template: str) -> Book:
    """The same case with nothing in it but what this paper may print."""
    names = OF_HER_SAFETY_PLAN if template == SAFETY_PLAN else FIELDS[template]
    structure = _SHAPE if template == SAFETY_PLAN else STRUCTURE[template]
    named = {found for name in names if (found := number(name)) >= 0}
    return Book(book.case_id, _kept(book, named | structure))


def _kept(book: Book, numbers: set[int] | frozenset[int]) -> Iterator[RegRow]:
    for ident, entity in book.entities.items():
        for field, rows in entity.fields.items():
            if field in numbers:
                yield from (row._replace(entity=ident, protected=False) for row in rows)
