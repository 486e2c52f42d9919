# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sums of the questionnaires, exactly as their owners write them (practice.md c). Incomplete: no total, items kept.

A total is a sign to talk, never a diagnosis; where a band begins is data of the sheet, with its source. The one thing
read from a half-filled sheet is whether somebody should talk about safety today (NR-15).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from forms.answers import Answer
from forms.score_sheets import ScoreSheet, score_sheet
from forms.scoring import answered_number

Items = Sequence[int | None]

SAFETY_ITEM = 8
"""The ninth of PHQ-9, counted from nought."""

_POSITIVE = 3
"""From here on a half of PHQ-4 asks for a closer look."""

_A_LOT = 3
"""Of WG-SS, on its scale from 1 to 4."""

_PRESENT = 2
"""Of ITQ and PCL-5: from here on a line counts as present."""


@dataclass(frozen=True, slots=True)
class Total:
    """A sum with its band and whether it is a sign to talk."""

    value: int
    band: str
    talk: bool


@dataclass(frozen=True, slots=True)
class Phq4:
    """Two halves of two items each, and both together."""

    anxiety: int
    mood: int
    total: Total

    @property
    def anxiety_positive(self) -> bool:
        """The first half asks for a closer look."""
        return self.anxiety >= _POSITIVE

    @property
    def mood_positive(self) -> bool:
        """The second half does."""
        return self.mood >= _POSITIVE


@dataclass(frozen=True, slots=True)
class Itq:
    """``cptsd``, ``ptsd``, ``dso`` or ``below`` by the owners' rule, never two of them; and both sums, 0 to 24."""

    reading: str
    ptsd_sum: int
    dso_sum: int


def total(sheet: ScoreSheet, items: Items) -> Total | None:
    """The plain sum of a sheet; None when one item is missing. Raises ValueError for what is no mark of it."""
    given = _all_of(items, sheet.items, *_ends(sheet))
    return None if given is None else _banded(sheet, sum(given))


def phq9(items: Items) -> Total | None:
    """Nine items from 0 to 3; the tenth line of the form is not counted."""
    return total(score_sheet("phq9"), items)


def phq9_safety_prompt(items: Items) -> bool:
    """Whether to talk about safety today: any answer to the ninth but none of it, however little else is filled in.

    A nought is no proof of safety.
    """
    return (items[SAFETY_ITEM] or 0) > 0 if len(items) > SAFETY_ITEM else False


def phq4(items: Items) -> Phq4 | None:
    """Anxiety first, then mood, as GAD-2 and PHQ-2 stand on the form."""
    sheet = score_sheet("phq4")
    given = _all_of(items, 4, *_ends(sheet))
    if given is None:
        return None
    return Phq4(sum(given[:2]), sum(given[2:]), _banded(sheet, sum(given)))


def itq(ptsd: Items, dso: Items) -> Itq | None:
    """Two halves of nine: three pairs of lines, then three of how life goes."""
    first, second = _all_of(ptsd, 9, 0, 4), _all_of(dso, 9, 0, 4)
    if first is None or second is None:
        return None
    has_ptsd, has_dso = _half_met(first), _half_met(second)
    reading = {(True, True): "cptsd", (True, False): "ptsd", (False, True): "dso"}.get((has_ptsd, has_dso), "below")
    return Itq(reading, sum(first[:6]), sum(second[:6]))


def _half_met(items: Sequence[int]) -> bool:
    """One of each pair, and one of the three lines about daily life."""
    present = [item >= _PRESENT for item in items]
    return all(any(present[start:start + 2]) for start in (0, 2, 4)) and any(present[6:9])


def wgss(items: Items) -> bool | None:
    """Whether any of six domains is at least hard, 1 to 4; None when what is missing could decide it."""
    if len(items) != 6 or any(item is not None and not 1 <= item <= 4 for item in items):
        raise ValueError("WG-SS has six items from 1 to 4")
    if any((item or 0) >= _A_LOT for item in items):
        return True
    return None if None in items else False


def _all_of(items: Items, count: int, low: int, high: int) -> list[int] | None:
    """Every item, or nothing: there is no partial total."""
    given = [item for item in items if item is not None]
    if len(items) != count or any(not low <= item <= high for item in given):
        raise ValueError("so many items, each on its scale")
    return given if len(given) == count else None


def _ends(sheet: ScoreSheet) -> tuple[int, int]:
    low, _, high = sheet.scale.partition("-")
    return int(low), int(high)


def _banded(sheet: ScoreSheet, value: int) -> Total:
    reached = [(start, name) for name, start in sheet.bands.items() if value >= start]
    return Total(value, max(reached)[1] if reached else "", 0 < sheet.talk_from <= value)


# -- a filled sheet --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Result:
    """What a filled sheet comes to, for the team alone. ``reading`` is a code; empty when it is not complete.

    ``safety``: talk about safety today. It is worked out anew each time, kept nowhere, and stands on no paper.
    """

    reading: str = ""
    value: int | None = None
    talk: bool = False
    safety: bool = False


def result_of(form: str, answers: Mapping[str, Answer]) -> Result | None:
    """The result of a filled score sheet of that form; None for forms that have none here."""
    work_out = _RESULTS.get(form)
    return None if work_out is None else work_out(answers)


def _marks(answers: Mapping[str, Answer], start: str, count: int) -> list[int | None]:
    return [answered_number(answers.get(f"{start}{number}")) for number in range(1, count + 1)]


def _sum_of(ident: str) -> Callable[[Mapping[str, Answer]], Result]:
    def work_out(answers: Mapping[str, Answer]) -> Result:
        sheet = score_sheet(ident)
        items = _marks(answers, "item", sheet.items)
        found = total(sheet, items)
        safety = ident == "phq9" and phq9_safety_prompt(items)
        return Result(safety=safety) if found is None else Result(found.band, found.value, found.talk, safety)
    return work_out


def _phq4_of(answers: Mapping[str, Answer]) -> Result:
    found = phq4(_marks(answers, "item", 4))
    if found is None:
        return Result()
    return Result(found.total.band, found.total.value, found.anxiety_positive or found.mood_positive)


def _itq_of(answers: Mapping[str, Answer]) -> Result:
    found = itq(_marks(answers, "p", 9), _marks(answers, "c", 9))
    return Result() if found is None else Result(found.reading, talk=found.reading != "below")


def _wgss_of(answers: Mapping[str, Answer]) -> Result:
    found = wgss(_marks(answers, "item", 6))
    return Result() if found is None else Result("adjust" if found else "no_need", talk=found)


_RESULTS: Mapping[str, Callable[[Mapping[str, Answer]], Result]] = {
    **{name.upper(): _sum_of(name) for name in ("phq9", "phq8", "gad7", "k6")},
    "PHQ4": _phq4_of, "ITQ": _itq_of, "WGSS": _wgss_of,
}
