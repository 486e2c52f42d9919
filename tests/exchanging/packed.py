# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Packages for the tests: senders and a receiving office with real keys."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

import msgspec

from assist.crypto import age, minisign
from assist.exchange import package
from assist.exchange.package import Manifest, Sealed

SIGNER = minisign.Signer(hashlib.sha256(b"the sender of the tests").digest())


def manifest(rows: int, **said: object) -> Manifest:
    """A manifest with what every package says."""
    told: dict[str, object] = {
        "v": 1, "export_id": secrets.token_hex(8), "recipient_id": "an office", "purpose": "reporting_export",
        "legal_basis": "consent", "made": "2026-11-30T10:00:00Z", "schema": "htcds-2.0", "reference": "x_Reference",
        "records": rows}
    return Manifest(**{**told, **said})  # type: ignore[arg-type]


def sealed(rows: list[dict], key: str, signer: minisign.Signer = SIGNER, **said: object) -> Sealed:
    """A package with these rows."""
    return package.sealed(manifest(len(rows), **said), {
        package.DATA: msgspec.json.encode(rows), package.NOTICE: b"Only for the purpose it was given for.\n"},
        [key], signer)


def rows(count: int, start: int = 0, gender: str = "Feminine") -> list[dict]:
    """Invented rows."""
    return [{"x_Reference": f"R{at:06}", "prs_Gender": gender, "vic_TypeOfExploitation": ["A", "B"]}
            for at in range(start, start + count)]


def put(folder: Path, made: Sealed) -> Path:
    """Both files on the disk."""
    folder.mkdir(exist_ok=True)
    (folder / made.name).write_bytes(made.content)
    (folder / f"{made.name}.minisig").write_bytes(made.signature)
    return folder / made.name


def office(folder: Path) -> tuple[Path, str]:
    """A key file of whoever receives, and its public half."""
    secret, public = age.new_identity()
    file = folder / "office.key"
    file.write_text(f"# public key: {public}\n{secret}\n")
    file.chmod(0o600)
    return file, public
