# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Backups: whole, checked, without drafts, and safe to unpack wherever they come from."""

from __future__ import annotations

import json
import threading
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assist.errors import AssistError, BadInput, DamagedFile, NewerFile, NoRoom, NotFound
from db import connection as raw
from db.backup import (
    BackupFile,
    delete_others,
    list_backups,
    make_backup,
    name_of,
    prune,
    to_keep,
    unpack,
    verify_backup,
)
from db.engine import create_database, integrity_of_file

KEY, VAULT_KEY = bytes(range(32)), bytes(range(1, 33))
PROFILE = "0123456789abcdef" * 2
DRAFT = "Nalgorisa-Quintivel"


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A profile of a workspace, with a few rows, a half-written form and its key files."""
    workspace = tmp_path / "workspace"
    folder = workspace / "p" / PROFILE
    (folder / "bak").mkdir(parents=True)
    (workspace / "machine.bin").write_bytes(b"salt" * 8)
    (folder / "slot.bin").write_bytes(b"slot" * 100)
    for name, key in (("case.db", KEY), ("vault.db", VAULT_KEY)):
        create_database(folder / name, key)
        with closing(raw.connect(folder / name, key)) as connection:
            connection.execute("CREATE TABLE reg(id INTEGER PRIMARY KEY, val)")
            connection.execute("CREATE VIRTUAL TABLE words USING fts5(body)")
            connection.execute("PRAGMA user_version = 4")
            for number in range(20):
                connection.execute("INSERT INTO reg(val) VALUES (?)", (f"{name} {number}" * 50,))
    with closing(raw.connect(folder / "case.db", KEY)) as connection:
        connection.execute("CREATE TABLE draft(id TEXT, body)")
        connection.execute("INSERT INTO draft VALUES ('one', ?)", (DRAFT,))
    return folder


def _values(path: Path, key: bytes) -> list[str]:
    with closing(raw.connect(path, key)) as connection:
        return [row[0] for row in connection.execute("SELECT val FROM reg ORDER BY id").fetchall()]


def _rewritten(backup: Path, changed: Path, **contents: bytes | None) -> Path:
    """The same zip with some entries replaced, added or left out; names with a dot are given by keyword."""
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = contents.pop(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
        for name, data in contents.items():
            new.writestr(name, data or b"")
    return changed


def test_what_was_backed_up_comes_back(profile, tmp_path):
    """A backup unpacked into a new workspace opens under the same keys, with every row."""
    backup = make_backup(profile, KEY, VAULT_KEY)

    unpack(backup, tmp_path / "new", PROFILE)

    restored = tmp_path / "new" / "p" / PROFILE
    assert _values(restored / "case.db", KEY) == _values(profile / "case.db", KEY)
    assert _values(restored / "vault.db", VAULT_KEY) == _values(profile / "vault.db", VAULT_KEY)
    assert (restored / "slot.bin").read_bytes() == (profile / "slot.bin").read_bytes()
    assert (tmp_path / "new" / "machine.bin").read_bytes() == b"salt" * 8
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "new").rglob("*")} == {0}


def test_a_backup_is_one_private_file_and_nothing_else_stays(profile):
    """Readable by its owner only, named by the instant; the copies made on the way are gone."""
    backup = make_backup(profile, KEY, VAULT_KEY)

    assert backup.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (profile / "bak").iterdir()] == [backup.name]
    assert {path.name for path in profile.iterdir()} == {"bak", "slot.bin", "case.db", "vault.db"}
    with zipfile.ZipFile(backup) as archive:
        assert set(archive.namelist()) == {"slot.bin", "machine.bin", "case.db", "vault.db", "manifest.json"}
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}


def test_half_written_forms_stay_at_home(profile, tmp_path):
    """Nobody has saved them yet: the table is there, empty, in the copy and full in the original."""
    unpack(make_backup(profile, KEY, VAULT_KEY), tmp_path / "flat")

    with closing(raw.connect(tmp_path / "flat" / "case.db", KEY)) as copy:
        assert raw.table_counts(copy)["draft"] == 0
        pages = copy.execute("PRAGMA page_count").fetchone()[0]
        assert pages > 0
    with closing(raw.connect(profile / "case.db", KEY)) as original:
        assert raw.table_counts(original)["draft"] == 1


def test_a_check_with_the_keys_reads_every_page_and_counts_rows(profile):
    """And leaves nothing behind."""
    backup = make_backup(profile, KEY, VAULT_KEY)

    report = verify_backup(backup, KEY, VAULT_KEY)

    assert report.opened == ("case.db", "vault.db")
    assert report.versions == {"case.db": 4, "vault.db": 4}
    assert (report.rows["case.db/reg"], report.rows["vault.db/reg"]) == (20, 20)
    assert verify_backup(backup).opened == ()
    assert [path.name for path in (profile / "bak").iterdir()] == [backup.name]


def test_a_key_of_somebody_else_does_not_pass_the_check(profile):
    """Hashes alone are right; the pages do not open."""
    backup = make_backup(profile, KEY, VAULT_KEY)

    with pytest.raises(BadInput, match=r"backup\.unreadable"):
        verify_backup(backup, VAULT_KEY, KEY)


def test_a_backup_while_the_vault_is_shut_takes_it_along_unopened(profile, tmp_path):
    """Nobody has it open, so it is copied as it lies, with the log a crash may have left."""
    with closing(raw.connect(profile / "vault.db", VAULT_KEY)) as connection:
        connection.execute("INSERT INTO reg(val) VALUES ('only in the log')")
        crashed = {name: (profile / name).read_bytes() for name in ("vault.db", "vault.db-wal")}
    for name, data in crashed.items():
        (profile / name).write_bytes(data)

    backup = make_backup(profile, KEY, None)
    unpack(backup, tmp_path / "flat")

    assert _values(tmp_path / "flat" / "vault.db", VAULT_KEY)[-1] == "only in the log"
    assert verify_backup(backup, KEY, VAULT_KEY).rows["vault.db/reg"] == 21


def test_a_busy_writer_neither_waits_nor_tears_the_copy(profile):
    """One step sees one moment: both halves of every pair are in the copy."""
    with closing(raw.connect(profile / "case.db", KEY)) as connection:
        connection.execute("CREATE TABLE a(n INTEGER PRIMARY KEY)")
        connection.execute("CREATE TABLE b(n INTEGER PRIMARY KEY)")
    started, enough = threading.Event(), threading.Event()

    def write() -> None:
        with closing(raw.connect(profile / "case.db", KEY)) as writer:
            while not enough.is_set():
                writer.execute("BEGIN IMMEDIATE")
                writer.execute("INSERT INTO a DEFAULT VALUES")
                writer.execute("INSERT INTO b DEFAULT VALUES")
                writer.execute("COMMIT")
                started.set()

    other = threading.Thread(target=write)
    other.start()
    try:
        started.wait()
        rows = verify_backup(make_backup(profile, KEY, VAULT_KEY), KEY).rows
    finally:
        enough.set()
        other.join()

    assert rows["case.db/a"] == rows["case.db/b"] > 0


def test_a_damaged_database_is_not_backed_up_over_good_ones(profile):
    """The last good backup must not be pushed off the shelf by a broken one."""
    good = make_backup(profile, KEY, VAULT_KEY)
    damaged = bytearray((profile / "case.db").read_bytes())
    damaged[-2000] ^= 1
    (profile / "case.db").write_bytes(damaged)

    with pytest.raises(DamagedFile, match=r"db\.damaged"):
        make_backup(profile, KEY, VAULT_KEY)

    assert list((profile / "bak").iterdir()) == [good]


def test_a_copy_into_a_readable_file_is_refused(profile, tmp_path):
    """The driver itself will not write ciphertext out as text."""
    plain = tmp_path / "plain.db"
    target = raw.driver.connect(plain)
    with closing(raw.connect(profile / "case.db", KEY)) as live, pytest.raises(raw.driver.OperationalError):
        live.backup(target)
    target.close()

    assert plain.stat().st_size == 0 if plain.exists() else True


@pytest.mark.parametrize("kept", [0, 1, 100, 5000, -1, -30, -400])
def test_a_torn_file_is_unreadable_and_changes_nothing(profile, tmp_path, kept):
    """A stick pulled out too early: the folder to restore into stays empty."""
    data = make_backup(profile, KEY, VAULT_KEY).read_bytes()
    torn = tmp_path / "torn.amparo-backup"
    torn.write_bytes(data[:kept])
    target = tmp_path / "new"
    target.mkdir()

    for work in (lambda: unpack(torn, target), lambda: verify_backup(torn)):
        with pytest.raises(BadInput, match=r"backup\.unreadable"):
            work()

    assert list(target.iterdir()) == []
    assert {path.name for path in tmp_path.iterdir()} == {"workspace", "torn.amparo-backup", "new"}


def test_one_changed_byte_of_any_content_is_found(profile, tmp_path):
    """In the manifest, the key files or a page, at the beginning or the end; the hashes need no key."""
    backup = make_backup(profile, KEY, VAULT_KEY)
    data = backup.read_bytes()
    with zipfile.ZipFile(backup) as archive:
        contents = [archive.read(name) for name in archive.namelist()]
    changed = tmp_path / "changed.amparo-backup"

    starts = [data.index(content) for content in contents]
    ends = [start + len(content) - 1 for start, content in zip(starts, contents, strict=True)]
    for position in starts + ends:
        flipped = bytearray(data)
        flipped[position] ^= 0x40
        changed.write_bytes(flipped)
        with pytest.raises((BadInput, NewerFile)):
            verify_backup(changed)


def _manifest_of(backup: Path) -> dict[str, object]:
    with zipfile.ZipFile(backup) as archive:
        found = json.loads(archive.read("manifest.json"))
    assert isinstance(found, dict)
    return found


def test_foreign_archives_are_refused(profile, tmp_path):
    """Other names, paths that climb, missing or extra files, a list that does not match: all unreadable."""
    backup = make_backup(profile, KEY, VAULT_KEY)
    manifest = _manifest_of(backup)
    changed = tmp_path / "changed.amparo-backup"
    wrong_contents: list[dict[str, bytes | None]] = [
        {"../evil.txt": b"x"}, {"/etc/evil": b"x"}, {"p/x": b"x"}, {"case.db": None}, {"manifest.json": None},
        {"manifest.json": b"[]"}, {"manifest.json": b"{" * 5000}, {"slot.bin": b"other"}, {"slot.bin": b"slit" * 100},
        {"manifest.json": json.dumps({**manifest, "files": {}}).encode()},
        {"machine.bin": b"x" * (1 << 20) + b"x"},
    ]  # fmt: skip

    for contents in wrong_contents:
        with pytest.raises(BadInput, match=r"backup\.unreadable"):
            unpack(_rewritten(backup, changed, **contents), tmp_path / "new")
        assert not (tmp_path / "new").exists()


def test_a_compressed_archive_is_refused_before_anything_is_unpacked(profile, tmp_path):
    """Ours are never compressed, so nothing can swell on the way out."""
    backup = make_backup(profile, KEY, VAULT_KEY)
    bomb = tmp_path / "bomb.amparo-backup"
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, bytes(50 << 20) if name == "vault.db" else old.read(name))

    with pytest.raises(BadInput, match=r"backup\.unreadable"):
        unpack(bomb, tmp_path / "new")

    assert not (tmp_path / "new").exists()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_name_twice_is_refused(profile, tmp_path):
    """Otherwise the checked entry and the unpacked one could be two."""
    backup = make_backup(profile, KEY, VAULT_KEY)
    with zipfile.ZipFile(backup, "a") as archive:
        archive.writestr("slot.bin", b"slot" * 100)

    with pytest.raises(BadInput, match=r"backup\.unreadable"):
        unpack(backup, tmp_path / "new")


def test_a_backup_of_a_later_format_is_named_as_such(profile, tmp_path):
    """The person needs a newer program, not another file."""
    backup = make_backup(profile, KEY, VAULT_KEY)
    later = json.dumps({**_manifest_of(backup), "format": 9}).encode()

    with pytest.raises(NewerFile, match=r"backup\.newer"):
        verify_backup(_rewritten(backup, tmp_path / "later.amparo-backup", **{"manifest.json": later}))


def test_restoring_needs_an_empty_folder(profile, tmp_path):
    """What is there is never mixed with what was."""
    backup = make_backup(profile, KEY, VAULT_KEY)
    target = tmp_path / "mine"
    target.mkdir()
    (target / "letter.txt").write_text("mine")

    with pytest.raises(BadInput, match=r"backup\.folder_not_empty"):
        unpack(backup, target)
    with pytest.raises(BadInput, match=r"backup\.folder_not_empty"):
        unpack(backup, target / "letter.txt")

    assert [path.name for path in target.iterdir()] == ["letter.txt"]
    with pytest.raises(NotFound, match=r"backup\.missing"):
        unpack(tmp_path / "nothing.amparo-backup", tmp_path / "new")


def test_a_folder_that_cannot_be_written_is_said_to_be_so(profile, tmp_path):
    """A missing folder on a stick that was pulled out is the disk's fault, in our words."""
    with pytest.raises(NoRoom, match=r"disk\.failed"):
        make_backup(profile, KEY, VAULT_KEY, tmp_path / "gone" / "x.amparo-backup")


