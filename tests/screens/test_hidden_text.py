# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Painful words stay closed until somebody asks, and close again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assist import i18n
from tests.screens.at_keyboard import FakeTime, heard_anywhere, press, spoken
from ui.widgets.countdown import Countdown
from ui.widgets.fields import LineEdit
from ui.widgets.hidden import HiddenText
from ui.widgets.labels import Title

Key = Qt.Key


SECRET = "CANARY words that hurt"


@pytest.mark.rule("NR-11")
def test_hidden_words_are_not_there_before_they_are_asked_for(shown, qtbot: QtBot):
    """Neither on the widget nor for a screen reader; asking is a signal, not a reading."""
    hidden = HiddenText(len(SECRET))
    hidden.name("What happened to the papers")
    window = shown(hidden)

    with qtbot.waitSignal(hidden.asked):
        hidden.setFocus()
        press(Key.Key_Space)

    assert not hidden.is_shown
    assert "hidden" in hidden.text()
    assert "hidden" in spoken(hidden)
    assert "CANARY" not in heard_anywhere(window)


@pytest.mark.rule("NR-11", "UX-07")
def test_shown_words_hide_after_sixty_seconds_without_moving_anything(shown, time_: FakeTime):
    """And are forgotten: nothing of them remains in the widget."""
    hidden, below = HiddenText(12), LineEdit()
    countdown = hidden.findChild(Countdown)
    countdown._clock = time_
    window = shown(hidden, below, width=300)
    hidden.reveal(SECRET + " and more words that need several lines in a narrow window")
    QApplication.processEvents()
    place = below.geometry()
    assert "CANARY" in heard_anywhere(window)

    time_.pass_(59.5, countdown)
    assert hidden.is_shown
    time_.pass_(0.5, countdown)
    QApplication.processEvents()

    assert not hidden.is_shown
    assert "CANARY" not in hidden.text() + heard_anywhere(window)
    assert below.geometry() == place


@pytest.mark.rule("NR-11")
def test_input_gives_the_full_time_again(shown, time_: FakeTime):
    """Sixty seconds without input: whoever reads and scrolls is not interrupted."""
    countdown = Countdown(60, time_)
    hidden, line = HiddenText(12, countdown=countdown), LineEdit()
    shown(hidden, line)
    hidden.reveal(SECRET)
    time_.pass_(50, countdown)

    QTest.keyClick(line, Key.Key_A)
    time_.pass_(50, countdown)

    assert hidden.is_shown
    time_.pass_(10, countdown)
    assert not hidden.is_shown


@pytest.mark.rule("NR-11")
def test_shown_words_hide_when_the_application_is_left(shown, qtbot: QtBot):
    """Somebody else may be looking now."""
    hidden = HiddenText(12)
    shown(hidden)
    hidden.reveal(SECRET)

    with qtbot.waitSignal(hidden.hidden_again):
        QGuiApplication.instance().applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)

    assert "CANARY" not in hidden.text()


def test_a_second_press_hides_at_once(shown):
    """No waiting for the minute."""
    hidden = HiddenText(12)
    shown(hidden)
    hidden.reveal(SECRET)
    hidden.setFocus()

    press(Key.Key_Return)

    assert not hidden.is_shown


def test_every_language_can_say_that_something_is_hidden(shown):
    """The closed state is as wide as its own words."""
    for code in ("en", "es", "pt", "fr"):
        i18n.use(code)
        hidden = HiddenText(1)
        assert hidden.sizeHint().width() >= hidden.fontMetrics().horizontalAdvance(hidden.words())


def test_the_title_of_a_screen_is_its_largest_type(qtbot: QtBot):
    """22 pixels, bold."""
    title = Title("Cases")
    qtbot.addWidget(title)

    assert title.font().pointSizeF() * 96 / 72 == pytest.approx(22, abs=0.5)
    assert title.font().bold()
