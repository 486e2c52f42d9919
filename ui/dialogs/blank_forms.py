# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which blank form, in which language."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assist import i18n
from assist.i18n import _, text_of
from forms.loader import forms
from forms.model import LANGUAGES
from ui.dialogs.sheet import Sheet
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label

NAMES = {"en": "English", "es": "Español", "pt": "Português", "fr": "Français"}
"""Languages call themselves by their own name."""


@dataclass(frozen=True, slots=True)
class BlankWanted:
    """A form that may go on paper, and the language it speaks."""

    form: str
    language: str


class BlankForms(Sheet):
    """Says ``wanted``; its owner asks where the PDF goes."""

    wanted = Signal(object)

    def __init__(self, beneath: QWidget) -> None:
        super().__init__(_("Print blank forms"), beneath, way_out=_("Not now"))
        papers = [(form.id, text_of(form.title)) for form in forms() if form.paper]
        self.form = ChoiceButtons(papers)
        self.form.setAccessibleName(_("Form"))
        self.form.pick([papers[0][0]])
        self.language = ChoiceButtons([(code, NAMES[code]) for code in LANGUAGES])
        self.language.setAccessibleName(_("Language"))
        self.language.pick([i18n.language()])
        for choice in (self.form, self.language):
            choice.chosen.connect(lambda _codes: self._fit())
        self.save = PrimaryButton(_("Save the PDF"))
        self.save.clicked.connect(self._want)
        self.add(Label(_("A blank form bears no name, no code and no sign of the house. It is typed in later."),
                       tone="muted"))
        self.add(self.form, first=True)
        self.add(Label(_("In which language?"), Role.STRONG))
        self.add(self.language)
        self.finish(self.save)

    def _fit(self) -> None:
        self.save.setEnabled(bool(self.form.picked() and self.language.picked()))

    def _want(self) -> None:
        chosen = BlankWanted(self.form.picked()[0], self.language.picked()[0])
        self.close_sheet()
        self.wanted.emit(chosen)
