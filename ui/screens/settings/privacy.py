# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""When the page is covered, locked, and the protected work shut; what the window is called."""

from __future__ import annotations

import sys
from dataclasses import replace

from assist.i18n import _
from assist.services.preferences import TITLES, Preferences
from ui.context import Surroundings
from ui.screens.settings.tab import Tab, choice_of
from ui.theme import Role
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label

COVER, LOCK, VAULT = (30, 60, 90, 120, 300), (2, 5, 10, 15), (1, 2, 5, 10, 15)


class PrivacyTab(Tab):
    """Within the bounds of ``assist.services.preferences``; kept at once."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._kept = Preferences()
        self.cover = ChoiceButtons([(str(each), _("{count} s").format(count=each)) for each in COVER])
        self.lock = ChoiceButtons([(str(each), _("{count} min").format(count=each)) for each in LOCK])
        self.vault = ChoiceButtons([(str(each), _("{count} min").format(count=each)) for each in VAULT])
        self.window_title = ChoiceButtons([(each, each) for each in TITLES])
        self.codes_only = ChoiceButtons([("no", _("chosen names and codes")), ("yes", _("codes only"))])
        for control in (self.cover, self.lock, self.vault, self.window_title, self.codes_only):
            control.chosen.connect(self._keep)
        self._lay()

    def refresh(self) -> None:
        """As kept."""
        self._s.read.run(self._s.desk.preferences.read, owner=self, then=self._show, failed=self._s.trouble)

    def _show(self, kept: Preferences) -> None:
        self._kept = kept
        self.cover.pick([str(kept.cover_seconds)])
        self.lock.pick([str(kept.lock_minutes)])
        self.vault.pick([str(kept.vault_minutes)])
        self.window_title.pick([kept.title])
        self.codes_only.pick(["yes" if kept.codes_only else "no"])

    def _keep(self, _picked: tuple[str, ...]) -> None:
        before = self._kept
        wanted = replace(
            before, cover_seconds=_number(self.cover, before.cover_seconds),
            lock_minutes=_number(self.lock, before.lock_minutes),
            vault_minutes=_number(self.vault, before.vault_minutes),
            title="".join(self.window_title.picked()) or before.title,
            codes_only=self.codes_only.picked() == ("yes",))
        self._show(wanted)
        self._s.write.run(
            lambda: self._s.desk.preferences.write(wanted), owner=self,
            then=lambda _done: self._s.hub.preferences.emit(wanted), failed=self._not_kept(before))

    def _not_kept(self, before: Preferences) -> object:
        def undo(error: Exception) -> None:
            self._show(before)
            self._s.trouble(error)

        return undo

    def _lay(self) -> None:
        away = Card(_("When nobody touches the laptop"))
        away.body.addWidget(choice_of(_("Cover pages about a person after"), self.cover))
        away.body.addWidget(choice_of(_("Shut the protected work after"), self.vault))
        away.body.addWidget(choice_of(_("Lock after"), self.lock))
        seen = Card(_("What others may see"))
        seen.body.addWidget(choice_of(_("Title of the window"), self.window_title))
        seen.body.addWidget(choice_of(_("My day shows"), self.codes_only))
        if sys.platform != "win32":
            seen.body.addWidget(Label(
                _("On this system other programs can take pictures of the screen; Amparo cannot prevent it."),
                Role.SMALL, "muted"))
        self.column.addWidget(away)
        self.column.addWidget(seen)


def _number(control: ChoiceButtons, before: int) -> int:
    picked = "".join(control.picked())
    return int(picked) if picked else before
