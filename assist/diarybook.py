# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What My day and the calendar ask of whoever keeps the data."""

from __future__ import annotations

from typing import Protocol

from assist.rows import DueHit


class Diary(Protocol):
    """What is due, and days on which something is agreed; the vault's only while it is open."""

    def dues(self, until: str, limit: int, worker: bytes | None = None) -> list[DueHit]:
        """Duties due up to a date, soonest first; of the cases of one worker, and of those that nobody has, alone.

        Whose a case is of which only days behind the seal are listed, its registers say.
        """
        ...

    def cases_on(self, first: str, last: str) -> list[bytes]:
        """Cases with something agreed from one ISO day to another, both included, in no order."""
        ...

    def cases_ahead(self, first: str, last: str, most: int, worker: bytes | None = None) -> list[bytes]:
        """Of the same those with the soonest of which nobody has said what came of it: so many days and hours.

        ``worker``: as in ``dues``.
        """
        ...
