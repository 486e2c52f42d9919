# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The team's place: a row of parts, of which everybody finds those where she has something to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from assist.i18n import N_, _
from assist.policy import acts_of
from ui.context import Screen, Surroundings
from ui.screens.team.asked import AskedPart
from ui.screens.team.directory import DirectoryPart
from ui.screens.team.handover import HandoverPart
from ui.screens.team.part import Part
from ui.screens.team.queue import QueuePart
from ui.screens.team.workload import WorkloadPart
from ui.widgets.lines import Hairline
from ui.widgets.tabs import TabRow


@dataclass(frozen=True, slots=True)
class _Kind:
    label: str
    make: Callable[[Surroundings], Part]
    act: str


PARTS: dict[str, _Kind] = {
    "queue": _Kind(N_("Supervision"), QueuePart, "supervision"),
    "asked": _Kind(N_("Asked of you"), AskedPart, "supervision.reply"),
    "handover": _Kind(N_("Handing over"), HandoverPart, "case.hand_over"),
    "workload": _Kind(N_("Workload"), WorkloadPart, "workload"),
    "directory": _Kind(N_("Directory"), DirectoryPart, "directory.see"),
}


class TeamScreen(Screen):
    """``tab`` is the key of the part to begin with."""

    def __init__(self, surroundings: Surroundings, tab: str = "") -> None:
        super().__init__()
        self._s = surroundings
        may = acts_of(surroundings.desk.me.roles)
        self.names = [name for name, kind in PARTS.items() if kind.act in may]
        self.tabs = TabRow([_(PARTS[name].label) for name in self.names])
        self.tabs.changed.connect(lambda place: self.show_part(self.names[place]))
        self._stack = QStackedWidget()
        self._made: dict[str, Part] = {}
        self._shown = ""
        self._first = tab if tab in self.names else self.names[0]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.tabs, Hairline()):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)
        for told in (surroundings.hub.changed, surroundings.hub.vault):
            told.connect(self._heard)
        surroundings.hub.met.connect(self._met)

    @property
    def part(self) -> Part:
        """The part shown."""
        return self._made[self._shown]

    def title(self) -> str:
        """Team."""
        return _("Team")

    def refresh(self) -> None:
        """The part shown asks again."""
        self.show_part(self._shown or self._first)

    def show_part(self, name: str) -> None:
        """Go to a part."""
        if name not in self._made:
            self._made[name] = PARTS[name].make(self._s)
            self._stack.addWidget(self._made[name])
        self._shown = name
        self._stack.setCurrentWidget(self._made[name])
        self.tabs.set_current(self.names.index(name))
        self._made[name].refresh()

    def _met(self) -> None:
        self._heard(None)

    def _heard(self, _what: object) -> None:
        if self.isVisible():
            self.refresh()
