# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a snapshot shows of an earlier ordinary stream of this laptop, which a copy may have gone on writing.

Bundles carry every change with its digest, so that the first one that differs is found. A snapshot carries values that
still hold: one that was written here under the same number, with the same words at the same moment, shows that both
were one until then; another one under a number of ours shows that they no longer were.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assist import changesets
from assist.casestate import CaseState, LiveValue
from assist.changesets import Changeset
from assist.ports import Store, UnitOfWork
from assist.roundbook import Applied
from assist.rows import READABLE, LogRow
from assist.services.parting import MOST_ROWS
from assist.sync.catching_up import FoundSnapshot
from assist.sync.circle import Circle
from assist.sync.pull import Kept, next_object, read_closed


@dataclass(slots=True)
class Shown:
    """The last number shown to be the same, and the first shown to be another's; 0 for none."""

    same: int = 0
    other: int = 0

    @property
    def last_in_common(self) -> int:
        """Whatever comes after it here may be known to nobody."""
        return min(self.same, self.other - 1) if self.other else self.same


def shown_of(work: UnitOfWork, streams: Iterable[bytes], states: Iterable[tuple[bytes, CaseState]]) -> dict[
        bytes, Shown]:
    """Of each of these streams what ``states`` (case, state) show beyond what was read of it bundle by bundle."""
    applied = work.rounds.applied()
    held = {stream: {row.n: row for row in work.log_rows(
        stream, applied.get(stream, Applied(stream)).n, MOST_ROWS) if row.kind == READABLE} for stream in streams}
    found = {stream: Shown() for stream in held}
    made: dict[tuple[bytes, int], Changeset] = {}
    for case, state in states:
        for value in state.live:
            row = held.get(value.stream, {}).get(value.n)
            if row is None:
                continue
            change = made.setdefault((value.stream, value.n), changesets.decode(row.body))
            shown = found[value.stream]
            if _says(row, change, case, value):
                shown.same = max(shown.same, value.n)
            else:
                shown.other = min(shown.other or value.n, value.n)
    return found


def is_ours(work: UnitOfWork, found: FoundSnapshot) -> bool:
    """Whether it was made here, as far as is remembered."""
    made, manifest = work.rounds.own_snapshot(found.author.stream), found.parts[0].manifest
    return made is not None and (made.k, made.seq, made.n, made.ms) == (
        manifest.k, manifest.seq, manifest.n, manifest.wall_ms)


def is_followed(work: UnitOfWork, store: Store, circle: Circle, found: FoundSnapshot) -> bool:
    """Whether the next bundle of its stream lies there, so that it need not be bridged."""
    stream = found.author.stream
    seq = work.rounds.applied().get(stream, Applied(stream)).seq + 1
    return next_object(store, circle, stream, seq) is not None


def _says(row: LogRow, change: Changeset, case: bytes, value: LiveValue) -> bool:
    if (row.case, row.hlc) != (case, value.hlc) or value.i >= len(change.ops):
        return False
    op = change.ops[value.i]
    return (op.entity, op.field, op.value) == (value.entity, value.field, value.value)


def read_refused(work: UnitOfWork, circle: Circle, now_ms: int) -> None:
    """What was left closed because it contradicts what was written here: nothing of that stands there any more."""
    if work.rounds.closed() or work.rounds.closed_sections():
        read_closed(work, circle, [Kept(each.case, each.key) for each in work.rounds.case_keys()], now_ms)
