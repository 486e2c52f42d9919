# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody of the team at her window: she presses what she reads, answers questions where they stand, and types."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QScrollArea, QWidget
from pytestqt.exceptions import TimeoutError

from assist.desk import Desk
from assist.i18n import _
from forms.answers import AnswerState
from tests.screens.at_desk import choose_file
from tests.screens.at_keyboard import spoken
from tests.screens.at_window import AtWindow, seen
from ui.context import Screen
from ui.form_view.question import QuestionCard
from ui.screens.case_file import CaseFileScreen
from ui.screens.case_file.screen import TABS
from ui.screens.cases import CasesScreen
from ui.screens.record_editor.screen import RecordEditor
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import LinkButton
from ui.widgets.choice import ChoiceButtons
from ui.widgets.drop_list import DropList
from ui.widgets.lines import PressLine
from ui.widgets.scale import FillingCircles, GoalLevels
from ui.widgets.searchable import SearchableChoice
from ui.widgets.suggested import SuggestedLine
from ui.wording import form_title

Key = Qt.Key
Found = TypeVar("Found")
CTRL = Qt.KeyboardModifier.ControlModifier
PAGES = 40
"""More than any form has, one question a page."""


class Worker:
    """Hers at one window. What she presses has to be there for her to see."""

    def __init__(self, at: AtWindow, name: str, pictures: Path | None = None) -> None:
        self.at, self.name = at, name
        self._pictures = pictures

    @property
    def desk(self) -> Desk:
        """What she is signed in to: to look at what was kept, never to do anything."""
        return self.at.sitting.desk

    @property
    def window(self) -> QWidget:
        """The one she is looking at: hers, or the one that is looked at together."""
        sitting = self.at.amparo.sitting
        return (sitting.together.window if sitting is not None else None) or self.at.window

    @property
    def screen(self) -> Screen:
        """What is shown in her window."""
        shown = self.at.sitting.frame.stage.current
        assert shown is not None
        return shown

    def take_turn(self) -> None:
        """Her laptop is the one that is looked at."""
        self.window.activateWindow()
        self.at.until(self.window.isActiveWindow)
        self.at.settle()

    def _stay(self) -> None:
        """Where no system minds the windows, any of them may come up when a list that popped up goes."""
        if not self.window.isActiveWindow() and QApplication.activePopupWidget() is None:
            self.window.activateWindow()
            self.at.until(self.window.isActiveWindow)

    def reads(self) -> str:
        """Every word that can be seen or heard in her window now."""
        return seen(self.window)

    def picture(self, name: str) -> None:
        """Keep what is on the screen, where pictures were asked for."""
        if self._pictures is not None:
            self.at.settle()
            self.window.grab().save(str(self._pictures / f"{name}-{self.name}.png"))

    # -- pressing ---------------------------------------------------------------------------

    def press(self, words: str, within: QWidget | None = None) -> None:
        """The button or link that says this, once it is there; also one that waits behind *more*."""
        found = self._once(lambda: self.button(words, within) or self._bar_with(words), words)
        if isinstance(found, ActionBar):
            self._from_more(found, words)
        else:
            self.click(found)

    def button(self, words: str, within: QWidget | None = None) -> QAbstractButton | None:
        """What says this and can be pressed now."""
        return next((one for one in (within or self.window).findChildren(QAbstractButton)
                     if one.isVisible() and one.isEnabled() and _said(one) == words), None)

    def buttons(self) -> list[str]:
        """All that can be pressed now."""
        return [_said(one) for one in self.window.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()]

    def click(self, widget: QWidget) -> None:
        """A press of the mouse in the middle of it, once it is on the screen."""
        self._stay()
        _bring_into_sight(widget)
        QApplication.processEvents()
        self.at.click(widget)
        self.at.settle()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key, as the system gives it to the window."""
        self._stay()
        QTest.keyClick(self.window.windowHandle(), key, modifier)
        self.at.settle()

    def press_line(self, words: str, within: QWidget | None = None) -> None:
        """The line in which these words stand."""
        self.click(self._once(lambda: next((
            line for line in (within or self.window).findChildren(PressLine)
            if line.isVisible() and words in spoken(line)), None), words))

    def press_about(self, words: str, about: str) -> None:
        """A link in the text that belongs to something: *fill in*, of a form."""
        self.click(self._once(lambda: next((
            link for link in self.window.findChildren(LinkButton)
            if link.isVisible() and link.words() == words and about in spoken(link)), None), f"{words}: {about}"))

    def reads_soon(self, words: str) -> None:
        """Wait until it stands there."""
        self._once(lambda: words in self.reads() or None, words)

    def _once(self, find: Callable[[], Found | None], what: str) -> Found:
        """As soon as it is there; fails with what she reads instead."""
        found: list[Found] = []

        def look() -> bool:
            found[:] = [one for one in [find()] if one is not None]
            return bool(found)

        try:
            self.at.until(look)
        except TimeoutError:
            raise AssertionError(f"{what!r} is not there, but: {self.reads()}") from None
        return found[0]

    def choose(self, code: str, of: QWidget | None = None) -> None:
        """One of several choices that stand beside each other, on a sheet or a page."""
        for buttons in (of or self.window).findChildren(ChoiceButtons):
            for one in buttons.buttons():
                if buttons.isVisible() and one.code == code:  # type: ignore[attr-defined]
                    self.click(one)
                    return
        raise AssertionError(f"there is no choice {code!r}")

    def write(self, words: str, at: QWidget | None = None) -> None:
        """Letter by letter; whatever stood there gives way."""
        if at is not None:
            self.click(at)
        here = QApplication.focusWidget()
        QTest.keyClick(here, Key.Key_A, CTRL)
        QTest.keyClick(here, Key.Key_Delete)
        for letter in words:  # as a keyboard of any country gives it
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(here, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
        self.at.settle()

    def _bar_with(self, words: str) -> ActionBar | None:
        return next((bar for bar in self.window.findChildren(ActionBar)
                     if bar.isVisible() and words in bar.waiting()), None)

    def _from_more(self, bar: ActionBar, words: str) -> None:
        self.click(bar.more)
        menu = next(one for one in bar.findChildren(QMenu) if one.isVisible())
        line = next(one for one in menu.actions() if one.text() == words)
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(line).center())
        self.at.settle()

    def file_dialog(self, press: QWidget, file: Path) -> None:
        """Press it, and say in the dialog of the system where the file goes."""
        _bring_into_sight(press)
        self.dialog_after(lambda: self.at.click(press), file)

    def dialog_after(self, act: Callable[[], object], file: Path) -> None:
        """What she does brings up the dialog of the system, where she says where the file goes."""
        act()
        choose_file(self.at.qtbot, file)
        self.take_turn()

    # -- places -----------------------------------------------------------------------------

    def go_by_rail(self, words: str) -> None:
        """My day, Cases, Reports."""
        self.press(words, self.at.sitting.frame.rail)

    def open_part(self, number: int) -> None:
        """A part of the case file, by its tab; from the list of parts in a small window."""
        assert isinstance(self.screen, CaseFileScreen)
        tabs = self.screen.tabs
        if not tabs.is_list():
            self.press(_(TABS[number - 1][1]), tabs)
            return
        drop = tabs.findChild(DropList)
        self.click(drop)
        while drop.currentIndex() != number - 1:
            self.key(Key.Key_Down if drop.currentIndex() < number - 1 else Key.Key_Up)
        self.key(Key.Key_Return)

    def open_case(self, name: str, part: int = 1, why: str = "") -> None:
        """Cases, her whole name in the box, Enter; and a part of the file. ``why``: the case of a colleague."""
        self.go_by_rail(_("Cases"))
        assert isinstance(self.screen, CasesScreen)
        self.write(name, self.screen.filter)
        self.key(Key.Key_Return)
        self._once(lambda: isinstance(self.screen, CaseFileScreen) or None, name)
        self.at.settle()
        if why:
            self.choose(why)
            self.press(_("Go on"))
        if part > 1:
            self.open_part(part)

    def fill_in(self, form: str) -> None:
        """From the case file: the Forms part, and *fill in* beside the name of the form."""
        self.open_part(7)
        self.press_about(_("fill in"), form_title(form))

    def fill_in_of(self, name: str, form: str) -> None:
        """The same, from wherever she is."""
        self.open_case(name)
        self.fill_in(form)

    def give_passphrase(self, words: str) -> None:
        """On the sheet that asks for it again."""
        self.write(words)
        self.key(Key.Key_Return)

    # -- forms ------------------------------------------------------------------------------

    @property
    def editor(self) -> RecordEditor:
        """The form on the screen."""
        assert isinstance(self.screen, RecordEditor), (type(self.screen).__name__, self.reads())
        return self.screen

    def question(self, key: str) -> QuestionCard:
        """The question of that key, leafing through the form as one does: on from here, then back."""
        view = self.editor.view
        assert view is not None
        for turn in (Key.Key_Return, Key.Key_Left):
            for _page in range(PAGES):
                card = view.card(key)
                if card is not None:
                    return card
                if turn == Key.Key_Return and view.page_index() < view.page_count() - 1:
                    self.key(turn, CTRL)
                elif turn == Key.Key_Left and view.page_index() > 0:
                    self.key(turn, Qt.KeyboardModifier.AltModifier)
                else:
                    break
        raise AssertionError(f"{key} is not asked")

    def answer(self, **answers: object) -> None:
        """Choices pressed, words typed; ``()`` takes nothing. A list of rows fills a table, a row at a time."""
        for key, value in answers.items():
            card = self.question(key)
            if card.rows is not None:
                self._fill_rows(card, value)  # type: ignore[arg-type]
            else:
                self.enter(card.answer, value)

    def skip(self, *keys: str) -> None:
        """She prefers not to say: the question gets the keyboard, and F2 is pressed."""
        for key in keys:
            self.question(key).focus_answer()
            self.key(Key.Key_F2)

    def does_not_apply(self, *keys: str) -> None:
        """The third link of the strip under a question."""
        for key in keys:
            card = self.question(key)
            card.focus_answer()
            self.click(card.strip.skips[AnswerState.NOT_APPLICABLE])

    def save(self) -> None:
        """*Save and stop*, or *Save* on the last page."""
        editor = self.editor
        self.click(editor.save_now if editor.save_now.isVisible() else editor.next)

    def _fill_rows(self, card: QuestionCard, rows: list[Mapping[str, object]]) -> None:
        assert card.rows is not None
        for cells in rows:
            self.click(card.rows.table.add)
            row = card.rows.table.row_ids()[-1]
            for column, value in cells.items():
                self.enter(card.rows.cell(row, column).control.widget, value)

    def change_row(self, key: str, place: int, **cells: object) -> None:
        """Other answers in a row that stands there."""
        rows = self.question(key).rows
        assert rows is not None
        for column, value in cells.items():
            self.enter(rows.cell(rows.table.row_ids()[place], column).control.widget, value)

    def enter(self, widget: QWidget, value: object) -> None:
        """One answer into the control it belongs to."""
        if isinstance(widget, ChoiceButtons):
            wanted = value if isinstance(value, tuple) else (value,)
            for code in wanted:
                widget.show_all() if code not in widget.picked() else None
                self.click(next(one for one in widget.buttons() if one.code == code))  # type: ignore[attr-defined]
        elif isinstance(widget, FillingCircles | GoalLevels):
            self.click(widget.buttons()[int(str(value)) - widget.lowest])
        elif isinstance(widget, SearchableChoice) and not isinstance(widget, SuggestedLine):
            self._search(widget, str(value))
        else:
            self.write(str(value), _writable(widget))
            _close_list()
            self.key(Key.Key_Tab)

    def _search(self, line: SearchableChoice, code: str) -> None:
        """Its words are written, and the list that comes up has the line to press."""
        self.write(line._model.label(code), line)
        popup = line._finder.popup()
        if popup.isVisible():
            QTest.keyClick(popup, Key.Key_Down)
            QTest.keyClick(popup, Key.Key_Return)
        self.key(Key.Key_Tab)
        assert line.code() == code, (code, line.text())


def _said(one: QAbstractButton) -> str:
    words: Callable[[], str] = getattr(one, "words", one.text)
    return words()


def _close_list() -> None:
    """A list of suggestions that came up while writing goes with Esc."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        QTest.keyClick(popup, Key.Key_Escape)


def _writable(widget: QWidget) -> QWidget:
    return getattr(widget, "edit", widget)


def _bring_into_sight(widget: QWidget) -> None:
    for area in _areas(widget):
        area.ensureWidgetVisible(widget)


def _areas(widget: QWidget) -> Iterator[QScrollArea]:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            yield above
        above = above.parentWidget()


def labels_of(window: QWidget) -> str:
    """Every label to be seen, a line each."""
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


__all__ = ["CTRL", "Key", "Worker", "_", "labels_of"]
