# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who was heard when, what is wrong with whose laptop, and what somebody must do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assist.policy import require
from assist.ports import UnitOfWork
from assist.roundbook import Applied, Sent, Trouble
from assist.services.bench import Bench, Look
from assist.services.rejoining import REJOIN, is_listed
from assist.sync import roster
from assist.sync.circle import Circle, circle_of
from assist.sync.pull import DAMAGED, FORK, LEFT, LIST, MISSING, NEWER, REFUSED

LOST_BY_PLACE = "rolled_back"
"""The meeting place had lost updates of ours; they were put there again."""
COPIED = "copied"
"""What a fork is called where it is our own stream."""
OF_LIST = "list"
"""What a refusal is called where it is the list of people and laptops."""
LIST_WITHHELD = "list_missing"
"""And what it is called when colleagues have a longer list than reaches this laptop."""

HOUR_MS, DAY_MS = 3600 * 1000, 24 * 3600 * 1000
WAITS_MS = {DAMAGED: DAY_MS, MISSING: DAY_MS, LIST_WITHHELD: DAY_MS}
"""What heals by itself needs nobody before it has lasted so long."""
LATE_DAYS, LOST_DAYS = 7, 21
CLOCK_MS = 10 * 60 * 1000
"""From here on a clock looks wrong."""
OUT = "out"
"""This profile is not on the list any more."""
_GO_BY_THEMSELVES = frozenset({DAMAGED, MISSING, NEWER})
_PUT_ASIDE = frozenset({REFUSED, LEFT, LOST_BY_PLACE})


@dataclass(frozen=True, slots=True)
class TroubleRow:
    """What is wrong with one laptop: how many updates, since when. Its name and whose it is are for the screen."""

    kind: str
    stream: str
    laptop: str
    person: str
    count: int
    since_ms: int
    needs_somebody: bool
    can_be_put_aside: bool


@dataclass(frozen=True, slots=True)
class HeardRow:
    """When a laptop was heard last (milliseconds, 0 for never), and how wrong its clock looks beside ours.

    ``standing`` is ``fresh``, ``late`` from 7 days on, ``lost`` from 21 on, ``never``.
    """

    laptop: str
    person: str
    heard_ms: int
    standing: str
    off_ms: int = 0


