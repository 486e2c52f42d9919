# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A package for a reporting system: sealed to its keys, signed beside it, opened with tools of anybody's.

``<random>.cmx`` is an age file around a ZIP without compression; ``<random>.cmx.minisig`` signs it. Every entry has
one name, one day and one place, so that the same content is the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import islice
from typing import BinaryIO

import msgspec

from assist.crypto import age, minisign
from assist.errors import BadInput
from assist.exchange.parts import Part, zipped

VERSION = 1
MANIFEST, DATA, NOTICE, LOSSES = "manifest.json", "data.json", "notice.txt", "losses.txt"
ENDING, SIGNATURE = ".cmx", ".minisig"
LARGEST = 200 << 20
"""Bytes of a package, sealed or open; more is refused before it is read."""
MOST_FILES, MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 20, 200_000, 500, 4_000
AT_ONCE = 500
"""Rows and receipts that are written at a time."""
_RECEIPTS, _LAST = b'"consent_receipts": ', b"\n]"
_NO_RECEIPTS = _RECEIPTS + b"[]"
"""No words of anybody can look so: in them a quotation mark would be written with a stroke before it."""

Cells = dict[str, str | list[str]]


class FileNote(msgspec.Struct, frozen=True):
    """One file of a package."""

    name: str
    sha256: str
    len: int


