# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeping the signed list of people and laptops: who left, who does what, and what two coordinators sign together."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import msgspec

from assist.errors import BadInput, DamagedFile, NotAllowed, NotFound
from assist.policy import require
from assist.ports import UnitOfWork
from assist.services import rejoining
from assist.services.bench import Bench, Look
from assist.sync import entries as wire
from assist.sync import roster, teams
from assist.sync.entries import Last
from assist.sync.roster import Payload, Roster, Signer
from assist.unpacking import UNREADABLE

PROPOSAL = "proposal"
"""The kind of job an entry is that waits for a second signature."""

MOST_PROPOSALS = 4
"""So many of one coordinator may wait at once."""

ACT = "people.manage"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry one coordinator signed, waiting for another: what it does, to whom (an id), and who asked."""

    ref: str
    kind: int
    about: str
    by: str
    is_mine: bool


class RosterService:
    """For one open profile. Whoever may change the list is a coordinator (act ``people.manage``)."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def now(self) -> Roster:
        """What the list says; raises DamagedFile."""
        with self._bench.keeper.writing() as work:
            return roster.verify(work.roster())

    # -- acts -----------------------------------------------------------------------------

    def revoke_person(self, user: str) -> bool:
        """Somebody left: nothing she writes from now on counts, and nothing written from now on can she read.

        True when done; False when another coordinator must agree first. Raises NotAllowed, NotFound.
        """
        ident = bytes.fromhex(user)
        with self._bench.keeper.writing() as work:
            known = self._known(work)
            if not known.is_active(ident):
                raise NotFound("team.not_here")
            if known.coordinators == {ident}:
                raise NotAllowed("team.last_coordinator")
            last = _last_of(work, known.active_profiles(ident))
            return self._do(work, known, (wire.USER_REVOKE, wire.UserRevoke(ident, last)), "people.revoke")

    def revoke_laptop(self, profile: str) -> bool:
        """A laptop is lost or given back; the person keeps working on others. One's own needs no coordinator."""
        ident = bytes.fromhex(profile)
        with self._bench.keeper.writing() as work:
            known = roster.verify(work.roster())
            stream = known.streams.get(ident)
            if stream is None or stream not in known.active_profiles():
                raise NotFound("team.not_here")
            if ident == self._bench.ring.identity.profile:
                raise NotAllowed("team.this_laptop")
            is_own = stream.user == self._bench.user
            if not is_own:
                require(self._bench.me.roles, ACT)
            payload = (wire.STREAM_REVOKE, wire.StreamRevoke(ident, _last_of(work, [stream])))
            return self._do(work, known, payload, "laptop.revoke")

    def set_roles(self, user: str, roles: Sequence[str]) -> bool:
        """What somebody does from now on. True when done, False when another coordinator must agree first."""
        ident = bytes.fromhex(user)
        with self._bench.keeper.writing() as work:
            known = self._known(work)
            if not known.is_active(ident):
                raise NotFound("team.not_here")
            if not roles or not set(roles) <= set(roster.ALL_ROLES):
                raise BadInput("team.no_role")
            if known.coordinators == {ident} and wire.COORDINATOR not in roles:
                raise NotAllowed("team.last_coordinator")
            return self._do(work, known, (wire.ROLES_SET, wire.Roles(ident, tuple(roles))), "people.roles")

    def set_policy(self, values: dict[str, int | str | bool]) -> bool:
        """What the organisation decided, by name."""
        with self._bench.keeper.writing() as work:
            return self._do(work, self._known(work), (wire.POLICY_SET, wire.Policy(values)), "policy.set")

    def set_recipient(self, name: str, key: str) -> bool:
        """The key files for a service are sealed to; an empty one takes it out."""
        with self._bench.keeper.writing() as work:
            made = wire.Recipient(name, key)
            return self._do(work, self._known(work), (wire.RECIPIENT_SET, made), "recipient.set")

    def set_recovery(self, recovery: wire.Recovery) -> bool:
        """Another recovery key of the organisation. True when it holds, False when another coordinator must agree."""
        with self._bench.keeper.writing() as work:
            return self._do(work, self._known(work), (wire.RECOVERY_SET, recovery), "recovery.set")

    def renew_team_key(self) -> None:
        """A new key of the team for everybody who belongs to it now; once a year, and whenever somebody leaves."""
        with self._bench.keeper.writing() as work:
            self._new_epoch(work, self._known(work))
            self._bench.audit(work, Look("team.key"))
            work.commit()

    def freshen(self, after_ms: int) -> bool:
        """Sign the list again when nobody did for so long; by a coordinator, else nothing happens."""
        with self._bench.keeper.writing() as work:
            known = roster.verify(work.roster())
            is_old = self._bench.clock.now_ms() - known.fresh_ms >= after_ms
            if self._bench.user not in known.coordinators or not is_old:
                return False
            self.append(work, [(wire.FRESHNESS, wire.Fresh())])
            work.commit()
            return True

    def tell(self, what: str) -> None:
        """Let everybody know what one did with one's own profile: ``recovered``, ``travelling``, ``back``."""
        with self._bench.keeper.writing() as work:
            told = wire.Told(self._bench.user, self._bench.ring.identity.profile, what)
            self.append(work, [(wire.TOLD, told)])
            self._bench.audit(work, Look(f"profile.{what}"))
            work.commit()

    # -- what takes two ---------------------------------------------------------------------

    def proposals(self) -> list[Proposal]:
        """What waits for a second signature; what the list overtook is gone."""
        with self._bench.keeper.writing() as work:
            length = len(work.roster())
            found = []
            for ref, kind, body in work.jobs():
                if kind == PROPOSAL:
                    signed, entry = wire.entry_of(body)
                    if entry.n == length + 1:
                        by = signed.signatures[0][0]
                        found.append(Proposal(ref.hex(), entry.type, _about(entry), by.hex(), by == self._bench.user))
            for ref, body in rejoining.waiting(work):
                user = rejoining.stream_of(body).user.hex()
                found.append(Proposal(ref.hex(), wire.STREAM_ADD, user, user, is_mine=False))
            return found

    def agree(self, ref: str) -> None:
        """Sign what another coordinator proposed; it holds from now on.

        Raises BadInput ``team.stale`` or ``team.same_person``, NotFound, NotAllowed.
        """
        with self._bench.keeper.writing() as work:
            self._known(work)
            if (asked := dict(rejoining.waiting(work)).get(bytes.fromhex(ref))) is not None:
                self._let_go_on(work, ref, asked)
                return
            made = roster.agreed(work.roster(), _proposal(work, ref), self._signer())
            work.put_roster(len(work.roster()) + 1, made, roster.digest(made))
            work.end_job(bytes.fromhex(ref))
            self._after(work, wire.entry_of(made)[1].type)
            self._bench.audit(work, Look("people.agree"))
            work.commit()

    def _let_go_on(self, work: UnitOfWork, ref: str, asked: bytes) -> None:
        self.append(work, rejoining.entries_for(asked))
        self.give_keys(work)
        work.end_job(bytes.fromhex(ref))
        self._bench.audit(work, Look("people.admit", object=rejoining.stream_of(asked).profile))
        work.commit()

    def decline(self, ref: str) -> None:
        """Do not sign it; it is forgotten here."""
        with self._bench.keeper.writing() as work:
            _proposal(work, ref)
            work.end_job(bytes.fromhex(ref))
            work.commit()

    def take_proposal(self, work: UnitOfWork, content: bytes) -> None:
        """Keep what another coordinator proposes as the next entry; what is none, or hers no longer, is left."""
        known = roster.verify(work.roster())
        with suppress(*UNREADABLE, DamagedFile):
            signed, entry = wire.entry_of(content)
            by = signed.signatures[0][0]
            if entry.n == len(work.roster()) + 1 and by in known.coordinators and by != self._bench.user:
                work.put_job(wire.digest(content)[:16], PROPOSAL, content)

    def own_proposals(self, work: UnitOfWork) -> list[bytes]:
        """What this person proposed as the next entry, oldest first."""
        found = [body for _ref, kind, body in work.jobs() if kind == PROPOSAL]
        n = len(work.roster()) + 1
        read = [(wire.entry_of(body), body) for body in found]
        return [body for (signed, entry), body in read
                if entry.n == n and signed.signatures[0][0] == self._bench.user][:MOST_PROPOSALS]

    # -- inside a transaction ------------------------------------------------------------------

    def append(self, work: UnitOfWork, payloads: Sequence[Payload]) -> None:
        """Further entries signed by this person alone; raises DamagedFile when they do not hold."""
        entries = work.roster()
        added = roster.appended(entries, self._signer(), payloads)
        for n, entry in enumerate(added, start=len(entries) + 1):
            work.put_roster(n, entry, roster.digest(entry))

    def take_over(self, work: UnitOfWork, theirs: Sequence[bytes], first: int) -> None:
        """Another list holds from entry ``first`` on. What this person signed alone there is signed again behind it.

        A team key that she had made comes again as a later epoch: bundles lie under it already.
        """
        before = work.roster()
        lost, keys = before[first - 1:], held_keys(work, roster.verify(before))
        common = roster.verify(before[: first - 1])
        work.rounds.drop_entries(first)
        for n, theirs_n in enumerate(theirs[first - 1:], start=first):
            work.put_roster(n, theirs_n, roster.digest(theirs_n))
        for grant in self._bench.ring.team_keys_in(theirs[first - 1:]):
            work.put_team_key(grant.team, grant.epoch, grant.key)
        for content in lost:
            signed, entry = wire.entry_of(content)
            if [user for user, _ in signed.signatures] == [self._bench.user]:
                with suppress(DamagedFile):  # the other list says something that leaves no room for it
                    self._say_again(work, entry, (keys, common))
        self.give_keys(work)

    def _say_again(self, work: UnitOfWork, entry: wire.Entry, held: tuple[teams.Held, Roster]) -> None:
        """A key that somebody was given who had it not is not made anew: who left meanwhile may have it too."""
        if entry.type != wire.TEAM_EPOCH:
            self.append(work, [(entry.type, entry.payload)])
            return
        made: wire.TeamEpoch = wire.payload_of(entry, wire.TeamEpoch)
        keys, common = held
        key = keys.get(made.team, {}).get(made.epoch)
        if key is None and made.epoch == roster.verify(work.roster()).epochs.get(made.team, 0) + 1:
            self.append(work, [(wire.TEAM_EPOCH, made)])  # of another team, and not kept here: it holds as it was given
        if key is not None and made.epoch > common.epochs.get(made.team, 0):
            known = roster.verify(work.roster())
            grant = roster.TeamGrant(made.team, known.epochs.get(made.team, 0) + 1, key)
            members = roster.members(known, made.team)
            self.append(work, [(wire.TEAM_EPOCH, roster.epoch_for(grant, members))])
            work.put_team_key(*grant)
            if {profile for profile, _wrapped in made.grants} - {each.profile for each in members}:
                grant, payload = roster.new_epoch(roster.verify(work.roster()), made.team)  # somebody left who has it
                self.append(work, [(wire.TEAM_EPOCH, payload)])
                work.put_team_key(*grant)

    def shut_out_who_left(self) -> None:
        """New keys when somebody left and no coordinator has made some since; by a coordinator.

        Also when two lists were made one, and the key with which somebody was let into another team is lost.
        """
        with self._bench.keeper.writing() as work:
            known = roster.verify(work.roster())
            keyless = any(each.profile not in known.given.get(known.home_of(each), frozenset())
                          for each in known.active_profiles() if each.profile in known.from_outside)
            stale = any(profiles & known.gone for profiles in known.given.values())
            if (stale or keyless) and self._bench.user in known.coordinators:
                self.give_keys(work)
                work.commit()

    def give_keys(self, work: UnitOfWork) -> None:
        """The keys of teams to everybody who came, others where somebody left; by a coordinator, else nothing.

        The key of a team that this person does not belong to is not kept.
        """
        known = roster.verify(work.roster())
        if self._bench.user not in known.coordinators:
            return
        for grant, payload in list(teams.due(known, held_keys(work, known))):
            self.append(work, [(wire.TEAM_EPOCH, payload)])
            if grant.team in (known.organisation, known.team_of(self._bench.user)):
                work.put_team_key(*grant)

    def _known(self, work: UnitOfWork) -> Roster:
        require(self._bench.me.roles, ACT)
        known = roster.verify(work.roster())
        if self._bench.user not in known.coordinators:
            raise NotAllowed("team.not_admin")
        return known

    def _do(self, work: UnitOfWork, known: Roster, payload: Payload, verb: str) -> bool:
        is_done = known.signatures_needed(payload[0]) == 1
        if is_done:
            self.append(work, [payload])
            self._after(work, payload[0])
        else:
            body = roster.proposed(work.roster(), self._signer(), payload)
            work.put_job(secrets.token_bytes(16), PROPOSAL, body)
        self._bench.audit(work, Look(verb, outcome="ok" if is_done else "asked"))
        work.commit()
        return is_done

    def _after(self, work: UnitOfWork, kind: int) -> None:
        """Whoever left finds nothing new: names and keys change at once, or when a coordinator hears of it."""
        if kind in (wire.USER_REVOKE, wire.STREAM_REVOKE):
            self.give_keys(work)

    def _new_epoch(self, work: UnitOfWork, known: Roster) -> None:
        team, _epoch, _key = work.team_key()
        grant, payload = roster.new_epoch(known, team)
        self.append(work, [(wire.TEAM_EPOCH, payload)])
        work.put_team_key(grant.team, grant.epoch, grant.key)

    def _signer(self) -> Signer:
        return self._bench.ring.signer(self._bench.clock.now_ms())


