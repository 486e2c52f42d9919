# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Her copy of one consent: is a paper safe today, and may the name of the service stand on it?"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assist import i18n
from assist.i18n import _, text_of
from assist.views import Changes, ConsentRow
from forms.loader import sentences
from ui.dialogs.files import ask_where_to_save
from ui.dialogs.sheet import Sheet
from ui.screens.case_file.tab import Tab
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label


class CopyForHer(Sheet):
    """Says ``given`` with whether the name of the service stands on it, once a paper is safe."""

    given = Signal(bool)

    def __init__(self, beneath: QWidget, *, names_service: bool) -> None:
        super().__init__(_("Is a paper safe today?"), beneath, way_out=_("Not now"))
        self.safe = ChoiceButtons([("yes", _("yes, a paper is safe today")), ("no", _("no, not safe"))])
        self.safe.setAccessibleName(_("Is a paper safe today?"))
        self.name = ChoiceButtons([("no", _("leave it out")), ("yes", _("it may stand there"))])
        self.name.setAccessibleName(_("The name of the service on the paper"))
        self.name.pick(["no"])
        self.save = PrimaryButton(_("Choose where to save it"), icon="save")
        self.safe.chosen.connect(lambda picked: self.save.setEnabled(picked == ("yes",)))
        self.save.clicked.connect(self._give)
        self.save.setEnabled(False)
        self.add(Label(text_of(sentences()["S12"]), Role.LEAD))
        self.add(self.safe, first=True)
        if names_service:
            self.add(Label(_("The name of the service on the paper"), Role.STRONG))
            self.add(self.name)
        self.add(Label(
            _("Once saved it is not encrypted any more. Keep it where only you look."), Role.SMALL, "ochre"))
        self.finish(self.save)

    def _give(self) -> None:
        with_name = self.name.picked() == ("yes",)
        self.close_sheet()
        self.given.emit(with_name)


def ask_for_copy(tab: Tab, row: ConsentRow) -> None:
    """Ask, save, and say so."""
    sheet = CopyForHer(tab.ground, names_service=bool(row.recipient))
    sheet.given.connect(lambda with_name: ask_where_to_save(
        tab, _("Save a copy"), f"{row.record[:8]}.pdf", lambda out: _save(tab, row, out, with_name=with_name)))


def _save(tab: Tab, row: ConsentRow, out: Path, *, with_name: bool) -> None:
    desk = tab.s.desk

    def save() -> Changes:
        desk.consent_copies.save(
            tab.case, row.record, out, i18n.language(), paper_safe=True, with_name=with_name)
        return Changes(frozenset({tab.case}), frozenset({"report"}))

    tab.act(save, _("Saved, and not encrypted any more. She may have it now."))
