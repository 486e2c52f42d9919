# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The line about places asks once, can be sent away and never stops anything."""

from __future__ import annotations

import pytest

from forms.loader import form
from ui.form_view.place_hint import PlaceHint, watches


@pytest.mark.rule("WP-03")
def test_an_address_in_open_text_raises_one_line_that_can_be_sent_away(qtbot):
    """After that it stays away, whatever is written."""
    hint = PlaceHint("Question a?")
    qtbot.addWidget(hint)

    hint.look("Quiere ir al grupo")
    assert hint.isHidden()
    hint.look("vive en la Calle Los Pinos 245")
    assert not hint.isHidden()
    hint.keep.click()
    hint.look("Calle Los Pinos 246")

    assert hint.isHidden()


def test_protected_text_and_choices_are_not_watched():
    """The protected addendum is the very place for a place."""
    note = form("F11")

    assert watches(note.field("facts"))
    assert not watches(note.field("protected_part"))
    assert not watches(note.field("topics"))
