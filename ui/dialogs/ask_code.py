# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One line for the code of a case."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assist.i18n import _
from ui.dialogs.sheet import Sheet
from ui.errors import said
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit


class AskCode(Sheet):
    """Says ``offered`` with what was typed; its owner closes it or says ``refuse``."""

    offered = Signal(str)

    def __init__(self, title: str, words: str, beneath: QWidget) -> None:
        super().__init__(title, beneath, way_out=_("Not now"))
        self.line = LineEdit()
        self.line.setMaxLength(40)
        self.line.setAccessibleName(_("Code of the case"))
        self.line.returnPressed.connect(self._offer)
        self.said = Label("", Role.SMALL, "ochre")
        self.said.hide()
        self.go_on = PrimaryButton(_("Go on"))
        self.go_on.clicked.connect(self._offer)
        self.add(Label(words, tone="muted"))
        self.add(self.line, first=True)
        self.add(self.said)
        self.finish(self.go_on)

    def refuse(self, error: Exception) -> None:
        """Why it does not go on."""
        not_done, _safe, to_do = said(error)
        self.said.setText(f"{not_done} {to_do}")
        self.said.show()
        self.line.setFocus()
        self.line.selectAll()

    def _offer(self) -> None:
        if self.line.text().strip():
            self.offered.emit(self.line.text())
