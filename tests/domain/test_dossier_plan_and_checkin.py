# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the report says of a safety plan, and whose wish it begins with: the newest."""

from __future__ import annotations

import pytest

from assist.domain import wire
from tests.domain.printed_papers import order, printed
from tests.domain.written_case import WrittenCase

PLANS = [
    ("high", "2026-11-01", "2026-12-20", "current, until 20 Dec 2026"),
    ("high", "2026-11-20", "", "current, until 27 Nov 2026"),
    ("moderate", "2026-09-01", "2026-10-01", "to be looked at again since 1 Oct 2026"),
    ("low", "2026-11-20", "", "current, until 18 Feb 2027"), ("moderate", "", "", "none yet"), ("low", "", "", ""),
]
"""Band, day of the plan, agreed day of the next look, what the report says on 25 November 2026."""


@pytest.mark.parametrize(("band", "written", "again", "words"), PLANS)
def test_the_report_says_whether_there_is_a_safety_plan_and_nothing_of_what_is_in_it(
        band: str, written: str, again: str, words: str):
    """Asked for from a moderate risk on; its words are hers and on no paper of the team."""
    case = WrittenCase()
    case.plain(wire.BAND, band)
    if written:
        told = {"calm_alone": "qzvcanto", "signs": "qzvpasos"} | ({"review_on": again} if again else {})
        case.sheet("F06", written, told)

    text = printed(case.book, order())

    assert (f"Safety plan {words}" in text) if words else ("Safety plan" not in text)
    assert "qzv" not in text


@pytest.mark.parametrize(("hoped", "since", "first"), [
    ("2026-06-01", "2026-09-01", "papeles"), ("2026-10-01", "2026-09-01", "dormir"), ("2026-06-01", "", "dormir"),
    ("", "2026-09-01", "papeles")])
def test_the_newest_of_her_wishes_speaks_first(hoped: str, since: str, first: str):
    """What she hoped at the beginning, or what matters most to her since."""
    case = WrittenCase()
    if hoped:
        case.sheet("F02", hoped, {"hopes": "dormir"})
    if since:
        case.sheet("F14", since, {"g1": "papeles", "p1": 0})

    text = printed(case.book, order())

    assert first in text
    assert ({"papeles", "dormir"} - {first}).pop() not in text
    assert ("What matters most to change" in text) == (first == "papeles")
