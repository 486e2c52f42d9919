# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the choice to the look, from the look out, and what left before; all work is done in the lanes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from assist.errors import BadInput, WrongPassphrase
from assist.exchange.writers.shapes import Stopped
from assist.i18n import _
from assist.policy import may
from assist.services.export_ledger import Due, Ledger
from assist.services.packing import Left
from assist.views import Changes
from ui.context import Screen, Surroundings
from ui.dialogs.ask_passphrase import AskPassphrase
from ui.dialogs.confirm import Confirm
from ui.dialogs.files import ask_for_folder, ask_where_to_save
from ui.screens.exporting.choosing import Choosing, Offered, Wish, profiles
from ui.screens.exporting.ledger import LedgerCards
from ui.screens.exporting.preview import PreviewPage, Seen
from ui.screens.exporting.tables import SeenTables, TablesPage
from ui.screens.exporting.under_way import Going, UnderWayPage
from ui.screens.exporting.written import KEY_FILE, WrittenPage
from ui.theme import GAP
from ui.widgets.columns import TwoColumns
from ui.widgets.scrolling import ScrollPage

SHARED = "share"
"""What a command of this screen touches (``views.Changes``)."""


@dataclass(frozen=True, slots=True)
class _Way:
    """How what was looked at gets out: ``leave`` is given the folder, the passphrase and whoever waits.

    ``is_seen``: whether it is still what is looked at.
    """

    recipient: str
    leave: Callable[[Path, str, Going], Left]
    is_seen: Callable[[], bool]


