# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bringing in a file, step by step: the file, its columns, every row's fate, in, and back out if need be.

Reading is done beside other work, writing in steps between which others write: fifty thousand rows keep nobody waiting.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from assist.errors import BadInput
from assist.exchange.tables import Table
from assist.i18n import _
from assist.policy import may
from assist.services.import_plans import Brought, ImportPlan, Opened, Undone
from assist.services.imports import Bringing
from assist.views import Changes
from ui import wording
from ui.context import Screen, Surroundings
from ui.dialogs.confirm import Confirm
from ui.screens.bringing.columns_page import ColumnsPage
from ui.screens.bringing.fates_page import FatesPage
from ui.screens.bringing.file_page import FilePage, SealedPage

_SEALED = "import.sealed"


class BringingScreen(Screen):
    """One file at a time. While it comes in one may go elsewhere; it goes on."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__()
        self._s = surroundings
        self._path: Path | None = None
        self._table: Table | None = None
        self._plan: ImportPlan | None = None
        self._under_way: Bringing | None = None
        self._brought: Brought | None = None
        self._stops = False
        self.file, self.sealed, self.columns, self.fates = FilePage(), SealedPage(), ColumnsPage(), FatesPage(
            sees_cases=may(surroundings.desk.me.roles, "case.list").ok)
        self.pages = QStackedWidget()
        for page in (self.file, self.sealed, self.columns, self.fates):
            self.pages.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.pages)
        self._connect()

    def title(self) -> str:
        """Bring in a file."""
        return _("Bring in a file")

    def keys(self) -> dict[str, str]:
        """Keys of the tables."""
        return {"↑ ↓": _("from row to row"), "Enter": _("change what a column is, or read why")}

    def leave(self) -> bool:
        """Nothing of a file stays on the page, unless it is coming in."""
        if self._under_way is None:
            self.start_again()
        return True

    def start_again(self) -> None:
        """Another file."""
        self._path = self._table = self._plan = self._brought = None
        self.sealed.clear()
        self.file.show_reading(reads=False)
        self.columns.show_looking(looks=False)
        self.columns.source.clear()
        self.columns.show_columns((), {}, ())
        self.fates.clear()
        self._go(self.file)

    # -- the file ---------------------------------------------------------------------------

    def take(self, path: Path, sheet: str = "") -> None:
        """Read this file, or one sheet of it."""
        self._path = path
        self.file.show_reading(reads=True)
        self._s.paper.run(partial(self._s.desk.imports.opened, path, sheet), owner=self,
                          then=partial(self._show_columns, path), failed=self._not_read)

    def _not_read(self, error: Exception) -> None:
        self.file.show_reading(reads=False)
        if isinstance(error, BadInput) and error.code == _SEALED:
            self.sealed.clear()
            self._go(self.sealed)
            self.sealed.key.setFocus()
            return
        self._s.trouble(error)

    def _show_columns(self, path: Path, opened: Opened) -> None:
        self.file.show_reading(reads=False)
        if path != self._path:
            return
        table = self._table = opened.table
        self.columns.show_looking(looks=False)
        self._go(self.columns)
        self.columns.show_columns(opened.columns, opened.changes, (table.sheet, *table.others, *table.unread))

    def _open_sealed(self, key: Path, sender: str) -> None:
        path, imports = self._path, self._s.desk.imports
        if path is not None:
            self._s.write.run(lambda: imports.look_sealed(path, imports.keys_in(key), sender), owner=self,
                              then=self._show_plan, failed=self._s.trouble)

    # -- what becomes of it -------------------------------------------------------------------

    def look(self) -> None:
        """The fate of every row: what is known of earlier rows is asked in its lane, the rest beside it."""
        self.columns.show_looking(looks=True)
        self._s.write.run(self._s.desk.imports.seen, owner=self, then=self._look, failed=self._not_looked)

    def _look(self, seen: frozenset[bytes]) -> None:
        table = self._table
        if table is None:
            return
        changes, source = dict(self.columns.changes), self.columns.source.text().strip()
        imports = self._s.desk.imports
        self._s.paper.run(lambda: imports.plan(table, changes, source, seen), owner=self,
                          then=lambda plan: self._show_plan(plan) if table is self._table else None,
                          failed=self._not_looked)

    def _not_looked(self, error: Exception) -> None:
        self.columns.show_looking(looks=False)
        self._s.trouble(error)

    def _show_plan(self, plan: ImportPlan) -> None:
        self.columns.show_looking(looks=False)
        if self._path is None:  # somebody went elsewhere meanwhile
            return
        self._plan = plan
        self._go(self.fates)
        self.fates.show_plan(plan)

    def _back(self) -> None:
        self._go(self.sealed if self._table is None else self.columns)

    # -- bringing -----------------------------------------------------------------------------

    def bring(self) -> None:
        """With protected work open: much of it belongs there."""
        if self._s.desk.vault_open:
            self._bring()
        else:
            self._s.ask_passphrase(_("Names and remarks of a file are kept among protected work."), self._bring,
                                   opens_vault=True)

    def _bring(self) -> None:
        plan, imports = self._plan, self._s.desk.imports
        if plan is None or self._under_way is not None:
            return
        self._stops = False
        self._s.write.run(lambda: imports.begin(plan), owner=self, then=self._begun, failed=self._s.trouble)

    def _begun(self, bringing: Bringing) -> None:
        self._under_way = bringing
        self.fates.begin()
        self._step(True)

    def _step(self, goes_on: bool) -> None:
        bringing = self._under_way
        if bringing is None:
            return
        self.fates.show_far(bringing.done, bringing.of)
        if goes_on and not self._stops and bringing.done < bringing.of:
            self._s.write.run(bringing.step, owner=self, then=self._step, failed=self._broken_off)
        else:
            self._over(bringing)

    def _stop(self) -> None:
        self._stops = True

    def _broken_off(self, error: Exception) -> None:
        bringing = self._under_way
        if bringing is not None:
            self._over(bringing)
        self._s.trouble(error)

    def _over(self, bringing: Bringing) -> None:
        self._under_way, self._brought = None, bringing.brought()
        self.fates.show_brought(self._brought, bringing.done, bringing.of)
        if bringing.done:
            self._s.hub.changed.emit(Changes(kinds=frozenset({"import"})))
        if bringing.done < bringing.of:
            self._s.banner.show_good(_("Stopped. What is in can be taken back as a whole, or the file brought again"
                                       " for the rest."))

    # -- back out -----------------------------------------------------------------------------

    def _ask_undo(self) -> None:
        sheet = Confirm(_("Take this import back?"), _("Cases nobody has worked on since are erased for good."),
                        _("Take back"), self, destroys=True)
        sheet.agreed.connect(self._agreed_to_undo)

    def _agreed_to_undo(self) -> None:
        if self._s.desk.vault_open:
            self._undo()
        else:
            self._s.ask_passphrase(_("Part of what is taken back lies among protected work."), self._undo,
                                   opens_vault=True)

    def _undo(self) -> None:
        brought, imports = self._brought, self._s.desk.imports
        if brought is not None:
            self.fates.show_taking_back()
            self._s.write.run(lambda: imports.undo(brought.batch), owner=self, then=self._undone,
                              failed=partial(self._not_undone, brought))

    def _not_undone(self, brought: Brought, error: Exception) -> None:
        done = sum(1 for row in brought.rows if row.code)
        self.fates.show_brought(brought, done, done)
        self._s.trouble(error)

    def _undone(self, undone: Undone) -> None:
        self._s.banner.show_good(wording.taken_back(undone.removed, undone.kept))
        self._s.hub.changed.emit(Changes(kinds=frozenset({"import"})))
        self.start_again()

    # -- the pages ----------------------------------------------------------------------------

    def _go(self, page: FilePage | SealedPage | ColumnsPage | FatesPage) -> None:
        self.pages.setCurrentWidget(page)
        if page is self.file:
            self.file.choose.setFocus()

    def _connect(self) -> None:
        self.file.chosen.connect(self.take)
        self.sealed.wanted.connect(self._open_sealed)
        self.columns.wanted.connect(self.look)
        self.columns.sheet_picked.connect(lambda sheet: self.take(self._path, sheet) if self._path else None)
        self.fates.agreed.connect(self.bring)
        self.fates.stopped.connect(self._stop)
        self.fates.taken_back.connect(self._ask_undo)
        self.fates.back.connect(self._back)
        self.fates.see_cases.connect(lambda: self._s.go("cases"))
        for ends in (self.sealed.back, self.columns.back, self.fates.over):
            ends.connect(self.start_again)
