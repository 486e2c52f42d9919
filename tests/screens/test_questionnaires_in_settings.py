# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Questionnaires in the settings: off until a role is picked, and each with its terms."""

from __future__ import annotations

from tests.screens.at_window import AtWindow, seen
from tests.screens.test_settings import pick, tab_of


def test_one_is_switched_on_for_a_role_and_off_again(at_window: AtWindow, sitting):
    """What is picked holds at once; what is offered from the start has no switch."""
    tab = tab_of(at_window, "questionnaires")
    desk = sitting.desk if hasattr(sitting, "desk") else at_window.sitting.desk

    assert set(tab.choices) == {"phq9", "phq8", "phq4", "gad7", "k6", "itq"}
    assert "WHO-5 wellbeing" in tab.offered.text()
    assert {button.code for button in tab.choices["itq"].buttons()} == {"psychologist"}
    pick(at_window, tab.choices["gad7"], "caseworker")
    row = next(row for row in desk.questionnaires.rows() if row.ident == "gad7")
    assert row.on_for == frozenset({"caseworker"})

    pick(at_window, tab.choices["gad7"], "caseworker")
    row = next(row for row in desk.questionnaires.rows() if row.ident == "gad7")
    assert not row.is_on


def test_whether_somebody_can_help_today_is_answered_here(at_window: AtWindow, sitting):
    """And read again when one comes back; where a sheet comes from stands beside it."""
    tab = tab_of(at_window, "questionnaires")

    pick(at_window, tab.responder, "yes")
    tab_of(at_window, "about")
    tab = tab_of(at_window, "questionnaires")

    assert tab.responder.picked() == ("yes",)
    assert "https://www.phqscreeners.com/" in seen(at_window.window)
