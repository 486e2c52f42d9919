# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a store is and what opens it; neither ever shows itself in an error, a log or on a screen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import parse_qs, unquote, urlsplit

from assist.errors import StoreTrouble

PORTS = {"file": 0, "webdavs": 443, "webdav": 80, "sftp": 22, "s3": 443, "s3+http": 80}
"""Every scheme and its usual port."""

_OPEN_TO_READERS = {"webdav", "s3+http"}
"""Without TLS: only to this same machine."""

DEFAULT_REGION = "us-east-1"
"""What servers of one's own call the only region they have."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What opens a store, kept in ``case.db``; empty where it needs none.

    ``pin`` says who the other side must be: for SFTP the host's public key as ``ssh-ed25519 AAAA…``
    (never empty), for WebDAV and S3 the SHA-256 of its certificate in hexadecimal, which then stands
    instead of the authorities that the system trusts.
    """

    user: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    private_key: str = field(default="", repr=False)
    pin: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Address:
    """A read address. ``path`` begins with a slash and has none at its end."""

    scheme: str
    host: str = field(repr=False)
    port: int = field(repr=False)
    path: str = field(repr=False)
    region: str = field(default=DEFAULT_REGION, repr=False)

    @property
    def sealed(self) -> bool:
        """False when whoever listens could read along."""
        return self.scheme not in _OPEN_TO_READERS


def read_address(text: str) -> Address:
    """``file:///…``, ``webdavs://host/path``, ``sftp://host/path``, ``s3://host/bucket/path?region=…``.

    ``webdav://`` and ``s3+http://`` are taken to this same machine only. Raises ``store.address`` for
    anything else, also where a name or a password stands in the address: those are credentials.
    """
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        raise StoreTrouble("store.address") from None
    scheme, host = parts.scheme.lower(), parts.hostname or ""
    path = unquote(parts.path).rstrip("/")
    wrong = (
        scheme not in PORTS or parts.username is not None or parts.password is not None or bool(parts.fragment)
        or bool(host) == (scheme == "file") or any(part in {".", ".."} for part in path.split("/"))
        or re.search(r"[\x00-\x1f\x7f]", path + host) is not None
        or (scheme in _OPEN_TO_READERS and not _is_this_machine(host))
    )
    if wrong:
        raise StoreTrouble("store.address")
    region = parse_qs(parts.query).get("region", [DEFAULT_REGION])[0]
    return Address(scheme, host, port or PORTS[scheme], path, region)


def as_typed(text: str) -> str:
    """An address as people have it at hand: what a browser shows of a cloud, or a folder of this laptop."""
    text = text.strip()
    if text.lower().startswith("https://"):
        return "webdavs://" + text[len("https://"):]
    for kind in (PurePosixPath, PureWindowsPath):
        if kind(text).is_absolute():
            return kind(text).as_uri()
    return text


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
