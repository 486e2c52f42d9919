# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts there are to look at, each a button; the one that is open; and what may be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assist.i18n import _
from ui.coview import words
from ui.coview.large import GAP, LargeButton, LargeLabel
from ui.coview.parts import PartContent
from ui.theme import Role
from ui.widgets.flow import FlowLayout
from ui.widgets.roving import Roving
from ui.widgets.scrolling import ScrollPage

ASKS = {"order": "heart", "path": "goal"}
"""The drawing of what may be asked from a part."""


class PartsPage(QWidget):
    """The buttons of the parts, the part open now, and what may be done with it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._roving = Roving()
        self.buttons: dict[str, LargeButton] = {}
        self.content: PartContent | None = None
        self.title = LargeLabel("", Role.TITLE)
        self.closed = LargeLabel(_("This was closed, because nobody touched anything."))
        self.again = LargeButton(_("Show it again"), "eye")
        self.asks = LargeButton("", "goal", filled=True)
        self.listen = LargeButton(_("Listen"), "speaker")
        self.wrong = LargeButton(_("Something is not right"), "pencil")
        self.joins = LargeButton(_("Somebody joins us"), "people")
        self.who_sees = LargeButton(_("Who sees this?"), "question")
        self.others = LargeButton(_("Something else"), "menu")
        self.finish = LargeButton(_("Finish looking"), "close")
        self._choices = QWidget()
        self._flow = FlowLayout(self._choices, 4)
        self.area = ScrollPage()
        self._place = QVBoxLayout()
        self._lay()

    def put_parts(self, names: tuple[str, ...]) -> list[LargeButton]:
        """These parts there are now; the buttons that are new."""
        for button in self.buttons.values():
            self._flow.removeWidget(button)
            button.hide()
            button.setParent(None)
            button.deleteLater()
        self.buttons = {}
        for name in names:
            button = LargeButton(words.title(name), words.drawing(name), parent=self._choices)
            button.setCheckable(True)
            button.roving = self._roving
            self.buttons[name] = button
            self._flow.addWidget(button)
            button.show()
        self._roving.put(list(self.buttons.values()))
        return list(self.buttons.values())

    def put_content(self, name: str, content: PartContent | None) -> None:
        """This part instead of the one before, of which nothing stays."""
        here = self.focus_name()
        old, self.content = self.content, content
        if old is not None:
            self._place.removeWidget(old)
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self.title.setText(words.title(name) if name else "")
        self.wrong.setVisible(bool(name))
        for other, button in self.buttons.items():
            button.setChecked(other == name)
        if name in self.buttons:
            self._roving.rest_on(self.buttons[name])
        self._show_closed(closed=False)
        if content is not None:
            self._place.addWidget(content)
            content.show()
            self.asks.setVisible(bool(content.part.asks))
            self.asks.set_text(_("Put it in order") if name == "order" else _("Look at how I am getting on"))
            self.asks.drawing = ASKS.get(name, "goal")
            if not self._take_back(here):
                self._come_to_title()

    def take_keyboard(self) -> None:
        """To the part that is open, unless it is inside it already."""
        at = self.window().focusWidget()
        if self.isVisible() and (at is None or not self.isAncestorOf(at) or at in self.buttons.values()):
            self._go_to_buttons()

    def close_content(self) -> None:
        """Nothing of it stays, until somebody wants it again."""
        name = self.content.part.name if self.content else ""
        if name:
            self.put_content(name, None)
            self._show_closed(closed=True)

    def focus_name(self) -> str:
        """Which control of the part has the keyboard."""
        at: QWidget | None = self.window().focusWidget()
        while at is not None and at is not self and not at.objectName():
            at = at.parentWidget()
        return at.objectName() if at is not None and self.content is not None and self.content.isAncestorOf(at) else ""

    def _take_back(self, name: str) -> bool:
        """The keyboard goes where it was, if that is there still."""
        found = self.content.findChild(QWidget, name) if name and self.content else None
        if found is not None:
            found.setFocus(Qt.FocusReason.OtherFocusReason)
        return found is not None

    def _come_to_title(self) -> None:
        """Where the parts leave no room for what is in one, it is scrolled to; a button leads back to the parts."""
        self.take_keyboard()
        crowded = self._choices.height() > self.area.viewport().height() // 2
        self.others.setVisible(crowded)
        if crowded:
            QTimer.singleShot(0, self.title, lambda: self.area.verticalScrollBar().setValue(self.title.y()))

    def _back_to_parts(self) -> None:
        self.area.verticalScrollBar().setValue(0)
        self._go_to_buttons()

    def _go_to_buttons(self) -> None:
        here = self.content.part.name if self.content else ""
        button = self.buttons.get(here) or next(iter(self.buttons.values()), None)
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_closed(self, *, closed: bool) -> None:
        self.closed.setVisible(closed)
        self.again.setVisible(closed)
        self.asks.hide()

    def _lay(self) -> None:
        acts = QWidget()
        flow = FlowLayout(acts, 4)
        for act in (self.others, self.wrong, self.joins, self.who_sees, self.finish):
            flow.addWidget(act)
        self.others.hide()
        self.others.clicked.connect(lambda _on=False: self._back_to_parts())
        body = self.area.body
        body.setSpacing(GAP)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.listen, 0, Qt.AlignmentFlag.AlignTop)
        body.addWidget(self._choices)
        body.addLayout(head)
        body.addLayout(self._place)
        for widget in (self.closed, self.again, self.asks):
            body.addWidget(widget, 0, Qt.AlignmentFlag(0) if widget is self.closed else Qt.AlignmentFlag.AlignLeft)
        body.addWidget(acts)
        body.addWidget(LargeLabel(" ".join((words.fixed("S01"), words.fixed("S07")))))
        body.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        self._show_closed(closed=False)
