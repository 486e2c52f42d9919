# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Before a release somebody asks which words no survivors have read yet (PA-13)."""

from __future__ import annotations

import json

import pytest

from forms import loader
from forms.model import LANGUAGES
from ui.cli import main as command_line
from ui.cli.answers import NEEDS_PERSON

pytestmark = pytest.mark.rule("PA-13")


def main(words: list[str]) -> int:
    """A command as typed; it opens no window."""
    return command_line.main(words, lambda folder: pytest.fail(f"a window for {folder.name}"))


def test_the_list_names_every_unread_form_language_by_language(capsys: pytest.CaptureFixture[str]):
    """And ends with the status that says a person is needed."""
    status = main(["forms", "reviews", "--json"])
    told = json.loads(capsys.readouterr().out.strip().splitlines()[-1])["not_reviewed"]

    assert set(told) == set(LANGUAGES)
    for language, idents in told.items():
        assert idents == [form.id for form in loader.forms()
                          if form.is_for_participants and not form.reviewed_by_survivor_group.get(language)]
    assert status == (NEEDS_PERSON if any(told.values()) else 0)


def test_when_all_were_read_it_says_so(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Nothing waits, and the status is that of good news."""
    monkeypatch.setattr("ui.cli.formwork.all_forms", tuple)

    assert main(["forms", "reviews"]) == 0
    assert "has read every form" in capsys.readouterr().out
