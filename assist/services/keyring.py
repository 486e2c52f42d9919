# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The keys of the person who is signed in: kept in memory, dropped at lock."""

from __future__ import annotations

import hmac
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256

import msgspec

from assist import changesets
from assist.changesets import Changeset
from assist.crypto import labels, seal, sign, wrap
from assist.errors import DamagedFile, VaultShut
from assist.rows import LogRow
from assist.sync import bundles, custodians, roster
from assist.sync.bundles import Bundle, Manifest, Part
from assist.sync.compartments import reader_id
from assist.unpacking import UNREADABLE

_STEP = 1024
"""Sealed rows are padded to this many bytes, so that their size says little (ruling 56)."""


class Grant(msgspec.Struct, array_like=True, frozen=True):
    """A compartment key for its readers: wrapped to each, sealed under the custodians' key.

    What was written before the list of people held a key of the custodians; nothing is written so any more.
    """

    comp: bytes
    epoch: int
    readers: tuple[tuple[bytes, bytes], ...]
    custodians: tuple[int, bytes] | None


class _SealedRow(msgspec.Struct, array_like=True, frozen=True):
    body: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose profile this is and which streams it writes."""

    user: bytes
    profile: bytes
    ordinary_stream: bytes
    protected_stream: bytes


class VaultRing:
    """What opens the protected database and sealed rows; exists only while the vault is open."""

    def __init__(self, identity: Identity, keys: wrap.PrivateKey, tag_key: bytes) -> None:
        self.user = identity.user
        self._keys = keys
        self.custodian_keys: dict[int, wrap.PrivateKey] = {}
        self._tag_key = tag_key

    def know_tag_key(self, key: bytes) -> None:
        """The key of the marks lies in the vault itself and is read once it is open."""
        self._tag_key = key

    def open_row(self, row: LogRow) -> Changeset:
        """See ports.VaultKeys."""
        return changesets.decode(self.open_body(row))

    def open_body(self, row: LogRow) -> bytes:
        """The signed bytes inside a sealed row."""
        return self.open_signed(row)[0]

    def open_signed(self, row: LogRow) -> tuple[bytes, bytes]:
        """The signed bytes inside a sealed row, and the signature of whoever wrote them."""
        where = row.stream + row.n.to_bytes(8, "big")
        wrapped, sealed = row.body[: wrap.WRAPPED_KEY_BYTES], row.body[wrap.WRAPPED_KEY_BYTES :]
        key = wrap.unwrap(self._keys, labels.SEALED_ROW + where, wrapped)
        padded = seal.unseal(key, labels.SEALED_ROW, where, sealed)
        try:
            inner = msgspec.msgpack.decode(zlib.decompress(seal.unpad(padded)), type=_SealedRow)
        except (*UNREADABLE, zlib.error):
            raise DamagedFile("log.unreadable") from None
        return inner.body, inner.signature

    def open_grant(self, value: bytes) -> tuple[bytes, int, bytes] | None:
        """See ports.VaultKeys. This is how one's own keys were kept before there were colleagues."""
        grant = msgspec.msgpack.decode(value, type=Grant)
        for reader, wrapped in grant.readers:
            if reader == self.user:
                info = labels.GRANT + grant.comp + grant.epoch.to_bytes(4, "big") + reader
                return grant.comp, grant.epoch, wrap.unwrap(self._keys, info, wrapped)
        return None

    def open_closed_grant(self, where: bytes, wrapped: bytes) -> bytes | None:
        """What was wrapped to this profile or to the custodians; None when it is for somebody else."""
        for key in (self._keys, *self.custodian_keys.values()):
            with suppress(DamagedFile):
                return wrap.unwrap(key, labels.CLOSED_GRANT + where, wrapped)
        return None

    def learn_custodians(self, entries: Sequence[bytes], profiles: frozenset[bytes]) -> None:
        """The private keys of the custodians that the list of people holds for these profiles of this person."""
        self.custodian_keys = custodians.keys_in(entries, profiles, self._keys)

    def tag(self, case: bytes) -> bytes:
        """See ports.VaultKeys."""
        return hmac.new(self._tag_key, case, sha256).digest()[:16]


