# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The recovery kit, a forgotten passphrase and a journey, as somebody at the keyboard sees them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from assist.crypto import shares
from assist.desk import Desk
from assist.practice import fill
from assist.services.recovery import Kit
from tests.conftest import PASSPHRASE
from tests.screens.at_window import AtWindow, seen
from ui.dialogs.confirm import Confirm
from ui.dialogs.paper_words import PaperWords
from ui.screens.forgotten import ForgottenScreen
from ui.screens.settings.recovery import RecoveryTab
from ui.screens.settings.tab import Tab
from ui.screens.settings.travel import TravelTab
from ui.screens.unlock import UnlockScreen
from ui.wiring import Door

PAPERS = shares.split(bytes(range(32)), 3)


@pytest.fixture
def words(qtbot) -> PaperWords:
    """The widget alone, on a screen."""
    made = PaperWords()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.line.setFocus()
    return made


# -- the words of a paper --------------------------------------------------------------


def test_four_letters_and_a_space_are_a_word(qtbot, words: PaperWords):
    """33 times; then all fit together."""
    heard = []
    words.filled.connect(lambda: heard.append(True))

    for word in PAPERS[0].split():
        qtbot.keyClicks(words.line, word[:4].upper())
        qtbot.keyClick(words.line, Qt.Key.Key_Space)

    assert words.text == PAPERS[0]
    assert heard == [True]
    assert "fit together" in words.hint.text()


def test_words_that_begin_as_typed_are_offered(qtbot, words: PaperWords):
    """And it is said when none does."""
    qtbot.keyClicks(words.line, "aca")
    assert words.hint.text() == "academic"

    qtbot.keyClicks(words.line, "q")
    assert words.hint.text() == "No word of the list begins so."


def test_a_whole_paper_may_be_pasted(words: PaperWords):
    """With its line ends."""
    QApplication.clipboard().setText(PAPERS[1].replace(" ", "\n"))

    words.line.paste()

    assert words.text == PAPERS[1]


def test_a_word_on_no_list_stops_there_and_says_its_number(words: PaperWords):
    """What came before is taken."""
    typed = PAPERS[0].split()
    words.line.setText(" ".join([*typed[:3], "quipu", *typed[4:]]))

    assert words.words == typed[:3]
    assert "Number 4" in words.hint.text()
    assert words.line.text().startswith("quipu ")


def test_a_number_goes_back_to_that_word(qtbot, words: PaperWords):
    """One mistyped word need not cost all of them."""
    typed = PAPERS[0].split()
    wrong = [*typed[:6], "zero" if typed[6] != "zero" else "yoga", *typed[7:]]
    words.line.setText(" ".join(wrong))
    assert words.text == ""
    assert "together they do not fit" in words.hint.text()

    for text in ("7", typed[6]):
        qtbot.keyClicks(words.line, text)
        qtbot.keyClick(words.line, Qt.Key.Key_Return)

    assert words.text == PAPERS[0]


def test_backspace_in_an_empty_line_takes_the_last_word_back(qtbot, words: PaperWords):
    """And nothing stays when it is left."""
    words.line.setText("academic acid ")
    qtbot.keyClick(words.line, Qt.Key.Key_Backspace)
    assert words.words == ["academic"]

    words.forget()
    assert words.words == []


# -- the kit ---------------------------------------------------------------------------


def tab_of(at_window: AtWindow, name: str) -> Tab:
    """Go to a tab of Settings."""
    at_window.sitting.go("settings", tab=name)
    at_window.settle()
    tab: Tab = at_window.sitting.frame.stage.current.tab
    return tab


def give_passphrase(at_window: AtWindow) -> None:
    """Type it on the sheet that asks for it."""
    asked = at_window.sitting.asker.sheet
    asked.field.line.setText(PASSPHRASE)
    at_window.click(asked.go_on)


def test_a_kit_is_made_saved_kept_and_its_files_deleted(at_window: AtWindow, sitting, tmp_path: Path, monkeypatch):
    """Nothing holds before the papers are out; My day says so until then, and while files lie about."""
    at_window.sitting.go("my_day")
    at_window.settle()
    assert "Nobody could help who forgets a passphrase yet." in seen(at_window.window)
    tab = tab_of(at_window, "recovery")
    assert isinstance(tab, RecoveryTab)
    monkeypatch.setattr("ui.screens.settings.recovery.ask_for_folder", lambda _near, _title, chosen: chosen(tmp_path))

    at_window.click(tab.make)
    give_passphrase(at_window)
    at_window.settle()
    assert not tab.keep.isEnabled()
    at_window.click(tab.save)
    at_window.settle()
    assert not sitting.desk.recovery.state().exists
    at_window.click(tab.keep)
    at_window.settle()

    assert sitting.desk.recovery.state().exists
    assert len(list(tmp_path.glob("paper-*.pdf"))) == 3
    at_window.sitting.go("my_day")
    at_window.settle()
    assert "Papers of the recovery kit lie as files on a disk." in seen(at_window.window)
    tab = tab_of(at_window, "recovery")
    at_window.click(tab.delete)
    at_window.click(sheet(tab).act)
    at_window.settle()
    assert list(tmp_path.glob("paper-*.pdf")) == []


def test_leaving_the_page_forgets_a_kit_that_does_not_hold(at_window: AtWindow, sitting):
    """Its words are gone; nothing was changed."""
    tab = tab_of(at_window, "recovery")
    at_window.click(tab.make)
    give_passphrase(at_window)
    at_window.settle()
    assert tab._kit is not None

    at_window.sitting.go("my_day")

    assert tab._kit is None
    assert not sitting.desk.recovery.state().exists


