# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Before looking together: whether somebody she brings is here (PA-14)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assist.i18n import _
from ui.dialogs.sheet import Sheet
from ui.widgets.buttons import LinkButton, PrimaryButton
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label


class AskCompany(Sheet):
    """Says ``given`` with the codes of those who are here; ``new_wanted``: somebody has to be written down first."""

    given = Signal(tuple)
    new_wanted = Signal()

    def __init__(self, codes: Sequence[str], beneath: QWidget) -> None:
        super().__init__(_("Who is here with you both?"), beneath, way_out=_("Not now"))
        self.add(Label(_("What she did not choose for this person is not there while this person is."), tone="muted"))
        self.here = ChoiceButtons([(code, code) for code in codes], multiple=True)
        self.here.setAccessibleName(_("Who is here with you both?"))
        self.add(self.here, first=True)
        self.new = LinkButton(_("write down somebody who comes along"))
        self.new.clicked.connect(self._write_down)
        self.add(self.new)
        self.go_on = PrimaryButton(_("Look together"), icon="people")
        self.go_on.clicked.connect(self._give)
        self.finish(self.go_on)

    def _give(self) -> None:
        here = self.here.picked()
        self.close_sheet()
        self.given.emit(here)

    def _write_down(self) -> None:
        self.close_sheet()
        self.new_wanted.emit()
