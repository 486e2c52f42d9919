# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Limits before consent, consent before questions; every step said, and a copy offered."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from assist.consentbook import meaning_of
from assist.country import country
from assist.desk import Desk
from forms.answers import AnswerState
from forms.loader import consent_texts
from tests.screens.at_desk import Room, click
from tests.screens.at_keyboard import words_on
from tests.screens.at_record_editor import opened, saved, say, to_page_with
from tests.screens.histories import LIMITS, accompanied, fill, first_contact
from ui.screens.case_file import CaseFileScreen
from ui.widgets.buttons import Button

# -- limits ------------------------------------------------------------------------------


@pytest.mark.rule("CO-13")
def test_a_closed_form_leads_to_what_opens_it(room: Room, desk: Desk, qtbot: QtBot):
    """First the limits, then the consent, then the intake."""
    case = first_contact(desk)
    screen = opened(room, "F02", case)
    card_words = words_on(screen)
    next(one for one in screen.findChildren(Button) if one.words() == "Limits of secrecy" and one.isVisible()).click()
    fill(desk, "LIMITS", case, LIMITS)
    second = opened(room, "F02", case)
    next(one for one in second.findChildren(Button) if one.words() == "Consent" and one.isVisible()).click()

    assert "Explain the limits of secrecy first" in card_words
    assert room.went == [("form", {"form": "LIMITS", "case": case}), ("form", {"form": "F03", "case": case})]


def test_the_limits_are_said_with_those_of_the_country_and_which_text_it_was_is_kept(room: Room, desk: Desk):
    """Said aloud before the first real question (CO-13); the pack says that no counsel has reviewed it."""
    case = first_contact(desk)
    screen = opened(room, "LIMITS", case)
    words = words_on(screen)
    say(screen, explained="yes")

    saved(room, screen)
    record = desk.cases.records(case)[0]

    assert country().secrecy("en") in words
    assert "General wording, not that of a country, and not reviewed by counsel." in words
    assert desk.records.answers(case, record.record)[1]["text_id"].value == "generic/1"


# -- consent -----------------------------------------------------------------------------


@pytest.mark.rule("CO-04")
def test_the_decision_opens_only_after_every_step_was_said(room: Room, desk: Desk, qtbot: QtBot):
    """Explain, benefits and risks, what if not, in her own words; then the choice. The text explained is kept."""
    case = first_contact(desk)
    screen = opened(room, "F03", case)
    say(screen, kind="accompaniment")
    decision = to_page_with(screen, "decision")
    before = decision.isEnabled(), decision.isVisible()

    enabled = []
    for step in list(screen.extras.explain.steps):
        click(screen.extras.explain.steps[step], qtbot)
        enabled.append(screen.view.card("decision").isEnabled())
    say(screen, accompany="yes", keep_record="yes", decision="yes", mode="spoken")
    saved(room, screen)
    consent = desk.cases.consents(case)[0]

    assert before == (False, False)
    assert enabled == [False, False, False, True]
    assert set(screen.view.session.answer_of("explained").value) == {"purpose", "risks", "what_if_not", "withdraw"}
    assert consent.standing == "given"
    assert not consent.outdated
    assert meaning_of("accompaniment") == int(consent_texts()["accompaniment"]["meaning"])


@pytest.mark.rule("CO-04")
def test_another_purpose_is_explained_anew(room: Room, desk: Desk, qtbot: QtBot):
    """What was said about one thing says nothing about another."""
    screen = opened(room, "F03", first_contact(desk))
    say(screen, kind="accompaniment")
    to_page_with(screen, "explained")
    for step in list(screen.extras.explain.steps.values()):
        click(step, qtbot)
    first = screen.extras.explain.is_done

    say(screen, kind="aftercare")

    assert first
    assert not screen.extras.explain.steps["teach_back"].hasFocus()
    assert screen.extras.explain.kind == "aftercare"
    assert not screen.extras.explain.is_done


@pytest.mark.rule("CO-03")
def test_a_yes_gets_the_usual_end_and_it_may_be_changed(room: Room, desk: Desk):
    """A year for being accompanied, proposed as soon as she says yes, not before."""
    screen = opened(room, "F03", first_contact(desk))
    say(screen, kind="accompaniment")
    before = screen.view.session.answer_of("expiry").state

    say(screen, decision="yes")
    proposed = screen.view.session.answer_of("expiry").value
    say(screen, expiry="2027-03-01")

    assert before is AnswerState.NOT_ASKED
    assert proposed == "2027-11-25"
    assert screen.view.session.answer_of("expiry").value == "2027-03-01"


@pytest.mark.rule("CO-07")
def test_one_consent_says_nothing_of_any_other(room: Room, desk: Desk):
    """Being accompanied shares nothing."""
    case = accompanied(desk)

    kinds = {row.kind for row in desk.cases.consents(case)}
    screen = room.show(CaseFileScreen(room.s, case, "consent"))

    assert kinds == {"accompaniment"}
    assert "referral" not in words_on(screen)


# -- a copy ------------------------------------------------------------------------------


@pytest.mark.rule("UX-25")
def test_a_consent_ends_with_the_question_about_a_copy(room: Room, desk: Desk):
    """The last page of the form itself."""
    screen = opened(room, "F03", first_contact(desk))

    screen.view.show_page(screen.view.page_count() - 1)

    assert screen.view.card("copy") is not None
