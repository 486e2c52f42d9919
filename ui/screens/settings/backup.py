# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Backups: make one now, put one on a stick, look whether one is whole, and try one before it is needed."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from assist import i18n
from assist.i18n import _, ngettext
from assist.rows import ShelfFile
from ui.context import Surroundings
from ui.dialogs.files import ask_where_to_save
from ui.screens.settings.tab import Tab, row_of
from ui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label
from ui.widgets.lines import Lines

SHOWN = 12
_MIB = 1 << 20
_NAME = "{day}.amparo-backup"


class BackupTab(Tab):
    """The shelf of this profile, newest first."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.make = PrimaryButton(_("Back up now"))
        self.make.clicked.connect(lambda: self._make(None))
        self.outside = QuietButton(_("Back up to a file"))
        self.outside.clicked.connect(self._ask)
        self.shelf = Card(_("On this laptop"))
        self._lines: Lines | None = None
        now = Card(_("Backup"))
        now.body.addWidget(Label(
            _("One is made every day by itself and kept for five weeks. It opens with your passphrase only."),
            tone="muted"))
        now.body.addLayout(row_of(self.make, self.outside))
        drill = Card(_("Try it before it is needed"))
        drill.body.addWidget(Label(_(
            "Twice a year: put a backup on a stick, open Amparo on another laptop, choose “Bring back a backup”, "
            "sign in, look at one case, and lock. Then remove that folder. A backup nobody has tried is a hope.")))
        for card in (now, self.shelf, drill):
            self.column.addWidget(card)

    def refresh(self) -> None:
        """Look at the shelf."""
        self._s.write.run(self._s.desk.backups.shelf, owner=self, then=self._show, failed=self._s.trouble)

    def _show(self, files: list[ShelfFile]) -> None:
        if self._lines is not None:
            self._lines.deleteLater()
        self._lines = lines = Lines() if files else Lines(0)
        for file in files[:SHOWN]:
            self._put(lines, file)
        if not files:
            lines.put("", _("None yet."))
        self.shelf.body.addWidget(lines)

    def _put(self, lines: Lines, file: ShelfFile) -> None:
        made = datetime.fromtimestamp(file.made_ms / 1000).astimezone().isoformat()
        size = _("{size} MB").format(size=i18n.number(round(file.size / _MIB, 1)))
        if not file.is_readable:
            lines.put(i18n.day(made), _("not readable"), size, tone="ochre")
            return
        look = LinkButton(_("look whether it is whole"))
        look.setAccessibleDescription(made)
        look.clicked.connect(partial(self._check, file.path))
        lines.put(i18n.day(made, today=self._s.desk.clock.today()), made[11:16], size, tail=look)

    def _ask(self) -> None:
        name = _NAME.format(day=self._s.desk.clock.today().isoformat())
        ask_where_to_save(self, _("Back up to a file"), name, self._make)

    def _make(self, out: Path | None) -> None:
        self._busy(busy=True)
        self._s.write.run(partial(self._s.desk.backups.make, out), owner=self, then=partial(self._made, out),
                          failed=self._failed)

    def _made(self, out: Path | None, _file: object) -> None:
        self._busy(busy=False)
        self._s.hub.backed_up.emit()
        self._s.banner.show_good(_("The backup was made and checked.") if out is None else _(
            "The backup was made and checked. Keep the stick apart from this laptop."))
        self.refresh()

    def _check(self, file: Path) -> None:
        self._busy(busy=True)
        self._s.write.run(partial(self._s.desk.backups.check, file), owner=self, then=self._whole, failed=self._failed)

    def _whole(self, rows: int) -> None:
        self._busy(busy=False)
        self._s.banner.show_good(ngettext(
            "It is whole: {count} row was read.", "It is whole: {count} rows were read.", rows).format(count=rows))

    def _failed(self, error: Exception) -> None:
        self._busy(busy=False)
        self._s.trouble(error)

    def _busy(self, *, busy: bool) -> None:
        for button in (self.make, self.outside):
            button.setEnabled(not busy)


