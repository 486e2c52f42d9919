# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of what is looked at again, and of what she may ask to be erased."""

from __future__ import annotations

from typing import Protocol

from assist.i18n import _
from tests.screens.laptop import Laptop
from ui.dialogs.sheet import Sheet
from ui.screens.case_file.erasing import AskErase
from ui.screens.case_file.keeping import AskStruck
from ui.widgets.buttons import Button


class Takes(Protocol):
    """Takes a picture of what is on the screen."""

    def take(self, laptop: Laptop, name: str) -> None:
        """Under this name."""
        ...


def kept_and_erased(album: Takes, laptop: Laptop, case: str) -> None:
    """Which protected notes are no longer needed, and which part of her case goes."""
    for tab, words, sheet in (("safety", _("strike what is no longer needed"), AskStruck),
                              ("consent", _("Erase this case"), AskErase)):
        laptop.go("case", case=case, tab=tab)
        next(one for one in laptop.window.findChildren(Button) if one.words() == words and one.isVisible()).click()
        laptop.settle()
        shown: list[Sheet] = [each for each in laptop.window.findChildren(sheet) if each.isVisible()]
        album.take(laptop, f"case-{tab}-{'strike' if sheet is AskStruck else 'erase'}")
        for each in shown:
            each.close_sheet()
