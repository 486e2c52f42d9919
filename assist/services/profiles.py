# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Making a profile, signing in to it, renewing its keys, bringing it back from a backup (security-and-sync.md 3)."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from assist.clock import Clock
from assist.crypto import kdf, labels, seal, sign, slot, words
from assist.crypto.kdf import KdfPolicy
from assist.crypto.slot import Credentials, SlotSecret
from assist.errors import BadInput, DamagedFile, NotFound
from assist.places import Profile, Workspace, write_private
from assist.ports import Databases, Keeper, UnitOfWork
from assist.services import rejoining
from assist.services.bench import Bench
from assist.services.earlier import remember_earlier
from assist.services.joining import NewMember, Opened, WaitingProfile, asks, waiting
from assist.services.keyring import Identity, KeyRing
from assist.services.making import Keys, Maker
from assist.services.profile_rows import (
    keep_identity,
    keep_new_tag_key,
    kept_identity,
    kept_sign_in_name,
    kept_vault_public,
)
from assist.services.signed_in import SignedIn
from assist.sync import invitations, roster
from assist.unsafe_places import refuse_unsafe
from assist.workplace import Me


@dataclass(frozen=True, slots=True)
class NewProfile:
    """What the first person of an organisation says of herself and it."""

    organisation: str
    name: str
    passphrase: str = field(repr=False)
    laptop: str = ""
    practice: bool = False


