# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Making a package for a recipient: what it says of itself, who signs it, and putting its two files down."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from assist.crypto import labels, minisign
from assist.errors import NotFound, VaultShut
from assist.exchange import outgoing, package
from assist.exchange.package import Manifest, Sealed
from assist.gate import COUNTING, Clearance
from assist.ports import UnitOfWork
from assist.services.bench import Bench
from assist.services.paper import put_out
from assist.services.recipients import key_of

FEW = 5
"""A smaller number of people is not told exactly outside."""


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


def sealed(bench: Bench, work: UnitOfWork, manifest: Manifest, files: dict[str, bytes]) -> Sealed:
    """To the recipient's key and signed. Raises NotFound ``recipient.none``."""
    key = key_of(work, manifest.recipient_id)
    if not key:
        raise NotFound("recipient.none")
    return package.sealed(manifest, files, [key], signer(bench))


def put_down(folder: Path, manifest: Manifest, made: Sealed, clearance: Clearance, rows: int) -> Left:
    """Both files into a folder, the signature first."""
    file = folder / made.name
    put_out(folder / f"{made.name}{package.SIGNATURE}", made.signature, clearance)
    put_out(file, made.content, clearance)
    return Left(manifest.export_id, file, rows)


def few(count: int) -> str:
    """A number as it is told outside."""
    return str(count) if count >= FEW else f"<{FEW}"


def require_open(work: UnitOfWork) -> None:
    """While protected work is shut nobody can say that this is everybody. Raises VaultShut."""
    if not work.vault_open:
        raise VaultShut("vault.shut")
