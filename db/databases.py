# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes, opens, copies and checks the two databases of a profile; what ports.Databases asks for."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

from assist.places import flush_folder, wipe
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

_PREPARED = "vault.new"
_HEAD = 64 * 1024
"""So much of a database that must not be read again is written over; nobody opens the rest without its first page."""


def _rekeyed(source: Path, target: Path, old: bytes, fresh: bytes) -> None:
    make_private(target)
    with closing(raw.connect(source, old)) as live, closing(raw.bare(target, fresh)) as copy:
        live.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode = DELETE")
    flush_file(target)


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
        store = Store(folder, key, self._projector, self._today)
        store.fill_lists()
        return store

    def rekeyed(self, source: Path, target: Path, keys: tuple[bytes, bytes], new: tuple[bytes, bytes]) -> None:
        """See ports.Databases."""
        for name, old, fresh in zip(("case.db", "vault.db"), keys, new, strict=True):
            with translated():
                if old:
                    _rekeyed(source / name, target / name, old, fresh)
                else:
                    make_private(target / name)
                    shutil.copyfile(source / name, target / name)
                    flush_file(target / name)
        flush_folder(target)

    def prepare_vault(self, folder: Path, key: bytes, new: bytes) -> None:
        """See ports.Databases."""
        self.drop_prepared_vault(folder)
        with translated():
            _rekeyed(folder / "vault.db", folder / _PREPARED, key, new)
            flush_folder(folder)

    def take_prepared_vault(self, folder: Path) -> None:
        """See ports.Databases."""
        if not (folder / _PREPARED).is_file():
            return
        with translated():
            for name in ("vault.db-wal", "vault.db-shm"):
                wipe(folder / name)
            with (folder / "vault.db").open("r+b") as before:
                before.write(bytes(_HEAD))
                before.flush()
            (folder / _PREPARED).replace(folder / "vault.db")
            flush_folder(folder)

    def drop_prepared_vault(self, folder: Path) -> None:
        """See ports.Databases."""
        with translated():
            (folder / _PREPARED).unlink(missing_ok=True)

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
