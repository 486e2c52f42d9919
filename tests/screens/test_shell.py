# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The frame around every screen: it leads everywhere and never tells."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

from tests.conftest import PASSPHRASE
from tests.screens.at_window import LARGE, SMALL, cut_off, every_place, nameless, seen
from ui import theme
from ui.screens.settings.screen import TABS

Key = Qt.Key


@pytest.mark.rule("UX-22")
def test_the_title_of_the_window_is_the_same_everywhere(at_window, sitting, killa):
    """One neutral name on every screen, every cover and at the lock."""
    titles = set()
    for place, where in every_place(killa):
        at_window.go_through([(place, where)])
        titles.add(at_window.window.windowTitle())
    for kind in ("pause", "hide", "lock"):
        at_window.window.act.emit(kind)
        titles.add(at_window.window.windowTitle())

    assert titles == {"Amparo"}


@pytest.mark.rule("UX-22")
def test_another_neutral_title_holds_at_once_and_at_the_door(at_window, sitting, tmp_path):
    """Chosen in Settings, kept on the laptop, because the door wears it too."""
    sitting.go("settings", tab="privacy")
    at_window.settle()
    at_window.click(sitting.frame.stage.current.tab.window_title.buttons()[2])
    at_window.settle()

    assert at_window.window.windowTitle() == "Notas"
    assert sitting.frame.rail.name.text() == "Notas"
    assert '"title": "Notas"' in (tmp_path / "laptop" / "device.json").read_text("utf-8")


@pytest.mark.rule("UX-01")
def test_the_first_screen_is_my_day_and_shows_no_story(at_window, sitting):
    """Codes, chosen names, dates and tasks; nothing anybody told."""
    words = seen(at_window.window)

    assert sitting.frame.stage.place == "my_day"
    assert "CANARY" not in words
    for story in ("sleep", "quz", "Quechua", "danger"):
        assert story not in words


@pytest.mark.rule("UX-04")
def test_nothing_is_red_nothing_starred_and_no_person_counted_in_per_cent(at_window, sitting, killa):
    """On every screen of the frame, light and dark."""
    for palette in (theme.LIGHT, theme.DARK):
        theme.apply(QApplication.instance(), palette)
        for place, where in every_place(killa):
            at_window.go_through([(place, where)])
            words = seen(sitting.frame.stage)
            picture = at_window.window.grab().toImage()
            red = [
                (x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)
                if _is_red(picture.pixelColor(x, y))
            ]

            assert "*" not in words
            assert red == [], (place, where)
            if place != "settings":
                assert "%" not in words


@pytest.mark.rule("UX-29")
def test_there_is_no_second_false_workspace_to_be_found(at_window, sitting):
    """A decoy that fails is dangerous: no setting, no word of it, on the settings of person and laptop."""
    found = []
    for tab in TABS:
        at_window.go_through([("settings", {"tab": tab})])
        found.append(seen(at_window.window).casefold())
    kept = {*sitting.desk.preferences.read().__slots__, *sitting.surroundings.device().__slots__}

    for word in ("duress", "decoy", "coerc", "fake", "panic"):
        assert not any(word in words for words in found)
        assert not any(word in name for name in kept)


@pytest.mark.rule("UX-23")
def test_without_any_network_nothing_asks_and_nothing_alarms(at_window, sitting, killa):
    """Offline is normal: every room opens, no box appears, no word of a connection."""
    reached: list[str] = []
    sys.addaudithook(lambda event, _about: reached.append(event) if event.startswith("socket.") else None)

    shown = at_window.go_through(every_place(killa))
    words = seen(at_window.window).casefold()

    assert shown == [place for place, _where in every_place(killa)]
    assert not [box for box in QApplication.topLevelWidgets() if isinstance(box, QDialog) and box.isVisible()]
    for word in ("offline", "network", "connect", "internet", "sync"):
        assert word not in words
    assert reached == []


@pytest.mark.rule("UX-18")
def test_no_window_but_ours_ever_appears_on_the_way_through_all_rooms(at_window, sitting, killa):
    """Not even for the blink of an eye: a part shown before it has its place would be a window of its own."""
    watch = _Appearing()
    QApplication.instance().installEventFilter(watch)

    at_window.go_through(every_place(killa))
    QApplication.instance().removeEventFilter(watch)

    assert watch.seen == []


@pytest.mark.rule("UX-05")
@pytest.mark.parametrize("size", [LARGE, SMALL])
def test_pause_hide_and_lock_are_always_in_the_same_corner(at_window, sitting, killa, size):
    """The same three, the same place from the top right, at least 44 px, sheets or not."""
    at_window.window.resize(*size)
    corner = sitting.frame.corner
    places = set()
    for place, where in every_place(killa):
        at_window.go_through([(place, where)])
        three = (corner.pause, corner.hide_button, corner.lock)
        places.add(tuple(at_window.place_of(each).toTuple() for each in three))
    sitting.show_keys()
    on_a_sheet = [each.isEnabled() and each.isVisible() for each in (corner.pause, corner.hide_button, corner.lock)]

    assert len(places) == 1
    assert on_a_sheet == [True, True, True]
    assert all(each.height() >= 44 and each.width() >= 76 for each in (corner.pause, corner.hide_button, corner.lock))


