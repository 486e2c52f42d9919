# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole way with one person, form after form, from the first night to her coming back; she may say nothing.

What the team writes is the same each time, and so is what only she decides; everything else is a mask over her
answers. After each form it is noted where the case stands and what may be done next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from assist.desk import Desk
from assist.domain import stages
from assist.errors import BadInput, NotAllowed
from assist.practice import fill
from assist.services.drafting import FormOpening
from forms.answers import AnswerState
from forms.loader import forms
from forms.model import APART, Field, FieldType
from forms.score_sheets import score_sheets
from tests.conftest import NOON
from tests.form_engine.spoken import sample

Mask = Mapping[str, AnswerState]
"""``form/key`` of a question and how she leaves it unanswered; what is not in it she answers."""

Step = tuple[str, ...]
"""A form or a deed, what refused it, the stage after it, and what is on offer then."""

FORMS = tuple(form for form in forms() if APART not in form.gates)
"""Every form of a case. Those apart never come near one: nobody's stage can hang on them."""

SERVICE = {"kind": "accompaniment", "accompany": "yes", "keep_record": "yes", "decision": "yes",
           "expiry": "2027-11-24", "mode": "spoken", "capacity": "adult"}
REFERRAL = {"kind": "referral", "recipient": "Oficina", "decision": "yes", "expiry": "2027-11-24", "mode": "spoken"}
GOAL = {"goal_own_words": "dormir", "step": [{"what": "cortinas", "who": "la casa"}]}

WAY: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("F01", {"may_keep_note": "yes", "age_group": "25_34"}), ("F00", {}), ("LIMITS", {"explained": "yes"}),
    ("F03", SERVICE), ("ASSENT", {}), ("F04", {}), ("F05", {}), ("F06", {}), ("F02", {}), ("pause", {}), ("ready", {}),
    ("F07", {}), ("WHO5", {}), ("F14", {}), ("F09", {}), ("WGSS", {}), ("PHQ4", {}), ("PHQ8", {}), ("PHQ9", {}),
    ("GAD7", {}), ("K6", {}), ("ITQ", {}), ("VIEW", {}), ("RANK", {"order": ("work", "documents")}),
    ("VIEW", {"order": ("safety",)}), ("F08", GOAL), ("F10", GOAL), ("AGR", {"plan": "psychosocial", "how": "spoken"}),
    ("AGR", {"plan": "productive", "how": "spoken"}), ("F12", {}), ("F03", REFERRAL),
    ("F12", {"to": "Oficina", "need": "documents", "status": "sent"}), ("F11", {"outcome": "held"}), ("CLOSING", {}),
    ("APPT", {"kind": "health", "on": "2027-02-01"}), ("SUPPORT", {"code": "amiga"}),
    ("F18", {"informed_rights": ("information",)}), ("F19", {}), ("F20", {}),
    ("F22", {"children": [{"age_band": "0_11"}]}), ("F23", {"service": "food"}), ("F13", {}), ("PROT", {"level": "1"}),
    ("F17", {"what": "message", "when": "today", "who_at_risk": ("person",)}), ("F15", {"reason": "my_choice"}),
    ("reopen", {}), ("F13", {}),
)

HERS = frozenset({
    "F01/may_keep_note", "F03/accompany", "F03/keep_record", "F03/decision", "F15/data_choice", "F08/goal_own_words",
    "F10/goal_own_words", "RANK/order",
})
"""What only she decides (ruling 38): a note, a consent, her data, a plan in her words and her order before the team's.
Declining to put anything in order opens as much as an order does; ``test_her_order_first`` says so."""

AGE = "F01/age_group"
"""Said as an adult here; what is different for children has tests of its own."""

ASKED = tuple(f"{form.id}/{field.key}" for form in FORMS for field in form.fields()
              if field.is_participant and f"{form.id}/{field.key}" not in HERS)
"""Every question to her that is no decision."""


def switch_everything_on(desk: Desk) -> None:
    """Every questionnaire that ships, in every hand it may be in, with somebody to help the same day."""
    for sheet in score_sheets():
        if sheet.form and not sheet.on_by_default:
            desk.questionnaires.switch(sheet.id, sheet.roles)
    desk.questionnaires.set_responder(True)


def gone(desk: Desk, mask: Mask) -> list[Step]:
    """The whole way with a person who leaves these unanswered, day after day; what came of each form."""
    clock = desk.clock
    acts = {"pause": desk.care.pause, "ready": desk.care.ready, "reopen": desk.care.reopen}
    case, found = "", []
    for day, (name, team) in enumerate(WAY):
        clock.set(NOON + timedelta(days=day))  # type: ignore[attr-defined]
        refused = ""
        try:
            if name in acts:
                acts[name](case)
            else:
                case = _filled(desk, name, case, team, mask)
        except (NotAllowed, BadInput) as refusal:
            refused = refusal.code
        found.append((name, refused, *_next(desk, case)))
    return [*found, *_doors(desk, case)]


def _filled(desk: Desk, form: str, case: str, team: Mapping[str, Any], mask: Mask) -> str:
    opening = desk.records.open(form, case)
    fill(opening, dict(team))
    for field in opening.form.fields():
        state, shown = mask.get(f"{form}/{field.key}"), opening.session.state
        if field.is_participant and field.key in shown.visible - shown.folded and (
                field.key not in team or f"{form}/{field.key}" == AGE):
            _said(opening, field, state, team)
    return desk.records.save(opening).case


def _said(opening: FormOpening, field: Field, state: AnswerState | None, team: Mapping[str, Any]) -> None:
    if state is not None:
        opening.session.set_state(field.key, state)
    elif field.has_rows:
        column = field.columns[0]
        opening.session.answer_cell(field.key, opening.session.add_row(field.key), column.key, sample(column))
    elif field.key not in team and field.type is not FieldType.STROKES:
        opening.session.answer(field.key, sample(field))


def _next(desk: Desk, case: str) -> Iterator[str]:
    """Where the case stands, which steps lead where from there, and which forms wait for what."""
    stage = desk.cases.header(case).stage
    yield stage
    yield " ".join(f"{event}>{stages.stage_after(event, stage)}" for event in (*stages._FORWARD, "reopened"))
    yield " ".join(sorted(desk.cases.gates_met(case)))
    yield " ".join(f"{form}:{why}" for form, why in sorted(desk.questionnaires.waiting(case).items()))


def _doors(desk: Desk, case: str) -> Iterator[Step]:
    """Every form tried in the end, and what the team is offered on it: services, places and ways are choices there."""
    tries: dict[str, Callable[[], FormOpening]] = {
        form.id: lambda form=form: desk.records.open(form.id, case) for form in FORMS}  # type: ignore[misc]
    for name, opened in tries.items():
        try:
            opening = opened()
        except NotAllowed as refusal:
            yield name, refusal.code
            continue
        visible = opening.session.state.visible
        yield name, "", *(f"{field.key}={len(field.choices)}" for field in opening.form.fields()
                          if not field.is_participant and field.key in visible)
