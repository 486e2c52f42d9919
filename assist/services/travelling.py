# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Going on a journey without the keys of protected work, and having them given back (security-and-sync.md 3.9).

What leaves the laptop is a key K, under which the keys of the vault lie here: each colleague who may give it back
holds K wrapped to her own vault, and the recovery kit does. The traveller has what K opens and not K; the
colleague has K and nothing that it opens. Protected work written on the way is sealed as ever, and is read at home.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from assist.clock import iso_of
from assist.crypto import escrow, labels, seal, shares, sign, slot, words, wrap
from assist.crypto.slot import NO_ESCROW, Credentials, VaultSecret
from assist.errors import BadInput, DamagedFile, NotAllowed
from assist.places import replace_and_wipe, wipe
from assist.policy import require
from assist.ports import Databases, UnitOfWork
from assist.services.bench import Look
from assist.services.escrows import recovery_in, slot_id
from assist.services.rosters import RosterService
from assist.services.signed_in import SignedIn
from assist.sync import entries as wire
from assist.sync import roster
from assist.sync.chain import Roster
from assist.sync.entries import Stream
from assist.unpacking import UNREADABLE

GIVERS = ("custodian", "coordinator")
"""Roles of those who can give protected work back to a colleague."""
GIVE = "travel.give"
JOB = "travel"

_REF = b"travel"
_KEPT = "travel"
_LARGEST = 1 << 20


class _Away(msgspec.Struct, array_like=True, frozen=True):
    """Since when; the keys of the vault under K; K for each profile that may give it back, and for the kit."""

    since_ms: int
    held_for: bytes
    sealed: bytes
    grants: tuple[tuple[bytes, bytes], ...]
    by_kit: bytes


class _Request(msgspec.Struct, array_like=True, frozen=True):
    version: int
    profile: bytes
    held_for: bytes
    grants: tuple[tuple[bytes, bytes], ...]


class _Answer(msgspec.Struct, array_like=True, frozen=True):
    version: int
    giver: bytes
    held_for: bytes
    wrapped: bytes


