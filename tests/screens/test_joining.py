# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Joining in the window: card, file and words, name, passphrase, six words, and in by itself or by a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from assist.crypto.words import fold
from assist.services.inviting import Invited, Wanted
from assist.sync.stores.folder import FolderStore
from tests.screens.at_keyboard import press, write
from tests.screens.at_window import LARGE, SMALL, AtWindow, cut_off, nameless, seen
from tests.screens.test_first_run import page_of, type_back, ways
from ui.screens.first_run.joining import InvitationPage, NewcomerPage
from ui.screens.first_run.paper import PaperPage
from ui.screens.first_run.waiting import WaitingPage
from ui.screens.return_code import ReturnCodeScreen
from ui.screens.unlock import UnlockScreen

__all__ = ["ways"]


@pytest.fixture
def invited(desk, tmp_path: Path) -> tuple[Path, Invited]:
    """Ana, on another laptop, invites; they meet on a stick."""
    (tmp_path / "stick").mkdir()
    desk.meeting.set((tmp_path / "stick").as_uri())
    made = desk.inviting.invite(Wanted("Beto", ("caseworker",), "", "es"))
    file = tmp_path / "beto.amparo-invitation"
    file.write_bytes(made.file)
    return file, made


def open_file(at_window: AtWindow, file: Path, words: str) -> None:
    """The card, the file, the words."""
    page_of(at_window).chosen.emit("join")
    page = page_of(at_window)
    assert isinstance(page, InvitationPage)
    page.take(file)
    page.words.setPlainText(words)
    at_window.click(page.go_on)
    at_window.settle()


def ask(at_window: AtWindow, file: Path, made: Invited, folder: Path) -> tuple[WaitingPage, str]:
    """The whole way to the six words; also the passphrase."""
    open_file(at_window, file, made.words.upper())
    page = page_of(at_window)
    assert isinstance(page, NewcomerPage)
    page.laptop.setText("azul")
    page.place.put(folder)
    at_window.click(page.go_on)
    paper = page_of(at_window)
    assert isinstance(paper, PaperPage)
    passphrase = type_back(at_window, paper)
    at_window.until(lambda: isinstance(page_of(at_window), WaitingPage))
    at_window.settle()
    return page_of(at_window), passphrase


def let_in(desk, tmp_path: Path, made: Invited) -> bytes:
    """Ana sees the request where they meet, compares and lets Beto in."""
    assert desk.inviting.look(FolderStore(tmp_path / "stick")) == 1
    (asked,) = desk.inviting.open_ones()
    return desk.inviting.admit(made.ref, asked.compared)


def sit_down(at_window: AtWindow):
    """Four digits, and in."""
    at_window.until(lambda: isinstance(at_window.amparo.screen, ReturnCodeScreen))
    at_window.amparo.screen.chosen.emit("4071")
    at_window.settle()
    return at_window.sitting.desk


def test_joining_is_the_third_card_and_the_one_without_risk_stays_first(ways):
    """It promises what is needed for it."""
    words = seen(ways.window)

    assert words.index("Look around") < words.index("Start for my organisation") < words.index("Join my organisation")
    assert "a file and told twelve words" in words


def test_she_comes_in_by_herself_once_the_words_were_compared(ways, invited, desk, tmp_path):
    """Nothing needs to be pressed: the answer is found where the organisation meets."""
    file, made = invited
    page, _passphrase = ask(ways, file, made, tmp_path / "hers")
    shown, state = page.words.words, page.state.text()
    let_in(desk, tmp_path, made)
    desk.meeting.round()
    page.look()
    hers = sit_down(ways)

    assert len(shown.split()) == 6
    assert "comes by itself" in state
    assert (hers.me.display_name, hers.me.roles) == ("Beto", {"caseworker"})
    assert hers.meeting.show() is not None
    hers.close()


def test_six_words_stand_large_on_the_page_and_the_passphrase_does_not(ways, invited, tmp_path):
    """The same six that the inviter sees."""
    file, made = invited
    page, passphrase = ask(ways, file, made, tmp_path / "hers")
    words = seen(ways.window)

    assert len(page.words.words.split()) == 6
    assert all(word in words for word in page.words.words.split())
    assert passphrase not in words
    assert "Casa Prueba" in words


def test_the_way_by_files(ways, invited, desk, tmp_path):
    """A stick with a request one way, a stick with the answer the other."""
    file, made = invited
    page, _passphrase = ask(ways, file, made, tmp_path / "hers")
    page.save(tmp_path / "asks.amparo-request")
    ways.settle()
    desk.inviting.read_request((tmp_path / "asks.amparo-request").read_bytes())
    (asked,) = desk.inviting.open_ones()
    (tmp_path / "b.amparo-answer").write_bytes(desk.inviting.admit(made.ref, asked.compared))
    page.read(tmp_path / "b.amparo-answer")
    hers = sit_down(ways)

    assert asked.compared == page.words.words
    assert hers.me.roles == {"caseworker"}
    hers.close()


