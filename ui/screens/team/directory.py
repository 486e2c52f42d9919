# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The directory of the team: by kind and code; a name is closed until somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from assist import i18n
from assist.directorybook import FORM, LETTERS, Listed
from assist.i18n import _
from assist.policy import may
from assist.services.directory import KEEP
from ui import directory_words, wording
from ui.context import Surroundings
from ui.dialogs.sheet import Sheet
from ui.screens.team.part import Part
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceButtons
from ui.widgets.empty import Empty
from ui.widgets.hidden import HiddenText
from ui.widgets.labels import Label
from ui.widgets.lines import PressLines, Said


class DirectoryPart(Part):
    """``sheet`` is the entry that lies open."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._keeps = may(surroundings.desk.me.roles, KEEP).ok
        self._with_gone = False
        self.sheet: EntrySheet | None = None

    def refresh(self) -> None:
        """All entries again, those off the list when they were asked for."""
        gone = self._with_gone
        self.s.read.run(lambda: self.s.desk.directory.listed(gone=gone), owner=self, then=self._show,
                        failed=self.s.trouble)

    def _show(self, listed: Sequence[Listed]) -> None:
        self.show_cards([self._head(empty=not listed), *self._kinds(listed)])

    def _head(self, *, empty: bool) -> QWidget:
        card = Card(_("Whom we work with"))
        words = _("Services, interpreters, employers, training and authorities stand here by code. "
                  "A name is shown when you ask for it, and that is on record.")
        card.body.addWidget(Empty(words) if empty else Label(words, tone="muted"))
        row = QHBoxLayout()
        if self._keeps:
            add = PrimaryButton(_("New entry"), icon="plus")
            add.clicked.connect(lambda: self.s.go("directory_entry"))
            row.addWidget(add)
        self.gone = ChoiceButtons([("gone", _("off the list too"))], multiple=True)
        self.gone.pick(["gone"] if self._with_gone else [])
        self.gone.chosen.connect(self._ask_gone)
        row.addWidget(self.gone)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _ask_gone(self, picked: object) -> None:
        self._with_gone = bool(picked)
        self.refresh()

    def _kinds(self, listed: Sequence[Listed]) -> Iterator[Card]:
        today = self.s.desk.clock.today()
        for kind in LETTERS:
            rows = [each for each in listed if each.kind == kind]
            if not rows:
                continue
            name = wording.chosen(FORM, "kind", kind)
            card, lines = Card(name[:1].upper() + name[1:]), PressLines()
            for each in rows:
                warned = directory_words.look_out(each, today)
                words = " · ".join(part for part in (directory_words.about(each), warned) if part)
                end = _("off the list") if each.is_off(today) else _("look first") if warned else ""
                tone = "muted" if each.is_off(today) else "ochre"
                line = lines.put(Said(each.code, words, end, tone, share=0.14))
                line.clicked.connect(partial(self._open, each))
            card.body.addWidget(lines)
            yield card

    def _open(self, listed: Listed, _on: bool = False) -> None:
        self.sheet = sheet = EntrySheet(listed, self, keeps=self._keeps)
        sheet.name.asked.connect(lambda: self.ask(
            lambda: self.s.desk.directory.names(listed.ref), lambda names: sheet.say_name(names)))
        sheet.correct.clicked.connect(lambda: self.s.go("directory_entry", entry=listed.ref))


class EntrySheet(Sheet):
    """One entry: what it is good for, what to see to first, and its name behind a press."""

    def __init__(self, listed: Listed, beneath: DirectoryPart, *, keeps: bool) -> None:
        super().__init__(f"{listed.code} · {directory_words.kind(listed)}", beneath, way_out=_("Close"))
        today = beneath.s.desk.clock.today()
        self.name = HiddenText(30)
        self.name.name(_("Name"))
        self.correct = QuietButton(_("Add or correct"), icon="pencil")
        self.correct.clicked.connect(self.close_sheet)
        gone = _("off the list since {date}").format(date=i18n.day(listed.off_since)) if listed.off_since else ""
        for words, tone in (
            (directory_words.about(listed), "text"), (directory_words.looked_into(listed, today), "muted"),
            (directory_words.look_out(listed, today), "ochre"), (gone, "muted"),
        ):
            if words:
                self.add(Label(words, tone=tone))
        self.add(Label(_("Name"), Role.STRONG))
        self.add(self.name, first=True)
        self.finish(*([self.correct] if keeps else []))

    def say_name(self, names: Sequence[str]) -> None:
        """All of them, for a while."""
        if not self.isHidden():
            self.name.reveal("; ".join(names) or _("no name was written down"))

    def close_sheet(self) -> None:
        """No name stays."""
        self.name.hide_now()
        super().close_sheet()
