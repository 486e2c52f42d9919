# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings: what is chosen holds at once, what is kept can be checked, nothing is there without its function."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from assist import i18n
from assist.device import read_device
from assist.errors import WrongPassphrase
from assist.services.checking import CHECKS
from assist.services.preferences import Preferences
from tests.conftest import PASSPHRASE
from tests.screens.at_window import SMALL, AtWindow, seen
from ui import theme
from ui.screens.settings.about import MADE_OF, licence_of
from ui.screens.settings.tab import Tab
from ui.shell.sitting import Sitting

ROOT = Path(__file__).resolve().parents[2]


def tab_of(at_window: AtWindow, name: str) -> Tab:
    """Go to a tab."""
    at_window.sitting.go("settings", tab=name)
    at_window.settle()
    return at_window.sitting.frame.stage.current.tab


def pick(at_window: AtWindow, control, code: str) -> None:
    """Press the choice with that code."""
    at_window.click(next(button for button in control.buttons() if button.code == code))
    at_window.settle()


def test_who_is_signed_in_and_her_roles_are_there_to_read(at_window, sitting):
    """In a small shelter one person holds every role."""
    tab_of(at_window, "people")
    words = seen(at_window.window)

    assert "Ana Ríos" in words
    assert "Casa Prueba" in words
    for role in ("Caseworker", "Custodian", "Coordinator"):
        assert role in words


def test_another_language_is_spoken_at_once_and_the_place_is_kept(at_window, sitting):
    """Without signing in again."""
    tab = tab_of(at_window, "laptop")

    pick(at_window, tab.language, "es")

    assert i18n.language() == "es"
    assert read_device().language == "es"
    assert at_window.sitting.frame.stage.place == "settings"
    assert at_window.sitting.desk.vault_open


def test_other_colours_are_worn_at_once(at_window, sitting):
    """Light, dark, high contrast, or as the laptop is."""
    tab = tab_of(at_window, "laptop")

    pick(at_window, tab.theme, "dark")
    dark = theme.colours().name
    pick(at_window, tab.theme, "contrast")
    contrast = theme.colours().name

    assert (dark, contrast) == ("dark", "contrast")
    assert read_device().theme == "contrast"


def test_the_size_is_kept_for_the_next_start(at_window, sitting):
    """It is one choice of several; pressing the chosen one again does not take it away."""
    tab = tab_of(at_window, "laptop")

    pick(at_window, tab.scale, "150")
    pick(at_window, tab.scale, "150")

    assert read_device().scale == 150
    assert tab.scale.picked() == ("150",)


def test_the_last_workspace_can_be_forgotten(at_window, sitting, tmp_path):
    """Then the folder is in no file of the laptop."""
    tab = tab_of(at_window, "laptop")
    before = read_device().last_workspace

    pick(at_window, tab.remember, "no")

    assert before
    assert read_device().last_workspace == ""
    assert str(at_window.amparo.folder) not in (tmp_path / "laptop" / "device.json").read_text("utf-8")


def test_quiet_times_hold_at_once_and_are_kept(at_window, sitting):
    """Cover, vault and lock, each within its bounds."""
    tab = tab_of(at_window, "privacy")

    pick(at_window, tab.cover, "30")
    pick(at_window, tab.lock, "2")
    pick(at_window, tab.vault, "1")

    assert sitting.desk.preferences.read() == Preferences(cover_seconds=30, lock_minutes=2, vault_minutes=1)
    assert (sitting.idle.limits.cover, sitting.idle.limits.lock, sitting.idle.limits.vault) == (30, 120, 60)


@pytest.mark.rule("WP-12")
def test_on_a_system_that_cannot_hide_from_pictures_settings_say_so(at_window, sitting, monkeypatch):
    """Rather than promise (WP-12)."""
    tab_of(at_window, "privacy")

    assert ("pictures of the screen" in seen(at_window.window)) is (os.name != "nt")


def test_the_passphrase_is_changed_with_the_present_one_and_two_words_back(at_window, sitting):
    """Afterwards only the new one opens."""
    tab = tab_of(at_window, "passphrase")
    tab.now.line.setText(PASSPHRASE)
    at_window.click(tab.go_on)
    at_window.settle()
    new = tab.words.passphrase
    at_window.click(tab.go_on)
    for place, line in zip(tab.type_back.places, tab.type_back.lines, strict=True):
        line.setText(tab.words.word(place))
    at_window.click(tab.go_on)
    at_window.settle()

    sitting.desk.signed.check_passphrase(new)
    with pytest.raises(WrongPassphrase):
        sitting.desk.signed.check_passphrase(PASSPHRASE)
    assert "was changed" in sitting.frame.stage.banner.message()
    assert tab.now.text() == ""
    assert tab.words.passphrase != new


def test_a_wrong_present_passphrase_shows_no_new_words(at_window, sitting):
    """And is emptied."""
    tab = tab_of(at_window, "passphrase")
    tab.now.line.setText("no es esta frase de seis")
    at_window.click(tab.go_on)
    at_window.settle()

    assert not tab.words.isVisible()
    assert "does not match" in tab.said.text()
    assert tab.now.text() == ""


def test_what_was_typed_is_forgotten_when_the_tab_is_left(at_window, sitting):
    """A passphrase half changed is not changed."""
    tab = tab_of(at_window, "passphrase")
    tab.now.line.setText(PASSPHRASE)
    at_window.click(tab.go_on)
    at_window.settle()

    sitting.frame.stage.current.show_tab("about")

    assert tab.now.text() == ""
    assert tab.step == "ask"


