# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What settling differences, and following cases between teams, asks of whoever keeps the data."""

from __future__ import annotations

from typing import Protocol


class Differing(Protocol):
    """Cases in which people wrote different things apart, and those that hold something particular."""

    def differing(self) -> list[tuple[bytes, int]]:
        """Cases with how many differences wait there; of the vault's only while it is open."""
        ...

    def cases_with(self, field: int) -> list[bytes]:
        """Cases of which the case itself holds something in this register; of the vault's only while it is open."""
        ...

    def listed(self) -> list[bytes]:
        """Compartments that hold an entry of the directory, in no order; found without looking at any case."""
        ...
