# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page that is looked at together: parts to choose from, one of them open, and the same corner as everywhere."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from assist import i18n
from assist.i18n import _
from assist.services.together import WELL_KEPT, Part, Together
from forms.session import FormSession
from ui.coview.asking import AskPage
from ui.coview.choosing import PartsPage
from ui.coview.company import CompanyPage
from ui.coview.explained import ExplainedPage
from ui.coview.large import LargeButton, LargeLabel
from ui.coview.parts import PartContent
from ui.coview.voice import Voice
from ui.theme import colours

CLOSES_MS = 60_000
"""Her contact card and her safety plan are closed again after this long without input (UX-07)."""
EDGE, EDGE_NARROW, NARROW = 44, 16, 900


class CoviewPage(QWidget):
    """Holds what there is to see of one case, as flat rows, and says what is wanted; it asks nobody itself."""

    told = Signal()
    """Who sees this was explained."""
    part_wanted = Signal(str)
    said = Signal(object, str, object)
    """A goal, a question of its form, and the answer."""
    write_wanted = Signal(object, str)
    """A goal and the question of its form to be answered in words."""
    fill_wanted = Signal(str)
    wrong_wanted = Signal(str)
    joined = Signal(str)
    """Somebody is here too: a code, "" for somebody she said nothing about."""
    kept = Signal()
    dropped = Signal()
    act = Signal(str)
    """``pause``, ``hide`` or ``lock``, as in the corner of the other window."""
    leave_wanted = Signal()

    def __init__(self, seen: Together, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seen, self.part_name = seen, ""
        self.voice = Voice(self)
        self.parts = PartsPage()
        self.explained = ExplainedPage(seen.languages, can_listen=self.voice.is_there)
        self.ask: AskPage | None = None
        self.company = CompanyPage(seen.may_come)
        self.rest = LargeButton(_("Rest"), "pause", filled=True)
        self.hide_it = LargeButton(_("Hide"), "hide")
        self.lock = LargeButton(_("Lock"), "lock")
        self.news = LargeLabel("")
        self._stack = QStackedWidget()
        self._closing = QTimer(self)
        self._closing.setSingleShot(True)
        self._closing.setInterval(CLOSES_MS)
        self._closing.timeout.connect(self._close)
        self._lay()
        self._connect()
        self.show_seen(seen)

    @property
    def is_closed(self) -> bool:
        """Whether the part that was open closed by itself and nobody wanted it since."""
        return bool(self.part_name) and self.parts.content is None

    # -- what is shown --------------------------------------------------------------------

    def show_seen(self, seen: Together) -> None:
        """Other parts are there now."""
        self.seen = seen
        for button in self.parts.put_parts(seen.parts):
            button.clicked.connect(lambda _on=False, button=button: self._choose(button))
        self.parts.joins.setVisible(bool(set(seen.may_come) - set(seen.here)) or not seen.here)
        self.company.put(tuple(code for code in seen.may_come if code not in seen.here))
        if not seen.parts:
            self.tell(_("While this person is here, nothing is shown."))
            self._forget()

    def show_part(self, part: Part) -> None:
        """This part is open now. One that was open and comes anew is no touch of anybody's."""
        self.part_name = part.name
        content = PartContent(part)
        for card in content.goals:
            card.said.connect(self.said)
            card.wanted_to_write.connect(self.write_wanted)
        self.parts.put_content(part.name, content)
        if part.name not in WELL_KEPT or not self._closing.isActive():
            self.touch()

    def show_parts(self) -> None:
        """To the parts, from wherever one was."""
        self._turn_to(self.parts)
        self.parts.take_keyboard()

    def show_explained(self) -> None:
        """Who sees this, and that she can stop."""
        self._turn_to(self.explained)
        self.explained.go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_ask(self, session: FormSession, keys: tuple[str, ...] = ()) -> None:
        """These questions, one at a time."""
        self._drop_ask()
        self.ask = AskPage(session, keys)
        self.ask.kept.connect(self.kept)
        self.ask.dropped.connect(self.dropped)
        self.ask.listen.clicked.connect(lambda _on=False: self._listen())
        self.ask.listen.setVisible(self.voice.is_there)
        self._stack.addWidget(self.ask)
        self._turn_to(self.ask)
        self.ask.take_keyboard()

    def asked(self) -> None:
        """Kept or dropped: back to the parts."""
        self._drop_ask()
        self.show_parts()

    def tell(self, sentence: str) -> None:
        """One calm sentence above everything; "" takes it away."""
        self.news.setText(sentence)
        self.news.setVisible(bool(sentence))

    def forget(self) -> None:
        """Nothing of a person stays on it."""
        self.be_silent()
        self._forget()
        self._drop_ask()

    def be_silent(self) -> None:
        """Whatever is being read aloud stops."""
        self.voice.be_silent()

    def touch(self) -> None:
        """Somebody is there."""
        if self.part_name in WELL_KEPT and self.parts.content is not None:
            self._closing.start()
        else:
            self._closing.stop()

    def words(self) -> str:
        """What is to be read aloud now."""
        here = self._stack.currentWidget()
        if here is self.ask and self.ask is not None:
            return self.ask.words()
        whole = self.parts if here is self.parts else here
        content = self.parts.content if here is self.parts else whole
        labels = content.findChildren(QLabel) if content is not None else []
        title = [self.parts.title.text()] if here is self.parts else []
        return "\n".join(title + [label.text() for label in labels if label.isVisible() and label.text().strip()])

    def paintEvent(self, event: QPaintEvent) -> None:
        """A plain ground with the strongest contrast there is in the colours in use."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours().surface))
        painter.end()

    def resizeEvent(self, event: object) -> None:
        """Less air in a small window."""
        edge = EDGE_NARROW if self.width() < NARROW else EDGE
        self.layout().setContentsMargins(edge, 12, edge, 12)

    # -- what is done ---------------------------------------------------------------------

    def _choose(self, button: LargeButton) -> None:
        name = next(name for name, each in self.parts.buttons.items() if each is button)
        button.setChecked(True)
        self.be_silent()
        self.tell("")
        self.part_wanted.emit(name)

    def _turn_to(self, page: QWidget) -> None:
        """To another page; what was being read aloud belongs to the one before."""
        self.be_silent()
        self._stack.setCurrentWidget(page)

    def _close(self) -> None:
        self.be_silent()
        self.parts.close_content()

    def _forget(self) -> None:
        self._closing.stop()
        self.part_name = ""
        self.parts.put_content("", None)

    def _drop_ask(self) -> None:
        old, self.ask = self.ask, None
        if old is not None:
            self._stack.removeWidget(old)
            old.setParent(None)
            old.deleteLater()

    def _listen(self) -> None:
        self.voice.say(self.words(), i18n.language())

    def _go_on(self) -> None:
        self.told.emit()
        self.show_parts()

    def _join(self, code: str) -> None:
        self.forget()
        self.joined.emit(code)

    # -- building -------------------------------------------------------------------------

    def _lay(self) -> None:
        corner = QHBoxLayout()
        corner.setSpacing(4)
        corner.addStretch(1)
        for button in (self.rest, self.hide_it, self.lock):
            corner.addWidget(button)
        for page in (self.parts, self.explained, self.company):
            self._stack.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setSpacing(10)
        outer.addLayout(corner)
        outer.addWidget(self.news)
        outer.addWidget(self._stack, 1)
        self.news.hide()
        self.parts.listen.setVisible(self.voice.is_there)

    def _connect(self) -> None:
        for name, button in (("pause", self.rest), ("hide", self.hide_it), ("lock", self.lock)):
            button.clicked.connect(lambda _on=False, name=name: self.act.emit(name))
        parts = self.parts
        parts.listen.clicked.connect(lambda _on=False: self._listen())
        self.explained.listen.clicked.connect(lambda _on=False: self._listen())
        parts.again.clicked.connect(lambda _on=False: self.part_wanted.emit(self.part_name))
        parts.asks.clicked.connect(lambda _on=False: self._fill())
        parts.wrong.clicked.connect(lambda _on=False: self.wrong_wanted.emit(self.part_name))
        parts.joins.clicked.connect(lambda _on=False: self._show_company())
        parts.who_sees.clicked.connect(lambda _on=False: self.show_explained())
        parts.finish.clicked.connect(lambda _on=False: self.leave_wanted.emit())
        self.explained.go_on.clicked.connect(lambda _on=False: self._go_on())
        self.explained.finish.clicked.connect(lambda _on=False: self.leave_wanted.emit())
        self.company.chosen.connect(self._join)
        self.company.nobody.clicked.connect(lambda _on=False: self.show_parts())
        key = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self.leave_wanted)

    def _fill(self) -> None:
        if self.parts.content is not None and self.parts.content.part.asks:
            self.fill_wanted.emit(self.parts.content.part.asks)

    def _show_company(self) -> None:
        self._turn_to(self.company)
        self.company.take_keyboard()
