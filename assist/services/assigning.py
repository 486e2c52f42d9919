# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose case it is: handing one over to a colleague, by her worker or by whoever looks over all cases."""

from __future__ import annotations

from typing import NamedTuple

from assist.changesets import pack_plain
from assist.domain import wire
from assist.errors import BadInput, NotAllowed
from assist.policy import CARE, LEAD, require
from assist.services.bench import Bench, Look
from assist.services.keeping_away import require_welcome
from assist.services.scribe import Put, Target
from assist.sync import roster
from assist.views import Changes

ACT = "case.assign"


class Colleague(NamedTuple):
    """Somebody who accompanies cases: her id and the name colleagues see."""

    user: str
    name: str


class AssignService:
    """One save each; keys of protected work follow: to the new worker, and no longer to the one before."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def colleagues(self) -> list[Colleague]:
        """Everybody who may accompany a case now, by name; oneself too."""
        with self._bench.keeper.writing() as work:
            known = roster.verify(work.roster())
        found = [Colleague(each.user.hex(), each.name) for each in known.people_of(known.team_of(self._bench.user))
                 if CARE & frozenset(each.roles)]
        return sorted(found, key=lambda each: (each.name, each.user))

    def may_assign(self, case: str) -> bool:
        """Whether this person may hand this case over."""
        book = self._bench.look_up(case)
        return self._may(book.case.plain(wire.WORKER))

    def assign(self, case: str, user: str) -> Changes:
        """From now on it is hers. Raises NotAllowed (``case.kept_away``: she wants somebody else), BadInput
        ``assign.nobody`` for whoever accompanies no case."""
        require(self._bench.me.roles, ACT)
        names = {each.user: each.name for each in self.colleagues()}
        if user not in names:
            raise BadInput("assign.nobody")
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, bytes.fromhex(case))
            before = book.case.plain(wire.WORKER)
            if not self._may(before):
                raise NotAllowed("policy.role")
            if before == bytes.fromhex(user):
                return Changes()
            require_welcome(book, names[user], vault_open=work.vault_open)
            newest = max(row.hlc for rows in book.case.fields.values() for row in rows)
            put = Put(book.case_id, wire.CASE, wire.WORKER, pack_plain(bytes.fromhex(user)), 1,
                      book.case.dots(wire.WORKER))
            self._bench.scribe.write(work, Target(book.case_id, book.level, (newest,)), [put])
            self._bench.audit(work, Look("case.assign", book.case_id, protected=book.level > 1))
            work.commit()
        return Changes(frozenset({case}), frozenset({"case"}))

    def _may(self, worker: bytes | None) -> bool:
        roles = frozenset(self._bench.me.roles)
        return bool(roles & LEAD) or (bool(roles & CARE) and worker in (None, self._bench.user))
