# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long to wait after a passphrase that did not fit; it stops a colleague's guessing, and never wipes anything."""

from __future__ import annotations

import time
from collections.abc import Callable

LONGEST = 60
CALL_SOMEBODY = 5
"""After so many failures the second person should be called (ruling 35)."""


class Patience:
    """Waits 1, 2, 4 … 60 s between tries; ``clock`` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._ends = 0.0
        self.failures = 0

    @property
    def left(self) -> float:
        """Seconds until the next try."""
        return max(0.0, self._ends - self._clock())

    @property
    def needs_somebody(self) -> bool:
        """Whether it is time to call the second person."""
        return self.failures >= CALL_SOMEBODY

    def failed(self) -> None:
        """One more that did not fit."""
        self.failures += 1
        self._ends = self._clock() + min(LONGEST, 2 ** (self.failures - 1))

    def forget(self) -> None:
        """It fitted."""
        self.failures, self._ends = 0, 0.0
