# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes, opens, copies and checks the two databases of a profile; what ports.Databases asks for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

from assist.places import flush_folder
from assist.ports import Projector
from assist.rows import ShelfFile
from db import backup
from db import connection as raw
from db.chains import CASE_CHAIN, VAULT_CHAIN
from db.durable import flush_file, make_private
from db.engine import create_database, integrity_of_file, warm_up
from db.errors import translated
from db.keeper import Store
from db.migrate import migrate


def _no_backup() -> None:
    """A new and empty file holds nothing to back up."""


class SqlCipherDatabases:
    """See ports.Databases."""

    def __init__(self, projector: Projector, today: Callable[[], date]) -> None:
        self._projector = projector
        self._today = today

    def make_ready(self) -> None:
        """See ports.Databases."""
        warm_up()

    def create(self, folder: Path, key: bytes, vault_key: bytes) -> None:
        """See ports.Databases."""
        for name, its_key, chain in (("case.db", key, CASE_CHAIN), ("vault.db", vault_key, VAULT_CHAIN)):
            create_database(folder / name, its_key)
            migrate(folder / name, its_key, chain, _no_backup)

    def open(self, folder: Path, key: bytes) -> Store:
        """See ports.Databases."""
        migrate(folder / "case.db", key, CASE_CHAIN, lambda: backup.make_backup(folder, key, None))
        return Store(folder, key, self._projector, self._today)

    def rekeyed(self, source: Path, target: Path, keys: tuple[bytes, bytes], new: tuple[bytes, bytes]) -> None:
        """See ports.Databases."""
        for name, old, fresh in zip(("case.db", "vault.db"), keys, new, strict=True):
            with translated():
                make_private(target / name)
                with closing(raw.connect(source / name, old)) as live, closing(raw.bare(target / name, fresh)) as copy:
                    live.backup(copy, pages=-1)
                    copy.execute("PRAGMA journal_mode = DELETE")
                flush_file(target / name)
        flush_folder(target)

    def check_backup(self, file: Path, key: bytes | None = None, vault_key: bytes | None = None) -> dict[str, int]:
        """See ports.Databases."""
        return dict(backup.verify_backup(file, key, vault_key).rows)

    def unpack(self, file: Path, folder: Path, profile: str) -> None:
        """See ports.Databases."""
        backup.unpack(file, folder, profile)

    def backups(self, folder: Path) -> list[ShelfFile]:
        """See ports.Databases."""
        return [ShelfFile(each.path, each.made_ms, each.size, each.is_readable)
                for each in backup.list_backups(folder)]

    def prune(self, folder: Path) -> int:
        """See ports.Databases."""
        return len(backup.prune(folder))

    def delete_others(self, folder: Path, keep: Path) -> int:
        """See ports.Databases."""
        return len(backup.delete_others(folder, keep))

    def damage(self, file: Path, key: bytes) -> list[str]:
        """See ports.Databases."""
        return integrity_of_file(file, key)

    def schema(self) -> int:
        """See ports.Databases."""
        return len(CASE_CHAIN)
