# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is held of her, looked at together: the page of her own information, and the way to a paper (PA-06)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from assist import i18n
from assist.i18n import _
from assist.reports.lines import MY_INFORMATION, Block, Dossier, Fact, Note
from ui.dialogs.sheet import Sheet
from ui.screens.case_file.tab import Tab
from ui.theme import Role
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label


def information_card(tab: Tab) -> Card:
    """The way to the page; who looked at protected parts stands in protected work, so that opens first."""
    card = Card(_("My information"))
    card.body.addWidget(Label(
        _("What is held of her, for what, who was told, who looked, and until when: to look at together."),
        tone="muted"))
    card.body.addWidget(tab.quiet(_("Look at it together"), lambda: _ask(tab)), 0, Qt.AlignmentFlag.AlignLeft)
    return card


def _ask(tab: Tab) -> None:
    if tab.s.desk.vault_open:
        _read(tab)
    else:
        tab.s.ask_passphrase(_("Who looked at what is protected stands in protected work."), lambda: _read(tab),
                             opens_vault=True)


def _read(tab: Tab) -> None:
    def show(read: Dossier) -> None:
        sheet = InformationSheet(read, tab.ground)
        sheet.on_paper.clicked.connect(lambda: tab.s.go("reports", case=tab.case, kind=MY_INFORMATION))

    tab.write(lambda: tab.s.desk.reports.my_information(tab.case, i18n.language()), show)


class InformationSheet(Sheet):
    """The page over the file, in her language where there is one."""

    def __init__(self, read: Dossier, beneath: QWidget) -> None:
        super().__init__(read.title, beneath, way_out=_("Close"))
        for block in read.blocks:
            self._add_block(block)
        self.on_paper = QuietButton(_("On paper, if that is safe"), icon="reports")
        self.finish(self.on_paper)

    def _add_block(self, block: Block) -> None:
        self.add(Label(block.heading, Role.CARD_TITLE, "muted"))
        for line in block.lines:
            if isinstance(line, Fact):
                self.add(Label(f"{line.label}: {line.value}"))
            elif isinstance(line, Note):
                self.add(Label(line.text) if line.strong else Label(line.text, Role.SMALL, "muted"))
