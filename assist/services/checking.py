# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page, every chain, every key, every form: a line a check (``amparo verify``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assist.crypto import labels, sign
from assist.errors import AssistError, DamagedFile
from assist.i18n import N_
from assist.policy import require
from assist.ports import Databases
from assist.rows import READABLE, SEALED, LogRow
from assist.services.bench import Look
from assist.services.signed_in import SignedIn
from assist.sync import roster
from assist.workplace import CheckRow
from forms.score_sheets import score_sheets

CHECKS = {
    "case_pages": N_("Pages of the ordinary database"),
    "vault_pages": N_("Pages of the protected database"),
    "audit_chain": N_("Chain of looks and acts"),
    "log_hashes": N_("Log of changes"),
    "signatures": N_("Signatures under the changes"),
    "sealed_rows": N_("Sealed changes open with the vault key"),
    "roster": N_("List of people and laptops"),
    "projections": N_("Lists agree with the records"),
    "not_older": N_("Nothing older was put back"),
    "backups": N_("Newest backup opens and is whole"),
    "forms": N_("Forms keep the rules for forms"),
    "score_sheets": N_("Score sheets name their licence and source"),
}
"""Name of each check, and what people read."""


_PROTECTED = frozenset({"vault_pages", "sealed_rows"})


class CheckService:
    """Runs all checks, one after the other; none changes anything but the log of acts."""

    def __init__(self, signed: SignedIn, databases: Databases) -> None:
        self._signed = signed
        self._databases = databases

    def run(self) -> Iterator[CheckRow]:
        """A row a check. A check that cannot be run has not passed."""
        bench = self._signed.bench
        require(bench.me.roles, "verify")
        with bench.keeper.writing() as work:
            bench.audit(work, Look("verify"))
            work.commit()
        checks: dict[str, Callable[[], str]] = {
            "case_pages": lambda: self._pages("case.db"), "vault_pages": lambda: self._pages("vault.db"),
            "audit_chain": self._audit, "log_hashes": bench.keeper.log_break, "signatures": self._signatures,
            "sealed_rows": self._sealed, "roster": self._roster, "projections": self._projections,
            "not_older": self._not_older, "backups": self._backups, "forms": self._forms,
            "score_sheets": self._score_sheets,
        }
        if self._signed.travels:  # what lies elsewhere is looked at there
            checks = {name: check for name, check in checks.items() if name not in _PROTECTED}
        for name, check in checks.items():
            wrong = _said(check)
            yield CheckRow(name, not wrong, wrong)

    def _pages(self, name: str) -> str:
        found = self._signed.bench.keeper.integrity()
        if name not in found:
            raise DamagedFile("vault.shut")
        return "; ".join(found[name][:3])

    def _audit(self) -> str:
        line = self._signed.bench.keeper.audit_break()
        return f"line {line}" if line else ""

    def _rows(self) -> Iterator[LogRow]:
        ring = self._signed.bench.ring
        with self._signed.bench.keeper.writing() as work:
            streams = roster.verify(work.roster()).streams.values()
            for stream in {(each.ordinary) for each in streams} | {each.protected for each in streams} | {
                    ring.ordinary_stream, ring.protected_stream}:
                after = 0
                while rows := work.log_rows(stream, after, 500):
                    yield from rows
                    after = rows[-1].n

    def _signatures(self) -> str:
        with self._signed.bench.keeper.writing() as work:
            known = roster.verify(work.roster()).streams.values()
        keys = {each.ordinary: each.ed_pub for each in known}
        for row in self._rows():
            if row.kind == READABLE and not sign.verify(
                    keys.get(row.stream, b""), labels.CHANGESET, row.body, row.signature):
                return f"{row.stream.hex()}/{row.n}"
        return ""

    def _sealed(self) -> str:
        vault = self._signed.bench.ring.vault
        if vault is None:
            raise DamagedFile("vault.shut")
        for row in self._rows():
            if row.kind == SEALED:
                vault.open_body(row)
        return ""

    def _roster(self) -> str:
        with self._signed.bench.keeper.writing() as work:
            roster.verify(work.roster())
        return ""

    def _projections(self) -> str:
        return ", ".join(self._signed.bench.keeper.projection_drift())

    def _not_older(self) -> str:
        return "anchor" if self._signed.older_than_it_was else ""

    def _backups(self) -> str:
        readable = [each for each in self._databases.backups(self._signed.place.backups) if each.is_readable]
        if readable:
            self._databases.check_backup(readable[0].path, self._signed.database_key)
        return ""

    def _forms(self) -> str:
        from forms.linter import lint_shipped  # read by whoever checks alone

        return "; ".join(str(finding) for finding in lint_shipped()[:3])

    def _score_sheets(self) -> str:
        score_sheets()
        return ""


def _said(check: Callable[[], str]) -> str:
    try:
        return check()
    except AssistError as error:
        return error.code
    except ValueError as error:
        return type(error).__name__