class Receipt(msgspec.Struct, frozen=True):
    """Which consent a row stands on: no name and no number of the case, a hash of what was explained, and its end."""

    receipt_id: str
    sha256: str
    scope: tuple[str, ...]
    expires: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a package says of itself.

    ``made``: the second, UTC, as ``2026-11-30T15:04:05Z``; later ones of the same sender count more. ``supersedes``:
    packages that this one replaces whole. ``retracts``: references whose rows in every earlier package are taken
    back. ``left_out``: by reason how many are not in it, as text, since a small number is not told exactly; whoever is
    under protection is not counted. ``blanked``: columns emptied or made coarser, and for how many rows; ``merged``:
    columns in which several of our codes became one.
    """

    v: int
    export_id: str
    recipient_id: str
    purpose: str
    legal_basis: str
    made: str
    schema: str
    reference: str
    records: int
    consent_receipts: tuple[Receipt, ...] = ()
    supersedes: tuple[str, ...] = ()
    retracts: tuple[str, ...] = ()
    left_out: dict[str, str] = {}
    blanked: dict[str, str] = {}
    merged: dict[str, str] = {}
    files: tuple[FileNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """A package that was opened and found whole. ``sender``: which key signed it."""

    sender: str
    manifest: Manifest
    rows: tuple[Cells, ...]


@dataclass(frozen=True)
class Sealed:
    """The two files that leave, under a name that says nothing."""

    name: str
    content: bytes
    signature: bytes

    @cached_property
    def sha256(self) -> str:
        """Of the sealed file, reckoned once: every receipt of a row asks for it."""
        return sha256(self.content).hexdigest()


def sealed(manifest: Manifest, files: Mapping[str, bytes], keys: Sequence[str], signer: minisign.Signer) -> Sealed:
    """Seal it to every key and sign it. Raises BadInput ``recipient.key``, ``recipient.none``."""
    out = io.BytesIO()
    _said, signature = seal(out, manifest, {name: Part(body) for name, body in files.items()}, (keys, signer))
    return Sealed(name_of(manifest), out.getvalue(), signature)


def seal(
    out: BinaryIO, manifest: Manifest, parts: Mapping[str, Part], whom: tuple[Sequence[str], minisign.Signer],
    receipts: Iterable[Receipt] = (),
) -> tuple[str, bytes]:
    """The same into a stream, as it comes: the SHA-256 of what was written there, in hexadecimal, and its signature.

    ``whom``: to which keys, and who signs. ``receipts``: in the place of those of the manifest, and never all at once
    in memory. Raises BadInput ``recipient.key``, ``recipient.none``, and whatever the stream raises.
    """
    keys, signer = whom
    if not keys:
        raise BadInput("recipient.none")
    notes = tuple(FileNote(name, part.sha256, part.size) for name, part in sorted(parts.items()))
    told = _manifest(msgspec.structs.replace(manifest, files=notes), receipts)
    through = _Summed(out)
    age.encrypt(zipped({**parts, MANIFEST: told}), through, *keys)
    comment = f"export {manifest.export_id} recipient {manifest.recipient_id} {manifest.made}"
    return through.sha256.hexdigest(), signer.signature_of(through.digest, comment)


def name_of(manifest: Manifest) -> str:
    """How the sealed file is called: it says nothing."""
    return manifest.export_id + ENDING


class _Summed:
    """A stream of which all that goes through is summed."""

    def __init__(self, out: BinaryIO) -> None:
        self._out, self.sha256, self.digest = out, sha256(), minisign.digesting()

    def write(self, content: bytes, /) -> int:
        """Into the stream."""
        self.sha256.update(content)
        self.digest.update(content)
        return self._out.write(content)

    def flush(self) -> None:
        """The stream as well."""
        self._out.flush()


def _manifest(manifest: Manifest, receipts: Iterable[Receipt]) -> Part:
    """In lines, for people who open it. Receipts are put in some at a time, where none stand."""
    head, none, rest = _lines(manifest).partition(_NO_RECEIPTS)
    part, waiting, before = Part(head), iter(receipts), _RECEIPTS + b"["
    while some := list(islice(waiting, AT_ONCE)):
        part.write(before + _lines(some)[1:-len(_LAST)].replace(b"\n", b"\n "))
        before = b","
    part.write(b"\n ]" if before == b"," else none)
    part.write(rest)
    return part


def _lines(told: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(told), indent=1)


def opened(
    content: bytes, signature: bytes, secrets: Sequence[str], signers: Mapping[bytes, list[minisign.PublicKey]],
) -> Package:
    """A package, once its signature is one of these people's, every byte is right and every sign in it is expected.

    Raises BadInput ``receive.signature``, ``receive.package``, ``receive.key``.
    """
    if len(content) > LARGEST:
        raise BadInput("receive.package")
    signer, comment = minisign.verified(dict(signers), content, signature)
    files = _unpacked(age.opened(content, secrets))
    try:
        manifest = msgspec.json.decode(files.pop(MANIFEST, b""), type=Manifest)
        rows = msgspec.json.decode(files.get(DATA, b"[]"), type=list[Cells])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise BadInput("receive.package") from None
    said = {note.name: (note.sha256, note.len) for note in manifest.files}
    found = {name: (sha256(body).hexdigest(), len(body)) for name, body in files.items()}
    is_right = said == found and comment == (
        f"export {manifest.export_id} recipient {manifest.recipient_id} {manifest.made}")
    if not is_right or not _is_plausible(manifest, rows):
        raise BadInput("receive.package")
    return Package(signer.sender, manifest, tuple(rows))


def _unpacked(content: bytes) -> dict[str, bytes]:
    """The files of the ZIP, by names that are no paths; nothing is ever unpacked to a disk."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if (len(entries) > MOST_FILES or len(names) != len(entries)
                    or any(entry.compress_type != zipfile.ZIP_STORED for entry in entries)
                    or sum(entry.file_size for entry in entries) > LARGEST):
                raise BadInput("receive.package")
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, RuntimeError):
        raise BadInput("receive.package") from None


def _is_plausible(manifest: Manifest, rows: list[Cells]) -> bool:
    """Whether later steps may rely on it: bounded, without signs no database takes, one reference to a row."""
    references = [row.get(manifest.reference) for row in rows]
    told = (manifest.export_id, manifest.made, manifest.schema, *manifest.supersedes, *manifest.retracts)
    return (manifest.v == VERSION and manifest.records == len(rows) <= MOST_ROWS
            and bool(manifest.export_id) and len(manifest.made) == 20 and manifest.made.endswith("Z")
            and all(text.isprintable() and len(text) <= 200 for text in told)
            and all(isinstance(each, str) and each for each in references)
            and len(set(map(str, references))) == len(rows)
            and len({name for row in rows for name in row}) <= MOST_COLUMNS
            and all(_is_plain(name) and all(map(_is_plain, [said] if isinstance(said, str) else said))
                    for row in rows for name, said in row.items()))


def _is_plain(text: str) -> bool:
    return len(text) <= LONGEST_CELL and "\x00" not in text
