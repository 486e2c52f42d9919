# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The passphrase page: shown, written on paper, and two of the words typed back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout

from assist.i18n import _
from ui.dialogs.entrance_page import EntrancePage
from ui.dialogs.passphrase_words import OwnWords, SixWords, TypeBack
from ui.tasks import Lane
from ui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from ui.widgets.labels import Label, Title

_SHOWN, _TYPED, _OWN = "shown", "typed", "own"


class PaperPage(EntrancePage):
    """Says ``ready`` with the passphrase, and ``back``."""

    ready = Signal(str)
    back = Signal()

    def __init__(self, lane: Lane, language: str, names: tuple[str, str], made: str = "") -> None:
        """``made`` is what the last button says; usually that the workspace is made."""
        super().__init__(wide=560)
        self._made = made or _("Make the workspace")
        self.languages.hide()
        self.words = SixWords(language)
        self.type_back = TypeBack()
        self.type_back.entered.connect(self._go_on)
        self.own = OwnWords(lane, names)
        self.heading, self.lead = Title(), Label("", tone="muted")
        self.go_on = PrimaryButton()
        self.go_on.clicked.connect(self._go_on)
        self.way_back = QuietButton(_("Back"))
        self.way_back.clicked.connect(self._back)
        self.other_way = LinkButton()
        self.other_way.clicked.connect(self._turn)
        self.step = _SHOWN
        self._build()

    def title(self) -> str:
        """What this page is about."""
        return _("Your passphrase")

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard is where the step wants it."""
        if not event.spontaneous():
            self._show(self.step)

    def wait(self, words: str) -> None:
        """The workspace is being made."""
        for button in (self.go_on, self.way_back, self.other_way):
            button.setEnabled(not words)
        self.go_on.set_text(words or self._made)

    def _go_on(self) -> None:
        if self.step == _SHOWN:
            self._show(_TYPED)
        elif self.step == _TYPED and self.type_back.fits(self.words):
            self.ready.emit(self.words.passphrase)
        elif self.step == _OWN and self.own.passphrase:
            self.ready.emit(self.own.passphrase)

    def _back(self) -> None:
        if self.step == _TYPED:
            self._show(_SHOWN)
        else:
            self.back.emit()

    def _turn(self) -> None:
        self._show(_SHOWN if self.step == _OWN else _OWN)

    def _show(self, step: str) -> None:
        self.step = step
        titles = {
            _SHOWN: _("Six words that open Amparo"), _TYPED: _("Two of them, from your paper"),
            _OWN: _("A passphrase of your own"),
        }
        leads = {
            _SHOWN: _("Write them on paper, in this order. Keep the paper away from this laptop. "
                      "Without them nobody can open the work, and nobody can bring them back."),
            _TYPED: _("Just to be sure that the paper can be read. Accents and capitals do not matter."),
            _OWN: _("Nobody can bring it back if it is forgotten."),
        }
        self.heading.setText(titles[step])
        self.lead.setText(leads[step])
        self.words.setVisible(step == _SHOWN)
        self.type_back.setVisible(step == _TYPED)
        self.own.setVisible(step == _OWN)
        self.go_on.set_text(_("They are on paper") if step == _SHOWN else self._made)
        self.other_way.set_text(_("use six words") if step == _OWN else _("use a passphrase of my own"))
        self.other_way.setVisible(step != _TYPED)
        if step == _TYPED:
            self.type_back.draw()
        elif step == _OWN:
            self.own.first.setFocus()
        else:
            self.go_on.setFocus()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.go_on)
        row.addWidget(self.way_back)
        row.addStretch(1)
        for part in (self.heading, self.lead, self.words, self.type_back, self.own):
            self.body.addWidget(part)
        self.body.addLayout(row)
        self.body.addWidget(self.other_way)
