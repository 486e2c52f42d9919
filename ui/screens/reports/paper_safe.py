# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Before her own copy is made: is a paper safe for her today? (ruling 87)"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assist.i18n import _, text_of
from forms.loader import sentences
from ui.dialogs.sheet import Sheet
from ui.theme import Role
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label

SAFE, NOT_SAFE, NOT_WANTED = "safe", "not_safe", "not_wanted"


class PaperSafe(Sheet):
    """Says ``answered`` with what she said."""

    answered = Signal(str)

    def __init__(self, beneath: QWidget) -> None:
        super().__init__(_("Is a paper safe today?"), beneath, way_out=_("Not now"))
        self.choice = ChoiceButtons([
            (SAFE, _("yes, a paper is safe today")), (NOT_SAFE, _("no, not safe")), (NOT_WANTED, _("she wants none"))])
        self.choice.setAccessibleName(_("Is a paper safe today?"))
        self.choice.chosen.connect(self._chosen)
        self.add(Label(text_of(sentences()["S12"]), Role.LEAD))
        self.add(Label(_("Ask her each time: who lives with her, who may find it, where she keeps it."), tone="muted"))
        self.add(self.choice, first=True)
        self.finish()

    def _chosen(self, picked: tuple[str, ...]) -> None:
        if picked:
            self.close_sheet()
            self.answered.emit(picked[0])
