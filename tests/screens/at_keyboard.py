# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person at the keyboard does, and what she sees and hears."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from ui.widgets.countdown import Countdown

Key = Qt.Key


class FakeTime:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def pass_(self, seconds: float, countdown: Countdown) -> None:
        """That many seconds later the countdown looks at the clock."""
        self.now += seconds
        countdown.look()


def press(*keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Keys pressed where the keyboard is."""
    for key in keys:
        QTest.keyClick(QApplication.focusWidget(), key, modifier)


def tab_to(wanted: QWidget) -> None:
    """With Tab, as often as it takes."""
    for _turn in range(30):
        if QApplication.focusWidget() is wanted:
            return
        press(Qt.Key.Key_Tab)
    raise AssertionError("the keyboard does not get there")


def write(words: str) -> None:
    """Words written where the keyboard is."""
    QTest.keyClicks(QApplication.focusWidget(), words)


def here() -> QWidget:
    """Where the keyboard is."""
    return QApplication.focusWidget()


def words_on(view: QWidget) -> str:
    """All the words of labels that can be seen."""
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisible())


def spoken(widget: QWidget) -> str:
    """The name that a screen reader says."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def heard_anywhere(widget: QWidget) -> str:
    """Everything a screen reader can find in a widget and below it."""

    def walk(found) -> Iterator[str]:
        for kind in (
            QAccessible.Text.Name,
            QAccessible.Text.Description,
            QAccessible.Text.Value,
            QAccessible.Text.Help,
        ):
            yield found.text(kind)
        for place in range(found.childCount()):
            yield from walk(found.child(place))

    return "\n".join(walk(QAccessible.queryAccessibleInterface(widget)))


def reached_by_keyboard(window: QWidget) -> list[QWidget]:
    """Every widget that can have the keyboard."""
    return [
        one for one in window.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible()
    ]
