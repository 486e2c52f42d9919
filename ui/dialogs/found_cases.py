# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a whole code or name found: nothing, or several of the same name to choose from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assist.i18n import _
from ui.dialogs.sheet import Sheet
from ui.widgets.labels import Label
from ui.widgets.lines import PressLines, Said


class FoundCases(Sheet):
    """Says ``picked`` with the place of one. Nothing found reads the same whatever the reason."""

    picked = Signal(int)

    def __init__(self, found: Sequence[Said], beneath: QWidget) -> None:
        super().__init__(_("Found") if found else _("Nothing is there under that code or name"), beneath,
                         way_out=_("Close"))
        self.lines = PressLines()
        for place, said in enumerate(found):
            self.lines.put(said).clicked.connect(lambda _on=False, place=place: self._pick(place))
        if found:
            self.add(Label(_("Several have this name. Arrival and worker tell them apart."), tone="muted"))
            self.add(self.lines)
        else:
            self.add(Label(_("Check the code, or ask the colleague who works with it."), tone="muted"))
        self.finish()

    def _pick(self, place: int) -> None:
        self.close_sheet()
        self.picked.emit(place)
