# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What it takes to undo a save of which nobody else has heard: how the case stood before, and what was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from assist.rows import RegRow

Written = frozenset[tuple[bytes, int]]
"""Changes: each by its stream and its number in it."""


@dataclass(frozen=True, slots=True)
class Undoable:
    """One save of this sitting. It is kept in memory and nowhere else, and for half a minute (UX-27).

    ``before``: every live value of the case. ``vault_open``: whether ``before`` holds what is behind the seal, too.
    """

    case: bytes
    before: Sequence[RegRow] = field(repr=False)
    written: Written
    vault_open: bool


class TakesBack(Protocol):
    """A transaction in which what was written can be taken back."""

    def take_back(self, case: bytes, before: Sequence[RegRow], written: Written) -> bool:
        """The registers of a case stand again as ``before``; false, and nothing changed, where anything but
        ``written`` came between. The rows of the log are left to whoever asks."""
        ...
