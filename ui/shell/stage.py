# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the screens come and go: one at a time, each asked before it is left."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.context import Screen, Surroundings
from ui.shell.places import HOME, PLACES, Place
from ui.theme import RING
from ui.widgets.banner import Banner
from ui.widgets.labels import Title

_EDGE = 24 - RING
_NARROW_EDGE = 12 - RING


class Stage(QWidget):
    """Holds the banner and the screen shown. ``heads`` is the row that the frame puts beside the corner.

    Says ``arrived`` with the place when another screen is there.
    """

    arrived = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place, self.where = "", dict[str, str]()
        self.banner = Banner()
        self.heads = QStackedWidget()
        self.heads.setSizePolicy(self.heads.sizePolicy().Policy.Ignored, self.heads.sizePolicy().Policy.Preferred)
        self.content = QWidget(self)
        self._screens = QStackedWidget()
        self._kept: dict[str, Screen] = {}
        self._heads: dict[Screen, QWidget] = {}
        self._lay()

    @property
    def current(self) -> Screen | None:
        """The screen shown."""
        shown = self._screens.currentWidget()
        return shown if shown is None or shown in self._heads else None

    @property
    def kind(self) -> Place:
        """What sort of place one is in."""
        return PLACES.get(self.place, PLACES[HOME])

    def go(self, surroundings: Surroundings, place: str, **where: str) -> bool:
        """Leave the screen shown and go there; False when it asked to stay. Raises what the new one raises."""
        old = self.current
        if old is not None and not old.leave():
            return False
        for case in set(surroundings.reasons) - {where.get("case")}:
            del surroundings.reasons[case]
        screen = self._kept.get(place) or self._made(surroundings, place, where)
        stayed = self.kind.stays
        self.place, self.where = place, where
        self.heads.setCurrentWidget(self._heads[screen])
        self._screens.setCurrentWidget(screen)
        if old is not None and old is not screen and not stayed:
            self._drop(old)
        screen.refresh()
        self.arrived.emit(place)
        return True

    def keep_draft(self) -> None:
        """The page is covered for a while: whatever is half-written is kept."""
        if self.current is not None:
            self.current.keep_draft()

    def leave(self) -> None:
        """The page is covered for good: kept, and nothing of it stays in use."""
        if self.current is not None:
            self.current.leave()

    def set_narrow(self, narrow: bool) -> None:
        """Less air at the sides of a small window."""
        edge = _NARROW_EDGE if narrow else _EDGE
        self.content.layout().setContentsMargins(edge, 0, edge, 0)

    def resizeEvent(self, event: object) -> None:
        """The page fills the stage; sheets lie over it."""
        self.content.setGeometry(self.rect())

    def _made(self, surroundings: Surroundings, place: str, where: dict[str, str]) -> Screen:
        it = PLACES[place]
        screen = it.make(surroundings, **where)
        head = screen.header() if hasattr(screen, "header") else None
        self._heads[screen] = head or Title(screen.title())
        self._heads[screen].setAccessibleName(screen.title())
        self.heads.addWidget(self._heads[screen])
        screen.setAccessibleName(screen.title())
        self._screens.addWidget(screen)
        if it.stays:
            self._kept[place] = screen
        return screen

    def _drop(self, screen: Screen) -> None:
        head = self._heads.pop(screen)
        self.heads.removeWidget(head)
        self._screens.removeWidget(screen)
        head.deleteLater()
        screen.deleteLater()

    def _lay(self) -> None:
        self.banner.setParent(self.content)
        outer = QVBoxLayout(self.content)
        outer.setSpacing(8)
        outer.addWidget(self.banner)
        outer.addWidget(self._screens, 1)
        self._screens.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.set_narrow(False)
