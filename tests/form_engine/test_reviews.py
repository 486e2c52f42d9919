# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Survivors review the forms: a day for each language, or not yet (PA-13)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms import loader
from forms.linter import lint_form
from forms.model import LANGUAGES

pytestmark = pytest.mark.rule("PA-13")


def test_a_review_holds_for_the_language_that_was_read():
    """Read in Spanish is not read in French."""
    form = replace(loader.form("F16"), reviewed_by_survivor_group={"es": "2027-03-01", "fr": ""})

    assert {language: form.is_reviewed(language) for language in LANGUAGES} == {
        "en": False, "es": True, "pt": False, "fr": False}


def test_a_form_that_is_put_to_nobody_needs_no_review():
    """What the team alone reads is not for survivors to judge."""
    assert not loader.form("AGR").is_for_participants
    assert all(loader.form("AGR").is_reviewed(language) for language in LANGUAGES)


@pytest.mark.parametrize("said", [{"es": "soon"}, {"es": "2027-02-30"}, {"qu": "2027-03-01"}])
def test_a_review_without_a_day_is_found(said: dict[str, str]):
    """A word in its place would silence the badge."""
    form = replace(loader.form("F16"), reviewed_by_survivor_group=said)

    assert [each.check for each in lint_form(form)] == [14]
    assert not lint_form(replace(form, reviewed_by_survivor_group={"es": "2027-03-01"}))
