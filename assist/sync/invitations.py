# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How somebody joins: a file, twelve words told apart from it, and six words compared (security-and-sync.md 3.7).

The file may go by mail or on a stick: without the twelve words it is random bytes, and with them it only lets
its holder *ask*. Whoever asks is admitted by a person who hears the same six words from her: they are made
of both sides' keys, so that nobody can stand between the two.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256

import msgspec

from assist.crypto import kdf, labels, seal, sign, words, wrap
from assist.crypto.kdf import KdfPolicy
from assist.errors import BadInput, DamagedFile
from assist.sync import roster
from assist.unpacking import UNREADABLE

SECRET_BYTES, ID_BYTES, KEY_BYTES = 16, 16, 32
VALID_MS = 7 * 24 * 3600 * 1000
"""An invitation is good for a week and for one person."""
LARGEST = 4 << 20
COMPARED_BITS = 66
LONGEST_NAME = 120
"""Letters of a name, of a person or of a laptop."""
MOST_M_KIB, MOST_LANES = 1 << 20, 16
"""Memory and lanes that a file may ask for: it comes from outside and must not bring the laptop to its knees."""
SMALLEST = 4096
"""What lies in a meeting place is never smaller than this, as with bundles: sizes say little."""
_MAGIC = b"AMPI1"


class Invitation(msgspec.Struct, array_like=True, frozen=True):
    """What the file holds: who invites into what until when, for which work, and where one meets.

    ``language`` is that of the words that are told and compared: both sides must see the same ones.
    ``place`` is packed as ``meeting_file`` packs it, empty where laptops meet from hand to hand. ``user`` is set
    for another laptop of a person who is on the list already. ``name`` is a proposal, nothing more. ``team`` is where
    she will belong; empty for the only one.
    """

    ident: bytes
    organisation: str
    entries: tuple[bytes, ...]
    inviter: bytes
    roles: tuple[str, ...]
    until_ms: int
    language: str = "en"
    place: bytes = b""
    user: bytes = b""
    name: str = ""
    team: bytes = b""


class _Asked(msgspec.Struct, array_like=True, frozen=True):
    ident: bytes
    user: roster.User
    stream: roster.Stream


class _Request(msgspec.Struct, array_like=True, frozen=True):
    body: bytes
    signature: bytes
    proof: bytes


