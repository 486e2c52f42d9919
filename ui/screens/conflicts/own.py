# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Another answer than either of the two, on a sheet over the page."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assist.differences import DifferenceRow
from assist.i18n import _, text_of
from ui import difference_words as words
from ui.dialogs.sheet import Sheet
from ui.form_view.field_widgets import answer_widget
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton
from ui.widgets.labels import Label


class WriteOwn(Sheet):
    """Says ``given`` with what was entered, as it was entered."""

    given = Signal(object)

    def __init__(self, row: DifferenceRow, beneath: QWidget) -> None:
        assert row.question is not None  # noqa: S101 - only such rows may be written
        super().__init__(words.question(row), beneath, way_out=_("Not now"))
        self._raw: object = None
        if hint := text_of(row.question.hint):
            self.add(Label(hint, Role.SMALL, "muted"))
        self.control = answer_widget(row.question)
        self.control.said.connect(self._said)
        self.control.widget.setAccessibleName(words.question(row))
        self.add(self.control.widget, first=True)
        self.settle = PrimaryButton(_("Settle it so"))
        self.settle.clicked.connect(self._give)
        self.settle.setEnabled(False)
        self.finish(self.settle)

    def _said(self, raw: object) -> None:
        self._raw = raw
        self.settle.setEnabled(raw not in (None, "", ()))

    def _give(self) -> None:
        raw = self._raw
        self.close_sheet()
        self.given.emit(raw)
