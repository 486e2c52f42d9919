# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings: a row of tabs, each made when somebody goes to it; only what this person may do is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from assist.i18n import N_, _
from assist.policy import acts_of
from ui.context import Screen, Surroundings
from ui.screens.settings.about import AboutTab
from ui.screens.settings.attached import AttachedTab
from ui.screens.settings.backup import BackupTab
from ui.screens.settings.checks import ChecksTab
from ui.screens.settings.erasing import ErasingTab
from ui.screens.settings.laptop import LaptopTab
from ui.screens.settings.laptops import LaptopsTab
from ui.screens.settings.meeting import MeetingTab
from ui.screens.settings.passphrase import PassphraseTab
from ui.screens.settings.people import PeopleTab
from ui.screens.settings.privacy import PrivacyTab
from ui.screens.settings.questionnaires import QuestionnairesTab
from ui.screens.settings.recipients import RecipientsTab
from ui.screens.settings.recovery import RecoveryTab
from ui.screens.settings.spreadsheets import SpreadsheetsTab
from ui.screens.settings.tab import Tab
from ui.screens.settings.travel import TravelTab
from ui.widgets.lines import Hairline
from ui.widgets.tabs import TabRow


@dataclass(frozen=True, slots=True)
class _Kind:
    label: str
    make: Callable[[Surroundings], Tab]
    act: str = ""


TABS: dict[str, _Kind] = {
    "people": _Kind(N_("People and roles"), PeopleTab),
    "laptops": _Kind(N_("Laptops"), LaptopsTab),
    "laptop": _Kind(N_("This laptop"), LaptopTab),
    "meeting": _Kind(N_("Meeting place"), MeetingTab),
    "privacy": _Kind(N_("Privacy"), PrivacyTab),
    "passphrase": _Kind(N_("Passphrase"), PassphraseTab),
    "questionnaires": _Kind(N_("Questionnaires"), QuestionnairesTab, "people.manage"),
    "attached": _Kind(N_("Attached files"), AttachedTab, "people.manage"),
    "recipients": _Kind(N_("Keys of services"), RecipientsTab, "people.manage"),
    "recovery": _Kind(N_("Recovery kit"), RecoveryTab, "people.manage"),
    "travel": _Kind(N_("Journeys"), TravelTab),
    "backup": _Kind(N_("Backup"), BackupTab, "backup"),
    "erasing": _Kind(N_("Erasing"), ErasingTab),
    "checks": _Kind(N_("Checks"), ChecksTab, "verify"),
    "spreadsheets": _Kind(N_("Spreadsheets"), SpreadsheetsTab, "import"),
    "about": _Kind(N_("About"), AboutTab),
}


class SettingsScreen(Screen):
    """``tab`` is the key of the one to begin with."""

    def __init__(self, surroundings: Surroundings, tab: str = "") -> None:
        super().__init__()
        self._s = surroundings
        may = acts_of(surroundings.desk.me.roles)
        self.names = [name for name, kind in TABS.items() if not kind.act or kind.act in may]
        if surroundings.desk.me.practice:
            self.names.remove("passphrase")  # there is nothing to protect, and nobody had to learn one
        self.tabs = TabRow([_(TABS[name].label) for name in self.names])
        self.tabs.changed.connect(lambda place: self.show_tab(self.names[place]))
        self._stack = QStackedWidget()
        self._made: dict[str, Tab] = {}
        self._shown = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(Hairline())
        column.addWidget(self._stack, 1)
        self._first = tab if tab in self.names else self.names[0]

    @property
    def tab(self) -> Tab:
        """The tab shown."""
        return self._made[self._shown]

    def title(self) -> str:
        """Settings."""
        return _("Settings")

    def refresh(self) -> None:
        """The tab shown asks again."""
        self.show_tab(self._shown or self._first)

    def leave(self) -> bool:
        """Nothing typed stays behind."""
        for tab in self._made.values():
            tab.leave()
        return True

    def show_tab(self, name: str) -> None:
        """Go to a tab."""
        if self._shown and self._shown != name:
            self.tab.leave()
        if name not in self._made:
            self._made[name] = TABS[name].make(self._s)
            self._stack.addWidget(self._made[name])
        self._shown = name
        self._stack.setCurrentWidget(self._made[name])
        self.tabs.set_current(self.names.index(name))
        self._made[name].refresh()
