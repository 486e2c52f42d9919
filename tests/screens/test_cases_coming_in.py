# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A new laptop takes in the cases of its team: how far it is, going on meanwhile, stopping, and the rest later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from PySide6.QtCore import Qt

from assist import i18n
from assist.services import bridging
from assist.services.meeting import MeetingService
from tests.conftest import NOON
from tests.screens.at_keyboard import press
from tests.screens.at_window import SMALL, cut_off, nameless, seen
from tests.screens.histories import first_contact
from tests.screens.test_first_run import page_of, ways
from tests.screens.test_joining import ask, invited, let_in, sit_down
from ui.dialogs.coming_in import ComingIn
from ui.hub import Hub, UnderWay
from ui.screens.first_run.arriving import ArrivingPage
from ui.widgets.banner import Banner

__all__ = ["invited", "ways"]

PEOPLE = ("Irma", "Killa", "Wayra")


@pytest.fixture
def far(desk, clock, invited) -> list[str]:
    """Cases that lie where they meet only as a snapshot, taken in one by one."""
    cases = [first_contact(desk, name) for name in PEOPLE]
    clock.set(NOON + timedelta(minutes=2))
    desk.meeting.round()
    sync = desk.meeting._sync
    with desk.bench.keeper.writing() as work:
        circle = sync._circle(work)
    assert sync._snapshots.make(circle)
    desk.meeting.round()
    return cases


@pytest.fixture
def gate(monkeypatch) -> Iterator[Event]:
    """After the first case everything waits until somebody opens it."""
    opened, real = Event(), MeetingService._going_on

    def held(self, progress):
        told = real(self, None)

        def slow(done, of):
            if progress is not None:
                progress(done, of)
            opened.wait(10)
            told(done, of)

        return slow

    monkeypatch.setattr(bridging, "AT_ONCE", 1)
    monkeypatch.setattr(MeetingService, "_going_on", held)
    yield opened
    opened.set()


@pytest.fixture
def arriving(ways, invited, desk, far, gate, tmp_path: Path):
    """Beto was let in, and the first of three cases is here."""
    file, made = invited
    page, _passphrase = ask(ways, file, made, tmp_path / "hers")
    let_in(desk, tmp_path, made)
    desk.meeting.round()
    page.look()
    ways.until(lambda: isinstance(getattr(ways.amparo.screen, "page", None), ArrivingPage))
    ways.until(lambda: "1 of 3" in page_of(ways).far.text())
    return ways


def test_whoever_was_let_in_sees_how_far_her_laptop_is(arriving, gate, far):
    """So many of so many, in a page whose words all have room; then it goes on by itself."""
    words = seen(arriving.window)
    cut, unnamed = cut_off(arriving.window), nameless(arriving.window)
    gate.set()
    hers = sit_down(arriving)

    assert "1 of 3 cases are here." in words
    assert (cut, unnamed) == ([], [])
    assert len(hers.cases.rows_of(far)) == 3
    hers.close()


def test_she_need_not_wait_and_the_rest_comes_in_the_window(arriving, gate, far):
    """Enter goes on; what was begun ends after its present step and begins again once she sits."""
    press(Qt.Key.Key_Return)
    gate.set()
    hers = sit_down(arriving)
    arriving.until(lambda: hers.meeting.state().met_ms)

    assert len(hers.cases.rows_of(far)) == 3
    hers.close()


def test_what_was_taken_in_before_a_stop_stays(desk, far, gate, ways, invited, tmp_path: Path):
    """Nothing is lost by stopping, and nothing is read twice as something else."""
    file, made = invited
    waits = ways.make_door(tmp_path / "hers")
    asked = waits.join(waits.open_invitation(file, made.words), _beto())
    waits.ask(asked)
    hers = waits.admitted(asked, let_in(desk, tmp_path, made))
    told: list[int] = []

    def stop_at_once(done: int, _of: int) -> None:
        told.append(done)
        hers.meeting.stop()

    gate.set()
    first = hers.meeting.round(progress=stop_at_once)
    after_stop = len(hers.cases.rows_of(far))
    hers.meeting.round()

    assert (first.stopped, told, after_stop) == (True, [1], 1)
    assert len(hers.cases.rows_of(far)) == 3
    hers.close()
    waits.leave()


