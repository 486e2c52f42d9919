# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""RCI-24, our own check-in (F14): three groups of eight, each from 0 to 1. For a person's own path, never to rank.

Equal weights, not validated. A group counts when three quarters of what applies were answered, and four at least.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forms.answers import NOT_ASKED, Answer, AnswerState
from forms.loader import form
from forms.scoring import answered_number

FORM = "F14"
GROUPS: Mapping[str, tuple[str, ...]] = {
    "economic": ("e1", "e2r", "e3", "e4", "e5", "e6", "e7", "e8"),
    "social": tuple(f"s{number}" for number in range(1, 9)),
    "psychosocial": tuple(f"p{number}" for number in range(1, 9)),
}
ITEMS = tuple(item for group in GROUPS.values() for item in group)
REVERSED = frozenset({"e2r"})
"""Said as a lack: never is the best answer."""

HIGHEST, FEWEST = 4, 4

Mark = float | AnswerState | None
"""0 to 1; ``NOT_APPLICABLE``; None for whatever else was not answered."""


@dataclass(frozen=True, slots=True)
class CheckIn:
    """The three groups of one sheet, each 0 to 1 or None without enough answers."""

    economic: float | None = None
    social: float | None = None
    psychosocial: float | None = None

    @property
    def composite(self) -> float | None:
        """The mean of all three; None when one is missing: there is no partial total."""
        held = (self.economic, self.social, self.psychosocial)
        given = [value for value in held if value is not None]
        return sum(given) / len(given) if len(given) == len(held) else None

    @property
    def is_empty(self) -> bool:
        """No group has enough answers."""
        return self == CheckIn()


def group_mean(marks: Sequence[Mark]) -> float | None:
    """The mean of what was answered; None when that is too little of what applies."""
    applicable = [mark for mark in marks if mark is not AnswerState.NOT_APPLICABLE]
    given = [mark for mark in applicable if isinstance(mark, int | float)]
    if len(given) < FEWEST or 4 * len(given) < 3 * len(applicable):
        return None
    return sum(given) / len(given)


def checkin_of(answers: Mapping[str, Answer]) -> CheckIn:
    """The groups of a filled sheet. Only what was answered here counts, and no silence counts as a no."""
    found = {group: group_mean([_mark(key, answers.get(key, NOT_ASKED)) for key in keys])
             for group, keys in GROUPS.items()}
    return CheckIn(**found)


def _mark(key: str, answer: Answer) -> Mark:
    if answer.state is AnswerState.NOT_APPLICABLE and form(FORM).field(key).may_not_apply:
        return AnswerState.NOT_APPLICABLE
    number = answered_number(answer)
    if number is None or not 0 <= number <= HIGHEST:
        return None
    return (HIGHEST - number if key in REVERSED else number) / HIGHEST
