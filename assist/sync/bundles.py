# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bundles, byte for byte as security-and-sync.md 4.2 lays them out: what one stream sends, sealed, signed and padded.

From outside a bundle is random bytes of a common size under a random name. Inside, the manifest says
whose it is and where it stands in its stream; the signature covers the manifest, the manifest covers
every segment. Each segment holds the changes of one compartment under that compartment's own key, so
that a member of the team who is not a member of the case learns its size and no more.
"""

from __future__ import annotations

import hmac
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, NamedTuple, TypeVar

import msgspec

from assist.crypto import labels, seal, sign
from assist.errors import DamagedFile
from assist.unpacking import UNREADABLE

VERSION, SCHEMA, MIN_READER = 1, 1, 1
SMALLEST = 4096
"""Bytes of the smallest object: an ordinary hour of work is always this large."""
LARGEST = 16 << 20
INFLATED, RATIO = 64 << 20, 200
"""What a segment may grow to when it is unpacked, in bytes and in times its size."""
SEGMENT = 8 << 20
"""Bytes of what a segment of a bundle holds at most: four times what a bundle is filled with."""
MOST_SEGMENTS, MOST_HEADS, MOST_IN_ONE, MOST_NUMBER = 4096, 4096, 20_000, 1 << 62
HEARTBEAT, LAST, ALERT = 1, 2, 4
KEY_ID_BYTES = 8
FIRST = bytes(32)
"""Stands for the head before the first bundle of a stream."""

Held = TypeVar("Held", bound=msgspec.Struct)


class Head(msgspec.Struct, array_like=True, frozen=True):
    """How far somebody has applied a stream: the last bundle, the hash of its manifest, the newest snapshot."""

    stream: bytes
    seq: int
    head: bytes
    snapshot: int = 0


class SegmentRef(msgspec.Struct, array_like=True, frozen=True):
    """Which key opens a segment, for those who hold it, and how long it is.

    ``begins`` is the first byte of the case's id, and shortens the search for its key to one in 256 of those
    held. It stands inside the seal of the team; -1 where not even that many may be told apart.
    """

    key_id: bytes
    length: int
    digest: bytes
    begins: int = -1


class Manifest(msgspec.Struct, array_like=True, frozen=True):
    """What the author signs; elements that a later version adds at the end are ignored."""

    version: int
    organisation: bytes
    team: bytes
    stream: bytes
    seq: int
    before: bytes
    wall_ms: int
    schema: int
    min_reader: int
    frontier: tuple[Head, ...]
    roster_n: int
    roster_hash: bytes
    audit_n: int
    audit_hash: bytes
    first_n: int
    last_n: int
    snapshot: int
    segments: tuple[SegmentRef, ...]
    flags: int = 0


class SignedChange(msgspec.Struct, array_like=True, frozen=True):
    """A changeset exactly as its author signed it; empty where it was taken out before it was sent.

    ``digest`` says what stood in an empty place; beside a body, whose digest anybody computes, it may be left out.
    """

    body: bytes
    signature: bytes
    n: int
    digest: bytes

    @property
    def hash(self) -> bytes:
        """The digest of the body, or the one that stood in the empty place."""
        return sha256(self.body).digest() if self.body else self.digest


class CaseKey(msgspec.Struct, array_like=True, frozen=True):
    """The key of a case, sealed under the team key: sent once, in the part that the whole team reads."""

    case: bytes
    epoch: int
    sealed: bytes


class Content(msgspec.Struct, array_like=True, frozen=True):
    """What a segment holds."""

    changes: Annotated[tuple[SignedChange, ...], msgspec.Meta(max_length=MOST_IN_ONE)] = ()
    keys: Annotated[tuple[CaseKey, ...], msgspec.Meta(max_length=MOST_IN_ONE)] = ()


class Part(NamedTuple):
    """What is for the holders of one key; ``begins`` as in SegmentRef. ``step``: padded to so many bytes."""

    key: bytes
    content: Content
    begins: int = -1
    step: int = 0


@dataclass(frozen=True, slots=True)
class Bundle:
    """An opened bundle. ``head`` is the hash of its manifest, which the next one of its stream names."""

    manifest: Manifest
    head: bytes
    segments: tuple[bytes, ...]


_manifests = msgspec.msgpack.Decoder(Manifest)
_contents = msgspec.msgpack.Decoder(Content)


# -- writing --------------------------------------------------------------------------


def written(manifest: Manifest, parts: Sequence[Part], signing: sign.SigningKey) -> tuple[Bundle, bytes]:
    """The bundle of these parts and its signed body; the manifest's own list of segments is replaced by theirs."""
    segments = tuple(
        _segment(part, manifest.stream, manifest.seq, index) for index, part in enumerate(parts))
    refs = tuple(
        SegmentRef(
            key_id(part.key, manifest.stream, manifest.seq), len(content), sha256(content).digest(), part.begins)
        for part, content in zip(parts, segments, strict=True))
    full = msgspec.structs.replace(manifest, segments=refs)
    body = msgspec.msgpack.encode(full)
    signature = signing.sign(labels.BUNDLE_SIGNATURE, body)
    framed = len(body).to_bytes(4, "big") + body + signature + b"".join(segments)
    return Bundle(full, sha256(body).digest(), segments), framed


def sealed(name: str, team_key: bytes, body: bytes) -> bytes:
    """The object to store: padded to a common size, sealed under the team key and bound to its name."""
    framed = len(body).to_bytes(4, "big") + body
    padded = framed + bytes(size_of(body) - seal.OVERHEAD - len(framed))
    return seal.seal(team_key, labels.BUNDLE, name.encode("ascii"), padded)


