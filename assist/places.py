# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where things lie on a laptop, for their owner's eyes only, and who may use them right now."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

from assist.errors import BadInput, Busy, NoRoom

if TYPE_CHECKING:
    from filelock import BaseFileLock

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
OTHERS = 0o077

MIB = 1 << 20
LEAST_ROOM = 100 * MIB
"""Below this nothing new is begun; an open form may still be finished (security-and-sync.md 4.6)."""
LITTLE_ROOM = 500 * MIB

_PROFILE = re.compile(r"[0-9a-f]{32}")
_LEFTOVER = ".amparo-new-"
_LEFTOVER_SECONDS = 3600


# -- layout ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Profile:
    """The folder of one person on one laptop; its name is random, nobody's name is on the disk."""

    folder: Path

    @property
    def slot(self) -> Path:
        """The sealed keys."""
        return self.folder / "slot.bin"

    @property
    def slot_before(self) -> Path:
        """The sealed keys before the last change, kept until one sign-in has worked."""
        return self.folder / "slot.old"

    @property
    def case_db(self) -> Path:
        """The ordinary database."""
        return self.folder / "case.db"

    @property
    def vault_db(self) -> Path:
        """The protected database; there even when it is empty."""
        return self.folder / "vault.db"

    @property
    def blobs(self) -> Path:
        """Sealed attachments."""
        return self.folder / "blob"

    @property
    def backups(self) -> Path:
        """Backups that were checked when they were made."""
        return self.folder / "bak"


@dataclass(frozen=True, slots=True)
class Workspace:
    """One folder with everything of one laptop: a random salt, the relay, and a folder per profile."""

    root: Path

    @property
    def machine(self) -> Path:
        """The salt of this laptop and its key derivation settings; not secret."""
        return self.root / "machine.bin"

    @property
    def relay(self) -> Path:
        """Sealed objects on their way to colleagues."""
        return self.root / "relay"

    @property
    def exists(self) -> bool:
        """Whether a workspace was made here."""
        return self.machine.is_file()

    def make(self) -> None:
        """Make the folders, private; those that are there become private too."""
        for folder in (self.root, self.relay, self.root / "p"):
            make_folder(folder)

    def profiles(self) -> list[Profile]:
        """Every finished profile, in no order that says anything."""
        return [Profile(slot.parent) for slot in sorted(self.root.glob("p/*/slot.bin")) if _is_profile(slot.parent)]

    def profile(self, name: str) -> Profile:
        """The profile with this random name."""
        if not _PROFILE.fullmatch(name):
            raise ValueError("a profile name has 32 hexadecimal digits")
        return Profile(self.root / "p" / name)

    def new_profile(self) -> Profile:
        """Make the folders of a profile that does not exist yet."""
        profile = self.profile(os.urandom(16).hex())
        for folder in (profile.folder, profile.blobs, profile.backups):
            make_folder(folder)
        return profile


def _is_profile(folder: Path) -> bool:
    return _PROFILE.fullmatch(folder.name) is not None


# -- private files -----------------------------------------------------------------


def keep_others_out() -> None:
    """Make every file this process creates from now on private, whoever creates it."""
    os.umask(OTHERS)


