# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Raises and holds that stay whatever a snapshot says, unless it proves that they are over (WP-06).

Whoever makes a snapshot says what was replaced, and signs for nobody else: an altered program could leave a raise out.
So a level or a hold that stands on one side and not on the other goes only where something as careful stands in its
place, or where two people signed that it may. Their signatures are values of the case and come with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assist.casestate import CaseState, LiveValue, Place
from assist.changesets import Changeset, Dot, FieldKey, decode
from assist.domain import wire
from assist.ports import UnitOfWork
from assist.rows import READABLE, RegRow
from assist.sync.approvals import KINDS, approval_in, holds, weight_of
from assist.sync.chain import Roster

_Weighed = dict[Place, int]


class Proofs:
    """What two people signed about a case, as far as their signatures hold."""

    def __init__(self, case: bytes, values: Iterable[bytes], known: Roster) -> None:
        self._case, self._known = case, known
        self._values = [each for value in dict.fromkeys(values) if (each := approval_in(value)) is not None]

    def cover(self, field: FieldKey, dot: Dot) -> bool:
        """Whether this value may be replaced by something less careful."""
        return any(KINDS.get(field) == each.kind and dot in each.dots
                   and holds(each, self._case, self._known, self._known.roles_ever) for each in self._values)


def unproven(case: bytes, rows: Sequence[RegRow], state: CaseState, known: Roster, *, behind: bool) -> frozenset[Place]:
    """Which raises and holds of either side stay when a state is joined to what is here.

    ``rows`` are those of both halves of the case, ``behind`` says to which half the state belongs.
    """
    here = _weighed((row.entity, row.field, *row.dot, row.value) for row in rows if row.protected == behind)
    there = _weighed((*each.place, each.value) for each in state.live if each.field in KINDS)
    doubtful = [*_not_answered(here, there), *_not_answered(there, here)]
    if not doubtful:
        return frozenset()
    signed = [row.value for row in rows if row.field == wire.APPROVED]
    proofs = Proofs(case, [*signed, *(each.value for each in state.live if each.field == wire.APPROVED)], known)
    return frozenset(place for place in doubtful if not proofs.cover(place[1], place[2:]))


def _weighed(values: Iterable[tuple[bytes, FieldKey, bytes, int, int, bytes]]) -> _Weighed:
    return {value[:5]: weight for value in values if value[1] in KINDS and (weight := weight_of(value[5]))}


def _not_answered(some: _Weighed, others: _Weighed) -> Iterator[Place]:
    """What stands on this side alone, with nothing as careful on the other."""
    for place, weight in some.items():
        if place not in others and weight > max(
                (each for other, each in others.items() if other[1] == place[1]), default=0):
            yield place


def stand_up(work: UnitOfWork, known: Roster, change: Changeset) -> None:
    """After a change was taken: a raise or a hold in it that a snapshot had passed over, or that was replaced before
    it came, stands all the same, unless it was replaced rightly.

    Of what is not here yet nobody can say whether a value below it needs two people: that is known only now.
    """
    for at, op in enumerate(change.ops):
        if op.kind not in wire.REGISTER_OPS or op.field not in KINDS or not weight_of(op.value):
            continue
        dot, rows = (change.stream, change.n, at), work.rows_of(change.comp)
        mine = [row for row in rows if not row.protected and row.field == op.field]
        if any(row.dot == dot or weight_of(row.value) >= weight_of(op.value) for row in mine):
            continue
        by = [weight_of(other.value) for row in work.log_of_case(change.comp) if row.kind == READABLE
              for other in decode(row.body).ops if other.field == op.field and dot in other.supersedes]
        signed = Proofs(change.comp, (row.value for row in rows if row.field == wire.APPROVED), known)
        if max(by, default=0) < weight_of(op.value) and not signed.cover(op.field, dot):
            value = LiveValue(op.entity, op.etype, op.field, *dot, change.hlc, op.value)
            work.rounds.join_state(change.comp, CaseState((), (value,)), standing=frozenset({value.place}))
