# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attached files of a case: words in a list, never a picture; opened one by one, inside the program (NR-17)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from assist import i18n
from assist.i18n import N_, _
from assist.services.attached_copies import SUFFIX, Handing
from assist.services.attachments import Attachment, Held, Shown
from assist.sync.blobs import SEALED_FROM
from ui.dialogs.confirm import Confirm
from ui.dialogs.files import ask_for_file, ask_where_to_save
from ui.dialogs.looked_at import PAGE_WIDE, LookedAt
from ui.screens.case_file.attaching import CopyOut, NewFile
from ui.screens.case_file.tab import Tab
from ui.theme import Role
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import Label
from ui.widgets.lines import Lines

KINDS = {"jpeg": N_("picture"), "png": N_("picture"), "pdf": "PDF", "txt": N_("text")}
SHORT_LEVELS = {1: N_("everyday"), 2: N_("personal"), 3: N_("sensitive"), 4: N_("dangerous in other hands")}
_KB = 1024


class AttachedCard(Card):
    """Not there while files are switched off and there is none; it asks for its own rows."""

    def __init__(self, tab: Tab) -> None:
        super().__init__(_("Attached files"))
        self._tab = tab
        self.hide()
        desk, case = tab.s.desk, tab.case
        tab.s.write.run(lambda: desk.attachments.held(case), owner=self, then=self._show, failed=tab.s.trouble)

    def _show(self, held: Held) -> None:
        if not held.is_on and not held.rows:
            return
        if held.rows:
            lines = Lines()
            for row in held.rows:
                self._put(lines, row)
            self.body.addWidget(lines)
        else:
            self.body.addWidget(Empty(_("Certificates, letters, papers of hers: only what is needed stands here.")))
        if not self._tab.s.desk.vault_open:
            sealed = self._tab.link(_("open protected work"), self._tab.open_vault)
            self.body.addWidget(Label(_("What is behind the seal is not shown now."), Role.SMALL, "muted"))
            self.body.addWidget(sealed, 0, Qt.AlignmentFlag.AlignLeft)
        if held.is_on:
            add = self._tab.quiet(_("Attach a file"), self._ask_file)
            self.body.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        self.show()

    def _put(self, lines: Lines, row: Attachment) -> None:
        tab = self._tab
        today = tab.s.desk.clock.today()
        notes = [_(KINDS[row.kind]) if row.kind else "", _("{count} kB").format(count=-(-row.size // _KB)),
                 _(SHORT_LEVELS[row.level]) if row.level else ""]
        if not row.is_whole:
            notes.append(_("{here} of {parts} parts have come").format(here=row.here, parts=row.parts))
        notes += [(_("copy for {whom}, {date}") if to else _("copy for her, {date}")).format(
            whom=to, date=i18n.day(on, today=today)) for on, to in row.given]
        acts = QWidget()
        flow = FlowLayout(acts, 12)
        if row.is_whole:
            flow.addWidget(tab.link(_("open"), lambda: self._open(row), row.name))
            flow.addWidget(tab.link(_("save a copy"), lambda: self._ask_whose(row), row.name))
        flow.addWidget(tab.link(_("remove"), lambda: self._ask_remove(row), row.name))
        lines.put(i18n.day(row.on, today=today), row.name or _("Attached file"),
                  " · ".join(filter(None, notes)), below=acts)

    # -- attaching --------------------------------------------------------------------------

    def _ask_file(self) -> None:
        kinds = _("Pictures, PDF, text") + " (*.jpg *.jpeg *.png *.pdf *.txt *.JPG *.JPEG *.PNG *.PDF *.TXT)"
        ask_for_file(self, _("Attach a file"), kinds, self.take)

    def take(self, file: Path) -> None:
        """This file was chosen: ask what it is."""
        sheet = NewFile(self._tab.ground, is_pdf=file.suffix.casefold() == ".pdf")
        sheet.given.connect(lambda words, level: self._attach(file, words, level))

    def _attach(self, file: Path, words: str, level: int) -> None:
        tab, desk = self._tab, self._tab.s.desk
        if level >= SEALED_FROM and not desk.vault_open:
            tab.s.ask_passphrase(_("What is this sensitive goes behind the seal: it opens with your passphrase."),
                                 lambda: tab.act(lambda: desk.attachments.add_file(tab.case, words, file, level),
                                                 _("Attached.")), opens_vault=True)
            return
        tab.act(lambda: desk.attachments.add_file(tab.case, words, file, level), _("Attached."))

    # -- looking ----------------------------------------------------------------------------

    def _open(self, row: Attachment) -> None:
        desk, tab = self._tab.s.desk, self._tab
        tab.write(lambda: desk.attachments.show(tab.case, row.entity), lambda shown: _look(tab, row, shown))

    # -- a copy, and away ---------------------------------------------------------------------

    def _ask_whose(self, row: Attachment) -> None:
        tab, desk = self._tab, self._tab.s.desk

        def ask(recipients: tuple[str, ...]) -> None:
            sheet = CopyOut(row.name, recipients, tab.ground)
            name = row.entity[:8] + SUFFIX.get(row.kind, "")
            sheet.given.connect(lambda handing: ask_where_to_save(
                tab, _("Save a copy"), name, lambda out: _save(tab, row, out, handing)))

        tab.read(lambda: desk.attached_copies.recipients(tab.case), ask)

    def _ask_remove(self, row: Attachment) -> None:
        tab, desk = self._tab, self._tab.s.desk
        confirm = Confirm(
            _("Remove this file for good?"),
            _("{name} – it goes from this laptop now, and from the others when they exchange next. Nothing brings it "
              "back.").format(name=row.name or _("Attached file")), _("Remove it"), tab.ground, destroys=True)
        confirm.agreed.connect(lambda: tab.act(
            lambda: desk.attachments.remove(tab.case, row.entity), _("Removed. Other laptops follow.")))


def _save(tab: Tab, row: Attachment, out: Path, handing: Handing) -> None:
    tab.act(lambda: tab.s.desk.attached_copies.save(tab.case, row.entity, out, handing),
            _("Saved, and not encrypted any more. Written down: for whom and when."))


def _look(tab: Tab, row: Attachment, shown: Shown) -> None:
    sheet = LookedAt(row.name, tab.ground, words=shown.words, pages=shown.pages)
    if shown.kind != "pdf":
        if not shown.words:
            sheet.show_page(0, shown.content)
        return

    def turn(number: int) -> None:
        tab.s.paper.run(lambda: tab.s.desk.attachments.page(shown, number, PAGE_WIDE), owner=sheet,
                        then=lambda page: sheet.show_page(number, page), failed=tab.s.trouble)

    sheet.page_wanted.connect(turn)
    turn(0)
