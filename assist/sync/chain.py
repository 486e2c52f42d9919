# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Following the signed list of people and laptops: every entry is signed by those who may, or nothing holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

import msgspec

from assist.crypto import labels, sign
from assist.errors import DamagedFile
from assist.sync import entries as wire
from assist.sync.entries import Custodians, EraseOrder, Genesis, Last, MinVersion, Recovery, Stream, User
from assist.unpacking import UNREADABLE

FROM_THREE_COORDINATORS = 3
"""One or two coordinators sign alone; from three on the weighty entries take two of them."""
ID_BYTES = 16
FOR_NOBODY = 0
"""A stream of which nothing counts any more."""


@dataclass
class Roster:
    """What the chain says now. ``people`` and ``streams`` hold those who left too: their names stay readable."""

    organisation: bytes
    name: str
    practice: bool
    admins: tuple[bytes, ...]
    threshold: int
    people: dict[bytes, User] = field(default_factory=dict)
    streams: dict[bytes, Stream] = field(default_factory=dict)
    gone: set[bytes] = field(default_factory=set)
    """Ids of people and of profiles that left."""
    until: dict[bytes, Last] = field(default_factory=dict)
    """Of a stream whose writer left: the last bundle that counts."""
    epochs: dict[bytes, int] = field(default_factory=dict)
    """Newest epoch of each team."""
    policy: dict[str, int | str | bool] = field(default_factory=dict)
    recipients: dict[str, str] = field(default_factory=dict)
    """Services outside, by name, and the public key files for them are sealed to; an empty one is no more."""
    recovery: Recovery | None = None
    custodians: Custodians | None = None
    erasures: list[EraseOrder] = field(default_factory=list)
    min_version: MinVersion | None = None
    told: list[tuple[int, wire.Told]] = field(default_factory=list)
    teams: dict[bytes, str] = field(default_factory=dict)
    """Every team and its name; the first one has none of its own until somebody gives it one."""
    homes: dict[bytes, bytes] = field(default_factory=dict)
    """In which team each profile writes and reads."""
    given: dict[bytes, frozenset[bytes]] = field(default_factory=dict)
    """Profiles that were given the newest key of a team."""
    from_outside: set[bytes] = field(default_factory=set)
    """Profiles let in by nobody of their own team: earlier keys of it were not at hand then."""
    did: dict[bytes, list[tuple[int, frozenset[str]]]] = field(default_factory=dict)
    """What each person did in the organisation, from which entry on."""
    fresh_ms: int = 0
    """When a coordinator signed last."""

    def is_active(self, user: bytes) -> bool:
        """Whether this person belongs to the organisation now."""
        return user in self.people and user not in self.gone

    def active_profiles(self, user: bytes | None = None) -> list[Stream]:
        """Profiles that may read and write now; of one person, or of all."""
        return [each for each in self.streams.values() if each.profile not in self.gone
                and self.is_active(each.user) and user in (None, each.user)]

    def team_of(self, user: bytes) -> bytes:
        """Where this person belongs."""
        return next(iter(self.people[user].teams), next(iter(self.teams)))

    def members(self, team: bytes) -> list[Stream]:
        """Profiles that belong to a team now; to the organisation's own id belong all of them."""
        return [each for each in self.active_profiles() if team in (self.home_of(each), self.organisation)]

    def people_of(self, team: bytes) -> list[User]:
        """People who belong to a team now."""
        return [each for each in self.people.values() if self.is_active(each.user) and self.team_of(each.user) == team]

    def home_of(self, stream: Stream) -> bytes:
        """In which team a profile writes and reads."""
        return self.homes.get(stream.profile) or self.team_of(stream.user)

    def with_role(self, role: str) -> list[User]:
        """People who do this now."""
        return [each for each in self.people.values() if self.is_active(each.user) and role in each.roles]

    def roles_then(self, user: bytes, n: int) -> frozenset[str]:
        """What somebody did when the list had so many entries. Nobody wrote before she was in it, whatever she says."""
        steps = self.did.get(user, [])
        return next((roles for since, roles in reversed(steps) if since <= n), steps[0][1] if steps else frozenset())

    def roles_ever(self, user: bytes) -> frozenset[str]:
        """Everything she ever did."""
        return frozenset().union(*(roles for _since, roles in self.did.get(user, [])))

    @property
    def coordinators(self) -> frozenset[bytes]:
        """Who may sign entries."""
        return frozenset(each.user for each in self.with_role(wire.COORDINATOR))

    def signatures_needed(self, kind: int, *, makes_coordinator: bool = False) -> int:
        """How many coordinators must sign an entry of this kind now.

        Making a coordinator counts among the weighty ones: else one of them could make the second signature.
        """
        weighty = kind in wire.TAKES_TWO or makes_coordinator
        return 2 if weighty and len(self.coordinators) >= FROM_THREE_COORDINATORS else 1


