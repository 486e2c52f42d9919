# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The backup file: an uncompressed zip of ciphertext, and a manifest that says what belongs in it."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from assist.errors import BadInput, NewerFile, NotFound

FORMAT = 1
SUFFIX = ".amparo-backup"
MANIFEST = "manifest.json"
MEMBERS = ("slot.bin", "machine.bin", "case.db", "vault.db")
VAULT_LOG = "vault.db-wal"
"""Only there when the vault was shut and had been closed by a power cut."""

_SMALL = 1 << 20
_DATABASES = frozenset({"case.db", "vault.db", VAULT_LOG})
_CHUNK = 1 << 20
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_PRIVATE = 0o600 << 16


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file in a backup."""

    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What a backup holds. ``format`` is read first: of a later one nothing else is believed."""

    format: int
    made_ms: int
    files: dict[str, Part]


def write_package(target: Path, parts: Mapping[str, Path], made_ms: int) -> None:
    """Pack the named files; ``target`` exists already and is private."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        files = {name: _add(archive, name, path) for name, path in parts.items()}
        manifest = Manifest(FORMAT, made_ms, files)
        archive.writestr(_entry(MANIFEST), msgspec.json.format(msgspec.json.encode(manifest), indent=1))


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _NO_TIME)
    entry.external_attr = _PRIVATE
    return entry


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> Part:
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as source, archive.open(_entry(name), "w", force_zip64=True) as target:
        for chunk in iter(lambda: source.read(_CHUNK), b""):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return Part(size, digest.hexdigest())


class Package:
    """An open backup file whose list of contents has been checked; the contents when they are read."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive = archive
        self.manifest = manifest

    def chunks(self, name: str) -> Iterator[bytes]:
        """One file piece by piece; after the last piece its hash must be right."""
        part = self.manifest.files[name]
        digest = hashlib.sha256()
        with _readable(), self._archive.open(name) as source:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                yield chunk
        if digest.hexdigest() != part.sha256:
            raise BadInput("backup.unreadable")


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """Open a backup that came from anywhere; nothing in it is believed before it is checked."""
    with _readable():
        archive = zipfile.ZipFile(path)
    with archive:
        _refuse_foreign(archive, path.stat().st_size)
        with _readable():
            manifest = _manifest(archive.read(MANIFEST))
        _refuse_mismatch(archive, manifest)
        yield Package(archive, manifest)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise NotFound("backup.missing") from None
    except (zipfile.BadZipFile, msgspec.MsgspecError, OSError, ValueError, KeyError, EOFError, NotImplementedError):
        raise BadInput("backup.unreadable") from None


def _manifest(data: bytes) -> Manifest:
    manifest = msgspec.json.decode(data, type=Manifest)
    if manifest.format > FORMAT:
        raise NewerFile("backup.newer", found=manifest.format, known=FORMAT)
    return manifest


def _refuse_foreign(archive: zipfile.ZipFile, size: int) -> None:
    """Only our names, each once, nothing compressed: so nothing can unpack to more than it weighs."""
    names = [entry.filename for entry in archive.infolist()]
    expected = {*MEMBERS, MANIFEST}
    entries = archive.infolist()
    is_ours = (
        len(names) == len(set(names))
        and expected <= set(names) <= expected | {VAULT_LOG}
        and all(entry.compress_type == zipfile.ZIP_STORED for entry in entries)
        and all(entry.file_size == entry.compress_size for entry in entries)
        and all(entry.file_size <= _SMALL for entry in entries if entry.filename not in _DATABASES)
        and sum(entry.file_size for entry in entries) <= size
    )
    if not is_ours:
        raise BadInput("backup.unreadable")


def _refuse_mismatch(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    sizes = {entry.filename: entry.file_size for entry in archive.infolist() if entry.filename != MANIFEST}
    if sizes != {name: part.bytes for name, part in manifest.files.items()}:
        raise BadInput("backup.unreadable")
