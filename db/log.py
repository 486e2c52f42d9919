# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one log of a profile and its audit chain, both in ``case.db`` (rulings 56 and 73)."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator

from sqlalchemy import Connection

from assist.errors import DamagedFile
from assist.rows import READABLE, LogRow
from db.quick import quick
from db.registers import Registers

_COLUMNS = (
    "s.sid, c.n, c.hlc, c.grp, c.kind, c.body, c.sig, c.hash, c.wall_ms,"
    " (SELECT cid FROM cas WHERE cas.id = c.cas), c.tag, c.batch"
)
_FROM = "FROM chg c JOIN strm s ON s.id = c.strm"
_AUDIT_LABEL = b"amparo/audit/v1"


def chain(n: int, before: bytes, body: bytes) -> bytes:
    """The hash of the n-th audit line (security-and-sync.md 7)."""
    return hashlib.sha256(_AUDIT_LABEL + n.to_bytes(8, "big") + before + body).digest()


class Log:
    """Appends and reads rows; bodies are stored deflated when readable, opaque when sealed."""

    def __init__(self, connection: Connection, registers: Registers) -> None:
        self._sql = quick(connection)
        self._registers = registers

    def append(self, row: LogRow) -> None:
        """Add one row."""
        body = zlib.compress(row.body, 6) if row.kind == READABLE else row.body
        place = None if row.case is None else self._registers.case_ref(row.case)
        self._sql(
            "INSERT INTO chg(strm, n, cas, tag, hlc, grp, kind, body, sig, hash, wall_ms, batch)"
            " VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            (self._registers.stream_ref(row.stream), row.n, place, row.tag, row.hlc, row.group, row.kind, body,
             row.signature, row.digest, row.wall_ms, row.batch),
        )

    def top(self, stream: bytes) -> int:
        """The last n of a stream in the log."""
        found = self._sql("SELECT max(n) FROM chg WHERE strm = ?", (self._registers.stream_ref(stream),)).first()
        return int(found[0] or 0) if found else 0

    def rows(self, stream: bytes, after: int, limit: int) -> list[LogRow]:
        """Rows of one stream above ``after``, in order."""
        found = self._sql(
            f"SELECT {_COLUMNS} {_FROM} WHERE c.strm = ? AND c.n > ? ORDER BY c.n LIMIT ?",
            (self._registers.stream_ref(stream), after, limit),
        )
        return [_row(*values) for values in found]

    def rows_of_case(self, case: bytes) -> list[LogRow]:
        """Readable rows of one case."""
        found = self._sql(f"SELECT {_COLUMNS} {_FROM} JOIN cas k ON k.id = c.cas WHERE k.cid = ?", (case,))
        return [_row(*values) for values in found]

    def rows_of_tag(self, tag: bytes) -> list[LogRow]:
        """Sealed rows of one case, found by its mark."""
        found = self._sql(f"SELECT {_COLUMNS} {_FROM} WHERE c.tag = ?", (tag,))
        return [_row(*values) for values in found]

    def rows_of_batch(self, batch: bytes) -> list[LogRow]:
        """Rows that one import or demo wrote."""
        found = self._sql(f"SELECT {_COLUMNS} {_FROM} WHERE c.batch = ? ORDER BY c.id", (batch,))
        return [_row(*values) for values in found]

    def tags_outside(self, batch: bytes) -> frozenset[bytes]:
        """Marks of sealed rows that one import did not write."""
        found = self._sql("SELECT DISTINCT tag FROM chg WHERE tag IS NOT NULL AND batch IS NOT ?", (batch,))
        return frozenset(bytes(row[0]) for row in found)

    def replace(self, row: LogRow) -> None:
        """Another body under the same stream and n: emptied, or moved behind a seal."""
        body = zlib.compress(row.body, 6) if row.kind == READABLE else row.body
        place = None if row.case is None else self._registers.case_ref(row.case)
        self._sql(
            "UPDATE chg SET cas = ?, tag = ?, kind = ?, body = ?, sig = ? WHERE strm = ? AND n = ?",
            (place, row.tag, row.kind, body, row.signature, self._registers.stream_ref(row.stream), row.n),
        )

    def put_tag(self, stream: bytes, n: int, tag: bytes) -> None:
        """Mark a sealed row so that a purge finds it without opening it."""
        self._sql("UPDATE chg SET tag = ? WHERE strm = ? AND n = ?",
                  (tag, self._registers.stream_ref(stream), n))

    def every(self) -> Iterator[LogRow]:
        """All rows, oldest first."""
        for values in self._sql(f"SELECT {_COLUMNS} {_FROM} ORDER BY c.id"):
            yield _row(*values)

    # -- the audit chain -----------------------------------------------------------

    def add_audit(self, body: bytes) -> int:
        """Append a line; its hash binds everything before it."""
        last = self._sql("SELECT n, h FROM audit ORDER BY n DESC LIMIT 1").first()
        n, before = (int(last[0]) + 1, bytes(last[1])) if last is not None else (1, b"\0" * 32)
        self._sql("INSERT INTO audit(n, body, h) VALUES (?,?,?)", (n, body, chain(n, before, body)))
        return n

    def audit_tail(self, limit: int) -> list[tuple[int, bytes]]:
        """The newest lines, newest first."""
        found = self._sql("SELECT n, body FROM audit ORDER BY n DESC LIMIT ?", (limit,))
        return [(int(n), bytes(body)) for n, body in found]

    def audit_head(self) -> tuple[int, bytes]:
        """Number and hash of the last line."""
        last = self._sql("SELECT n, h FROM audit ORDER BY n DESC LIMIT 1").first()
        return (0, b"\0" * 32) if last is None else (int(last[0]), bytes(last[1]))

    def broken_audit_line(self) -> int:
        """The first line that does not follow from those before it; 0 when the chain holds."""
        before, expected = b"\0" * 32, 1
        for n, body, held in self._sql("SELECT n, body, h FROM audit ORDER BY n"):
            if n != expected or chain(n, before, bytes(body)) != bytes(held):
                return int(expected)
            before, expected = bytes(held), expected + 1
        return 0


def _row(*values: object) -> LogRow:
    sid, n, hlc, group, kind, body, sig, digest, wall_ms, case, tag, batch = values
    assert isinstance(body, bytes)  # noqa: S101 - column types of our own table
    assert isinstance(kind, int)  # noqa: S101
    try:
        content = zlib.decompress(body) if kind == READABLE else body
    except zlib.error:
        raise DamagedFile("log.unreadable") from None
    return LogRow(sid, n, hlc, group, kind, content, sig, digest, wall_ms, case, tag, batch)  # type: ignore[arg-type]
