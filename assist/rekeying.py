# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What putting the databases of a profile under other keys asks of whoever keeps them."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class Rekeying(Protocol):
    """See ports.Databases. Keys are 32 bytes; a profile whose database is touched has it closed."""

    def rekeyed(self, source: Path, target: Path, keys: tuple[bytes, bytes], new: tuple[bytes, bytes]) -> None:
        """Both databases of a closed profile once more, under other keys.

        An empty key of the vault: nobody here can open it, and it is taken along as it lies.
        """
        ...

    def prepare_vault(self, folder: Path, key: bytes, new: bytes) -> None:
        """The protected database once more under another key, beside the present one."""
        ...

    def take_prepared_vault(self, folder: Path) -> None:
        """What was prepared takes the place of the present one, which is written over; done twice it is done once."""
        ...

    def drop_prepared_vault(self, folder: Path) -> None:
        """What was prepared is not needed after all."""
        ...