class KeyRing:
    """Signs and seals for one profile."""

    def __init__(
        self, identity: Identity, signing: sign.SigningKey, vault_public: bytes, mark_key: bytes = b"",
        team_public: bytes = b"", kem: wrap.PrivateKey | None = None,
    ) -> None:
        self.identity = identity
        self._signing = signing
        self._vault_public = vault_public
        self.team_public = team_public
        self._mark_key = mark_key
        self._kem = kem
        self.vault: VaultRing | None = None

    @property
    def user(self) -> bytes:
        """The person."""
        return self.identity.user

    @property
    def ordinary_stream(self) -> bytes:
        """Where ordinary changes of this profile are numbered."""
        return self.identity.ordinary_stream

    @property
    def protected_stream(self) -> bytes:
        """Where protected changes of this profile are numbered."""
        return self.identity.protected_stream

    @property
    def reader(self) -> bytes:
        """How this profile stands among the readers of protected work."""
        return reader_id(self._vault_public)

    def sign(self, body: bytes) -> bytes:
        """The signature under a changeset."""
        return self._signing.sign(labels.CHANGESET, body)

    def sign_as(self, label: bytes, content: bytes) -> bytes:
        """The signature of this profile under a label of its own."""
        return self._signing.sign(label, content)

    def unwrap_with_vault(self, info: bytes, wrapped: bytes) -> bytes:
        """What a colleague wrapped to this profile's vault; raises VaultShut, and DamagedFile for another's."""
        if self.vault is None:
            raise VaultShut("vault.shut")
        return wrap.unwrap(self.vault._keys, info, wrapped)

    def unwrap(self, info: bytes, wrapped: bytes) -> bytes:
        """What was wrapped to this profile itself; raises DamagedFile for what was not."""
        if self._kem is None:
            raise DamagedFile("sync.object")
        return wrap.unwrap(self._kem, info, wrapped)

    def signer(self, wall_ms: int) -> roster.Signer:
        """Signs entries of the list of people and laptops."""
        return roster.Signer(self.user, self._signing, wall_ms)

    def team_keys_in(self, entries: Sequence[bytes]) -> tuple[roster.TeamGrant, ...]:
        """The team keys that some entries of the list hold for this profile."""
        return () if self._kem is None else roster.granted_in(entries, self.identity.profile, self._kem)

    def write_bundle(self, manifest: Manifest, parts: Sequence[Part]) -> tuple[Bundle, bytes]:
        """A bundle signed by this profile; see ``bundles.written``."""
        return bundles.written(manifest, parts, self._signing)

    def seal_row(self, stream: bytes, n: int, body: bytes, signature: bytes = b"") -> bytes:
        """A protected body as it lies in the log: readable by this profile's open vault alone."""
        where = stream + n.to_bytes(8, "big")
        inner = msgspec.msgpack.encode(_SealedRow(body, signature or self.sign(body)))
        key = seal.new_key()
        wrapped = wrap.wrap(self._vault_public, labels.SEALED_ROW + where, key)
        return wrapped + seal.seal(key, labels.SEALED_ROW, where, seal.pad_to_step(zlib.compress(inner, 6), _STEP))

    def seal_note(self, label: bytes, content: bytes) -> bytes:
        """Something only this profile's open vault may read: a protected draft, an audit line."""
        key = seal.new_key()
        wrapped = wrap.wrap(self._vault_public, label, key)
        return wrapped + seal.seal(key, label, b"", seal.pad_to_step(content, _STEP // 4))

    def open_note(self, label: bytes, sealed: bytes) -> bytes:
        """The opposite of ``seal_note``; raises VaultShut."""
        if self.vault is None:
            raise VaultShut("vault.shut")
        wrapped, rest = sealed[: wrap.WRAPPED_KEY_BYTES], sealed[wrap.WRAPPED_KEY_BYTES :]
        key = wrap.unwrap(self.vault._keys, label, wrapped)
        return seal.unpad(seal.unseal(key, label, b"", rest))

    def fingerprint(self, content: bytes) -> bytes:
        """A keyed mark of something seen before (an imported row); without this profile it says nothing."""
        return hmac.new(self._mark_key, labels.IMPORT_ROW + content, sha256).digest()
