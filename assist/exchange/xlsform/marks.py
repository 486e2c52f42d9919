# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""By what a form of ours is known again when it comes back from a telephone."""

from __future__ import annotations

import re

from forms.answers import AnswerState

FORM_ID = "amparo_"
"""How the name of the form begins there."""

MARK = "amparo_form"
"""A reckoned column that says in every row which form it is, and in which version: ``F01.3``."""

ASKED_ON = "asked_on"
"""The column in which the telephone notes the day."""

STATES = {
    state.value: state for state in (
        AnswerState.PREFERS_NOT_TO_SAY, AnswerState.DOES_NOT_KNOW, AnswerState.NOT_APPLICABLE)
}
"""What stands beside every choice: leaving a question alone is an answer there too."""

BETWEEN = re.compile(r"[/.:-]")
"""What programs put between a group and a question in a heading."""

PLACES = "__"
"""Before the number, where the places of an order are asked one by one: ``needs_now__1``."""


def place_of(key: str, number: int) -> str:
    """The question for one place of an order."""
    return f"{key}{PLACES}{number}"


def is_mark(heading: str) -> bool:
    """Whether a heading is that of the column by which a form of ours is known."""
    return BETWEEN.split(heading.strip())[-1] == MARK
