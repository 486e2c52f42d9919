# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The written specification, kept in memory beside the program: what was acknowledged, and who had seen what.

It asks a laptop what it showed just before a save and what it holds just after, and nothing else: no log, no
signed change, no word about what a change replaces. So whatever is forgotten there is missed here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.syncing.model import CutOff, Spec, steps

Row = tuple[Any, ...]
"""Entity, its kind, field, dot, time and value: see Member.registers."""


class Acknowledged:
    """Every value that a save said it kept, less what whoever saved had before her eyes in the same place."""

    def __init__(self, held: Spec) -> None:
        self._written = {case: {row[3]: row for row in map(tuple, rows)} for case, rows in held.items()}
        self._replaced: set[Any] = set()

    def new(self, laptop: Any, name: str) -> str:
        """A first contact; its case."""
        case: str = laptop.first_contact(name)
        self._note(laptop, case, frozenset(), name)
        return case

    def edit(self, laptop: Any, case: str, name: str, step: int = 0) -> bool:
        """The chosen name, at a laptop that is switched off at that step of the save; whether it was acknowledged."""
        before, is_cut = laptop.registers(case), False
        try:
            with steps.cutting_at(step):
                laptop.save("F01", case, chosen_name=name)
        except CutOff:
            laptop.come_back()
            is_cut = True
        if is_cut and laptop.registers(case) == before:
            return False
        self._note(laptop, case, before, name)
        return not is_cut

    def _note(self, laptop: Any, case: str, before: frozenset[Row], name: str) -> None:
        after = [*map(tuple, laptop.registers(case))]
        assert any(name.encode() in row[-1] for row in after), "not there at once"
        fresh = [row for row in after if row not in before]
        at = {(row[0], row[2]) for row in fresh}
        self._replaced |= {row[3] for row in map(tuple, before) if (row[0], row[2]) in at}
        self._written.setdefault(case, {}).update({row[3]: row for row in fresh})

    def live(self, without: Callable[[str], bool] = lambda _case: False) -> Spec:
        """What every laptop must hold in the end, of all cases but some."""
        return {case: frozenset(row for dot, row in rows.items() if dot not in self._replaced)
                for case, rows in self._written.items() if not without(case)}

    def lost(self, held: Spec) -> int:
        """How many acknowledged values somebody does not hold though nobody replaced them."""
        return sum(len(rows - frozenset(map(tuple, held.get(case, frozenset())))) for case, rows in self.live().items())