def test_later_she_signs_in_and_sees_the_six_words_again(ways, invited, desk, tmp_path):
    """Closing the program loses nothing; the door says what she waits for."""
    file, made = invited
    page, passphrase = ask(ways, file, made, tmp_path / "hers")
    before = page.words.words
    ways.click(page.away)
    ways.until(lambda: isinstance(ways.amparo.screen, UnlockScreen))
    ways.settle()
    ways.sign_in("Beto", passphrase)
    ways.until(lambda: isinstance(getattr(ways.amparo.screen, "page", None), WaitingPage))
    ways.settle()
    again = page_of(ways)
    let_in(desk, tmp_path, made)
    desk.meeting.round()
    again.look()
    hers = sit_down(ways)

    assert again.words.words == before
    hers.close()


def test_a_colleague_joins_the_workspace_of_this_laptop(ways, invited, desk, door, tmp_path):
    """Its folder may be chosen although it is not empty; Ana's profile stays beside hers."""
    file, made = invited
    desk.close()
    door.leave()
    page, _passphrase = ask(ways, file, made, door.workspace.root)

    assert len(door.workspace.profiles()) == 2
    assert page._waits.door.workspace.root == door.workspace.root
    page._waits.door.leave()


def test_other_words_are_said_kindly_and_the_page_stays(ways, invited):
    """What was typed stays, so that one word can be mended."""
    file, made = invited
    typed = " ".join(reversed(made.words.split()))
    open_file(ways, file, typed)
    page = page_of(ways)

    assert isinstance(page, InvitationPage)
    assert "not the twelve words" in page.banner.message()
    assert page.words.text() == typed
    assert page.go_on.isEnabled()


def test_another_answer_is_refused_and_she_goes_on_waiting(ways, invited, tmp_path):
    """Three sentences, and the buttons work again."""
    file, made = invited
    page, _passphrase = ask(ways, file, made, tmp_path / "hers")
    (tmp_path / "wrong").write_bytes(b"no answer")
    page.read(tmp_path / "wrong")
    ways.settle()

    assert "The answer was not taken" in page.banner.message()
    assert page.answer.isEnabled()


def test_a_meeting_place_that_is_away_is_said_quietly_and_tried_again(ways, invited, desk, tmp_path):
    """No banner, no alarm: a line, and the file as another way."""
    file, made = invited
    (tmp_path / "stick").rename(tmp_path / "stick away")
    page, _passphrase = ask(ways, file, made, tmp_path / "hers")
    away = page.state.text()
    (tmp_path / "stick away").rename(tmp_path / "stick")
    page.look()
    ways.settle()
    back = page.state.text()

    assert "did not answer" in away
    assert not page.banner.isVisible()
    assert "comes by itself" in back
    assert desk.inviting.look(FolderStore(tmp_path / "stick")) == 1


def test_the_keyboard_alone_goes_all_the_way(ways, invited, tmp_path):
    """Words typed, Tab, Enter; nothing needs a mouse but the choosing of a file, which is the system's."""
    file, made = invited
    page_of(ways).join.setFocus()
    press(Qt.Key.Key_Return)
    page = page_of(ways)
    page.take(file)
    write(fold(made.words))  # without accents, as many keyboards write them
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    ways.settle()
    assert isinstance(page_of(ways), NewcomerPage)
    assert page_of(ways).name.hasFocus()
    assert page_of(ways).name.text() == "Beto"
    press(Qt.Key.Key_Return)
    assert isinstance(page_of(ways), PaperPage)


@pytest.mark.parametrize("size", [LARGE, SMALL])
@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_every_page_fits_and_every_control_has_a_name(at_window, invited, tmp_path, size, language):
    """Also on the smallest laptop, in every language."""
    file, made = invited
    at_window.start(size=size)
    at_window.click(page_of(at_window).buttons[language])
    at_window.settle()
    wrong = [cut_off(at_window.window), nameless(at_window.window)]
    page_of(at_window).chosen.emit("join")
    wrong += [cut_off(at_window.window), nameless(at_window.window)]
    ask_again = page_of(at_window)
    ask_again.take(file)
    ask_again.words.setPlainText(made.words)
    at_window.click(ask_again.go_on)
    at_window.settle()
    wrong += [cut_off(at_window.window), nameless(at_window.window)]
    page_of(at_window).place.put(tmp_path / "hers")
    page_of(at_window)._go_on()
    type_back(at_window, page_of(at_window))
    at_window.until(lambda: isinstance(page_of(at_window), WaitingPage))
    at_window.settle()
    wrong += [cut_off(at_window.window), nameless(at_window.window)]

    assert wrong == [[]] * 8
