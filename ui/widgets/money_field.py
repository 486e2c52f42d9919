# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An amount and its currency."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from assist.i18n import _
from ui.widgets.drop_list import DropList
from ui.widgets.line_edit import LineEdit

CURRENCIES = (
    "USD", "EUR", "ARS", "BOB", "BRL", "CLP", "COP", "CRC", "CUP", "DOP", "GTQ", "GYD", "HNL", "HTG", "JMD", "MXN",
    "NIO", "PAB", "PEN", "PYG", "SRD", "TTD", "UYU", "VES",
)  # fmt: skip


class MoneyField(QWidget):
    """``text()`` is ``"125.50 PEN"`` as the forms read it, "" while there is no amount."""

    changed = Signal(str)
    left = Signal()

    def __init__(self, currencies: Sequence[str] = CURRENCIES, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.amount = LineEdit()
        self.amount.set_letters(12)
        self.amount.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.amount.setAccessibleName(_("Amount"))
        self.currency = DropList(currencies)
        self.currency.setAccessibleName(_("Currency"))
        self.setFocusProxy(self.amount)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.amount)
        outer.addWidget(self.currency)
        outer.addStretch(1)
        self.amount.textEdited.connect(self._changed)
        self.amount.editingFinished.connect(self.left)
        self.currency.picked.connect(self._changed)

    def text(self) -> str:
        """Amount and currency as written."""
        amount = self.amount.text().strip()
        return f"{amount} {self.currency.currentText()}" if amount else ""

    def set_value(self, value: str) -> None:
        """Show a stored amount, saying nothing; a currency not in the list is added to it."""
        amount, _gap, currency = value.rpartition(" ")
        self.amount.setText(amount)
        if currency and self.currency.findText(currency) < 0:
            self.currency.addItem(currency)
        if currency:
            self.currency.setCurrentText(currency)

    def setAccessibleName(self, name: str) -> None:
        """What the amount is for."""
        self.amount.setAccessibleName(name)
        self.currency.setAccessibleName(_("{question}: currency").format(question=name))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard to the amount."""
        self.amount.setFocus(event.reason())

    def _changed(self) -> None:
        self.changed.emit(self.text())
