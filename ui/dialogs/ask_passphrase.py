# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The passphrase again, with the reason for asking."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from assist.i18n import _, ngettext
from ui.dialogs.passphrase_field import PassphraseField
from ui.dialogs.patience import Patience
from ui.dialogs.sheet import Sheet
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton
from ui.widgets.labels import Label


class AskPassphrase(Sheet):
    """Says ``offered`` with what was typed; its owner tries it and answers ``accept`` or ``refuse``."""

    offered = Signal(str)

    def __init__(self, reason: str, beneath: QWidget, patience: Patience) -> None:
        super().__init__(_("Your passphrase again"), beneath, way_out=_("Not now"))
        self._patience = patience
        self.field = PassphraseField(_("Passphrase"))
        self.field.entered.connect(self._offer)
        self.said = Label("", Role.SMALL, "ochre")
        self.said.hide()
        self.go_on = PrimaryButton(_("Go on"))
        self.go_on.clicked.connect(self._offer)
        self._tick = QTimer(self)
        self._tick.setInterval(500)
        self._tick.timeout.connect(self._look)
        self.add(Label(reason, tone="muted"))
        self.add(self.field, first=True)
        self.add(self.said)
        self.finish(self.go_on)
        if patience.left > 0:
            self._wait()

    def accept(self) -> None:
        """It fitted."""
        self._patience.forget()
        self.close_sheet()

    def refuse(self) -> None:
        """It did not fit: say so, and how long to wait."""
        self._patience.failed()
        self.field.forget()
        self._wait()

    def free(self) -> None:
        """Nothing came of it for another reason: let it be tried again."""
        self.go_on.setEnabled(True)
        self.field.setEnabled(True)

    def close_sheet(self) -> None:
        """Nothing typed stays."""
        self._tick.stop()
        self.field.forget()
        super().close_sheet()

    def _offer(self) -> None:
        if self.field.text() and self.go_on.isEnabled():
            self.go_on.setEnabled(False)
            self.field.setEnabled(False)
            self.said.hide()
            self.offered.emit(self.field.text())

    def _wait(self) -> None:
        self.go_on.setEnabled(False)
        self.field.setEnabled(True)
        self._tick.start()
        self._look()

    def _look(self) -> None:
        left = ceil(self._patience.left)
        parts = [_("The passphrase does not match. Nothing was changed.")]
        if self._patience.needs_somebody:
            parts.append(_("Call your second person if it will not come back."))
        if left > 0:
            parts.append(ngettext("Try again in {count} second.", "Try again in {count} seconds.", left).format(
                count=left))
        else:
            self._tick.stop()
            self.go_on.setEnabled(True)
        self.said.setText(" ".join(parts))
        self.said.show()
        if not self.field.line.hasFocus():
            self.field.setFocus()
