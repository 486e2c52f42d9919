# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The acceptance story: one woman, from the night she arrives to the day she leaves, through real windows.

Three people of a house have a laptop each; what they do, they do with clicks and keys.
Pictures of every step: ``run.py shots DIR story``.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.story import coming_back, danger, figures, first_nights, her_plan, leaving, others
from tests.story.conftest import Story

STEPS: dict[int, Callable[[Story], None]] = {
    1: first_nights.arrives,
    2: first_nights.is_called_luz,
    3: first_nights.is_not_sure_of_danger,
    4: first_nights.agrees_to_be_accompanied,
    5: danger.says_he_is_near,
    6: danger.agree_on_measures,
    7: danger.thirty_quiet_days,
    8: her_plan.is_ready,
    9: her_plan.leaves_a_question_out,
    10: her_plan.sees_it_differently,
    11: others.office_hears_four_things,
    12: others.another_hears_nothing,
    13: others.looks_back_on_three_months,
    14: others.two_pages_for_supervision,
    15: figures.says_no_to_figures,
    16: leaving.leaves_by_choice,
    17: coming_back.comes_back,
}


@pytest.mark.rule("PA-03", "PA-08", "PA-11", "CO-11", "CO-16", "WP-05", "WP-06", "WP-07")
@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_her_story_from_the_first_night_on(language: str, story: Callable[[str], Story]):
    """Each step as the story promises it, on the screen and in what was kept."""
    told = story(language)
    for told.step, step in STEPS.items():
        step(told)
