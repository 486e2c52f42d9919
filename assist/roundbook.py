# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What sending to colleagues and reading from them asks of whoever keeps the data, inside one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from assist.changesets import Changeset
from assist.compartmentbook import CompartmentBook
from assist.erasurebook import ErasureBook
from assist.meetingbook import MeetingBook
from assist.rows import LogRow
from assist.snapshotbook import SnapshotBook

OWN_TEAM = "own_team"
"""Name of the small value that says to which team this profile belongs, once keys of several are held."""


class Sent(NamedTuple):
    """How far an own stream was sent: the last bundle, the hash of its manifest, the last change, when."""

    seq: int = 0
    head: bytes = bytes(32)
    n: int = 0
    ms: int = 0


class Applied(NamedTuple):
    """How far a colleague's stream was read."""

    stream: bytes
    seq: int = 0
    head: bytes = bytes(32)
    n: int = 0
    ms: int = 0


class HeldKey(NamedTuple):
    """The key of a case's ordinary compartment; ``is_sent`` once the team has it."""

    case: bytes
    epoch: int
    key: bytes
    is_sent: bool


class ClosedPart(NamedTuple):
    """A part of a bundle that no key here opens, kept as it came until one does."""

    stream: bytes
    seq: int
    part: int
    key_id: bytes
    content: bytes


class Waiting(NamedTuple):
    """An object that was made and is not in the relay yet."""

    ref: int
    name: str
    content: bytes


class Trouble(NamedTuple):
    """What went wrong with a bundle, since when (milliseconds): ``damaged``, ``missing``, ``refused``, ``fork``,
    ``newer``."""

    kind: str
    stream: bytes
    seq: int
    ms: int


class _WithProtected(Protocol):
    protected: CompartmentBook
    """The same for protected work."""
    erasures: ErasureBook
    """Orders to erase for good."""


class RoundBook(MeetingBook, SnapshotBook, _WithProtected, Protocol):
    """See db.rounds."""

    # -- sending -----------------------------------------------------------------------

    def sent(self, stream: bytes) -> Sent:
        """How far this stream of ours was sent."""
        ...

    def put_sent(self, stream: bytes, sent: Sent) -> None:
        """From now on this far."""
        ...

    def put_out(self, name: str, content: bytes) -> None:
        """Keep an object until it is in the relay."""
        ...

    def waiting(self) -> list[Waiting]:
        """Objects that are not in the relay yet, oldest first."""
        ...

    def is_out(self, ref: int) -> None:
        """This one is in the relay now."""
        ...

    def team_keys(self, team: bytes) -> list[tuple[int, bytes]]:
        """(epoch, key) of every epoch of a team that was given to this profile."""
        ...

    def audit_head(self) -> tuple[int, bytes]:
        """Number and hash of the last line of the log of looks: colleagues witness it."""
        ...

    def case_keys(self, begins: int = -1) -> list[HeldKey]:
        """Keys of all ordinary cases held here, or of those whose id begins with this byte."""
        ...

    def key_is_sent(self, case: bytes) -> None:
        """The team has this key from now on, whoever sent it."""
        ...

    def on_hold(self) -> frozenset[bytes]:
        """Cases of which nothing leaves now."""
        ...

    def withhold(self, stream: bytes, n: int, case: bytes) -> None:
        """This change of ours was kept back: only its place was sent."""
        ...

    def withheld(self, stream: bytes) -> list[tuple[int, bytes]]:
        """(n, case) of all those, in order."""
        ...

    def let_go(self, stream: bytes, n: int) -> None:
        """It is kept back no longer."""
        ...

    def drop_entries(self, first: int) -> None:
        """Forget the entries of the list of people from this one on: another list holds instead."""
        ...

    # -- reading -----------------------------------------------------------------------

    def differs(self, stream: bytes, changes: Sequence[tuple[int, bytes]]) -> bool:
        """Whether another change than one of these (number, hash) stands in its place in the log."""
        ...

    def part_from(self, stream: bytes, n: int) -> None:
        """Whatever was written here under this stream after ``n`` never was: another laptop's words belong there.

        Ordinary work alone. Keys that went with it go again with what is said instead.
        """
        ...

    def is_empty_place(self, stream: bytes, n: int, digest: bytes) -> bool:
        """Whether only the place of this very change has come so far."""
        ...

    def applied(self) -> dict[bytes, Applied]:
        """How far each colleague's stream was read."""
        ...

    def put_applied(self, applied: Applied) -> None:
        """From now on this far."""
        ...

    def heard(self, via: bytes, stream: bytes, seq: int, head: bytes) -> None:
        """What the stream ``via`` says it has read of another."""
        ...

    def all_heard(self) -> list[tuple[bytes, bytes, int, bytes]]:
        """(via, stream, seq, head) as last said."""
        ...

    def take(self, changeset: Changeset, row: LogRow) -> None:
        """A colleague's change: into the log, into the registers of its case."""
        ...

    def take_empty(self, row: LogRow) -> None:
        """A change that was taken out before it was sent: its place in the log, and nothing else."""
        ...

    def leave_closed(self, part: ClosedPart) -> None:
        """Keep it, to be read when a key comes."""
        ...

    def closed(self) -> list[ClosedPart]:
        """All those, in the order in which they would have been read."""
        ...

    def opened(self, part: ClosedPart) -> None:
        """That part was read after all."""
        ...

    def put_trouble(self, kind: str, stream: bytes, seq: int, ms: int) -> None:
        """Remember what went wrong, and since when; said twice it stays as it was."""
        ...

    def end_trouble(self, stream: bytes, seq: int) -> None:
        """What was wrong with that bundle is over."""
        ...

    def troubles(self) -> Sequence[Trouble]:
        """Everything that is wrong now, oldest first."""
        ...
