# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Backups of one profile: made, checked, kept for five weeks, and never readable without her passphrase (ruling 74)."""

from __future__ import annotations

from pathlib import Path

from assist.clock import iso_of
from assist.errors import BadInput
from assist.gate import BACKUP, Clearance, Outgoing, clear
from assist.policy import require
from assist.ports import Databases
from assist.rows import ShelfFile
from assist.services.bench import Look
from assist.services.signed_in import SignedIn

DAY_MS = 24 * 60 * 60 * 1000


class BackupService:
    """One file holds slot, salt and both databases, all as ciphertext."""

    def __init__(self, signed: SignedIn, databases: Databases) -> None:
        self._signed = signed
        self._databases = databases

    def make(self, out: Path | None = None) -> Path:
        """A verified backup on the shelf of the profile, or in a file of the person's choice."""
        bench = self._signed.bench
        require(bench.me.roles, "backup")
        if out is not None:
            return self._outside(out, clear(None, Outgoing(BACKUP), bench.clock.today()))
        return self._made(None)

    def _outside(self, out: Path, clearance: Clearance) -> Path:
        if out.exists():
            raise BadInput("backup.file_exists")
        if not out.parent.is_dir():
            raise BadInput("backup.no_folder")
        return self._made(out)

    def _made(self, out: Path | None) -> Path:
        bench = self._signed.bench
        with bench.keeper.writing() as work:
            bench.audit(work, Look("backup"))
            work.commit()
        file = bench.keeper.make_backup(out)
        self._databases.prune(self._signed.place.backups)
        return file

    def daily(self) -> Path | None:
        """Today's backup, unless there is one."""
        newest = self.newest()
        if newest is not None and self._signed.bench.clock.now_ms() - newest.made_ms < DAY_MS:
            return None
        return self.make()

    def newest(self) -> ShelfFile | None:
        """The newest readable backup on the shelf."""
        return next((each for each in self.shelf() if each.is_readable), None)

    def shelf(self) -> list[ShelfFile]:
        """The backups of this profile, newest first."""
        return self._databases.backups(self._signed.place.backups)

    def last(self) -> str:
        """When the newest backup was made; empty when there is none."""
        newest = self.newest()
        return iso_of(newest.made_ms) if newest else ""

    def check(self, file: Path) -> int:
        """Open a backup page by page and count its rows; raises BadInput when anything is wrong."""
        return sum(self._databases.check_backup(file, self._signed.database_key).values())
