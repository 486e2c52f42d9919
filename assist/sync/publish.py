# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Own changes into sealed bundles that wait for the relay: one transaction for each, made once and kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import msgspec

from assist.changesets import decode
from assist.ports import UnitOfWork
from assist.roundbook import HeldKey, Sent
from assist.rows import READABLE, LogRow
from assist.sync import bundles, names
from assist.sync.bundles import Bundle, CaseKey, Content, Head, Manifest, Part, SignedChange
from assist.sync.circle import Circle

SETTLED_MS = 60_000
"""A change is sent a minute after it was made: until then it may be taken back without a trace (ruling 15)."""
FAR_AHEAD_MS = 24 * 3600 * 1000
"""What seems to have been written later than this from now was written by a clock that was wrong."""
QUIET_MS = 24 * 3600 * 1000
"""Who has nothing to say says so once a day, or nobody could tell silence from a lost laptop."""
MOST_CHANGES, MOST_BYTES = 2000, 2 << 20
"""What one bundle carries at most, in changes and in bytes before packing."""
A_DAY = 100
"""Changes that a person makes in a busy day; up to so many are sent in objects of the common size."""

_WRITTEN_UNDER = "written_under"

Writer = Callable[[Manifest, Sequence[Part]], tuple[Bundle, bytes]]
"""Signs a bundle with the key of this profile (``bundles.written``)."""


@dataclass(frozen=True, slots=True)
class Author:
    """Whose stream is sent, and what signs it. ``beside``: the other stream of this profile, which it tells of."""

    stream: bytes
    write: Writer
    beside: bytes = b""


def publish_next(work: UnitOfWork, author: Author, circle: Circle, now_ms: int) -> int:
    """One bundle of what was not sent yet, into the outbox. How many changes; -1 for a sign of life, 0 for nothing."""
    rounds = work.rounds
    sent = rounds.sent(author.stream)
    circle, most = _as_seen_then(work, circle, sent.n)
    rows = list(ready(work.log_rows(author.stream, sent.n, most), now_ms))
    on_hold = rounds.on_hold()
    late = list(_let_go(work, author.stream, on_hold))
    if not rows and not late and now_ms - sent.ms < QUIET_MS:
        return 0
    held = {each.case: each for begins in {row.case[0] for row in (*late, *rows) if row.case}
            for each in rounds.case_keys(begins)}
    kept_back = [row for row in rows if row.case in on_hold]
    numbers = frozenset(row.n for row in kept_back)
    seen, made = tuple(frontier(work, author, sent)), newest(work, author.stream)
    looked_at = rounds.audit_head()

    def written(some: Sequence[LogRow]) -> tuple[Bundle, bytes]:
        manifest = Manifest(
            bundles.VERSION, circle.organisation, circle.team, author.stream, sent.seq + 1, sent.head, now_ms,
            bundles.SCHEMA, bundles.MIN_READER, seen, circle.roster_n, circle.roster_hash, *looked_at, sent.n + 1,
            some[-1].n if some else sent.n, made, (), 0 if some or late else bundles.HEARTBEAT)
        return author.write(manifest, _parts([*late, *some], held, circle, numbers))

    rows, (bundle, body) = _of_common_size(rows, written)
    for row in kept_back[: sum(row.n in numbers for row in rows)]:
        if row.case is not None:
            rounds.withhold(author.stream, row.n, row.case)
    name = names.bundle_name(circle.key.names, author.stream, sent.seq + 1)
    rounds.put_out(name, bundles.sealed(name, circle.key.key, body))
    rounds.put_sent(author.stream, Sent(sent.seq + 1, bundle.head, bundle.manifest.last_n, now_ms))
    for case in {row.case for row in (*late, *rows) if row.case in held and row not in kept_back}:
        rounds.key_is_sent(case)
    return len(rows) + len(late) or -1


def _of_common_size(
    rows: list[LogRow], written: Callable[[Sequence[LogRow]], tuple[Bundle, bytes]]
) -> tuple[list[LogRow], tuple[Bundle, bytes]]:
    """The first changes that fill an object of the common size, and their bundle; the others go into the next ones.

    So an hour of fifty changes is a few objects like any other, and none that tells its size. More than a day's
    work, a text of several pages or a large team cannot be hidden so, and go in one object.
    """
    whole = written(rows)
    if bundles.size_of(whole[1]) <= bundles.SMALLEST or not 1 < len(rows) <= A_DAY:
        return rows, whole
    low, best, high = 0, whole, len(rows)
    while high - low > 1:
        tried = (low + high) // 2
        made = written(rows[:tried])
        if bundles.size_of(made[1]) <= bundles.SMALLEST:
            low, best = tried, made
        else:
            high = tried
    return (rows[:low], best) if low else (rows, whole)


