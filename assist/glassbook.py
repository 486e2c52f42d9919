# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What opening a hidden case in an emergency asks of whoever keeps the data; all of it lies in the vault."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol


class HeldShare(NamedTuple):
    """A share of a compartment's key, found by a slow mark of the case's code; of which case, nothing else says.

    ``notices``: the key to tell readers with. ``masked``: the id of the case under the key that two shares make.
    """

    comp: bytes
    epoch: int
    share: bytes
    tag: bytes
    notices: bytes
    masked: bytes


class Opening(NamedTuple):
    """A case this profile reads because two people agreed. ``until_ms``: when it is forgotten. ``room``: where asked.

    ``other``: the second person.
    """

    room: bytes
    case: bytes
    other: bytes
    opened_ms: int
    until_ms: int
    is_over: bool = False


class GlassBook(Protocol):
    """See db.glass. Reads as empty while the vault is shut."""

    def put_share(self, share: HeldShare) -> None:
        """Keep a share that was given to this profile; the same twice is one."""
        ...

    def shares(self, tag: bytes | None = None) -> list[HeldShare]:
        """Shares under a mark, or all of them; the newest epoch first."""
        ...

    def put_given(self, comp: bytes, epoch: int, holders: Iterable[bytes]) -> None:
        """Remember to which profiles shares of this key were given."""
        ...

    def given(self, comp: bytes, epoch: int) -> frozenset[bytes]:
        """To which, as far as this profile has read."""
        ...

    def cuts(self, comp: bytes, epoch: int) -> list[bytes]:
        """All shares of this key as they stand in protected changes, for everybody who holds one; cuts that another one
        replaced for more people are left out."""
        ...

    def rooms(self, etype: int) -> list[bytes]:
        """Rooms that hold entities of this kind, in the order in which they came."""
        ...

    def put_opening(self, opening: Opening) -> None:
        """A case was opened; or, said again, is over."""
        ...

    def openings(self) -> list[Opening]:
        """All of them, those that are over too."""
        ...

    def is_open(self, case: bytes) -> bool:
        """Whether this profile reads this case in an emergency only."""
        ...