@pytest.mark.rule("UX-05")
@pytest.mark.parametrize(("key", "kind"), [(Key.Key_F9, "pause"), (Key.Key_F8, "hide"), (Key.Key_F12, "lock")])
def test_each_has_a_key_that_works_wherever_the_keyboard_is(at_window, sitting, key, kind):
    """In a field, on a sheet, on a button."""
    sitting.report_threat()

    at_window.press(key)

    assert at_window.window.is_covered
    assert sitting.cover.kind == kind


@pytest.mark.rule("UX-05")
@pytest.mark.parametrize(("place", "opens"), [("cases", (Key.Key_Space,)), ("form", (Key.Key_Q, Key.Key_U))])
def test_the_keys_work_while_a_list_is_open_too(at_window, sitting, place, opens):
    """One to choose from, or the languages found so far: it would take every key, and it is gone with the page.

    On most desktops such a list never is the window in focus, though keys go to it.
    """
    QApplication.instance().focusWindowChanged.disconnect(at_window.window._watch)
    at_window.go_through([(place, {"form": "F01"} if place == "form" else {})])
    screen = sitting.frame.stage.current
    (screen.stage if place == "cases" else screen.view.card("lang_pref").answer).setFocus()
    for key in opens:
        at_window.press(key)
    QApplication.processEvents()
    opened = QApplication.activePopupWidget()
    assert opened is not None

    at_window.press(Key.Key_F8)

    assert at_window.window.is_covered
    assert not opened.isVisible()


@pytest.mark.rule("UX-05")
def test_escape_never_hides(at_window, sitting):
    """It closes a sheet and nothing else."""
    sitting.show_keys()
    at_window.press(Key.Key_Escape)
    first = sitting.asker.sheet
    at_window.press(Key.Key_Escape)
    at_window.press(Key.Key_Escape)

    assert first is None
    assert not at_window.window.is_covered


def test_the_lock_stays_in_its_corner_while_covered(at_window, sitting):
    """From a cover one can still lock, at the same spot."""
    before = at_window.place_of(sitting.frame.corner.lock)

    at_window.press(Key.Key_F8)

    assert at_window.place_of(sitting.cover.lock) == before


def test_a_cover_closes_what_lies_over_the_window(at_window, sitting):
    """File dialogs and tips would stay in front of it."""
    dialog = QFileDialog(at_window.window)
    dialog.open()

    at_window.window.act.emit("hide")

    assert not dialog.isVisible()


@pytest.mark.rule("UX-19")
@pytest.mark.parametrize("size", [LARGE, SMALL])
def test_every_control_has_a_name_and_no_word_is_cut_off(at_window, sitting, killa, size):
    """At full size and at 200 % of a small screen, on every place, sheet and cover."""
    at_window.window.resize(*size)
    missing, cut = [], []
    for place, where in every_place(killa):
        at_window.go_through([(place, where)])
        missing += nameless(at_window.window)
        cut += cut_off(at_window.window)
    for sheet in (sitting.show_keys, sitting.report_threat, lambda: sitting.asker.ask("why", lambda: None)):
        sheet()
        missing += nameless(at_window.window)
        cut += cut_off(at_window.window)
    for kind in ("pause", "hide"):
        at_window.window.act.emit(kind)
        at_window.press(Key.Key_Space)
        missing += nameless(at_window.window)
        cut += cut_off(at_window.window)

    assert missing == []
    assert cut == []


@pytest.mark.rule("UX-19")
def test_in_a_small_window_the_rail_keeps_its_drawings_and_their_names(at_window, sitting):
    """Below 900 px: icons with a tip; the smallest window is 640×360."""
    at_window.window.resize(683, 384)
    at_window.settle()
    rail = sitting.frame.rail

    assert rail.width() < 70
    assert [button.accessibleName() for button in rail.buttons.values()] == [
        "My day", "Cases", "Reports", "Team", "Settings"]
    assert all(button.toolTip() for button in rail.buttons.values())
    assert at_window.window.minimumSize().toTuple() == (640, 360)


def test_the_rail_leads_to_each_room_and_shows_where_one_is(at_window, sitting):
    """And only rooms that work are there."""
    for name, button in sitting.frame.rail.buttons.items():
        at_window.click(button)
        at_window.settle()

        assert sitting.frame.stage.place == name
        assert [place for place, it in sitting.frame.rail.buttons.items() if it.isChecked()] == [name]


