# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One page of a form as widgets; questions come and go without disturbing the one being answered."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist.i18n import _, text_of
from forms.answers import AnswerState
from forms.model import Field, Reask, Tone
from ui.form_view.binder import Binder
from ui.form_view.known_answers import KnownAnswers, KnownLine
from ui.form_view.question import QuestionCard
from ui.form_view.rows import Offers
from ui.form_view.sheets import Sheet
from ui.form_view.wording import STATE_WORDS, answer_words, short_question
from ui.theme import GAP, Role
from ui.widgets.buttons import LinkButton
from ui.widgets.labels import Label
from ui.widgets.reading_order import stops_in

CLOSED_FROM = 3
"""Known answers of this level and above stay closed until somebody asks (NR-11)."""


class SheetView(QWidget):
    """Title, known answers, questions, quiet places and facts, from top to bottom."""

    correct_asked = Signal(str)
    confirm_asked = Signal(str)
    add_asked = Signal(str)
    why_asked = Signal(str)
    shown = Signal(str)

    def __init__(self, binder: Binder, offers: Offers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._binder, self._offers = binder, offers
        self._sheet: Sheet | None = None
        self._lines: tuple[KnownLine, ...] = ()
        self._cards: dict[str, QuestionCard] = {}
        self.known: KnownAnswers | None = None
        self.additions: dict[str, LinkButton] = {}
        self.title = Label("", Role.CARD_TITLE, "muted")
        self._facts = Label("", Role.SMALL, "muted")
        self._build()

    def show_sheet(self, sheet: Sheet) -> None:
        """Show this page; what stays on it keeps its widgets."""
        if self._sheet is None or self._sheet.key != sheet.key:
            self._clear_cards()
        self._sheet = sheet
        self.title.setText(text_of(sheet.page.title))
        self._show_known(sheet)
        self._show_cards(sheet)
        self._show_quiet(sheet)
        self._show_facts(sheet)

    def card(self, key: str) -> QuestionCard | None:
        """The question of that key, None when it has none on this page."""
        return self._cards.get(key)

    def cards(self) -> tuple[QuestionCard, ...]:
        """The questions shown, in order."""
        return tuple(self._cards.values())

    def card_around(self, widget: QWidget | None) -> QuestionCard | None:
        """The question that widget belongs to."""
        inside = (card for card in self._cards.values() if widget is not None and card.isAncestorOf(widget))
        return next(inside, None)

    def first_target(self) -> QWidget | None:
        """Where the keyboard goes first: the first question, else whatever can be done here."""
        if self._cards:
            return next(iter(self._cards.values())).answer
        return next(stops_in(self), None)

    def put_above(self, widget: QWidget) -> None:
        """Lay this between what is known already and the questions."""
        self.layout().insertWidget(self.layout().indexOf(self._middle), widget)

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP)
        self._above, self._middle, self._below = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._middle.setSpacing(GAP)
        self._below.setSpacing(0)
        outer.addWidget(self.title)
        for part in (self._above, self._middle, self._below):
            outer.addLayout(part)
        outer.addWidget(self._facts)

    def _show_known(self, sheet: Sheet) -> None:
        lines = tuple(self._line(field) for field in sheet.known)
        if lines == self._lines:
            return
        self._lines = lines
        if self.known is not None:
            _drop(self.known)
            self.known = None
        if lines:
            self.known = KnownAnswers(lines, self._binder.calm)
            self.known.correct_asked.connect(self.correct_asked)
            self.known.confirm_asked.connect(self.confirm_asked)
            self.known.shown.connect(self.shown)
            self._above.addWidget(self.known)
            self.known.show()

    def _line(self, field: Field) -> KnownLine:
        session = self._binder.session
        held, confirmed = session.known.get(field.key), field.key in session.confirmed
        return KnownLine(
            key=field.key,
            question=short_question(field),
            said=answer_words(field, session.answer_of(field.key)),
            told_by=held.told_by if held else "",
            on=held.on if held else "",
            confirmable=field.reask is Reask.CONFIRM,
            confirmed=confirmed,
            closed=field.level >= CLOSED_FROM,
            heavy=field.tone is Tone.HARD,
            apart=field.key in self._binder.differing,
        )

    def _show_cards(self, sheet: Sheet) -> None:
        wanted = {field.key: field for field in sheet.cards}
        for gone in [key for key in self._cards if key not in wanted]:
            _drop(self._cards.pop(gone))
        for place, (key, field) in enumerate(wanted.items()):
            if key not in self._cards:
                card = QuestionCard(field, self._binder, self._offers)
                card.why_asked.connect(self.why_asked)
                self._cards[key] = card
                self._middle.insertWidget(place, card)
                card.show()
        self._cards = {key: self._cards[key] for key in wanted}

    def _clear_cards(self) -> None:
        for card in self._cards.values():
            _drop(card)
        self._cards = {}

    def _show_quiet(self, sheet: Sheet) -> None:
        if tuple(self.additions) == tuple(field.key for field in sheet.quiet):
            return
        for link in self.additions.values():
            _drop(link)
        self.additions = {field.key: self._addition(field) for field in sheet.quiet}

    def _addition(self, field: Field) -> LinkButton:
        answer = self._binder.session.answer_of(field.key)
        words = _("add, if it comes up: {question}").format(question=short_question(field))
        if answer.state is not AnswerState.NOT_ASKED:
            state = _(STATE_WORDS[answer.state])
            words = _("{question}: {state} · add").format(question=short_question(field), state=state)
        link = LinkButton(words, icon="plus")
        link.clicked.connect(lambda: self.add_asked.emit(field.key))
        self._below.addWidget(link)
        link.show()
        return link

    def _show_facts(self, sheet: Sheet) -> None:
        answer_of = self._binder.session.answer_of
        told = (f"{short_question(field)}: {answer_words(field, answer_of(field.key))}" for field in sheet.facts)
        self._facts.setText(" · ".join(told))
        self._facts.setVisible(bool(sheet.facts))


def _drop(widget: QWidget) -> None:
    """Take a widget off the page; it is gone when the event that took it off is over."""
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()