@contextmanager
def on_disk() -> Iterator[None]:
    """Say in our words what the operating system says of a full, sealed or failing disk; the path is dropped."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoRoom("disk.full") from None
        sealed = error.errno in (errno.EROFS, errno.EACCES, errno.EPERM)
        raise NoRoom("disk.read_only" if sealed else "disk.failed") from None


def make_folder(folder: Path) -> None:
    """Have this folder, and let nobody else look in."""
    with on_disk():
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        folder.chmod(PRIVATE_FOLDER)


def write_private(path: Path, data: bytes) -> None:
    """Replace a small file at once: after a power cut there is the old one or the new one, whole."""
    with private_file(path) as file:
        file.write(data)


@contextmanager
def private_file(path: Path) -> Iterator[BinaryIO]:
    """The same for a file that is written bit by bit: none of that name, or the old one, until all of it is there.

    Where the system can, what is half written has no name at all, and is gone with whoever wrote it.
    """
    with on_disk():
        handle, name = _nameless(path.parent) or tempfile.mkstemp(prefix=_LEFTOVER, dir=path.parent)
        new = Path(name or path.parent / f"{_LEFTOVER}{os.urandom(8).hex()}")
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
                is_there = not name and _is_named(file.fileno(), path)
                if not name and not is_there:  # something else has that name: only a name can take its place
                    _is_named(file.fileno(), new)
            if not is_there:
                new.replace(path)
        except BaseException:
            new.unlink(missing_ok=True)
            raise
        flush_folder(path.parent)


def _nameless(folder: Path) -> tuple[int, str] | None:
    """A file without a name in this folder; None where the system or the disk has no such thing."""
    kind = getattr(os, "O_TMPFILE", 0)
    if not kind or not Path("/proc/self/fd").is_dir():
        return None
    with suppress(OSError):
        return os.open(folder, os.O_WRONLY | kind, PRIVATE_FILE), ""
    return None


def _is_named(handle: int, new: Path) -> bool:
    """Give a file without a name this one; False when it is taken."""
    folder = os.open(new.parent, os.O_RDONLY)
    try:  # with a folder named, the system looks through the link at the file itself
        os.link(f"/proc/self/fd/{handle}", new.name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=True)
    except FileExistsError:
        return False
    finally:
        os.close(folder)
    return True


def replace_and_wipe(path: Path, data: bytes) -> None:
    """The same, and what the file held before is written over: for keys that nobody shall find again.

    A solid-state disk may keep a copy where no program reaches.
    """
    with on_disk(), path.open("r+b") as before:
        size = path.stat().st_size
        write_private(path, data)
        if os.name != "nt":  # there the open file would have kept its name
            before.write(os.urandom(size))
            before.flush()
            os.fsync(before.fileno())


def wipe(path: Path) -> None:
    """Write over a small file, then delete it; one that is not there is none."""
    if not path.is_file():
        return
    with on_disk():
        with path.open("r+b") as file:
            file.write(os.urandom(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Make names given in this folder survive a power cut; Windows does that by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Remove what writes that a power cut interrupted more than an hour ago left behind."""
    for leftover in folder.glob(_LEFTOVER + "*"):
        with suppress(OSError):
            if leftover.stat().st_mtime < time.time() - _LEFTOVER_SECONDS:
                leftover.unlink()


# -- room --------------------------------------------------------------------------


def room_left(folder: Path) -> int:
    """Free bytes where this folder is or will be."""
    with on_disk():
        return shutil.disk_usage(nearest(folder)).free


def is_room_low(folder: Path, left: Callable[[Path], int] = room_left) -> bool:
    """Whether to warn; with too little room to begin anything, ``disk.low`` is raised instead."""
    free = left(folder)
    if free < LEAST_ROOM:
        raise NoRoom("disk.low", free_mib=free // MIB)
    return free < LITTLE_ROOM


def nearest(folder: Path) -> Path:
    """The folder itself, or the closest one above it that exists."""
    folder = folder.absolute()
    # os.path, because Path.exists raises where it may not look.
    while not os.path.exists(folder) and folder != folder.parent:
        folder = folder.parent
    return folder


# -- one at a time -----------------------------------------------------------------


class Claim:
    """The right to use a workspace: one window or one command at a time (ruling 71).

    The operating system frees it when the process ends, however it ends. Release it before
    the program replaces itself by a new one.
    """

    def __init__(self, root: Path) -> None:
        self._path = root / ".lock"
        self._lock: BaseFileLock | None = None

    @property
    def is_held(self) -> bool:
        """Whether this process has the workspace."""
        return self._lock is not None

    def take(self) -> None:
        """Take it, or raise ``workspace.busy`` at once."""
        from filelock import FileLock, Timeout  # only the start of the program needs it

        lock = FileLock(self._path, timeout=0, mode=PRIVATE_FILE, thread_local=False)
        with on_disk():
            # The time-out is an OSError too: it must be asked first.
            try:
                lock.acquire()
            except Timeout:
                raise Busy("workspace.busy") from None
        self._lock = lock

    def release(self) -> None:
        """Let others have it."""
        if self._lock is not None:
            self._lock.release(force=True)
            self._lock = None

    def __enter__(self) -> Self:
        self.take()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def read_whole(path: Path, most: int, otherwise: str) -> bytes:
    """A whole file that is not larger than this; raises BadInput ``otherwise``."""
    try:
        with path.open("rb") as source:
            content = source.read(most + 1)
    except OSError:
        raise BadInput(otherwise) from None
    if len(content) > most:
        raise BadInput(otherwise)
    return content
