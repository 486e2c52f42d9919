# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Snapshots, byte for byte as security-and-sync.md 4.10 lays them out: what a stream came to, instead of its bundles.

A snapshot stands for all bundles of one stream up to ``seq``. It holds a section for each case that the
stream wrote in, under that case's own key, and before them the keys of those cases for newcomers, under
the key of the team. From outside it cannot be told from a bundle.

An object is at most 16 MiB. A snapshot that is larger comes in parts: part 0 under the name of the
snapshot's number ``k``, the others under names made of ``k`` and their own number. Each part has a manifest
and a signature of its own, and says how many there are; a snapshot counts when every part of it is there.
"""

from __future__ import annotations

import hmac
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Annotated, TypeVar

import msgspec

from assist.casestate import CaseState, Count, Id
from assist.changesets import Op
from assist.crypto import labels, seal, sign
from assist.errors import DamagedFile
from assist.sync import bundles, names
from assist.sync.bundles import LARGEST, MIN_READER, SCHEMA, SMALLEST, CaseKey, SegmentRef, SignedChange
from assist.sync.circle import TeamKey
from assist.sync.shapes import is_op, is_state
from assist.unpacking import UNREADABLE

VERSION = 1
ROOM = 14 << 20
"""Bytes of sections in one part at most; the rest of an object is for its manifest, the keys and the padding."""
MOST_PARTS, MOST_SECTIONS = 256, 1 << 16
MOST_GRANTS, MOST_SAID = 20_000, 2_000
"""More wrapped keys, or more words of keys, than these are an attack on whoever tries them all."""
STEP = 1024
"""Bytes of which sections of protected work are a multiple: their size says little, as with bundles."""

Signer = Callable[[bytes, bytes], bytes]
"""Signs bytes under a label with the key of this profile."""


class SnapshotManifest(msgspec.Struct, array_like=True, frozen=True):
    """What the author signs; elements that a later version adds at the end are ignored.

    ``head`` is the hash of the manifest of bundle ``seq``, which the next bundle names; ``n`` its last change.
    """

    version: int
    stream: bytes
    k: int
    seq: Count
    n: Count
    head: bytes
    sections: tuple[SegmentRef, ...]
    part: int
    parts: int
    schema: int
    min_reader: int
    organisation: bytes
    team: bytes
    wall_ms: int


class EmptyPlace(msgspec.Struct, array_like=True, frozen=True):
    """A change of this stream that is kept back while its case is on hold; it may still come."""

    n: Count
    digest: bytes


class Holes(msgspec.Struct, array_like=True, frozen=True):
    """Places of another stream that came empty and were not filled since."""

    stream: Id
    places: tuple[Count, ...]


class Covers(msgspec.Struct, array_like=True, frozen=True):
    """A stream that ended and that this snapshot stands for as well: its last bundle and change, and what its author
    had told everybody."""

    stream: Id
    seq: Count
    n: Count
    head: bytes
    words: tuple[SignedChange, ...] = ()


class ForTeam(msgspec.Struct, array_like=True, frozen=True):
    """The part that the whole team reads; ``words`` are what the author told everybody, as it was signed.

    ``grants`` stand in a snapshot of protected work alone: keys of compartments, wrapped to their readers.
    ``covers`` counts in those of coordinators.
    """

    keys: tuple[CaseKey, ...] = ()
    empty: tuple[EmptyPlace, ...] = ()
    holes: tuple[Holes, ...] = ()
    words: tuple[SignedChange, ...] = ()
    grants: Annotated[tuple[bytes, ...], msgspec.Meta(max_length=MOST_GRANTS)] = ()
    covers: tuple[Covers, ...] = ()


class ProtectedState(msgspec.Struct, array_like=True, frozen=True):
    """What a section of protected work holds: a case, its protected half, and what is to be said of keys and readers.

    ``ops`` are operations as they stand in protected changes: to whom which key was given, and the ordinary key that
    the case had before it was hidden.
    """

    case: Id
    state: CaseState
    ops: Annotated[tuple[Op, ...], msgspec.Meta(max_length=MOST_SAID)] = ()


@dataclass(frozen=True, slots=True)
class SnapshotPart:
    """One opened object of a snapshot."""

    manifest: SnapshotManifest
    sections: tuple[bytes, ...]


Content = CaseState | ProtectedState | ForTeam
"""What a section may hold."""

_Held = TypeVar("_Held", CaseState, ProtectedState, ForTeam)
_manifests = msgspec.msgpack.Decoder(SnapshotManifest)
_states = msgspec.msgpack.Decoder(CaseState)
_protected = msgspec.msgpack.Decoder(ProtectedState)
_for_team = msgspec.msgpack.Decoder(ForTeam)


# -- sections -------------------------------------------------------------------------


def section_id(key: bytes, stream: bytes, k: int) -> bytes:
    """Tells the holder of a key which section it opens; of two snapshots nobody else can tell which belong together."""
    mark = hmac.new(key, labels.SECTION_ID + stream + k.to_bytes(8, "big"), sha256)
    return mark.digest()[: bundles.KEY_ID_BYTES]


def sealed_section(key: bytes, place: tuple[bytes, int, int, int], content: Content, step: int = 0) -> bytes:
    """A section for the holders of one key; ``place`` is stream, k, part and position in it. ``step``: padded so."""
    packed = zlib.compress(msgspec.msgpack.encode(content), 6)
    if step:
        packed = seal.pad_to_step(packed, step)
    return seal.seal(key, labels.SECTION, _place(place), packed)


def state_in(
    key: bytes, place: tuple[bytes, int, int, int], section: bytes, *, is_checked: bool = False
) -> CaseState:
    """The state of a case that a section holds; ``is_checked``: these very bytes were found to be sound before.

    Raises DamagedFile ``sync.segment`` for a wrong key, another place, and a state that contradicts itself.
    """
    state = _opened_section(_states, key, place, section)
    if is_checked:
        return state
    cursor = {each.stream: each.n for each in state.cursor}
    is_beyond = any(each.n > cursor.get(each.stream, 0) for each in state.live) or any(
        each.n > cursor.get(each.stream, 0) for each in state.parked)
    if state.extra or is_beyond or not is_state(state):
        raise DamagedFile("sync.segment")
    return state


def protected_in(key: bytes, place: tuple[bytes, int, int, int], section: bytes) -> ProtectedState:
    """The same of a section of protected work, whose cursor speaks of its author alone; raises DamagedFile."""
    held = _opened_section(_protected, key, place, section, padded=True)
    if held.state.extra or held.state.covered or not is_state(held.state) or not all(map(is_op, held.ops)):
        raise DamagedFile("sync.segment")
    return held


def for_team_in(key: bytes, place: tuple[bytes, int, int, int], section: bytes) -> ForTeam:
    """What the whole team reads; raises DamagedFile ``sync.segment``."""
    return _opened_section(_for_team, key, place, section)


def _opened_section(
    kind: msgspec.msgpack.Decoder[_Held], key: bytes, place: tuple[bytes, int, int, int], section: bytes, *,
    padded: bool = False,
) -> _Held:
    try:
        packed = seal.unseal(key, labels.SECTION, _place(place), section)
        return kind.decode(bundles.inflated(seal.unpad(packed) if padded else packed))
    except (*UNREADABLE, DamagedFile, zlib.error):
        raise DamagedFile("sync.segment") from None


def _place(place: tuple[bytes, int, int, int]) -> bytes:
    stream, k, part, at = place
    return stream + k.to_bytes(8, "big") + part.to_bytes(4, "big") + at.to_bytes(4, "big")


# -- writing --------------------------------------------------------------------------


@dataclass
class Draft:
    """A snapshot in the making: sections go in one by one, objects come out at the end."""

    stream: bytes
    k: int
    team_key: TeamKey
    step: int = 0
    _parts: list[list[tuple[SegmentRef, bytes]]] = field(default_factory=lambda: [[]])
    _keys: list[list[CaseKey]] = field(default_factory=lambda: [[]])
    _size: int = 0

    def add(
        self, opened: bytes, state: CaseState | ProtectedState, begins: int = -1, key: CaseKey | None = None
    ) -> None:
        """The state of a case, or of its protected half, under the key ``opened``; ``key`` is the same for newcomers.

        Raises DamagedFile for one too large to be sent at all.
        """
        part, at = len(self._parts) - 1, len(self._parts[-1]) + 1
        section = sealed_section(opened, (self.stream, self.k, part, at), state, self.step)
        if len(section) > ROOM:
            raise DamagedFile("sync.segment")
        if self._size + len(section) > ROOM:
            self._parts.append([])
            self._keys.append([])
            self._size = 0
            section = sealed_section(opened, (self.stream, self.k, part + 1, 1), state, self.step)
        mark = section_id(opened, self.stream, self.k)
        self._parts[-1].append((SegmentRef(mark, len(section), sha256(section).digest(), begins), section))
        self._keys[-1] += [] if key is None else [key]
        self._size += len(section)

    def objects(self, manifest: SnapshotManifest, shared: ForTeam, by: Signer) -> Iterator[tuple[str, bytes]]:
        """Names and bytes; the manifest's own list of sections and numbers of parts are replaced by theirs."""
        for part, (sections, keys) in enumerate(zip(self._parts, self._keys, strict=True)):
            team = msgspec.structs.replace(shared if part == 0 else ForTeam(), keys=tuple(keys))
            first = sealed_section(self.team_key.key, (self.stream, self.k, part, 0), team)
            mark = section_id(self.team_key.key, self.stream, self.k)
            refs = (SegmentRef(mark, len(first), sha256(first).digest()), *(ref for ref, _ in sections))
            full = msgspec.structs.replace(manifest, sections=refs, part=part, parts=len(self._parts))
            body = msgspec.msgpack.encode(full)
            framed = (len(body).to_bytes(4, "big") + body + by(labels.SNAPSHOT_SIGNATURE, body) + first
                      + b"".join(section for _, section in sections))
            name = names.snapshot_name(self.team_key.names, self.stream, self.k, part)
            yield name, _sealed(name, self.team_key.key, framed)


