# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The card from which the figures of the team are worked out; only for whoever may."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from assist.i18n import _
from assist.policy import may
from ui.context import Surroundings
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label


class Figures(Card):
    """The way there."""

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(_("Figures of the team"), parent)
        self.look = QuietButton(_("Look at the figures"), icon="reports")
        self.look.clicked.connect(lambda _on=False: surroundings.go("figures"))
        self.body.addWidget(Label(_("The counts of the work, from which nobody can be recovered: on the screen, as "
                                    "pages, as a workbook.")))
        self.body.addWidget(self.look, 0, Qt.AlignmentFlag.AlignLeft)
        if not may(surroundings.desk.me.roles, "report.programme").ok:
            self.hide()
