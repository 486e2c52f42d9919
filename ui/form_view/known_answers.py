# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is already known folds into one green line: nobody has to say it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assist.i18n import _, day
from ui.icons import paint_icon
from ui.theme import CONTROL, colours
from ui.widgets.buttons import LinkButton
from ui.widgets.calm import CalmHidden
from ui.widgets.card import Card
from ui.widgets.hidden import HiddenText
from ui.widgets.labels import Label
from ui.widgets.painting import brush


@dataclass(frozen=True, slots=True)
class KnownLine:
    """One known answer as it is shown; ``confirmable`` ones are put to the person with one click."""

    key: str
    question: str
    said: str
    told_by: str = ""
    on: str = ""
    confirmable: bool = False
    confirmed: bool = False
    closed: bool = False
    heavy: bool = False
    apart: bool = False
    """Colleagues wrote different things; what is shown is believed until somebody settles it."""

    def origin(self) -> str:
        """Who told us, and when."""
        if self.confirmed:
            return _("still right, said today")
        if self.apart:
            return _("colleagues wrote different things")
        when = day(self.on)
        if self.told_by:
            told = _("told by {who} on {date}") if when else _("told by {who}")
            return told.format(who=self.told_by, date=when)
        return _("said here on {date}").format(date=when) if when else _("said here")


class KnownRow(QWidget):
    """One known answer with what can be done about it."""

    correct_asked = Signal(str)
    confirm_asked = Signal(str)
    shown = Signal(str)

    def __init__(self, line: KnownLine, calm: tuple[QObject, str] | None = None) -> None:
        super().__init__()
        self.line, self._calm = line, calm
        self._hidden: HiddenText | CalmHidden | None = None
        self.confirm = self._link(_("still right"), self.confirm_asked)
        self.correct = self._link(_("correct"), self.correct_asked)
        self.confirm.setVisible(line.confirmable and not line.confirmed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._add_words(row)
        row.addWidget(self.confirm)
        row.addWidget(self.correct)

    def reveal(self) -> None:
        """The words that were closed, for a while."""
        if self._hidden is not None:
            self._hidden.reveal(self.line.said)

    def _add_words(self, row: QHBoxLayout) -> None:
        line = self.line
        if line.closed:
            told = Label(_("{question} — {origin}").format(question=line.question, origin=line.origin()), tone="green")
            self._hidden = self._made_hidden()
            self._hidden.asked.connect(lambda: self.shown.emit(line.key))
            if isinstance(self._hidden, CalmHidden):  # its notice needs the room of a line
                column = QVBoxLayout()
                column.setSpacing(0)
                column.addWidget(told)
                column.addWidget(self._hidden)
                row.addLayout(column, 1)
            else:
                row.addWidget(told, 3)
                row.addWidget(self._hidden, 2)
        else:
            words = _("{question}: {answer} — {origin}")
            text = words.format(question=line.question, answer=line.said, origin=line.origin())
            row.addWidget(Label(text, tone="green"), 1)

    def _made_hidden(self) -> HiddenText | CalmHidden:
        if self.line.heavy and self._calm:
            return CalmHidden(*self._calm, self.line.question, characters=len(self.line.said))
        hidden = HiddenText(len(self.line.said))
        hidden.name(self.line.question)
        return hidden

    def _link(self, words: str, asked: Signal) -> LinkButton:
        link = LinkButton(words)
        link.set_tone("green")
        link.setAccessibleDescription(self.line.question)
        link.clicked.connect(lambda: asked.emit(self.line.key))
        return link


class KnownAnswers(Card):
    """One line for all of them; it unfolds, and those to be confirmed stand open.

    ``calm``: sitting and record of the notice before heavy words (see ``CalmHidden``). ``shown`` says which closed
    answer somebody wants to read; whoever writes the line of that look calls ``reveal``.
    """

    correct_asked = Signal(str)
    confirm_asked = Signal(str)
    shown = Signal(str)

    def __init__(self, lines: Sequence[KnownLine], calm: tuple[QObject, str] | None = None) -> None:
        super().__init__()
        self.fill, self.line = "green_tint", "line"
        self.rows = [KnownRow(line, calm) for line in lines]
        self.more = LinkButton(_("look or correct"))
        self.more.set_tone("green")
        self.more.clicked.connect(self.unfold)
        self.setAccessibleName(_("Already known ({count})").format(count=len(lines)))
        self._build(lines)

    def unfold(self) -> None:
        """Show every line; the keyboard goes to the first."""
        here = self.more.hasFocus()
        for row in self.rows:
            row.show()
        self.more.hide()
        if here and self.rows:
            self.rows[0].correct.setFocus(Qt.FocusReason.OtherFocusReason)

    def reveal(self, key: str) -> None:
        """Show this closed answer, if it stands here still."""
        for row in self.rows:
            if row.line.key == key:
                row.reveal()

    def summary(self) -> str:
        """The folded line."""
        return self._summary.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A tick before the line."""
        super().paintEvent(event)
        painter = brush(self)
        paint_icon(painter, "check", QRectF(13, 16, 18, 18), colours().green)
        painter.end()

    def _build(self, lines: Sequence[KnownLine]) -> None:
        self.layout().setContentsMargins(32, 5, 10, 5)
        self.body.setSpacing(4)
        self._summary = Label(_summed(lines), tone="green")
        self._summary.setMinimumHeight(CONTROL)
        head = QHBoxLayout()
        head.addWidget(self._summary, 1)
        head.addWidget(self.more)
        self.body.addLayout(head)
        below = QVBoxLayout()
        below.setSpacing(4)
        self.body.addLayout(below)
        for row in self.rows:
            row.correct_asked.connect(self.correct_asked)
            row.confirm_asked.connect(self.confirm_asked)
            row.shown.connect(self.shown)
            row.setVisible((row.line.confirmable or row.line.apart) and not row.line.confirmed)
            below.addWidget(row)


def _summed(lines: Sequence[KnownLine]) -> str:
    """``Already known (2): …``; what is closed or stands open below is not said twice."""
    open_below = [line for line in lines if (line.confirmable or line.apart) and not line.confirmed]
    told = [line for line in lines if not line.closed and line not in open_below]
    head = _("Already known ({count})").format(count=len(lines))
    words = " · ".join(f"{line.question}: {line.said}" for line in told)
    origins = {line.origin() for line in told}
    ending = f" — {origins.pop()}" if len(origins) == 1 else ""
    return f"{head}: {words}{ending}" if words else head
