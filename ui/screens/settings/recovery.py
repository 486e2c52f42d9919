# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The recovery kit: its papers made and handed out, tried once a year, and deleted from every disk."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from assist import i18n
from assist.i18n import _
from assist.services.recovery import Kit, KitState
from ui.context import Surroundings
from ui.dialogs.confirm import Confirm
from ui.dialogs.files import ask_for_folder
from ui.dialogs.paper_words import PaperWords
from ui.dialogs.printing import PRINT_WIDE, ask_printer, has_printer, print_pages
from ui.screens.settings.tab import Tab, choice_of, row_of
from ui.theme import Role
from ui.widgets.buttons import DangerButton, LinkButton, PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label


class RecoveryTab(Tab):
    """A kit that was drawn lives as long as the page: left before it holds, nothing was changed."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._kit: Kit | None = None
        self.state = Label("")
        self.holders = ChoiceButtons([
            ("3", _("three people, two are needed")), ("5", _("five people, three are needed"))])
        self.holders.pick(["3"])
        self.make = PrimaryButton(_("Make a kit"))
        self.make.clicked.connect(self._ask_passphrase)
        self.print = PrimaryButton(_("Print the papers"), icon="print")
        self.print.clicked.connect(lambda: ask_printer(self, self._print))
        self.save = QuietButton(_("Save them as files"))
        self.save.clicked.connect(lambda: ask_for_folder(self, _("Where the papers go"), self._save))
        self.keep = PrimaryButton(_("Each paper is with its holder"))
        self.keep.clicked.connect(self._keep)
        self.stop = QuietButton(_("Stop; nothing was changed"))
        self.stop.clicked.connect(self.leave)
        self.delete = DangerButton(_("Delete the files"))
        self.delete.clicked.connect(self._delete)
        self.files_said = Label("")
        self.paper = PaperWords()
        self.paper.filled.connect(self._rehearse)
        self.try_it = LinkButton(_("Try a paper"))
        self.try_it.clicked.connect(self._show_trial)
        self._lay()
        self._show_steps()

    def refresh(self) -> None:
        """As it is now."""
        self._s.write.run(self._s.desk.recovery.state, owner=self, then=self._show, failed=self._s.trouble)

    def leave(self) -> None:
        """The words of a kit that does not hold yet are forgotten."""
        self._kit = None
        self.paper.forget()
        self._show_steps()

    # -- making -------------------------------------------------------------------------

    def _ask_passphrase(self) -> None:
        self._s.ask_passphrase(_("A new kit takes the place of an earlier one."), self._draw)

    def _draw(self) -> None:
        holders = int("".join(self.holders.picked()) or "3")
        self._s.write.run(
            lambda: self._s.desk.recovery.draw(holders), owner=self, then=self._drawn, failed=self._s.trouble)

    def _drawn(self, kit: Kit) -> None:
        self._kit = kit
        self._show_steps()
        (self.print if has_printer() else self.save).setFocus()

    def _print(self, printer: QPrinter) -> None:
        kit = self._kit
        if kit is not None:
            clearance = self._s.desk.recovery.clearance()
            self._s.paper.run(
                lambda: self._s.desk.recovery.pages(kit, i18n.language(), PRINT_WIDE), owner=self,
                then=lambda pngs: self._printed(printer, pngs, clearance), failed=self._s.trouble)

    def _printed(self, printer: QPrinter, pngs: list[bytes], clearance: object) -> None:
        try:
            print_pages(printer, pngs, clearance)
        except Exception as error:
            self._s.trouble(error)
            return
        self._out(_("The papers were printed. Hand each to another person."))

    def _save(self, folder: Path) -> None:
        kit = self._kit
        if kit is not None:
            self._s.write.run(
                lambda: self._s.desk.recovery.print(kit, folder, i18n.language()), owner=self, then=self._saved,
                failed=self._s.trouble)

    def _saved(self, files: tuple[Path, ...]) -> None:
        self._out(_("The papers were saved. Print them, hand them out, and delete the files."))
        self.refresh()

    def _out(self, words: str) -> None:
        self.keep.setEnabled(True)
        self.keep.setFocus()
        self._s.banner.show_good(words)

    def _keep(self) -> None:
        kit = self._kit
        if kit is not None:
            self.keep.setEnabled(False)
            self._s.write.run(
                lambda: self._s.desk.recovery.keep(kit), owner=self, then=self._kept, failed=self._s.trouble)

    def _kept(self, holds: object) -> None:
        self.leave()
        self.refresh()
        self._s.banner.show_good(
            _("The kit holds. Each profile is covered from its next sign-in on.") if holds
            else _("It waits for the agreement of another coordinator."))

    # -- afterwards -----------------------------------------------------------------------

    def _delete(self) -> None:
        sheet = Confirm(_("Delete the files"), _("Are all papers printed, and can they be read?"),
                        _("Delete the files"), self, destroys=True)
        sheet.agreed.connect(lambda: self._s.write.run(
            self._s.desk.recovery.delete_files, owner=self, then=self._deleted, failed=self._s.trouble))

    def _deleted(self, _count: object) -> None:
        self._s.banner.show_good(_("The files were written over and deleted. Paper is what is left."))
        self.refresh()

    def _show_trial(self) -> None:
        self.try_it.hide()
        self.paper.show()
        self.paper.line.setFocus()

    def _rehearse(self) -> None:
        text = self.paper.text
        if text:
            self._s.write.run(
                lambda: self._s.desk.recovery.rehearse(text), owner=self, then=self._rehearsed,
                failed=self._not_rehearsed)

    def _rehearsed(self, number: object) -> None:
        self.leave()
        self.refresh()
        self._s.banner.show_good(
            _("It is paper {number} of the kit, and every word of it is right.").format(number=number))

    def _not_rehearsed(self, error: Exception) -> None:
        self.paper.forget()
        self._s.trouble(error)

    # -- showing ------------------------------------------------------------------------

    def _show(self, state: KitState) -> None:
        self.state.setText(self._how_it_stands(state))
        self.state.set_tone("text" if state.exists and not state.rehearsal_is_due else "ochre")
        self.trial.setVisible(state.exists)
        self.files.setVisible(bool(state.files))
        self.files_said.setText(_("Papers that lie as files in {folder}: {count}").format(
            count=len(state.files), folder=state.files[0].parent if state.files else ""))
        self.make.set_text(_("Make a new kit") if state.exists else _("Make a kit"))

    def _how_it_stands(self, state: KitState) -> str:
        if not state.exists:
            words = _("There is no kit yet: whoever forgets a passphrase loses what was never sent.")
            return words if not state.waits_for_second else _("It waits for the agreement of another coordinator.")
        today = self._s.desk.clock.today()
        parts = [_("Made {when}; {needed} of {papers} papers are needed.").format(
            when=i18n.ago(state.made_on[:10], today), needed=state.needed, papers=state.papers)]
        if state.rehearsed_on:
            parts.append(_("Last tried {when}.").format(when=i18n.ago(state.rehearsed_on[:10], today)))
        if state.rehearsal_is_due:
            parts.append(_("A year is over: ask one holder to type her paper here."))
        if state.waits_for_second:
            parts.append(_("A newer one waits for the agreement of another coordinator."))
        return " ".join(parts)

    def _show_steps(self) -> None:
        drawn = self._kit is not None
        for part in (self.choice, self.make):
            part.setVisible(not drawn)
        self.print.setVisible(drawn and has_printer())
        for part in (self.drawn_said, self.save, self.keep, self.stop):
            part.setVisible(drawn)
        self.keep.setEnabled(False)
        self.paper.hide()
        self.try_it.show()

    def _lay(self) -> None:
        kit = Card(_("Recovery kit"))
        kit.body.addWidget(Label(_(
            "Papers with words, each with another person. Enough of them together give somebody who forgot her "
            "passphrase another one, on her own laptop, and nothing is lost."), tone="muted"))
        kit.body.addWidget(self.state)
        self.choice = choice_of(_("Who keeps a paper"), self.holders)
        kit.body.addWidget(self.choice)
        self.drawn_said = Label(_(
            "The words are drawn and stand nowhere yet. Choose people in different places, who would not be made to "
            "give them up together."))
        kit.body.addWidget(self.drawn_said)
        kit.body.addLayout(row_of(self.make, self.print, self.save))
        kit.body.addLayout(row_of(self.keep, self.stop))
        self.files = Card(_("Papers on a disk"))
        self.files.body.addWidget(self.files_said)
        self.files.body.addWidget(Label(
            _("A disk may keep traces of a deleted file; a stick used for nothing else is best."), Role.SMALL, "muted"))
        self.files.body.addWidget(self.delete, 0, Qt.AlignmentFlag.AlignLeft)
        self.trial = Card(_("Once a year"))
        self.trial.body.addWidget(Label(
            _("One holder types her paper. It shows that it can be read, and opens nothing."), tone="muted"))
        self.trial.body.addWidget(self.try_it, 0, Qt.AlignmentFlag.AlignLeft)
        self.trial.body.addWidget(self.paper)
        for card in (kit, self.files, self.trial):
            self.column.addWidget(card)
        for card in (self.files, self.trial):
            card.hide()
