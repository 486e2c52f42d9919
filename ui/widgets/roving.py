# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One Tab stop for a row of controls: arrows move inside it, the next Tab leaves it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
_ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
_PLAIN = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier


class Roving:
    """Which of several controls the keyboard rests on."""

    def __init__(self) -> None:
        self._members: list[QWidget] = []

    def put(self, members: Sequence[QWidget]) -> None:
        """These controls, in this order; the keyboard rests on the first one shown."""
        self._members = list(members)
        if members:
            self.rest_on(members[0])

    def members(self) -> tuple[QWidget, ...]:
        """The controls, in order."""
        return tuple(self._members)

    def rest_on(self, member: QWidget) -> None:
        """Tab comes to this one from now on."""
        for other in self._members:
            other.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other is member else Qt.FocusPolicy.ClickFocus)

    def resting(self) -> QWidget | None:
        """The control that Tab comes to."""
        return next((one for one in self._members if one.focusPolicy() == Qt.FocusPolicy.StrongFocus), None)

    def moved(self, member: QWidget, event: QKeyEvent) -> bool:
        """Follow an arrow, Home or End; False when the key was another one."""
        shown = [one for one in self._members if not one.isHidden() and one.isEnabled()]
        key = Qt.Key(event.key())
        if member not in shown or event.modifiers() not in _PLAIN or key not in (_STEPS | _ENDS):
            return False
        place = _ENDS[key] if key in _ENDS else shown.index(member) + _STEPS[key]
        if place < len(shown) and (place >= 0 or key in _ENDS):
            shown[place].setFocus(Qt.FocusReason.TabFocusReason)
        return True


class RovingRow:
    """Mixed into a widget that holds such a row as ``_roving``: it hands on the keyboard, and its own type."""

    _roving: Roving

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes to the control it rests on."""
        resting = self._roving.resting()
        if resting is not None:
            resting.setFocus(event.reason())

    def changeEvent(self, event: QEvent) -> None:
        """Larger type for the whole makes the controls larger."""
        super().changeEvent(event)  # type: ignore[misc]
        if event.type() == QEvent.Type.FontChange:
            for member in self._roving.members():
                member.setFont(self.font())  # type: ignore[attr-defined]
                member.updateGeometry()


class Roves:
    """Mixed into a button, which may stand in such a row: set ``roving`` and it does the rest."""

    roving: Roving | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move; Enter does what Space does."""
        if self.roving is not None and self.roving.moved(self, event):  # type: ignore[arg-type]
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() in _PLAIN:
            self.click()  # type: ignore[attr-defined]
            return
        super().keyPressEvent(event)  # type: ignore[misc]

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tab will come back to where the keyboard was last."""
        if self.roving is not None:
            self.roving.rest_on(self)  # type: ignore[arg-type]
        super().focusInEvent(event)  # type: ignore[misc]
