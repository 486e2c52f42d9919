# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""slot.bin: the one small file a passphrase opens, byte for byte as security-and-sync.md 3.4 and ruling 57 say."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from assist.crypto import kdf, labels, seal
from assist.crypto.kdf import KdfPolicy
from assist.crypto.wrap import PrivateKey
from assist.errors import DamagedFile, WrongPassphrase
from assist.unpacking import UNREADABLE

SECRET_BYTES, VAULT_BYTES, TAG_BYTES, NONCE_BYTES = 176, 128, 16, 12
_WRAPPED_BYTES = SECRET_BYTES + 16
_TRAVELS = 1
"""First bit of the flags: the keys of the vault are not on this laptop."""

Escrow = tuple[int, bytes]
"""Suite and content of what opens for the recovery key; see ``assist.crypto.escrow``."""
NO_ESCROW: Escrow = (0, b"")


class SlotFile(msgspec.Struct, array_like=True, frozen=True):
    """The file as laid out; two wraps in random order, the second always filler."""

    magic: Literal["CMSLOT"]
    version: Literal[1]
    machine_salt: bytes
    m_kib: int
    t: int
    p: int
    wraps: tuple[tuple[bytes, bytes, bytes], ...]
    vwrap: bytes
    escrow: Escrow


@dataclass(frozen=True, slots=True)
class SlotSecret:
    """What a sign-in gives: the keys of ordinary work."""

    signing_seed: bytes = field(repr=False)
    kem: PrivateKey = field(repr=False)
    database_key: bytes = field(repr=False)
    flags: bytes = field(default=bytes(16), repr=False)

    @classmethod
    def generate(cls) -> SlotSecret:
        """New keys for a new profile."""
        return cls(secrets.token_bytes(32), PrivateKey.generate(), secrets.token_bytes(32))

    @property
    def travels(self) -> bool:
        """Whether the keys of the vault were taken off this laptop."""
        return bool(self.flags[0] & _TRAVELS)

    def travelling(self, *, travels: bool) -> SlotSecret:
        """The same keys, with or without the vault's beside them."""
        first = self.flags[0] | _TRAVELS if travels else self.flags[0] & ~_TRAVELS
        return replace(self, flags=bytes([first]) + self.flags[1:])

    def packed(self) -> bytes:
        """176 bytes in the order of the design."""
        return self.flags + self.signing_seed + self.kem.x25519 + self.kem.mlkem_seed + self.database_key

    @classmethod
    def unpacked(cls, packed: bytes) -> SlotSecret:
        """The opposite of ``packed``."""
        return cls(packed[16:48], PrivateKey(packed[48:80], packed[80:144]), packed[144:176], packed[:16])


