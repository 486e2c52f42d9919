# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What settling differences asks of whoever keeps the data."""

from __future__ import annotations

from typing import Protocol


class Differing(Protocol):
    """Cases in which people wrote different things apart."""

    def differing(self) -> list[tuple[bytes, int]]:
        """Cases with how many differences wait there; of the vault's only while it is open."""
        ...
