# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One case in the columns of a profile, and what is lost on the way there; pure.

Nothing is decided here about what may leave: that is the gate's, which reads the kind of each column and takes away
or makes coarser before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assist.casebook import Book
from assist.errors import BadInput
from assist.exchange.facts import NOTHING, Fact, Facts, facts_of
from assist.exchange.profile import Column, Fate, Profile, band_of

Cell = str | tuple[str, ...]

MERGED, NO_CODE, NO_COLUMN, ONLY_FIRST, UNCLEAR = "merged", "no_code", "no_column", "only_first", "unclear"
NOT_A_VICTIM = "not_a_victim"


@dataclass(frozen=True, slots=True)
class Loss:
    """What the profile cannot say of this case.

    ``kind``: ``merged`` (one code for several of ours), ``no_code``, ``no_column`` (``what`` is then a fact),
    ``only_first`` (a column with room for one), ``unclear`` (an age that could be in two bands). ``codes`` are ours.
    """

    what: str
    kind: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapped:
    """The filled cells by column, every loss, and why there is no row for this case (empty: there is).

    A column that is missing here is written as the profile writes what is not known.
    """

    values: Mapping[str, Cell]
    losses: tuple[Loss, ...] = ()
    left_out: str = ""


def map_case(profile: Profile, book: Book) -> Mapped:
    """Every cell this case fills, before the gate. Raises BadInput ``export.refused`` for a profile that is refused.

    Columns of the kind ``identity`` and ``free_text`` have no source: their cells are never filled here.
    """
    if profile.refused:
        raise BadInput("export.refused")
    facts = facts_of(book)
    if profile.victims_only and is_no_victim(facts):
        return Mapped({}, (), NOT_A_VICTIM)
    losses: list[Loss] = []
    values = {column.name: cell for column in profile.columns if (cell := _cell(profile, column, facts, losses))}
    return Mapped(values, (*losses, *_losses(profile, facts)))


def is_no_victim(facts: Facts) -> bool:
    """An authority decided so; whoever waits for its decision, or never asked for one, counts as detected."""
    return facts["recognition"].codes == ("not_granted",)


def _cell(profile: Profile, column: Column, facts: Facts, losses: list[Loss]) -> Cell:
    """The cell, empty where it is written as not known."""
    told = [facts[name] for name in column.facts]
    if column.how == "codes":
        return _coded(column, told, losses)
    if column.how in ("empty", "constant"):
        return column.value
    fact = told[0] if told else NOTHING
    if column.how in ("date", "year"):
        return (fact.codes[0][:4] if column.how == "year" else fact.codes[0]) if fact.codes else ""
    if column.how == "band":
        return _band(column, fact, losses)
    if column.how == "joined":
        return "; ".join(dict.fromkeys(filter(None, map(column.targets, fact.codes))))
    return _flag(profile, column, fact)


def _coded(column: Column, told: list[Fact], losses: list[Loss]) -> Cell:
    by_target: dict[str, list[str]] = {}
    for fact in told:
        for code in fact.codes:
            if target := column.codes.get(code, ""):
                by_target.setdefault(target, []).append(code)
    if not by_target:
        return column.unsaid if any(fact.asked and not fact.codes for fact in told) else ""
    if column.many:
        return tuple(by_target)
    first, *rest = by_target
    if rest:
        losses.append(Loss(column.name, ONLY_FIRST, tuple(code for target in rest for code in by_target[target])))
    return first


def _band(column: Column, fact: Fact, losses: list[Loss]) -> str:
    found = band_of(column.bands, fact.span)
    if fact.span is not None and not found:
        losses.append(Loss(column.name, UNCLEAR, fact.codes))
    return found


def _flag(profile: Profile, column: Column, fact: Fact) -> str:
    """Silence is no "no": a flag is denied only where the group it belongs to was answered."""
    if column.how == "unsaid":
        return profile.no if fact.codes else profile.yes if fact.asked else ""
    held = set(fact.codes)
    is_so = column.any <= held if column.how == "both" else bool(column.any & held)
    return profile.yes if is_so else profile.no if held else ""


def _losses(profile: Profile, facts: Facts) -> Iterator[Loss]:
    """By fact: what has no code of its own, no code at all, or no column."""
    dated = {name for column in profile.read if column.how in ("date", "year", "band") for name in column.facts}
    for name, fact in facts.items():
        if not fact.codes or name in dated:
            continue
        if name in profile.lost:
            yield Loss(name, NO_COLUMN, fact.codes)
            continue
        for fate, kind in ((Fate.MERGED, MERGED), (Fate.LOST, NO_CODE)):
            if codes := tuple(code for code in fact.codes if profile.fates.get((name, code), Fate.LOST) is fate):
                yield Loss(name, kind, codes)
