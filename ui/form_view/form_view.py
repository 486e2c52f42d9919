# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A filling of a form as pages of questions; it writes into the session and stores nothing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from assist.i18n import text_of
from forms.answers import AnswerState
from forms.session import FormSession
from ui.form_view.binder import Binder
from ui.form_view.field_widgets import Offer, focus_on
from ui.form_view.question import QuestionCard
from ui.form_view.sheet_view import SheetView
from ui.form_view.sheets import Sheet, sheets_of
from ui.form_view.why_panel import WhyPanel
from ui.theme import GAP, NARROW
from ui.widgets.fitting import Fitting
from ui.widgets.labels import Label
from ui.widgets.scrolling import ScrollPage

SIDE = 330
_WITHIN = Qt.ShortcutContext.WidgetWithChildrenShortcut
GOAL_LEVELS = ("level_m2", "level_m1", "level_0", "level_p1", "level_p2")
"""The five fields in which the levels of a goal are written together; its ratings show their words."""


class FormView(Fitting, QWidget):
    """Shows the pages of a session and writes what is said into it at once.

    Wide, it has a side column for *why we ask* and for the words of the page; in a window under
    900 px, or with ``one_per_page``, it shows one question a page and the side stands below it.
    ``offers`` gives words for references: field key, or ``field.column``, to code and words. ``differing`` are
    questions that colleagues answered differently apart.
    """

    touched = Signal()
    """The session holds something else than before; whoever owns it saves a draft."""
    page_changed = Signal(int, int)
    """Index of the page shown, and how many there are."""
    why_asked = Signal(str)
    known_shown = Signal(str)
    """Somebody wants to read a closed known answer: ``show_known`` once the line of that look is written."""

    def __init__(
        self,
        session: FormSession,
        *,
        one_per_page: bool = False,
        offers: Mapping[str, tuple[tuple[str, str], ...]] | None = None,
        differing: frozenset[str] = frozenset(),
        calm: tuple[QObject, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._one, self._narrow = one_per_page, False
        self._index, self._told = 0, (-1, -1)
        self._active: QuestionCard | None = None
        self._binder = Binder(session, self)
        self._binder.differing, self._binder.calm = differing, calm
        self._offers = _offers(session, offers or {})
        self._sheet = SheetView(self._binder, self._offers)
        self.why = WhyPanel()
        self._intro = Label("", tone="muted")
        self._sheets: tuple[Sheet, ...] = ()
        self._build()
        self._connect()
        self._renew()

    # -- what the owner asks ------------------------------------------------------------

    @property
    def session(self) -> FormSession:
        """The filling shown."""
        return self._binder.session

    def page_count(self) -> int:
        """How many pages there are now; answers open and close some."""
        return len(self._sheets)

    def page_index(self) -> int:
        """The page shown, from 0."""
        return self._index

    def show_page(self, index: int) -> None:
        """Go to a page; beyond the last one is the last one."""
        for place in tuple(self._binder.memory.unread):
            self._binder.leave(place)
        self._index = max(0, min(index, self.page_count() - 1))
        self.why.close_why()
        self._show()
        self._scroll.verticalScrollBar().setValue(0)

    def next_page(self) -> bool:
        """One further, with the keyboard on its first question; False on the last page."""
        return self._turn(1)

    def previous_page(self) -> bool:
        """One back; False on the first page."""
        return self._turn(-1)

    def focus_first(self) -> None:
        """Bring the keyboard to the first question of the page."""
        target = self._sheet.first_target()
        if target is not None:
            focus_on(target)

    def show_known(self, key: str) -> None:
        """The words of a closed known answer, for a while."""
        if self._sheet.known is not None:
            self._sheet.known.reveal(key)

    def show_field(self, key: str) -> bool:
        """Go to the question of that key; False when it is not shown anywhere now."""
        for index, sheet in enumerate(self._sheets):
            if sheet.holds(key):
                self.show_page(index)
                card = self._sheet.card(key)
                if card is not None:
                    card.focus_answer()
                return True
        return False

    def problem(self, key: str, text: str) -> None:
        """One calm sentence under a question, "" to take it away."""
        if text:
            self._binder.memory.problems[key] = text
        else:
            self._binder.memory.problems.pop(key, None)
        self._show_trouble(key, text)

    def unread(self) -> tuple[str, ...]:
        """Fields with something written that could not be read; it is not in the session."""
        return tuple(dict.fromkeys(place.split("/")[0] for place in self._binder.memory.unread))

    def refresh(self) -> None:
        """Show the session again after somebody else wrote into it."""
        self._renew()
        for card in self._sheet.cards():
            card.refresh()

    def card(self, key: str) -> QuestionCard | None:
        """The question of that key on the page shown."""
        return self._sheet.card(key)

    @property
    def sheet(self) -> SheetView:
        """The page shown."""
        return self._sheet

    # -- building -----------------------------------------------------------------------

    def _build(self) -> None:
        self._scroll = ScrollPage()
        self._scroll.body.addWidget(self._sheet)
        self._low = QVBoxLayout()
        self._scroll.body.addLayout(self._low)
        self._scroll.body.addStretch(1)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(GAP)
        side.addWidget(self.why)
        side.addWidget(self._intro)
        side.addStretch(1)
        self._columns = QHBoxLayout(self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(GAP)
        self._columns.addWidget(self._scroll, 1)
        self._place_side()

    def _connect(self) -> None:
        self._binder.changed.connect(self._changed)
        self._binder.troubled.connect(self._show_trouble)
        self._sheet.correct_asked.connect(self._correct)
        self._sheet.confirm_asked.connect(self._confirm)
        self._sheet.add_asked.connect(self._add)
        self._sheet.why_asked.connect(self._ask_why)
        self._sheet.shown.connect(self.known_shown)
        QApplication.instance().focusChanged.connect(self._moved)
        keys = {"F1": self._key_why, "F2": self._key_prefers_not, "F3": self._key_does_not_know}
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(_WITHIN)
            shortcut.activated.connect(act)

    def _place_side(self) -> None:
        """Beside the page, or below it where there is no room beside it."""
        self._side.layout().insertWidget(0, self.why)
        if self._narrow:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(16_777_215)
            self._low.addWidget(self._side)
        else:
            self._side.setFixedWidth(SIDE)
            self._columns.addWidget(self._side)
        self._side.show()

    # -- showing ------------------------------------------------------------------------

    def fit(self) -> None:
        """One question or several, as the window allows."""
        narrow = self.window().width() < NARROW
        if narrow != self._narrow:
            here, had_keyboard = self._key_here(), self._sheet.isAncestorOf(QApplication.focusWidget())
            self._narrow = narrow
            self._place_side()
            self._renew(here)
            card = self._sheet.card(here)
            if had_keyboard and not self._sheet.isAncestorOf(QApplication.focusWidget()) and card is not None:
                focus_on(card.answer)  # what had it went with its page

    def _key_here(self) -> str:
        """The question to stay with when pages are cut differently."""
        if self._active is not None:
            return self._active.field.key
        cards = self._sheet.cards()
        return cards[0].field.key if cards else ""

    def _renew(self, stay_with: str = "") -> None:
        """Cut the pages anew and show the one that holds what was shown."""
        before = self._sheets[self._index] if self._sheets else None
        self._sheets = sheets_of(self.session, self._binder.memory.opened, self._one or self._narrow)
        self._index = self._found(before, stay_with or self._key_here())
        self._show()

    def _found(self, before: Sheet | None, stay_with: str) -> int:
        keys = [sheet.key for sheet in self._sheets]
        if before is not None and before.key in keys:
            return keys.index(before.key)
        for index, sheet in enumerate(self._sheets):
            if stay_with and sheet.holds(stay_with):
                return index
        return max(0, min(self._index, len(self._sheets) - 1))

    def _show(self) -> None:
        if self._sheets:
            sheet = self._sheets[self._index]
            self._sheet.show_sheet(sheet)
            self._intro.setText(text_of(sheet.page.intro))
            self._intro.setVisible(bool(self._intro.text()))
        self._active = self._sheet.card_around(QApplication.focusWidget())
        if self._told != (self._index, self.page_count()):
            self._told = (self._index, self.page_count())
            self.page_changed.emit(*self._told)

    def _turn(self, by: int) -> bool:
        if not 0 <= self._index + by < self.page_count():
            return False
        self.show_page(self._index + by)
        self.focus_first()
        return True

    # -- what happens on the page -------------------------------------------------------

    def _changed(self, key: str) -> None:
        self._renew()
        for card in self._sheet.cards():
            card.refresh(but=self._written_at(key))
        self.touched.emit()

    def _written_at(self, key: str) -> str:
        """The place with the keyboard: nothing is written back under somebody's fingers."""
        card = self._sheet.card_around(QApplication.focusWidget())
        if card is None or card.field.key != key:
            return ""
        found = card.rows.focused_cell() if card.rows else None
        return f"{key}/{found[0]}/{found[1].column.key}" if found else key

    def _show_trouble(self, place: str, words: str) -> None:
        card = self._sheet.card(place.split("/")[0])
        if card is not None:
            card.refresh(but=place)

    def _correct(self, key: str) -> None:
        self.session.correct(key)
        self._open(key)

    def _add(self, key: str) -> None:
        self._binder.memory.opened.add(key)
        if not self.session.answer_of(key).state.carries_value:
            self.session.correct(key)
        self._open(key)

    def _open(self, key: str) -> None:
        self._renew()
        self.touched.emit()
        self.show_field(key)

    def _confirm(self, key: str) -> None:
        self.session.still_right(key)
        self._renew()
        self.touched.emit()

    def _ask_why(self, key: str) -> None:
        if self.why.key == key:
            self.why.close_why()
            return
        self._side.layout().insertWidget(0, self.why)
        self.why.show_why(key, text_of(self.session.form.field(key).why))
        self.why_asked.emit(key)
        if self._narrow:
            QTimer.singleShot(0, self._show_why_below)

    def _show_why_below(self) -> None:
        """Down to the reason, never past the words of its question; above a question too long to see both."""
        card = self._sheet.card(self.why.key)
        if card is None:
            return
        bar, page = self._scroll.verticalScrollBar(), self._scroll.page
        top = card.mapTo(page, QPoint()).y()
        end = self.why.mapTo(page, QPoint(0, self.why.height())).y()
        if end - top > self._scroll.viewport().height():
            self._sheet.put_above(self.why)
            QTimer.singleShot(0, lambda: bar.setValue(self.why.mapTo(page, QPoint()).y()))
        else:
            bar.setValue(min(max(bar.value(), end + GAP - self._scroll.viewport().height()), top))

    def _moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None:
            return
        card = self._sheet.card_around(now)
        if card is self._active:
            return
        if self.why.key and card is not None:
            self.why.close_why()
        for other in self._sheet.cards():
            other.set_active(other is card)
        self._active = card

    def _key_why(self) -> None:
        if self._active is not None:
            self._active.ask_why()

    def _key_prefers_not(self) -> None:
        if self._active is not None:
            self._active.skip(AnswerState.PREFERS_NOT_TO_SAY)

    def _key_does_not_know(self) -> None:
        if self._active is not None:
            self._active.skip(AnswerState.DOES_NOT_KNOW)


def _offers(session: FormSession, words: Mapping[str, tuple[tuple[str, str], ...]]) -> dict[str, Offer]:
    """What fields alone do not know: words of references, levels of the goal of this form."""
    offers = {place: Offer(pairs=pairs) for place, pairs in words.items()}
    keys = {field.key for field in session.form.fields()}
    if keys.issuperset(GOAL_LEVELS):
        levels = [str(session.answer_of(key).value or "") for key in GOAL_LEVELS]
        for field in session.form.fields():
            offers.setdefault(field.key, Offer(levels=levels))
    return offers
