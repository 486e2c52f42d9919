# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody was sent to us: by whom, and what she need not say again. It stands above every form from then on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assist.i18n import _, text_of
from forms.loader import choice_list
from forms.loader import form as load_form
from ui import wording
from ui.dialogs.sheet import Sheet
from ui.form_view.wording import choices_of, short_question
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit

FIRST = "F01"
NOBODY = "self"


class NotAgainCard(Card):
    """One line for the worker; not there where nothing was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.fill, self.line = "ochre_tint", "line"
        self.words = Label("", Role.STRONG)
        self.body.addWidget(self.words)
        self.hide()

    def show_codes(self, codes: Sequence[str]) -> None:
        """Codes of ``lk_not_again``."""
        self.setVisible(bool(codes))
        if codes:
            self.words.setText(_("Please do not ask again about: {what}").format(
                what=wording.chosen(FIRST, "ref_not_again", codes)))


class SentBy(Sheet):
    """Says ``given`` with answers to the first contact, by key."""

    given = Signal(dict)

    def __init__(self, beneath: QWidget) -> None:
        super().__init__(_("Who sent her to us?"), beneath, way_out=_("Not now"))
        form = load_form(FIRST)
        self.source = ChoiceButtons([pair for pair in choices_of(form.field("ref_source")) if pair[0] != NOBODY])
        self.by = LineEdit()
        self.by.setMaxLength(form.field("ref_by").max_length)
        self.again = ChoiceButtons(
            [(choice.code, text_of(choice.label)) for choice in choice_list("lk_not_again")], multiple=True)
        for key, control in (("ref_source", self.source), ("ref_by", self.by), ("ref_not_again", self.again)):
            words = short_question(form.field(key))
            control.setAccessibleName(words)
            self.add(Label(words, Role.STRONG))
            self.add(control, first=key == "ref_source")
        self.keep = PrimaryButton(_("Go on"))
        self.keep.clicked.connect(self._give)
        self.finish(self.keep)

    def _give(self) -> None:
        said = {"ref_source": "".join(self.source.picked()), "ref_by": self.by.text().strip(),
                "ref_not_again": self.again.picked()}
        self.close_sheet()
        self.given.emit({key: value for key, value in said.items() if value})
