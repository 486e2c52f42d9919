# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every service of a signed-in person stands on, and the audit line they all write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import msgspec

from assist.casebook import Book
from assist.clock import Clock
from assist.crypto import labels
from assist.errors import NotFound
from assist.ports import Keeper, Reader, UnitOfWork
from assist.services.keyring import KeyRing
from assist.services.scribe import Scribe
from assist.views import CaseRow
from assist.workplace import Me

QUIET_MS = 10 * 60 * 1000
"""The same person opening the same case again within ten minutes is one line (security-and-sync.md 7)."""


class AuditBody(msgspec.Struct, array_like=True, frozen=True):
    """``[version, wall_ms, user, session, verb, object, case, fields, outcome, reason]``; never a value."""

    version: int
    wall_ms: int
    user: bytes
    session: bytes
    verb: str
    object: bytes
    case: bytes
    fields: tuple[int, ...]
    outcome: str
    reason: str


class _Line(msgspec.Struct, array_like=True, frozen=True):
    sealed: bool
    body: bytes


SEALED_LINE = msgspec.msgpack.encode(_Line(True, b""))[:2]
"""How every sealed line begins; what follows names no case."""


@dataclass(frozen=True, slots=True)
class Look:
    """What an audit line says: verb, what and whose, how it ended. ``protected`` lines are sealed.

    ``heavy``: it opens words that may weigh on whoever reads them (UX-09).
    """

    verb: str
    case: bytes = b""
    object: bytes = b""
    fields: tuple[int, ...] = ()
    outcome: str = "ok"
    reason: str = ""
    protected: bool = False
    heavy: bool = False


@dataclass
class Bench:
    """The open profile of one person and the tools to work on it."""

    keeper: Keeper
    ring: KeyRing
    clock: Clock
    me: Me
    session: bytes
    names: Mapping[bytes, str]
    _recent: dict[tuple[str, bytes, bool], int] = field(default_factory=dict)

    @property
    def scribe(self) -> Scribe:
        """The one way in."""
        return Scribe(self.ring, self.clock)

    @property
    def user(self) -> bytes:
        """The person's id."""
        return self.ring.user

    def learn(self, roles: Iterable[str], names: Mapping[bytes, str]) -> None:
        """The list of people changed: what this person may do from now on, and how colleagues are called."""
        self.me, self.names = replace(self.me, roles=frozenset(roles)), names

    def today(self) -> str:
        """The day as ISO text."""
        return self.clock.today().isoformat()

    def book(self, work: Reader, case: bytes) -> Book:
        """The case as this person may see it; a case that is not here reads as not found."""
        book = Book(case, work.rows_of(case))
        if not book.exists:
            raise NotFound("case.not_found")
        return book

    def look_up(self, case: str) -> Book:
        """The same beside the writer, for screens that only read."""
        with self.keeper.reading() as reader:
            return self.book(reader, bytes.fromhex(case))

    def audit(self, work: UnitOfWork, look: Look) -> None:
        """Write who does what, in the same transaction as the act."""
        now = self.clock.now_ms()
        body = msgspec.msgpack.encode(AuditBody(
            1, now, self.user, self.session, look.verb, look.object, look.case, look.fields, look.outcome,
            look.reason,
        ))
        sealed = self.ring.seal_note(labels.AUDIT_NOTE, body) if look.protected else body
        work.add_audit(msgspec.msgpack.encode(_Line(look.protected, sealed)))

    def audit_view(self, look: Look) -> None:
        """Write the line of a look before anything is shown; no line, no view."""
        now, key = self.clock.now_ms(), (look.verb, look.case + look.object, look.heavy)
        if now - self._recent.get(key, -QUIET_MS) < QUIET_MS:
            return
        with self.keeper.writing() as work:
            self.audit(work, look)
            if look.heavy:
                count_up(work, heavy_key(self.today()))
            work.commit()
        self._recent[key] = now

    def read_audit(self, body: bytes) -> AuditBody | None:
        """A line as written; None for one that only the open vault can read."""
        line = msgspec.msgpack.decode(body, type=_Line)
        if not line.sealed:
            return msgspec.msgpack.decode(line.body, type=AuditBody)
        if self.ring.vault is None:
            return None
        return msgspec.msgpack.decode(self.ring.open_note(labels.AUDIT_NOTE, line.body), type=AuditBody)

    def name_of(self, user: bytes | str) -> str:
        """The display name of a colleague."""
        ident = bytes.fromhex(user) if isinstance(user, str) else user
        return self.names.get(ident, "")

    def named(self, rows: list[CaseRow]) -> list[CaseRow]:
        """Rows with the worker's name put in."""
        names = {worker: self.name_of(worker) for worker in {row.worker for row in rows} if worker}
        return [row._replace(worker_name=names[row.worker]) if row.worker else row for row in rows]


def heavy_key(day: str) -> str:
    """Where the openings of heavy words of a day are counted: for the care of this worker, without a case."""
    return f"heavy/{day}"


def count_up(work: UnitOfWork, key: str) -> None:
    """One more of what is counted by the day and of which nothing else is kept."""
    work.put_meta(key, (counted(work, key) + 1).to_bytes(2, "big"))


def counted(reader: Reader, key: str) -> int:
    """How many there were."""
    return int.from_bytes(reader.meta(key) or b"", "big")
