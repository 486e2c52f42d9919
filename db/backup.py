# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Making, checking, keeping and unpacking backups of one profile; all that leaves is ciphertext (ruling 74).

The caller holds the write lane. A live database file is never copied as a file.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assist.errors import AssistError, BadInput, DamagedFile, NewerFile, NotFound
from assist.places import flush_folder
from db import connection as raw
from db.backup_file import MEMBERS, SUFFIX, VAULT_LOG, Package, open_package, write_package
from db.durable import flush_file, make_private
from db.errors import translated

DAILY, WEEKLY = 7, 4
_SCRATCH = ".amparo-scratch-"
_LEFTOVER_SECONDS = 3600
_HEX = frozenset("0123456789abcdef")
_NOT_KEPT = ("draft", "feedback_waiting")
"""Half-written forms stay out of backups: nobody has saved them yet. So do opinions that wait to be enough: of two
backups the difference would be one person's."""


@dataclass(frozen=True, slots=True)
class BackupFile:
    """One file on the shelf; an unreadable one is shown, and never counted as a backup."""

    path: Path
    made_ms: int
    size: int
    is_readable: bool


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a check has found; ``opened`` names the databases that were opened and read page by page."""

    made_ms: int
    size: int
    opened: tuple[str, ...]
    versions: Mapping[str, int]
    rows: Mapping[str, int]


# -- making ------------------------------------------------------------------------


def make_backup(folder: Path, key: bytes, vault_key: bytes | None, out: Path | None = None) -> Path:
    """Back a profile up into one file, checked before it gets its name; return that file.

    The vault comes first, so that the log in ``case.db`` is never older than what the vault has
    applied of it. A shut vault is nobody's live file and is taken along as it lies.
    ``folder`` is ``<workspace>/p/<profile>``; without ``out`` the file goes to its ``bak``.
    """
    made_ms = time.time_ns() // 1_000_000
    target = out or folder / "bak" / name_of(made_ms)
    with translated(), _scratch(target.parent) as scratch:
        parts = {"slot.bin": folder / "slot.bin", "machine.bin": folder.parents[1] / "machine.bin"}
        if vault_key:
            parts["vault.db"] = _copied(folder / "vault.db", vault_key, scratch)
        else:
            parts |= _shut_vault(folder)
        parts["case.db"] = _copied(folder / "case.db", key, scratch)
        package = scratch / "package"
        make_private(package)
        write_package(package, {name: parts[name] for name in (*MEMBERS, VAULT_LOG) if name in parts}, made_ms)
        flush_file(package)
        package.replace(target)
        flush_folder(target.parent)
    return target


def name_of(made_ms: int) -> str:
    """The file name of a backup: the instant, and nothing about whom it belongs to."""
    moment = datetime.fromtimestamp(made_ms / 1000, UTC)
    return f"{moment:%Y%m%dT%H%M%S}-{made_ms % 1000:03}Z{SUFFIX}"


@contextmanager
def _scratch(beside: Path) -> Iterator[Path]:
    """A private folder on the disk of the result, gone afterwards; those of a crash go an hour later."""
    for leftover in beside.glob(_SCRATCH + "*"):
        if leftover.stat().st_mtime < time.time() - _LEFTOVER_SECONDS:
            shutil.rmtree(leftover, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=beside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _shut_vault(folder: Path) -> dict[str, Path]:
    log = folder / VAULT_LOG
    parts = {"vault.db": folder / "vault.db"}
    if log.exists() and log.stat().st_size:
        parts[VAULT_LOG] = log
    return parts


def _copied(source: Path, key: bytes, scratch: Path) -> Path:
    """Copy a live database in one step, under its own key, and read the copy from end to end.

    One step, because a copy in pieces starts again at every commit of somebody else.
    """
    target = scratch / source.name
    make_private(target)
    with closing(raw.connect(source, key)) as live, closing(raw.bare(target, key)) as copy:
        live.execute("BEGIN")
        # Counting is the first read: it fixes the moment that the copy will show.
        expected = _kept_rows(live)
        live.backup(copy, pages=-1)
        live.execute("ROLLBACK")
        copy.execute("PRAGMA journal_mode = DELETE")
        _leave_out(copy)
        if raw.integrity(copy) or _kept_rows(copy) != expected:
            raise DamagedFile("db.damaged")
    return target


def _leave_out(copy: raw.Connection) -> None:
    copy.execute("PRAGMA secure_delete = ON")
    for table in raw.table_counts(copy).keys() & set(_NOT_KEPT):
        copy.execute(f"DELETE FROM {table}")  # noqa: S608 - one of the two names above


def _kept_rows(connection: raw.Connection) -> dict[str, int]:
    return {name: count for name, count in raw.table_counts(connection).items() if name not in _NOT_KEPT}


# -- checking ----------------------------------------------------------------------


def verify_backup(
    path: Path, key: bytes | None = None, vault_key: bytes | None = None, scratch: Path | None = None
) -> BackupReport:
    """Check every hash, and with the keys every page; raise ``backup.unreadable`` at the first doubt.

    The databases are unpacked, still encrypted, beside the file or into ``scratch``.
    """
    keys = {"case.db": key, "vault.db": vault_key}
    versions: dict[str, int] = {}
    rows: dict[str, int] = {}
    with translated(), open_package(path) as package, _scratch(scratch or path.parent) as folder:
        _unpack_all(package, folder)
        for name, its_key in keys.items():
            if its_key is not None:
                versions[name], counts = _read_through(folder / name, its_key)
                rows |= {f"{name}/{table}": count for table, count in counts.items()}
        return BackupReport(package.manifest.made_ms, path.stat().st_size, tuple(versions), versions, rows)


def _read_through(path: Path, key: bytes) -> tuple[int, dict[str, int]]:
    try:
        with translated(), closing(raw.bare(path, key)) as connection:
            if raw.integrity(connection):
                raise BadInput("backup.unreadable")
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            return version, raw.table_counts(connection)
    except DamagedFile:
        raise BadInput("backup.unreadable") from None


# -- unpacking ---------------------------------------------------------------------


def unpack(path: Path, folder: Path, profile: str = "") -> None:
    """Put a backup into an empty folder, whole or not at all.

    With ``profile`` the folder becomes a workspace: everything but ``machine.bin`` goes to
    ``p/<profile>``. The folder changes in one rename, so that a power cut leaves it empty or
    complete; claim the workspace afterwards.
    """
    with translated(), open_package(path) as package:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise BadInput("backup.folder_not_empty")
        with _scratch(folder.absolute().parent) as scratch:
            ready = scratch / "ready"
            ready.mkdir(mode=0o700)
            _unpack_all(package, ready, _layout(ready, profile))
            if folder.exists():
                # Windows cannot rename onto a folder, not even onto an empty one.
                folder.rmdir()
            ready.rename(folder)
        flush_folder(folder.absolute().parent)


def _layout(root: Path, profile: str) -> Callable[[str], Path]:
    if not profile:
        return lambda name: root / name
    if len(profile) != 32 or not _HEX.issuperset(profile):
        raise ValueError("a profile name has 32 hexadecimal digits")
    (root / "p").mkdir(mode=0o700)
    (root / "p" / profile).mkdir(mode=0o700)
    return lambda name: root / name if name == "machine.bin" else root / "p" / profile / name


def _unpack_all(package: Package, folder: Path, place: Callable[[str], Path] | None = None) -> None:
    place = place or _layout(folder, "")
    for name in package.manifest.files:
        target = place(name)
        make_private(target)
        with target.open("wb") as out:
            for chunk in package.chunks(name):
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        flush_folder(target.parent)


# -- the shelf ---------------------------------------------------------------------


def list_backups(folder: Path) -> list[BackupFile]:
    """The backups in a folder, newest first, torn and foreign files last."""
    found = [_on_shelf(path) for path in folder.glob("*" + SUFFIX) if path.is_file()] if folder.is_dir() else []
    return sorted(found, key=lambda each: (each.is_readable, each.made_ms, each.path.name), reverse=True)


def _on_shelf(path: Path) -> BackupFile:
    size = path.stat().st_size
    try:
        with open_package(path) as package:
            return BackupFile(path, package.manifest.made_ms, size, is_readable=True)
    except (BadInput, NewerFile, NotFound):
        return BackupFile(path, 0, size, is_readable=False)


def to_keep(backups: list[BackupFile]) -> set[Path]:
    """The newest of each of the last seven days that have one, and of each of the last four weeks."""
    newest_first = [each for each in backups if each.is_readable]
    days: dict[str, Path] = {}
    weeks: dict[str, Path] = {}
    for each in newest_first:
        moment = datetime.fromtimestamp(each.made_ms / 1000, UTC)
        days.setdefault(f"{moment:%Y-%m-%d}", each.path)
        weeks.setdefault(f"{moment:%G-%V}", each.path)
    return {*list(days.values())[:DAILY], *list(weeks.values())[:WEEKLY]}


def prune(folder: Path) -> list[Path]:
    """Delete the readable backups that are not to be kept; return them. An unreadable one stays for a person to see."""
    backups = list_backups(folder)
    keep = to_keep(backups)
    return _delete([each.path for each in backups if each.is_readable and each.path not in keep], folder)


def delete_others(folder: Path, keep: Path) -> list[Path]:
    """Delete every backup but one, unreadable ones too: after a purge older files still hold what was purged."""
    if keep.parent != folder or not _on_shelf(keep).is_readable:
        raise AssistError("backup.nothing_to_keep")
    return _delete([each.path for each in list_backups(folder) if each.path != keep], folder)


def _delete(paths: list[Path], folder: Path) -> list[Path]:
    with translated():
        for path in paths:
            path.unlink(missing_ok=True)
        flush_folder(folder)
    return paths
