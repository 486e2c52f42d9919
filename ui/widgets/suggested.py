# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A line to write on that knows some codes: letters find one, and whatever else is written stays as it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QWidget

from assist.i18n import _
from ui.widgets.searchable import ChoiceListModel, SearchableChoice


class SuggestedLine(SearchableChoice):
    """``wrote`` tells what stands there, typed or chosen. Chosen words leave their code."""

    wrote = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(choices, parent)
        self.setPlaceholderText(_("From the directory, or write it"))

    def set_code(self, code: str) -> None:
        """Show this, saying nothing."""
        self._code = code
        if self.text() != code:
            self.setText(code)

    def _narrow(self, text: str) -> None:
        self._code = text
        self._finder.setCompletionPrefix(text)
        if text.strip() and self.matches():
            self._finder.complete()
        else:
            self._finder.popup().hide()
        self.wrote.emit(text)

    def _picked(self, index: QModelIndex) -> None:
        self.set_code(str(index.data(ChoiceListModel.CodeRole)))
        self.wrote.emit(self._code)

    def _settle(self) -> None:
        """Nothing is put right: it may be somebody who stands in no list."""