def note_new_roles(work: UnitOfWork, stream: bytes, roster_n: int) -> None:
    """What this person does changes with the next entry: what she wrote so far was written under this list."""
    if work.top(stream) > work.rounds.sent(stream).n:
        work.put_meta(_WRITTEN_UNDER, msgspec.msgpack.encode((work.top(stream), roster_n)))


def _as_seen_then(work: UnitOfWork, circle: Circle, sent_n: int) -> tuple[Circle, int]:
    """The list as it was when the next changes were written, and how many of them may go into one bundle.

    Else whoever hears that she does something else now, and sends afterwards what she had written before, would
    have it refused by everybody.
    """
    top, roster_n = msgspec.msgpack.decode(work.meta(_WRITTEN_UNDER) or b"\x92\x00\x00", type=tuple[int, int])
    if sent_n >= top:
        return circle, MOST_CHANGES
    digest = sha256(circle.entries[roster_n - 1]).digest()
    return replace(circle, roster_n=roster_n, roster_hash=digest), min(MOST_CHANGES, top - sent_n)


def _let_go(work: UnitOfWork, stream: bytes, on_hold: frozenset[bytes]) -> Iterator[LogRow]:
    """What was kept back while its case was on hold, once it no longer is: in order, before all that is newer."""
    for n, case in work.rounds.withheld(stream):
        if case in on_hold:
            continue
        work.rounds.let_go(stream, n)
        row = next(iter(work.log_rows(stream, n - 1, 1)), None)
        if row is not None and row.kind == READABLE and row.case is not None:
            yield row


def ready(rows: Iterable[LogRow], now_ms: int) -> Iterator[LogRow]:
    """What is old enough and fits, in order and without a gap: the first that is too young stops all that follow it."""
    size = 0
    for row in rows:
        # A clock that stepped back a little must not cut the minute short; one that was years ahead must not
        # keep what was written then for ever.
        is_young = now_ms - SETTLED_MS < row.wall_ms <= now_ms + FAR_AHEAD_MS
        if is_young or (size and size + len(row.body) > MOST_BYTES):
            return
        size += len(row.body)
        yield row


def _parts(
    rows: Sequence[LogRow], held: dict[bytes, HeldKey], circle: Circle, kept_back: Collection[int]
) -> list[Part]:
    """The team's part first: keys of new cases, words to everybody, and places of changes that are for nobody now.

    For nobody is what was taken out, what moved behind a seal, and what belongs to a case on hold.
    """
    by_case: dict[bytes, list[SignedChange]] = {}
    for_all: list[SignedChange] = []
    for row in rows:
        whole = SignedChange(row.body, row.signature, row.n, b"")
        if row.kind == READABLE and row.case in held and row.case is not None and row.n not in kept_back:
            by_case.setdefault(row.case, []).append(whole)
        elif row.kind == READABLE and row.case is None and decode(row.body).comp == circle.team:
            for_all.append(whole)
        else:
            for_all.append(SignedChange(b"", b"", row.n, row.digest))
    keys = tuple(_new_keys(by_case, held, circle))
    parts = [Part(held[case].key, Content(tuple(changes)), case[0]) for case, changes in by_case.items()]
    return [Part(circle.key.key, Content(tuple(for_all), keys)), *parts] if keys or for_all else parts


def _new_keys(cases: Iterable[bytes], held: dict[bytes, HeldKey], circle: Circle) -> Iterator[CaseKey]:
    for case in cases:
        key = held[case]
        if not key.is_sent:
            yield bundles.sealed_key(case, key.epoch, key.key, circle.key.key)


def frontier(work: UnitOfWork, author: Author, sent: Sent) -> Iterator[Head]:
    """What was read of everyone, oneself too: whoever reads this can tell what was kept from her.

    The number of a snapshot is passed on as its own author said it.
    """
    if sent.seq:
        yield Head(author.stream, sent.seq, sent.head, newest(work, author.stream))
    beside = work.rounds.sent(author.beside) if author.beside else Sent()
    if beside.seq:
        yield Head(author.beside, beside.seq, beside.head, newest(work, author.beside))
    said = {stream: k for via, stream, k in work.rounds.snapshots_heard() if via == stream}
    for applied in work.rounds.applied().values():
        yield Head(applied.stream, applied.seq, applied.head, said.get(applied.stream, 0))


def newest(work: UnitOfWork, own: bytes) -> int:
    """The number of the newest snapshot of an own stream; 0 for none."""
    made = work.rounds.own_snapshot(own)
    return made.k if made else 0
