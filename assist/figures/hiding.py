# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which cells of a table are hidden, so that no hidden number can be worked out, exactly or nearly.

A number below the threshold is hidden, nobody at all included: that nobody of a group is there, or everybody, tells
something of each of them. Where one of these can then be pinned down to fewer different numbers than the threshold, the
next smallest is hidden too; where one is not enough, all are, since how many it took would tell whoever knows this
program more than the numbers do. A table that still tells too much shows nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assist.figures.flows import Network
from assist.figures.shapes import Cell, Table, Why

_FROM, _TO = "from", "to"


@dataclass(frozen=True, slots=True)
class Step:
    """How far each cell is from what an earlier edition was made of, and whether that edition showed it."""

    moves: Sequence[int]
    known: Sequence[bool]


@dataclass(frozen=True, slots=True)
class Margin:
    """The sums beside a table of two ways, as they are and as they are shown."""

    table: Table
    cells: Sequence[Cell]


def cells_of(table: Table, least: int, steps: Sequence[Step] = ()) -> tuple[Cell, ...]:
    """The cells of a table of one way, where fewer than ``least`` is few; ``steps``: from each earlier edition."""
    if table.total < least:
        return tuple(Cell(None, Why.NEVER if row in table.never else Why.FEW) for row in table.rows)
    whys = [_at_first(table, at, least, steps) for at in range(len(table.rows))]
    one = 1
    while is_exposed(table, whys, least, is_first=not steps) or any(
            _tells_who_came(table, whys, least, step) for step in steps):
        if not (shown := _shown(whys)):
            return withheld(table)
        for at in sorted(shown, key=lambda at: (table.counts[at], at))[:one]:
            whys[at] = Why.ALSO
        one = len(whys)
    if not _shown(whys) and table.total < (len(whys) + 1) * least - 1:
        return withheld(table)  # so few that the marks alone would say too much; whoever knows the total knows it
    return tuple(_cell(table, at, why) for at, why in enumerate(whys))


def crossed_cells(table: Table, least: int, down: Margin | None, across: Margin | None) -> tuple[Cell, ...]:
    """The cells of a table of two ways beside its margins, which stay as they are; nothing of it when that fails."""
    if table.total < least:
        return tuple(_cell(table, at, Why.FEW) for at in range(len(table.counts)))
    whys = [_by_number(count, least) for count in table.counts]
    while (lines := _exposed_lines(table, whys, least, down, across)) is not None:
        if not (shown := _shown(whys)):
            return withheld(table)
        near = [at for at in shown if set(_lines_of(table, at)) & lines] or shown
        whys[min(near, key=lambda at: (table.counts[at], at))] = Why.ALSO
    return tuple(_cell(table, at, why) for at, why in enumerate(whys)) if _shown(whys) else withheld(table)


def withheld(table: Table) -> tuple[Cell, ...]:
    """Nothing said of any cell in which somebody could stand."""
    rows = [row for row in table.rows for _column in table.columns or ("",)]
    return tuple(Cell(None, Why.NEVER if row in table.never else Why.WITHHELD) for row in rows)


# -- what is hidden by itself ---------------------------------------------------------------


def _at_first(table: Table, at: int, least: int, steps: Sequence[Step]) -> Why:
    if table.rows[at] in table.never:
        return Why.NEVER
    count = table.counts[at]
    if _by_number(count, least) is Why.FEW:
        return Why.FEW
    if _is_nearly_everybody(table, count, least) or any(
            step.known[at] and _is_little(step.moves[at], least) for step in steps):
        return Why.ALSO
    return Why.SHOWN


def _by_number(count: int, least: int) -> Why:
    return Why.FEW if count < least else Why.SHOWN


def _is_nearly_everybody(table: Table, count: int, least: int) -> bool:
    """Whether the row is true of all but a few: who is known to be counted is then known to stand in it."""
    return table.several and table.total - count < least


def _is_little(move: int, least: int) -> bool:
    return 0 < abs(move) < least


def _tells_who_came(table: Table, whys: Sequence[Why], least: int, step: Step) -> bool:
    """Whether two editions side by side say that a few came into those rows of which not both show a number."""
    if table.several:
        return False
    rest = sum(move for move, why, was in zip(step.moves, whys, step.known, strict=True)
               if why is not Why.SHOWN or not was)
    return _is_little(rest, least)


