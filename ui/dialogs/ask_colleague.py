# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which colleague goes on with a case."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assist.i18n import _
from assist.services.assigning import Colleague
from ui.dialogs.sheet import Sheet
from ui.widgets.labels import Label
from ui.widgets.lines import PressLines, Said


class AskColleague(Sheet):
    """Says ``picked`` with the id of one."""

    picked = Signal(str)

    def __init__(self, colleagues: Sequence[Colleague], beneath: QWidget) -> None:
        super().__init__(_("Hand over to a colleague"), beneath, way_out=_("Not now"))
        self.lines = PressLines()
        for each in colleagues:
            self.lines.put(Said(each.name, "", "")).clicked.connect(
                lambda _on=False, user=each.user: self._pick(user))
        if colleagues:
            self.add(Label(_("Tell the person first who goes on with her. What is protected follows by itself."),
                           tone="muted"))
            self.add(self.lines, first=True)
        else:
            self.add(Label(_("Nobody else accompanies cases here yet."), tone="muted"))
        self.finish()

    def _pick(self, user: str) -> None:
        self.close_sheet()
        self.picked.emit(user)
