# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Profiles: which columns a reporting system reads, and what of a case stands in each. Data, read when first wanted.

A profile is a file in ``profiles/``. It names facts (``assist.exchange.facts``) and says how each becomes a column;
what has no column, or one code for several of ours, is known before anything is written (``Profile.fates``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

from assist.exchange.facts import SPANS, Span, codes_of
from forms.loader import read_yaml

Text = Mapping[str, str]


class Sensitivity(StrEnum):
    """What kind of thing a column holds; the gate decides by it what is dropped and what is made coarser."""

    IDENTITY = "identity"
    DATE = "date"
    PLACE = "place"
    FREE_TEXT = "free_text"
    CODE = "code"


class Fate(StrEnum):
    """What becomes of one of our codes in a profile."""

    EXACT = "exact"
    MERGED = "merged"
    LOST = "lost"


EMPTY = frozenset({"not_recorded", "never", "deprecated", "not_personal", "gate"})
"""Why a column stays empty: we do not ask, it never leaves, the standard gave it up, it is about organisations and not
about a person; ``gate``: filled by whoever lets a row out."""

HOWS = frozenset({"codes", "date", "year", "band", "flag", "both", "unsaid", "joined", "constant", "empty"})
"""Ways from a fact to a cell."""

NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``labels``: every code it may hold, with the standard's word for it. ``own_line``: leaves only where
    a consent names it in a line of its own (practice.md F20). ``category``: of ``lk_category``, what it belongs to."""

    name: str
    label: str
    sensitivity: Sensitivity
    category: str = "codes"
    facts: tuple[str, ...] = ()
    how: str = "empty"
    codes: Mapping[str, str] = field(default_factory=dict)
    any: frozenset[str] = NOBODY
    bands: Mapping[str, Span] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    unused: Mapping[str, str] = field(default_factory=dict)
    coarser: Mapping[str, str] = field(default_factory=dict)
    many: bool = False
    own_line: bool = False
    empty: str = ""
    unsaid: str = ""
    value: str = ""

    def targets(self, code: str) -> str:
        """What one of our codes becomes here; empty where it becomes nothing."""
        if self.how in ("codes", "joined"):
            return self.codes.get(code, "")
        if self.how == "band":
            return band_of(self.bands, SPANS.get(code))
        return self.name if self.how == "flag" and code in self.any else ""


@dataclass(frozen=True, slots=True)
class Table:
    """One way to count people: the categories of one fact, as the recipient names them, in order."""

    name: str
    title: Text
    column: Column
    rows: Mapping[str, Text]


@dataclass(frozen=True)
class Profile:
    """What one recipient reads. ``unit``: ``case`` (a row each), ``table`` (counts) or ``none`` (refused, and why).

    ``k``: the fewest people alike; ``k_is_hard``: below it nothing leaves at all, else a person decides (ruling 11).
    ``alike``: the columns by which people are told apart. ``reference`` and ``consent``: columns the gate fills.
    ``yes``, ``no``, ``unknown``: how a flag is written. ``between``: stands between several codes in one cell.
    """

    ident: str
    version: str
    title: Text
    about: Text
    unit: str
    columns: tuple[Column, ...] = ()
    tables: tuple[Table, ...] = ()
    shapes: tuple[str, ...] = ()
    k: int = 0
    k_is_hard: bool = False
    alike: tuple[str, ...] = ()
    reference: str = ""
    consent: str = ""
    yes: str = "1"
    no: str = ""
    unknown: str = ""
    between: str = ";"
    words: bool = False
    victims_only: bool = False
    sheet: Mapping[str, str] = field(default_factory=dict)
    narrative: tuple[Text, ...] = ()
    lost: Mapping[str, str] = field(default_factory=dict)
    refused: Text = field(default_factory=dict)

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """Columns by their name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def read(self) -> tuple[Column, ...]:
        """The columns, and those that are counted, in one row."""
        return (*self.columns, *(table.column for table in self.tables))

    @cached_property
    def fates(self) -> Mapping[tuple[str, str], Fate]:
        """What becomes of each code of each fact that this profile reads."""
        return {(fact, code): self._fate(fact, code)
                for fact in dict.fromkeys(name for column in self.read for name in column.facts)
                for code in codes_of(fact)}

    def _fate(self, fact: str, code: str) -> Fate:
        found = [_alone(column, fact, code) for column in self.read if fact in column.facts and column.targets(code)]
        if not found:
            return Fate.LOST
        return Fate.EXACT if any(found) else Fate.MERGED


def _alone(column: Column, fact: str, code: str) -> bool:
    """Whether nothing else becomes the same here."""
    if column.how == "band":
        return SPANS[code] == column.bands[column.targets(code)]
    same = Counter(column.targets(other) for name in column.facts for other in codes_of(name))
    return same[column.targets(code)] == 1


def band_of(bands: Mapping[str, Span], span: Span | None) -> str:
    """The band that surely holds an age; empty where it could be two."""
    if span is None:
        return ""
    return next((name for name, (least, most) in bands.items() if least <= span[0] and span[1] <= most), "")


_HOME = files("assist.exchange").joinpath("profiles")


@lru_cache(maxsize=1)
def profile_ids() -> tuple[str, ...]:
    """Every profile that ships, the refused ones too, in order."""
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in _HOME.iterdir()
                        if entry.name.endswith(".yaml") and not entry.name.startswith("_")))


