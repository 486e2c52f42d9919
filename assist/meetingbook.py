# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a meeting place asks of whoever keeps the data: what lies there, what can be sent again, who was heard when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol


class Word(NamedTuple):
    """The newest bundle of a stream: when its author's clock says it was made, when it was read here (milliseconds)."""

    stream: bytes
    wall_ms: int
    got_ms: int


class MeetingBook(Protocol):
    """See db.meetings."""

    def in_place(self) -> frozenset[str]:
        """Names of the objects that are known to lie in the meeting place."""
        ...

    def put_in_place(self, objects: Iterable[str]) -> None:
        """These lie there from now on."""
        ...

    def forget_place(self) -> None:
        """Nothing is known of the place any more: another one was chosen, or it lost what it had."""
        ...

    def own_objects(self) -> list[str]:
        """Names of everything this profile ever made and still keeps, oldest first."""
        ...

    def own_object(self, name: str) -> bytes | None:
        """Its bytes."""
        ...

    def send_again(self) -> None:
        """Everything this profile keeps waits for the relay once more."""
        ...

    def put_word(self, word: Word) -> None:
        """The newest bundle of a colleague's laptop was read."""
        ...

    def words(self) -> Sequence[Word]:
        """Of every laptop that was ever heard."""
        ...

    def wall_of(self, stream: bytes, n: int) -> int:
        """When the change at this place of a stream was made, in milliseconds; 0 when there is none."""
        ...
