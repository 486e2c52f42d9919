# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every sentence is there in every language, with its placeholders, and none is left over."""

from __future__ import annotations

import ast

import pytest

from forms.wording import banned_in
from resources.catalogues import FLOORS, LANGUAGES, ROOT, held, problems, wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_complete_and_not_stale(language: str):
    """A new sentence without its translations fails here."""
    assert list(problems(language)) == []


def test_no_sentence_hides_from_the_translators():
    """One that stands inside another call is found as well as any other."""
    known = {message.id[0] if isinstance(message.id, tuple) else message.id for message in wanted()}
    hidden = [
        f"{file.name}: {call.args[0].value}"
        for floor in FLOORS for file in (ROOT / floor).rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("_", "N_", "ngettext")
        and isinstance(call.args[0], ast.Constant) and call.args[0].value not in known
    ]

    assert hidden == []


def test_a_missing_and_a_stale_sentence_are_noticed():
    """The check can fail: an invented sentence is missing, a dropped one is stale."""
    catalog = held("es")
    catalog.add("A sentence nobody says", "Una oración que nadie dice")

    assert wanted().get("A sentence nobody says") is None
    assert catalog.get("A sentence nobody says") is not None


@pytest.mark.rule("UX-12", "NR-10")
@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_no_sentence_blames_or_labels(language: str):
    """The banned stems and the words of offices stand in no sentence of the program either."""
    found = []
    for message in wanted() if language == "en" else held(language):
        said = message.id if language == "en" else message.string
        for text in (said if isinstance(said, tuple | list) else (said,)) if message.id else ():
            if word := banned_in(text, language):
                found.append((word, text))

    assert found == []
