# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom a profile shares with: the team's keys, and the streams of colleagues as the roster says them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from assist.sync import names, roster


@dataclass(frozen=True, slots=True)
class TeamKey:
    """The key of one epoch of a team, and what its names are made with."""

    epoch: int
    key: bytes
    names: bytes


@dataclass(frozen=True, slots=True)
class Colleague:
    """A stream that somebody else writes, or oneself on another laptop."""

    stream: bytes
    user: bytes
    ed_pub: bytes
    laptop: str
    until: int | None = None
    """The last bundle that counts, once the writer left; None while she belongs to the organisation."""
    roles: frozenset[str] = frozenset()
    profile: bytes = b""


@dataclass(frozen=True, slots=True)
class Circle:
    """Everything about the team that sending and reading need. ``keys`` are newest first."""

    organisation: bytes
    team: bytes
    keys: tuple[TeamKey, ...]
    colleagues: tuple[Colleague, ...]
    roster_n: int
    roster_hash: bytes
    entries: tuple[bytes, ...] = ()

    @property
    def known(self) -> roster.Roster:
        """The list of people it was read from."""
        return roster.verify(self.entries)

    @property
    def key(self) -> TeamKey:
        """What is sealed now is sealed under this."""
        return self.keys[0]


def circle_of(entries: Sequence[bytes], team: bytes, keys: Sequence[tuple[int, bytes]], own: bytes) -> Circle:
    """Read from a roster; raises DamagedFile. ``keys`` are (epoch, key) of the team, ``own`` one's own stream."""
    known = roster.verify(entries)
    colleagues = tuple(_colleague(known, stream) for stream in known.streams.values()
                       if stream.ordinary != own and known.home_of(stream) == team)
    return Circle(known.organisation, team, team_keys(dict(keys)), colleagues, len(entries),
                  sha256(entries[-1]).digest(), tuple(entries))


def team_keys(keys: Mapping[int, bytes]) -> tuple[TeamKey, ...]:
    """Keys of a team by epoch, newest first."""
    return tuple(TeamKey(epoch, key, names.name_key(key)) for epoch, key in sorted(keys.items(), reverse=True))


def _colleague(known: roster.Roster, stream: roster.Stream) -> Colleague:
    last = known.until.get(stream.ordinary)
    return Colleague(
        stream.ordinary, stream.user, stream.ed_pub, stream.laptop, None if last is None else last.seq,
        frozenset(known.people[stream.user].roles), stream.profile)