class HearingService:
    """For one open profile."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    # -- to read -----------------------------------------------------------------------------

    def last_heard(self) -> list[HeardRow]:
        """Every laptop of colleagues that belongs to the organisation, longest silent first."""
        now, own = self._bench.clock.now_ms(), self._bench.ring.ordinary_stream
        with self._bench.keeper.writing() as work:
            circle, sent = self._circle(work), work.rounds.sent(own)
            words = {word.stream: word for word in work.rounds.words()}
            read = {via: seq for via, stream, seq, _head in work.rounds.all_heard() if stream == own}
            names = _names(work)
        rows = []
        for each in (one for one in circle.colleagues if one.until is None):
            word = words.get(each.stream)
            heard = min(word.wall_ms, word.got_ms) if word else 0
            off = _off(word.wall_ms, word.got_ms, sent, read.get(each.stream, 0)) if word else 0
            rows.append(HeardRow(each.laptop, names.get(each.user, ""), heard, _standing(heard, now), off))
        return sorted(rows, key=lambda row: (row.heard_ms, row.person, row.laptop))

    def troubles(self) -> list[TroubleRow]:
        """Everything that is wrong, one row for each kind and laptop, what needs somebody first."""
        now, own = self._bench.clock.now_ms(), self._bench.ring.ordinary_stream
        with self._bench.keeper.writing() as work:
            found = list(work.rounds.troubles())
            if self._is_out(work):
                found.append(Trouble(OUT, own, 0, now))
            if not found:
                return []
            circle, names = self._circle(work), _names(work)
        whose = {each.ordinary: (each.laptop, names.get(each.user, "")) for each in circle.known.streams.values()
                 if each.ordinary != own}
        groups: dict[tuple[str, bytes], list[Trouble]] = {}
        for each in found:
            groups.setdefault((_kind_of(each, own), each.stream), []).append(each)
        rows = [_row(kind, stream, group, whose.get(stream, ("", "")), now) for (kind, stream), group in groups.items()]
        return sorted(rows, key=lambda row: (not row.needs_somebody, row.since_ms))

    def _is_out(self, work: UnitOfWork) -> bool:
        """Whether the list names this profile no longer; one that came back from a backup only waits."""
        return not work.meta(REJOIN) and not is_listed(work, self._bench.ring.identity.profile)

    # -- to change ----------------------------------------------------------------------------

    def heal(self) -> None:
        """End what is over: arrived after all, evidence gone, or the laptop belongs to nobody here any more."""
        own = self._bench.ring.ordinary_stream
        with self._bench.keeper.writing() as work:
            found = list(work.rounds.troubles())
            if not found:
                return
            circle = self._circle(work)
            # Those of other teams too: what came from one of them is not over for being none of ours.
            active = {each.ordinary for each in circle.known.active_profiles()}
            active |= set() if self._is_out(work) else {own}  # what became of hers there is told to nobody who left
            applied, disputed = {**work.rounds.applied(), LIST: Applied(LIST, circle.roster_n)}, _disputed(work, own)
            over = [each for each in found if _is_over(each, active, applied, disputed)]
            for each in over:
                work.rounds.end_trouble(each.stream, each.seq)
            for each in found:  # another kind at the same place goes on
                if each not in over and any((each.stream, each.seq) == (one.stream, one.seq) for one in over):
                    work.rounds.put_trouble(*each)
            if over:
                work.commit()

    def put_aside(self, kind: str, stream: str) -> None:
        """Somebody has looked into it; on record. Only what never ends by itself; raises NotAllowed."""
        require(self._bench.me.roles, "settings")
        ident = bytes.fromhex(stream)
        with self._bench.keeper.writing() as work:
            for each in list(work.rounds.troubles()):
                if each.kind == kind and kind in _PUT_ASIDE and each.stream == ident:
                    work.rounds.end_trouble(each.stream, each.seq)
            self._bench.audit(work, Look("trouble.aside", outcome=kind))
            work.commit()

    def note_fork(self) -> None:
        """Somebody else writes as this profile."""
        self._note(FORK)

    def note_rolled_back(self) -> None:
        """The place had lost what lay there."""
        self._note(LOST_BY_PLACE)

    def _note(self, kind: str) -> None:
        own = self._bench.ring.ordinary_stream
        with self._bench.keeper.writing() as work:
            work.rounds.put_trouble(kind, own, work.rounds.sent(own).seq, self._bench.clock.now_ms())
            work.commit()

    def _circle(self, work: UnitOfWork) -> Circle:
        team, _epoch, _key = work.team_key()
        return circle_of(work.roster(), team, work.rounds.team_keys(team), self._bench.ring.ordinary_stream)


def _is_over(
    trouble: Trouble, active: Iterable[bytes], applied: dict[bytes, Applied], disputed: frozenset[bytes]
) -> bool:
    """A fork of a colleague is over once her stream went on past it and nobody names another history any more."""
    here = applied.get(trouble.stream, Applied(trouble.stream)).seq
    if trouble.stream == LIST:
        return trouble.kind == MISSING and here >= trouble.seq
    if trouble.kind == LEFT:
        return False
    if trouble.stream not in active:
        return True
    if trouble.kind == FORK:
        return here > trouble.seq and trouble.stream not in disputed
    return trouble.kind in _GO_BY_THEMSELVES and here >= trouble.seq


def _disputed(work: UnitOfWork, own: bytes) -> frozenset[bytes]:
    """Streams of which colleagues hold another history than is held here. Our own is taken to be, for good."""
    applied = work.rounds.applied()
    found = {own}
    for _via, stream, seq, head in work.rounds.all_heard():
        here = applied.get(stream, Applied(stream))
        if seq == here.seq and head != here.head:
            found.add(stream)
    return frozenset(found)


def _names(work: UnitOfWork) -> dict[bytes, str]:
    return {user: each.name for user, each in roster.verify(work.roster()).people.items()}


def _row(kind: str, stream: bytes, group: list[Trouble], whose: tuple[str, str], now: int) -> TroubleRow:
    since = min(each.ms for each in group)
    needs = now - since >= WAITS_MS.get(kind, 0)
    return TroubleRow(kind, stream.hex(), *whose, len(group), since, needs, kind in _PUT_ASIDE)


def _kind_of(trouble: Trouble, own: bytes) -> str:
    if trouble.stream == LIST:
        return LIST_WITHHELD if trouble.kind == MISSING else OF_LIST
    return COPIED if trouble.kind == FORK and trouble.stream == own else trouble.kind


def _standing(heard_ms: int, now_ms: int) -> str:
    if not heard_ms:
        return "never"
    days = (now_ms - heard_ms) / DAY_MS
    return "lost" if days >= LOST_DAYS else "late" if days >= LATE_DAYS else "fresh"


def _off(wall_ms: int, got_ms: int, sent: Sent, read: int) -> int:
    """How far a colleague's clock is ahead of ours (negative: behind), as far as can be told, in milliseconds.

    A bundle that lay about for weeks looks old for no fault of a clock. So a clock is behind for certain only where
    a bundle that has read our newest one says it was made before that was.
    """
    if wall_ms - got_ms > CLOCK_MS:
        return wall_ms - got_ms
    if sent.seq and read >= sent.seq and sent.ms - wall_ms > CLOCK_MS:
        return wall_ms - sent.ms
    return 0
