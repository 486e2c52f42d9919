# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case that another team asks to hand over: who asks, why, and who would accompany it here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assist.crypto.codes import shown
from assist.domain.protection import HIDDEN
from assist.i18n import _
from assist.services.moving import Offered
from ui.dialogs.sheet import Sheet
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label


class TakeOver(Sheet):
    """Says ``accepted`` with who accompanies it and who else is named, or ``declined``."""

    accepted = Signal(str, list)
    declined = Signal()

    def __init__(self, offered: Offered, workers: Sequence[tuple[str, str]], beneath: QWidget) -> None:
        super().__init__(_("{team} asks you to take a case over").format(team=offered.team), beneath,
                         way_out=_("Not now"))
        self._needs_two = offered.level >= HIDDEN
        self.workers = ChoiceButtons(list(workers))
        self.workers.setAccessibleName(_("Who accompanies it"))
        self.workers.chosen.connect(lambda _codes: self._fit())
        self.named = ChoiceButtons(list(workers), multiple=True)
        self.named.setAccessibleName(_("Who else may read it"))
        self.go_on, self.refuse = PrimaryButton(_("Take it over")), QuietButton(_("Say no"))
        self.go_on.clicked.connect(self._accept)
        self.refuse.clicked.connect(self._decline)
        who = " · ".join(part for part in (shown(offered.code), offered.name) if part)
        self.add(Label(who, Role.STRONG))
        self.add(Label(_("{name} writes: {reason}").format(name=offered.by, reason=offered.reason)))
        self.add(Label(_("Who accompanies it"), Role.STRONG))
        self.add(self.workers, first=True)
        if self._needs_two:
            self.add(Label(_("The case is hidden. You, whoever accompanies it and those named here read it."),
                           tone="muted"))
            self.add(self.named)
        self.add(Label(_("She should know, and want it. Who excludes one another is for you to look at."),
                       Role.SMALL, "muted"))
        self.finish(self.go_on, self.refuse)
        self._fit()

    def _fit(self) -> None:
        self.go_on.setEnabled(bool(self.workers.picked()))

    def _accept(self) -> None:
        worker, named = self.workers.picked()[0], list(self.named.picked()) if self._needs_two else []
        self.close_sheet()
        self.accepted.emit(worker, named)

    def _decline(self) -> None:
        self.close_sheet()
        self.declined.emit()
