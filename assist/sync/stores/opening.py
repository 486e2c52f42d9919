# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From an address to a store, whatever its kind.

A kind is read when a place of it is opened: they speak to networks with large libraries, and most days the place is a
folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from assist.errors import StoreTrouble
from assist.ports import Store
from assist.sync.stores.addresses import Address, Credentials, read_address
from assist.sync.stores.folder import FolderStore

PATIENCE = 30.0
"""Seconds that the other side may say nothing."""


class Opened(Store, Protocol):
    """A store that holds something open until it is closed."""

    def close(self) -> None:
        """Let go of connections."""
        ...


@contextmanager
def open_store(address: str, credentials: Credentials | None = None, patience: float = PATIENCE) -> Iterator[Store]:
    """The store at an address, closed at the end of the block.

    Nothing is asked of it yet, so a wrong address or a missing library shows here and everything
    else at the first call.
    """
    store = _opened(read_address(address), credentials or Credentials(), patience)
    try:
        yield store
    finally:
        store.close()


def shown_identity(address: str, patience: float = PATIENCE) -> str:
    """What ``Credentials.pin`` would be if the right server answers now; a person compares it before it is kept.

    Empty where nothing can be pinned.
    """
    read = read_address(address)
    if read.scheme == "sftp":
        from assist.sync.stores.sftp import host_key_of

        return host_key_of(read, patience)
    from assist.sync.stores.web import certificate_of

    return certificate_of(read, patience) if read.host and read.sealed else ""


def _opened(address: Address, credentials: Credentials, patience: float) -> Opened:
    if address.scheme == "file":
        return FolderStore(_folder(address.path))
    if address.scheme == "sftp":
        from assist.sync.stores.sftp import SftpStore

        return SftpStore(address, credentials, patience)
    if address.scheme in {"s3", "s3+http"}:
        from assist.sync.stores.s3 import S3Store

        return S3Store(address, credentials, patience)
    from assist.sync.stores.webdav import WebdavStore

    return WebdavStore(address, credentials, patience)


def _folder(path: str) -> Path:
    if os.name == "nt":
        path = re.sub(r"^/(?=[A-Za-z]:)", "", path)
    if not Path(path).is_absolute():
        raise StoreTrouble("store.address")
    return Path(path)
