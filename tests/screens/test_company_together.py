# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody sits beside her, or comes in meanwhile: only what she lets that person hear is shown (PA-14)."""

from __future__ import annotations

import pytest

from assist.desk import Desk
from tests.screens.at_together import at_parts, opened, reached, strings, words_in
from tests.screens.at_window import AtWindow
from tests.screens.histories import fill
from ui.coview.page import CoviewPage
from ui.shell.sitting import Sitting


@pytest.mark.rule("PA-14")
def test_somebody_beside_her_sees_what_she_chose(at_window: AtWindow, sitting: Sitting, luz: str, desk: Desk):
    """Asked before it opens; while that person is marked as here the other parts are nowhere in the window."""
    fill(desk, "F07", luz, {"support_wish": ("peers",)})
    fill(desk, "SUPPORT", luz, {"may_hear": ("plan",), "code": "T-1"})
    sitting.go("case", case=luz, tab="plan")
    at_window.settle()
    sitting.together.ask(luz, "plan")
    at_window.settle()
    sheet = sitting.asker.sheet
    assert not sitting.together.is_open
    sheet.here.buttons()[0].click()
    sheet.go_on.click()
    at_window.settle()

    page = sitting.together.window.look
    assert set(page.parts.buttons) == {"plan", "order"}
    assert "peers" not in strings(reached(page))
    page.part_wanted.emit("health")
    at_window.settle()
    assert "peers" not in strings(reached(page))


@pytest.mark.rule("PA-14")
def test_somebody_comes_in_meanwhile(at_window: AtWindow, sitting: Sitting, luz: str, desk: Desk):
    """At once less is there; more comes back only through whoever signed in."""
    fill(desk, "F07", luz, {"support_wish": ("peers",)})
    page = at_parts(at_window, sitting, luz)
    opened(at_window, page, "health")
    assert "health" in page.parts.buttons
    fill(desk, "SUPPORT", luz, {"may_hear": ("plan",), "code": "T-1"})
    sitting.together.heard(fill(desk, "F11", luz, {"outcome": "held"}).changes)
    at_window.settle()
    page.parts.joins.click()
    page.company.buttons[0].click()
    at_window.settle()
    assert set(page.parts.buttons) == {"plan", "order"}
    assert "peers" not in strings(reached(page))

    page.parts.joins.click()
    page.company.buttons[-1].click()  # somebody she said nothing about
    at_window.settle()
    assert set(page.parts.buttons) == set()
    assert "Coser" not in words_in(page)
    assert not page.parts.wrong.isVisible()  # nothing is open of which it could be said


@pytest.mark.rule("PA-14")
def test_what_was_asked_for_before_somebody_came_in_is_not_shown_any_more(
    at_window: AtWindow, sitting: Sitting, luz: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    """Neither the part that was on its way nor a question about it."""
    fill(desk, "F07", luz, {"support_wish": ("peers",)})
    page = at_parts(at_window, sitting, luz)
    shown_parts, asked = list[str](), list[object]()
    monkeypatch.setattr(page, "show_part", lambda part: shown_parts.append(part.name))
    monkeypatch.setattr(page, "show_ask", lambda session, _keys: asked.append(session))

    page.part_wanted.emit("health")
    page.wrong_wanted.emit("health")
    page.company.chosen.emit("")
    at_window.settle()

    assert (shown_parts, asked) == ([], [])


@pytest.mark.rule("PA-14")
def test_her_words_beside_a_part_are_kept_from_whoever_may_not_hear_all_they_are_about(
    at_window: AtWindow, sitting: Sitting, luz: str, desk: Desk
):
    """What she wants corrected of her plan is there; what is about her health as well, or about everything, is not."""
    fill(desk, "SUPPORT", luz, {"may_hear": ("plan",), "code": "T-1"})
    for said, items in (("SOLODELPLAN", ("plan",)), ("PLANYSALUD", ("plan", "health")), ("DETODO", ("all",))):
        fill(desk, "F19", luz, {"kind": "note", "her_words": said, "items": items})
    page = at_parts_alone(at_window, sitting, luz)
    assert all(said in words_in(page) for said in ("SOLODELPLAN", "PLANYSALUD", "DETODO"))

    page.company.chosen.emit("T-1")
    at_window.settle()

    assert "SOLODELPLAN" in words_in(page)
    assert not [said for said in ("PLANYSALUD", "DETODO") if said in strings(reached(page))]


def at_parts_alone(at_window: AtWindow, sitting: Sitting, case: str) -> CoviewPage:
    """Opened with nobody beside her though somebody may come."""
    sitting.go("case", case=case, tab="plan")
    at_window.settle()
    sitting.together.ask(case, "plan")
    at_window.settle()
    sitting.asker.sheet.go_on.click()
    at_window.settle()
    page = sitting.together.window.look
    page.explained.go_on.click()
    at_window.settle()
    return page
