# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Step 17: five months later she comes back, and does not begin from the beginning."""

from __future__ import annotations

from assist.domain.refresh import REOPENED
from forms.answers import AnswerState
from forms.loader import forms
from forms.model import Field, Form, Reask
from tests.story.conftest import Story
from tests.story.worker import _
from ui import wording
from ui.screens.case_file import CaseFileScreen
from ui.screens.case_file.forms_tab import NOT_HERE


def comes_back(story: Story) -> None:
    """17: opened again with what was kept; nothing she said once is put to her, and each consent is asked anew."""
    ana = story.ana
    told, given = _told(story), {row.record for row in ana.desk.cases.consents(story.case) if row.standing == "given"}
    assert given
    story.it_is(story.morning(152))
    ana.take_turn()
    ana.open_case("Luz")
    story.picture(ana, "closed")
    ana.press(_("Open the case again"))
    ana.reads_soon(_("The case is open again. Everything is kept, nothing is asked twice."))
    assert isinstance(ana.screen, CaseFileScreen)
    story.picture(ana, "open-again")

    ana.open_part(4)
    ana.reads_soon(_("Ask again: {why}.").format(why=wording.refresh([REOPENED])))
    rows = [row for row in ana.desk.cases.consents(story.case) if row.record in given]
    assert [row.kind for row in rows if REOPENED not in row.refresh] == []
    story.picture(ana, "consents")

    met = ana.desk.cases.gates_met(story.case)
    stands = {form.id: _stands(story, form) for form in forms() if _is_offered(form, met)}
    assert {ident: sorted(put & told) for ident, (put, _known) in stands.items() if put & told} == {}
    assert told & set().union(*(known for _put, known in stands.values())), "nowhere is it read that it is known"


def _told(story: Story) -> set[str]:
    """What she was asked once and answered, or chose to leave: on every sheet that was kept."""
    desk, told = story.ana.desk, set[str]()
    for row in desk.cases.records(story.case):
        form, answers = desk.records.answers(story.case, row.record)
        told |= {field.concept for field in form.fields() if _is_once(field) and field.key in answers
                 and answers[field.key].state is not AnswerState.NOT_ASKED}
    return told


def _is_once(field: Field) -> bool:
    return field.is_participant and field.reask is Reask.NEVER


def _is_offered(form: Form, met: frozenset[str]) -> bool:
    return form.offered and form.id not in NOT_HERE and not set(form.gates) - met and any(map(_is_once, form.fields()))


def _stands(story: Story, form: Form) -> tuple[set[str], set[str]]:
    """Concepts of what is asked once, as the form stands before her when it is opened: put as questions, and known."""
    ana = story.ana
    ana.fill_in_of("Luz", form.id)
    state = ana.editor.view.session.state
    once = [field for field in form.fields() if _is_once(field)]
    return tuple({field.concept for field in once if field.key in keys} for keys in (state.prompted, state.folded))
