# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One save is one commit of ``case.db``: log, registers, projections, search and audit together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from sqlalchemy import Connection

from assist.changesets import Changeset, FieldKey
from assist.domain import wire
from assist.ports import Projector
from assist.roundbook import OWN_TEAM
from assist.rows import KeptDraft, LogRow, RegRow
from assist.undobook import Written
from db.across import Across, Due
from db.compartments import Compartments, Vaulted
from db.erasures import Erasures
from db.feedback import Feedback
from db.log import Log
from db.projecting import NOTHING_ALONE, Projections
from db.quick import quick
from db.reading import Reading
from db.registers import Held, Registers
from db.rounds import Rounds

FORGET = "forget"
"""A job named by the mark of a case that the vault forgets; it ends when the vault did."""


class Half:
    """One database inside a transaction: its registers, projections and small values."""

    def __init__(self, connection: Connection, projector: Projector, remembered: Held | None = None) -> None:
        """The ordinary half may remember what it read between transactions; the protected one never does."""
        self.connection, self.quick = connection, quick(connection)
        self.registers = Registers(connection, protected=remembered is None, held=remembered)
        self.projections = Projections(connection, self.registers, projector)

    def meta(self, key: str) -> bytes | None:
        """A small value."""
        row = self.quick("SELECT v FROM meta WHERE k = ?", (key,)).first()
        return None if row is None else bytes(row[0])

    def put_meta(self, key: str, value: bytes) -> None:
        """Keep a small value."""
        self.quick("INSERT OR REPLACE INTO meta(k, v) VALUES (?, ?)", (key, value))


def nobody_waits() -> None:
    """For a commit of which nobody wants to hear how far it is."""


MOST_ALONE = 100
"""Entities that are looked at one by one; of more, the whole case is."""


