# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever steps in for a colleague says why once, as long as she stays with that case."""

from __future__ import annotations

import pytest

from tests.screens.at_window import AtWindow
from tests.screens.histories import accompanied, given_to_colleague
from ui.dialogs.ask_reason import AskReason
from ui.shell.sitting import Sitting


def asked(at_window: AtWindow) -> list[AskReason]:
    """The sheets that ask for a reason now."""
    return [each for each in at_window.window.findChildren(AskReason) if each.isVisible()]


def to(at_window: AtWindow, place: str, **where: str) -> None:
    """Go there and wait until everything is shown."""
    at_window.sitting.go(place, **where)
    at_window.settle()


@pytest.mark.rule("NR-16")
def test_a_reason_holds_while_one_stays_with_the_case_and_no_longer(at_window: AtWindow, sitting: Sitting):
    """Coming back from a form of hers asks nothing again; coming from elsewhere asks."""
    case = accompanied(sitting.desk)
    given_to_colleague(sitting.desk, case)
    to(at_window, "case", case=case)
    (sheet,) = asked(at_window)
    at_window.click(sheet.reasons.buttons()[0])
    at_window.click(sheet.go_on)
    at_window.settle()
    to(at_window, "form", case=case, form="F11")
    to(at_window, "case", case=case)

    assert asked(at_window) == []

    to(at_window, "cases")
    to(at_window, "case", case=case)
    assert len(asked(at_window)) == 1