def _last_of(work: UnitOfWork, profiles: Sequence[wire.Stream]) -> tuple[Last, ...]:
    """How far the streams of these profiles came: what was read here, or what a colleague says to have read."""
    applied = work.rounds.applied()
    found: dict[bytes, Last] = {}
    for ident in (stream for each in profiles for stream in (each.ordinary, each.protected)):
        held = applied.get(ident)
        found[ident] = Last(ident, 0, bytes(32)) if held is None else Last(ident, held.seq, held.head)
    for _via, ident, seq, head in work.rounds.all_heard():
        if ident in found and seq > found[ident].seq:
            found[ident] = Last(ident, seq, head)
    return tuple(found.values())


def held_keys(work: UnitOfWork, known: Roster) -> teams.Held:
    """The keys of teams, and of the organisation, that this profile has."""
    return {team: dict(work.rounds.team_keys(team)) for team in (known.organisation, *known.teams)}


def _proposal(work: UnitOfWork, ref: str) -> bytes:
    for ident, kind, body in work.jobs():
        if kind in (PROPOSAL, rejoining.REJOIN) and ident.hex() == ref:
            return body
    raise NotFound("team.no_proposal")


_SUBJECTS: dict[int, type[Any]] = {wire.USER_REVOKE: wire.UserRevoke, wire.ROLES_SET: wire.Roles}


def _about(entry: wire.Entry) -> str:
    kind = _SUBJECTS.get(entry.type)
    try:
        return "" if kind is None else str(wire.payload_of(entry, kind).user.hex())
    except msgspec.MsgspecError:
        raise DamagedFile("roster.broken") from None
