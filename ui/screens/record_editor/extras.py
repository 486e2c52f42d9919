# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What some forms need above their questions: taps, the words to say first; and what follows a tick."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist.domain.consents import default_end
from assist.i18n import _
from forms.answers import AnswerState
from ui.form_view.form_view import FormView
from ui.screens.record_editor.before import TAPS, BeforeCard
from ui.screens.record_editor.explaining import TICKS, ExplainCard, LimitsCard
from ui.screens.record_editor.opening import Prepared
from ui.screens.record_editor.sent_by import NotAgainCard, SentBy
from ui.theme import GAP, NARROW
from ui.widgets.labels import Label

CHOICES = ("accompany", "keep_record", "decision")
"""Questions of a consent that open only once everything was explained (CO-04)."""


class Extras(QWidget):
    """Lies above the questions of the page, inside the same scrolling page."""

    not_today = Signal()

    def __init__(self, ready: Prepared, view: FormView, today: date) -> None:
        super().__init__()
        opening = ready.opening
        self._view, self._today = view, today
        self._session = opening.session
        self.before = BeforeCard() if opening.form.id == "F01" and ready.fresh else None
        self.explain = ExplainCard() if opening.form.id == "F03" else None
        self.limits = LimitsCard() if opening.form.id == "LIMITS" else None
        self._not_again, self._is_first = ready.not_again, opening.form.id == "F01"
        self.not_again = NotAgainCard()
        self.first_what = Label(_("Say first what it is about, on the first page."), tone="ochre")
        self.first_what.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP)
        for part in (self.not_again, self.before, self.limits, self.explain):
            if part is not None:
                outer.addWidget(part)
        outer.addWidget(self.first_what)
        self._connect()
        view.sheet.layout().insertWidget(0, self)
        self.follow()

    def follow(self) -> None:
        """Something was said: what hangs on it is shown."""
        said = self._session.answer_of("ref_not_again").value if self._is_first else None
        self.not_again.show_codes(tuple(map(str, said)) if isinstance(said, tuple) else self._not_again)
        if self.explain is not None:
            kind = str(self._session.answer_of("kind").value or "")
            self.explain.show_kind(kind, self._steps_said())
            self._propose_end(kind)
        self.show_page()

    def show_page(self) -> None:
        """What belongs to the page shown, and what stays closed on it."""
        first = self._view.page_index() == 0
        if self.before is not None:
            self.before.setVisible(first)
        if self.explain is not None:
            self._show_explain(self.explain)
        self.setVisible(any(part is not None and not part.isHidden()
                            for part in (self.not_again, self.before, self.explain, self.limits, self.first_what)))

    def take_keyboard(self) -> bool:
        """The next step to say gets the keyboard; False when there is none on this page."""
        if self.explain is None or self.explain.isHidden() or self.isHidden():
            return False
        step = self.explain.next_step()
        if step is not None:
            step.setFocus(Qt.FocusReason.TabFocusReason)
        return step is not None

    def begin(self) -> bool:
        """A small window is filled by the taps, so the keyboard begins there; False where it does not."""
        if self.before is None or self.window().width() >= NARROW:
            return False
        self.before.taps[TAPS[0]].buttons()[0].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _show_explain(self, explain: ExplainCard) -> None:
        cards = [card for key in CHOICES if (card := self._view.card(key)) is not None]
        here = self._view.card("explained") is not None or (bool(cards) and not explain.is_done)
        explain.setVisible(here and bool(explain.kind))
        self.first_what.setVisible(here and not explain.kind)
        for card in cards:
            card.setEnabled(explain.is_done)
            card.setVisible(explain.is_done)

    def _steps_said(self) -> tuple[str, ...]:
        """Steps opened before, as the boxes of the form say it: after a draft they need not be opened again."""
        ticked = self._session.answer_of("explained").value
        ticks = set(ticked) if isinstance(ticked, tuple) else set()
        said = [step for step, boxes in TICKS.items() if ticks.issuperset(boxes)]
        if self._session.answer_of("teach_back").is_answered:
            said.append("teach_back")
        return tuple(said)

    def _step_opened(self, step: str) -> None:
        """Saying a step ticks its boxes."""
        boxes = TICKS.get(step, ())
        if boxes:
            held = self._session.answer_of("explained").value
            before = tuple(code for code in held if isinstance(code, str)) if isinstance(held, tuple) else ()
            self._session.answer("explained", (*before, *(box for box in boxes if box not in before)))
            self._view.refresh()
            self._view.touched.emit()
        self.show_page()

    def _propose_end(self, kind: str) -> None:
        """A yes has an end: the usual one is proposed and may be changed (CO-03)."""
        yes = self._session.answer_of("decision").value == "yes"
        if yes and kind and self._session.answer_of("expiry").state is AnswerState.NOT_ASKED:
            self._session.answer("expiry", default_end(kind, self._today))
            self._view.refresh()

    def _connect(self) -> None:
        if self.before is not None:
            self.before.not_today.connect(self.not_today)
            self.before.sent.clicked.connect(self._ask_who_sent)
        if self.explain is not None:
            self.explain.opened.connect(self._step_opened)

    def _ask_who_sent(self) -> None:
        sheet = SentBy(self._view)
        sheet.given.connect(self._sent)

    def _sent(self, answers: dict[str, object]) -> None:
        """On the page for the team, as if it was written there."""
        for key, value in answers.items():
            self._session.answer(key, value)
        self._view.refresh()
        self._view.touched.emit()
        self.follow()
