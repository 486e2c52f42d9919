# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody who has what was published, knows what every mark means, and wants to know who stands behind it.

Written apart from what hides: sums of sets for one table, linear programming for tables that share sums.
"""

from __future__ import annotations

from collections.abc import Sequence

from assist.figures.shapes import Cell, Edition, Published, Why

NOTHING = 1e-7


def hidden(cell: Cell) -> bool:
    """Whether the cell is one to attack."""
    return cell.why in (Why.FEW, Why.ALSO, Why.WITHHELD)


def limits(cell: Cell, threshold: int, total: int) -> tuple[int, int]:
    """What its mark says by itself."""
    return {Why.SHOWN: (cell.value or 0, cell.value or 0), Why.NEVER: (0, 0), Why.FEW: (0, threshold - 1),
            Why.ALSO: (threshold, total), Why.WITHHELD: (0, total)}[cell.why]


def could_be(shown: Published, at: int, threshold: int, totals: Sequence[int]) -> set[int]:
    """Every number that a cell of a table of one way could be, where ``totals`` are the totals it could have."""
    found = set()
    for total in totals:
        spans = [limits(cell, threshold, total) for cell in shown.cells]
        low, high = spans.pop(at)
        others = 1  # bit n: the others could be n together
        for least, most in spans:
            others = _shifted(others, least, most)
        for value in range(low, min(high, total) + 1):
            if shown.several:
                is_possible = not shown.everybody or others.bit_length() - 1 >= total - value
            else:
                is_possible = value <= total and others >> (total - value) & 1
            if is_possible:
                found.add(value)
    return found


def _shifted(sums: int, least: int, most: int) -> int:
    found = 0
    for value in range(least, most + 1):
        found |= sums << value
    return found


class Linked:
    """All tables of a report of which the total is known, as one system: the bounds of each hidden cell."""

    def __init__(self, edition: Edition) -> None:
        self.places: dict[tuple[str, int], int] = {}
        self.low: list[int] = []
        self.high: list[int] = []
        self.equal: list[tuple[dict[int, int], int]] = []
        (total,) = {cell.value for cell in edition.totals.values()}
        assert total is not None
        for shown in edition.tables:
            for at, cell in enumerate(shown.cells):
                self.places[shown.name, at] = len(self.low)
                low, high = limits(cell, edition.threshold, total)
                self.low.append(low)
                self.high.append(high)
        for shown in edition.tables:
            everything = {self.places[shown.name, at]: 1 for at in range(len(shown.cells))}
            self.equal.append((everything, total))
            for at in range(len(shown.rows) if shown.columns else 0):
                self._sum(shown, range(at * len(shown.columns), (at + 1) * len(shown.columns)), shown.down, at)
            for at in range(len(shown.columns)):
                self._sum(shown, range(at, len(shown.cells), len(shown.columns)), shown.across, at)

    def _sum(self, shown: Published, cells: range, margin: str, at: int) -> None:
        if margin:
            self.equal.append((
                {**{self.places[shown.name, cell]: 1 for cell in cells}, self.places[margin, at]: -1}, 0))

    def bounds(self) -> dict[tuple[str, int], tuple[int, int]]:
        """Of each cell the least and the most it can be."""
        table, basis, wide = self._started()
        found = {}
        for name, place in self.places.items():
            ends = []
            for sign in (-1, 1):
                goal = [0.0] * wide
                goal[place] = float(sign)
                rows, held = [row.copy() for row in table], basis.copy()
                _climb(rows, held, goal)
                at = next((number for number, column in enumerate(held) if column == place), None)
                ends.append(self.low[place] + (round(rows[at][-1]) if at is not None else 0))
            found[name] = (ends[0], ends[1])
        return found

    def _started(self) -> tuple[list[list[float]], list[int], int]:
        """A tableau whose right side is some report that fits, found from nothing but what was published."""
        cells, rows = len(self.low), []
        for weights, value in self.equal:
            row = [float(weights.get(at, 0)) for at in range(cells)]
            rows.append((row, value - sum(weight * self.low[at] for at, weight in weights.items())))
        wide = 2 * cells
        table: list[list[float]] = []
        for row, value in rows:
            table.append([*row, *[0.0] * cells, float(value)])
        for at in range(cells):
            line = [0.0] * wide + [float(self.high[at] - self.low[at])]
            line[at] = line[cells + at] = 1.0
            table.append(line)
        helped = wide + len(rows)
        for number, line in enumerate(table):
            if line[-1] < 0:
                line[:] = [-each for each in line]
            line[-1:] = [float(number == at) for at in range(len(rows))] + line[-1:]
        basis = [*(wide + at for at in range(len(rows))), *(cells + at for at in range(cells))]
        _climb(table, basis, [0.0] * wide + [-1.0] * (helped - wide))
        for number, column in enumerate(basis):
            if column >= wide:
                assert abs(table[number][-1]) < NOTHING, "no report fits what was published"
                other = next((at for at in range(wide) if abs(table[number][at]) > NOTHING), None)
                if other is not None:
                    _turn(table, number, other)
                    basis[number] = other
        kept = [number for number, column in enumerate(basis) if column < wide]
        return [[*table[number][:wide], table[number][-1]] for number in kept], [basis[number] for number in kept], wide


def _climb(table: list[list[float]], basis: list[int], goal: list[float]) -> None:
    """The simplex method with the rule of Bland, so that it ends."""
    while True:
        gains = goal.copy()
        for row, column in zip(table, basis, strict=True):
            if (weight := goal[column]) != 0.0:
                gains = [gain - weight * each for gain, each in zip(gains, row, strict=False)]
        enter = next((at for at, gain in enumerate(gains) if gain > NOTHING), None)
        if enter is None:
            return
        steps = [(row[-1] / row[enter], basis[number], number) for number, row in enumerate(table)
                 if row[enter] > NOTHING]
        least = min(step for step, _column, _number in steps)
        _step, _column, leave = min((each for each in steps if each[0] <= least + NOTHING), key=lambda each: each[1])
        _turn(table, leave, enter)
        basis[leave] = enter


def _turn(table: list[list[float]], number: int, column: int) -> None:
    pivot = table[number][column]
    line = table[number] = [each / pivot for each in table[number]]
    for other, row in enumerate(table):
        if other != number and abs(factor := row[column]) > 0.0:
            table[other] = [each - factor * mine for each, mine in zip(row, line, strict=True)]
