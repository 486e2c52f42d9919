# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a part of the team's place is: cards under each other that are shown anew whenever one comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist.views import Changes
from ui.context import Surroundings
from ui.theme import GAP
from ui.widgets.kept_keyboard import place_of_keyboard
from ui.widgets.scrolling import ScrollPage

T = TypeVar("T")


class Part(ScrollPage):
    """``refresh`` asks again; ``show_cards`` puts cards instead of those before."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__()
        self.s = surroundings
        self._content: QWidget | None = None
        self.body.setContentsMargins(0, GAP, 0, GAP)
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Ask again for what is shown."""
        raise NotImplementedError

    def ask(self, work: Callable[[], T], then: Callable[[T], object]) -> None:
        """Whatever may write a line of the log."""
        self.s.write.run(work, owner=self, then=then, failed=self.s.trouble)

    def act(self, work: Callable[[], Changes], good_news: str) -> None:
        """An act that every screen, and colleagues, should hear of."""

        def done(changes: Changes) -> None:
            self.s.banner.show_good(good_news)
            self.s.carry()
            self.s.hub.changed.emit(changes)

        self.s.write.run(work, owner=self, then=done, failed=self._not_done)

    def _not_done(self, error: Exception) -> None:
        self.s.trouble(error)
        self.refresh()

    def show_cards(self, cards: Sequence[QWidget]) -> None:
        """These instead of what was there; the place one had scrolled to stays, and so does the keyboard."""
        at, keyboard = self.verticalScrollBar().value(), place_of_keyboard(self._content)
        if self._content is not None:
            self.body.removeWidget(self._content)
            self._content.hide()
            self._content.setParent(None)  # nothing of it can be read any more, not even by a screen reader
            self._content.deleteLater()
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for card in cards:
            column.addWidget(card)
        self.body.insertWidget(0, self._content)
        self._content.show()
        if keyboard is not None:
            keyboard.give_to(self._content)
        self.verticalScrollBar().setValue(at)
