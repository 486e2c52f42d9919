# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An open profile: the writer of ``case.db``, readers beside it, and the vault that follows the log."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import RLock

from sqlalchemy import Connection, Engine

from assist.changesets import Changeset, digest
from assist.compartmentbook import CompartmentKey
from assist.domain import wire
from assist.ports import Projector, VaultKeys
from assist.rows import READABLE, LogRow
from db.backup import make_backup
from db.chains import VAULT_CHAIN
from db.compartments import Vaulted
from db.engine import checkpoint_truncate, integrity, interrupt, open_engine
from db.errors import translated
from db.log import Log
from db.migrate import migrate
from db.parting import leave_vault
from db.reading import Reading
from db.registers import Held
from db.unit_of_work import Half, Work

_CASE_CACHE, _VAULT_CACHE = 32, 8
"""MiB of page cache for each database (ruling 66)."""

_APPLIED, _DUE = "applied", "projections_due"

VAULT_MARK = "vault_mark"
"""The last sealed row the vault has read: with the vault shut one sees how many wait, no more."""


class Store:
    """See ports.Keeper.

    Each connection is used by one thread at a time, whichever lane it comes from: two at once would
    wait for each other for ever inside the driver. Who holds both takes the writer first.
    """

    def __init__(self, folder: Path, key: bytes, projector: Projector, today: Callable[[], date]) -> None:
        self.folder = folder
        self._key = key
        self._projector = projector
        self._today = today
        self._writer = open_engine(folder / "case.db", key, role="write", cache_mib=_CASE_CACHE)
        self._reader: Engine | None = None
        self._vault: Engine | None = None
        self._vault_reader: Engine | None = None
        self._vault_key = b""
        self._behind = True
        self._remembered: Held = {}
        self._keys: VaultKeys | None = None
        self._writes, self._reads, self._guard = RLock(), RLock(), RLock()

    @property
    def vault_open(self) -> bool:
        """See ports.Keeper."""
        return self._vault is not None

    # -- transactions --------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """See ports.Keeper."""
        with self._writes, translated(), self._writer.connect() as connection:
            case = Half(connection, self._projector, self._remembered)
            try:
                if self._vault is None:
                    work = Work(case, None, self._today().isoformat())
                    yield work
                else:
                    work = yield from self._writing_both(case, self._vault)
            except BaseException:
                self._remembered.clear()
                raise
            if not work.committed and work.dirty:
                self._remembered.clear()

    def _writing_both(self, case: Half, engine: Engine) -> Generator[Work, None, Work]:
        with engine.connect() as protected:
            vault = Half(protected, self._projector)
            keys = self._keys
            assert keys is not None  # noqa: S101 - a vault half exists only while keys do
            work = Work(case, vault, self._today().isoformat(), keys.tag)
            yield work
            self._behind |= work.sealed > 0
            if work.committed and self._behind:
                self._catch_up(work, vault)
                self._behind = False
            elif work.committed:  # nothing new to apply; what was forgotten or rebuilt there holds all the same
                vault.connection.commit()
            if work.committed and (work.forgotten or work.is_due):
                for mark in work.forgotten:
                    work.end_job(mark)
                work.counted()
                case.connection.commit()
            return work

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """See ports.Keeper."""
        with self._reads, self._reader_connection() as connection:
            today = self._today().isoformat()
            if self._vault is None:
                yield Reading([connection], today)
                return
            if self._vault_reader is None:
                self._vault_reader = open_engine(
                    self.folder / "vault.db", self._vault_key, role="read", cache_mib=_VAULT_CACHE)
            with self._vault_reader.connect() as protected:
                yield Reading([connection, protected], today)

    @contextmanager
    def _reader_connection(self) -> Iterator[Connection]:
        if self._reader is None:
            self._reader = open_engine(self.folder / "case.db", self._key, role="read", cache_mib=_CASE_CACHE)
        with translated(), self._reader.connect() as connection:
            yield connection

    # -- the vault -------------------------------------------------------------------

    def open_vault(self, key: bytes, keys: VaultKeys) -> None:
        """See ports.Keeper."""
        with self._writes, self._reads:
            self._open_vault(key, keys)

    def _open_vault(self, key: bytes, keys: VaultKeys) -> None:
        self.shut_vault()
        self._behind = True
        migrate(self.folder / "vault.db", key, VAULT_CHAIN, lambda: make_backup(self.folder, self._key, key))
        with translated():
            self._vault = open_engine(self.folder / "vault.db", key, role="vault", cache_mib=_VAULT_CACHE)
        self._vault_key, self._keys = key, keys
        with self._vault.connect() as connection:
            row = connection.exec_driver_sql("SELECT v FROM meta WHERE k = 'tag_key'").first()
        if row is not None:
            keys.know_tag_key(bytes(row[0]))
        self.fill_lists()
        with self.writing() as work:
            work.forget_again()
            work.count_again()
            work.commit()

    def shut_vault(self) -> None:
        """See ports.Keeper."""
        with self._writes, self._reads:
            gone = (self._vault_reader, self._vault)
            self._vault = self._vault_reader = self._keys = None
            self._vault_key = b""
            self._dispose(*gone)

    def _catch_up(self, work: Work, vault: Half) -> None:
        """Apply sealed rows above the mark: idempotent, right after a commit and at every opening."""
        keys = self._keys
        assert keys is not None  # noqa: S101 - a vault half exists only while keys do
        mark = int.from_bytes(vault.meta(_APPLIED) or b"", "big")
        touched: set[bytes] = set()
        tags: list[tuple[LogRow, bytes]] = []
        for ref, row in _sealed_above(work.case.connection, work.log, mark):
            changeset = keys.open_row(row)
            case = _owner(changeset)
            if case is not None:
                vault.registers.apply(changeset, case)
                _keep_grants(vault, changeset, case, keys)
                touched.add(case)
                if row.tag is None:
                    tags.append((row, keys.tag(case)))
            elif changeset.user == keys.user:
                touched.update(leave_vault(vault.connection, vault.registers, changeset))
            mark = ref
        vault.projections.refresh(sorted(touched))
        vault.put_meta(_APPLIED, mark.to_bytes(8, "big"))
        vault.connection.commit()
        for row, tag in tags:
            work.log.put_tag(row.stream, row.n, tag)
        work.case.put_meta(VAULT_MARK, mark.to_bytes(8, "big"))
        work.case.connection.commit()

    # -- upkeep ----------------------------------------------------------------------

    def make_backup(self, out: Path | None = None) -> Path:
        """See ports.Keeper."""
        return make_backup(self.folder, self._key, self._vault_key or None, out)

    def fill_lists(self) -> None:
        """After a step that made lists anew (``db.migrations``): filled before anybody reads them, however often the
        power failed in between."""
        with self.writing() as work:
            halves = [half for half in (work.case, work.vault) if half is not None and half.meta(_DUE)]
            for half in halves:
                half.projections.rebuild()
                half.put_meta(_DUE, b"")
            if halves:
                work.commit()

    def rebuild(self) -> None:
        """See ports.Keeper."""
        with self.writing() as work:
            work.case.projections.rebuild()
            if work.vault is not None:
                work.vault.projections.rebuild()
            work.commit()

    def settle(self) -> None:
        """See ports.Keeper."""
        with self._writes, self._reads:
            gone = (self._reader, self._vault_reader)
            self._reader = self._vault_reader = None
            self._dispose(*gone)
            with translated():
                for writer in (self._writer, self._vault):
                    if writer is not None:
                        checkpoint_truncate(writer)

    def integrity(self) -> dict[str, list[str]]:
        """See ports.Keeper."""
        with self._writes:
            found = {"case.db": integrity(self._writer)}
            if self._vault is not None:
                found["vault.db"] = integrity(self._vault)
            return found

    def log_break(self) -> str:
        """See ports.Keeper."""
        with self.writing() as work:
            for row in work.log.every():
                if row.kind == READABLE and digest(row.body) != row.digest:
                    return f"{row.stream.hex()}/{row.n}"
        return ""

    def projection_drift(self) -> list[str]:
        """See ports.Keeper."""
        with self.writing() as work:
            halves = [half for half in (work.case, work.vault) if half is not None]
            return sorted({name for half in halves for name in half.projections.drift()})

    def audit_head(self) -> tuple[int, bytes]:
        """See ports.Keeper."""
        with self.writing() as work:
            return work.log.audit_head()

    def audit_break(self) -> int:
        """See ports.Keeper."""
        with self.writing() as work:
            return work.log.broken_audit_line()

    def interrupt(self) -> None:
        """See ports.Keeper."""
        with self._guard:
            for engine in (self._writer, self._reader, self._vault, self._vault_reader):
                if engine is not None:
                    interrupt(engine)

    def close(self) -> None:
        """See ports.Keeper."""
        with self._writes, self._reads:
            self.shut_vault()
            gone, self._reader = self._reader, None
            self._dispose(gone, self._writer)

    def _dispose(self, *engines: Engine | None) -> None:
        """Never while somebody interrupts: the driver would reach into what is no longer there."""
        with self._guard:
            for engine in engines:
                if engine is not None:
                    engine.dispose()


def _sealed_above(connection: Connection, log: Log, mark: int) -> list[tuple[int, LogRow]]:
    found = connection.exec_driver_sql(
        "SELECT c.id, s.sid, c.n FROM chg c JOIN strm s ON s.id = c.strm WHERE c.kind = 1 AND c.id > ? ORDER BY c.id",
        (mark,),
    ).all()
    return [(int(ref), log.rows(bytes(sid), n - 1, 1)[0]) for ref, sid, n in found]


def _owner(changeset: Changeset) -> bytes | None:
    """The case a protected changeset says it belongs to; None for a sealed copy of ordinary work."""
    for op in changeset.ops:
        if op.kind == wire.OP_MOVE and op.field == wire.MOVE_BELONGS:
            return op.value
    return None


def _keep_grants(vault: Half, changeset: Changeset, case: bytes, keys: VaultKeys) -> None:
    held = Vaulted(vault.connection, vault.registers)
    held.take_grants(changeset.ops, case, is_own=changeset.user == keys.user)
    for op in changeset.ops:
        if op.kind == wire.OP_GRANT and op.field == wire.OP_GRANT and changeset.user == keys.user:
            opened = keys.open_grant(op.value)
            if opened is not None:
                held.put_key(CompartmentKey(case, *opened))
