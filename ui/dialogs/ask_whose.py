# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""About whom something is: a case code, or the name used in the house."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from assist.i18n import _
from ui.dialogs.sheet import Sheet
from ui.widgets.buttons import PrimaryButton
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit

LONGEST = 80


class AskWhose(Sheet):
    """Says ``given`` with what was typed; whether there is such a case is for its owner to know."""

    given = Signal(str)

    def __init__(self, title: str, words: str, beneath: QWidget) -> None:
        super().__init__(title, beneath, way_out=_("Not now"))
        self.whose = LineEdit(placeholder=_("code, or the whole name used in the house"))
        self.whose.setMaxLength(LONGEST)
        self.whose.setAccessibleName(_("Code or name"))
        self.whose.textChanged.connect(lambda _text: self._fit())
        self.whose.returnPressed.connect(self._give)
        self.go_on = PrimaryButton(_("Go on"))
        self.go_on.clicked.connect(self._give)
        self.add(Label(words, tone="muted"))
        self.add(self.whose, first=True)
        self.finish(self.go_on)
        self._fit()
        self.whose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        self.go_on.setEnabled(bool(self.whose.text().strip()))

    def _give(self) -> None:
        whose = self.whose.text().strip()
        if whose:
            self.close_sheet()
            self.given.emit(whose)
