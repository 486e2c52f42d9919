# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines at the foot of the rail: is the protected work open, and when was the last backup (ruling 23)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from assist import i18n
from assist.i18n import _
from assist.workplace import StatusView
from ui.shell.rail import Rail
from ui.tasks import Lane

if TYPE_CHECKING:
    from assist.desk import Desk


class Foot:
    """Asks beside the window and writes both lines; everybody with a vault always sees the first one."""

    def __init__(self, rail: Rail, desk: Desk, read: Lane, failed: Callable[[Exception], object]) -> None:
        self._rail, self._desk, self._read, self._failed = rail, desk, read, failed
        self._show_vault(is_open=desk.vault_open)
        self._rail.backup.set_line(_("Backup"), "save")

    def refresh(self) -> None:
        """Look again."""
        self._show_vault(is_open=self._desk.vault_open)
        self._read.run(self._desk.status.read, owner=self._rail, then=self._show, failed=self._failed)

    def _show(self, status: StatusView) -> None:
        self._show_vault(is_open=status.vault_open)
        when = _("none yet")
        if status.last_backup:
            here = datetime.fromisoformat(status.last_backup).astimezone()
            when = i18n.ago(here.date().isoformat(), self._desk.clock.today())
        self._rail.backup.set_line(_("Backup: {when}").format(when=when), "save")

    def _show_vault(self, *, is_open: bool) -> None:
        words = _("Protected work: open") if is_open else _("Protected work: shut")
        self._rail.vault.set_line(words, "unlock" if is_open else "lock", "protect" if is_open else "muted")
