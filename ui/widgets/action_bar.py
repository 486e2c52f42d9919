# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The foot of a screen: its acts from left to right, and one quiet word at the right."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.theme import Role, colours
from ui.widgets.buttons import Button
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import Label


class ActionBar(QWidget):
    """Buttons stand beside each other and go on in a second line where there is little room."""

    def __init__(self, acts: Iterable[Button] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.quiet = Label("", Role.BODY, "muted", wrap=False)
        self.quiet.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._left = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._left.setSizePolicy(policy)
        self._flow = FlowLayout(self._left, 4)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(12)
        row.addWidget(self._left, 1)
        row.addWidget(self.quiet)
        self.set_acts(acts)

    def set_acts(self, acts: Iterable[Button]) -> None:
        """These and no others, in this order; the keyboard stays at the foot when it was there."""
        wanted = list(acts)
        here = False
        while self._flow.count():
            gone = self._flow.takeAt(0).widget()
            here = here or gone.hasFocus()
            if gone not in wanted:
                gone.hide()
                gone.deleteLater()
        for act in wanted:
            self._flow.addWidget(act)
            act.show()
        if here and wanted:
            wanted[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def acts(self) -> tuple[Button, ...]:
        """The buttons, in order."""
        return tuple(self._flow.itemAt(at).widget() for at in range(self._flow.count()))

    def say(self, words: str) -> None:
        """The quiet word at the right."""
        self.quiet.setText(words)
        self.quiet.setVisible(bool(words))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A hairline above."""
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, QColor(colours().line))
        painter.end()
