# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One line that waits: what it is, the way to it, and a supervisor's word; or a worker's answer to a question."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assist import i18n
from assist.crypto.codes import shown
from assist.i18n import _
from assist.services.supervising import LONGEST, AskedRow, QueueRow
from ui import wording
from ui.dialogs.sheet import Sheet
from ui.screens.team.words import DONE, HEADS, about
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit


class AnswerSheet(Sheet):
    """Says ``looked`` (to the file), ``read`` (in order), or ``asked`` with a question for the worker."""

    looked = Signal()
    read = Signal()
    asked = Signal(str)

    def __init__(self, row: QueueRow, beneath: QWidget) -> None:
        super().__init__(" · ".join((shown(row.code), _(HEADS[row.kind]))), beneath, way_out=_("Not now"))
        for words in _told(row):
            self.add(words)
        self.look = QuietButton(_("To the file"))
        self.look.clicked.connect(self._look)
        self.add(self.look, first=True)
        self.question = LineEdit(placeholder=_("Or ask back, in a sentence"))
        self.question.setMaxLength(LONGEST)
        self.question.setAccessibleName(_("Question for the worker"))
        self.question.textEdited.connect(lambda _text: self._fit())
        self.question.returnPressed.connect(self._ask)
        self.add(self.question)
        self.ask_it = QuietButton(_("Ask back"))
        self.ask_it.clicked.connect(self._ask)
        self.done = PrimaryButton(_(DONE[row.kind])) if row.kind in DONE else None
        if self.done is not None:
            self.done.clicked.connect(self._done)
        self.finish(*([self.done] if self.done is not None else []), self.ask_it)
        self._fit()

    def _fit(self) -> None:
        self.ask_it.setEnabled(bool(self.question.text().strip()))

    def _look(self) -> None:
        self.close_sheet()
        self.looked.emit()

    def _done(self) -> None:
        self.close_sheet()
        self.read.emit()

    def _ask(self) -> None:
        words = self.question.text().strip()
        if words:
            self.close_sheet()
            self.asked.emit(words)


class ReplySheet(Sheet):
    """Says ``given`` with what a worker answers, or ``looked``."""

    looked = Signal()
    given = Signal(str)

    def __init__(self, row: AskedRow, beneath: QWidget) -> None:
        super().__init__(_("{who} asks").format(who=row.by or _("Somebody")), beneath, way_out=_("Not now"))
        self.add(Label(" · ".join((shown(row.code), _(HEADS[row.kind]), i18n.day(row.on))), Role.SMALL, "muted"))
        self.add(Label(wording.quoted(row.question)))
        self.reply = LineEdit(placeholder=_("Your answer"))
        self.reply.setMaxLength(LONGEST)
        self.reply.setAccessibleName(_("Your answer"))
        self.reply.textEdited.connect(lambda _text: self._fit())
        self.reply.returnPressed.connect(self._give)
        self.add(self.reply, first=True)
        self.give = PrimaryButton(_("Send the answer"))
        self.give.clicked.connect(self._give)
        self.look = QuietButton(_("To the file"))
        self.look.clicked.connect(self._look)
        self.finish(self.give, self.look)
        self._fit()

    def _fit(self) -> None:
        self.give.setEnabled(bool(self.reply.text().strip()))

    def _look(self) -> None:
        self.close_sheet()
        self.looked.emit()

    def _give(self) -> None:
        words = self.reply.text().strip()
        if words:
            self.close_sheet()
            self.given.emit(words)


def _told(row: QueueRow) -> list[Label]:
    found = [Label(about(row))]
    if row.worker:
        words = _("Accompanied by {who}. It stands here since {day}.")
        found.append(Label(words.format(who=row.worker, day=i18n.day(row.on)), Role.SMALL, "muted"))
    if row.answer:
        found.append(Label(_("You asked: {question}").format(question=wording.quoted(row.question)), tone="muted"))
        found.append(Label(_("The answer: {answer}").format(answer=wording.quoted(row.answer))))
    return found
