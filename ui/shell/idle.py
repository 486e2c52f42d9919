# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long nobody has touched the laptop, and what is due then: cover, shut the vault, lock (ruling 29)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

TICK_MS = 1000
SLEPT_SECONDS = 30
"""The wall clock ran ahead of the ticks by more than this: the laptop was asleep."""

_INPUT = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TabletPress, QEvent.Type.InputMethod,
})  # fmt: skip


TOGETHER_LOCK = 180
"""Seconds after which it locks at the latest while a case is looked at together (UX-07)."""


class Limits(NamedTuple):
    """Seconds without input."""

    cover: float = 90
    vault: float = 300
    lock: float = 600


class Clocks(NamedTuple):
    """``steady`` only grows and rests while the laptop sleeps, ``wall`` does not rest; both in seconds."""

    steady: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time


class Idle(QObject):
    """Says each of its signals once a quiet spell. Tests bring their own clocks and call ``look``."""

    cover_due = Signal()
    vault_due = Signal()
    lock_due = Signal()
    slept = Signal()

    def __init__(self, clocks: Clocks | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.limits = Limits()
        self.is_together = False
        self._clocks = clocks or Clocks()
        self._said: set[str] = set()
        self._touched = self._clocks.steady()
        self._seen = (self._clocks.steady(), self._clocks.wall())
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self.look)

    def start(self) -> None:
        """Somebody has just signed in."""
        self._seen = (self._clocks.steady(), self._clocks.wall())
        self.touch()
        self._tick.start()

    def stop(self) -> None:
        """Nobody is signed in any more."""
        self._tick.stop()

    def touch(self) -> None:
        """Input: everything begins again."""
        self._touched = self._clocks.steady()
        self._said.clear()

    def set_together(self, is_together: bool) -> None:
        """Somebody who is not signed in looks at the screen too, or does no more."""
        self.is_together = is_together
        self.touch()

    def look(self) -> None:
        """See what is due."""
        if not self._tick.isActive():
            return
        if self._has_slept():
            self.slept.emit()
            return
        quiet = self._clocks.steady() - self._touched
        lock = min(self.limits.lock, TOGETHER_LOCK) if self.is_together else self.limits.lock
        for name, limit, signal in (
            ("cover", self.limits.cover, self.cover_due), ("vault", self.limits.vault, self.vault_due),
            ("lock", lock, self.lock_due),
        ):
            if quiet >= limit and name not in self._said:
                self._said.add(name)
                signal.emit()

    def _has_slept(self) -> bool:
        before, self._seen = self._seen, (self._clocks.steady(), self._clocks.wall())
        return (self._seen[1] - before[1]) - (self._seen[0] - before[0]) > SLEPT_SECONDS


def is_input(event: QEvent) -> bool:
    """Whether a person did this: keys, mouse, touch, pen."""
    return event.type() in _INPUT and event.spontaneous()
