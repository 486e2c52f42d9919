# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What erasing a case on every laptop asks of whoever keeps the data.

Orders name a case by a *mark* that only its key makes (``sync.compartments.purge_mark``), so that nothing here says
which case it was, neither before nor after.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from assist.compartmentbook import ClosedGrant
from assist.rows import LogRow

HEARD, ORDINARY_GONE, GONE = 0, 1, 2
"""How far an order is carried out here: not yet, in ``case.db``, in both databases with all traces."""

ERASED, REWRITTEN = 1, 2
"""What a laptop confirms: nothing is left on it; and nothing it ever sent lies in the meeting place any more."""


class ErasureOrder(NamedTuple):
    """An order as somebody sent it. ``ref`` is the hash of what was signed; ``value`` holds it with its signatures."""

    ref: bytes
    mark: bytes
    stream: bytes
    n: int
    value: bytes
    ms: int


class ErasureState(NamedTuple):
    """How far it is here, since when (milliseconds), what was counted; and the last changes of that case in the own
    ordinary and the own protected stream."""

    state: int = HEARD
    ms: int = 0
    counts: bytes = b""
    own_n: int = 0
    own_protected_n: int = 0


class Confirmation(NamedTuple):
    """What the laptop that writes this stream said, and when it was heard (milliseconds)."""

    stage: int
    stream: bytes
    ms: int


class ExpectedPart(NamedTuple):
    """A part of a bundle that may still come under a key that is gone; by this mark it is known and dropped."""

    stream: bytes
    seq: int
    key_id: bytes


class ErasureBook(Protocol):
    """See db.erasures."""

    def put_order(self, order: ErasureOrder) -> None:
        """Remember it; the same twice is one."""
        ...

    def orders(self) -> Sequence[ErasureOrder]:
        """All that were heard, in the order in which they were."""
        ...

    def unfinished(self, own: bytes) -> Sequence[ErasureOrder]:
        """Those of which this profile, whose ordinary stream is given, has not done and said everything."""
        ...

    def state(self, ref: bytes) -> ErasureState:
        """How far it is here."""
        ...

    def put_state(self, ref: bytes, mark: bytes, state: ErasureState) -> None:
        """From now on so far."""
        ...

    def gone_marks(self) -> frozenset[bytes]:
        """Marks of what was erased here, in one database or in both: nothing of those is taken any more."""
        ...

    def to_rewrite(self, own: bytes, *, protected: bool = False) -> Sequence[int]:
        """When each case was erased here (milliseconds) that bundles of the own ordinary, or the own protected, stream
        still hold in some place. ``own`` is the ordinary one: what is confirmed is confirmed there."""
        ...

    def confirm(self, ref: bytes, stage: int, stream: bytes, ms: int) -> None:
        """A laptop said so; said twice it stays as it was."""
        ...

    def confirmations(self, ref: bytes) -> Sequence[Confirmation]:
        """Who said what, in order."""
        ...

    def expect(self, parts: Iterable[ExpectedPart]) -> None:
        """These may still come."""
        ...

    def is_expected(self, stream: bytes, seq: int, key_id: bytes) -> bool:
        """Whether this is one of those."""
        ...

    def expecting(self) -> Sequence[bytes]:
        """The streams of those."""
        ...

    def stop_expecting(self, stream: bytes) -> None:
        """Nothing of that comes any more in this stream."""
        ...

    def has_confirmed_all(self, stream: bytes) -> bool:
        """Whether the laptop that writes this ordinary stream holds nothing of anything that was erased here."""
        ...

    def forget_left(self, case: bytes) -> None:
        """What lies about of a case under its small number: changes kept back. Before the case itself goes."""
        ...

    def all_grants(self) -> Sequence[ClosedGrant]:
        """Every wrapped key that ever came, tried or not."""
        ...

    def drop_grant(self, grant: ClosedGrant) -> None:
        """That one opens what is gone."""
        ...

    def cases_due(self, rule: str, until: str) -> Sequence[tuple[bytes, str]]:
        """(case, day) of every duty of this kind until a day, soonest first; of hidden cases too while open."""
        ...

    def asked_behind(self) -> Sequence[bytes]:
        """Cases in the open vault of which somebody asked that they be erased, whatever became of it."""
        ...

    def unmarked_rows(self) -> Sequence[LogRow]:
        """Sealed rows of the log that carry no mark of a case: copies of ordinary changes of a case that was raised."""
        ...

    def has_sealed(self) -> bool:
        """Whether anything sealed is in the log: without, the vault holds nothing of any case."""
        ...

    def forget_shares(self, comps: Iterable[bytes]) -> None:
        """Shares of the keys of these compartments, by which two people could open them in an emergency."""
        ...

    def put_gone_case(self, case: bytes, ms: int) -> None:
        """In the open vault: a key for this case, or of this compartment, that comes late opens nothing."""
        ...

    def gone_cases(self) -> frozenset[bytes]:
        """All those; none while the vault is shut."""
        ...