@dataclass(frozen=True, slots=True)
class Invited:
    """A file, and the words that open it. The words are shown once and kept nowhere in the clear."""

    ident: bytes
    secret: bytes
    words: str
    file: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody asks to join, and says by ``compared`` which six words both sides must see."""

    newcomer: roster.Newcomer
    compared: str


# -- inviting ---------------------------------------------------------------------------


def invite(content: Invitation, policy: KdfPolicy) -> Invited:
    """A file for one person, and twelve words to be told to her apart from it."""
    secret = secrets.token_bytes(SECRET_BYTES)
    key = _key(secret, content.ident, policy)
    head = _MAGIC + content.ident + policy.m_kib.to_bytes(4, "big") + bytes([policy.t, policy.p])
    file = head + seal.seal(key, labels.INVITATION, head, msgspec.msgpack.encode(content))
    return Invited(content.ident, secret, words.spelt(secret, content.language), file)


def new_ident() -> bytes:
    """The number of an invitation."""
    return secrets.token_bytes(ID_BYTES)


def open_invitation(file: bytes, typed: str, now_ms: int, *, for_tests: bool = False) -> tuple[Invitation, bytes]:
    """What the file says, and the secret that the request is proved with.

    Raises BadInput ``invite.words`` for words that are none or not these, ``invite.late`` after a week, and
    DamagedFile ``invite.damaged`` for what is no invitation.
    """
    size = len(_MAGIC) + ID_BYTES + 6
    head, sealed = file[:size], file[size:]
    if len(file) > LARGEST or not head.startswith(_MAGIC) or len(sealed) < seal.OVERHEAD:
        raise DamagedFile("invite.damaged")
    ident, settings = head[len(_MAGIC) : size - 6], head[-6:]
    policy = KdfPolicy(int.from_bytes(settings[:4], "big"), settings[4], settings[5], for_tests)
    try:
        policy.check()
    except DamagedFile:
        raise DamagedFile("invite.damaged") from None
    if policy.m_kib > MOST_M_KIB or not 1 <= policy.t <= kdf.MOST_PASSES or not 1 <= policy.p <= MOST_LANES:
        raise DamagedFile("invite.damaged")
    secret = words.unspelt(typed)
    if secret is None:
        raise BadInput("invite.words")
    try:
        plain = seal.unseal(_key(secret, ident, policy), labels.INVITATION, head, sealed)
    except DamagedFile:
        raise BadInput("invite.words") from None
    return _checked(plain, ident, now_ms), secret


def _checked(plain: bytes, ident: bytes, now_ms: int) -> Invitation:
    try:
        held = msgspec.msgpack.decode(plain, type=Invitation)
        roster.verify(held.entries)
    except (*UNREADABLE, DamagedFile):
        raise DamagedFile("invite.damaged") from None
    if held.ident != ident:
        raise DamagedFile("invite.damaged")
    if now_ms > held.until_ms:
        raise BadInput("invite.late")
    return held


def _key(secret: bytes, ident: bytes, policy: KdfPolicy) -> bytes:
    salt = sha256(labels.INVITATION_SALT + ident).digest()
    return kdf.derive(secret, salt, policy)


# -- asking -----------------------------------------------------------------------------


def ask(
    invitation: Invitation, secret: bytes, newcomer: roster.Newcomer, signing: sign.SigningKey
) -> tuple[bytes, str]:
    """The request as a file, and the six words to compare."""
    body = msgspec.msgpack.encode(_Asked(invitation.ident, newcomer.user, newcomer.stream))
    made = msgspec.msgpack.encode(_Request(body, signing.sign(labels.JOIN_REQUEST, body), _proof(secret, body)))
    sealed = seal.seal(_request_key(secret), labels.JOIN_REQUEST, invitation.ident, padded(made))
    return sealed, compared(invitation, secret, newcomer)


def open_request(file: bytes, invitation: Invitation, secret: bytes) -> Request:
    """What somebody asks with the words of this invitation; raises DamagedFile ``invite.request``."""
    ident = invitation.ident
    try:
        raw = seal.unseal(_request_key(secret), labels.JOIN_REQUEST, ident, file[:LARGEST])
        made = msgspec.msgpack.decode(seal.unpad(raw), type=_Request)
        asked = msgspec.msgpack.decode(made.body, type=_Asked)
    except (*UNREADABLE, DamagedFile):
        raise DamagedFile("invite.request") from None
    holds = (
        asked.ident == ident and _is_well_made(asked) and hmac.compare_digest(made.proof, _proof(secret, made.body))
        and sign.verify(asked.user.ed_pub, labels.JOIN_REQUEST, made.body, made.signature)
        and asked.stream.user == asked.user.user and asked.stream.ed_pub == asked.user.ed_pub)
    if not holds:
        raise DamagedFile("invite.request")
    newcomer = roster.Newcomer(asked.user, asked.stream)
    return Request(newcomer, compared(invitation, secret, newcomer))


def _is_well_made(asked: _Asked) -> bool:
    """Ids and keys as long as they must be, all ids different, and names that say what they seem to say."""
    user, stream = asked.user, asked.stream
    ids = (user.user, stream.profile, stream.ordinary, stream.protected)
    return (
        all(len(each) == ID_BYTES for each in ids) and len(set(ids)) == len(ids) and len(user.ed_pub) == KEY_BYTES
        and all(wrap.is_public_key(each) for each in (stream.kem_pub, stream.vault_kem_pub))
        and user.name == plain_name(user.name) and bool(user.name) and stream.laptop == plain_name(stream.laptop))


def plain_name(typed: str) -> str:
    """A name in one line, without signs that cannot be seen or turn the writing round, cut where it is too long."""
    shown = "".join(sign if sign.isprintable() else " " for sign in typed)
    return " ".join(shown.split())[:LONGEST_NAME].strip()


def padded(content: bytes, before: int = 0) -> bytes:
    """Such that the whole is as large as bundles are once this is sealed and stands behind so many bytes."""
    framed, more = len(content).to_bytes(4, "big") + content, seal.OVERHEAD + before
    size = max(SMALLEST, seal.padme(len(framed) + more))
    return framed + bytes(size - more - len(framed))


def compared(invitation: Invitation, secret: bytes, newcomer: roster.Newcomer) -> str:
    """Six words made of the invitation and of both sides' keys: 66 bits, the same on both screens or not at all."""
    commitment = sha256(labels.WORDS + secret).digest()
    made = sha256(
        labels.WORDS + invitation.ident + commitment + invitation.inviter + newcomer.user.ed_pub
        + newcomer.stream.kem_pub + newcomer.stream.vault_kem_pub).digest()
    return words.of_bits(made, COMPARED_BITS, invitation.language)


def _request_key(secret: bytes) -> bytes:
    return seal.hkdf(secret, b"", labels.JOIN_REQUEST, 32)


def _proof(secret: bytes, body: bytes) -> bytes:
    return hmac.new(secret, labels.JOIN_REQUEST + body, sha256).digest()
