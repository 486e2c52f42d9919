# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sheets of a hand-over: what a colleague must know of one case, and what she says when she is asked."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assist import i18n
from assist.crypto.codes import shown
from assist.handoverbook import TOLD
from assist.i18n import N_, _
from assist.services.handing_over import LONGEST, HandRow, OfferRow
from ui import wording
from ui.dialogs.sheet import Sheet
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label
from ui.widgets.text_area import TextArea

TOLD_WORDS = {"yes": N_("she knows"), "not_yet": N_("not yet"), "not_safe": N_("it is not safe to tell her now")}


class AskNote(Sheet):
    """One case of several: says ``given`` with the note and whether she was told. Asked once for each."""

    given = Signal(str, str)

    def __init__(self, row: HandRow, place: tuple[int, int], taker: str, beneath: QWidget) -> None:
        number, count = place
        super().__init__(_("{code}, {number} of {count}").format(
            code=shown(row.code), number=i18n.number(number), count=i18n.number(count)), beneath,
            way_out=_("Stop, offer nothing"))
        level = _("protection level {level}").format(level=row.level) if row.level else ""
        risk = f"{_('Risk level')}: {wording.band(row.band)}" if row.band else ""
        about = " · ".join(part for part in (wording.stage(row.stage), risk, level) if part)
        self.add(Label(about, Role.SMALL, "muted"))
        self.add(Label(_("What must {name} know to begin with?").format(name=taker), Role.STRONG))
        self.note = TextArea(placeholder=_("What is agreed for the next days, what to avoid, what not to ask again"))
        self.note.setAccessibleName(_("What must {name} know to begin with?").format(name=taker))
        self.add(self.note, first=True)
        self.add(Label(_("Does she know who goes on with her?"), Role.STRONG))
        self.told = ChoiceButtons([(code, _(TOLD_WORDS[code])) for code in TOLD])
        self.told.setAccessibleName(_("Does she know who goes on with her?"))
        self.add(self.told)
        self.told.chosen.connect(lambda _codes: self._fit())
        if row.level > 2:
            self.add(Label(_("Whoever you ask can read this hidden case from now on, to decide."), tone="protect"))
        self.go_on = PrimaryButton(_("Next case") if number < count else _("Offer them"))
        self.go_on.clicked.connect(self._give)
        self.finish(self.go_on)
        self._fit()

    def _fit(self) -> None:
        self.go_on.setEnabled(bool(self.told.picked()))

    def _give(self) -> None:
        if self.go_on.isEnabled():
            note, told = self.note.text().strip()[:LONGEST], self.told.picked()[0]
            self.close_sheet()
            self.given.emit(note, told)


class OfferSheet(Sheet):
    """An offer as its two people see it: says ``taken``, ``declined``, ``taken_back``, or ``looked``."""

    taken = Signal()
    declined = Signal()
    taken_back = Signal()
    looked = Signal()

    def __init__(self, row: OfferRow, beneath: QWidget) -> None:
        words = _("{giver} asks you to go on with {code}") if row.to_me else _("{code}, offered to {taker}")
        super().__init__(words.format(giver=row.giver or row.by, code=shown(row.code), taker=row.taker), beneath,
                         way_out=_("Not now"))
        for each in said(row):
            self.add(Label(each))
        self.add(Label(_("Until it is taken over it stays with {name}.").format(name=row.giver or _("nobody")),
                       Role.SMALL, "muted"))
        self.look = QuietButton(_("To the file"))
        self.look.clicked.connect(lambda _on=False: self._say(self.looked))
        if row.to_me:
            self.take = PrimaryButton(_("Take it over"))
            self.take.clicked.connect(lambda _on=False: self._say(self.taken))
            self.no = QuietButton(_("I cannot take it"))
            self.no.clicked.connect(lambda _on=False: self._say(self.declined))
            self._first = self.take
            self.finish(self.take, self.no, self.look)
        else:
            self.back = QuietButton(_("Take the offer back"))
            self.back.clicked.connect(lambda _on=False: self._say(self.taken_back))
            self.finish(self.back, self.look)

    def _say(self, signal: Signal) -> None:
        self.close_sheet()
        signal.emit()  # type: ignore[attr-defined]


def said(row: OfferRow) -> list[str]:
    """What goes with an offer, in sentences."""
    told = _(TOLD_WORDS[row.told]) if row.told in TOLD_WORDS else ""
    return [each for each in (
        row.to_me and row.sealed and _(
            "What was written for you is behind the seal, and opens once the case is yours."),
        row.note and _("To begin with: {note}").format(note=wording.quoted(row.note)),
        told and _("Whether she knows who goes on with her: {answer}").format(answer=told),
        row.until and _("It goes back on {day}.").format(day=i18n.day(row.until))) if each]
