# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Making a profile, signing in, locking, changing the passphrase, bringing a backup home."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from assist.crypto import kdf, words
from assist.crypto.kdf import FOR_TESTS, KdfPolicy
from assist.desk import Desk
from assist.errors import BadInput, Busy, DamagedFile, NewerFile, NotFound, UnsafePlace, VaultShut, WrongPassphrase
from assist.services.making import read_machine
from assist.services.profiles import NewProfile
from assist.views import CaseQuery
from db import connection as raw
from ui.wiring import Door


def files_of(folder: Path) -> set[str]:
    """Every file below a folder, by its name alone."""
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_nobodys_name_is_on_the_disk(desk: Desk):
    """Random folders, fixed file names."""
    root = desk.signed.place.folder.parents[1]

    names = {part for path in root.rglob("*") for part in path.parts}

    assert not [name for name in names if "ana" in name.casefold() and "Prueba" in name]
    assert files_of(root) >= {"machine.bin", "slot.bin", "case.db", "vault.db"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in root.rglob("*"))


def test_the_first_person_holds_every_role_and_a_team_of_one(desk: Desk):
    """The layout is already that of many."""
    assert {"coordinator", "custodian", "supervisor", "caseworker", "auditor"} <= desk.me.roles
    with desk.bench.keeper.writing() as work:
        team, epoch, key = work.team_key()
        assert len(work.roster()) == 5  # the organisation, herself, her profile, the keys of team and custodians
    assert (len(team), epoch, len(key)) == (16, 1, 32)


def test_signing_in_opens_ordinary_work_and_leaves_the_vault_shut(door: Door, desk: Desk, passphrase: str):
    """The vault takes the passphrase again, with a reason."""
    desk.close()

    again = door.sign_in("  ANA  ríos ", passphrase.upper())

    assert not again.vault_open
    again.signed.open_vault(passphrase)
    assert again.vault_open
    again.signed.shut_vault()
    assert not again.vault_open
    again.close()


def test_a_wrong_passphrase_opens_nothing_and_says_no_more(door: Door, desk: Desk, passphrase: str):
    """Wrong name, wrong passphrase, wrong passphrase at the vault: the same words."""
    desk.close()

    for name, typed in (("Ana Ríos", "otra cosa muy larga y distinta"), ("Eva", passphrase)):
        with pytest.raises(WrongPassphrase) as refused:
            door.sign_in(name, typed)
        assert refused.value.code == "signin.wrong"


def test_two_windows_cannot_have_one_workspace(desk: Desk, door: Door, passphrase: str, clock):
    """The second one says so in a sentence and changes nothing."""
    other = Door(door.workspace.root, clock, FOR_TESTS)

    with pytest.raises(Busy) as refused:
        other.sign_in("Ana Ríos", passphrase)

    assert refused.value.code == "workspace.busy"


def test_the_same_name_and_passphrase_twice_on_a_laptop_is_refused(door: Door, desk: Desk, passphrase: str):
    """They would be one and the same key."""
    with pytest.raises(BadInput) as refused:
        door.found(NewProfile("Otra Casa", "ana ríos", passphrase))

    assert refused.value.code == "profile.same"


@pytest.mark.parametrize(("organisation", "name", "typed", "code"), [
    ("Casa", "", "casa lunes verde trigo nube farol", "profile.needs_name"),
    ("  ", "Ana", "casa lunes verde trigo nube farol", "profile.needs_name"),
    ("Casa", "Ana", "corta", "passphrase.short"),
])
def test_a_profile_that_cannot_be_made_leaves_nothing(organisation, name, typed, code, door: Door):
    """Refused before the first file."""
    with pytest.raises(BadInput) as refused:
        door.found(NewProfile(organisation, name, typed))

    assert refused.value.code == code
    assert not door.workspace.root.exists()


