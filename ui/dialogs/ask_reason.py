# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why somebody looks at a case that is not her own; the reason goes on record with her name."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assist.i18n import N_, _
from ui.dialogs.sheet import Sheet
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit

REASONS = (
    ("stands_in", N_("I stand in for her worker")),
    ("asked_by_person", N_("the person asks me to")),
    ("urgent", N_("something urgent")),
    ("supervision", N_("supervision")),
)
LONGEST = 120


def reason(why: str) -> str:
    """A reason as it was given: one of the four, words of one's own, or both; sealed away where it cannot be read."""
    code, _space, own = why.partition(" ")
    known = dict(REASONS)
    if code in known:
        return ": ".join(part for part in (_(known[code]), own) if part)
    return why or _("the reason is behind the seal")


class AskReason(Sheet):
    """Says ``given`` with the reason: one of four, or words of one's own."""

    given = Signal(str)

    def __init__(self, title: str, words: str, beneath: QWidget) -> None:
        super().__init__(title, beneath, way_out=_("Not now"))
        self.reasons = ChoiceButtons([(code, _(label)) for code, label in REASONS])
        self.reasons.setAccessibleName(_("Reason"))
        self.reasons.chosen.connect(lambda _codes: self._fit())
        self.own = LineEdit(placeholder=_("or in your own words"))
        self.own.setMaxLength(LONGEST)
        self.own.setAccessibleName(_("Reason in your own words"))
        self.own.textEdited.connect(lambda _text: self._fit())
        self.own.returnPressed.connect(self._give)
        self.go_on = PrimaryButton(_("Go on"))
        self.go_on.clicked.connect(self._give)
        self.add(Label(words, tone="muted"))
        self.add(self.reasons, first=True)
        self.add(self.own)
        self.add(Label(_("The reason is kept with your name; the person may ask who looked."), Role.SMALL, "muted"))
        self.finish(self.go_on)
        self._fit()

    def reason(self) -> str:
        """What was given; empty for nothing yet."""
        picked = self.reasons.picked()
        return " ".join(part for part in (picked[0] if picked else "", self.own.text().strip()) if part)

    def _fit(self) -> None:
        self.go_on.setEnabled(bool(self.reason()))

    def _give(self) -> None:
        reason = self.reason()
        if reason:
            self.close_sheet()
            self.given.emit(reason)