class _Signed(msgspec.Struct, array_like=True, frozen=True):
    body: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class TravelState:
    """Where protected work is. ``since``: ISO day of leaving, empty at home. ``unsent``: protected changes that no
    colleague has. ``givers``: names of colleagues who can give it back now. ``by_kit``: whether the kit can.
    """

    away: bool
    since: str
    unsent: int
    givers: tuple[str, ...]
    by_kit: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A colleague asks for her protected work: who she is, and which of her laptops."""

    name: str
    laptop: str


class TravelService:
    """For one open profile, and for whoever gives a colleague her protected work back."""

    def __init__(self, signed: SignedIn, databases: Databases, rosters: RosterService) -> None:
        self._signed = signed
        self._bench = signed.bench
        self._databases = databases
        self._rosters = rosters

    def state(self) -> TravelState:
        """How things stand."""
        with self._bench.keeper.writing() as work:
            known, away = roster.verify(work.roster()), _kept(work)
            unsent = self._unsent(work)
            kit = recovery_in(work) is not None
        is_away = self._signed.travels
        able = known.active_profiles() if away is None else [
            each for each in known.active_profiles() if each.profile in dict(away.grants)]
        users = {each.user for each in able if self._may_give(known, each)}
        names = tuple(sorted(known.people[user].name for user in users))
        since = iso_of(away.since_ms)[:10] if is_away and away is not None else ""
        return TravelState(is_away, since, unsent, names, bool(away.by_kit) if is_away and away else kit)

    # -- leaving ------------------------------------------------------------------------------

    def leave(self, passphrase: str, *, even_unsent: bool = False) -> None:
        """From now on nobody at this laptop can open protected work, whatever she is made to say.

        Raises WrongPassphrase; NotAllowed ``travel.unsent`` (with the count) unless ``even_unsent``, and
        ``travel.nobody`` when nobody could ever give it back. Cut off half-way it is taken up at the next sign-in.
        """
        signed = self._signed
        who = Credentials(signed.sign_in_name, words.canonical(passphrase))
        vault = signed.vault_secret(who)
        if vault is None:
            raise NotAllowed("travel.away")
        key, fresh = seal.new_key(), VaultSecret(vault.kem, secrets.token_bytes(32))
        with self._bench.keeper.writing() as work:
            if (unsent := self._unsent(work)) and not even_unsent:
                raise NotAllowed("travel.unsent", count=unsent)
            away = self._handed_over(work, key, fresh)
            work.put_meta(_KEPT, msgspec.msgpack.encode(away))
            work.put_job(_REF, JOB, b"")
            self._bench.audit(work, Look("travel.leave"))
            work.commit()
        signed.shut_vault()
        self._databases.prepare_vault(signed.place.folder, vault.database_key, fresh.database_key)
        self._forget_keys(who)
        finish_journey(signed, self._databases, self._rosters)

    def _handed_over(self, work: UnitOfWork, key: bytes, vault: VaultSecret) -> _Away:
        known, me = roster.verify(work.roster()), self._bench.ring.identity.profile
        recovery = recovery_in(work)
        info = labels.TRAVEL_KEY + me
        grants = tuple((each.profile, wrap.wrap(each.vault_kem_pub, info, key))
                       for each in known.active_profiles() if self._may_give(known, each))
        if not grants and recovery is None:
            raise NotAllowed("travel.nobody")
        by_kit = wrap.wrap(recovery[0].kem_pub, info, key) if recovery else b""
        sealed = seal.seal(key, labels.TRAVEL, me, vault.packed())
        return _Away(self._bench.clock.now_ms(), me, sealed, grants, by_kit)

    def _may_give(self, known: Roster, profile: Stream) -> bool:
        return profile.user != self._bench.user and bool(set(GIVERS) & set(known.people[profile.user].roles))

    def _unsent(self, work: UnitOfWork) -> int:
        stream = self._bench.ring.protected_stream
        return max(0, work.top(stream) - work.rounds.sent(stream).n)

    def _forget_keys(self, who: Credentials) -> None:
        """The moment from which on protected work is away: the slot without its keys, and the one before written over.
        """
        signed, place = self._signed, self._signed.place
        content = place.slot.read_bytes()
        secret = signed.secret.travelling(travels=True)
        with self._bench.keeper.writing() as work:
            found = recovery_in(work)
        left = escrow.written(found[0].kem_pub, slot_id(place), secret, None) if found else NO_ESCROW
        policy = slot.policy_of(content, for_tests=signed.for_tests)
        made = slot.make_slot(slot.machine_salt_of(content), who, policy, secret, None, escrow=left)
        replace_and_wipe(place.slot, made)
        wipe(place.slot_before)
        signed.know_secret(secret)

    # -- having it given back -------------------------------------------------------------------

    def request(self) -> bytes:
        """What a colleague needs to see; it holds nothing of anybody. Raises NotAllowed ``travel.at_home``."""
        away = self._away()
        body = msgspec.msgpack.encode(_Request(1, self._bench.ring.identity.profile, away.held_for, away.grants))
        signature = self._bench.ring.sign_as(labels.TRAVEL_REQUEST, body)
        return msgspec.msgpack.encode(_Signed(body, signature))

    def asked(self, request: bytes) -> Asked:
        """Who asks, to be looked at before it is given; raises as ``give`` does."""
        stream, _request, known = self._read(request)
        return Asked(known.people[stream.user].name, stream.laptop)

    def give(self, request: bytes) -> bytes:
        """The answer for her alone. Needs the vault open.

        Raises NotAllowed (role, or ``travel.not_ours`` when it was not left with this profile), VaultShut, and
        BadInput ``travel.request`` for what is none, is damaged, or comes from somebody who left.
        """
        require(self._bench.me.roles, GIVE)
        stream, asked, _known = self._read(request)
        mine = dict(asked.grants).get(self._bench.ring.identity.profile)
        if mine is None:
            raise NotAllowed("travel.not_ours")
        key = self._bench.ring.unwrap_with_vault(labels.TRAVEL_KEY + asked.held_for, mine)
        wrapped = wrap.wrap(stream.kem_pub, labels.TRAVEL_ANSWER + asked.held_for, key)
        body = msgspec.msgpack.encode(_Answer(1, self._bench.ring.identity.profile, asked.held_for, wrapped))
        with self._bench.keeper.writing() as work:
            self._bench.audit(work, Look("travel.give", object=stream.profile))
            work.commit()
        return msgspec.msgpack.encode(_Signed(body, self._bench.ring.sign_as(labels.TRAVEL_ANSWER, body)))

    def _read(self, request: bytes) -> tuple[Stream, _Request, Roster]:
        known = self._rosters.now()
        try:
            outer = msgspec.msgpack.decode(request[:_LARGEST], type=_Signed)
            asked = msgspec.msgpack.decode(outer.body, type=_Request)
        except UNREADABLE:
            raise BadInput("travel.request") from None
        stream, before = known.streams.get(asked.profile), known.streams.get(asked.held_for)
        if stream is None or before is None or stream.user != before.user or stream not in known.active_profiles():
            raise BadInput("travel.request")
        if not sign.verify(stream.ed_pub, labels.TRAVEL_REQUEST, outer.body, outer.signature):
            raise BadInput("travel.request")
        return stream, asked, known

    def take(self, passphrase: str, answer: bytes) -> None:
        """Protected work is back and open.

        Raises WrongPassphrase, NotAllowed ``travel.at_home``, BadInput ``travel.answer`` for one of another journey,
        of another laptop, or of somebody who may not give it.
        """
        away, known = self._away(), self._rosters.now()
        try:
            outer = msgspec.msgpack.decode(answer[:_LARGEST], type=_Signed)
            given = msgspec.msgpack.decode(outer.body, type=_Answer)
            giver = known.streams[given.giver]
            holds = sign.verify(giver.ed_pub, labels.TRAVEL_ANSWER, outer.body, outer.signature)
            if not holds or not self._may_give(known, giver) or given.held_for != away.held_for:
                raise BadInput("travel.answer")
            key = wrap.unwrap(self._signed.secret.kem, labels.TRAVEL_ANSWER + away.held_for, given.wrapped)
        except (*UNREADABLE, DamagedFile, KeyError):
            raise BadInput("travel.answer") from None
        self._back(passphrase, away, key)

    def take_by_kit(self, passphrase: str, papers: Sequence[str]) -> None:
        """The same with papers of the recovery kit; raises BadInput ``share.*`` too."""
        away = self._away()
        opener = escrow.recovery_key(shares.joined([shares.read(each) for each in papers]))
        try:
            key = wrap.unwrap(opener, labels.TRAVEL_KEY + away.held_for, away.by_kit)
        except DamagedFile:
            raise BadInput("share.other_kit") from None
        self._back(passphrase, away, key)

    def _back(self, passphrase: str, away: _Away, key: bytes) -> None:
        signed, place = self._signed, self._signed.place
        signed.check_passphrase(passphrase)
        try:
            vault = VaultSecret.unpacked(seal.unseal(key, labels.TRAVEL, away.held_for, away.sealed))
        except DamagedFile:
            raise BadInput("travel.answer") from None
        content = place.slot.read_bytes()
        who = Credentials(signed.sign_in_name, words.canonical(passphrase))
        secret, policy = signed.secret.travelling(travels=False), slot.policy_of(content, for_tests=signed.for_tests)
        replace_and_wipe(place.slot, slot.make_slot(slot.machine_salt_of(content), who, policy, secret, vault))
        signed.know_secret(secret)
        signed.open_vault(passphrase)
        finish_journey(signed, self._databases, self._rosters)

    def _away(self) -> _Away:
        with self._bench.keeper.writing() as work:
            away = _kept(work)
        if away is None or not self._signed.travels:
            raise NotAllowed("travel.at_home")
        return away


def finish_journey(signed: SignedIn, databases: Databases, rosters: RosterService) -> None:
    """What follows once the keys are gone, or here again; taken up at the next sign-in when it was cut off.

    Gone: the vault under its other key takes its place, and no older backup stays here. Cut off before they were
    gone: nobody has left. Whoever left or came back tells everybody.
    """
    bench, folder = signed.bench, signed.place.folder
    with bench.keeper.writing() as work:
        leaving = any(kind == JOB for _ref, kind, _body in work.jobs())
        coming = not signed.travels and _kept(work) is not None
    if not leaving and not coming:
        return
    if signed.travels:
        databases.take_prepared_vault(folder)
        newest = bench.keeper.make_backup()
        databases.delete_others(newest.parent, newest)
    databases.drop_prepared_vault(folder)
    with bench.keeper.writing() as work:
        if signed.travels or not leaving:
            what = "travelling" if signed.travels else "back"
            rosters.append(work, [(wire.TOLD, wire.Told(bench.user, bench.ring.identity.profile, what))])
            bench.audit(work, Look(f"travel.{what}"))
        if not signed.travels:
            work.put_meta(_KEPT, b"")
        work.end_job(_REF)
        work.commit()
    if signed.travels:
        bench.keeper.settle()


def _kept(work: UnitOfWork) -> _Away | None:
    held = work.meta(_KEPT)
    return msgspec.msgpack.decode(held, type=_Away) if held else None
