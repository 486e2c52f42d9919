# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Folders where an encrypted database must not live: half-synced or remote files lose work.

SQLite's write-ahead log needs a local file system; a cloud folder copies the database and its
log at different moments, and FAT has neither permissions nor a journal.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from assist.errors import NoRoom, UnsafePlace
from assist.places import nearest

_NETWORK = frozenset({
    "9p", "afpfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "davfs2", "drvfs", "fuse.ceph", "fuse.curlftpfs",
    "fuse.davfs", "fuse.davfs2", "fuse.gcsfuse", "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.s3fs",
    "fuse.smbnetfs", "fuse.sshfs", "fuse.vmhgfs-fuse", "ftp", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2",
    "prl_fs", "remote", "smb", "smb2", "smb3", "smbfs", "sshfs", "vboxsf", "vmhgfs", "webdav",
})  # fmt: skip
"""File systems of other machines, those of the host of a virtual machine included."""

_FAT = frozenset({"exfat", "exfat-fuse", "fat", "fat12", "fat16", "fat32", "fuse.exfat", "msdos", "umsdos", "vfat"})

_CLOUD_NAMES = frozenset({
    "box sync", "cloudstorage", "drivefs", "dropbox", "google drive", "googledrive", "icloud drive", "icloud photos",
    "iclouddrive", "mega", "megasync", "mobile documents", "my drive", "nextcloud", "onedrive", "owncloud", "pcloud",
    "pcloud drive", "pcloud sync", "pclouddrive", "proton drive", "seafile", "seadrive", "syncthing", "tresorit",
    "yandex.disk",
})  # fmt: skip
_CLOUD_WITH_ACCOUNT = re.compile(r"(onedrive|google ?drive|nextcloud|owncloud|dropbox|icloud drive)( -|-| \(|@)")
"""``OneDrive - Some Shelter``, ``Dropbox (Some Shelter)``, ``GoogleDrive-someone@…``."""

_CLOUD_FILES = (".dropbox", ".stignore", ".849C9593-D756-4E56-8D6E-42412F2A707B")
_CLOUD_ENTRIES = (".dropbox.cache", ".stfolder", ".tmp.drivedownload", ".tmp.driveupload", ".pcloud", ".seafile-data")
_CLOUD_JOURNALS = (".sync_*.db", "._sync_*.db", ".nextcloudsync.log", ".owncloudsync.log")
"""What the clients leave in the root of a synced folder. ``.dropbox`` is a file there; in the home
folder a folder of that name is only the client's settings."""

_CLOUD_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_ESCAPE = re.compile(r"\\([0-7]{3})")
_LONGEST_INFO = 64 * 1024


@dataclass(frozen=True, slots=True)
class Mount:
    """Where a file system hangs in the tree of folders, and what it is."""

    point: str
    kind: str
    read_only: bool = False


def refuse_unsafe(
    folder: Path, mounts: Sequence[Mount] | None = None, environment: Mapping[str, str] = os.environ
) -> None:
    """Raise when a workspace must not be made or opened here; the folder need not exist yet."""
    here = nearest(folder)
    real = here.resolve()
    mount = holding(real, mounts_here(real) if mounts is None else mounts)
    if mount is not None:
        _refuse_file_system(mount)
    if _is_unc(folder) or _is_unc(real):
        raise UnsafePlace("place.network")
    if any(_in_cloud(each, environment) for each in (folder.absolute(), real / folder.absolute().relative_to(here))):
        raise UnsafePlace("place.cloud")
    if (mount is not None and mount.read_only) or not os.access(here, os.W_OK):
        raise NoRoom("place.read_only")


def _refuse_file_system(mount: Mount) -> None:
    kind = mount.kind.lower()
    if kind in _NETWORK:
        raise UnsafePlace("place.network")
    if kind in _FAT:
        raise UnsafePlace("place.fat")


def _is_unc(folder: PurePath) -> bool:
    return str(folder).startswith(("\\\\", "//")) and not str(folder).startswith("\\\\?\\")


# -- cloud folders -----------------------------------------------------------------


