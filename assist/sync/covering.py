# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever left makes no snapshot any more: those of coordinators stand for what she wrote as well.

A coordinator's laptop that has read all that counts of such a stream says so in its own snapshots, with the states of
every case that was written in there and with the words she told everybody. It goes on saying so for good: what it
stands for lies nowhere else by then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assist.changesets import decode
from assist.errors import DamagedFile
from assist.ports import UnitOfWork
from assist.roundbook import Applied
from assist.sync import names
from assist.sync.bundles import SignedChange
from assist.sync.chain import Roster
from assist.sync.circle import Circle, Colleague
from assist.sync.entries import COORDINATOR
from assist.sync.pull import Refused, hear_again
from assist.sync.snapshots import Covers, ForTeam

SNAPSHOTS, PARTS = 60, 16
"""Snapshots of her own that are looked for when they are taken away, and parts of each."""


def may_cover(known: Roster, user: bytes) -> bool:
    """Whether somebody is a coordinator or was one: what she covered then is found in her snapshots alone."""
    return COORDINATOR in known.roles_ever(user)


def covered(work: UnitOfWork, circle: Circle) -> Iterator[Covers]:
    """The streams of people and laptops that left, as far as they were read here to the end that counts."""
    applied = work.rounds.applied()
    for colleague in circle.colleagues:
        read = applied.get(colleague.stream, Applied(colleague.stream))
        if colleague.until is not None and read.seq and _is_the_end(circle.known, read.stream, read.seq, read.head):
            words = tuple(SignedChange(row.body, row.signature, row.n, row.digest)
                          for n in work.rounds.words_to_all(colleague.stream, read.n)
                          for row in work.log_rows(colleague.stream, n - 1, 1)
                          if decode(row.body).comp == circle.team)
            yield Covers(read.stream, read.seq, read.n, read.head, words)


def _is_the_end(known: Roster, stream: bytes, seq: int, head: bytes) -> bool:
    last = known.until.get(stream)
    return last is not None and (last.seq, last.head) == (seq, head)


def spoken_for(work: UnitOfWork, own: bytes, covers: Iterable[Covers]) -> list[bytes]:
    """Every case that a snapshot of the own stream speaks of."""
    streams = (own, *(each.stream for each in covers))
    return list(dict.fromkeys(case for stream in streams for case in work.rounds.cases_written(stream)))


def objects_of(circle: Circle, stream: bytes, seq: int) -> frozenset[str]:
    """What she had left in the place: bundles and snapshots of her own."""
    found = {names.bundle_name(key.names, stream, each) for key in circle.keys for each in range(1, seq + 1)}
    found |= {names.snapshot_name(key.names, stream, k, part) for key in circle.keys
              for k in range(1, SNAPSHOTS + 1) for part in range(PARTS)}
    return frozenset(found)


# -- in -------------------------------------------------------------------------------------


def counting(circle: Circle, author: Colleague, shared: ForTeam) -> Iterator[tuple[Colleague, Covers]]:
    """Of what a snapshot says it covers, that which its author may cover and which ends where the stream did."""
    if may_cover(circle.known, author.user):
        colleagues = {each.stream: each for each in circle.colleagues}
        for cover in shared.covers:
            if cover.stream in colleagues and _is_the_end(circle.known, cover.stream, cover.seq, cover.head):
                yield colleagues[cover.stream], cover


def hear_covered(work: UnitOfWork, circle: Circle, author: Colleague, shared: ForTeam, now_ms: int) -> None:
    """What whoever left had told everybody; raises DamagedFile."""
    for colleague, cover in counting(circle, author, shared):
        try:
            hear_again(work, circle, colleague, cover.words, now_ms)
        except Refused:
            raise DamagedFile("sync.segment") from None


def take_covered(work: UnitOfWork, circle: Circle, author: Colleague, shared: ForTeam, now_ms: int) -> None:
    """All sections were taken: those streams were read to their end."""
    applied = work.rounds.applied()
    for colleague, cover in counting(circle, author, shared):
        here = applied.get(colleague.stream, Applied(colleague.stream))
        if here.seq < cover.seq:
            work.rounds.end_trouble(colleague.stream, here.seq + 1)
            work.rounds.put_applied(Applied(colleague.stream, cover.seq, cover.head, cover.n, now_ms))