def test_who_saves_meanwhile_goes_first(desk, far, clock, monkeypatch, ways, invited, tmp_path: Path):
    """After the handful of cases under way, not after the last one."""
    monkeypatch.setattr(bridging, "AT_ONCE", 1)
    monkeypatch.setattr("assist.services.meeting.BREATH", 0.05)  # as long as a busy machine needs to wake somebody
    file, made = invited
    door = ways.make_door(tmp_path / "hers")
    asked = door.join(door.open_invitation(file, made.words), _beto())
    door.ask(asked)
    hers = door.admitted(asked, let_in(desk, tmp_path, made))
    order: list[object] = []

    def save() -> None:
        hers.preferences.write(hers.preferences.read())
        order.append("saved")

    def told(done: int, _of: int) -> None:
        order.append(done)
        if done == 1:
            others.append(Thread(target=save))
            others[0].start()

    others: list[Thread] = []
    hers.meeting.round(progress=told)
    others[0].join()

    assert order == [1, "saved", 2, 3]
    hers.close()
    door.leave()


@pytest.mark.parametrize("size", [(1180, 720), SMALL])
def test_in_the_window_it_stands_on_my_day_and_in_the_quiet_line(at_window, sitting, size):
    """While work goes on; a button stops it, and everything is as before once it is over."""
    at_window.window.resize(*size)
    before = sitting.frame.rail.meeting.text()
    sitting.hub.tell_round(UnderWay(1200, 10_000))
    at_window.settle()
    during, line = seen(at_window.window), sitting.frame.rail.meeting.text()
    cut, unnamed = cut_off(at_window.window), nameless(at_window.window)
    sitting.hub.tell_round(None)
    at_window.settle()

    assert "1,200 of 10,000 cases are here." in during
    assert line == "Cases come in: 1,200 of 10,000"
    assert (cut, unnamed) == ([], [])
    assert "cases are here" not in seen(at_window.window)
    assert sitting.frame.rail.meeting.text() == before


def test_the_button_stops_the_round_and_says_what_becomes_of_the_rest(at_window, sitting, monkeypatch):
    """Nobody is left wondering."""
    stopped: list[bool] = []
    monkeypatch.setattr(MeetingService, "stop", lambda self: stopped.append(True))
    monkeypatch.setattr(sitting.meetings, "_is_running", True)
    sitting.hub.tell_round(UnderWay(1, 3))
    card = sitting.frame.stage.current.findChild(ComingIn)
    card.stop.setFocus()
    press(Qt.Key.Key_Space)

    assert stopped == [True]
    assert "the rest comes with the next sync" in sitting.surroundings.banner.message()
    assert not card.stop.isEnabled()


def test_an_ordinary_round_shows_no_card(at_window, sitting):
    """What is over in a moment is not worth one."""
    sitting.hub.tell_round(UnderWay())
    sitting.hub.tell_round(UnderWay(7, 7))

    assert sitting.frame.stage.current.findChild(ComingIn).isHidden()


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_page_and_card_have_room_in_every_language(shown, language):
    """On a small laptop at twice the size."""
    i18n.use(language)
    hub, page = Hub(), ArrivingPage(None, None)
    page._begun = True
    page._show(UnderWay(1200, 10_000))
    card = ComingIn(hub, lambda: None, Banner())
    hub.tell_round(UnderWay(1200, 10_000))
    for widget in (page, card):
        window = shown(widget, width=SMALL[0] - 64, height=SMALL[1])
        assert cut_off(window) == []
        assert nameless(window) == []


def _beto():
    from assist.services.joining import NewMember
    from tests.conftest import PASSPHRASE

    return NewMember("Beto", PASSPHRASE, "azul")
