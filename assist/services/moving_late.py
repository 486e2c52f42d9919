# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody wrote in a case before hearing that another team has it now: it goes after the case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from assist import changesets
from assist.changesets import Changeset
from assist.compartmentbook import CompartmentKey
from assist.domain import wire
from assist.errors import DamagedFile
from assist.ports import UnitOfWork
from assist.rows import EMPTIED
from assist.services.bench import Bench
from assist.services.moving_records import Going
from assist.services.ordering import checked
from assist.sync import arrivals, bundles, roster
from assist.sync.arrivals import Values
from assist.sync.circle import Colleague
from assist.sync.protected import opened_part
from assist.sync.pull import REFUSED
from assist.sync.rights import may_write


class Late:
    """Looks through what came closed and no key here opens, inside the caller's transaction."""

    def __init__(self, bench: Bench, work: UnitOfWork) -> None:
        self._bench, self._work = bench, work
        self._known = roster.verify(work.roster())

    def of(self, record: Going) -> list[Values]:
        """Values of both halves that came for a case which is gone; what holds them is not looked at again."""
        ordinary = list(self._ordinary(record)) if record.key else []
        protected = list(self._protected(record)) if record.comps else []
        read: dict[bytes, int] = {}
        for made in ordinary:
            read[made.stream] = max(made.n, read.get(made.stream, 0))
        return [*arrivals.with_read(_values(ordinary), sorted(read.items())),
                *(Values(True, value) for value in _values(protected))]

    def _ordinary(self, record: Going) -> Iterator[Changeset]:
        authors = {each.ordinary: each for each in self._known.streams.values()}
        for part in self._work.rounds.closed():
            if part.stream not in authors or bundles.key_id(record.key, part.stream, part.seq) != part.key_id:
                continue
            author = self._author(part.stream, authors[part.stream].profile)
            try:
                content = bundles.content_at((part.stream, part.seq, part.part), record.key, part.content)
                rows = [checked(change, author, record.case) for change in content.changes]
            except DamagedFile:
                self._refused(part.stream, part.seq)
                rows = []
            self._work.rounds.opened(part)
            for row in rows:
                self._work.rounds.take_empty(replace(row, kind=EMPTIED, body=b"", signature=b"", case=None))
                yield changesets.decode(row.body)

    def _protected(self, record: Going) -> Iterator[Changeset]:
        book = self._work.rounds.protected
        authors = {each.protected: each for each in self._known.streams.values()}
        for part in [*book.parts(tried=True), *book.parts(tried=False)]:
            held = next((each for each in record.comps
                         if bundles.key_id(each.key, part.stream, part.seq) == part.key_id), None)
            if held is None or part.stream not in authors:
                continue
            author = self._author(part.stream, authors[part.stream].profile)
            try:
                found = opened_part(part, author, CompartmentKey(record.case, held.comp, held.epoch, held.key))
                yield from (made for made, _change in found if may_write(author.roles, made))
            except DamagedFile:
                self._refused(part.stream, part.seq)
            book.drop_part(part)

    def _author(self, stream: bytes, profile: bytes) -> Colleague:
        listed = self._known.streams[profile]
        return Colleague(stream, listed.user, listed.ed_pub, listed.laptop,
                         roles=self._known.roles_ever(listed.user), profile=profile)

    def _refused(self, stream: bytes, seq: int) -> None:
        self._work.rounds.put_trouble(REFUSED, stream, seq, self._bench.clock.now_ms())


def _values(changes: Iterable[Changeset]) -> list[bytes]:
    live: list[list[Any]] = []
    dead: list[list[Any]] = []
    for made in changes:
        for at, op in enumerate(made.ops):
            if op.kind in wire.REGISTER_OPS and op.etype not in arrivals.STAYS_BEHIND:
                live.append([op.entity, op.etype, op.field, made.stream, made.n, at, made.hlc, op.value])
                dead += [[op.entity, op.etype, op.field, *dot] for dot in op.supersedes]
    return list(arrivals.packed(live, dead))
