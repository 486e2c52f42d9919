# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which keys there are: those of every page, and those of the page below."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QGridLayout, QWidget

from assist.i18n import N_, _
from ui.dialogs.sheet import Sheet
from ui.theme import Role
from ui.widgets.labels import Label

EVERYWHERE = {
    "F9": N_("Pause"), "F8": N_("Hide"), "F12": N_("Lock"), "Ctrl+N": N_("New first contact"),
    "Ctrl+Shift+T": N_("Record a threat"), "Ctrl+F1": N_("This list"),
    N_("Page Up, Page Down"): N_("Go through a long page"),
}


class KeyList(Sheet):
    """Two columns: the key, and what it does."""

    def __init__(self, here: Mapping[str, str], beneath: QWidget) -> None:
        super().__init__(_("Keys"), beneath, way_out=_("Close"))
        every = {key: _(words) for key, words in EVERYWHERE.items()} | dict(here)
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for line, (key, words) in enumerate(every.items()):
            grid.addWidget(Label(_(key), Role.STRONG, wrap=False), line, 0)
            grid.addWidget(Label(words), line, 1)
        grid.setColumnStretch(1, 1)
        self.add(rows)
        self.finish()
