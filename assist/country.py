# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the law of a country sets: ages, how long things are kept, limits of secrecy, duties, emergency numbers.

Nothing legal is written in code. A pack is text that local counsel signs (ruling 24);
until then it says itself that nobody has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import resources
from forms.loader import read_yaml, sentences
from forms.model import LANGUAGES, Text
from forms.problems import DefinitionProblem

GENERIC = "generic"
CLASSES = ("without_file", "narrative", "protected", "core", "consent", "finance", "looks", "receipts")
"""What is kept for a time of its own; ``narrative protected core finance`` are those of the forms."""

FROM = frozenset({"opened", "closed", "anonymised"})
AT_END = frozenset({"erase", "anonymise", "destroy_key", "by_law"})
_SECRECY = "S05"


@dataclass(frozen=True, slots=True)
class Retention:
    """How long one class is kept: ``days`` after ``counted_from``, then ``at_end``.

    ``days`` is None where only the law knows. ``look_every`` is the number of days after which somebody asks
    whether it is still needed (0: nobody), ``at_least`` the days it is kept in any case.
    """

    days: int | None
    counted_from: str
    at_end: str
    look_every: int = 0
    at_least: int = 0


@dataclass(frozen=True, slots=True)
class LegalDuty:
    """What the law wants of the team, by a stable code; ``hours`` is 0 where no time is set."""

    code: str
    text: Text
    hours: int = 0


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """Whom one reaches, and by which number."""

    name: Text
    number: str


@dataclass(frozen=True, slots=True)
class Country:
    """One pack. ``majority`` and ``assent`` are ages in years, dates are ISO text."""

    code: str
    name: Text
    majority: int
    assent: int
    retention: Mapping[str, Retention]
    limits: tuple[Text, ...]
    limits_meaning: int
    duties: tuple[LegalDuty, ...]
    emergency: tuple[EmergencyNumber, ...]
    reviewed_by: str = ""
    reviewed_on: str = ""

    @property
    def is_reviewed(self) -> bool:
        """Whether counsel of the country has signed it; else every screen says *not reviewed by counsel*."""
        return bool(self.reviewed_by)

    @property
    def text_id(self) -> str:
        """Which limits were explained: it changes with their meaning, not with their wording (CO-13)."""
        return f"{self.code}/{self.limits_meaning}"

    def secrecy(self, language: str) -> str:
        """The sentence about secrecy with its limits, in one of ``LANGUAGES``; ready to be said aloud."""
        return sentences()[_SECRECY][language].format(limits="; ".join(limit[language] for limit in self.limits))


@lru_cache(maxsize=32)
def country(code: str = GENERIC) -> Country:
    """The pack of a country by its two letters, or the generic one.

    Raises KeyError when none of that name ships, DefinitionProblem when the file cannot be used.
    """
    if code not in countries():
        raise KeyError(code)
    return read_country(resources.text(f"country/{code}.yaml"), f"{code}.yaml")


def countries() -> tuple[str, ...]:
    """The packs that ship, the generic one first."""
    files = [file.name for file in resources.path("country").iterdir()]
    codes = sorted(name.removesuffix(".yaml") for name in files if name.endswith(".yaml"))
    return tuple(sorted(codes, key=lambda code: code != GENERIC))


def read_country(text: str, name: str) -> Country:
    """A pack from its text; raises DefinitionProblem that names the place."""
    raw = read_yaml(text, name)
    if not isinstance(raw, dict) or "country" not in raw:
        raise DefinitionProblem(name, "", "this is not a country pack: it has no line 'country:'")
    try:
        return _built(raw, name)
    except (KeyError, TypeError, AttributeError, ValueError) as problem:
        if isinstance(problem, DefinitionProblem):
            raise
        raise DefinitionProblem(name, "", f"something is missing or out of place: {problem}") from None


def _built(raw: Mapping[str, Any], name: str) -> Country:
    ages, limits = raw["ages"], raw["limits"]
    majority, assent = int(ages["majority"]), int(ages["assent"])
    if not 0 < assent <= majority:
        raise DefinitionProblem(name, "ages", "the age of assent is above zero and not above majority")
    if not limits["when"]:
        raise DefinitionProblem(name, "limits", "at least one limit of secrecy must be said")
    return Country(
        code=str(raw["country"]), name=_text(raw["name"], name, "name"), majority=majority, assent=assent,
        retention={kept: _retention(raw["retention"][kept], name, kept) for kept in CLASSES},
        limits=tuple(_text(limit, name, "limits") for limit in limits["when"]), limits_meaning=int(limits["meaning"]),
        duties=tuple(
            LegalDuty(str(duty["code"]), _text(duty["text"], name, str(duty["code"])), int(duty.get("hours") or 0))
            for duty in raw["duties"]),
        emergency=tuple(
            EmergencyNumber(_text(entry["name"], name, "emergency"), str(entry["number"]))
            for entry in raw["emergency"]),
        reviewed_by=str(raw["reviewed_by"]), reviewed_on=str(raw["reviewed_on"]),
    )


def _retention(raw: Mapping[str, Any], name: str, place: str) -> Retention:
    kept = Retention(
        None if raw["days"] == "never" else int(raw["days"]), str(raw["counted_from"]), str(raw["at_end"]),
        int(raw.get("look_every") or 0), int(raw.get("at_least") or 0),
    )
    if kept.counted_from not in FROM or kept.at_end not in AT_END:
        raise DefinitionProblem(name, place, "when it is counted from or how it ends is not known")
    if (kept.days is None) != (kept.at_end == "by_law") or (kept.days is not None and kept.days < 1):
        raise DefinitionProblem(name, place, "a number of days is needed, or 'never' where the law says")
    return kept


def _text(raw: Mapping[str, Any], name: str, place: str) -> Text:
    if set(raw) != set(LANGUAGES) or not all(str(said).strip() for said in raw.values()):
        raise DefinitionProblem(name, place, "a text is needed in every language and in no other")
    return {language: str(raw[language]) for language in LANGUAGES}
