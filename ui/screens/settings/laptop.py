# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What this laptop shows before and after signing in: language, colours, size, the last workspace."""

from __future__ import annotations

from dataclasses import replace

from assist import i18n
from assist.i18n import N_, _
from ui.context import Surroundings
from ui.dialogs.entrance_page import LANGUAGE_NAMES
from ui.screens.settings.tab import Tab, choice_of
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceButtons

THEMES = {
    "": N_("as the laptop"), "light": N_("light"), "dark": N_("dark"), "contrast": N_("high contrast"),
}
SCALES = (100, 125, 150, 175, 200)
_SYSTEM = "system"


class LaptopTab(Tab):
    """Every choice is kept at once; the size is used from the next start on."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        device = surroundings.device()
        self.language = ChoiceButtons(list(LANGUAGE_NAMES.items()))
        self.theme = ChoiceButtons([(code or _SYSTEM, _(words)) for code, words in THEMES.items()])
        self.scale = ChoiceButtons([(str(size), f"{size} %") for size in SCALES])
        self.remember = ChoiceButtons([("yes", _("yes")), ("no", _("no"))])
        for control in (self.language, self.theme, self.scale, self.remember):
            control.chosen.connect(self._keep)
        card = Card(_("This laptop"))
        card.body.addWidget(choice_of(_("Language"), self.language))
        card.body.addWidget(choice_of(_("Colours"), self.theme))
        card.body.addWidget(choice_of(
            _("Size of everything"), self.scale, _("It is used when Amparo opens the next time; locking is enough.")))
        card.body.addWidget(choice_of(
            _("Remember which workspace was open last"), self.remember,
            _("Nothing else is remembered on this laptop, and nobody's name.")))
        self.column.addWidget(card)
        self._show(device.theme, device.scale, remember=device.remember_workspace)

    def _show(self, theme: str, scale: int, *, remember: bool) -> None:
        self.language.pick([i18n.language()])
        self.theme.pick([theme or _SYSTEM])
        self.scale.pick([str(scale)])
        self.remember.pick(["yes" if remember else "no"])

    def _keep(self, picked: tuple[str, ...]) -> None:
        before = self._s.device()
        theme = "".join(self.theme.picked()) or before.theme or _SYSTEM
        remember = self.remember.picked() == ("yes",) if self.remember.picked() else before.remember_workspace
        language = "".join(self.language.picked()) or i18n.language()
        device = replace(
            before, language=before.language if language == i18n.language() else language,
            theme="" if theme == _SYSTEM else theme, scale=int("".join(self.scale.picked()) or before.scale),
            remember_workspace=remember, last_workspace=before.last_workspace if remember else "")
        self._show(device.theme, device.scale, remember=remember)
        self.language.pick([language])
        if device != before:
            self._s.hub.device.emit(device)
