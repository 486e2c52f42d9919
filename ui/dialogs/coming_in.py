# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a new laptop is, or one that was away for long: so many of so many cases, while work goes on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from assist import i18n
from assist.i18n import _
from ui.hub import Hub, UnderWay
from ui.widgets.banner import Banner
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label


class ComingIn(Card):
    """Is there while cases come in, and no longer. ``stop`` ends the round; that it did is said in the banner."""

    def __init__(self, hub: Hub, stop: Callable[[], object], banner: Banner, parent: QWidget | None = None) -> None:
        super().__init__(_("Cases come in"), parent)
        self._stops, self._banner = stop, banner
        self.far = Label("")
        self.stop = QuietButton(_("Stop for now"))
        self.stop.clicked.connect(self._stop)
        self.body.addWidget(self.far)
        self.body.addWidget(Label(_("You can work meanwhile. They appear once the sync is done."), tone="muted"))
        self.body.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignLeft)
        hub.round_is.connect(self.show_round)
        self.show_round(hub.under_way)

    def show_round(self, now: UnderWay | None) -> None:
        """As it is now; what every round does in a moment is not worth a card."""
        comes = now is not None and now.of > 0 and (now.done < now.of or not self.isHidden())
        if now is not None and comes:
            self.far.setText(said(now))
        if comes and self.isHidden():
            self.stop.setEnabled(True)
        self.setVisible(comes)

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self._stops()
        self._banner.show_good(_("Stopped. What came in stays; the rest comes with the next sync."))


def said(now: UnderWay) -> str:
    """So many of so many."""
    return _("{done} of {count} cases are here.").format(done=i18n.number(now.done), count=i18n.number(now.of))