def size_of(body: bytes) -> int:
    """Bytes of the object that this signed body becomes."""
    return max(SMALLEST, seal.padme(len(body) + 4 + seal.OVERHEAD))


def key_id(key: bytes, stream: bytes, seq: int) -> bytes:
    """Tells the holder of a key which segment it opens; nobody can tell two bundles' segments of one case together."""
    return hmac.new(key, labels.KEY_ID + stream + seq.to_bytes(8, "big"), sha256).digest()[:KEY_ID_BYTES]


def _segment(part: Part, stream: bytes, seq: int, index: int) -> bytes:
    content = zlib.compress(msgspec.msgpack.encode(part.content), 6)
    if part.step:
        content = seal.pad_to_step(content, part.step)
    return seal.seal(part.key, labels.SEGMENT, _place(stream, seq, index), content)


def _place(stream: bytes, seq: int, index: int) -> bytes:
    return stream + seq.to_bytes(8, "big") + index.to_bytes(4, "big")


def sealed_key(case: bytes, epoch: int, key: bytes, team_key: bytes) -> CaseKey:
    """The key of a case for every member of the team."""
    return CaseKey(case, epoch, seal.seal(team_key, labels.CASE_KEY, _whose(case, epoch), key))


def opened_key(held: CaseKey, team_key: bytes) -> bytes:
    """The key inside; raises DamagedFile ``sync.segment``."""
    try:
        key = seal.unseal(team_key, labels.CASE_KEY, _whose(held.case, held.epoch), held.sealed)
    except (DamagedFile, OverflowError):
        raise DamagedFile("sync.segment") from None
    if len(key) != 32 or len(held.case) != 16:
        raise DamagedFile("sync.segment")
    return key


def _whose(case: bytes, epoch: int) -> bytes:
    return case + epoch.to_bytes(4, "big")


# -- reading --------------------------------------------------------------------------


def opened(name: str, team_key: bytes, content: bytes, public: bytes) -> Bundle:
    """Unseal, check who signed it and that every segment is the one signed for.

    Raises DamagedFile with ``sync.object`` for whatever is not a bundle of the holder of ``public`` under
    this name: other bytes, another key, another author, too large, or made to be slow to read.
    """
    if len(content) > LARGEST:
        raise DamagedFile("sync.object")
    try:
        body = seal.unpad(seal.unseal(team_key, labels.BUNDLE, name.encode("ascii"), content))
        return _read(body, public)
    except (*UNREADABLE, DamagedFile):
        raise DamagedFile("sync.object") from None


def _read(body: bytes, public: bytes) -> Bundle:
    end = 4 + int.from_bytes(body[:4], "big")
    raw, signature = body[4:end], body[end : end + sign.SIGNATURE_BYTES]
    if not sign.verify(public, labels.BUNDLE_SIGNATURE, raw, signature):
        raise DamagedFile("sync.object")
    manifest = _manifests.decode(raw)
    numbers = (manifest.seq, manifest.wall_ms, manifest.roster_n, manifest.audit_n, manifest.first_n, manifest.last_n)
    if len(manifest.segments) > MOST_SEGMENTS or len(manifest.frontier) > MOST_HEADS or not all(
            0 <= number <= MOST_NUMBER for number in numbers):
        raise DamagedFile("sync.object")
    return Bundle(manifest, sha256(raw).digest(), parted(body[end + sign.SIGNATURE_BYTES :], manifest.segments))


def parted(content: bytes, refs: Sequence[SegmentRef]) -> tuple[bytes, ...]:
    segments, at = [], 0
    for ref in refs:
        segment = content[at : at + max(0, ref.length)]
        if len(segment) != ref.length or sha256(segment).digest() != ref.digest:
            raise DamagedFile("sync.object")
        segments.append(segment)
        at += ref.length
    if at != len(content):
        raise DamagedFile("sync.object")
    return tuple(segments)


def content_of(bundle: Bundle, index: int, key: bytes) -> Content:
    """What one segment of a bundle holds; see ``content_at``."""
    manifest = bundle.manifest
    return content_at((manifest.stream, manifest.seq, index), key, bundle.segments[index])


def content_at(place: tuple[bytes, int, int], key: bytes, segment: bytes) -> Content:
    """What a segment holds that stood at (stream, seq, index).

    Raises DamagedFile ``sync.segment`` for a wrong key, another place, and what is made to hurt.
    """
    return read_at(place, key, segment, _contents)


def read_at(
    place: tuple[bytes, int, int], key: bytes, segment: bytes, kind: msgspec.msgpack.Decoder[Held], *,
    padded: bool = False
) -> Held:
    """The same of any kind of content."""
    try:
        content = seal.unseal(key, labels.SEGMENT, _place(*place), segment)
        return kind.decode(inflated(seal.unpad(content) if padded else content, SEGMENT))
    except (*UNREADABLE, DamagedFile, zlib.error):
        raise DamagedFile("sync.segment") from None


def inflated(content: bytes, most_bytes: int = INFLATED) -> bytes:
    """Unpacked as far as a member may ask of us: a small segment that unpacks to a large one is an attack."""
    most = min(most_bytes, max(1 << 16, RATIO * len(content)))
    engine = zlib.decompressobj()
    found = engine.decompress(content, most)
    if not engine.eof or engine.unconsumed_tail or engine.unused_data:
        raise DamagedFile("sync.segment")
    return found
