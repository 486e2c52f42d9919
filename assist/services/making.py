# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a profile comes to be: a folder, keys, two databases, and last of all the file that a passphrase opens."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import msgspec

from assist.crypto import kdf, slot, words
from assist.crypto.kdf import KdfPolicy
from assist.crypto.slot import Credentials, SlotSecret, VaultSecret
from assist.errors import BadInput, DamagedFile, WrongPassphrase
from assist.places import Profile, Workspace, write_private
from assist.ports import Databases, UnitOfWork
from assist.services.keyring import Identity, VaultRing
from assist.services.profile_rows import keep_identity
from assist.unpacking import UNREADABLE
from assist.unsafe_places import refuse_unsafe


class MachineFile(msgspec.Struct, array_like=True, frozen=True):
    """machine.bin: the salt of this laptop and how hard its passphrases are to guess (ruling 77)."""

    magic: Literal["CMMACH"]
    version: Literal[1]
    salt: bytes
    m_kib: int
    t: int
    p: int


@dataclass(frozen=True, slots=True)
class Keys:
    """Everything that was made for one profile; its public halves go into the list of people."""

    identity: Identity
    secret: SlotSecret
    vault: VaultSecret


@dataclass(frozen=True, slots=True)
class Made:
    """A finished profile."""

    place: Profile
    keys: Keys
    name: str


First = Callable[[UnitOfWork, Keys], None]
"""What stands in the databases from their first moment on; written with the vault open, in one transaction."""


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes profiles; ``policy`` says how hard passphrases of a new workspace are to guess."""

    databases: Databases
    policy: KdfPolicy | None

    @property
    def for_tests(self) -> bool:
        """Whether keys may be cheap to derive."""
        return self.policy is not None and self.policy.for_tests

    def make(
        self, workspace: Workspace, who: tuple[str, str], around: tuple[str, ...], first: First, user: bytes = b""
    ) -> Made:
        """``who`` is name and passphrase as typed, ``around`` names that a passphrase must not hold.

        The slot file is written last, so that a profile cut off half-way is none. ``user`` is given when it is
        another laptop of somebody who is a member already.
        """
        name = " ".join(who[0].split())
        if not name:
            raise BadInput("profile.needs_name")
        verdict = words.judge(who[1], (*around, name))
        if not verdict.ok:
            raise BadInput(verdict.code)
        refuse_unsafe(workspace.root)
        _refuse_foreign_folder(workspace)
        workspace.make()
        machine = self._machine(workspace)
        typed = Credentials(name, words.canonical(who[1]))
        self._refuse_same(workspace, typed)
        place = workspace.new_profile()
        try:
            keys = self._filled(place, name, user or secrets.token_bytes(16), first)
            policy = KdfPolicy(machine.m_kib, machine.t, machine.p, self.for_tests)
            write_private(place.slot, slot.make_slot(machine.salt, typed, policy, keys.secret, keys.vault))
        except BaseException:
            shutil.rmtree(place.folder, ignore_errors=True)
            raise
        return Made(place, keys, name)

    def _filled(self, place: Profile, name: str, user: bytes, first: First) -> Keys:
        secret, vault = SlotSecret.generate(), VaultSecret.generate()
        identity = Identity(
            user, bytes.fromhex(place.folder.name), secrets.token_bytes(16), secrets.token_bytes(16))
        keys = Keys(identity, secret, vault)
        self.databases.create(place.folder, secret.database_key, vault.database_key)
        keeper = self.databases.open(place.folder, secret.database_key)
        try:
            keeper.open_vault(vault.database_key, VaultRing(identity, vault.kem, b""))
            with keeper.writing() as work:
                keep_identity(work, identity, name, vault.kem.public)
                first(work, keys)
                work.commit()
        finally:
            keeper.close()
        return keys

    def _machine(self, workspace: Workspace) -> MachineFile:
        if workspace.exists:
            return read_machine(workspace)
        policy = self.policy or kdf.fitting()
        made = MachineFile("CMMACH", 1, secrets.token_bytes(32), policy.m_kib, policy.t, policy.p)
        write_private(workspace.machine, msgspec.msgpack.encode(made))
        return made

    def _refuse_same(self, workspace: Workspace, who: Credentials) -> None:
        contents = [place.slot.read_bytes() for place in workspace.profiles()]
        if not contents:
            return
        with suppress(WrongPassphrase):
            slot.find_slot(contents, who, for_tests=self.for_tests)
            raise BadInput("profile.same")


def _refuse_foreign_folder(workspace: Workspace) -> None:
    """A folder with other things in it is not ours to fill."""
    if workspace.root.is_file():
        raise BadInput("place.is_file")
    if workspace.root.is_dir() and not workspace.exists:
        others = [each for each in workspace.root.iterdir() if each.name not in (".lock", "p", "relay")]
        if others:
            raise BadInput("place.not_empty")


def read_machine(workspace: Workspace) -> MachineFile:
    """The salt and settings of this laptop; raises DamagedFile."""
    try:
        return msgspec.msgpack.decode(workspace.machine.read_bytes(), type=MachineFile)
    except (OSError, *UNREADABLE):
        raise DamagedFile("machine.damaged") from None
