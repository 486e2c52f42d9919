# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The card from which somebody is asked for an opinion of the house, and where the sums are looked at."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from assist.i18n import _
from assist.policy import may
from assist.services.feedback import GIVE, RESULTS
from ui.context import Surroundings
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label


class Opinions(Card):
    """Asks nobody whose. Each way stands there only for whoever may go it."""

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(_("What people say of the house"), parent)
        roles = surroundings.desk.me.roles
        self.ask = QuietButton(_("Ask for an opinion"))
        self.look = QuietButton(_("Look at the sums"))
        self.body.addWidget(Label(_("Hand the laptop over: eighteen short questions, without a name.")))
        for button, act, place in ((self.ask, GIVE, "feedback"), (self.look, RESULTS, "feedback_results")):
            button.clicked.connect(lambda _on=False, place=place: surroundings.go(place))
            if not may(roles, act).ok:
                button.hide()
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if not may(roles, GIVE).ok:
            self.hide()