def sheet(tab: QWidget) -> Confirm:
    """The question that lies on the page."""
    return next(each for each in tab.window().findChildren(Confirm) if each.isVisible())


# -- forgotten -------------------------------------------------------------------------


@pytest.fixture
def kit(desk: Desk) -> Kit:
    """A kit for which the profile left its keys."""
    made = desk.recovery.draw()
    desk.recovery.keep(made)
    desk.signed.open_vault(PASSPHRASE)
    return made


@pytest.fixture
def at_door(at_window: AtWindow, kit: Kit, desk: Desk, door: Door) -> AtWindow:
    """The door of that workspace, locked."""
    desk.close()
    door.leave()
    at_window.start(door.workspace.root)
    at_window.settle()
    return at_window


def test_two_papers_and_six_words_open_the_door_again(at_door: AtWindow, kit: Kit, door: Door):
    """From "I forgot my passphrase" to the door, by the keyboard."""
    at_door.click(at_door.amparo.screen.forgot)
    screen = at_door.amparo.screen
    assert isinstance(screen, ForgottenScreen)
    assert QApplication.focusWidget() is screen.paper.line
    for paper in kit.papers[:2]:
        screen.paper.line.setText(paper)
        at_door.press(Qt.Key.Key_Return)
        at_door.settle()
    assert screen.step == "shown"
    passphrase = screen.words.passphrase
    screen.go_on()
    for place, line in zip(screen.type_back.places, screen.type_back.lines, strict=True):
        line.setText(screen.words.word(place))
    screen.go_on()
    at_door.settle()

    opened = at_door.amparo.screen
    assert isinstance(opened, UnlockScreen)
    assert opened.name.text() == "Ana Ríos"
    opened.passphrase.line.setText(passphrase)
    opened.try_it()
    at_door.until(lambda: not isinstance(at_door.amparo.screen, UnlockScreen))


def test_papers_of_another_kit_are_said_to_be_so_and_asked_for_again(at_door: AtWindow):
    """Nothing was changed."""
    at_door.click(at_door.amparo.screen.forgot)
    screen = at_door.amparo.screen
    for paper in PAPERS[:2]:
        screen.paper.line.setText(paper)
        screen.go_on()
    at_door.settle()

    assert "no profile of this laptop was left for this kit" in seen(screen)
    assert screen.step == "papers"
    assert screen.paper.words == []
    at_door.click(screen.back)
    assert isinstance(at_door.amparo.screen, UnlockScreen)


def test_the_profile_opened_with_the_kit_stands_on_everybodys_day(at_window: AtWindow, sitting, monkeypatch):
    """With what to do about it."""
    sitting.desk.rosters.tell("recovered")

    at_window.sitting.go("cases")
    at_window.sitting.go("my_day")
    at_window.settle()

    assert "Ana Ríos's profile was opened with it" in seen(at_window.window)


# -- travelling ------------------------------------------------------------------------


@pytest.fixture
def travel(at_window: AtWindow, sitting) -> Callable[[], TravelTab]:
    """The tab, in an organisation of one with a kit."""
    sitting.desk.recovery.keep(sitting.desk.recovery.draw())

    def shown() -> TravelTab:
        tab = tab_of(at_window, "travel")
        assert isinstance(tab, TravelTab)
        return tab

    return shown


def test_travelling_takes_the_passphrase_and_a_yes(at_window: AtWindow, sitting, travel):
    """Then the foot says it, and protected work is not even asked for."""
    tab = travel()
    at_window.click(tab.go)
    assert not sitting.desk.travelling.state().away
    tab.passphrase.line.setText(PASSPHRASE)
    at_window.click(tab.go)
    at_window.click(sheet(tab).act)
    at_window.settle()

    assert sitting.desk.travelling.state().away
    words = seen(at_window.window)
    assert "Protected work: not here" in words
    assert "the keys of protected work are not on this laptop" in words
    sitting.surroundings.ask_passphrase("?", lambda: None, opens_vault=True)
    assert "its keys are not on this laptop" in seen(at_window.window)


def test_the_safety_of_a_case_says_that_protected_work_travels_apart(at_window: AtWindow, sitting, travel):
    """Instead of a button that opens nothing."""
    opening = sitting.desk.records.open("F01")
    fill(opening, {"chosen_name": "Killa", "may_keep_note": "yes"})
    case = sitting.desk.records.save(opening).case
    sitting.desk.travelling.leave(PASSPHRASE, even_unsent=True)

    at_window.sitting.go("case", case=case, tab="safety")
    at_window.settle()

    words = seen(at_window.window)
    assert "Travelling: protected work cannot be opened on this laptop until you are back." in words
    assert "The number, threats, measures and risk lines open with your passphrase." not in words


def test_a_wrong_passphrase_leaves_everything_where_it_is(at_window: AtWindow, sitting, travel):
    """And says so."""
    tab = travel()
    tab.passphrase.line.setText("otra cosa muy larga y distinta")
    at_window.click(tab.go)
    at_window.click(sheet(tab).act)
    at_window.settle()

    assert not sitting.desk.travelling.state().away
    assert "The passphrase does not match." in seen(at_window.window)


def test_with_nobody_to_give_it_back_nobody_can_leave(at_window: AtWindow, sitting):
    """The button rests, and it is said why."""
    tab = tab_of(at_window, "travel")

    assert not tab.go.isEnabled()
    assert "Nobody could give them back yet" in seen(at_window.window)
