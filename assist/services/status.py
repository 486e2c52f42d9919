# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who, how many, last backup, what is due."""

from __future__ import annotations

from assist.ports import Databases
from assist.services.backups import BackupService
from assist.services.profiles import SignedIn
from assist.views import StatusView


class StatusService:
    """Counts only; nothing of any person."""

    def __init__(self, signed: SignedIn, backups: BackupService, databases: Databases) -> None:
        self._signed = signed
        self._backups = backups
        self._databases = databases

    def read(self) -> StatusView:
        """The state of this profile now."""
        bench = self._signed.bench
        with bench.keeper.reading() as reader:
            numbers = reader.numbers()
        return StatusView(
            organisation=bench.me.organisation, user=bench.me.display_name, roles=tuple(sorted(bench.me.roles)),
            cases=numbers["cases"], open_cases=numbers["open"], due=numbers["due"], late=numbers["late"],
            last_backup=self._backups.last(), last_sync="", sealed_waiting=numbers["sealed"],
            vault_open=bench.keeper.vault_open, schema=self._databases.schema(), practice=bench.me.practice,
        )
