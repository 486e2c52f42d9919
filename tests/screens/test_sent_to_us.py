# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A referral that comes in begins a first contact, and what she need not say again stands above every form."""

from __future__ import annotations

import pytest

from assist.desk import Desk
from assist.views import CaseQuery, CaseRow
from forms.loader import choice_list, form
from tests.screens.at_case_file import opened
from tests.screens.at_desk import Room
from tests.screens.at_record_editor import opened as form_opened
from tests.screens.at_record_editor import saved
from tests.screens.test_attached_files_shown import chosen
from tests.screens.test_services_and_wishes import words
from ui.screens.record_editor.sent_by import SentBy

ASKED = "Please do not ask again about: what happened, family"


@pytest.mark.rule("NR-13")
def test_what_the_service_asks_not_to_ask_again_stands_above_every_form(room: Room, desk: Desk):
    """From the first contact on, whichever form is opened; and on the page of services, with who sent her."""
    before = {row.case for row in _every(desk)}
    screen = form_opened(room, "F01")
    screen.extras.before.sent.click()
    (sheet,) = room.window.findChildren(SentBy)
    assert "self" not in [button.code for button in sheet.source.buttons()]
    chosen(sheet.source, "ngo")
    sheet.by.setText("Casa Norte")
    for code in ("what_happened", "family"):
        chosen(sheet.again, code)
    sheet.keep.click()
    room.settle()
    assert ASKED in words(screen)
    screen.opening.session.answer("chosen_name", "Sami")
    screen.opening.session.answer("may_keep_note", "yes")
    screen.view.refresh()
    saved(room, screen)
    (case,) = {row.case for row in _every(desk)} - before

    assert desk.referring.came(case).by == "Casa Norte"
    for ident in ("LIMITS", "F03", "F05", "F11"):
        assert ASKED in words(form_opened(room, ident, case)), ident
    said = words(opened(room, case, "services").tab())
    assert "Casa Norte" in said
    assert ASKED in said


def _every(desk: Desk) -> list[CaseRow]:
    return desk.cases.listed(CaseQuery(), 500)


def test_where_nobody_sent_her_nothing_stands_there(room: Room, desk: Desk, killa: str):
    """Neither above a form nor among the services."""
    assert "do not ask again" not in words(form_opened(room, "F11", killa))
    assert "Sent to us" not in words(opened(room, killa, "services").tab())


def test_both_ends_of_a_referral_speak_of_the_same_things():
    """What we ask others not to ask again, and what they ask of us."""
    outwards = [choice.code for choice in form("F12").field("already_told").choices]

    assert [choice.code for choice in choice_list("lk_not_again")] == outwards


def test_help_without_a_file_keeps_nothing_of_who_sent_her(desk: Desk):
    """Ruling 18."""
    opening = desk.records.open("F01")
    for key, value in (("ref_source", "ngo"), ("ref_by", "Casa Norte"), ("ref_not_again", ("family",)),
                       ("may_keep_note", "no"), ("needs_now", ("food",))):
        opening.session.answer(key, value)
    kept = desk.records.save(opening)

    assert kept.without_file
    assert desk.referring.came(kept.case).by == ""
    assert desk.referring.came(kept.case).not_again == ()