class ProfileService:
    """Profiles of one workspace. ``policy`` says how hard passphrases of a new workspace are to guess."""

    def __init__(self, databases: Databases, clock: Clock, policy: KdfPolicy | None = None) -> None:
        self._databases = databases
        self._clock = clock
        self._maker = Maker(databases, policy)

    @property
    def for_tests(self) -> bool:
        """Whether keys may be cheap to derive."""
        return self._maker.for_tests

    # -- making ---------------------------------------------------------------------

    def found(self, workspace: Workspace, new: NewProfile) -> SignedIn:
        """The first profile of an organisation: keys, databases, roster, team key, all at once."""
        if not new.organisation.strip():
            raise BadInput("profile.needs_name")
        maker = self._maker
        if new.practice and maker.policy is None:  # nobody has to guess what lies beside it
            maker = replace(maker, policy=kdf.LIGHTEST)
        made = maker.make(
            workspace, (new.name, new.passphrase), (new.organisation,), partial(self._begin_organisation, new))
        signed = self._opened(made.place, made.keys.secret, made.name)
        signed.open_vault_with(made.keys.vault)
        return signed

    def _begin_organisation(self, new: NewProfile, work: UnitOfWork, keys: Keys) -> None:
        mine, signing = keys.identity, sign.SigningKey(keys.secret.signing_seed)
        founder = roster.Founder(
            mine.user, mine.profile, mine.ordinary_stream, mine.protected_stream, " ".join(new.name.split()),
            new.laptop, signing, keys.secret.kem.public, keys.vault.kem.public,
        )
        founding = roster.genesis(
            " ".join(new.organisation.split()), founder, self._clock.now_ms(), practice=new.practice)
        keep_new_tag_key(work)
        for n, entry in enumerate(founding.entries, start=1):
            work.put_roster(n, entry, roster.digest(entry))
        work.put_team_key(founding.team, 1, founding.team_key)

    # -- joining ----------------------------------------------------------------------

    def open_invitation(self, file: bytes, typed: str) -> Opened:
        """What somebody was sent, with the twelve words she was told; raises what ``open_invitation`` there raises."""
        return Opened(*invitations.open_invitation(
            file, typed, self._clock.now_ms(), for_tests=self.for_tests))

    def join(self, workspace: Workspace, opened: Opened, new: NewMember) -> WaitingProfile:
        """A profile that waits to be admitted, in a new workspace or beside the profiles of colleagues."""
        if not invitations.plain_name(new.name):
            raise BadInput("profile.needs_name")
        made = self._maker.make(
            workspace, (new.name, new.passphrase), (opened.organisation,), partial(asks, opened, new),
            opened.invitation.user)
        waits = self._entered(made.place, made.keys.secret, made.name)
        if not isinstance(waits, WaitingProfile):
            raise DamagedFile("join.answer")
        return waits

    def admitted(self, waiting: WaitingProfile, answer: bytes) -> SignedIn:
        """The answer has come: the same profile, signed in; raises DamagedFile ``join.answer`` and changes nothing."""
        waiting.take(self._databases, answer)
        signed = self._opened(waiting.place, waiting.secret, waiting.sign_in_name)
        signed.log("join")
        return signed

    # -- signing in -----------------------------------------------------------------

    def sign_in(self, workspace: Workspace, name: str, passphrase: str) -> SignedIn:
        """Open the profile of this name; wrong name and wrong passphrase read the same.

        Raises NotAdmittedYet, with the six words to compare, while somebody who was invited waits.
        """
        signed = self.enter(workspace, name, passphrase)
        if isinstance(signed, WaitingProfile):
            raise signed.not_yet()
        return signed

    def enter(self, workspace: Workspace, name: str, passphrase: str) -> SignedIn | WaitingProfile:
        """The same for a window, which shows the six words and goes on waiting."""
        if not workspace.exists:
            raise NotFound("workspace.none")
        who = Credentials(" ".join(name.split()), words.canonical(passphrase))
        places = [*workspace.profiles()]
        contents = [place.slot.read_bytes() for place in places]
        found, secret = slot.find_slot(contents, who, for_tests=self.for_tests)
        signed = self._entered(places[found], secret, who.name)
        places[found].slot_before.unlink(missing_ok=True)
        if isinstance(signed, SignedIn):
            signed.after_sign_in(who)
        return signed

    def _opened(self, place: Profile, secret: SlotSecret, name: str) -> SignedIn:
        signed = self._entered(place, secret, name)
        if isinstance(signed, WaitingProfile):
            raise signed.not_yet()
        return signed

    def _entered(self, place: Profile, secret: SlotSecret, name: str) -> SignedIn | WaitingProfile:
        keeper = self._databases.open(place.folder, secret.database_key)
        try:
            with keeper.writing() as work:
                waits = waiting(work, place, secret, name)
            if waits is not None:
                keeper.close()
                return waits
            bench = self._bench(keeper, secret)
            signed = SignedIn(bench, place, secret, name, for_tests=self.for_tests)
            signed.log("unlock")
        except BaseException:
            keeper.close()
            raise
        return signed

    def _bench(self, keeper: Keeper, secret: SlotSecret) -> Bench:
        with keeper.writing() as work:
            mine = kept_identity(work)
            vault_public = kept_vault_public(work)
            sign_in = kept_sign_in_name(work)
            known = roster.verify(work.roster())
        person = known.people[mine.user]
        ring = KeyRing(
            mine, sign.SigningKey(secret.signing_seed), vault_public,
            seal.hkdf(secret.database_key, b"", labels.MARK_KEY, 32), kem=secret.kem)
        me = Me(mine.user.hex(), sign_in, person.name, frozenset(person.roles), known.name, known.practice)
        names = {user: each.name for user, each in known.people.items()}
        return Bench(keeper, ring, self._clock, me, secrets.token_bytes(8), names)

    # -- after somebody may have seen the passphrase ---------------------------------------

    def renew(self, workspace: Workspace, signed: SignedIn, old: str, new: str) -> SignedIn:
        """The same profile under new database keys in a new folder; the old folder and its backups go.

        The new folder becomes a profile with its slot, written last; until then the old one is
        the only one, and it goes only after the new one was opened (security-and-sync.md 3.8).
        """
        content = signed.place.slot.read_bytes()
        before = Credentials(signed.sign_in_name, words.canonical(old))
        vault = signed.vault_secret(before)
        secret = slot.open_slot(content, before, for_tests=self.for_tests)
        signed.refuse_weak(new)
        signed.close()
        after = Credentials(signed.sign_in_name, words.canonical(new))
        policy = slot.policy_of(content, for_tests=self.for_tests)
        fresh = replace(secret, database_key=secrets.token_bytes(32))
        fresh_vault = replace(vault, database_key=secrets.token_bytes(32)) if vault else None
        place = workspace.new_profile()
        try:
            self._databases.rekeyed(
                signed.place.folder, place.folder, (secret.database_key, vault.database_key if vault else b""),
                (fresh.database_key, fresh_vault.database_key if fresh_vault else b""))
            write_private(place.slot, slot.make_slot(slot.machine_salt_of(content), after, policy, fresh, fresh_vault))
            renewed = self._opened(place, fresh, after.name)
        except BaseException:
            shutil.rmtree(place.folder, ignore_errors=True)
            raise
        if fresh_vault:
            renewed.open_vault_with(fresh_vault)
        renewed.log("passphrase.renew")
        signed.place.slot.unlink()
        shutil.rmtree(signed.place.folder, ignore_errors=True)
        return renewed

    # -- restoring -------------------------------------------------------------------

    def restore(self, file: Path, folder: Path, name: str, passphrase: str) -> SignedIn:
        """A backup as a new workspace, writing under new streams and a new signing key (ruling 64).

        The folder must be empty or missing; nothing is left in it when the passphrase is wrong.
        """
        refuse_unsafe(folder)
        profile = secrets.token_hex(16)
        was_there = folder.exists()
        self._databases.unpack(file, folder, profile)
        workspace = Workspace(folder)
        try:
            workspace.make()
            place = workspace.profile(profile)
            return self._renewed(place, Credentials(" ".join(name.split()), words.canonical(passphrase)))
        except BaseException:
            _empty(folder, keep=was_there)
            raise

    def _renewed(self, place: Profile, who: Credentials) -> SignedIn:
        content = place.slot.read_bytes()
        secret = slot.open_slot(content, who, for_tests=self.for_tests)
        vault = None if secret.travels else slot.open_vault_wrap(content, who, for_tests=self.for_tests)
        fresh = replace(SlotSecret.generate(), database_key=secret.database_key, flags=secret.flags)
        keeper = self._databases.open(place.folder, secret.database_key)
        try:
            with keeper.writing() as work:
                self._new_streams(work, place, fresh, signer=secret)
                work.commit()
        finally:
            keeper.close()
        policy = slot.policy_of(content, for_tests=self.for_tests)
        write_private(place.slot, slot.make_slot(slot.machine_salt_of(content), who, policy, fresh, vault))
        signed = self._opened(place, fresh, who.name)
        if vault is not None:
            signed.open_vault_with(vault)
        signed.log("restore")
        return signed

    def _new_streams(self, work: UnitOfWork, place: Profile, fresh: SlotSecret, *, signer: SlotSecret) -> None:
        before, vault_public = kept_identity(work), kept_vault_public(work)
        known = roster.verify(work.roster())
        after = Identity(
            before.user, bytes.fromhex(place.folder.name), secrets.token_bytes(16), secrets.token_bytes(16))
        founder = roster.Founder(
            after.user, after.profile, after.ordinary_stream, after.protected_stream, known.people[after.user].name,
            "", sign.SigningKey(signer.signing_seed), fresh.kem.public, vault_public,
        )
        keep_identity(work, after, kept_sign_in_name(work), vault_public)
        remember_earlier(work, before.ordinary_stream, before.protected_stream)
        entries, signing = work.roster(), sign.SigningKey(fresh.signing_seed)
        if after.user not in known.coordinators:
            asked = rejoining.request(founder.stream(signing.public), founder.signing)
            work.put_meta(rejoining.REJOIN, asked)
            return
        added = roster.add_stream(entries, founder, signing, self._clock.now_ms())
        for n, entry in enumerate(added, start=len(entries) + 1):
            work.put_roster(n, entry, roster.digest(entry))


def _empty(folder: Path, *, keep: bool) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if keep:
        folder.mkdir(mode=0o700, exist_ok=True)
