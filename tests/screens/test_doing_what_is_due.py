# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever is due in a case has its words in every language, and a way to where it is done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assist import i18n
from assist.desk import Desk
from assist.domain.duties import RULES
from assist.views import DutyRow
from tests.screens.at_case_file import opened
from tests.screens.at_desk import Room
from tests.screens.histories import accompanied, fill
from ui import wording
from ui.screens.case_file import CaseFileScreen
from ui.screens.case_file.now import DUTY_FORMS
from ui.screens.record_editor import RecordEditor
from ui.shell.places import PLACES
from ui.widgets.buttons import LinkButton

NO_FORM = {
    "child_said_no": "it is thought about on the page of consents: stop what was agreed to, or listen again",
    "erase_without_file": "there is no file to write in",
    "erase_due": "what is erased is not written about",
    "rest_look": "it is asked in words, and answered on the first page by her alone",
    "notes_due": "the same", "protected_due": "the same",
    "kept_by_law": "whether the law still asks is said on the page about erasing",
    "tell_recipient": "the words to send stand on the page of consents, until they were told",
    "erasure_asked": "it is answered on the page about erasing",
    "referral_answer": "their answer is written down beside the referral, on the page of services",
    "hand_back": "a case goes back by being handed over, in the team's place",
    "protected_review": "what is protected is looked through under Safety",
}
"""Duties that no form fulfils, with why."""
WORK = {"goal_own_words": "trabajar con permiso",
        "legal_work_step": [{"route": "temporal", "state": "granted", "expires_on": "2026-12-10"}]}


def shown_with(room: Room, case: str, rule: str, record: str = "") -> CaseFileScreen:
    """The file of a case in which one thing is due today."""
    screen = opened(room, case)
    tab, duty = screen.tab(), DutyRow(case, "", "", rule, "2026-11-25", record)
    tab._show(replace(tab._view, next_steps=(duty,)))
    room.settle()
    return screen


def ways(screen: CaseFileScreen, words: str = "do it") -> list[LinkButton]:
    """The links that lead to what is due."""
    return [one for one in screen.tab().findChildren(LinkButton) if one.words() == words and one.isVisible()]


def sheet_of(desk: Desk, case: str, form: str) -> str:
    """The newest filled form of a kind."""
    return next(row.record for row in desk.cases.records(case) if row.form == form)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_every_duty_is_said_in_words(rule: str, language: str):
    """Never by its code, and in the language of the person."""
    i18n.use("en")
    english = wording.duty(rule)
    i18n.use(language)

    said = wording.duty(rule)

    assert said != rule
    assert "_" not in said
    assert (said == english) is (language == "en")


def test_every_duty_is_done_somewhere():
    """By a form, or it says why none does it; and no way leads from a duty that does not exist."""
    assert set(DUTY_FORMS) | set(NO_FORM) == set(RULES)
    assert not set(DUTY_FORMS) & set(NO_FORM)


@pytest.mark.parametrize("rule", DUTY_FORMS)
def test_the_way_of_a_duty_leads_to_a_form_that_opens(rule: str, room: Room, desk: Desk):
    """From the page at a glance, for somebody who is accompanied."""
    case = accompanied(desk)
    sheets = {"measure_review": ("PROT", {"level": "1", "measure": "relocation"}), "paper_ends": ("F10", WORK),
              "supervisor_look": ("F15", {"reason": "my_choice"}),
              "referral_check": ("F12", {"to": "Registro", "status": "sent"})}
    fill(desk, "F03", case, {"kind": "referral", "recipient": "Registro", "decision": "yes", "expiry": "2026-12-20"})
    record = ""
    if rule in sheets:
        fill(desk, sheets[rule][0], case, sheets[rule][1])
        record = sheet_of(desk, case, sheets[rule][0]) if rule != "supervisor_look" else ""
    screen = shown_with(room, case, rule, record)

    ways(screen)[0].click()
    room.settle()
    ((place, where),) = room.went

    assert place == "form"
    assert where["form"] == DUTY_FORMS[rule]
    assert desk.records.open(**{"form_id": where["form"], "case": case, "record": where.get("record", "")})


