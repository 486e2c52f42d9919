# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A question before something that cannot be undone; *keep* is what Enter does."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.dialogs.sheet import Sheet
from ui.widgets.buttons import Button, DangerButton, QuietButton
from ui.widgets.labels import Label


class Confirm(Sheet):
    """Says ``agreed`` when it may be done. ``destroys`` makes the button look like what it does."""

    agreed = Signal()

    def __init__(self, title: str, words: str, act: str, beneath: QWidget, *, destroys: bool = False) -> None:
        super().__init__(title, beneath)
        self.act: Button = DangerButton(act) if destroys else QuietButton(act)
        self.act.clicked.connect(self._agreed)
        self.add(Label(words, tone="muted"))
        self.finish(self.act)

    def _agreed(self) -> None:
        self.close_sheet()
        self.agreed.emit()
