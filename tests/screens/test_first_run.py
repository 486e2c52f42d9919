# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first minutes: a language, a look around, a workspace of one's own, a backup brought back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from assist import i18n
from assist.desk import Desk
from assist.services.practice_keys import practice_key
from tests.conftest import PASSPHRASE
from tests.screens.at_window import LARGE, SMALL, AtWindow, cut_off, nameless, seen
from ui.screens.first_run.languages import LanguagesPage
from ui.screens.first_run.organisation import OrganisationPage
from ui.screens.first_run.paper import PaperPage
from ui.screens.first_run.screen import FirstRunScreen
from ui.screens.first_run.ways import WaysPage
from ui.screens.return_code import ReturnCodeScreen
from ui.screens.unlock import UnlockScreen
from ui.wiring import Door


@pytest.fixture
def ways(at_window: AtWindow) -> AtWindow:
    """A laptop on which a language was chosen and nothing else."""
    at_window.start()
    at_window.click(page_of(at_window).buttons["en"])
    at_window.settle()
    return at_window


def page_of(at_window: AtWindow):
    """The page of the first run that is shown."""
    return at_window.amparo.screen.page


def organisation(at_window: AtWindow, folder: Path) -> PaperPage:
    """Organisation, name and folder said; the words are shown."""
    page_of(at_window).chosen.emit("organisation")
    page = page_of(at_window)
    page.organisation.setText("Casa Prueba")
    page.name.setText("Ana Ríos")
    page.place.put(folder)
    at_window.click(page.go_on)
    return page_of(at_window)


def type_back(at_window: AtWindow, page: PaperPage) -> str:
    """They are on paper, and two of them come back; returns the passphrase."""
    at_window.click(page.go_on)
    for place, line in zip(page.type_back.places, page.type_back.lines, strict=True):
        line.setText(page.words.word(place).upper())
    passphrase = page.words.passphrase
    at_window.click(page.go_on)
    return passphrase


def test_the_first_screen_is_four_names_of_languages(at_window):
    """Each in its own words; the keyboard is looked at already."""
    at_window.start()
    page = page_of(at_window)

    assert isinstance(page, LanguagesPage)
    assert [button.words() for button in page.buttons.values()] == ["Español", "Português", "Français", "English"]
    at_window.qtbot.keyClick(page.buttons["es"], "A")
    assert "Caps Lock" in page.hint.text()


def test_the_language_holds_from_the_next_screen_on(at_window, tmp_path):
    """And is remembered on this laptop."""
    at_window.start()
    at_window.click(page_of(at_window).buttons["pt"])
    at_window.settle()

    assert i18n.language() == "pt"
    assert isinstance(page_of(at_window), WaysPage)
    assert json.loads((tmp_path / "laptop" / "device.json").read_text("utf-8"))["language"] == "pt"


def test_looking_around_comes_first(ways):
    """The filled button is the one that risks nothing."""
    page = page_of(ways)
    words = seen(ways.window)

    assert words.index("Look around") < words.index("Start for my organisation")
    assert page.look.dress != page.start.dress


def test_looking_around_needs_no_passphrase(ways, tmp_path):
    """Invented people, a marked workspace, and the way back later without a passphrase too."""
    ways.click(page_of(ways).look)
    waited = page_of(ways).look.isEnabled()
    ways.until(lambda: isinstance(ways.amparo.screen, ReturnCodeScreen))
    ways.amparo.screen.chosen.emit("")
    ways.settle()
    desk = ways.sitting.desk
    count = desk.status.read().cases
    folder = tmp_path / "laptop" / "practice"

    assert not waited
    assert desk.me.practice
    assert count >= 40
    assert [role for _name, role in practice_key(folder).others] == [
        "caseworker", "supervisor", "coordinator", "auditor"]
    assert "invented" in seen(ways.window)
    ways.sitting.surroundings.ask_passphrase("Because.", lambda: None)
    assert practice_key(folder).passphrase in seen(ways.window)
    desk.close()


def test_a_practice_workspace_that_is_there_is_opened_again(ways, desk, door, tmp_path):
    """Not made anew: what was tried there is still there."""
    desk.close()
    door.leave()
    door.workspace.root.rename(tmp_path / "laptop" / "practice")
    (tmp_path / "laptop" / "practice" / "practice.json").write_text(
        json.dumps({"name": "Ana Ríos", "passphrase": PASSPHRASE}), "utf-8")

    ways.click(page_of(ways).look)
    ways.settle()
    ways.click(ways.amparo.screen.practice_button)
    ways.until(lambda: isinstance(ways.amparo.screen, ReturnCodeScreen))
    ways.amparo.screen.chosen.emit("")
    ways.settle()

    assert ways.sitting.desk.vault_open
    assert ways.sitting.desk.me.display_name == "Ana Ríos"
    ways.sitting.desk.close()


