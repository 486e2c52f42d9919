# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people in front of one screen: the second window opened from the case file, and what can be reached from it."""

from __future__ import annotations

import types
from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.screens.at_window import CODE, AtWindow
from ui.coview.page import CoviewPage
from ui.shell.coview_window import CoviewWindow
from ui.shell.sitting import Sitting

_ENDS = (type, types.ModuleType, types.BuiltinFunctionType)
"""The code of the program: everything is reached from it, and it holds nobody's case."""


def looked(at_window: AtWindow, sitting: Sitting, case: str, tab: str = "plan") -> CoviewWindow:
    """From the case file, by its key."""
    sitting.go("case", case=case, tab=tab)
    at_window.settle()
    QTest.keyClick(at_window.window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    at_window.settle()
    window = sitting.together.window
    assert window is not None
    at_window.until(window.isActiveWindow)
    at_window.settle()
    return window


def at_parts(at_window: AtWindow, sitting: Sitting, case: str, tab: str = "plan") -> CoviewPage:
    """The same, once it was explained."""
    window = looked(at_window, sitting, case, tab)
    window.look.explained.go_on.click()
    at_window.settle()
    return window.look


def opened(at_window: AtWindow, page: CoviewPage, part: str) -> None:
    """Another part, by its button."""
    page.parts.buttons[part].click()
    at_window.settle()


def unlock(at_window: AtWindow, window: CoviewWindow, digits: str = CODE) -> None:
    """Four digits where they are asked for."""
    QTest.keyClicks(window.leave.pin, digits)
    at_window.settle()


def words_in(widget: QWidget) -> str:
    """Every label that is to be seen."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def reached(root: object) -> Iterator[object]:
    """Everything that Python holds from an object on: what it and its widgets keep, what their functions keep."""
    seen: set[int] = set()
    waiting: list[object] = [root]
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen or isinstance(thing, _ENDS) or thing is QApplication.instance():
            continue
        seen.add(id(thing))
        yield thing
        waiting += _held(thing)


def _held(thing: object) -> list[object]:
    found: list[object] = []
    if isinstance(thing, QObject):
        found += [*thing.children(), thing.parent()]
    if isinstance(thing, types.FunctionType):
        return [*(cell.cell_contents for cell in thing.__closure__ or ()), *(thing.__defaults__ or ())]
    if isinstance(thing, types.MethodType):
        return [thing.__self__, thing.__func__]
    if isinstance(thing, partial):
        return [thing.func, *thing.args, *thing.keywords.values()]
    if isinstance(thing, dict):
        return [*found, *thing.keys(), *thing.values()]
    if isinstance(thing, list | tuple | set | frozenset):
        return [*found, *thing]
    found += list(getattr(thing, "__dict__", {}).values())
    for kind in type(thing).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        for slot in (slots,) if isinstance(slots, str) else slots:
            found.append(getattr(thing, slot, None))
    return found


def strings(things: Iterator[object]) -> str:
    """All texts and bytes among them, ids in hex."""
    return "\n".join(thing.hex() if isinstance(thing, bytes) else thing for thing in things
                     if isinstance(thing, bytes | str))


def heard(interface: QAccessibleInterface) -> Iterator[str]:
    """All that a screen reader could find, from here on."""
    for kind in QAccessible.Text:
        if kind is not QAccessible.Text.UserText:
            yield interface.text(kind)
    text = interface.textInterface()
    if text is not None:
        yield text.text(0, text.characterCount())
    for place in range(interface.childCount()):
        child = interface.child(place)
        if child is not None:
            yield from heard(child)


def heard_anywhere() -> str:
    """From the application itself: every window of ours, shown or not."""
    return "\n".join(heard(QAccessible.queryAccessibleInterface(QApplication.instance())))
