# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Undo: a save is taken back before anybody else has heard of it, and what was typed is a draft again (UX-27).

Nothing is sent within a minute, so the log keeps number and hash of the change and its body is emptied (ruling 15).
What raised protection, made a case or gave it a first protected word cannot be undone so.
"""

from __future__ import annotations

from dataclasses import replace

from assist.errors import NotAllowed, VaultShut
from assist.policy import require
from assist.ports import Databases
from assist.rows import EMPTIED, LogRow
from assist.services.bench import Bench, Look
from assist.services.cleaning import leave_nothing, promise_cleaning
from assist.services.drafting import FormOpening
from assist.services.records import RecordService
from assist.undobook import Undoable
from assist.views import Changes


class UndoService:
    """For one open profile."""

    def __init__(self, bench: Bench, databases: Databases, records: RecordService) -> None:
        self._bench, self._databases, self._records = bench, databases, records

    def undo(self, changes: Changes, opening: FormOpening | None = None) -> str:
        """Take back what these changes say was done; ``opening``, a form just saved, is a draft again: its reference,
        empty without a form.

        Takes as long as cleaning freed pages and backups does. Raises NotAllowed ``undo.over`` where it was sent,
        something else was written to the case meanwhile or there is nothing to undo, and VaultShut.
        """
        require(self._bench.me.roles, "form.fill")
        what = changes.undo
        if not isinstance(what, Undoable):
            raise NotAllowed("undo.over")
        draft = "" if opening is None else self._again(opening)
        try:
            self._take_back(what)
        except BaseException:
            if draft:
                self._records.drop_draft(draft)
            raise
        leave_nothing(self._bench.keeper, self._databases)
        return draft

    def _again(self, opening: FormOpening) -> str:
        """First, so that no word is lost whatever happens next."""
        opening.draft = ""
        return self._records.keep_draft(opening)

    def _take_back(self, what: Undoable) -> None:
        with self._bench.keeper.writing() as work:
            if what.vault_open and not work.vault_open:
                raise VaultShut("vault.shut")
            rows = [row for stream, n in what.written for row in work.log_rows(stream, n - 1, 1)]
            is_over = any(row.kind == EMPTIED or row.n <= work.rounds.sent(row.stream).n for row in rows)
            if is_over or not work.take_back(what.case, what.before, what.written):
                raise NotAllowed("undo.over")
            for row in rows:
                work.replace_log(_emptied(row))
            promise_cleaning(work)
            self._bench.audit(work, Look("form.undo", what.case, protected=what.vault_open))
            work.commit()


def _emptied(row: LogRow) -> LogRow:
    return replace(row, kind=EMPTIED, body=b"", signature=b"")
