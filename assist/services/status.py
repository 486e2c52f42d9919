# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who, how many, last backup, what is due."""

from __future__ import annotations

from assist.clock import iso_of
from assist.ports import Databases
from assist.reading import date_of
from assist.services.backups import BackupService
from assist.services.care import CareService
from assist.services.meeting_rows import kept_met
from assist.services.signed_in import SignedIn
from assist.workplace import StatusView

CARE_DAYS = 30
"""So far back openings of heavy words are counted for the care of whoever read them."""


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
            numbers, met = reader.numbers(), kept_met(reader).met_ms
        return StatusView(
            organisation=bench.me.organisation, user=bench.me.display_name, roles=tuple(sorted(bench.me.roles)),
            cases=numbers["cases"], open_cases=numbers["open"], due=numbers["due"], late=numbers["late"],
            last_backup=self._backups.last(), last_sync=iso_of(met) if met else "", sealed_waiting=numbers["sealed"],
            vault_open=bench.keeper.vault_open, schema=self._databases.schema(), practice=bench.me.practice,
            heavy_openings=CareService(bench).heavy_openings(date_of(bench.today(), 1 - CARE_DAYS), bench.today()),
        )
