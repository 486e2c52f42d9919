# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tab goes through a page as it is read, whenever its parts were made.

Qt leads Tab from part to part in the order in which they were made; lists are made when their rows come, and then they
would stand behind all that was there before them, the buttons at the foot included.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QScrollArea, QWidget


class ReadingWindow(QWidget):
    """Looks, whenever Tab is pressed somewhere in it, whether it leads on as the page is read."""

    def focusNextPrevChild(self, forward: bool) -> bool:
        """To what is read next, or before."""
        held = self.focusWidget()
        # Qt comes here, too, when what has the keyboard goes: in the midst of taking widgets apart, none is looked at.
        if held is not None and held.isVisible() and held.isEnabled():
            put_in_reading_order(self)
        return super().focusNextPrevChild(forward)


def put_in_reading_order(root: QWidget) -> None:
    """Chain what Tab stops at in ``root`` as it is laid out; nothing is done where it is so already."""
    wanted = list(stops_in(root))
    if wanted != _chained(root):
        for before, after in pairwise(wanted):
            QWidget.setTabOrder(before, after)


def stops_in(root: QWidget) -> Iterator[QWidget]:
    """Where Tab may stop in ``root``, in the order in which it is laid out: by rows, column after column."""
    for part in _parts(root):
        if not part.isHidden():
            if _is_stop(part):
                yield part
            yield from stops_in(part)


def _chained(root: QWidget) -> list[QWidget]:
    """The same as they follow each other now."""
    found, at = [], root.nextInFocusChain()
    while at is not None and at is not root:
        if _is_stop(at) and root.isAncestorOf(at) and at.isVisibleTo(root):
            found.append(at)
        at = at.nextInFocusChain()
    return found


def _is_stop(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled() and widget.focusProxy() is None


def _parts(widget: QWidget) -> Iterator[QWidget]:
    """The widgets straight in it, as they are laid out; what no layout holds comes last."""
    if isinstance(widget, QScrollArea):
        yield from filter(None, (widget.widget(),))
        return
    layout = widget.layout()
    laid = list(_laid(layout)) if layout is not None else []
    yield from laid
    yield from (one for one in widget.children() if isinstance(one, QWidget) and one not in laid and not one.isWindow())


def _laid(layout: QLayout) -> Iterator[QWidget]:
    places: Iterable[int] = range(layout.count())
    if isinstance(layout, QGridLayout):
        places = sorted(places, key=lambda place: layout.getItemPosition(place)[:2])
    for place in places:
        item = layout.itemAt(place)
        if item.widget() is not None:
            yield item.widget()
        elif item.layout() is not None:
            yield from _laid(item.layout())
