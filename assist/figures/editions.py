# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From counts to what is shown of them, and from one edition about a period to the next; pure.

Two editions about the same people side by side would give away who came between them. So the earlier one stands until
the number of people has changed by the threshold; and of what is then made anew, each number is either as it was in
every edition that showed it or at least that far from it, or is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assist.errors import DamagedFile
from assist.figures.hiding import Margin, Step, cells_of, crossed_cells, withheld
from assist.figures.shapes import Cell, Edition, Published, Table, Threshold, Why

NOTHING_WITHIN: Mapping[str, str] = {}


def publish(
    tables: Sequence[Table], threshold: Threshold, before: Edition | None = None,
    within: Mapping[str, str] = NOTHING_WITHIN,
) -> Edition:
    """What may be shown of these tables together, where ``threshold`` or more are told exactly.

    ``before``: the last edition about the same period, made of the same tables; tables may be left out of what is
    printed afterwards, not here. ``within``: populations that are part of another one. Of a part nothing is said where
    those who are not in it would be few. Raises ValueError for tables that do not fit together, and for an edition of
    another threshold.
    """
    _require_fit(tables)
    if before is not None and before.threshold is not threshold:
        raise ValueError("an edition of another threshold")
    populations, past = {table.of: table.total for table in tables}, _all_of(before)
    earlier = {table.of: table.total for table in before.basis} if before else {}
    stands = frozenset(of for of, total in populations.items()
                       if of in earlier and _is_near(total, of, past, threshold))
    shown: dict[str, Published] = {}
    used: set[str] = set()
    for table in sorted(tables, key=lambda each: bool(each.columns)):
        old = _found(before, table.name)
        if table.of in stands and before is not None:
            shown[table.name] = _standing(table, old, threshold, is_same=populations[table.of] == earlier[table.of])
        elif table.columns:
            shown[table.name] = _two_ways(table, threshold, {each.name: each for each in tables}, shown, used, past)
        else:
            shown[table.name] = _one_way(table, threshold, past)
    totals = {of: before.totals[of] if of in stands and before else _total(total, threshold)
              for of, total in populations.items()}
    told = {of: _as_part(cell, totals.get(within.get(of, "")), threshold) for of, cell in totals.items()}
    silent = {of for of, cell in told.items() if cell != totals[of]}
    return Edition(
        threshold, told,
        tuple(_shown(table, withheld(table)) if table.of in silent else shown[table.name] for table in tables),
        tuple(_basis(table, _found(before, table.name), is_standing=table.of in stands) for table in tables), stands,
        past if before is None or len(stands) < len(populations) else before.past)


def _all_of(before: Edition | None) -> tuple[Edition, ...]:
    return () if before is None else (replace(before, stands=frozenset(), past=()), *before.past)


def _as_part(total: Cell, whole: Cell | None, threshold: int) -> Cell:
    """How many are in a part of a population whose number may be told; hidden where the rest of it would be few."""
    if whole is None or whole.value is None or total.value is None or whole.value - total.value >= threshold:
        return total
    return Cell(None, Why.ALSO if whole.value >= 2 * threshold - 1 else Why.WITHHELD)


_Old = tuple[Table, Published]


def _found(before: Edition | None, name: str) -> _Old | None:
    if before is None:
        return None
    return next(((basis, shown) for basis, shown in zip(before.basis, before.tables, strict=True)
                 if basis.name == name), None)


def _is_near(total: int, of: str, past: Sequence[Edition], threshold: int) -> bool:
    """Whether so few came or went, since the last edition or since any other, that the last one stands."""
    last, *others = [next(table.total for table in each.basis if table.of == of) for each in past
                     if any(table.of == of for table in each.basis)]
    return abs(total - last) < threshold or any(0 < abs(total - other) < threshold for other in others)


def _total(total: int, threshold: int) -> Cell:
    return Cell(total) if total >= threshold else Cell(None, Why.FEW)


def _one_way(table: Table, threshold: int, past: Sequence[Edition]) -> Published:
    return _shown(table, cells_of(table, threshold, list(_steps(table, past))))


def _steps(table: Table, past: Sequence[Edition]) -> Iterator[Step]:
    for old in (_found(each, table.name) for each in past):
        if old is not None and (old[0].rows, old[0].columns) == (table.rows, table.columns):
            yield Step([now - then for now, then in zip(table.counts, old[0].counts, strict=True)],
                       [cell.why is Why.SHOWN for cell in old[1].cells])