def _sealed(name: str, team_key: bytes, body: bytes) -> bytes:
    framed = len(body).to_bytes(4, "big") + body
    size = max(SMALLEST, seal.padme(len(framed) + seal.OVERHEAD))
    padded = framed + bytes(size - seal.OVERHEAD - len(framed))
    return seal.seal(team_key, labels.SNAPSHOT, name.encode("ascii"), padded)


# -- reading --------------------------------------------------------------------------


def opened(name: str, team_key: bytes, content: bytes, public: bytes) -> SnapshotPart:
    """Unseal, check who signed it and that every section is the one signed for; raises DamagedFile ``sync.object``."""
    if len(content) > LARGEST:
        raise DamagedFile("sync.object")
    try:
        body = seal.unpad(seal.unseal(team_key, labels.SNAPSHOT, name.encode("ascii"), content))
        end = 4 + int.from_bytes(body[:4], "big")
        raw, signature = body[4:end], body[end : end + sign.SIGNATURE_BYTES]
        if not sign.verify(public, labels.SNAPSHOT_SIGNATURE, raw, signature):
            raise DamagedFile("sync.object")
        manifest = _manifests.decode(raw)
        if not 0 < len(manifest.sections) <= MOST_SECTIONS or not 0 < manifest.parts <= MOST_PARTS:
            raise DamagedFile("sync.object")
        return SnapshotPart(manifest, bundles.parted(body[end + sign.SIGNATURE_BYTES :], manifest.sections))
    except (*UNREADABLE, DamagedFile):
        raise DamagedFile("sync.object") from None


def whole(parts: Sequence[SnapshotPart], expected: tuple[bytes, bytes, bytes, int]) -> bool:
    """Whether these are all parts of one snapshot of (organisation, team, stream, k), in order."""
    first = parts[0].manifest
    return len(parts) == first.parts and all(
        (each.manifest.organisation, each.manifest.team, each.manifest.stream, each.manifest.k) == expected
        and (each.manifest.seq, each.manifest.n, each.manifest.head) == (first.seq, first.n, first.head)
        and (each.manifest.part, each.manifest.parts) == (at, first.parts)
        for at, each in enumerate(parts))


def draft_manifest(circle_ids: tuple[bytes, bytes], stream: bytes, k: int, upto: tuple[int, int, bytes],
                   wall_ms: int) -> SnapshotManifest:
    """Of a snapshot of (organisation, team) up to (seq, n, head), without its sections."""
    seq, n, head = upto
    return SnapshotManifest(
        VERSION, stream, k, seq, n, head, (), 0, 1, SCHEMA, MIN_READER, *circle_ids, wall_ms)
