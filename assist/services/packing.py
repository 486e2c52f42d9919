# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Making a package for a recipient: what it says of itself, who signs it, and putting its two files down."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from assist.crypto import labels, minisign
from assist.errors import NotFound, VaultShut
from assist.exchange import outgoing, package
from assist.exchange.package import Manifest, Receipt, Sealed
from assist.exchange.parts import Part
from assist.gate import COUNTING, Clearance
from assist.ports import UnitOfWork
from assist.services.bench import Bench
from assist.services.paper import put_out, putting_out
from assist.services.recipients import key_of

FEW = 5
"""A smaller number of people is not told exactly outside."""


Whom = tuple[Sequence[str], minisign.Signer]
"""To which keys something is sealed, and who signs it."""
Progress = Callable[[int, int], object]
"""Told how many of how many steps are done. What it raises ends the act, with nothing done."""


def nobody_waits(done: int, of: int) -> None:
    """Progress that nobody looks at."""


class Steps:
    """The steps of a long act, told one by one to whoever waits."""

    def __init__(self, progress: Progress, of: int) -> None:
        self._progress, self._of, self._done = progress, of, 0

    def still(self, _done: int = 0) -> bool:
        """As many as before, to whoever wants to stop it; always true."""
        self._progress(self._done, self._of)
        return True

    def one_more(self) -> None:
        """Another one is done; raises what whoever waits raises."""
        self._done += 1
        self._progress(self._done, self._of)


@dataclass(frozen=True, slots=True)
class Left:
    """What left: the package's number, its file and how many rows."""

    export_id: str
    file: Path
    rows: int


def signer(bench: Bench) -> minisign.Signer:
    """What this person signs packages with."""
    return minisign.Signer(sha256(bench.ring.sign_as(labels.EXPORT_KEY, b"")).digest())


def blank(bench: Bench, recipient: str, schema: str) -> Manifest:
    """A manifest without rows, under a new number."""
    at = datetime.fromtimestamp(bench.clock.now_ms() // 1000, UTC)
    return Manifest(
        package.VERSION, secrets.token_hex(8), recipient, COUNTING, "consent", at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        schema, outgoing.REFERENCE, 0)


def key_for(work: UnitOfWork, recipient: str) -> str:
    """What is sealed to. Raises NotFound ``recipient.none``."""
    key = key_of(work, recipient)
    if not key:
        raise NotFound("recipient.none")
    return key


def sealed(bench: Bench, work: UnitOfWork, manifest: Manifest, files: dict[str, bytes]) -> Sealed:
    """To the recipient's key and signed. Raises NotFound ``recipient.none``."""
    return package.sealed(manifest, files, [key_for(work, manifest.recipient_id)], signer(bench))


def put_down(folder: Path, manifest: Manifest, made: Sealed, clearance: Clearance, rows: int) -> Left:
    """Both files into a folder, the signature first."""
    file = folder / made.name
    put_out(folder / f"{made.name}{package.SIGNATURE}", made.signature, clearance)
    put_out(file, made.content, clearance)
    return Left(manifest.export_id, file, rows)


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a large package. ``receipts`` come one by one."""

    manifest: Manifest
    parts: Mapping[str, Part]
    receipts: Iterable[Receipt]


@dataclass(frozen=True, slots=True)
class Made:
    """A package that is sealed; ``sha256`` of its file, in hexadecimal."""

    manifest: Manifest
    file: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class To:
    """Where a package goes. ``files``: when they are left, it and its signature have their names."""

    files: ExitStack
    folder: Path
    clearance: Clearance


def seal_into(to: To, contents: Contents, whom: Whom) -> Made:
    """A package and its signature, sealed and on the disk already, without their names; the signature has its first.

    So a full disk says so before there is a receipt, and whatever fails until then leaves no file.
    """
    file = to.folder / package.name_of(contents.manifest)
    out = to.files.enter_context(putting_out(file, to.clearance))
    beside = to.files.enter_context(putting_out(to.folder / f"{file.name}{package.SIGNATURE}", to.clearance))
    told, signature = package.seal(out, contents.manifest, contents.parts, whom, contents.receipts)
    beside.write(signature)
    for each in (out, beside):
        each.flush()
        os.fsync(each.fileno())
    return Made(contents.manifest, file, told)


def few(count: int) -> str:
    """A number as it is told outside."""
    return str(count) if count >= FEW else f"<{FEW}"


def require_open(work: UnitOfWork) -> None:
    """While protected work is shut nobody can say that this is everybody. Raises VaultShut."""
    if not work.vault_open:
        raise VaultShut("vault.shut")