def _two_ways(
    table: Table, threshold: int, tables: Mapping[str, Table], shown: Mapping[str, Published], used: set[str],
    past: Sequence[Edition],
) -> Published:
    """Beside its margins; what two such tables could tell together is not looked at, so one margin bears one table,
    unless it shows everything. Of an earlier edition nothing may have moved by a few."""
    margins = {name: Margin(tables[name], shown[name].cells) for name in (table.down, table.across) if name}
    is_moved = any(0 < abs(move) < threshold for step in _steps(table, past) for move in step.moves)
    shared = {name for name, margin in margins.items() if any(cell.why is not Why.SHOWN for cell in margin.cells)}
    if is_moved or shared & used:
        return _shown(table, withheld(table))
    used |= shared
    return _shown(table, crossed_cells(table, threshold, margins.get(table.down), margins.get(table.across)))


def _standing(table: Table, old: _Old | None, threshold: int, *, is_same: bool) -> Published:
    """As it was; one that was not there may join only where it gives no other number of people away."""
    if old is not None:
        return old[1]
    can_join = is_same and not table.columns
    return _shown(table, cells_of(table, threshold) if can_join else withheld(table))


def _basis(table: Table, old: _Old | None, *, is_standing: bool) -> Table:
    return old[0] if is_standing and old is not None else table


def _shown(table: Table, cells: tuple[Cell, ...]) -> Published:
    return Published(table.name, table.of, table.rows, cells, table.columns, table.several, table.everybody,
                     table.down, table.across)


def _require_fit(tables: Sequence[Table]) -> None:
    named = {table.name: table for table in tables}
    is_right = len(named) == len(tables) and len({(table.of, table.total) for table in tables}) == len(
        {table.of for table in tables})
    if not is_right or not all(_fits(table, named) for table in tables if table.columns):
        raise ValueError("tables that do not fit together")


def _fits(table: Table, named: Mapping[str, Table]) -> bool:
    """Whether the margins of a table of two ways are its own sums."""
    wide = len(table.columns)
    for name, codes, sums in (
            (table.down, table.rows, [sum(table.counts[at * wide:(at + 1) * wide]) for at in range(len(table.rows))]),
            (table.across, table.columns, [sum(table.counts[at::wide]) for at in range(wide)])):
        margin = named.get(name)
        if name and (margin is None or margin.columns or margin.several or margin.of != table.of
                     or (margin.rows, margin.counts) != (codes, tuple(sums))):
            return False
    return True


# -- kept ---------------------------------------------------------------------------------------


def packed(edition: Edition) -> list[Any]:
    """An edition as plain lists, to be kept; the newest first, then those before it."""
    return [_packed(each) for each in (edition, *edition.past)]


def _packed(edition: Edition) -> list[Any]:
    return [
        int(edition.threshold), [[of, *_plain(cell)] for of, cell in sorted(edition.totals.items())],
        [[shown.name, [_plain(cell) for cell in shown.cells]] for shown in edition.tables],
        [[table.name, table.of, list(table.rows), list(table.counts), table.total, table.several, table.everybody,
          sorted(table.never), list(table.columns), table.down, table.across] for table in edition.basis]]


def unpacked(kept: Any) -> Edition:
    """The edition that was packed so. Raises DamagedFile for anything else."""
    try:
        edition, *past = [_unpacked(each) for each in kept]
    except (ValueError, TypeError, KeyError):
        raise DamagedFile("register.unreadable") from None
    return replace(edition, past=tuple(past))


def _unpacked(kept: Any) -> Edition:
    threshold, totals, tables, held = kept
    basis = tuple(
        Table(name, of, tuple(rows), tuple(counts), total, several, everybody, frozenset(never), tuple(columns),
              down, across)
        for name, of, rows, counts, total, several, everybody, never, columns, down, across in held)
    shown = {name: tuple(_celled(cell) for cell in cells) for name, cells in tables}
    if any(len(shown[table.name]) != len(table.counts) for table in basis):
        raise ValueError("cells of another table")
    return Edition(Threshold(threshold), {of: _celled(cell) for of, *cell in totals},
                   tuple(_shown(table, shown[table.name]) for table in basis), basis)


def _plain(cell: Cell) -> list[Any]:
    return [cell.value, str(cell.why)]


def _celled(kept: Any) -> Cell:
    value, why = kept
    if value is not None and not isinstance(value, int):
        raise ValueError("no number")
    return Cell(value, Why(why))
