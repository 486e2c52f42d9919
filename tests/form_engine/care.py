# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The forms of accompaniment as practice lists them: whose voice each answer is and how well it is kept."""

from __future__ import annotations

from collections.abc import Iterator

from forms import loader
from forms.answers import AnswerState
from forms.model import Field, Form
from forms.session import FormSession

_LEVELS = "level_p2 P2, level_p1 P2, level_0 P2, level_m1 P2, level_m2 P2"
_STEPS = "step W2, step.what W2, step.who W2, step.support W2, step.by_when W2, step.done W2, status W2, review_on W1"
_VOICES = "rating_p P2, rating_w W2, disagree P2, pause_wanted P2"
_GOAL = f"goal_own_words P2, wants_both P2, goal_worker_words W2, proposal_only W2, {_LEVELS}, {_STEPS}, {_VOICES}"

LISTED = {
    "F05": "own_view P3, own_band P3, danger_now P3, known_places P4, item W4, item.object W4, item.kind W4,"
           " item.likelihood W4, item.severity W4, item.since W4, item.protects P4, item.action W4, self_harm_cue W4",
    "F07": "support_wish P2, helped_before P3, hope P3, decide P3, roots P3, people P3, belong P3, treated P3,"
           " children_bond P3, rest P3, body P3, calm P3, handle P3, triggers_avoid P2, substances_wish P3,"
           " urgent_cue W3, worker_observation W3",
    "F08": f"goal_area W2, {_GOAL}",
    "F10": f"path P2, {_GOAL}, needs_for_it P2, wants_permit P2, safety_check W1,"
           " training W2, training.course W2, training.provider W2, training.start W2, training.hours W2,"
           " training.state W2, training.certificate W2,"
           " placement W2, placement.kind W2, placement.sector W2, placement.hours W2, placement.vetted W2,"
           " placement.start W2, placement.still_after W2, placement.ended W2, placement.employer W4,"
           " decent P2, exit_rule P3, savings_goal P3, savings P3, savings_rhythm P3, savings_way P3,"
           " enterprise W2, enterprise.idea W2, enterprise.permit W2, enterprise.items W2, enterprise.budget W2,"
           " enterprise.started W2, enterprise.active W2, enterprise.active_after W2,"
           " grant W2, grant.amount W2, grant.items W2, grant.receipt W2,"
           " documents_step W3, documents_step.paper W3, documents_step.office W3, documents_step.state W3,"
           " legal_work_step W3, legal_work_step.route W3, legal_work_step.state W3, legal_work_step.expires_on W3,"
           " debt_step W4, debt_step.what W4, debt_step.counsel W4, debt_step.by_when W4, debt_step.done W4",
    "AGR": "plan W2, read_back W1, how W2, interpreter W2, witness W2, drawn W3, on W1, language W2, present W2,"
           " copy W1",
    "CLOSING": "next_contact P3, how_now P3, leave_out P1",
    "F11": "person_wants W2, outcome W1, minutes W1, channel W1, topics W2, done_next W2, done_next.what W2,"
           " done_next.state W2, done_next.who W2, language W2, mode W2, interpreter W2, read_back W1, facts W3,"
           " kin W4, kin.relative W4, kin.way W4, kin.done W4, protected_part W4",
    "F13": "better P2, needs_new P2, harder P2, safety_quick P3, goals W2, goals.goal W2, goals.rating_p P2,"
           " goals.rating_w W2, goals.status W2, goals.decision W2, next_on P1, next_way P1, checkin_offer P1,"
           " contact_still W3, asked_by W1",
    "F15": "own_summary P2, aftercare_consent P3, aftercare_months P3, data_choice P1, reason W1, proposed_by W1,"
           " goals_final W2, goals_final.goal W2, goals_final.end W2, service_going_on W2,"
           " service_going_on.service W2, service_going_on.contact W3, safety_last W1, return_open W1,"
           " supervisor_seen W1",
    "F17": "what W4, when W4, who_at_risk W4, person_decides P4, raise_level W1, how_known W4, immediate_action W4,"
           " on_date W4, possible_leak W4, data_breach W4, breach_ref W4, facts W4, told_to W4, told_to.who W4,"
           " told_to.by W4, told_to.on W4",
    "PROT": "level W1, measure W4, basis W4, authority W4, review_on W4, decided_by W4, valid_until W4",
    "WHO5": "today P1, item1 P3, item2 P3, item3 P3, item4 P3, item5 P3, paper_form W2, early_reason W2",
}
"""Key, source and level of every question and column."""

CARE = tuple(LISTED)


def places(form: Form) -> Iterator[tuple[str, Field]]:
    """Every question and column with its name within the form."""
    for field in form.fields():
        yield field.key, field
        for column in field.columns:
            yield f"{field.key}.{column.key}", column


def filled(form_id: str, **answers: object) -> FormSession:
    """A form with some answers given."""
    session = FormSession(loader.form(form_id))
    for key, value in answers.items():
        session.answer(key, value)
    return session


def codes_of(form_id: str, key: str) -> list[str]:
    """The codes of a question or of a column."""
    return [choice.code for choice in dict(places(loader.form(form_id)))[key].choices]


def in_silence(form: Form, state: AnswerState) -> FormSession:
    """A filling in which she answers nothing, in the cells of tables neither."""
    session = FormSession(form)
    for field in form.fields():
        if field.is_participant:
            session.set_state(field.key, state)
        for column in field.columns:
            if column.is_participant:
                session.set_cell_state(field.key, session.add_row(field.key), column.key, state)
    return session
