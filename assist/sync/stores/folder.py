# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder as a store: the relay of this laptop, a stick, a shared folder, or one another program carries."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from assist.errors import StoreTrouble
from assist.sync.stores import shelves

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_NOT_OURS = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO, errno.EISDIR}
_READ = (os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
         | getattr(os, "O_CLOEXEC", 0))
"""Without following a link or waiting for a pipe: either may have been put there under a name of ours."""

SPARE = 2**20
"""Bytes that stay free on the disk."""

EVER_THE_SAME = 946_684_800
"""The time of every file and folder: 1 January 2000, so that times say nothing."""


class FolderStore:
    """Objects as files. The root is never made here: a stick that is not plugged in must not become a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, name: str, content: bytes) -> None:
        """Keep an object, whole or not at all."""
        shelves.keep(self, name, content)

    def get(self, name: str) -> bytes | None:
        """The whole object; None when there is none."""
        path = self._root / shelves.place_of(name)
        with _troubles("store.refused"):
            self._expect_root()
            if path.parent.is_symlink():
                return None
            try:
                return _read(path)
            except OSError as error:
                if error.errno in _NOT_OURS:
                    return None
                raise

    def list(self, prefix: str) -> frozenset[str]:
        """Names of the objects that begin so; takes away what was left unfinished."""
        with _troubles("store.refused"):
            self._expect_root()
            return frozenset(self._names(prefix))

    def delete(self, name: str) -> None:
        """Take an object away."""
        path = self._root / shelves.place_of(name)
        with _troubles("store.read_only"):
            self._expect_root()
            if not path.parent.is_symlink():
                path.unlink(missing_ok=True)

    def close(self) -> None:
        """Nothing is held open between calls."""

    # -- for ``shelves.keep`` -----------------------------------------------------------

    def create(self, name: str, content: bytes) -> bool:
        """Keep an object whole; False when somebody else was faster, where the disk can tell."""
        return self._write(name, content, _first)

    def replace(self, name: str, content: bytes) -> None:
        """Put whole bytes where half of them lie."""
        self._write(name, content, _over)

    # -- inside -------------------------------------------------------------------------

    def _write(self, name: str, content: bytes, give: Callable[[Path, Path], bool]) -> bool:
        """Write beside it, make that last, then give it its name."""
        path = self._root / shelves.place_of(name)
        with _troubles("store.read_only"):
            if shutil.disk_usage(self._root).free < len(content) + SPARE:
                raise StoreTrouble("store.full")
            path.parent.mkdir(mode=0o700, exist_ok=True)
            if path.parent.is_symlink():
                raise StoreTrouble("store.answer")
            beside = path.with_name(shelves.temporary(name))
            try:
                _write(beside, content)
                given = give(beside, path)
            except BaseException:
                with suppress(OSError):
                    beside.unlink()
                raise
            for folder in (path.parent, self._root):
                _settle(folder)
            return given

    def _expect_root(self) -> None:
        if not self._root.is_dir():
            raise StoreTrouble("store.unreachable")

    def _names(self, prefix: str) -> Iterator[str]:
        with os.scandir(self._root) as found:
            rooms = [entry for entry in found if shelves.may_hold(entry.name, prefix)]
        for room in rooms:
            if not room.is_dir(follow_symlinks=False):
                continue
            with os.scandir(room.path) as found:
                for entry in found:
                    if shelves.fits(entry.name, room.name, prefix) and entry.is_file(follow_symlinks=False):
                        yield entry.name
                    elif shelves.is_abandoned(entry.name):
                        with suppress(OSError):
                            Path(entry.path).unlink()


def _read(path: Path) -> bytes | None:
    with open(os.open(path, _READ), "rb") as file:
        kind = os.fstat(file.fileno())
        if not stat.S_ISREG(kind.st_mode):
            return None
        if kind.st_size > shelves.LARGEST:
            raise StoreTrouble("store.answer")
        return file.read(shelves.LARGEST)


def _write(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    with open(os.open(path, flags, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.utime(path, (EVER_THE_SAME, EVER_THE_SAME))
        os.fsync(file.fileno())


def _first(beside: Path, path: Path) -> bool:
    """A second link refuses a name that is taken; sticks have no links, and there the look before must do."""
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        beside.unlink()
        return False
    except OSError:
        return _over(beside, path)
    beside.unlink()
    return True


def _over(beside: Path, path: Path) -> bool:
    beside.replace(path)
    return True


def _settle(folder: Path) -> None:
    """Make the new name last, and take from the folder when that was; systems without either go without."""
    with suppress(OSError):
        os.utime(folder, (EVER_THE_SAME, EVER_THE_SAME))
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # some shares cannot; their server answers for it
            raise
    finally:
        os.close(handle)


@contextmanager
def _troubles(forbidden: str) -> Iterator[None]:
    """Say what the system said by one of our codes; ``forbidden`` is what not being allowed means here."""
    try:
        yield
    except OSError as error:
        raise StoreTrouble(_code(error, forbidden)) from None


def _code(error: OSError, forbidden: str) -> str:
    if error.errno in _FULL:
        return "store.full"
    if error.errno == errno.EROFS:
        return "store.read_only"
    if error.errno in _FORBIDDEN:
        return forbidden
    return "store.slow" if error.errno == errno.ETIMEDOUT else "store.unreachable"
