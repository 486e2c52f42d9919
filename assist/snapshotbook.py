# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What making, keeping and reading snapshots asks of whoever keeps the data, inside one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from assist.casestate import NO_HOLES, NOWHERE, CaseState, Holes, Place
from assist.rows import AttachedRow

LAID_OFF, PARTLY = "~", "<"


class OwnSnapshot(NamedTuple):
    """The newest snapshot of an own stream: number, last bundle and last change it stands for, when
    (milliseconds), its objects.

    ``cleared`` are the places from which everything older was taken away, with LAID_OFF before their names those from
    which only earlier snapshots were, with PARTLY those from which bundles up to an earlier one were.
    """

    k: int
    seq: int
    n: int
    ms: int
    names: tuple[str, ...]
    cleared: frozenset[str] = frozenset()

    @property
    def cleared_places(self) -> frozenset[str]:
        """Where it has replaced bundles."""
        return frozenset(each for each in self.cleared if not each.startswith((LAID_OFF, PARTLY)))

    @property
    def is_cleared(self) -> bool:
        """Whether it has replaced bundles anywhere."""
        return bool(self.cleared_places)


class ClosedSection(NamedTuple):
    """A section of a snapshot that no key here opens, kept as it came until one does."""

    stream: bytes
    k: int
    part: int
    at: int
    key_id: bytes
    content: bytes


class SnapshotBook(Protocol):
    """See db.snapshots."""

    # -- states of cases -----------------------------------------------------------------

    def state_of(self, case: bytes) -> CaseState:
        """Everything known of a case in the ordinary database; empty for one that is not here."""
        ...

    def join_state(
        self, case: bytes, state: CaseState, holes: Holes = NO_HOLES, *, standing: frozenset[Place] = NOWHERE
    ) -> bool:
        """Know from now on what that state knows as well; whether anything is new. ``holes`` are those of its maker.

        Raises DamagedFile for a state that speaks of another case.
        """
        ...

    def holes(self) -> Holes:
        """Places of colleagues' streams that came empty and were not filled since."""
        ...

    def put_holes(self, holes: Holes) -> None:
        """These are some as well."""
        ...

    def fill_hole(self, stream: bytes, n: int) -> None:
        """What belongs there came."""
        ...

    def attached(self) -> list[AttachedRow]:
        """Everything attached to ordinary cases, oldest first."""
        ...

    def read_parked(self) -> list[bytes]:
        """Merge what an earlier release could not read and this one can; the cases touched."""
        ...

    def cases_written(self, stream: bytes) -> list[bytes]:
        """Cases with a key in which changes of this stream were read, oldest first."""
        ...

    def unsent_cases(self, stream: bytes, after: int) -> frozenset[bytes]:
        """Cases with changes of this own stream above ``after``, or with changes that were kept back."""
        ...

    def words_to_all(self, stream: bytes, upto: int) -> list[int]:
        """Numbers of the changes of this own stream, up to one, that are about no case."""
        ...

    # -- own snapshots -------------------------------------------------------------------

    def own_snapshot(self, stream: bytes) -> OwnSnapshot | None:
        """The newest one."""
        ...

    def put_own_snapshot(self, stream: bytes, made: OwnSnapshot) -> None:
        """From now on this is the newest; what is known of older ones goes."""
        ...

    def forget_objects(self, objects: Sequence[str]) -> None:
        """Own objects that are kept to be sent again: these need not be."""
        ...

    # -- colleagues' ---------------------------------------------------------------------

    def heard_snapshot(self, via: bytes, stream: bytes, k: int) -> None:
        """The stream ``via`` says that this is the newest snapshot of a stream."""
        ...

    def snapshots_heard(self) -> list[tuple[bytes, bytes, int]]:
        """(via, stream, k) as last said."""
        ...

    def keep_sections(self, sections: Sequence[ClosedSection]) -> None:
        """Keep these, to be read when a key comes; older ones of the same stream go."""
        ...

    def closed_sections(self) -> list[ClosedSection]:
        """All those."""
        ...

    def section_opened(self, section: ClosedSection) -> None:
        """It was read after all."""
        ...
