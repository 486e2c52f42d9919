# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A profile brought back from a backup writes under new streams: the list must name them before it sends (ruling 64).

A coordinator enters her own at once. Anybody else lays down what she asks, vouched for by the key she had before,
and a coordinator lets her go on; until then she saves and reads, and sends nothing.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import msgspec

from assist.crypto import labels, sign
from assist.errors import DamagedFile, NameTaken
from assist.ports import Store, UnitOfWork
from assist.services.bench import Bench
from assist.sync import entries as wire
from assist.sync import names, roster
from assist.sync.chain import Roster
from assist.sync.circle import TeamKey
from assist.sync.entries import Stream
from assist.sync.roster_objects import opened, sealed
from assist.unpacking import UNREADABLE

REJOIN = "rejoin"
"""Kind of job on a coordinator's laptop, and name of the small value on the laptop that asks."""

HOUR_MS = 3600 * 1000
_LOOKED = "rejoin_looked"


class _Asks(msgspec.Struct, array_like=True, frozen=True):
    stream: msgspec.Raw
    vouched: bytes


def request(stream: Stream, before: sign.SigningKey) -> bytes:
    """What a profile that came back asks, signed by the key of the profile it was."""
    raw = msgspec.msgpack.encode(stream)
    return msgspec.msgpack.encode(_Asks(msgspec.Raw(raw), before.sign(labels.REJOIN, raw)))


def stream_of(content: bytes) -> Stream:
    """Which profile asks; raises DamagedFile."""
    return _read(content)[0]


def is_listed(work: UnitOfWork, profile: bytes) -> bool:
    """Whether the list names this profile, so that what it sends is read."""
    return profile in {each.profile for each in roster.verify(work.roster()).active_profiles()}


def _read(content: bytes) -> tuple[Stream, bytes, bytes]:
    try:
        asks = msgspec.msgpack.decode(content, type=_Asks)
        raw = bytes(asks.stream)
        return msgspec.msgpack.decode(raw, type=Stream), raw, asks.vouched
    except UNREADABLE:
        raise DamagedFile("sync.object") from None


def _holds(content: bytes, known: Roster) -> bool:
    """Whether somebody who belongs to the organisation asks, by a key that the list knows as hers."""
    stream, raw, vouched = _read(content)
    keys = {each.ed_pub for each in known.active_profiles(stream.user)}
    return stream.profile not in known.streams and any(
        sign.verify(key, labels.REJOIN, raw, vouched) for key in keys)


class Rejoining:
    """Carries such requests in a round."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def round(self, store: Store, keys: tuple[TeamKey, ...], place: str) -> None:
        """Lay down what this profile asks; as a coordinator look, once an hour in each place, whether anybody asks."""
        with self._bench.keeper.writing() as work:
            mine, known = work.meta(REJOIN) or b"", roster.verify(work.roster())
            if mine and is_listed(work, self._bench.ring.identity.profile):
                work.put_meta(REJOIN, b"")
                work.commit()
                mine = b""
        if mine:
            name = _name(keys[0], self._bench.user)
            with suppress(NameTaken):  # she asked before, from another backup: that is answered first
                store.put(name, sealed(name, keys[0], mine))
        if self._bench.user in known.coordinators and self._may_look(place):
            self._look(store, keys, known)

    def _may_look(self, place: str) -> bool:
        now, looked = self._bench.clock.now_ms(), f"{_LOOKED}/{place}"
        with self._bench.keeper.writing() as work:
            last = int.from_bytes(work.meta(looked) or b"", "big")
            if 0 <= now - last < HOUR_MS:
                return False
            work.put_meta(looked, now.to_bytes(8, "big"))
            work.commit()
        return True

    def _look(self, store: Store, keys: tuple[TeamKey, ...], known: Roster) -> None:
        for user in {each.user for each in known.active_profiles()} - {self._bench.user}:
            for key in keys:
                name = _name(key, user)
                content = store.get(name)
                if content is None:
                    continue
                with suppress(DamagedFile), self._bench.keeper.writing() as work:
                    found = opened(name, key, content)
                    if _holds(found, known) and stream_of(found).user == user:
                        work.put_job(wire.digest(found)[:16], REJOIN, found)
                        work.commit()
                store.delete(name)  # read once: another backup of hers finds the place free


def waiting(work: UnitOfWork) -> list[tuple[bytes, bytes]]:
    """(ref, request) of everybody who waits for a coordinator here; whoever was let on meanwhile is left out."""
    known = roster.verify(work.roster())
    return [(ref, body) for ref, kind, body in work.jobs() if kind == REJOIN and _holds(body, known)]


def entries_for(content: bytes) -> list[tuple[int, Any]]:
    """What a coordinator signs to let her go on: the new profile; keys of its team follow."""
    return [(wire.STREAM_ADD, stream_of(content))]


def _name(key: TeamKey, user: bytes) -> str:
    return names.proposal_name(key.names, 0, user, 0)