def test_an_organisation_starts_with_six_words_on_paper(ways, tmp_path):
    """Organisation, name, words, two of them back in capitals: a workspace, and nothing else remembered."""
    page = organisation(ways, tmp_path / "work")
    passphrase = type_back(ways, page)
    ways.until(lambda: isinstance(ways.amparo.screen, ReturnCodeScreen))
    ways.amparo.screen.chosen.emit("4071")
    ways.settle()
    desk = ways.sitting.desk
    me = desk.me
    desk.signed.check_passphrase(passphrase)

    assert (me.organisation, me.display_name, me.practice) == ("Casa Prueba", "Ana Ríos", False)
    assert desk.vault_open
    assert len(passphrase.split()) == 6
    assert ways.sitting.frame.stage.place == "my_day"
    assert not ways.sitting.frame.strip.isVisible()
    desk.close()


def test_a_word_that_reads_differently_is_named_and_nothing_is_made(ways, tmp_path):
    """The page says which word to look at; the way back shows the list again."""
    page = organisation(ways, tmp_path / "work")
    ways.click(page.go_on)
    page.type_back.lines[0].setText("otra")
    page.type_back.lines[1].setText("cosa")
    ways.click(page.go_on)
    said = page.type_back.said.text()
    ways.click(page.way_back)

    assert f"number {page.type_back.places[0]}" in said
    assert page.words.isVisible()
    assert not (tmp_path / "work").exists()


def test_the_words_are_gone_from_the_screen_while_two_are_typed_back(ways, tmp_path):
    """Else nobody would write them down."""
    page = organisation(ways, tmp_path / "work")
    words = page.words.passphrase.split()
    before = seen(ways.window)
    ways.click(page.go_on)

    assert all(word in before for word in words)
    assert not any(f" · {word}" in seen(ways.window) for word in words)


def test_other_words_can_be_drawn(ways, tmp_path):
    """Until six of them please."""
    page = organisation(ways, tmp_path / "work")
    before = page.words.passphrase

    ways.click(page.words.others)

    assert page.words.passphrase != before


@pytest.mark.parametrize(
    ("typed", "said"),
    [("corta", "longer"), ("contrasena contrasena", "guessed"), ("Ana Rios es mi nombre", "name from around here")],
)
def test_an_own_passphrase_is_judged_while_it_is_typed(ways, tmp_path, typed, said):
    """Kindly, and in time."""
    page = organisation(ways, tmp_path / "work")
    ways.click(page.other_way)
    page.own.first.setFocus()
    ways.write(typed)
    ways.until(lambda: page.own.judgement.text() != "" and said in page.own.judgement.text())
    ways.click(page.go_on)

    assert page.own.passphrase == ""
    assert isinstance(page_of(ways), PaperPage)


def test_an_own_passphrase_typed_twice_makes_the_workspace(ways, tmp_path):
    """Long and unusual is enough; nobody asks for signs and figures."""
    own = "el lunes la cabra azul come siete zapatos viejos"
    page = organisation(ways, tmp_path / "work")
    ways.click(page.other_way)
    for field in (page.own.first, page.own.second):
        field.setFocus()
        ways.write(own)
    ways.until(lambda: page.own.passphrase == own)
    ways.click(page.go_on)
    ways.until(lambda: isinstance(ways.amparo.screen, ReturnCodeScreen))
    ways.amparo.screen.chosen.emit("")
    ways.settle()

    ways.sitting.desk.signed.check_passphrase(own)
    ways.sitting.desk.close()


def test_the_title_of_the_window_is_chosen_at_the_beginning(ways, tmp_path):
    """And holds from the first room on."""
    page_of(ways).chosen.emit("organisation")
    ways.click(page_of(ways).window_title.buttons()[1])
    page = organisation_again(ways, tmp_path / "work")
    type_back(ways, page)
    ways.until(lambda: isinstance(ways.amparo.screen, ReturnCodeScreen))
    ways.amparo.screen.chosen.emit("")
    ways.settle()

    assert ways.window.windowTitle() == "Agenda"
    ways.sitting.desk.close()


def organisation_again(at_window: AtWindow, folder: Path) -> PaperPage:
    """The page that is open already, filled in."""
    page = page_of(at_window)
    page.organisation.setText("Casa Prueba")
    page.name.setText("Ana Ríos")
    page.place.put(folder)
    at_window.click(page.go_on)
    return page_of(at_window)


def test_a_cloud_folder_is_refused_with_three_sentences(ways, tmp_path):
    """Before anything is written; the safe proposal stays."""
    page_of(ways).chosen.emit("organisation")
    page = page_of(ways)
    before = page.place.folder

    page.place.put(tmp_path / "Dropbox" / "casa")

    assert "other programs copy that folder away" in page.banner.message()
    assert page.place.folder == before
    assert not (tmp_path / "Dropbox").exists()