def _in_cloud(folder: Path, environment: Mapping[str, str]) -> bool:
    line = [folder, *folder.parents]
    roots = {root for root in _known_roots(environment) if root != Path(root.anchor)}
    return any(is_cloud_name(each.name) or each in roots or _has_marker(each) for each in line)


def is_cloud_name(name: str) -> bool:
    """Whether a folder of this name is what a cloud client makes."""
    folded = name.casefold()
    return folded in _CLOUD_NAMES or _CLOUD_WITH_ACCOUNT.match(folded) is not None


def _has_marker(folder: Path) -> bool:
    try:
        return (
            any((folder / name).is_file() for name in _CLOUD_FILES)
            or any((folder / name).exists() for name in _CLOUD_ENTRIES)
            or any(True for pattern in _CLOUD_JOURNALS for _found in folder.glob(pattern))
        )
    except OSError:
        return False


def _known_roots(environment: Mapping[str, str]) -> Iterator[Path]:
    for variable in _CLOUD_VARIABLES:
        if environment.get(variable):
            yield Path(environment[variable])
    home = environment.get("HOME") or environment.get("USERPROFILE")
    settings = [Path(home) / ".dropbox"] if home else []
    settings += [Path(environment[name]) / "Dropbox" for name in ("APPDATA", "LOCALAPPDATA") if environment.get(name)]
    for folder in settings:
        yield from _dropbox_roots(folder / "info.json")


def _dropbox_roots(info: Path) -> Iterator[Path]:
    """Dropbox writes down where its folders are, whatever they are called."""
    try:
        with info.open("rb") as file:
            found = json.loads(file.read(_LONGEST_INFO))
    except (OSError, ValueError, RecursionError):
        return
    for account in found.values() if isinstance(found, dict) else ():
        if isinstance(account, dict) and isinstance(account.get("path"), str):
            yield Path(account["path"])


# -- file systems ------------------------------------------------------------------


def holding(folder: PurePath, mounts: Iterable[Mount]) -> Mount | None:
    """The mount this folder lies on; of two at the same point the later one hides the other."""
    found: Mount | None = None
    for mount in mounts:
        point = type(folder)(mount.point)
        inside = folder == point or point in folder.parents
        if inside and (found is None or len(point.parts) >= len(type(folder)(found.point).parts)):
            found = mount
    return found


def mounts_here(folder: Path) -> list[Mount]:
    """The mounts of this laptop, or on Windows the one drive that holds the folder."""
    if sys.platform == "win32":
        return _windows_drive(folder)
    if sys.platform == "darwin":
        shown = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False).stdout
        return macos_mounts(shown)
    try:
        return linux_mounts(Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape"))
    except OSError:
        return []


def linux_mounts(table: str) -> list[Mount]:
    """Read ``/proc/self/mounts``: device, point, kind, options; blanks are written as octal escapes."""
    rows = [line.split(" ") for line in table.splitlines()]
    return [
        Mount(_ESCAPE.sub(lambda found: chr(int(found[1], 8)), row[1]), row[2], "ro" in row[3].split(","))
        for row in rows
        if len(row) > 3
    ]


def macos_mounts(shown: str) -> list[Mount]:
    """Read what ``mount`` prints: ``/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled)``."""
    rows = (re.fullmatch(r".+? on (.+) \(([^()]+)\)", line) for line in shown.splitlines())
    split = [(row[1], row[2].split(", ")) for row in rows if row]
    return [Mount(point, words[0], "read-only" in words) for point, words in split]


def _windows_drive(folder: Path) -> list[Mount]:
    windows = getattr(ctypes, "windll").kernel32  # noqa: B009 - the attribute exists on Windows only
    remote = 4
    root = folder.anchor
    if windows.GetDriveTypeW(root) == remote:
        return [Mount(root, "remote")]
    name = ctypes.create_unicode_buffer(64)
    flags = ctypes.c_ulong()
    windows.GetVolumeInformationW(root, None, 0, None, None, ctypes.byref(flags), name, len(name))
    read_only = 0x80000
    return [Mount(root, name.value, bool(flags.value & read_only))]
