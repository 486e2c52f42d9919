# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Making a profile, signing in to it, renewing its keys, bringing it back from a backup (security-and-sync.md 3)."""

from __future__ import annotations

import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import msgspec

from assist.clock import Clock
from assist.crypto import kdf, labels, seal, sign, slot, words
from assist.crypto.kdf import KdfPolicy
from assist.crypto.slot import Credentials, SlotSecret, VaultSecret
from assist.errors import BadInput, DamagedFile, NotFound, WrongPassphrase
from assist.places import Profile, Workspace, write_private
from assist.ports import Databases, Keeper, UnitOfWork
from assist.services.bench import Bench
from assist.services.keyring import Identity, KeyRing, VaultRing
from assist.services.profile_rows import (
    keep_identity,
    keep_new_vault_keys,
    kept_identity,
    kept_sign_in_name,
    kept_vault_public,
)
from assist.services.signed_in import SignedIn
from assist.sync import roster
from assist.unpacking import UNREADABLE
from assist.unsafe_places import refuse_unsafe
from assist.workplace import Me


class MachineFile(msgspec.Struct, array_like=True, frozen=True):
    """machine.bin: the salt of this laptop and how hard its passphrases are to guess (ruling 77)."""

    magic: Literal["CMMACH"]
    version: Literal[1]
    salt: bytes
    m_kib: int
    t: int
    p: int


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
        self._policy = policy

    @property
    def _for_tests(self) -> bool:
        return self._policy is not None and self._policy.for_tests

    # -- making ---------------------------------------------------------------------

    def found(self, workspace: Workspace, new: NewProfile) -> SignedIn:
        """The first profile of an organisation: keys, databases, roster, team key, all at once.

        The slot file is written last, so that a profile cut off half-way is none.
        """
        name = " ".join(new.name.split())
        if not name or not new.organisation.strip():
            raise BadInput("profile.needs_name")
        verdict = words.judge(new.passphrase, (new.organisation, name))
        if not verdict.ok:
            raise BadInput(verdict.code)
        refuse_unsafe(workspace.root)
        self._refuse_foreign_folder(workspace)
        workspace.make()
        machine = self._machine(workspace)
        who = Credentials(name, words.canonical(new.passphrase))
        self._refuse_same(workspace, who)
        place, secret, vault = workspace.new_profile(), SlotSecret.generate(), VaultSecret.generate()
        try:
            self._databases.create(place.folder, secret.database_key, vault.database_key)
            self._fill(place, secret, vault, replace(new, name=name))
            policy = KdfPolicy(machine.m_kib, machine.t, machine.p, self._for_tests)
            write_private(place.slot, slot.make_slot(machine.salt, who, policy, secret, vault))
        except BaseException:
            shutil.rmtree(place.folder, ignore_errors=True)
            raise
        signed = self._opened(place, secret, name)
        signed.open_vault_with(vault)
        return signed

    def _refuse_foreign_folder(self, workspace: Workspace) -> None:
        """A folder with other things in it is not ours to fill."""
        if workspace.root.is_file():
            raise BadInput("place.is_file")
        if workspace.root.is_dir() and not workspace.exists:
            others = [each for each in workspace.root.iterdir() if each.name not in (".lock", "p", "relay")]
            if others:
                raise BadInput("place.not_empty")

    def _machine(self, workspace: Workspace) -> MachineFile:
        if workspace.exists:
            return read_machine(workspace)
        policy = self._policy or kdf.fitting()
        made = MachineFile("CMMACH", 1, secrets.token_bytes(32), policy.m_kib, policy.t, policy.p)
        write_private(workspace.machine, msgspec.msgpack.encode(made))
        return made

    def _refuse_same(self, workspace: Workspace, who: Credentials) -> None:
        contents = [place.slot.read_bytes() for place in workspace.profiles()]
        if not contents:
            return
        with suppress(WrongPassphrase):
            slot.find_slot(contents, who, for_tests=self._for_tests)
            raise BadInput("profile.same")

    def _fill(self, place: Profile, secret: SlotSecret, vault: VaultSecret, new: NewProfile) -> None:
        identity = Identity(
            secrets.token_bytes(16), bytes.fromhex(place.folder.name), secrets.token_bytes(16), secrets.token_bytes(16))
        signing = sign.SigningKey(secret.signing_seed)
        founder = roster.Founder(
            identity.user, identity.profile, identity.ordinary_stream, identity.protected_stream, new.name, new.laptop,
            signing, secret.kem.public, vault.kem.public,
        )
        founding = roster.genesis(" ".join(new.organisation.split()), founder, self._clock.now_ms(),
                                  practice=new.practice)
        keeper = self._databases.open(place.folder, secret.database_key)
        try:
            keeper.open_vault(vault.database_key, VaultRing(identity, vault.kem, b""))
            with keeper.writing() as work:
                keep_identity(work, identity, new.name, vault)
                keep_new_vault_keys(work)
                for n, entry in enumerate(founding.entries, start=1):
                    work.put_roster(n, entry, roster.digest(entry))
                work.put_team_key(founding.team, 1, founding.team_key)
                work.commit()
        finally:
            keeper.close()

    # -- signing in -----------------------------------------------------------------

    def sign_in(self, workspace: Workspace, name: str, passphrase: str) -> SignedIn:
        """Open the profile of this name; wrong name and wrong passphrase read the same."""
        if not workspace.exists:
            raise NotFound("workspace.none")
        who = Credentials(" ".join(name.split()), words.canonical(passphrase))
        places = [*workspace.profiles()]
        contents = [place.slot.read_bytes() for place in places]
        found, secret = slot.find_slot(contents, who, for_tests=self._for_tests)
        signed = self._opened(places[found], secret, who.name)
        places[found].slot_before.unlink(missing_ok=True)
        return signed

    def _opened(self, place: Profile, secret: SlotSecret, name: str) -> SignedIn:
        keeper = self._databases.open(place.folder, secret.database_key)
        try:
            bench = self._bench(keeper, secret)
            signed = SignedIn(bench, place, secret, name, for_tests=self._for_tests)
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
            seal.hkdf(secret.database_key, b"", labels.MARK_KEY, 32))
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
        vault = slot.open_vault_wrap(content, before, for_tests=self._for_tests)
        secret = slot.open_slot(content, before, for_tests=self._for_tests)
        signed.refuse_weak(new)
        signed.close()
        after = Credentials(signed.sign_in_name, words.canonical(new))
        policy = slot.policy_of(content, for_tests=self._for_tests)
        fresh = replace(secret, database_key=secrets.token_bytes(32))
        fresh_vault = replace(vault, database_key=secrets.token_bytes(32))
        place = workspace.new_profile()
        try:
            self._databases.rekeyed(signed.place.folder, place.folder, (secret.database_key, vault.database_key),
                                    (fresh.database_key, fresh_vault.database_key))
            write_private(place.slot, slot.make_slot(slot.machine_salt_of(content), after, policy, fresh, fresh_vault))
            renewed = self._opened(place, fresh, after.name)
        except BaseException:
            shutil.rmtree(place.folder, ignore_errors=True)
            raise
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
        secret = slot.open_slot(content, who, for_tests=self._for_tests)
        vault = slot.open_vault_wrap(content, who, for_tests=self._for_tests)
        fresh = replace(SlotSecret.generate(), database_key=secret.database_key)
        keeper = self._databases.open(place.folder, secret.database_key)
        try:
            with keeper.writing() as work:
                self._new_streams(work, place, fresh, vault, signer=secret)
                work.commit()
        finally:
            keeper.close()
        policy = slot.policy_of(content, for_tests=self._for_tests)
        write_private(place.slot, slot.make_slot(slot.machine_salt_of(content), who, policy, fresh, vault))
        signed = self._opened(place, fresh, who.name)
        signed.open_vault_with(vault)
        signed.log("restore")
        return signed

    def _new_streams(
        self, work: UnitOfWork, place: Profile, fresh: SlotSecret, vault: VaultSecret, *, signer: SlotSecret
    ) -> None:
        before = kept_identity(work)
        known = roster.verify(work.roster())
        after = Identity(
            before.user, bytes.fromhex(place.folder.name), secrets.token_bytes(16), secrets.token_bytes(16))
        founder = roster.Founder(
            after.user, after.profile, after.ordinary_stream, after.protected_stream, known.people[after.user].name,
            "", sign.SigningKey(signer.signing_seed), fresh.kem.public, vault.kem.public,
        )
        entries = work.roster()
        added = roster.add_stream(entries, founder, sign.SigningKey(fresh.signing_seed), self._clock.now_ms())
        for n, entry in enumerate(added, start=len(entries) + 1):
            work.put_roster(n, entry, roster.digest(entry))
        keep_identity(work, after, kept_sign_in_name(work), vault)


def read_machine(workspace: Workspace) -> MachineFile:
    """The salt and settings of this laptop; raises DamagedFile."""
    try:
        return msgspec.msgpack.decode(workspace.machine.read_bytes(), type=MachineFile)
    except (OSError, *UNREADABLE):
        raise DamagedFile("machine.damaged") from None


def _empty(folder: Path, *, keep: bool) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if keep:
        folder.mkdir(mode=0o700, exist_ok=True)
