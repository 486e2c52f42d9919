# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time that runs out quietly: for words that hide themselves and undo that ends."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal


class Countdown(QObject):
    """Says ``over`` once, when that many seconds have passed since ``start``.

    ``clock`` gives seconds that only grow; tests give their own and call ``look``.
    """

    over = Signal()

    def __init__(
        self, seconds: float, clock: Callable[[], float] = time.monotonic, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.seconds = seconds
        self._clock = clock
        self._ends = 0.0
        self._tick = QTimer(self)
        self._tick.setInterval(500)
        self._tick.timeout.connect(self.look)

    @property
    def is_running(self) -> bool:
        """Whether there is still time."""
        return self._tick.isActive()

    def start(self) -> None:
        """Give the full time, also when some had passed."""
        self._ends = self._clock() + self.seconds
        self._tick.start()

    def stop(self) -> None:
        """Forget it; ``over`` is not said."""
        self._tick.stop()

    def look(self) -> None:
        """See whether the time is over."""
        if self.is_running and self._clock() >= self._ends:
            self._tick.stop()
            self.over.emit()
