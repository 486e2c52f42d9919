# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signatures beside a file in the format of minisign: checked with ``minisign -V`` of anybody's."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from hashlib import blake2b, sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from assist.errors import BadInput

_KEY, _HASHED = b"Ed", b"ED"
_ID, _PUBLIC, _SIGNATURE = 8, 32, 64
LONGEST = 4_096
"""Bytes of a key or a signature file; more is none."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """Of whoever signs. ``ident``: eight bytes beside each signature, to find the key again; they prove nothing.

    ``sender``: how whoever receives calls the organisation; several keys may be of one.
    """

    ident: bytes
    raw: bytes
    sender: str = ""

    @property
    def line(self) -> str:
        """The line that is given to others, as ``minisign -P`` takes it."""
        return base64.b64encode(_KEY + self.ident + self.raw).decode()

    def file(self) -> bytes:
        """As ``minisign -p`` reads it."""
        return f"untrusted comment: minisign public key {self.ident[::-1].hex().upper()}\n{self.line}\n".encode()


def digesting() -> blake2b:
    """Told the content bit by bit, it holds what is signed of it."""
    return blake2b(digest_size=64)


class Signer:
    """Signs files for one key."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        raw = self._key.public_key().public_bytes_raw()
        self.public = PublicKey(sha256(b"amparo/minisign/v1" + raw).digest()[:_ID], raw)

    def signature(self, content: bytes, comment: str) -> bytes:
        """The file that lies beside the content; ``comment`` is signed too, and is one printable line."""
        digest = digesting()
        digest.update(content)
        return self.signature_of(digest, comment)

    def signature_of(self, digest: blake2b, comment: str) -> bytes:
        """The same of what went through ``digesting``."""
        if not comment.isprintable():
            raise ValueError("a comment is one printable line")
        signed = self._key.sign(digest.digest())
        over_all = self._key.sign(signed + comment.encode())
        return b"\n".join((
            b"untrusted comment: signature of a package", base64.b64encode(_HASHED + self.public.ident + signed),
            b"trusted comment: " + comment.encode(), base64.b64encode(over_all), b""))


def public_keys(content: bytes, sender: str) -> list[PublicKey]:
    """The public keys of one sender, from files or lines put together. Raises BadInput ``receive.signer``."""
    lines = [line.strip() for line in content[:LONGEST].splitlines()]
    raw = [_plain(line) for line in lines if line and not line.startswith(b"untrusted comment:")]
    if not raw or any(len(key) != len(_KEY) + _ID + _PUBLIC or not key.startswith(_KEY) for key in raw):
        raise BadInput("receive.signer")
    return [PublicKey(key[2:10], key[10:], sender) for key in raw]


def verified(keys: dict[bytes, list[PublicKey]], content: bytes, signature: bytes) -> tuple[PublicKey, str]:
    """Whose of these keys (by ``ident``) signed exactly this, and the comment that was signed with it.

    Raises BadInput ``receive.signature``.
    """
    lines = signature.split(b"\n")
    if len(signature) > LONGEST or len(lines) < 4 or not lines[2].startswith(b"trusted comment: "):
        raise BadInput("receive.signature")
    head, over_all = _plain(lines[1]), _plain(lines[3])
    comment = lines[2].removeprefix(b"trusted comment: ")
    if len(head) != 2 + _ID + _SIGNATURE or not head.startswith(_HASHED) or len(over_all) != _SIGNATURE:
        raise BadInput("receive.signature")
    digest = blake2b(content, digest_size=64).digest()
    for key in keys.get(head[2:10], ()):
        try:
            checks = Ed25519PublicKey.from_public_bytes(key.raw)
            checks.verify(head[10:], digest)
            checks.verify(over_all, head[10:] + comment)
            return key, comment.decode()
        except (InvalidSignature, ValueError):
            continue
    raise BadInput("receive.signature")


def _plain(line: bytes) -> bytes:
    try:
        return base64.b64decode(line, validate=True)
    except binascii.Error:
        return b""