def test_a_folder_with_other_things_in_it_is_not_filled(tmp_path: Path, clock):
    """Nor a cloud folder, which would copy the database away half-written."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("x")

    with pytest.raises(BadInput) as refused:
        Door(tmp_path / "full", clock, FOR_TESTS).found(NewProfile("Casa", "Ana", words.generate("es")))
    with pytest.raises(UnsafePlace):
        Door(tmp_path / "Dropbox" / "w", clock, FOR_TESTS).found(NewProfile("Casa", "Ana", words.generate("es")))

    assert refused.value.code == "place.not_empty"


def test_an_empty_folder_is_no_workspace(tmp_path: Path, clock, passphrase: str):
    """Nothing is made by trying to sign in."""
    with pytest.raises(NotFound):
        Door(tmp_path / "none", clock, FOR_TESTS).sign_in("Ana", passphrase)

    assert not (tmp_path / "none").exists()


def test_a_changed_passphrase_opens_and_the_old_one_does_not(door: Door, desk: Desk, passphrase: str):
    """Both databases, the vault too; the file of before goes once the new one has worked."""
    new = "otoño verde mesa limón barco risa"
    desk.signed.change_passphrase(passphrase, new)
    place = desk.signed.place
    assert place.slot_before.exists()
    desk.close()

    with pytest.raises(WrongPassphrase):
        door.sign_in("Ana Ríos", passphrase)
    again = door.sign_in("Ana Ríos", new)
    again.signed.open_vault(new)

    assert not place.slot_before.exists()
    again.close()


def test_a_passphrase_is_not_changed_with_a_wrong_old_one_or_to_a_weak_one(desk: Desk, passphrase: str):
    """The slot is untouched."""
    before = desk.signed.place.slot.read_bytes()

    with pytest.raises(WrongPassphrase):
        desk.signed.change_passphrase("nada de esto era", "otoño verde mesa limón barco risa")
    with pytest.raises(BadInput):
        desk.signed.change_passphrase(passphrase, "corta")

    assert desk.signed.place.slot.read_bytes() == before


def test_after_somebody_may_have_seen_it_old_keys_and_old_backups_are_gone(
    door: Door, desk: Desk, fill_one, passphrase: str
):
    """New database keys: a copy of the old files and the old passphrase opens nothing new."""
    fill_one("F01", chosen_name="Killa", may_keep_note="yes")
    desk.backups.make()
    old = desk.signed.place.folder
    new = "otoño verde mesa limón barco risa"

    fresh = door.renew(desk, passphrase, new)

    assert [row.name for row in fresh.cases.listed(CaseQuery())] == ["Killa"]
    assert fresh.backups.shelf() == []
    assert not old.exists()
    with pytest.raises(WrongPassphrase):
        fresh.signed.check_passphrase(passphrase)
    fresh.close()


@pytest.fixture
def fill_one(desk: Desk):
    """Save one form."""
    def filled(form: str, case: str = "", **answers):
        opening = desk.records.open(form, case)
        for key, value in answers.items():
            opening.session.answer(key, value)
        return desk.records.save(opening)
    return filled


def test_a_backup_comes_home_as_a_new_stream(desk: Desk, fill_one, tmp_path: Path, clock, passphrase: str):
    """Everything is there, under new streams and a new signing key; the old dots are kept."""
    made = fill_one("F01", chosen_name="Killa", may_keep_note="yes")
    fill_one("F11", made.case, outcome="held", protected_part="Olmevante")
    file = desk.backups.make(tmp_path / "b.amparo")
    before = desk.bench.ring.ordinary_stream
    home = Door(tmp_path / "home", clock, FOR_TESTS)

    back = home.restore(file, "Ana Ríos", passphrase)

    assert [row.name for row in back.cases.listed(CaseQuery())] == ["Killa"]
    assert back.bench.ring.ordinary_stream != before
    assert all(row.ok for row in back.checks.run())
    note = next(row for row in back.cases.records(made.case) if row.form == "F11")
    assert back.cases.reveal_facts(made.case, note.record)[1] == "Olmevante"
    saved = back.records.open("F11", made.case)
    saved.session.answer("outcome", "held")
    back.records.save(saved)
    assert all(row.ok for row in back.checks.run())
    back.close()
    home.leave()


def test_a_backup_with_a_wrong_passphrase_leaves_the_folder_as_it_was(
    desk: Desk, tmp_path: Path, clock
):
    """Whole or not at all."""
    file = desk.backups.make(tmp_path / "b.amparo")
    home = Door(tmp_path / "home", clock, FOR_TESTS)

    with pytest.raises(WrongPassphrase):
        home.restore(file, "Ana Ríos", "casa lunes verde trigo nube mesa")

    assert not (tmp_path / "home").exists() or not any((tmp_path / "home").iterdir())


def test_an_older_database_put_back_is_noticed(door: Door, desk: Desk, fill_one, passphrase: str):
    """The file is sound and yet older than it was: a check says so, and so does the door."""
    fill_one("F01", may_keep_note="yes")
    place = desk.signed.place
    desk.close()
    kept = place.case_db.read_bytes()
    again = door.sign_in("Ana Ríos", passphrase)
    opening = again.records.open("F01")
    opening.session.answer("may_keep_note", "yes")
    again.records.save(opening)
    again.close()
    place.case_db.write_bytes(kept)

    older = door.sign_in("Ana Ríos", passphrase)
    older.signed.open_vault(passphrase)

    assert older.signed.older_than_it_was
    assert "not_older" in {row.name for row in older.checks.run() if not row.ok}
    older.close()


def test_a_damaged_first_page_is_damage_and_not_a_wrong_passphrase(door: Door, desk: Desk, passphrase: str):
    """The slot opens, the database does not: the sentence speaks of the backup."""
    place = desk.signed.place
    desk.close()
    content = bytearray(place.case_db.read_bytes())
    content[100] ^= 1
    place.case_db.write_bytes(bytes(content))

    with pytest.raises(DamagedFile):
        door.sign_in("Ana Ríos", passphrase)


def test_a_database_of_a_newer_release_is_politely_refused(door: Door, desk: Desk, passphrase: str):
    """And keeps every byte."""
    place, key = desk.signed.place, desk.signed.database_key
    desk.close()
    connection = raw.bare(place.case_db, key)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = place.case_db.read_bytes()

    with pytest.raises(NewerFile):
        door.sign_in("Ana Ríos", passphrase)

    assert place.case_db.read_bytes() == before


def test_a_flipped_byte_is_found_and_named(desk: Desk, fill_one):
    """In whatever page it lies."""
    for _ in range(4):
        fill_one("F01", chosen_name="Killa", may_keep_note="yes")
    desk.bench.keeper.settle()
    path = desk.signed.place.case_db
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x10
    path.write_bytes(bytes(content))

    wrong = {row.name: row.detail for row in desk.checks.run() if not row.ok}

    assert "case_pages" in wrong


def test_an_ordinary_sqlite_cannot_read_a_word(desk: Desk, fill_one):
    """Nor see that it is a database at all."""
    fill_one("F01", chosen_name="Killa", may_keep_note="yes")
    desk.bench.keeper.settle()
    path = desk.signed.place.case_db

    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.DatabaseError):
        connection.execute("SELECT * FROM meta").fetchall()
    connection.close()
    assert b"Killa" not in path.read_bytes()
    assert not path.read_bytes().startswith(b"SQLite format 3")


def test_the_vault_shut_in_the_middle_of_things_is_a_sentence(desk: Desk, fill_one):
    """What needs it says so; what does not goes on."""
    made = fill_one("F01", may_keep_note="yes")
    desk.protection.set_level(made.case, 3)
    opening = desk.records.open("F11", made.case)
    opening.session.answer("outcome", "held")
    desk.signed.shut_vault()

    with pytest.raises((VaultShut, NotFound)):
        desk.records.save(opening)


def test_preferences_outside_their_bounds_are_refused(desk: Desk):
    """Cover, lock and title are organisation policy within bounds."""
    from dataclasses import replace

    kept = desk.preferences.read()

    with pytest.raises(BadInput):
        desk.preferences.write(replace(kept, lock_minutes=600))
    desk.preferences.write(replace(kept, lock_minutes=5, title="Notas"))

    assert (desk.preferences.read().lock_minutes, desk.preferences.read().title) == (5, "Notas")


@pytest.mark.parametrize(("practice", "asked"), [(True, 0), (False, 1)])
def test_only_where_everybody_is_invented_nobody_has_to_wait_for_a_key(
    practice: bool, asked: int, tmp_path: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch
):
    """Five profiles are made there and their passphrase is told; everywhere else it takes what the laptop can bear."""
    times: list[int] = []
    monkeypatch.setattr(kdf, "fitting", lambda: times.append(1) or KdfPolicy(kdf.FLOOR_M_KIB, 4))
    door = Door(tmp_path / "workspace")

    door.found(NewProfile("Casa Prueba", "Ana Ríos", passphrase, practice=practice)).close()

    assert len(times) == asked
    assert read_machine(door.workspace).t == (kdf.LIGHTEST.t if practice else 4)