@dataclass(frozen=True, slots=True)
class VaultSecret:
    """What opening the vault gives, after the passphrase was typed again."""

    kem: PrivateKey = field(repr=False)
    database_key: bytes = field(repr=False)

    @classmethod
    def generate(cls) -> VaultSecret:
        """New keys for a new vault."""
        return cls(PrivateKey.generate(), secrets.token_bytes(32))

    def packed(self) -> bytes:
        """128 bytes in the order of ruling 57."""
        return self.database_key + self.kem.x25519 + self.kem.mlkem_seed

    @classmethod
    def unpacked(cls, packed: bytes) -> VaultSecret:
        """The opposite of ``packed``."""
        return cls(PrivateKey(packed[32:64], packed[64:128]), packed[:32])


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a person types; the sign-in name salts the derivation and is stored nowhere."""

    name: str
    passphrase: str = field(repr=False)


def make_slot(
    machine_salt: bytes, who: Credentials, policy: KdfPolicy, secret: SlotSecret, vault: VaultSecret | None, *,
    escrow: Escrow = NO_ESCROW,
) -> bytes:
    """The bytes of a new slot file. Without a vault secret as many random bytes stand in its place."""
    policy.check()
    kek = _kek(machine_salt, who, policy)
    tag = _tag(kek)
    mine = (tag, *_closed(kek, _aad(machine_salt, policy, tag), secret.packed()))
    filler = (secrets.token_bytes(TAG_BYTES), secrets.token_bytes(NONCE_BYTES), secrets.token_bytes(_WRAPPED_BYTES))
    wraps = (mine, filler) if secrets.randbelow(2) else (filler, mine)
    vwrap = secrets.token_bytes(VAULT_BYTES + seal.OVERHEAD)
    if vault is not None:
        vwrap = seal.seal(seal.hkdf(kek, b"", labels.SLOT_VAULT, 32), labels.VAULT_WRAP, tag, vault.packed())
    return msgspec.msgpack.encode(
        SlotFile("CMSLOT", 1, machine_salt, policy.m_kib, policy.t, policy.p, wraps, vwrap, escrow))


def with_escrow(content: bytes, escrow: Escrow) -> bytes:
    """The same slot with something else for the recovery key; needs no passphrase."""
    return msgspec.msgpack.encode(msgspec.structs.replace(_decoded(content), escrow=escrow))


def escrow_of(content: bytes) -> Escrow:
    """What lies there for the recovery key; ``NO_ESCROW`` when nothing does."""
    return _decoded(content).escrow


def open_slot(content: bytes, who: Credentials, *, for_tests: bool = False) -> SlotSecret:
    """The keys of ordinary work. Wrong name and wrong passphrase read the same: WrongPassphrase."""
    return find_slot([content], who, for_tests=for_tests)[1]


def find_slot(contents: Sequence[bytes], who: Credentials, *, for_tests: bool = False) -> tuple[int, SlotSecret]:
    """Which of the slots is mine, and its keys: one derivation however many profiles there are."""
    derived: dict[tuple[bytes, int, int, int], bytes] = {}
    for place, content in enumerate(contents):
        slot = _decoded(content)
        policy = KdfPolicy(slot.m_kib, slot.t, slot.p, for_tests)
        policy.check()
        parameters = (slot.machine_salt, slot.m_kib, slot.t, slot.p)
        if parameters not in derived:
            derived[parameters] = _kek(slot.machine_salt, who, policy)
        kek = derived[parameters]
        tag = _tag(kek)
        for held, nonce, closed in slot.wraps:
            if held == tag:
                return place, SlotSecret.unpacked(_open(kek, _aad(slot.machine_salt, policy, tag), nonce, closed))
    raise WrongPassphrase("signin.wrong")


def open_vault_wrap(content: bytes, who: Credentials, *, for_tests: bool = False) -> VaultSecret:
    """The keys of the protected database; raises WrongPassphrase."""
    slot, kek, tag = _opened(content, who, for_tests)
    if all(held != tag for held, _, _ in slot.wraps):
        raise WrongPassphrase("signin.wrong")
    key = seal.hkdf(kek, b"", labels.SLOT_VAULT, 32)
    return VaultSecret.unpacked(seal.unseal(key, labels.VAULT_WRAP, tag, slot.vwrap))


def policy_of(content: bytes, *, for_tests: bool = False) -> KdfPolicy:
    """The parameters a slot was made with."""
    slot = _decoded(content)
    return KdfPolicy(slot.m_kib, slot.t, slot.p, for_tests)


def machine_salt_of(content: bytes) -> bytes:
    """The salt of the laptop a slot was made on."""
    return _decoded(content).machine_salt


def salted_name(name: str) -> bytes:
    """A sign-in name as it salts the key: spaces folded, compatible forms and case ignored (ruling 80)."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold().encode()


def _opened(content: bytes, who: Credentials, for_tests: bool) -> tuple[SlotFile, bytes, bytes]:
    slot = _decoded(content)
    policy = KdfPolicy(slot.m_kib, slot.t, slot.p, for_tests)
    policy.check()
    kek = _kek(slot.machine_salt, who, policy)
    return slot, kek, _tag(kek)


def _decoded(content: bytes) -> SlotFile:
    try:
        slot = msgspec.msgpack.decode(content, type=SlotFile)
    except UNREADABLE:
        raise DamagedFile("slot.damaged") from None
    sane = len(slot.machine_salt) == 32 and len(slot.wraps) == 2 and 1 <= slot.p <= 16
    if not sane or not 8 <= slot.m_kib <= 4 * 1024 * 1024 or not 1 <= slot.t <= 100:
        raise DamagedFile("slot.damaged")
    return slot


def _kek(machine_salt: bytes, who: Credentials, policy: KdfPolicy) -> bytes:
    salt = sha256(labels.SLOT_SALT + machine_salt + salted_name(who.name)).digest()
    return kdf.derive(unicodedata.normalize("NFKC", who.passphrase).encode(), salt, policy)


def _tag(kek: bytes) -> bytes:
    return seal.hkdf(kek, b"", labels.SLOT_TAG, TAG_BYTES)


def _aad(machine_salt: bytes, policy: KdfPolicy, tag: bytes) -> bytes:
    return msgspec.msgpack.encode([1, machine_salt, policy.m_kib, policy.t, policy.p, tag])


def _closed(kek: bytes, aad: bytes, plaintext: bytes) -> tuple[bytes, bytes]:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce, ChaCha20Poly1305(seal.hkdf(kek, b"", labels.SLOT_WRAP, 32)).encrypt(nonce, plaintext, aad)


def _open(kek: bytes, aad: bytes, nonce: bytes, closed: bytes) -> bytes:
    try:
        return ChaCha20Poly1305(seal.hkdf(kek, b"", labels.SLOT_WRAP, 32)).decrypt(nonce, closed, aad)
    except (InvalidTag, ValueError):
        raise DamagedFile("slot.damaged") from None
