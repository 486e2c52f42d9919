# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people say of the house, kept beside everything else: no case, no worker and no time has a place here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol


class FreeLine(NamedTuple):
    """Words somebody added; ``is_read``: a second person took out what could tell whose they are."""

    ref: bytes
    quarter: str
    words: str
    is_read: bool


class FeedbackBook(Protocol):
    """See db.feedback. A quarter is named like ``2026-Q4``."""

    def waiting(self) -> list[bytes]:
        """Filled sheets that are too few to enter, in no order."""
        ...

    def replace_waiting(self, sheets: Sequence[bytes]) -> None:
        """These wait and no others. All are written anew, so that no page tells which came last."""
        ...

    def enter(self, quarter: str, answers: Mapping[str, Sequence[str]], lines: Sequence[str]) -> None:
        """One batch: the answers to each question in the order given, and free lines nobody has read yet."""
        ...

    def quarters(self) -> list[str]:
        """Those that hold a batch, newest first."""
        ...

    def counts(self, quarter: str) -> dict[str, dict[str, int]]:
        """How often each answer was given to each question."""
        ...

    def lines(self) -> list[FreeLine]:
        """Every free line, in no order."""
        ...

    def put_line(self, line: FreeLine) -> None:
        """In place of the line of that reference; what it said before is gone."""
        ...

    def drop_line(self, ref: bytes) -> None:
        """It is left out for good."""
        ...


class HoldsFeedback(Protocol):
    """A transaction through which it is reached."""

    @property
    def feedback(self) -> FeedbackBook:
        """The book."""
        ...