def test_a_backup_is_made_listed_and_looked_at(at_window, sitting):
    """Every row of it was read when the page says it is whole."""
    tab = tab_of(at_window, "backup")
    before = sitting.desk.backups.newest().path
    at_window.click(tab.make)
    at_window.settle()
    made = sitting.frame.stage.banner.message()
    tab._check(sitting.desk.backups.newest().path)
    at_window.settle()

    assert sitting.desk.backups.newest().path != before
    assert "made and checked" in made
    assert "whole" in sitting.frame.stage.banner.message()
    assert "look whether it is whole" in seen(at_window.window)


def test_a_backup_goes_to_a_file_of_ones_choice(at_window, sitting, tmp_path):
    """And an old file there is never written over."""
    tab = tab_of(at_window, "backup")
    tab._make(tmp_path / "stick.amparo-backup")
    at_window.settle()
    size = (tmp_path / "stick.amparo-backup").stat().st_size
    first = sitting.frame.stage.banner.message()
    tab._make(tmp_path / "stick.amparo-backup")
    at_window.settle()

    assert "Keep the stick apart" in first
    assert (tmp_path / "stick.amparo-backup").stat().st_size == size
    assert "Keep the stick apart" not in sitting.frame.stage.banner.message()


def test_a_damaged_backup_is_not_called_whole(at_window, sitting):
    """One flipped byte is found."""
    file = sitting.desk.backups.make()
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    tab = tab_of(at_window, "backup")

    tab._check(file)
    at_window.settle()

    assert "is whole" not in sitting.frame.stage.banner.message()
    assert not sitting.frame.stage.banner.isHidden()


def test_the_page_says_how_to_try_a_backup(at_window, sitting):
    """A backup nobody has tried is a hope."""
    tab_of(at_window, "backup")

    assert "Bring back a backup" in seen(at_window.window)


def test_every_check_has_its_line_and_all_is_well(at_window, sitting):
    """One after the other, as they are done."""
    tab = tab_of(at_window, "checks")
    at_window.click(tab.start)
    at_window.until(lambda: tab.rows)
    at_window.settle()

    assert [row.name for row in tab.rows] == list(CHECKS)
    assert all(row.ok for row in tab.rows), [row for row in tab.rows if not row.ok]
    assert "as it should be" in tab.result.text()


def test_with_the_vault_shut_the_checks_say_what_could_not_be_looked_at(at_window, sitting):
    """That is no damage, and it is not called so."""
    sitting.shut_vault()
    at_window.settle()
    tab = tab_of(at_window, "checks")
    at_window.click(tab.start)
    at_window.settle()

    assert "Open the protected work" in tab.result.text()
    assert "protected work is shut" in seen(at_window.window)


def test_leaving_the_checks_ends_them_after_the_one_under_way(at_window, sitting):
    """They do not hold up a lock."""
    tab = tab_of(at_window, "checks")
    at_window.click(tab.start)
    at_window.until(lambda: tab.rows)

    tab.leave()
    at_window.settle()

    assert 0 < len(tab.rows) < len(CHECKS)


def test_an_import_is_taken_back_as_a_whole_after_asking(at_window, sitting, tmp_path):
    """*Keep* has the keyboard; taken back, the cases are gone and the line says so."""
    file = tmp_path / "register.csv"
    file.write_text("Nombre,Idioma\nRosa Prueba,español\nLuz Prueba,español\n", "utf-8")
    imports = sitting.desk.imports
    batch = imports.bring(imports.look(file)).batch
    before = sitting.desk.status.read().cases
    tab = tab_of(at_window, "spreadsheets")

    at_window.click(tab.undo_buttons[batch])
    sheet = next(each for each in tab.parentWidget().children() if type(each).__name__ == "Confirm")
    kept = sheet.way_out.hasFocus()
    at_window.click(sheet.act)
    at_window.settle()

    assert kept
    assert sitting.desk.status.read().cases == before - 2
    assert "taken back" in seen(at_window.window)
    assert batch not in tab.undo_buttons


def test_only_what_this_person_may_do_is_there(at_window, desk, door):
    """A tab without its act is not shown."""
    from dataclasses import replace

    desk.bench.me = replace(desk.bench.me, roles=frozenset({"caseworker"}))
    sitting = at_window.sit_down(desk, door)

    sitting.go("settings")
    at_window.settle()

    assert "spreadsheets" not in sitting.frame.stage.current.names
    assert "backup" in sitting.frame.stage.current.names


def test_what_the_program_is_made_of_names_its_licences(at_window, sitting):
    """Every library that is shipped, and no unknown one."""
    tab_of(at_window, "about")
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = {line.split(">=")[0].split("[")[0].strip().casefold() for line in wanted} - {"shiboken6"}

    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]

    assert {name.casefold() for name in MADE_OF} == names
    assert f"Version {version}" in seen(at_window.window)
    assert "General Public License" in seen(at_window.window)
    assert all(licence_of(name) for name in MADE_OF)


def test_in_a_small_window_the_tabs_are_one_list(at_window, sitting: Sitting):
    """And every tab can be reached by it."""
    at_window.window.resize(*SMALL)
    tab_of(at_window, "people")
    screen = sitting.frame.stage.current

    screen.tabs._list.picked.emit(screen.names.index("privacy"))
    at_window.settle()

    assert screen.tabs.is_list()
    assert screen.names[screen.tabs.current()] == "privacy"
    assert QApplication.activePopupWidget() is None
