# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an office does that receives packages: make its key, open them, keep what stands. Needs no workspace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from assist import gate
from assist.crypto import age, minisign
from assist.errors import BadInput
from assist.exchange import package, received
from assist.exchange.package import Package
from assist.gate import Clearance, Outgoing
from assist.places import make_folder, read_whole
from assist.services.paper import put_out

MEMORY = "amparo-received.json"
"""What a folder remembers of all packages: rows that stand, and references that must not come back."""
LONGEST_NAME = 80


def make_key(out: Path) -> str:
    """A new key into a file only its owner may read; returns the public half. Raises BadInput ``keygen.exists``."""
    if out.exists():
        raise BadInput("keygen.exists")
    secret, public = age.new_identity()
    put_out(out, f"# public key: {public}\n{secret}\n".encode(), _cleared())
    return public


def secrets_in(content: str) -> tuple[str, ...]:
    """The secret keys of an age key file."""
    lines = (line.strip() for line in content.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def signers_in(places: Iterable[Path]) -> dict[bytes, list[minisign.PublicKey]]:
    """Everybody whose packages are taken: files with public keys of minisign, or folders of them (``*.pub``). A file
    is one sender, called as the file is: colleagues of one organisation stand in it line by line.

    Raises BadInput ``receive.signer``.
    """
    found: dict[bytes, list[minisign.PublicKey]] = {}
    for place in places:
        for file in sorted(place.glob("*.pub")) if place.is_dir() else [place]:
            told = read_whole(file, minisign.LONGEST, "receive.signer")
            for key in minisign.public_keys(told, file.stem[:LONGEST_NAME]):
                found.setdefault(key.ident, []).append(key)
    if not found:
        raise BadInput("receive.signer")
    return found


def open_all(
    places: Iterable[Path], secrets: Sequence[str], signers: dict[bytes, list[minisign.PublicKey]],
) -> list[Package]:
    """Every package in these files and folders (``*.cmx``); one that is not right means that none is taken.

    Raises BadInput ``receive.none``, ``receive.package``, ``receive.signature``, ``receive.key``.
    """
    files = [file for place in places for file in (
        sorted(place.glob(f"*{package.ENDING}")) if place.is_dir() else [place])]
    if not files:
        raise BadInput("receive.none")
    return [package.opened(
        read_whole(file, package.LARGEST, "receive.package"),
        read_whole(file.with_name(file.name + package.SIGNATURE), minisign.LONGEST, "receive.signature"),
        secrets, signers) for file in files]


def into_folder(folder: Path, packages: Iterable[Package], *, parquet: bool = False) -> int:
    """Keep them beside what is there: one table for each schema. Returns how many were new.

    Where Parquet was wanted once, it is written from then on: a row that was taken back must be gone from every file.

    Raises BadInput ``receive.folder`` where the folder's memory is not readable.
    """
    make_folder(folder)
    memory = folder / MEMORY
    before = received.decoded(memory.read_bytes()) if memory.is_file() else ()
    held = {item.key for item in before}
    new = {item.key: item for item in map(received.kept, packages) if item.key not in held}
    now = received.standing((*before, *new.values()))
    clearance = _cleared()
    put_out(memory, received.encoded(now), clearance)
    parquet = parquet or any(folder.glob(f"*{received.PARQUET}"))
    for name, content in received.as_files(now, parquet=parquet).items():
        put_out(folder / name, content, clearance)
    return len(new)


def _cleared() -> Clearance:
    """What an office holds was given to it; nothing of a case here is in it."""
    return gate.clear(None, Outgoing(gate.OFFICE), date.today())