def verify(entries: Sequence[bytes]) -> Roster:
    """Follow the chain; raises DamagedFile(``roster.broken``) at the first entry that does not hold.

    Nobody changes what is returned: a list that was followed once is not followed again.
    """
    return _verified(tuple(entries))


@lru_cache(maxsize=16)
def _verified(entries: tuple[bytes, ...]) -> Roster:
    try:
        return _Follower(entries).roster
    except (*UNREADABLE, IndexError, KeyError, TypeError):
        raise DamagedFile("roster.broken") from None


class _Follower:
    def __init__(self, entries: Sequence[bytes]) -> None:
        _, first = wire.entry_of(entries[0])
        start: Genesis = wire.payload_of(first, Genesis)
        self.roster = Roster(first.organisation, start.name, start.practice, start.admins, start.threshold)
        self._keys: dict[bytes, set[bytes]] = _founding_keys(entries)
        self._take: dict[int, Callable[[wire.Entry], None]] = {
            wire.USER_ADD: self._user, wire.STREAM_ADD: self._stream, wire.USER_REVOKE: self._user_left,
            wire.STREAM_REVOKE: self._stream_left, wire.ROLES_SET: self._roles, wire.TEAM_EPOCH: self._epoch,
            wire.POLICY_SET: self._policy, wire.RECOVERY_SET: self._recovery, wire.ERASE_ORDER: self._erase,
            wire.RECIPIENT_SET: self._recipient,
            wire.MIN_VERSION: self._min_version, wire.CUSTODIANS: self._custodians, wire.TOLD: self._told,
            wire.TEAM_ADD: self._team,
        }
        self._signers: set[bytes] = set()
        before = bytes(32)
        for number, content in enumerate(entries, start=1):
            signed, entry = wire.entry_of(content)
            _require(entry.n == number and entry.prev == before and entry.organisation == self.roster.organisation)
            _require(number == 1 or entry.type != wire.GENESIS)
            self._require_signatures(signed, entry)
            if entry.type in self._take:
                self._take[entry.type](entry)
            self.roster.fresh_ms = max(self.roster.fresh_ms, entry.wall_ms)
            before = sha256(content).digest()

    # -- who signed ----------------------------------------------------------------------

    def _require_signatures(self, signed: wire.Signed, entry: wire.Entry) -> None:
        good = {user for user, signature in signed.signatures
                if any(sign.verify(key, labels.ROSTER, signed.body, signature) for key in self._keys.get(user, ()))}
        self._signers = good
        if entry.n <= 2:  # the first person vouches for herself; the second entry says who she is
            _require(bool(good & set(self.roster.admins)))
            return
        own = self._whose_own(entry)
        if own is not None and own in good:
            return
        makes = entry.type == wire.USER_ADD and wire.COORDINATOR in wire.payload_of(entry, User).roles
        is_new = makes and wire.payload_of(entry, User).user not in self.roster.coordinators
        needed = self.roster.signatures_needed(entry.type, makes_coordinator=is_new)
        _require(len(good & self.roster.coordinators) >= needed)

    def _whose_own(self, entry: wire.Entry) -> bytes | None:
        """Who may sign this without being a coordinator: her own lost laptop, and word of what she did herself."""
        if entry.type == wire.STREAM_REVOKE:
            profile: bytes = wire.payload_of(entry, wire.StreamRevoke).profile
            return self.roster.streams[profile].user
        if entry.type == wire.TOLD:
            told: wire.Told = wire.payload_of(entry, wire.Told)
            _require(self.roster.streams[told.profile].user == told.user)
            return told.user
        return None

    # -- what it says --------------------------------------------------------------------

    def _user(self, entry: wire.Entry) -> None:
        user: User = wire.payload_of(entry, User)
        _require(user.user not in self.roster.gone)
        if not self.roster.teams:
            self.roster.teams = dict.fromkeys(user.teams[:1] or (b"",), "")
        held = self.roster.people.get(user.user)
        _require(set(user.teams) <= self.roster.teams.keys() and len(user.teams) <= 1)
        _require(held is None or held.teams == user.teams)
        self.roster.people[user.user] = user
        self.roster.did.setdefault(user.user, []).append((entry.n, frozenset(user.roles)))
        self._keys.setdefault(user.user, set()).add(user.ed_pub)

    def _stream(self, entry: wire.Entry) -> None:
        stream: Stream = wire.payload_of(entry, Stream)
        _require(stream.profile not in self.roster.gone)
        held = self.roster.streams.get(stream.profile)
        _require(held is None or held.user == stream.user)
        self.roster.streams[stream.profile] = stream
        if stream.user in self.roster.people:
            self._at_home(stream)
            self._keys.setdefault(stream.user, set()).add(stream.ed_pub)

    def _at_home(self, stream: Stream) -> None:
        home = self.roster.homes[stream.profile] = self.roster.team_of(stream.user)
        if all(self.roster.team_of(each) != home for each in self._signers):
            self.roster.from_outside.add(stream.profile)

    def _team(self, entry: wire.Entry) -> None:
        made: wire.Team = wire.payload_of(entry, wire.Team)
        _require(len(made.team) == ID_BYTES and made.team != self.roster.organisation and bool(made.name))
        _require(made.name not in (name for team, name in self.roster.teams.items() if team != made.team))
        self.roster.teams[made.team] = made.name

    def _user_left(self, entry: wire.Entry) -> None:
        revoke: wire.UserRevoke = wire.payload_of(entry, wire.UserRevoke)
        _require(self.roster.coordinators != {revoke.user})  # somebody must be left who can let others in
        self.roster.gone.add(revoke.user)
        self._keys.pop(revoke.user, None)
        for stream in self.roster.streams.values():
            if stream.user == revoke.user and stream.profile not in self.roster.gone:
                self._end(stream, revoke.last)

    def _stream_left(self, entry: wire.Entry) -> None:
        revoke: wire.StreamRevoke = wire.payload_of(entry, wire.StreamRevoke)
        stream = self.roster.streams[revoke.profile]
        _require(stream.profile not in self.roster.gone)
        self._end(stream, revoke.last)
        self._keys.get(stream.user, set()).discard(stream.ed_pub)

    def _end(self, stream: Stream, last: Sequence[Last]) -> None:
        self.roster.gone.add(stream.profile)
        named = {each.stream: each for each in last}
        for ident in (stream.ordinary, stream.protected):
            self.roster.until[ident] = named.get(ident, Last(ident, FOR_NOBODY, bytes(32)))

    def _roles(self, entry: wire.Entry) -> None:
        roles: wire.Roles = wire.payload_of(entry, wire.Roles)
        person = self.roster.people[roles.user]
        keeps = wire.COORDINATOR in roles.roles or self.roster.coordinators != {roles.user}
        _require(keeps and self.roster.is_active(roles.user))
        self.roster.people[roles.user] = msgspec.structs.replace(person, roles=roles.roles)
        self.roster.did[roles.user].append((entry.n, frozenset(roles.roles)))

    def _epoch(self, entry: wire.Entry) -> None:
        made: wire.TeamEpoch = wire.payload_of(entry, wire.TeamEpoch)
        held = self.roster.epochs.get(made.team, 0)
        # An epoch that was there before may be given to somebody more; the next one follows without a gap.
        _require(1 <= made.epoch <= held + 1)
        self.roster.epochs[made.team] = max(made.epoch, held)
        if made.epoch >= held:
            before = self.roster.given.get(made.team, frozenset()) if made.epoch == held else frozenset[bytes]()
            self.roster.given[made.team] = before | {profile for profile, _wrapped in made.grants}

    def _policy(self, entry: wire.Entry) -> None:
        self.roster.policy |= wire.payload_of(entry, wire.Policy).values

    def _recipient(self, entry: wire.Entry) -> None:
        made: wire.Recipient = wire.payload_of(entry, wire.Recipient)
        _require(0 < len(made.name) <= wire.LONGEST_RECIPIENT and made.name.isprintable()
                 and len(made.key) <= wire.LONGEST_RECIPIENT_KEY and made.key.isprintable())
        self.roster.recipients.pop(made.name, None)  # in the order of decisions
        self.roster.recipients[made.name] = made.key

    def _recovery(self, entry: wire.Entry) -> None:
        self.roster.recovery = wire.payload_of(entry, Recovery)

    def _erase(self, entry: wire.Entry) -> None:
        self.roster.erasures.append(wire.payload_of(entry, EraseOrder))

    def _min_version(self, entry: wire.Entry) -> None:
        self.roster.min_version = wire.payload_of(entry, MinVersion)

    def _custodians(self, entry: wire.Entry) -> None:
        made: Custodians = wire.payload_of(entry, Custodians)
        held = self.roster.custodians
        # The same epoch again gives its key to somebody more; another key needs another number.
        again = held is not None and (held.epoch, held.kem_pub) == (made.epoch, made.kem_pub)
        _require(again or made.epoch == (held.epoch if held else 0) + 1)
        self.roster.custodians = made

    def _told(self, entry: wire.Entry) -> None:
        self.roster.told.append((entry.wall_ms, wire.payload_of(entry, wire.Told)))


def _founding_keys(entries: Sequence[bytes]) -> dict[bytes, set[bytes]]:
    """The first admin's key stands in entry 2; it vouches for entry 1 as well."""
    _, second = wire.entry_of(entries[1])
    user: User = wire.payload_of(second, User)
    return {user.user: {user.ed_pub}}


def _require(holds: bool) -> None:
    if not holds:
        raise DamagedFile("roster.broken")
