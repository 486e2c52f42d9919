# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One question on its sheet: the words, the answer, and one quiet line."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from assist.i18n import _, text_of
from forms.answers import AnswerState
from forms.model import Field
from ui.form_view.binder import Binder
from ui.form_view.field_widgets import NOTHING_OFFERED, answer_widget, focus_on
from ui.form_view.place_hint import PlaceHint, watches
from ui.form_view.rows import Offers, RowsQuestion
from ui.form_view.strip import AnswerStrip
from ui.theme import Role
from ui.widgets.card import Card
from ui.widgets.labels import Label


class QuestionCard(Card):
    """Shows one field of the session and writes into it through the binder.

    No question is ever marked as missing, wrong or obligatory; what cannot be read gets one calm
    sentence under the answer.
    """

    why_asked = Signal(str)

    def __init__(self, field: Field, binder: Binder, offers: Offers, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.field = field
        self._binder = binder
        words = text_of(field.label)
        self.question = Label(words, Role.QUESTION)
        self.hint = Label(text_of(field.hint), Role.SMALL, "muted")
        self.rows = RowsQuestion(field, binder, offers) if field.has_rows else None
        self.control = None if self.rows else answer_widget(field, offers.get(field.key, NOTHING_OFFERED))
        self.answer: QWidget = self.rows or self.control.widget
        self.problem = Label("", Role.SMALL, "ochre")
        self.apart = Label(_("Colleagues wrote different things here. An answer given now settles it."), Role.SMALL,
                           "ochre")
        self.apart.setVisible(field.key in binder.differing)
        self.place_hint = PlaceHint(words) if watches(field) else None
        self.strip = AnswerStrip(words, field.is_participant, bool(text_of(field.why)),
                                 may_not_apply=field.may_not_apply)
        self._name(words)
        self._lay()
        self._connect()
        self.refresh()

    def refresh(self, but: str = "") -> None:
        """Show what the session holds; the place somebody is writing at (``but``) is left alone."""
        key, memory = self.field.key, self._binder.memory
        answer = self._binder.session.answer_of(key)
        if self.rows:
            self.rows.refresh(but)
        elif key in memory.unread:
            if key != but:
                self.control.show_raw(memory.unread[key])
        elif key != but:
            self.control.show(answer.value if answer.state.carries_value else None)
        self.strip.show_state(answer.state, key in self._binder.session.state.lacking)
        self.show_problem(memory.problems.get(key, ""))

    def show_problem(self, words: str) -> None:
        """One sentence under the answer, "" for none."""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        self.answer.setAccessibleDescription(words or self.hint.text())

    def set_active(self, active: bool) -> None:
        """Links while the keyboard is here, a mark otherwise."""
        self.strip.set_open(active or self.underMouse())

    def focus_answer(self) -> None:
        """Bring the keyboard to the answer."""
        focus_on(self.answer)

    def skip(self, state: AnswerState) -> None:
        """There is no answer: of the cell with the keyboard where it may say so itself, else of the question."""
        if not self.field.is_participant and not self.field.has_rows:
            return
        found = self.rows.focused_cell() if self.rows else None
        if found and found[1].may_be_skipped:
            self._binder.skip_cell(self.field.key, found[0], found[1].column.key, state)
        elif self.field.is_participant:
            self._binder.skip(self.field.key, state)
        self.refresh()

    def ask_why(self) -> None:
        """Only where there is a reason to tell."""
        if self.strip.why is not None:
            self.why_asked.emit(self.field.key)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press anywhere on the sheet goes to its answer."""
        super().mousePressEvent(event)
        here = self.window().focusWidget()
        if here is None or not self.isAncestorOf(here):
            self.focus_answer()

    def enterEvent(self, event: QEnterEvent) -> None:
        """A pointer needs the links as much as the keyboard does."""
        super().enterEvent(event)
        self.strip.set_open(True)

    def leaveEvent(self, event: QEvent) -> None:
        """Back to the mark, unless the keyboard is here."""
        super().leaveEvent(event)
        here = self.window().focusWidget()
        self.strip.set_open(here is not None and self.isAncestorOf(here))

    def _name(self, words: str) -> None:
        self.setAccessibleName(words)
        self.answer.setAccessibleName(words)
        self.answer.setAccessibleDescription(self.hint.text())
        if self.rows is None:
            for button in self.answer.findChildren(QAbstractButton):
                button.setAccessibleDescription(words)

    def _lay(self) -> None:
        self.layout().setContentsMargins(14, 14, 14, 4)
        self.body.setSpacing(0)
        self.body.addWidget(self.question)
        if self.hint.text():
            self.body.addWidget(self.hint)
        self.body.addWidget(self.apart)
        self.body.addSpacing(5)
        wide = self.control is None or self.control.is_wide
        self.body.addWidget(self.answer, 0, Qt.AlignmentFlag(0) if wide else Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.problem)
        if self.place_hint is not None:
            self.body.addWidget(self.place_hint)
        self.body.addWidget(self.strip)
        if not self.strip.links():
            self.strip.hide()
            self.layout().setContentsMargins(14, 14, 14, 14)

    def _connect(self) -> None:
        if self.control is not None:
            self._binder.bind(self.field.key, self.control)
            if self.place_hint is not None:
                self.control.said.connect(self.place_hint.look)
        self.strip.state_asked.connect(self.skip)
        self.strip.why_asked.connect(self.ask_why)
