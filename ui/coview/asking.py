# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions answered together: one at a time, each can be left, and stopping keeps what was said."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist.i18n import _, text_of
from forms.answers import AnswerState
from forms.model import Field
from forms.session import FormSession
from ui.coview.large import GAP, LargeButton, LargeLabel, enlarge
from ui.form_view.binder import Binder
from ui.form_view.field_widgets import AnswerWidget, answer_widget, focus_on
from ui.theme import Role
from ui.widgets.flow import FlowLayout
from ui.widgets.scrolling import ScrollPage
from ui.widgets.worded import Worded

_LEFT = {
    "prefers": AnswerState.PREFERS_NOT_TO_SAY, "unknown": AnswerState.DOES_NOT_KNOW,
}


class AskPage(QWidget):
    """Writes into one session. ``kept``: save it; ``dropped``: forget it; nothing of the team's is ever asked here.

    ``keys`` are the questions asked, all that may be looked at together when there are none.
    """

    kept = Signal()
    dropped = Signal()

    def __init__(self, session: FormSession, keys: tuple[str, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self._keys, self._here = session, keys, ""
        self._binder = Binder(session, self)
        self._binder.troubled.connect(lambda _place, words: self._show_problem(words))
        self._control: AnswerWidget | None = None
        self.question = LargeLabel("", Role.TITLE)
        self.hint = LargeLabel("")
        self.problem = LargeLabel("", tone="ochre")
        self.why = LargeLabel("")
        self.state = LargeLabel("", tone="primary")
        self.back = LargeButton(_("Back"), "back")
        self.go_on = LargeButton(_("Go on"), "arrow", filled=True)
        self.stop = LargeButton(_("Stop here and keep it"), "stop")
        self.drop = LargeButton(_("Leave it as it was"), "close")
        self.prefers = LargeButton(_("I prefer not to say"), "hand")
        self.unknown = LargeButton(_("I do not know"), "question")
        self.ask_why = LargeButton(_("Why do you ask?"), "info")
        self.listen = LargeButton(_("Listen"), "speaker")
        self._lay()
        self._connect()
        self._show(self._fields()[0])

    def fields(self) -> tuple[str, ...]:
        """Keys of the questions asked as things stand: answers open and close some."""
        return tuple(field.key for field in self._fields())

    def words(self) -> str:
        """What there is to be read aloud."""
        choices = (each.words() for each in self._choices())
        return "\n".join(word for word in (self.question.text(), self.hint.text(), *choices) if word)

    def take_keyboard(self) -> None:
        """To the answer."""
        if self._control is not None:
            focus_on(self._control.widget)

    def _choices(self) -> list[Worded]:
        holder = self._control.widget if self._control else None
        return [each for each in holder.findChildren(QWidget) if isinstance(each, Worded)] if holder else []

    def _fields(self) -> list[Field]:
        return [field for page in self.session.pages() for field in page.fields
                if field.coview and field.is_participant and not field.has_rows
                and (not self._keys or field.key in self._keys)]

    def _field(self) -> Field:
        return next(field for field in self._fields() if field.key == self._here)

    # -- showing --------------------------------------------------------------------------

    def _show(self, field: Field) -> None:
        self._here = field.key
        self.question.setText(text_of(field.label))
        self.hint.setText(text_of(field.hint))
        self.hint.setVisible(bool(self.hint.text()))
        self._put(field)
        self.why.hide()
        self.ask_why.setVisible(bool(text_of(field.why)))
        self._show_problem("")
        self._show_state()
        fields = self._fields()
        self.back.setVisible(field.key != fields[0].key)
        last = field.key == fields[-1].key
        self.go_on.set_text(_("Keep it") if last else _("Go on"))
        self.stop.setVisible(not last)
        self._scroll.verticalScrollBar().setValue(0)

    def _put(self, field: Field) -> None:
        old = self._control
        self._control = answer_widget(field)
        enlarge(self._control.widget)
        answer = self.session.answer_of(field.key)
        self._control.show(answer.value if answer.state.carries_value else None)
        self._control.widget.setAccessibleName(self.question.text())
        self._binder.bind(field.key, self._control)
        self._control.said.connect(lambda _raw: self._show_state())
        wide = Qt.AlignmentFlag(0) if self._control.is_wide else Qt.AlignmentFlag.AlignLeft
        self._place.addWidget(self._control.widget, 0, wide)
        self._control.widget.show()
        if old is not None:
            self._place.removeWidget(old.widget)
            old.widget.hide()
            old.widget.setParent(None)
            old.widget.deleteLater()

    def _show_state(self) -> None:
        state = self.session.answer_of(self._here).state
        said = {AnswerState.PREFERS_NOT_TO_SAY: self.prefers, AnswerState.DOES_NOT_KNOW: self.unknown}.get(state)
        self.state.setText(_("Kept: {words}").format(words=said.words()) if said else "")
        self.state.setVisible(said is not None)

    def _show_problem(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def _show_why(self) -> None:
        self.why.setText(text_of(self._field().why))
        self.why.setVisible(self.why.isHidden())

    # -- what is done ---------------------------------------------------------------------

    def _turn(self, by: int) -> None:
        self._binder.leave(self._here)
        if self._binder.memory.unread:
            return
        keys = self.fields()
        place = keys.index(self._here) + by
        if place >= len(keys):
            self.kept.emit()
            return
        self._show(self._fields()[max(0, place)])
        self.take_keyboard()

    def _skip(self, name: str) -> None:
        self._binder.memory.unread.pop(self._here, None)
        if self.session.answer_of(self._here).state is not _LEFT[name]:
            self._binder.skip(self._here, _LEFT[name])
        self._turn(1) if len(self.fields()) > 1 else self._show(self._field())

    def _stop(self) -> None:
        self._binder.leave(self._here)
        if not self._binder.memory.unread:
            self.kept.emit()

    # -- building -------------------------------------------------------------------------

    def _lay(self) -> None:
        self._scroll = ScrollPage()
        body = self._scroll.body
        body.setSpacing(GAP)
        self._place = QVBoxLayout()
        body.addWidget(self.question)
        body.addWidget(self.hint)
        body.addLayout(self._place)
        for label in (self.problem, self.state):
            body.addWidget(label)
        body.addWidget(_row(self.go_on, self.back, self.prefers, self.unknown))
        body.addWidget(self.why)
        body.addWidget(_row(self.listen, self.ask_why, self.stop, self.drop))
        body.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)

    def _connect(self) -> None:
        self.go_on.clicked.connect(lambda _on=False: self._turn(1))
        self.back.clicked.connect(lambda _on=False: self._turn(-1))
        self.stop.clicked.connect(lambda _on=False: self._stop())
        self.drop.clicked.connect(lambda _on=False: self.dropped.emit())
        self.prefers.clicked.connect(lambda _on=False: self._skip("prefers"))
        self.unknown.clicked.connect(lambda _on=False: self._skip("unknown"))
        self.ask_why.clicked.connect(lambda _on=False: self._show_why())


def _row(*buttons: LargeButton) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder, 4)
    for button in buttons:
        flow.addWidget(button)
    return holder
