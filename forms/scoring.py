# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sums a person can follow: risk band, WHO-5, goal attainment. Only what was answered counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from forms.answers import Answer, Row

BANDS = ("low", "moderate", "high", "extreme")
OWN_BANDS = dict(zip(("calm", "careful", "worried", "in_danger"), BANDS, strict=True)) | {band: band for band in BANDS}
NEXT_LOOK_HOURS = {"extreme": 24, "high": 7 * 24, "moderate": 30 * 24, "low": 90 * 24}

UNKNOWN_COUNTS_AS = 3
LIFE_THREATENING = 5

# Correlation between goals that goal attainment scaling assumes (Kiresuk and Sherman, 1968).
_RHO = 0.3


@dataclass(frozen=True, slots=True)
class RiskLine:
    """One line of the risk table, 1 to 5 each; None is unknown."""

    likelihood: int | None
    severity: int | None

    @property
    def to_find_out(self) -> bool:
        """Unknown: it counts as the middle and is marked."""
        return self.likelihood is None or self.severity is None

    @property
    def band(self) -> str:
        """Likelihood times severity; what threatens life is never below high."""
        severity = self.severity or UNKNOWN_COUNTS_AS
        product = (self.likelihood or UNKNOWN_COUNTS_AS) * severity
        band = BANDS[(product >= 5) + (product >= 10) + (product >= 15)]
        return higher(band, "high") if severity == LIFE_THREATENING else band


@dataclass(frozen=True, slots=True)
class Risk:
    """The result and all it came from, so that nobody has to take it on trust.

    ``band`` is "" when nothing was answered. ``find_out`` are the numbers of lines with an unknown.
    """

    band: str
    from_lines: str
    own: str
    danger_now: bool
    find_out: tuple[int, ...]


def higher(one: str, other: str) -> str:
    """The graver of two bands; "" is graver than nothing."""
    return max(one, other, key=lambda band: BANDS.index(band) if band else -1)


def risk(lines: Sequence[RiskLine], own_band: str = "", danger_now: bool = False) -> Risk:
    """The highest line; danger now is extreme; her own view raises, never lowers."""
    from_lines = ""
    for line in lines:
        from_lines = higher(from_lines, line.band)
    own = OWN_BANDS.get(own_band, "")
    return Risk(
        band="extreme" if danger_now else higher(from_lines, own),
        from_lines=from_lines,
        own=own,
        danger_now=danger_now,
        find_out=tuple(number for number, line in enumerate(lines) if line.to_find_out),
    )


def risk_of(answers: Mapping[str, Answer]) -> Risk:
    """The risk of a filled safety assessment (F05)."""
    table = answered_value(answers.get("item"))
    rows = [row for row in table if isinstance(row, Row)] if isinstance(table, tuple) else []
    return risk(
        [_line(row) for row in rows if any(cell.is_answered for cell in row.cells.values())],
        own_band=str(answered_value(answers.get("own_band")) or ""),
        danger_now=answered_value(answers.get("danger_now")) == "yes",
    )


def answered_value(answer: Answer | None) -> object:
    """The value of what the person or worker answered here; None for every other state."""
    return answer.value if answer is not None and answer.is_answered else None


def answered_number(answer: Answer | None) -> int | None:
    """The number answered here, also from a choice whose code is a number."""
    value = answered_value(answer)
    if isinstance(value, str) and value.lstrip("-").isdecimal():
        return int(value)
    return value if isinstance(value, int) else None


def _line(row: Row) -> RiskLine:
    return RiskLine(_one_to_five(row.cells.get("likelihood")), _one_to_five(row.cells.get("severity")))


def _one_to_five(answer: Answer | None) -> int | None:
    number = answered_number(answer)
    return number if number is not None and 1 <= number <= 5 else None


@dataclass(frozen=True, slots=True)
class Who5:
    """A WHO-5 total: raw 0 to 25, score 0 to 100, and ``not_low``, ``low`` or ``very_low``.

    A low score is a sign to talk, never a diagnosis.
    """

    raw: int
    score: int

    @property
    def reading(self) -> str:
        """At most 50: talk. At most 28: offer a further look."""
        if self.score <= 28:
            return "very_low"
        return "low" if self.score <= 50 else "not_low"


def who5(items: Sequence[int | None]) -> Who5 | None:
    """The total of the five items; None when one is missing: there is no partial total."""
    given = [item for item in items if item is not None]
    if len(items) != 5 or any(not 0 <= item <= 5 for item in given):
        raise ValueError("WHO-5 has five items from 0 to 5")
    return Who5(sum(given), sum(given) * 4) if len(given) == 5 else None


def who5_of(answers: Mapping[str, Answer], keys: Sequence[str]) -> Who5 | None:
    """The total of a filled sheet, from its five item keys in order."""
    return who5([answered_number(answers.get(key)) for key in keys])


def goal_mean(ratings: Iterable[int | None]) -> float | None:
    """Mean of the goals that were rated; None when none was."""
    rated = [rating for rating in ratings if rating is not None]
    return sum(rated) / len(rated) if rated else None


def goal_t(ratings: Sequence[int | None], weights: Sequence[float] = ()) -> float | None:
    """Goal attainment as a T score: 50 is what was hoped for; None when no goal was rated."""
    weighted = list(zip(weights or [1.0] * len(ratings), ratings, strict=True))
    rated = [(weight, rating) for weight, rating in weighted if rating is not None]
    squares = sum(weight**2 for weight, _ in rated)
    total = sum(weight for weight, _ in rated)
    spread = sqrt((1 - _RHO) * squares + _RHO * total**2)
    if not spread:
        return None
    return 50 + 10 * sum(weight * rating for weight, rating in rated) / spread
