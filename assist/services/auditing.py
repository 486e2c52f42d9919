# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who looked at what: the log of looks and acts for people, without a single value."""

from __future__ import annotations

from assist.casebook import Book
from assist.clock import iso_of
from assist.domain import wire
from assist.policy import require
from assist.ports import UnitOfWork
from assist.services.bench import SEALED_LINE, AuditBody, Bench
from assist.views import AuditRow

PAPERS = ("report.save", "report.print")
_EVERY = 1 << 31


class AuditService:
    """Reads the chain; sealed lines appear only while the vault is open."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._case_of: dict[int, bytes] = {}

    def newest(self, limit: int = 200) -> list[AuditRow]:
        """The newest lines of this profile."""
        require(self._bench.me.roles, "audit.read")
        with self._bench.keeper.writing() as work:
            lines = work.audit_tail(limit)
            read = [(n, found) for n, body in lines if (found := self._bench.read_audit(body)) is not None]
            cases = {found.case for _, found in read if found.case}
            code = {case: Book(case, work.rows_of(case)).case.plain(wire.CODE, "") for case in cases}
        return [self._row(n, found, code.get(found.case, "")) for n, found in read]

    def of_case(self, case: str, limit: int = 200) -> list[AuditRow]:
        """Who has seen or changed this case; the person may ask for it (WP-16).

        Looks at protected parts are among them only while the vault is open.
        """
        book = self._bench.look_up(case)
        vault_open = self._bench.keeper.vault_open
        with self._bench.keeper.reading() as reader:
            lines = reader.audit_of(book.case_id, limit)
            if vault_open:
                lines += self._sealed(reader.audit_marked(SEALED_LINE), book.case_id)[:limit]
        code = book.case.plain(wire.CODE, "")
        newest = sorted(lines, reverse=True)[:limit]
        read = [(n, found) for n, body in newest if (found := self._bench.read_audit(body)) is not None]
        return [self._row(n, found, code) for n, found in read]

    def _sealed(self, lines: list[tuple[int, bytes]], case: bytes) -> list[tuple[int, bytes]]:
        """Of the sealed lines, those about a case; each is opened once a session, what it says is not kept."""
        for n, body in lines:
            if n not in self._case_of:
                found = self._bench.read_audit(body)
                self._case_of[n] = b"" if found is None else found.case
        return [(n, body) for n, body in lines if self._case_of[n] == case]

    def _row(self, n: int, body: AuditBody, code: str) -> AuditRow:
        return AuditRow(
            n, iso_of(body.wall_ms), body.user.hex(), self._bench.name_of(body.user), body.verb, body.outcome, code)


def lines_about(bench: Bench, work: UnitOfWork, case: bytes) -> tuple[AuditBody, ...]:
    """Every line of the log that names a case, newest first, sealed ones too. Needs the vault open."""
    lines = [*work.audit_of(case, _EVERY), *work.audit_marked(SEALED_LINE)]
    read = (bench.read_audit(body) for _n, body in sorted(lines, reverse=True))
    return tuple(found for found in read if found is not None and found.case == case)


def papers_of(bench: Bench, work: UnitOfWork, case: bytes, *, sealed: bool = False) -> tuple[str, ...]:
    """Ids of the papers that were printed or saved of a case, oldest first; of those in sealed lines, or of the others.

    Sealed lines are read while the vault is open.
    """
    lines = work.audit_marked(SEALED_LINE) if sealed else work.audit_of(case, _EVERY)
    found = [bench.read_audit(body) for _n, body in reversed(lines)]
    return tuple(dict.fromkeys(
        line.object.decode("ascii", "replace") for line in found
        if line is not None and line.case == case and line.verb in PAPERS))
