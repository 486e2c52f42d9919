# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report of a mistake of ours: read first, saved only when somebody says so, never sent by the program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assist.i18n import _
from ui.dialogs.files import ask_where_to_save
from ui.dialogs.sheet import Sheet
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton
from ui.widgets.labels import Label
from ui.widgets.text_area import TextArea


class ShowReport(Sheet):
    """Says ``wanted`` with the file the person chose; its owner writes it."""

    wanted = Signal(str, str)

    def __init__(self, report: str, beneath: QWidget) -> None:
        super().__init__(_("Report of a mistake in Amparo"), beneath, way_out=_("Close"))
        self._report = report
        self.text = TextArea(report)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("The report"))
        self.save = PrimaryButton(_("Save to a file"))
        self.save.clicked.connect(self._ask)
        self.add(Label(
            _("It holds versions and line numbers of the program, nothing about any person. It is sent nowhere."),
            Role.SMALL, "muted"))
        self.add(self.text)
        self.finish(self.save)

    def _ask(self) -> None:
        ask_where_to_save(self.save, _("Save the report"), "amparo-report.txt", self._chosen)

    def _chosen(self, file: Path) -> None:
        self.wanted.emit(str(file), self._report)
        self.close_sheet()
