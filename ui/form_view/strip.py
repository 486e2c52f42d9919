# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The quiet line under a question: three links while the keyboard is there, a small mark otherwise."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from assist.i18n import N_, _
from forms.answers import AnswerState
from ui.form_view.wording import STATE_WORDS
from ui.icons import paint_icon
from ui.theme import CONTROL, RING, Role, colours
from ui.widgets.buttons import LinkButton
from ui.widgets.labels import Label
from ui.widgets.painting import brush
from ui.widgets.roving import Roving

SKIPS = (AnswerState.PREFERS_NOT_TO_SAY, AnswerState.DOES_NOT_KNOW)
WHY = N_("why do you ask?")
WHAT_FOR = N_("what is this for?")


class StateMark(QWidget):
    """A sign and a word for how a question stands; no state is shown as a mistake."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign, self._tone = "", "muted"
        self._words = Label("", Role.SMALL, "muted", wrap=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 0, 0)
        row.addWidget(self._words)
        row.addStretch(1)

    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def show_mark(self, words: str, sign: str, tone: str = "muted") -> None:
        """Other words, another sign."""
        self._sign, self._tone = sign, tone
        self._words.setText(words)
        self._words.set_tone(tone)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sign before the words."""
        if self._sign and self._words.text():
            painter = brush(self)
            place = QRectF(RING - 1, (self.height() - 16) / 2, 16, 16)
            paint_icon(painter, self._sign, place, getattr(colours(), self._tone))
            painter.end()


class AnswerStrip(QStackedWidget):
    """One Tab stop: arrows go from link to link, the next Tab leaves.

    ``may_skip`` gives the two links for questions put to the person, ``may_not_apply`` a third. The height never
    changes.
    """

    state_asked = Signal(object)
    why_asked = Signal()

    def __init__(self, question: str, may_skip: bool, has_why: bool, parent: QWidget | None = None, *,
                 may_not_apply: bool = False) -> None:
        super().__init__(parent)
        self._roving = Roving()
        ways = (*SKIPS, AnswerState.NOT_APPLICABLE) if may_not_apply else SKIPS
        self.skips = {state: self._link(_(STATE_WORDS[state]), question) for state in ways if may_skip}
        self.why = self._link(_(WHY) if may_skip else _(WHAT_FOR), question) if has_why else None
        self.mark = StateMark()
        self._links = QWidget()
        self._build()

    def links(self) -> tuple[LinkButton, ...]:
        """Every link, in order."""
        return (*self.skips.values(), *((self.why,) if self.why else ()))

    def is_open(self) -> bool:
        """Whether the links are shown now."""
        return self.currentWidget() is self._links

    def set_open(self, open_: bool) -> None:
        """Show the links or the mark."""
        self.setCurrentWidget(self._links if open_ and self.links() else self.mark)

    def show_state(self, state: AnswerState, lacking: bool = False) -> None:
        """Say how the question stands; ``lacking`` for a duty of the worker with nothing written."""
        for skip, link in self.skips.items():
            link.setChecked(state is skip)
        if lacking:
            self.mark.show_mark(_("for the team to fill in"), "pencil", "ochre")
        elif state is AnswerState.NOT_ASKED:
            self.mark.show_mark(_(STATE_WORDS[state]) if self.skips else "", "dot")
        else:
            told = state in (AnswerState.ANSWERED, AnswerState.TOLD_ELSEWHERE)
            self.mark.show_mark(_(STATE_WORDS[state]), "check" if told else "minus", "green" if told else "muted")

    def sizeHint(self) -> QSize:
        """One line of links."""
        return QSize(self._links.sizeHint().width(), CONTROL)

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(120, CONTROL)

    def _link(self, words: str, question: str) -> LinkButton:
        link = LinkButton(words)
        link.roving = self._roving
        link.setAccessibleDescription(question)
        return link

    def _build(self) -> None:
        row = QHBoxLayout(self._links)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for state, link in self.skips.items():
            link.setCheckable(True)
            link.clicked.connect(lambda _on=False, state=state: self.state_asked.emit(state))
        if self.why is not None:
            self.why.clicked.connect(self.why_asked)
        for link in self.links():
            row.addWidget(link)
        row.addStretch(1)
        self._roving.put(self.links())
        self.addWidget(self.mark)
        self.addWidget(self._links)
        self.setFixedHeight(CONTROL)
        self.show_state(AnswerState.NOT_ASKED)