def test_practice_is_said_on_every_screen(at_window, door):
    """Invented people are never mistaken for real ones, nor real ones for invented."""
    from assist.services.profiles import NewProfile

    desk = door.found(NewProfile("Casa Prueba", "Ana Ríos", PASSPHRASE, practice=True))
    sitting = at_window.sit_down(desk, door)
    marked = []
    for place, where in (("my_day", {}), ("cases", {}), ("reports", {}), ("settings", {"tab": "about"})):
        at_window.go_through([(place, where)])
        marked.append("invented" in seen(at_window.window))
    desk.close()

    assert marked == [True] * 4
    assert sitting.frame.strip.isVisible()


def test_everybody_sees_whether_the_protected_work_is_open(at_window, sitting, desk):
    """The line at the foot shuts it, and asks for the passphrase to open it."""
    line = sitting.frame.rail.vault
    first = line.text()
    at_window.click(line)
    at_window.settle()
    second = line.text()
    at_window.click(line)
    at_window.write(PASSPHRASE)
    at_window.press(Key.Key_Return)
    at_window.settle()

    assert (first, second, line.text()) == (
        "Protected work: open", "Protected work: shut", "Protected work: open")
    assert desk.vault_open


def test_a_wrong_passphrase_leaves_it_shut_and_says_why_it_was_asked(at_window, sitting, desk):
    """The reason stands on the sheet; failures make the wait grow."""
    sitting.shut_vault()
    at_window.settle()
    sitting.turn_vault()
    sheet = sitting.asker.sheet
    at_window.write("no es esta frase de seis")
    at_window.press(Key.Key_Return)
    at_window.settle()

    assert "protected work" in seen(sheet).casefold()
    assert "does not match" in sheet.said.text()
    assert not sheet.go_on.isEnabled()
    assert not desk.vault_open


def test_acts_that_need_the_passphrase_again_wait_for_the_right_one(at_window, sitting):
    """``then`` runs once, and only after it."""
    done = []
    sitting.surroundings.ask_passphrase("Because it leaves the house.", lambda: done.append("went"))
    before = list(done)
    at_window.write(PASSPHRASE)
    at_window.press(Key.Key_Return)
    at_window.settle()

    assert before == []
    assert done == ["went"]
    assert sitting.asker.sheet is None


def test_something_protected_offers_to_open_it(at_window, sitting):
    """The banner has the next step."""
    from assist.errors import VaultShut

    sitting.shut_vault()
    at_window.settle()
    sitting.trouble(VaultShut("vault.shut"))

    assert sitting.frame.stage.banner.action.words() == "Open protected work"


def test_the_last_backup_stands_at_the_foot(at_window, sitting, desk):
    """One is made by itself on the first sign-in of a day."""
    at_window.settle()

    assert desk.backups.newest() is not None
    assert sitting.frame.rail.backup.text().startswith("Backup: ")
    assert sitting.frame.rail.backup.text() != "Backup: none yet"


@pytest.mark.rule("WP-07")
def test_a_threat_is_one_key_away_from_everywhere(at_window, sitting, killa, desk):
    """On a case it opens for that case, elsewhere it asks for the code first."""
    at_window.press(Key.Key_T, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    code = desk.cases.header(killa).code
    at_window.write(code)
    at_window.press(Key.Key_Return)
    at_window.settle()
    by_code = (sitting.frame.stage.place, dict(sitting.frame.stage.where))
    sitting.go("case", case=killa)
    at_window.settle()
    at_window.press(Key.Key_T, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    at_window.settle()

    assert by_code == ("form", {"form": "F17", "address": code})
    assert sitting.frame.stage.where == {"form": "F17", "case": killa}


def test_a_threat_about_somebody_unseen_opens_the_same_form(at_window, sitting):
    """Hidden and missing read the same: nothing is said, and the form is there (ruling 4)."""
    sitting.report_threat()
    at_window.write("ZZZ-ZZZ-Z")
    at_window.press(Key.Key_Return)
    at_window.settle()

    assert sitting.frame.stage.where == {"form": "F17", "address": "ZZZ-ZZZ-Z"}
    assert sitting.frame.stage.banner.isHidden()
    assert sitting.asker.sheet is None


def test_a_first_contact_is_one_key_away(at_window, sitting):
    """From any room."""
    at_window.press(Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    at_window.settle()

    assert (sitting.frame.stage.place, sitting.frame.stage.where) == ("form", {"form": "F01"})


def test_a_screen_that_cannot_open_leaves_one_where_one_was(at_window, sitting):
    """The frame survives any screen."""
    sitting.go("case", case="00" * 16)
    at_window.settle()

    assert not sitting.frame.stage.banner.isHidden()
    assert sitting.frame.stage.current is not None


def _is_red(colour: QColor) -> bool:
    return colour.hsvSaturation() > 110 and (colour.hsvHue() < 14 or colour.hsvHue() > 340) and colour.value() > 90


class _Appearing(QObject):
    """Notes every widget that is shown as a window."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False
