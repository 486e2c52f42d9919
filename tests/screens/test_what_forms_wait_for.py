# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The file of a case says a form is open exactly when it opens, and *explained* only of what was explained."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from assist.clock import FixedClock
from assist.desk import Desk
from assist.errors import NotAllowed
from assist.views import CaseQuery
from forms.loader import forms
from tests.conftest import NOON
from tests.screens.at_desk import Room, click
from tests.screens.at_keyboard import words_on
from tests.screens.histories import LIMITS, SERVICE_CONSENT, accompanied, fill, first_contact
from ui.screens.case_file import CaseFileScreen
from ui.screens.case_file.forms_tab import NOT_HERE, WAITS_FOR
from ui.screens.record_editor import RecordEditor
from ui.widgets.buttons import LinkButton

OFFERED = [form for form in forms() if form.offered and form.id not in NOT_HERE]


def opened(room: Room, case: str, tab: str) -> CaseFileScreen:
    """The file of a case, at one of its parts."""
    screen = room.show(CaseFileScreen(room.s, case, tab))
    assert isinstance(screen, CaseFileScreen)
    return screen


def offered(screen: CaseFileScreen) -> int:
    """How many forms the page says can be filled in now."""
    return sum(one.words() == "fill in" for one in screen.tab().findChildren(LinkButton))


def opening(desk: Desk, case: str) -> int:
    """How many of them do open."""
    count = 0
    for form in OFFERED:
        try:
            desk.records.open(form.id, case)
        except NotAllowed:
            continue
        count += 1
    return count


# -- limits of secrecy --------------------------------------------------------------------


@pytest.mark.rule("CO-13")
@pytest.mark.parametrize("said", [{"explained": "no"}, {"how": "listen"}])
def test_limits_that_were_not_explained_stand_nowhere_as_explained(said: dict[str, str], room: Room, desk: Desk):
    """A sheet that says no, or does not say, leaves the card as it was and the forms closed."""
    case = first_contact(desk)
    fill(desk, "LIMITS", case, said)

    card = words_on(opened(room, case, "consent"))
    waiting = words_on(opened(room, case, "forms"))

    assert "They are explained before the first real question." in card
    assert "Explained on" not in card
    assert "opens once the limits of secrecy are explained" in waiting


@pytest.mark.rule("CO-13")
def test_the_day_on_the_card_is_the_day_they_were_explained(room: Room, desk: Desk, clock: FixedClock):
    """A later talk without them neither takes it back nor puts itself in its place."""
    case = first_contact(desk)
    fill(desk, "LIMITS", case, LIMITS)
    clock.set(NOON + timedelta(days=3))
    fill(desk, "LIMITS", case, {"explained": "no"})

    card = words_on(opened(room, case, "consent"))

    assert "Explained on 25 Nov." in card
    assert "28 Nov" not in card


@pytest.mark.rule("CO-13")
@pytest.mark.parametrize(("explained", "way", "leads_to", "says_open"), [
    ("yes", "Next: Consent", "form", True), ("no", "Back to the case", "case", False)])
def test_after_the_form_the_next_step_is_the_one_that_is_open(
    explained: str, way: str, leads_to: str, says_open: bool, room: Room, desk: Desk, qtbot: QtBot
):
    """When they were not explained nothing is called open, and explaining them is offered, not pressed for."""
    case = first_contact(desk)
    screen = room.show(RecordEditor(room.s, "LIMITS", case))
    screen.view.session.answer("explained", explained)

    screen.save()
    room.settle()
    first = screen.after.buttons[0]
    click(first, qtbot)

    assert first.words() == way
    assert ("The way is open" in words_on(screen.after)) is says_open
    assert room.went[-1][0] == leads_to


# -- her consent --------------------------------------------------------------------------


@pytest.mark.rule("CO-06", "CO-13")
def test_a_consent_that_was_stopped_opens_no_form(room: Room, desk: Desk):
    """It says what is waited for, instead of offering a form that is refused."""
    case = accompanied(desk)
    before = offered(opened(room, case, "forms"))
    desk.care.withdraw(case, desk.cases.consents(case)[0].record)

    screen = opened(room, case, "forms")

    assert before == opening(desk, case) + words_on(screen).count("opens once she agreed to be accompanied")
    assert offered(screen) == opening(desk, case) < before


@pytest.mark.rule("CO-03")
@pytest.mark.parametrize(("days", "waits"), [(90, False), (91, True)])
def test_an_earlier_paper_opens_forms_as_long_as_the_service_says(
    days: int, waits: bool, room: Room, desk: Desk, clock: FixedClock, tmp_path: Path
):
    """Ninety days, not longer (ruling 9)."""
    file = tmp_path / "a.csv"
    file.write_text("Nome social;Consentimiento\nLúcia;sí\n", "utf-8")
    desk.imports.bring(desk.imports.look(file))
    (row,) = desk.cases.listed(CaseQuery())
    fill(desk, "LIMITS", row.case, LIMITS)
    clock.set(NOON + timedelta(days=days))

    screen = opened(room, row.case, "forms")

    assert ("opens once she agreed to be accompanied" in words_on(screen)) is waits
    assert offered(screen) == opening(desk, row.case)


def test_every_condition_a_form_names_has_its_words_and_its_way():
    """A form with a new condition is never offered as open."""
    assert {gate for form in OFFERED for gate in form.gates} == set(WAITS_FOR)


@pytest.mark.rule("CO-13")
def test_what_the_page_offers_opens(room: Room, desk: Desk):
    """At every step of the way in."""
    case = first_contact(desk)
    for form, answers in (("", {}), ("LIMITS", LIMITS), ("F03", SERVICE_CONSENT | {"decision": "no"}),
                          ("F03", SERVICE_CONSENT)):
        if form:
            fill(desk, form, case, answers)
        assert offered(opened(room, case, "forms")) == opening(desk, case)