@pytest.mark.parametrize(("form", "said", "rule"), [
    ("PROT", {"level": "1", "measure": "relocation", "review_on": "2026-12-01"}, "measure_review"),
    ("F10", WORK, "paper_ends")])
def test_what_is_looked_at_again_is_the_sheet_itself(
    form: str, said: dict[str, object], rule: str, room: Room, desk: Desk
):
    """A second sheet beside it would leave the first one due for ever."""
    case = accompanied(desk)
    fill(desk, form, case, said)
    duty = next(one for one in desk.cases.duties(case) if one.rule == rule)
    screen = shown_with(room, case, rule, duty.record)

    ways(screen)[0].click()

    assert room.went == [("form", {"form": form, "case": case, "record": sheet_of(desk, case, form)})]


def test_a_supervisor_is_led_to_the_closing_that_was_written(room: Room, desk: Desk):
    """Seen is said there; then nothing is due any more."""
    case = accompanied(desk)
    fill(desk, "F15", case, {"reason": "my_choice"})
    before = [duty.rule for duty in desk.cases.duties(case)]
    record = sheet_of(desk, case, "F15")
    screen = shown_with(room, case, "supervisor_look")

    ways(screen)[0].click()
    room.settle()
    fill(desk, "F15", case, {"supervisor_seen": "2026-11-25"}, record)

    assert room.went == [("form", {"form": "F15", "case": case, "record": record})]
    assert "supervisor_look" in before
    assert "supervisor_look" not in [duty.rule for duty in desk.cases.duties(case)]


def test_what_is_protected_is_looked_through_under_safety(room: Room, desk: Desk):
    """No form, but a way."""
    case = accompanied(desk)
    screen = shown_with(room, case, "protected_review")

    ways(screen)[0].click()

    assert room.went == [("case", {"case": case, "tab": "safety"})]


@pytest.mark.parametrize("rule", ["review", "renew_consent", "next_safety_look", "agree_plan"])
def test_what_is_held_again_begins_a_new_sheet(rule: str, room: Room, desk: Desk):
    """A review, a consent and a look at safety are not written over the last one."""
    case = accompanied(desk)
    screen = shown_with(room, case, rule, sheet_of(desk, case, "F03"))

    ways(screen)[0].click()
    room.settle()

    about = {"kind": "accompaniment"} if rule == "renew_consent" else {}
    assert room.went == [("form", {"form": DUTY_FORMS[rule], "case": case, **about})]


@pytest.mark.rule("CO-16")
def test_a_consent_that_is_asked_again_says_what_for_and_for_whom_and_not_what_she_chose(room: Room, desk: Desk):
    """Another sheet than the one that stands; categories, end and decision are said anew."""
    case = accompanied(desk)
    fill(desk, "F03", case, {"kind": "referral", "recipient": "Registro", "categories": ("needs",), "decision": "yes",
                             "expiry": "2026-12-20"})
    stands = sheet_of(desk, case, "F03")
    screen = shown_with(room, case, "refresh_consent", stands)

    ways(screen)[0].click()
    room.settle()
    ((place, where),) = room.went
    editor = room.show(PLACES[place].make(room.s, **where))
    room.settle()

    assert where == {"form": "F03", "case": case, "kind": "referral", "recipient": "Registro"}
    assert isinstance(editor, RecordEditor)
    assert editor.opening is not None
    assert editor.opening.record.hex() != stands
    said = {key: editor.opening.session.answer_of(key) for key in
            ("kind", "recipient", "decision", "categories", "expiry")}
    assert (said["kind"].value, said["recipient"].value) == ("referral", "Registro")
    assert not any(said[key].is_answered for key in ("decision", "categories"))
    assert said["expiry"].value != "2026-12-20"