def test_the_shelf_lists_the_newest_first_and_torn_files_last(profile):
    """A torn file is shown, so that nobody trusts it by mistake."""
    first, second = (make_backup(profile, KEY, VAULT_KEY) for _each in range(2))
    (profile / "bak" / "20990101T000000-000Z.amparo-backup").write_bytes(b"torn")

    found = list_backups(profile / "bak")

    assert [each.path for each in found][:2] == [second, first]
    assert [each.is_readable for each in found] == [True, True, False]
    assert list_backups(profile / "nowhere") == []


def _made(moment: datetime) -> BackupFile:
    made_ms = int(moment.timestamp() * 1000)
    return BackupFile(Path(name_of(made_ms)), made_ms, 1, is_readable=True)


def test_seven_days_and_four_weeks_are_kept():
    """Of sixty days with three backups each, the last one of seven days and of four weeks stays."""
    last = datetime(2026, 3, 1, 18, tzinfo=UTC)
    shelf = [_made(last - timedelta(days=day, hours=hour)) for day in range(60) for hour in (0, 2, 4)]

    kept = sorted(to_keep(shelf), reverse=True)

    assert len(kept) == 7 + 3
    assert kept[0] == shelf[0].path
    assert [path.name[:8] for path in kept[7:]] == ["20260222", "20260215", "20260208"]


def test_pruning_keeps_the_last_good_backup_whatever_its_age(profile):
    """Somebody back after a year still has one; unreadable files are left for a person to see."""
    good = [make_backup(profile, KEY, VAULT_KEY) for _each in range(3)]
    torn = profile / "bak" / "20990101T000000-000Z.amparo-backup"
    torn.write_bytes(b"torn")

    assert set(prune(profile / "bak")) == set(good[:2])

    assert {path.name for path in (profile / "bak").iterdir()} == {good[2].name, torn.name}


def test_after_a_purge_only_the_new_backup_stays(profile):
    """Older files still hold what was purged, torn ones too; without a good new one nothing is deleted."""
    old = make_backup(profile, KEY, VAULT_KEY)
    torn = profile / "bak" / "20990101T000000-000Z.amparo-backup"
    torn.write_bytes(b"torn")
    with pytest.raises(AssistError, match=r"backup\.nothing_to_keep"):
        delete_others(profile / "bak", torn)
    new = make_backup(profile, KEY, VAULT_KEY)

    assert set(delete_others(profile / "bak", new)) == {old, torn}

    assert list((profile / "bak").iterdir()) == [new]
    assert integrity_of_file(profile / "case.db", KEY) == []
