# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attached files: off from the start; one word for the whole organisation switches them on (NR-17)."""

from __future__ import annotations

from assist.i18n import _
from ui.context import Surroundings
from ui.screens.settings.tab import Tab, choice_of
from ui.theme import Role
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label


class AttachedTab(Tab):
    """What is attached already stays readable, and removable, when this is switched off again."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        card = Card(_("Attached files"))
        self.choice = ChoiceButtons([("no", _("no")), ("yes", _("yes"))])
        self.choice.chosen.connect(self._switch)
        card.body.addWidget(Label(_(
            "Pictures and papers are not collected from the start: each one is something that can be found. Switch "
            "this on only if the team needs them.")))
        card.body.addWidget(choice_of(
            _("May files be attached to a case?"), self.choice,
            _("JPEG, PNG, PDF and plain text, up to ten megabytes. Pictures lose the place and the day they were "
              "taken. Lists show words and no picture.")))
        card.body.addWidget(Label(_(
            "Backups hold no attached files: they come back from another laptop or the meeting place."),
            Role.SMALL, "muted"))
        self.column.addWidget(card)

    def refresh(self) -> None:
        """As the organisation decided last."""
        self._s.write.run(self._s.desk.attachments.is_on, owner=self, then=self._show, failed=self._s.trouble)

    def _show(self, is_on: bool) -> None:
        self.choice.pick(["yes" if is_on else "no"])

    def _switch(self, picked: tuple[str, ...]) -> None:
        held, on = self._s.desk.attachments, picked == ("yes",)
        self.decide(lambda: held.switch(on=on))