@lru_cache(maxsize=32)
def load(ident: str) -> Profile:
    """A profile by its id. Raises KeyError where none of that name ships."""
    if ident not in profile_ids():
        raise KeyError(ident)
    return _built(_lines(ident))


@lru_cache(maxsize=4)
def _lines(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = read_yaml(_HOME.joinpath(f"{name}.yaml").read_text("utf-8"), f"{name}.yaml")
    return found


def _built(raw: Mapping[str, Any]) -> Profile:
    like = load(raw["like"]) if "like" in raw else None
    columns = tuple(_columns(raw.get("columns", ()), like))
    flags = raw.get("flags", {})
    return Profile(
        ident=raw["profile"], version=raw["version"], title=raw["title"], about=raw["about"], unit=raw["unit"],
        columns=columns, tables=tuple(_table(lines) for lines in raw.get("tables", ())),
        shapes=tuple(raw.get("shapes", ())), k=int(raw.get("k", 0)), k_is_hard=raw.get("k_is_hard") == "true",
        alike=tuple(raw.get("alike", ())), reference=raw.get("reference", ""), consent=raw.get("consent", ""),
        yes=flags.get("yes", "1"), no=flags.get("no", ""), unknown=flags.get("unknown", ""),
        between=raw.get("between", ";"), words=raw.get("words") == "true",
        victims_only=raw.get("victims_only") == "true", sheet=raw.get("sheet", {}),
        narrative=tuple(raw.get("narrative", ())), lost=raw.get("lost", {}), refused=raw.get("refused", {}))


def _columns(listed: Any, like: Profile | None) -> Iterator[Column]:
    for lines in listed:
        base = like.by_name[lines.get("as", lines["name"])] if like else None
        yield _column(lines, base)


def _column(lines: Mapping[str, Any], base: Column | None = None) -> Column:
    """A column as it is written, or as another profile has it with some of it changed."""
    if base is not None:
        kept = {key: getattr(base, key) for key in Column.__dataclass_fields__}
        return Column(**{**kept, "name": lines["name"], "label": lines.get("label", base.label),
                         "labels": {**base.labels, **lines.get("labels", {})}})
    told = lines.get("from", ())
    facts = (told,) if isinstance(told, str) else tuple(told)
    codes = _shared(lines["table"]) if "table" in lines else lines.get("codes", {})
    how = lines.get("how") or ("empty" if "empty" in lines else "codes")
    labels = lines.get("labels", {})
    return Column(
        name=lines["name"], label=lines.get("label", lines["name"]),
        sensitivity=Sensitivity(lines.get("class", "code")), category=lines.get("category", "codes"), facts=facts,
        how=how, codes=codes, any=frozenset(lines.get("any", ())),
        bands={name: (int(span[0]), int(span[1])) for name, span in lines.get("bands", {}).items()},
        labels=labels or {code: code for code in dict.fromkeys(codes.values())}, unused=lines.get("unused", {}),
        coarser=lines.get("coarser", {}), many=lines.get("many") == "true", own_line=lines.get("own_line") == "true",
        empty=lines.get("empty", ""), unsaid=lines.get("unsaid", ""), value=lines.get("value", ""))


@lru_cache(maxsize=4)
def _shared(name: str) -> Mapping[str, str]:
    """A table of codes that several profiles use, beside them."""
    found: Mapping[str, str] = _lines("_shared")[name]
    return found


def _table(lines: Mapping[str, Any]) -> Table:
    rows: Mapping[str, Text] = lines["rows"]
    column = _column({**lines, "labels": {code: words["en"] for code, words in rows.items()}})
    return Table(lines["name"], lines["title"], column, rows)
