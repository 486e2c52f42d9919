# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A new passphrase: six words to write on paper and type back two of, or one's own, judged while it is typed."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from assist.i18n import N_, _
from assist.services import passphrases
from ui.dialogs.entrance_page import labelled
from ui.dialogs.passphrase_field import PassphraseField
from ui.tasks import Job, Lane
from ui.theme import Role
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit

SENTENCES = {
    "passphrase.short": N_("A little longer, please: fifteen letters or more."),
    "passphrase.guessable": N_("This one can be guessed. A few unusual words more make it strong."),
    "passphrase.name": N_("It holds a name from around here. Another word is safer."),
}
_PAUSE_MS = 250


class SixWords(Card):
    """Six numbered words, large enough to copy by hand, and others if these do not please."""

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._language = language
        self.passphrase = ""
        self._labels = [Label("", Role.QUESTION) for _at in range(passphrases.WORDS)]
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for at, label in enumerate(self._labels):
            grid.addWidget(label, at // 2, at % 2)
        self.others = LinkButton(_("other words"))
        self.others.clicked.connect(self.draw)
        self.body.addLayout(grid)
        self.body.addWidget(self.others)
        self.draw()

    def draw(self) -> None:
        """Six new ones."""
        self.passphrase = passphrases.propose(self._language)
        for at, (label, word) in enumerate(zip(self._labels, self.passphrase.split(), strict=True), 1):
            label.setText(f"{at} · {word}")

    def word(self, place: int) -> str:
        """The word at that place, from 1."""
        return self.passphrase.split()[place - 1]


class OwnWords(QWidget):
    """A passphrase of one's own, twice. Says ``judged`` after each pause in typing."""

    judged = Signal(bool)

    def __init__(self, lane: Lane, names: Iterable[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lane, self._names = lane, tuple(names)
        self._job: Job | None = None
        self.is_good = False
        self.first = PassphraseField(_("Your passphrase"))
        self.second = PassphraseField(_("Once more"))
        self.judgement = Label(
            _("Fifteen letters or more; a sentence only you would say is good."), Role.SMALL, "muted")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._judge)
        for field in (self.first, self.second):
            field.typed.connect(self._typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Label(_("Your passphrase"), Role.CAPTION))
        column.addWidget(self.first)
        column.addWidget(self.judgement)
        column.addWidget(Label(_("Once more"), Role.CAPTION))
        column.addWidget(self.second)

    @property
    def passphrase(self) -> str:
        """What was typed, when both lines say the same and it is strong; else nothing."""
        same = self.first.text() == self.second.text()
        return self.first.text() if same and self.is_good else ""

    def _typed(self, _text: str) -> None:
        self.is_good = False
        self._pause.start()

    def _judge(self) -> None:
        if self._job is not None:
            self._job.cancel()
        typed, names = self.first.text(), self._names
        self._job = self._lane.run(lambda: passphrases.judge(typed, names), owner=self, then=self._say)

    def _say(self, verdict: passphrases.Judgement) -> None:
        self.is_good = verdict.ok
        if not self.first.text():
            self.judgement.setText("")
        elif not verdict.ok:
            self.judgement.setText(_(SENTENCES[verdict.code]))
        elif self.second.text() and self.first.text() != self.second.text():
            self.judgement.setText(_("Strong. The two lines are not the same yet."))
        else:
            self.judgement.setText(_("Strong."))
        self.judgement.set_tone("green" if verdict.ok else "ochre")
        self.judged.emit(verdict.ok)


class TypeBack(Card):
    """Two of the six words, drawn each time."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.places = (1, 2)
        self.lines = (LineEdit(), LineEdit())
        self._labels = (Label("", Role.CAPTION), Label("", Role.CAPTION))
        self.said = Label("", Role.SMALL, "ochre")
        self.said.hide()
        for label, line in zip(self._labels, self.lines, strict=True):
            line.returnPressed.connect(self.entered)
            self.body.addWidget(labelled("", line, label))
        self.body.addWidget(self.said)

    def draw(self) -> None:
        """Two places, the lower one first."""
        first = secrets.randbelow(passphrases.WORDS - 1) + 1
        second = first + 1 + secrets.randbelow(passphrases.WORDS - first)
        self.places = (first, second)
        self.said.hide()
        for place, label, line in zip(self.places, self._labels, self.lines, strict=True):
            words = _("Word number {place}").format(place=place)
            label.setText(words)
            line.setAccessibleName(words)
            line.clear()
        self.lines[0].setFocus()

    def fits(self, words: SixWords) -> bool:
        """Whether both came back; says which one to look at again."""
        for place, line in zip(self.places, self.lines, strict=True):
            if not passphrases.is_same(line.text(), words.word(place)):
                self.said.setText(_("Word number {place} reads differently on the list.").format(place=place))
                self.said.show()
                line.setFocus()
                return False
        return True
