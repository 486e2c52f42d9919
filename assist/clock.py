# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Wall time, and the hybrid logical clock that orders changes without trusting it."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """Where the time comes from; tests give another one."""

    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC."""
        ...

    def today(self) -> date:
        """The calendar day where the laptop is."""
        ...


class SystemClock:
    """The laptop's own clock."""

    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC."""
        return time.time_ns() // 1_000_000

    def today(self) -> date:
        """The local calendar day."""
        return datetime.now().astimezone().date()


class FixedClock:
    """A clock that stands still until it is moved: for tests and for invented histories."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)

    def set(self, moment: datetime) -> None:
        """Move to another moment."""
        self._moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)

    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC."""
        return int(self._moment.timestamp() * 1000)

    def today(self) -> date:
        """The day of that moment."""
        return self._moment.date()


COUNTER_BITS = 16


def next_hlc(now_ms: int, last: int, parents: Iterable[int] = ()) -> tuple[int, int]:
    """The stamp of a new change and the new ``last`` to remember.

    A parent from a laptop whose clock runs years ahead raises this one stamp but is
    not remembered, so that one wrong clock does not drag all others along
    (security-and-sync.md 4.5).
    """
    own = max(last + 1, now_ms << COUNTER_BITS)
    stamp = max([own, *(parent + 1 for parent in parents)])
    return stamp, own


def iso_of(ms: int) -> str:
    """An instant as ISO 8601 in UTC, to the second."""
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
