# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happened, told to every open screen; each then asks for its own rows again."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A round is under way. Where a laptop is new or was away for long: how many of how many cases it has taken in."""

    done: int = 0
    of: int = 0


class Hub(QObject):
    """Past facts only, no content: ids and settings."""

    changed = Signal(object)
    """``assist.views.Changes``: which cases and kinds a command touched."""
    vault = Signal(bool)
    """The protected work was opened or shut; models drop what they hold."""
    preferences = Signal(object)
    """``assist.services.preferences.Preferences`` were changed."""
    device = Signal(object)
    """``assist.device.Device``: language or looks of this laptop were changed."""
    met = Signal()
    """A round with colleagues was done, or could not be."""
    round_is = Signal(object)
    """``UnderWay`` while a round is, None once it is over; also kept in ``under_way`` for who comes later."""
    backed_up = Signal()
    """A backup was made."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.under_way: UnderWay | None = None

    def tell_round(self, now: UnderWay | None) -> None:
        """How far the round is; None: there is none."""
        self.under_way = now
        self.round_is.emit(now)