# -- what could be worked out -----------------------------------------------------------------


def is_exposed(table: Table, whys: Sequence[Why], least: int, *, is_first: bool = True) -> bool:
    """Whether some hidden cell of a table of one way can be pinned down by whoever knows the total and how we hide."""
    rest = [count for count, why in zip(table.counts, whys, strict=True) if _is_hidden(why)]
    if rest and not table.several and sum(rest) < least:
        return True  # together they would be one row of few
    network = Network()
    most = _largest(table, whys) if is_first else [table.total] * len(whys)
    places = [_add(network, _FROM, _TO, count, why, (least, largest, table.total))
              for count, why, largest in zip(table.counts, whys, most, strict=True)]
    network.add(_TO, _FROM, table.total, table.total, table.total)
    more, far = sum(table.counts) - table.total, len(table.rows) * table.total
    if table.several:
        network.add(_TO, _FROM, more, 0 if table.everybody else -far, far)
    return any(_is_pinned(network, place, least) for place, why in zip(places, whys, strict=True) if _is_hidden(why))


def _largest(table: Table, whys: Sequence[Why]) -> list[int]:
    """The most each cell can be that was hidden beside few others: the smallest of those that are shown goes first,
    and of equal ones the first."""
    shown = _shown(whys)
    if table.several or not shown:
        return [table.total] * len(whys)
    return [min(table.counts[other] - (other < at) for other in shown) for at in range(len(whys))]


def _shown(whys: Sequence[Why]) -> list[int]:
    return [at for at, why in enumerate(whys) if why is Why.SHOWN]


def _exposed_lines(
    table: Table, whys: Sequence[Why], least: int, down: Margin | None, across: Margin | None,
) -> set[str] | None:
    """The row and the column of a number that can be pinned down, in the table or beside it; None when none can."""
    network, limits = Network(), (least, table.total, table.total)
    places: list[tuple[int, set[str]]] = []
    for at, why in enumerate(whys):
        row, column = _lines_of(table, at)
        place = _add(network, row, column, table.counts[at], why, limits)
        if _is_hidden(why):
            places.append((place, {row, column}))
    sums, rows = _sums(table), {f"row {row}" for row in table.rows}
    for name, said in (*_beside(table.rows, "row", down), *_beside(table.columns, "column", across)):
        ends = (_FROM, name) if name in rows else (name, _TO)
        place = _add(network, *ends, sums[name], said or Why.WITHHELD, limits)
        if _is_hidden(said) if said else sums[name] < least:
            places.append((place, {name}))
    network.add(_TO, _FROM, table.total, table.total, table.total)
    return next((lines for place, lines in places if _is_pinned(network, place, least)), None)


def _beside(codes: Sequence[str], kind: str, margin: Margin | None) -> Iterator[tuple[str, Why | None]]:
    """Each sum and how it is shown; None where there is no table of them."""
    shown = {} if margin is None else dict(zip(margin.table.rows, margin.cells, strict=True))
    for code in codes:
        yield f"{kind} {code}", shown[code].why if code in shown else None


def _sums(table: Table) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, count in enumerate(table.counts):
        for name in _lines_of(table, at):
            found[name] = found.get(name, 0) + count
    return found


def _lines_of(table: Table, at: int) -> tuple[str, str]:
    """The row and the column of a cell, as they are called in the network."""
    row, column = divmod(at, len(table.columns))
    return f"row {table.rows[row]}", f"column {table.columns[column]}"


def _add(network: Network, start: str, end: str, held: int, why: Why, limits: tuple[int, int, int]) -> int:
    few, most, total = limits
    least, largest = {
        Why.SHOWN: (held, held), Why.NEVER: (0, 0), Why.FEW: (0, few - 1), Why.ALSO: (few, most),
        Why.WITHHELD: (0, total)}[why]
    return network.add(start, end, held, least, largest)


def _is_pinned(network: Network, place: int, least: int) -> bool:
    low, high = network.span(place)
    return high - low + 1 < least


def _is_hidden(why: Why) -> bool:
    return why in (Why.FEW, Why.ALSO, Why.WITHHELD)


def _cell(table: Table, at: int, why: Why) -> Cell:
    return Cell(table.counts[at] if why is Why.SHOWN else None, why)
