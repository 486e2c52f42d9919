# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Score sheets as licensed data: item numbers, scale and scoring rule; the official wording stays with its owner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from forms import loader
from forms.loader import read_yaml
from forms.problems import DefinitionProblem

LICENCES = frozenset({
    "CC-BY-NC-SA-3.0-IGO", "CC-BY-4.0", "public-domain", "free-reproduction", "method", "GPL-3.0-or-later",
})
"""Terms that allow keeping a score sheet; anything else is not shipped."""

NEVER = frozenset({"event_checklist"})
"""Lists of events are interrogations; they are not shipped and cannot be brought in (NR-09)."""

_YEAR = timedelta(days=365)
_MUST_SAY = ("license", "license_note", "source_url", "verified_by", "verified_on", "scoring", "scale")


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """What is known of an instrument. ``interval_days`` and ``max_per_year`` of 0 mean no limit.

    ``bands``: from which total on a word holds; ``talk_from``: the total that is a sign to talk (0: none).
    ``roles``: for whom it may be switched on (empty: everybody who fills in forms); ``needs_responder``: only with
    somebody reachable the same day, else ``instead`` is asked.
    """

    id: str
    form: str
    title: Mapping[str, str]
    items: int
    scale: str
    scoring: str
    license: str
    license_note: str
    source_url: str
    verified_by: str
    verified_on: str
    languages: tuple[str, ...]
    interval_days: int
    max_per_year: int
    on_by_default: bool
    tags: tuple[str, ...]
    bands: Mapping[str, int] = field(default_factory=dict)
    talk_from: int = 0
    roles: tuple[str, ...] = ()
    needs_responder: bool = False
    instead: str = ""


@dataclass(frozen=True, slots=True)
class CustodianRecord:
    """Who let in what its owner allows only by permission: name, day, licence, and what it is needed for."""

    by: str
    on: str
    licence: str
    need: str

    @property
    def is_whole(self) -> bool:
        """Nothing of it is left open."""
        return all(word.strip() for word in (self.by, self.on, self.licence, self.need))


class NotPermitted(DefinitionProblem):
    """An instrument that is kept out, and no record of a custodian lets it in."""


@dataclass(frozen=True, slots=True)
class TooSoon:
    """Why an instrument is not asked now, and from which day it may be; a written reason overrides."""

    code: str
    until: str


@lru_cache(maxsize=1)
def score_sheets() -> tuple[ScoreSheet, ...]:
    """Every sheet that ships; raises DefinitionProblem when licence, source or verified date is empty."""
    return tuple(_checked(raw, "instrument.yaml", place, None) for place, raw in loader.instruments().items())


def score_sheet(ident: str) -> ScoreSheet:
    """One of them; raises KeyError."""
    for sheet in score_sheets():
        if sheet.id == ident:
            return sheet
    raise KeyError(ident)


def sheet_of_form(form: str) -> ScoreSheet | None:
    """The sheet a form belongs to; None for ordinary forms."""
    return next((sheet for sheet in score_sheets() if sheet.form == form), None)


@lru_cache(maxsize=1)
def kept_out() -> Mapping[str, str]:
    """The names of instruments whose owners allow them only by permission, fee or training, in small letters without
    signs, with their terms."""
    return {_plain(name): str(each["terms"]) for each in loader.kept_out() for name in each["names"]}