class ExportScreen(Screen):
    """One page at a time: the choice beside the ledger, a look, work under way, what was written."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__()
        self._s = surroundings
        desk = surroundings.desk
        self.choosing = Choosing(desk.clock.today(), may_add=may(desk.me.roles, "people.manage").ok)
        self.ledger = LedgerCards(desk.clock.today())
        self.preview, self.tables = PreviewPage(), TablesPage()
        self.under_way, self.written = UnderWayPage(), WrittenPage()
        self._going: Going | None = None
        self._looked_at: QWidget | None = None
        self._stack = QStackedWidget()
        self._first = self._first_page()
        for page in (self._first, self.preview, self.tables, self.under_way, self.written):
            self._stack.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self._connect()

    def title(self) -> str:
        """What leaves."""
        return _("Export")

    def refresh(self) -> None:
        """Recipients, standards and what left."""
        desk = self._s.desk

        def read() -> Offered:
            return Offered(desk.recipients.rows(), *profiles())

        self._s.write.run(read, owner=self, then=self.choosing.show_offered, failed=self._s.trouble)
        self._read_ledger()

    def leave(self) -> bool:
        """No row stays in memory; what was under way ends with nothing done."""
        self._stop()
        self._going = None
        self._back()
        self.choosing.forget()
        return True

    def keys(self) -> dict[str, str]:
        """Keys of the table."""
        return {"↑ ↓ ← →": _("through rows and columns"), "Enter": _("one row whole")}

    # -- what left --------------------------------------------------------------------------

    def _read_ledger(self) -> None:
        ledger = self._s.desk.ledger
        self._s.read.run(ledger.read, owner=self, then=self._show_ledger, failed=self._s.trouble)

    def _show_ledger(self, ledger: Ledger) -> None:
        self.ledger.show_ledger(ledger)

    def _confirmed(self, due: Due) -> None:
        sheet = Confirm(
            _("Did they say that these rows are gone?"),
            _("{recipient} is not reminded of again, and it stands on the page of each person.").format(
                recipient=due.recipient), _("They confirmed"), self)
        sheet.agreed.connect(lambda: self._with_all(lambda: self._note(due)))

    def _note(self, due: Due) -> None:
        ledger = self._s.desk.ledger
        self._s.write.run(lambda: ledger.heard(due.export_id), owner=self, then=lambda _rows: self._noted(),
                          failed=self._s.trouble)

    def _noted(self) -> None:
        self._s.banner.show_good(_("Noted."))
        self._touched()

    def _take_back(self, recipient: str) -> None:
        self._with_all(lambda: ask_for_folder(
            self, _("Where the package goes"), lambda folder: self._ask_take_back(recipient, folder)))

    def _ask_take_back(self, recipient: str, folder: Path) -> None:
        ledger = self._s.desk.ledger
        sheet = self._s.step_up(_("This takes rows back, in a package that you sign."))
        sheet.offered.connect(lambda words: self._s.write.run(
            lambda: ledger.take_back(recipient, folder, words), owner=self,
            then=lambda left: self._out(sheet, left, recipient, takes_back=True),
            failed=lambda error: self._not_out(sheet, error)))

    # -- looking ----------------------------------------------------------------------------

    def _with_all(self, act: Callable[[], object]) -> None:
        """Only with protected work open is it known who is in it, and who took it back."""
        if self._s.desk.vault_open:
            act()
        else:
            self._s.ask_passphrase(_("With protected work shut nobody can say that this is everybody."), act,
                                   opens_vault=True)

    def _look(self, wish: Wish) -> None:
        if wish.year:
            self._look_at_tables(wish)
            return
        exporting, going = self._s.desk.exporting, self._begin(
            _("Looking at every case"), _("Nothing is written. Stopping leaves everything as it is."))
        self._s.write.run(
            lambda: Seen.of(exporting.look(wish.profile, wish.recipient, wish.span, going), going), owner=self,
            then=self._looked, failed=self._not_done)

    def _looked(self, seen: Seen) -> None:
        if self._going is None:  # it was stopped, or the work behind the seal was shut meanwhile
            return
        self._going, self._looked_at = None, self.preview
        self._stack.setCurrentWidget(self.preview)
        self.preview.show_seen(seen)

    def _look_at_tables(self, wish: Wish) -> None:
        tables, going = self._s.desk.exporting_tables, self._begin(
            _("Looking at every case"), _("Nothing is written. Stopping leaves everything as it is."))
        self._s.write.run(
            lambda: SeenTables.of(tables.look(wish.profile, wish.recipient, wish.year, wish.text, going)),
            owner=self, then=self._tables_looked_at, failed=self._not_done)

    def _tables_looked_at(self, seen: SeenTables) -> None:
        if self._going is None or self._going.is_stopped:
            self._not_done(Stopped())
            return
        self._going, self._looked_at = None, self.tables
        self._stack.setCurrentWidget(self.tables)
        self.tables.show_seen(seen)

    def _begin(self, title: str, note: str) -> Going:
        self.under_way.begin(title, note)
        self._stack.setCurrentWidget(self.under_way)
        self.under_way.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self._going = going = Going(self._s.write.teller(self, self._heard))
        return going

    def _heard(self, far: tuple[int, int]) -> None:
        self.under_way.show_far(*far)

    def _stop(self) -> None:
        if self._going is not None:
            self._going.stop()
            self.under_way.stopping()

    def _not_done(self, error: Exception) -> None:
        self._going = None
        self._back()
        if isinstance(error, Stopped):
            self._s.banner.show_good(_("Stopped. Nothing left, and nothing was written."))
        else:
            self._s.trouble(error)

    # -- out ----------------------------------------------------------------------------------

    def _send(self) -> None:
        """A word where few look alike, then where it goes, then the passphrase."""
        seen, exporting = self.preview.seen, self._s.desk.exporting
        if seen is None:
            return
        way = _Way(seen.preview.recipient, lambda folder, words, going: exporting.leave(
            seen.preview, folder, words, few_agreed=True, progress=going), lambda: self.preview.seen is seen)
        if not seen.preview.needs_a_word:
            self._ask_where(way)
            return
        sheet = Confirm(
            _("Few people look alike in it"),
            _("The least is one of {count}. Whoever knows of her could recognise her. You looked at each row.").format(
                count=seen.preview.selection.fewest), _("Let it out all the same"), self)
        sheet.agreed.connect(lambda: self._ask_where(way))

    def _send_tables(self) -> None:
        seen, tables = self.tables.seen, self._s.desk.exporting_tables
        if seen is not None:
            self._ask_where(_Way(
                seen.preview.recipient, lambda folder, words, going: tables.leave(seen.preview, folder, words, going),
                lambda: self.tables.seen is seen))

    def _ask_where(self, way: _Way) -> None:
        ask_for_folder(self, _("Where the package goes"), lambda folder: self._ask_passphrase(way, folder))

    def _ask_passphrase(self, way: _Way, folder: Path) -> None:
        if way.is_seen():
            sheet = self._s.step_up(_("What leaves cannot be called back from whoever has read it."))
            sheet.offered.connect(lambda words: self._leave(sheet, way, folder, words))

    def _leave(self, sheet: AskPassphrase, way: _Way, folder: Path, words: str) -> None:
        def heard(far: tuple[int, int]) -> None:
            if isValid(sheet) and sheet.isVisible():  # the first step is told once the passphrase was right
                going.is_confirmed = True
                sheet.accept()
                self._stack.setCurrentWidget(self.under_way)
                self.under_way.stop.setFocus(Qt.FocusReason.OtherFocusReason)
            self._heard(far)

        self.under_way.begin(_("Letting it out"), _("All of it leaves, or nothing."))
        self._going = going = Going(self._s.write.teller(self, heard))
        sheet.closed.connect(lambda: None if going.is_confirmed else going.stop())
        self._s.write.run(
            lambda: way.leave(folder, words, going), owner=self,
            then=lambda left: self._out(sheet, left, way.recipient, takes_back=False),
            failed=lambda error: self._not_out(sheet, error))

    def _out(self, sheet: AskPassphrase, left: Left, recipient: str, *, takes_back: bool) -> None:
        self._going = self._looked_at = None
        if isValid(sheet):
            sheet.accept()
        self._forget()
        self.written.show_left(left, recipient, takes_back=takes_back)
        self._stack.setCurrentWidget(self.written)
        self.written.back.setFocus(Qt.FocusReason.OtherFocusReason)
        self._touched()

    def _not_out(self, sheet: AskPassphrase, error: Exception) -> None:
        self._going = None
        if isinstance(error, WrongPassphrase) and isValid(sheet):
            sheet.refuse()
            return
        if isValid(sheet):
            sheet.close_sheet()
        if self._looked_at is None or isinstance(error, Stopped) or (
                isinstance(error, BadInput) and error.code == "export.changed"):
            self._not_done(error)
        else:  # another folder, or a key, and it can be tried again
            self._stack.setCurrentWidget(self._looked_at)
            self._s.trouble(error)

    def _touched(self) -> None:
        self._s.hub.changed.emit(Changes(kinds=frozenset({SHARED})))
        self._read_ledger()

    def _save_key(self) -> None:
        exporting = self._s.desk.exporting
        ask_where_to_save(self, _("Save my public key"), KEY_FILE, lambda file: self._s.write.run(
            lambda: exporting.put_key(file), owner=self,
            then=lambda _done: self._s.banner.show_good(_("Saved. It is public, and opens nothing.")),
            failed=self._s.trouble))

    # -- moving about -------------------------------------------------------------------------

    def _forget(self) -> None:
        for page in (self.preview, self.tables, self.written):
            page.forget()

    def _back(self) -> None:
        self._looked_at = None
        self._forget()
        self._stack.setCurrentWidget(self._first)

    def _vault_changed(self, is_open: bool) -> None:
        """What was looked at may not be looked at any more."""
        if not is_open:
            self._stop()
            self._going = None
            self._back()
        self._read_ledger()

    def _first_page(self) -> QWidget:
        columns = TwoColumns(1, 1)
        columns.left.addWidget(self.choosing)
        columns.left.addStretch(1)
        columns.right.addWidget(self.ledger)
        columns.right.addStretch(1)
        page = ScrollPage()
        page.body.setContentsMargins(0, 0, 0, GAP)
        page.body.addWidget(columns)
        return page

    def _connect(self) -> None:
        self.choosing.wanted.connect(lambda wish: self._with_all(lambda: self._look(wish)))
        self.choosing.keys_wanted.connect(lambda: self._s.go("settings", tab="recipients"))
        self.choosing.unreadable.connect(lambda: self._s.trouble(BadInput("export.span")))
        self.ledger.take_back.connect(self._take_back)
        self.ledger.confirmed.connect(self._confirmed)
        self.ledger.open_wanted.connect(lambda: self._with_all(self._read_ledger))
        self.preview.out.connect(self._send)
        self.preview.back_wanted.connect(self._back)
        self.tables.out.connect(self._send_tables)
        self.tables.back_wanted.connect(self._back)
        self.under_way.stop.clicked.connect(lambda _on=False: self._stop())
        self.written.back.clicked.connect(lambda _on=False: self._back())
        self.written.save_key.clicked.connect(lambda _on=False: self._save_key())
        self._s.hub.vault.connect(self._vault_changed)
