# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""After closing she is called only if she wants, and when she said."""

from __future__ import annotations

import pytest

from assist.domain import wire
from assist.domain.duties import duties_of
from assist.projection import facts_of
from tests.domain.written_case import WrittenCase


def closed(**answers: object) -> WrittenCase:
    """A case closed on the last day of August."""
    case = WrittenCase()
    case.plain(wire.STAGE, "closed")
    case.plain(wire.CLOSED_ON, "2026-08-31")
    case.sheet("F15", "2026-08-31", {"reason": "my_choice", "supervisor_seen": "2026-09-01"} | answers)
    return case


def calls(case: WrittenCase) -> list[str]:
    """The days on which a call is due."""
    return [duty.due for duty in duties_of(facts_of(case.book)) if duty.rule == "aftercare"]


@pytest.mark.parametrize("answers", [{}, {"aftercare_consent": "no"}, {"aftercare_months": ("3",)}])
def test_without_her_yes_nobody_calls(answers: dict[str, object]):
    """Silence is no yes, and months alone are none either."""
    assert calls(closed(**answers)) == []


def test_the_months_she_chose_are_the_only_ones():
    """Three and twelve, then never again; a look together counts as held."""
    case = closed(aftercare_consent="yes", aftercare_months=("3", "12"))

    first = calls(case)
    case.sheet("F13", "2026-12-02", {"better": "dormir"})
    second = calls(case)
    case.sheet("F13", "2027-08-31", {"better": "trabajar"})

    assert first == ["2026-11-30"]
    assert second == ["2027-08-31"]
    assert calls(case) == []


def test_a_yes_without_months_means_the_usual_ones():
    """One, three, six and twelve months."""
    case = closed(aftercare_consent="yes")
    due = []

    for on in ("2026-09-30", "2026-11-30", "2027-02-28", "2027-08-31"):
        due += calls(case)
        case.sheet("F13", on, {})

    assert due == ["2026-09-30", "2026-11-30", "2027-02-28", "2027-08-31"]
    assert calls(case) == []