def _plain(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def _refuse_kept_out(sheet: ScoreSheet, file: str, place: str, record: CustodianRecord | None) -> None:
    """By its id or by any of its titles; a whole record of a custodian lets it in."""
    if record is not None and record.is_whole:
        return
    for name in map(_plain, (sheet.id, *sheet.title.values())):
        for out, terms in kept_out().items():
            if name == out or (len(out) > 5 and out in name):
                raise NotPermitted(file, place, f"it is kept out: {terms}")


def read_sheet(path: Path, record: CustodianRecord | None = None) -> ScoreSheet:
    """One definition, checked; raises DefinitionProblem with the reason, NotPermitted for one that is kept out."""
    return _checked(read_yaml(path.read_text("utf-8"), path.name), path.name, path.parent.name, record)


def _checked(raw: Any, file: str, place: str, record: CustodianRecord | None) -> ScoreSheet:
    if not isinstance(raw, dict):
        raise DefinitionProblem(file, place, "this is not an instrument definition")
    for key in _MUST_SAY:
        if not str(raw.get(key) or "").strip():
            raise DefinitionProblem(file, place, f"'{key}' is empty")
    sheet = _sheet(raw, file, place)
    if sheet.license not in LICENCES:
        raise DefinitionProblem(file, place, "this licence is not on the list of those that allow it")
    if NEVER & set(sheet.tags):
        raise DefinitionProblem(file, place, "lists of events are not asked here")
    if (sheet.bands or sheet.talk_from) and not str(raw.get("bands_source") or "").strip():
        raise DefinitionProblem(file, place, "'bands_source' is empty: where a band begins is cited")
    _refuse_kept_out(sheet, file, place, record)
    return sheet


def _sheet(raw: Mapping[str, Any], file: str, place: str) -> ScoreSheet:
    try:
        date.fromisoformat(str(raw["verified_on"]))
        return ScoreSheet(
            id=str(raw["id"]), form=str(raw["form"]), title=dict(raw["title"]), items=int(raw["items"]),
            scale=str(raw["scale"]), scoring=str(raw["scoring"]), license=str(raw["license"]),
            license_note=str(raw["license_note"]), source_url=str(raw["source_url"]),
            verified_by=str(raw["verified_by"]), verified_on=str(raw["verified_on"]),
            languages=tuple(map(str, raw["languages"])), interval_days=int(raw["interval_days"]),
            max_per_year=int(raw["max_per_year"]), on_by_default=str(raw["on_by_default"]) == "true",
            tags=tuple(map(str, raw["tags"] or ())),
            bands={str(name): int(start) for name, start in (raw.get("bands") or {}).items()},
            talk_from=int(raw.get("talk_from") or 0), roles=tuple(map(str, raw.get("roles") or ())),
            needs_responder=str(raw.get("needs_responder")) == "true", instead=str(raw.get("instead") or ""),
        )
    except (KeyError, ValueError, TypeError, AttributeError):
        raise DefinitionProblem(file, place, "a line is missing or out of place") from None


def may_ask(sheet: ScoreSheet, earlier: Sequence[str], today: date, reason: str = "") -> TooSoon | None:
    """None when the instrument may be asked; else why not. ``earlier`` are ISO dates of past ones (NR-08).

    A sheet typed in from paper weighs by the day it was asked: what came after that day does not count.
    """
    if reason.strip():
        return None
    days = sorted(day for day in (date.fromisoformat(each[:10]) for each in earlier) if day <= today)
    too_soon = (*_within_interval(sheet, days, today), *_within_year(sheet, days, today))
    return max(too_soon, key=lambda soon: soon.until, default=None)


def early_ones(sheet: ScoreSheet, days: Sequence[str]) -> tuple[str, ...]:
    """Of the ISO dates on which it was asked, those too soon after the ones before, whatever reason was written."""
    held = sorted(day[:10] for day in days)
    return tuple(
        day for place, day in enumerate(held) if may_ask(sheet, held[:place], date.fromisoformat(day)) is not None)


def _within_interval(sheet: ScoreSheet, days: Sequence[date], today: date) -> Iterator[TooSoon]:
    if days and sheet.interval_days and today < (until := days[-1] + timedelta(days=sheet.interval_days)):
        yield TooSoon("instrument.interval", until.isoformat())


def _within_year(sheet: ScoreSheet, days: Sequence[date], today: date) -> Iterator[TooSoon]:
    """Until so many of them are a year old that one more is within the number."""
    recent = [day for day in days if today - day < _YEAR]
    if sheet.max_per_year and len(recent) >= sheet.max_per_year:
        yield TooSoon("instrument.year", (recent[-sheet.max_per_year] + _YEAR).isoformat())
