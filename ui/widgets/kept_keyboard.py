# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the keyboard was in what is about to be put in another's place, so that it is there again afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.widgets.reading_order import stops_in


@dataclass(frozen=True, slots=True)
class KeyboardPlace:
    """By its name and by the how-manieth it was: the same rows come anew, some of them with other buttons."""

    name: str
    number: int

    def give_to(self, content: QWidget) -> None:
        """To what has the same name, else to what stands at the same place, else to the last."""
        stops = list(stops_in(content))
        same = [at for at, stop in enumerate(stops) if self.name and stop.accessibleName() == self.name]
        if stops:
            at = min(same, key=lambda place: abs(place - self.number)) if same else min(self.number, len(stops) - 1)
            stops[at].setFocus(Qt.FocusReason.OtherFocusReason)


def place_of_keyboard(content: QWidget | None) -> KeyboardPlace | None:
    """None where the keyboard is somewhere else."""
    held = content.window().focusWidget() if content is not None else None
    if content is None or held is None or not content.isAncestorOf(held):
        return None
    stops = list(stops_in(content))
    return KeyboardPlace(held.accessibleName(), stops.index(held) if held in stops else 0)