class Work(Reading):
    """See ports.UnitOfWork. Made by the keeper, which opens the transaction and ends it."""

    def __init__(
        self, case: Half, vault: Half | None, today: str, tag: Callable[[bytes], bytes] = lambda case: b""
    ) -> None:
        super().__init__([case.connection] if vault is None else [case.connection, vault.connection], today)
        self.case, self.vault = case, vault
        self.log = Log(case.connection, case.registers)
        self.rounds = Rounds(case.connection, case.registers, self.log, self._changed)
        self.rounds.protected = Compartments(case.connection, case.registers, None if vault is None else Vaulted(
            vault.connection, vault.registers, lambda case: self.vault_dirty.add(case)))
        self.feedback = Feedback(case.connection)
        self._due, self._across = Due(case.quick), None
        if vault is not None:
            self.rounds.erasures = Erasures(case.connection, case.registers, vault.connection)
            self._across = Across(case.quick, case.registers, vault.quick, vault.registers)
            self._across.follow(vault.projections)
        self.vault_open = vault is not None
        self._alone: dict[bytes, bytes] = {}
        """Of cases in which nothing but saves changed anything: which entities those touched, packed, since an export
        writes to every case there is."""
        self._wholly: set[bytes] = set()
        """All other cases that changed."""
        self.vault_dirty: set[bytes] = set()
        self.sealed = 0
        self.forgotten: list[bytes] = []
        """Marks of cases taken out of the vault: a power cut between the two commits must not bring them back."""
        self._tag = tag
        self.committed = self.is_due = False

    def meta(self, key: str) -> bytes | None:
        """See ports.UnitOfWork."""
        return self.case.meta(key)

    def put_meta(self, key: str, value: bytes) -> None:
        """See ports.UnitOfWork."""
        self.case.put_meta(key, value)

    def vault_meta(self, key: str) -> bytes | None:
        """See ports.UnitOfWork."""
        return None if self.vault is None else self.vault.meta(key)

    def put_vault_meta(self, key: str, value: bytes) -> None:
        """See ports.UnitOfWork."""
        if self.vault is not None:
            self.vault.put_meta(key, value)

    def top(self, stream: bytes) -> int:
        """See ports.UnitOfWork."""
        return self.log.top(stream)

    def apply(self, changeset: Changeset, row: LogRow) -> None:
        """See ports.UnitOfWork."""
        self.log.append(row)
        self.case.registers.apply(changeset, changeset.comp)
        case = changeset.comp
        touched = self._touched(case).union(op.entity for op in changeset.ops)
        is_few = case not in self._wholly and len(touched) <= MOST_ALONE
        if is_few and all(op.kind in wire.REGISTER_OPS for op in changeset.ops):
            self._alone[case] = msgspec.msgpack.encode(tuple(touched))
        else:
            self._changed(case)

    @property
    def dirty(self) -> list[bytes]:
        """Every case of which the ordinary half changed, in an order that says nothing."""
        return sorted((*self._wholly, *self._alone))

    def _touched(self, case: bytes) -> frozenset[bytes]:
        held = self._alone.get(case)
        return frozenset() if held is None else msgspec.msgpack.decode(held, type=frozenset[bytes])

    def _changed(self, case: bytes) -> None:
        """Anything in it may be different now."""
        self._wholly.add(case)
        self._alone.pop(case, None)

    def keep_sealed(self, row: LogRow) -> None:
        """See ports.UnitOfWork."""
        self.log.append(row)
        self.sealed += 1

    def rows_of(self, case: bytes) -> list[RegRow]:
        """See ports.UnitOfWork."""
        rows = self.case.registers.rows_of(case)
        return rows if self.vault is None else rows + self.vault.registers.rows_of(case)

    def ordinary_rows(self, case: bytes) -> list[RegRow]:
        """See ports.UnitOfWork."""
        return self.case.registers.rows_of(case)

    def case_key(self, case: bytes) -> tuple[int, bytes] | None:
        """See ports.UnitOfWork."""
        row = self.case.quick("SELECT epoch, key FROM cas WHERE cid = ? AND key IS NOT NULL", (case,)).first()
        return None if row is None else (int(row[0]), bytes(row[1]))

    def put_case_key(self, case: bytes, epoch: int, key: bytes) -> None:
        """See ports.UnitOfWork."""
        place = self.case.registers.case_ref(case)
        self.case.quick("UPDATE cas SET epoch = ?, key = ? WHERE id = ?", (epoch, key, place))

    def compartment(self, case: bytes) -> tuple[bytes, int, bytes] | None:
        """See ports.UnitOfWork."""
        if self.vault is None:
            return None
        row = self.vault.connection.exec_driver_sql(
            "SELECT comp, epoch, key FROM cas WHERE cid = ? AND comp IS NOT NULL", (case,)).first()
        return None if row is None else (bytes(row[0]), int(row[1]), bytes(row[2]))

    def without_compartment(self) -> list[bytes]:
        """See ports.UnitOfWork."""
        if self.vault is None:
            return []
        found = self.vault.connection.exec_driver_sql(
            "SELECT cid FROM cas WHERE comp IS NULL AND cid NOT IN (SELECT cid FROM glass_open WHERE is_over = 0)"
            " ORDER BY id")
        return [bytes(row[0]) for row in found]

    def drops(self) -> list[bytes]:
        """See ports.UnitOfWork."""
        if self.vault is None:
            return []
        found = self.vault.connection.exec_driver_sql(
            "SELECT c.cid FROM ent e JOIN cas c ON c.id = e.cas WHERE e.etype = ? ORDER BY e.id", (wire.DROP,))
        return [bytes(row[0]) for row in found]

    def add_audit(self, body: bytes) -> int:
        """See ports.UnitOfWork."""
        return self.log.add_audit(body)

    def audit_tail(self, limit: int) -> list[tuple[int, bytes]]:
        """See ports.UnitOfWork."""
        return self.log.audit_tail(limit)

    def log_rows(self, stream: bytes, after: int, limit: int) -> list[LogRow]:
        """See ports.UnitOfWork."""
        return self.log.rows(stream, after, limit)

    def forget_ordinary(self, case: bytes, keep: frozenset[tuple[bytes, FieldKey]]) -> None:
        """Take a case's values out of ``case.db``, except the registers named."""
        place = self.case.registers.known_case(case)
        if place is None:
            return
        self.case.registers.forget(case, keep)
        if keep:
            self._changed(case)
        else:
            self.case.projections.remove(place)
            self.case.quick("UPDATE chg SET cas = NULL WHERE cas = ?", (place,))
            self._wholly.discard(case)
            self._alone.pop(case, None)
            self.vault_dirty.add(case)

    def forget_protected(self, case: bytes) -> None:
        """See ports.UnitOfWork."""
        if self.vault is None:
            return
        place = self.vault.registers.known_case(case)
        if place is not None:
            Vaulted(self.vault.connection, self.vault.registers).forget(case)
            self.vault.registers.forget(case, frozenset())
            self.vault.projections.remove(place)
            self.forgotten.append(self._tag(case))
            self.put_job(self.forgotten[-1], FORGET, b"")

    def forget_again(self) -> None:
        """What was to leave the vault when the power failed leaves it now; before anything newer is read there."""
        marks = {ref for ref, kind, _body in self.jobs() if kind == FORGET}
        if marks and self.vault is not None:
            for case in self.vault.registers.cases():
                if self._tag(case) in marks:
                    self.forget_protected(case)
            self.forgotten = list(marks)

    def count_again(self) -> None:
        """What changed in ``case.db`` while the vault was shut is counted together with what lies in it."""
        due = self._due.all()
        if due and self._across is not None:
            self.vault_dirty.update(self._across.of_vault(due))
            self.is_due = True

    def counted(self) -> None:
        """The vault holds that now."""
        self._due.clear()

    def log_of_case(self, case: bytes) -> list[LogRow]:
        """See ports.UnitOfWork."""
        return self.log.rows_of_case(case)

    def log_of_tag(self, tag: bytes) -> list[LogRow]:
        """See ports.UnitOfWork."""
        return self.log.rows_of_tag(tag)

    def log_of_batch(self, batch: bytes) -> list[LogRow]:
        """See ports.UnitOfWork."""
        return self.log.rows_of_batch(batch)

    def tags_outside(self, batch: bytes) -> frozenset[bytes]:
        """See ports.UnitOfWork."""
        return self.log.tags_outside(batch)

    def replace_log(self, row: LogRow) -> None:
        """See ports.UnitOfWork."""
        self.log.replace(row)

    def take_back(self, case: bytes, before: Sequence[RegRow], written: Written) -> bool:
        """See undobook.TakesBack."""
        halves = [(self.case, False)] if self.vault is None else [(self.case, False), (self.vault, True)]
        stands = [half.registers.take_back(case, [row for row in before if row.protected is behind], written)
                  for half, behind in halves]
        self._changed(case)
        self.vault_dirty.add(case)
        return all(stands)

    def keep_draft(self, draft: KeptDraft) -> None:
        """Keep a form left half-way; the newest body replaces the older one."""
        place = None if draft.case is None else self.case.registers.known_case(draft.case)
        self.case.quick(
            "INSERT OR REPLACE INTO draft(id, cas, form, sealed, body, ms) VALUES (?,?,?,?,?,?)",
            (draft.id, place, draft.form, int(draft.sealed), draft.body, draft.ms),
        )

    def drafts(self) -> list[KeptDraft]:
        """All forms left half-way, newest first."""
        rows = self.case.quick(
            "SELECT d.id, c.cid, d.form, d.sealed, d.body, d.ms FROM draft d LEFT JOIN cas c ON c.id = d.cas"
            " ORDER BY d.ms DESC")
        return [
            KeptDraft(ref, None if cid is None else bytes(cid), form, bool(sealed), bytes(body), ms)
            for ref, cid, form, sealed, body, ms in rows
        ]

    def drop_draft(self, ref: str) -> None:
        """Forget one."""
        self.case.quick("DELETE FROM draft WHERE id = ?", (ref,))

    def seen_rows(self) -> frozenset[bytes]:
        """Fingerprints of spreadsheet rows that were imported before."""
        return frozenset(bytes(row[0]) for row in self.case.quick("SELECT fp FROM seen_row"))

    def put_seen(self, batch: bytes, fingerprints: Sequence[bytes], ms: int) -> None:
        """Remember a batch and the rows it brought."""
        run = self.case.quick
        run("INSERT OR REPLACE INTO batch(id, ms) VALUES (?,?)", (batch, ms))
        for fingerprint in fingerprints:
            run("INSERT OR REPLACE INTO seen_row(fp, batch) VALUES (?,?)", (fingerprint, batch))

    def forget_batch(self, batch: bytes, keep: Sequence[bytes] = ()) -> None:
        """The batch was undone: its rows may come again, except those whose cases stay."""
        run = self.case.quick
        run("DELETE FROM seen_row WHERE batch = ?", (batch,))
        for fingerprint in keep:
            run("INSERT OR REPLACE INTO seen_row(fp, batch) VALUES (?,?)", (fingerprint, batch))
        run("UPDATE batch SET undone = 1 WHERE id = ?", (batch,))

    def batches(self) -> list[tuple[bytes, int, bool]]:
        """Imports, newest first: id, when, undone."""
        rows = self.case.quick("SELECT id, ms, undone FROM batch ORDER BY ms DESC")
        return [(bytes(ref), int(ms), bool(undone)) for ref, ms, undone in rows]

    def put_job(self, ref: bytes, kind: str, body: bytes) -> None:
        """Record long work so that it is resumed after a crash."""
        self.case.quick(
            "INSERT OR REPLACE INTO job(id, kind, body) VALUES (?,?,?)", (ref, kind, body))

    def jobs(self) -> list[tuple[bytes, str, bytes]]:
        """Work left unfinished."""
        rows = self.case.quick("SELECT id, kind, body FROM job")
        return [(bytes(ref), kind, bytes(body)) for ref, kind, body in rows]

    def end_job(self, ref: bytes) -> None:
        """That work is done."""
        self.case.quick("DELETE FROM job WHERE id = ?", (ref,))

    def put_roster(self, n: int, body: bytes, digest: bytes) -> None:
        """Keep a roster entry as received."""
        self.case.quick(
            "INSERT INTO roster(n, body, hash) VALUES (?,?,?)", (n, body, digest))

    def roster(self) -> list[bytes]:
        """All roster entries in order."""
        return [bytes(row[0]) for row in self.case.quick("SELECT body FROM roster ORDER BY n")]

    def put_team_key(self, team: bytes, epoch: int, key: bytes) -> None:
        """Keep a team key; the team of the first one kept is this profile's own."""
        if self.meta(OWN_TEAM) is None:
            held = self.case.quick("SELECT team FROM team_key LIMIT 1").first()
            if held is not None and bytes(held[0]) != team:
                self.put_meta(OWN_TEAM, bytes(held[0]))
        self.case.quick(
            "INSERT OR REPLACE INTO team_key(team, epoch, key) VALUES (?,?,?)", (team, epoch, key))

    def team_key(self) -> tuple[bytes, int, bytes]:
        """The newest team key."""
        own = self.meta(OWN_TEAM)
        [(team, epoch, key)] = self.case.quick(
            "SELECT team, epoch, key FROM team_key WHERE ? IS NULL OR team = ? ORDER BY epoch DESC LIMIT 1", (own, own))
        return team, epoch, key

    def all_cases(self) -> list[bytes]:
        """Every case this profile can see now; entries of the directory are none."""
        listed = frozenset(self.listed())
        found = [case for case in self.case.registers.cases() if case not in listed]
        return found if self.vault is None else list(dict.fromkeys(found + self.vault.registers.cases()))

    def commit(self, each: Callable[[], object] = nobody_waits) -> None:
        """See ports.UnitOfWork."""
        moved: list[bytes] = []
        for case in self.dirty:
            only = {case: self._touched(case)} if case in self._alone else NOTHING_ALONE
            self.case.projections.refresh((case,), only)
            moved += self._across.moved((case,)) if self._across is not None else ()
            each()
        if self.vault is None or self._across is None:
            self._due.put(self.dirty)
        else:
            self._due.put(moved)
            self.is_due |= bool(moved)
            self.vault.projections.refresh(sorted(self.vault_dirty.union(moved)))
        self.case.connection.commit()
        self.committed = True
