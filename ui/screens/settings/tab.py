# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a tab of Settings is: a page of cards that may have something to say when it is left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assist.i18n import _
from ui.context import Surroundings
from ui.theme import Role
from ui.widgets.buttons import Button
from ui.widgets.labels import Label
from ui.widgets.scrolling import ScrollPage

WIDEST = 760


class Tab(ScrollPage):
    """Cards go into ``column``, as wide as a line can be read."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__()
        self._s = surroundings
        holder = QWidget()
        holder.setMaximumWidth(WIDEST)
        self.column = QVBoxLayout(holder)
        self.column.setContentsMargins(0, 12, 0, 16)
        self.column.setSpacing(14)
        row = QHBoxLayout()
        row.addWidget(holder, 1000)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Ask again for what is shown."""

    def leave(self) -> None:
        """Forget what was typed; stop what was begun."""

    def decide(self, act: Callable[[], bool]) -> None:
        """For the whole organisation: done now (True), or once another coordinator agreed. Then it is shown as it
        stands, also where it was refused."""
        self._s.write.run(act, owner=self, then=self._decided, failed=self._not_decided)

    def _decided(self, is_done: bool) -> None:
        self._s.banner.show_good(
            _("Decided for everybody. Other laptops hear of it when they exchange next.") if is_done
            else _("It waits for the agreement of another coordinator."))
        self.refresh()

    def _not_decided(self, error: Exception) -> None:
        self._s.trouble(error)
        self.refresh()


def row_of(*buttons: Button) -> QHBoxLayout:
    """Buttons from the left."""
    row = QHBoxLayout()
    row.setSpacing(4)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row


def choice_of(words: str, control: QWidget, note: str = "") -> QWidget:
    """A question, its answer below, and a small note."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(Label(words, Role.STRONG))
    control.setAccessibleName(words)
    column.addWidget(control)
    if note:
        column.addWidget(Label(note, Role.SMALL, "muted"))
    return box
