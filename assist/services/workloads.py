# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How work is spread over a team: counts that anybody can make again by hand, one line a worker, by name.

There is no sum of them and no order but the alphabet: a number of cases says nothing of whoever accompanies them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from assist import gate
from assist.appointmentbook import appointments
from assist.casebook import Book
from assist.domain import wire
from assist.policy import CARE, require
from assist.ports import Reader
from assist.reports.lines import A4, Paper
from assist.services.bench import Bench
from assist.services.code_papers import CodePapers
from assist.sync import roster
from assist.teambook import Load, LoadRow

ACT = "workload"
AHEAD = timedelta(days=6)
"""Today and the six days after it."""


class WorkloadService:
    """For the coordinator, who reads no case, and for supervisors: counts and names of colleagues, nothing of a case.

    Hidden cases are counted for whoever reads them and for nobody else (WP-11).
    """

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self.papers = CodePapers(bench, ACT, gate.WORKLOAD)

    def loads(self) -> tuple[Load, ...]:
        """One line for everybody who accompanies or may, by name; whoever left and what is nobody's stand last."""
        require(self._bench.me.roles, ACT)
        today = self._bench.clock.today()
        first, last = today.isoformat(), (today + AHEAD).isoformat()
        with self._bench.keeper.writing() as work:
            known = roster.verify(work.roster())
            counted = {row.worker: row for row in work.loads(first, last)}
            met = _meetings(work, first, last)
        here = {each.user: each.name for each in known.people_of(known.team_of(self._bench.user))
                if CARE & frozenset(each.roles)}
        users = [*sorted(here, key=lambda user: (here[user], user)),
                 *sorted((user for user in counted if user and user not in here), key=self._bench.name_of)]
        active = frozenset(each.user for each in known.people_of(known.team_of(self._bench.user)))
        found = [_load(user, self._bench.name_of(user), (counted.get(user), met[user]), has_left=user not in active)
                 for user in users]
        nobodys = [_load(b"", "", (counted[None], met[None]))] if None in counted else []
        return (*found, *nobodys)

    # -- on paper ---------------------------------------------------------------------------

    def paper(self, loads: Sequence[Load], language: str, size: str = A4) -> tuple[Paper, str]:
        """The same as pages, and their print id."""
        from assist.reports import workload  # the typesetter is large, and most days print nothing

        return self.papers.made(lambda order: workload.render(loads, order), language, size)


def _meetings(reader: Reader, first: str, last: str) -> Counter[bytes | None]:
    """Appointments that are still to come, by worker; days in court stand among the duties."""
    found: Counter[bytes | None] = Counter()
    for case in reader.cases_on(first, last):
        book = Book(case, reader.rows_of(case))
        if book.exists:
            found[book.case.plain(wire.WORKER) or None] += sum(
                1 for each in appointments(book) if first <= each.on <= last and not each.outcome)
    return found


def _load(user: bytes, name: str, what: tuple[LoadRow | None, int], *, has_left: bool = False) -> Load:
    row, meetings = what
    counts = row[1:] if row is not None else (0, 0, 0, 0, 0)
    return Load(user.hex(), name, *counts, meetings, has_left)