def test_a_folder_with_other_things_gets_one_of_ours_inside(ways, tmp_path):
    """Nothing of anybody's is mixed with the work."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "letter.txt").write_text("…", "utf-8")
    page_of(ways).chosen.emit("organisation")
    page = page_of(ways)

    page.place.put(tmp_path / "documents")

    assert page.place.folder == tmp_path / "documents" / "Amparo"


def test_without_a_name_the_keyboard_goes_there_and_nobody_is_scolded(ways):
    """No red, no star, no sentence."""
    page_of(ways).chosen.emit("organisation")
    page = page_of(ways)
    page.organisation.setText("Casa Prueba")

    ways.click(page.go_on)

    assert page.name.hasFocus()
    assert page.banner.isHidden()
    assert isinstance(page_of(ways), OrganisationPage)


def test_going_back_keeps_what_was_written(ways, tmp_path):
    """From the words to the organisation and back."""
    page = organisation(ways, tmp_path / "work")
    ways.click(page.way_back)

    assert page_of(ways).organisation.text() == "Casa Prueba"
    assert page_of(ways).name.text() == "Ana Ríos"


def test_a_backup_is_brought_back_as_a_new_workspace(ways, desk: Desk, door: Door, tmp_path):
    """The file, the name and the passphrase it was made under."""
    file = desk.backups.make(tmp_path / "stick.amparo-backup")
    desk.close()
    door.leave()
    page_of(ways).chosen.emit("restore")
    page = page_of(ways)
    page.take(file)
    page.name.setText("Ana Ríos")
    page.passphrase.line.setText(PASSPHRASE)
    page.place.put(tmp_path / "again")
    ways.click(page.go_on)
    ways.until(lambda: isinstance(ways.amparo.screen, ReturnCodeScreen))
    ways.amparo.screen.chosen.emit("")
    ways.settle()

    assert ways.sitting.desk.me.organisation == "Casa Prueba"
    assert ways.amparo.folder == tmp_path / "again"
    ways.sitting.desk.close()


def test_a_backup_under_another_passphrase_says_so_and_leaves_nothing(ways, desk: Desk, door: Door, tmp_path):
    """The page stays as it is, ready for another try."""
    file = desk.backups.make(tmp_path / "stick.amparo-backup")
    page_of(ways).chosen.emit("restore")
    page = page_of(ways)
    page.take(file)
    page.name.setText("Ana Ríos")
    page.passphrase.line.setText("no es esta frase de seis")
    page.place.put(tmp_path / "again")
    ways.click(page.go_on)
    ways.until(lambda: page.banner.isVisible())

    assert "do not match" in page.banner.message()
    assert page.go_on.isEnabled()
    assert not (tmp_path / "again").exists() or not any((tmp_path / "again").iterdir())


def test_a_workspace_that_is_there_already_can_be_opened(ways, desk: Desk, door: Door):
    """After choosing its folder comes its door; a folder without one says so."""
    desk.close()
    door.leave()
    page_of(ways).chosen.emit("open")
    dialog = ways.window.findChild(QFileDialog)
    there = dialog is not None and dialog.isVisible()
    dialog.reject()

    ways.amparo.screen.elsewhere.emit(door.workspace.root)

    assert there
    assert isinstance(ways.amparo.screen, UnlockScreen)


def test_what_a_file_dialog_remembers_is_forgotten(ways):
    """Where somebody looked is nobody's business."""
    from PySide6.QtCore import QSettings

    page_of(ways).chosen.emit("open")
    dialog = ways.window.findChild(QFileDialog)
    dialog.reject()

    kept = QSettings(QSettings.Scope.UserScope, "QtProject")

    assert [key for key in kept.allKeys() if key.startswith("FileDialog")] == []


@pytest.mark.rule("UX-19")
@pytest.mark.parametrize("size", [LARGE, SMALL])
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_control_of_the_first_run_has_a_name_and_no_word_is_cut_off(at_window, tmp_path, size, language):
    """At full size and at 200 % of a small screen."""
    at_window.start(size=size)
    missing, cut = nameless(at_window.window), cut_off(at_window.window)
    at_window.click(page_of(at_window).buttons[language])
    at_window.settle()
    assert isinstance(at_window.amparo.screen, FirstRunScreen)
    for step in ("ways", "restore", "organisation", "paper", "typed", "own"):
        if step in ("restore", "organisation"):
            page_of(at_window).chosen.emit(step)
        elif step == "paper":
            organisation_again(at_window, tmp_path / "work")
        elif step == "typed":
            page_of(at_window).go_on.click()
        elif step == "own":
            page_of(at_window).way_back.click()
            page_of(at_window).other_way.click()
        at_window.settle()
        missing += nameless(at_window.window)
        cut += cut_off(at_window.window)
        if step == "restore":
            at_window.amparo.screen.show_ways()

    assert missing == []
    assert cut == []
