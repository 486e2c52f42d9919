# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of a table as cards under each other: they fit any width, and each can be taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assist.i18n import _
from ui.theme import Role
from ui.widgets.buttons import LinkButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label


class RowCard(Card):
    """One row: its number, a way to take it away, and whatever the maker of the row put in."""

    def __init__(self, row_id: str, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.fill = "window"
        self.row_id = row_id
        self.content = content
        self.number = Label("", Role.CAPTION, "muted", wrap=False)
        self.take_away = LinkButton(_("take this row away"))
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.number)
        head.addStretch(1)
        head.addWidget(self.take_away)
        self.layout().setContentsMargins(10, 2, 10, 8)
        self.body.setSpacing(0)
        self.body.addLayout(head)
        self.body.addWidget(content)

    def show_number(self, number: int, name: str) -> None:
        """Its place among the rows, also for screen readers."""
        self.number.setText(str(number))
        self.setAccessibleName(f"{name} {number}")
        self.take_away.setAccessibleName(_("take row {number} away").format(number=number))


class TableRows(QWidget):
    """Shows one card a row id and says when somebody wants one more or one less.

    ``make`` builds the content of a row from its id; it is called once for each new id.
    """

    add_asked = Signal()
    remove_asked = Signal(str)

    def __init__(self, make: Callable[[str], QWidget], add_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._name = ""
        self._cards: dict[str, RowCard] = {}
        self.add = QuietButton(add_text or _("Add a row"), icon="plus")
        self.add.clicked.connect(self.add_asked)
        self.setFocusProxy(self.add)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        outer.addLayout(self._column)
        outer.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def row_ids(self) -> tuple[str, ...]:
        """The rows shown, in order."""
        return tuple(self._cards)

    def content(self, row_id: str) -> QWidget:
        """What was built for that row; raises KeyError for a row not shown."""
        return self._cards[row_id].content

    def show_rows(self, row_ids: Sequence[str]) -> None:
        """Show these rows; those that stay keep their widgets and the keyboard."""
        for gone in [row_id for row_id in self._cards if row_id not in row_ids]:
            self._drop(gone)
        for place, row_id in enumerate(row_ids):
            if row_id not in self._cards:
                self._insert(place, row_id)
        self._cards = {row_id: self._cards[row_id] for row_id in row_ids}
        self._number()

    def setAccessibleName(self, name: str) -> None:
        """The question these rows answer."""
        self._name = name
        super().setAccessibleName(name)
        self.add.setAccessibleName(f"{name}: {self.add.words()}")
        self._number()

    def _insert(self, place: int, row_id: str) -> None:
        card = RowCard(row_id, self._make(row_id))
        card.take_away.clicked.connect(lambda: self.remove_asked.emit(row_id))
        self._cards[row_id] = card
        self._column.insertWidget(place, card)
        card.show()

    def _drop(self, row_id: str) -> None:
        card = self._cards.pop(row_id)
        if card.isAncestorOf(self.window().focusWidget() or self):
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _number(self) -> None:
        for number, card in enumerate(self._cards.values(), 1):
            card.show_number(number, self._name)
