# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The card from which rows leave for a reporting system; only for whoever may let them out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from assist.i18n import _
from assist.policy import may
from ui.context import Surroundings
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label


class Exports(Card):
    """The way there."""

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(_("Export for a reporting system"), parent)
        self.open = QuietButton(_("Prepare an export"))
        self.open.clicked.connect(lambda _on=False: surroundings.go("export"))
        self.body.addWidget(Label(_("Codes of those who agreed, sealed for one recipient; and what left before.")))
        self.body.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        if not may(surroundings.desk.me.roles, "export").ok:
            self.hide()
