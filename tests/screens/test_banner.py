# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Good news goes by itself, trouble stays with a next step, nothing interrupts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QColor, QEnterEvent
from PySide6.QtWidgets import QApplication

from tests.screens.at_keyboard import FakeTime, spoken
from ui import theme
from ui.widgets.banner import Banner
from ui.widgets.countdown import Countdown
from ui.widgets.fields import LineEdit


def test_good_news_goes_by_itself(shown, time_: FakeTime):
    """It asks nothing of anybody."""
    countdown = Countdown(12, time_)
    banner = Banner(countdown)
    shown(banner)
    assert banner.isHidden()

    banner.show_good("Saved. She can leave it here.")
    assert banner.message() == "Saved. She can leave it here."
    time_.pass_(11.5, countdown)
    assert banner.isVisible()
    time_.pass_(0.5, countdown)

    assert banner.isHidden()


@pytest.mark.rule("UX-27")
def test_undo_lasts_thirty_seconds(shown, time_: FakeTime):
    """Long enough to notice; afterwards it is not offered."""
    countdown = Countdown(12, time_)
    banner = Banner(countdown)
    shown(banner)
    undone: list[str] = []
    banner.show_good("Closed.", lambda: undone.append("first"))
    time_.pass_(29.5, countdown)
    assert banner.action.isVisible()
    banner.action.click()
    assert (undone, banner.isHidden()) == (["first"], True)

    banner.show_good("Closed.", lambda: undone.append("second"))
    time_.pass_(30, countdown)
    banner.action.click()

    assert undone == ["first"]


@pytest.mark.rule("UX-27")
def test_undo_is_over_after_its_half_minute_wherever_the_pointer_is(shown, time_: FakeTime):
    """Resting on it, or come and gone: what it remembers is no longer kept for that. Without it, good news waits."""
    countdown = Countdown(12, time_)
    banner = Banner(countdown)
    shown(banner)
    for passing in (False, True):
        banner.show_good("Closed.", lambda: None)
        time_.pass_(20, countdown)
        QApplication.sendEvent(banner, QEnterEvent(QPointF(), QPointF(), QPointF()))
        if passing:
            QApplication.sendEvent(banner, QEvent(QEvent.Type.Leave))
        time_.pass_(10, countdown)
        assert banner.isHidden()

    banner.show_good("Closed.")
    QApplication.sendEvent(banner, QEnterEvent(QPointF(), QPointF(), QPointF()))
    time_.pass_(60, countdown)
    assert banner.isVisible()
    QApplication.sendEvent(banner, QEvent(QEvent.Type.Leave))
    time_.pass_(12, countdown)
    assert banner.isHidden()


def test_trouble_stays_with_what_is_safe_and_a_next_step(shown, time_: FakeTime):
    """Three slots: not done, safe, to do (ruling 43)."""
    countdown = Countdown(12, time_)
    banner = Banner(countdown)
    shown(banner)
    tried: list[bool] = []

    banner.show_trouble(
        "The note was not saved.", "It is still here.", "Make room.", "Save again", lambda: tried.append(True)
    )
    time_.pass_(3600, countdown)

    assert banner.isVisible()
    assert banner.message() == "The note was not saved. It is still here. Make room."
    assert spoken(banner) == banner.message()
    banner.action.click()
    assert tried == [True]
    banner.show_trouble("Not done.", "", "")
    assert banner.action.isHidden()
    banner.close_button.click()
    assert banner.isHidden()


@pytest.mark.rule("UX-18")
def test_a_banner_takes_no_keyboard(shown):
    """Nothing interrupts somebody who is writing."""
    line, banner = LineEdit(), Banner()
    shown(banner, line)
    line.setFocus()

    banner.show_good("Saved.")
    banner.show_trouble("Not done.", "Nothing changed.", "Try again.")

    assert QApplication.focusWidget() is line


@pytest.mark.parametrize("undo", [None, lambda: None])
def test_the_sign_stands_beside_the_words(undo, shown):
    """At the height of the line it belongs to, with and without a button at the end."""
    banner = Banner()
    shown(banner)
    banner.show_good("Saved.", undo)
    QApplication.processEvents()

    picture, ground = banner.grab().toImage(), QColor(theme.colours().green_tint)
    rows = [y for y in range(4, banner.height() - 4)
            if any(picture.pixelColor(x, y) != ground for x in range(13, 33))]

    assert abs((rows[0] + rows[-1]) / 2 - banner.height() / 2) <= 2
