# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a question is asked, beside the page and never over it."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from assist.i18n import _
from ui.theme import Role
from ui.widgets.card import Card
from ui.widgets.labels import Label


class WhyPanel(Card):
    """Stands empty and unseen until somebody asks; asking again closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.fill, self.line = "ochre_tint", "line"
        self._head = Label(_("Why we ask this"), Role.CARD_TITLE, "ochre")
        self._words = Label("")
        self.body.setSpacing(6)
        self.body.addWidget(self._head)
        self.body.addWidget(self._words)
        self._key = ""
        self.hide()

    @property
    def key(self) -> str:
        """The field whose reason is shown, "" for none."""
        return self._key

    def words(self) -> str:
        """The reason shown."""
        return self._words.text()

    def show_why(self, key: str, why: str) -> None:
        """Show the reason for a question."""
        self._key = key
        self._words.setText(why)
        self.setAccessibleName(f"{self._head.text()}: {why}")
        self.show()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.accessibleName()))

    def close_why(self) -> None:
        """Away with it."""
        self._key = ""
        self.hide()
