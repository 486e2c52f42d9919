# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows in which a profile says whose it is, in both of its databases."""

from __future__ import annotations

import secrets

import msgspec

from assist.ports import UnitOfWork
from assist.services.keyring import Identity

_IDENTITY, _SIGN_IN, _VAULT_PUBLIC = "identity", "sign_in", "vault_public"
_TAG_KEY, _CUSTODIANS = "tag_key", "custodians"


def keep_identity(work: UnitOfWork, identity: Identity, name: str, vault_public: bytes) -> None:
    """Whose profile this is, the name she signs in with, and the key that seals for her vault."""
    packed = (identity.user, identity.profile, identity.ordinary_stream, identity.protected_stream)
    work.put_meta(_IDENTITY, msgspec.msgpack.encode(packed))
    work.put_meta(_SIGN_IN, name.encode())
    work.put_meta(_VAULT_PUBLIC, vault_public)


def kept_identity(work: UnitOfWork) -> Identity:
    """Whose profile this is."""
    packed = work.meta(_IDENTITY) or b""
    return Identity(*msgspec.msgpack.decode(packed, type=tuple[bytes, bytes, bytes, bytes]))


def kept_sign_in_name(work: UnitOfWork) -> str:
    """The name she signs in with."""
    return (work.meta(_SIGN_IN) or b"").decode()


def kept_vault_public(work: UnitOfWork) -> bytes:
    """The key that seals for her vault."""
    return work.meta(_VAULT_PUBLIC) or b""


def keep_new_tag_key(work: UnitOfWork) -> None:
    """The key of the marks of protected work; it lies in the vault alone."""
    work.put_vault_meta(_TAG_KEY, secrets.token_bytes(32))


def forget_shared_custodian_key(work: UnitOfWork) -> None:
    """What stood for the custodians before they had a key of their own; it was one key in everybody's hands."""
    if work.vault_meta(_CUSTODIANS):
        work.put_vault_meta(_CUSTODIANS, b"")
