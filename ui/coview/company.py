# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody comes in: who it is, before anything goes on being shown (PA-14)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist.i18n import _
from ui.coview.large import GAP, LargeButton, LargeLabel
from ui.theme import Role
from ui.widgets.flow import FlowLayout
from ui.widgets.scrolling import ScrollPage


class CompanyPage(QWidget):
    """Says ``chosen`` with the code of whoever is here too, "" for somebody she said nothing about."""

    chosen = Signal(str)

    def __init__(self, codes: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[LargeButton] = []
        self.nobody = LargeButton(_("Nobody else"), "back")
        self._holder = QWidget()
        self._flow = FlowLayout(self._holder, 4)
        scroll = ScrollPage()
        scroll.body.setSpacing(GAP)
        scroll.body.addWidget(LargeLabel(_("Who is here with us?"), Role.TITLE))
        scroll.body.addWidget(LargeLabel(_("From now on only what this person may hear is shown.")))
        scroll.body.addWidget(self._holder)
        scroll.body.addWidget(self.nobody, 0, Qt.AlignmentFlag.AlignLeft)
        scroll.body.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.put(codes)

    def put(self, codes: tuple[str, ...]) -> None:
        """Who may come."""
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.setParent(None)
            button.deleteLater()
        self.buttons = []
        for code, label in (*((code, code) for code in codes), ("", _("Somebody else"))):
            button = LargeButton(label, "person", parent=self._holder)
            button.clicked.connect(lambda _on=False, code=code: self.chosen.emit(code))
            self._flow.addWidget(button)
            button.show()
            self.buttons.append(button)

    def take_keyboard(self) -> None:
        """To the first of them."""
        self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
