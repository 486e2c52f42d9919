# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Four digits that lead back from a cover: for this sign-in only, in memory only, three tries (ruling 29)."""

from __future__ import annotations

from hmac import compare_digest

DIGITS = 4
TRIES = 3


class ReturnCode:
    """None chosen means that the way back is the passphrase."""

    def __init__(self) -> None:
        self._digits = ""
        self._wrong = 0

    @property
    def is_chosen(self) -> bool:
        """Whether there is one."""
        return bool(self._digits)

    @property
    def tries_left(self) -> int:
        """How many before the screen locks."""
        return TRIES - self._wrong

    def choose(self, digits: str) -> bool:
        """Keep these; False when they are not four digits."""
        if len(digits) != DIGITS or not digits.isascii() or not digits.isdigit():
            return False
        self._digits, self._wrong = digits, 0
        return True

    def fits(self, digits: str) -> bool:
        """Try; a right one gives all tries back."""
        if self.is_chosen and compare_digest(digits.encode(), self._digits.encode()):
            self._wrong = 0
            return True
        self._wrong += 1
        return False

    def forget(self) -> None:
        """At lock."""
        self._digits, self._wrong = "", 0
