# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every indicator that is read from cases, over small teams that anybody can count by hand (practice.md d3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.changesets import pack_answer, pack_plain
from assist.clock import COUNTER_BITS
from assist.domain import wire
from assist.domain.erasure import NOTES
from assist.indicators.catalogue import indicators
from assist.indicators.shapes import COUNT, MEAN, NOT_HELD, Figure, Indicator, Period, Said
from assist.indicators.tallying import Tally, worked_out
from assist.reading import number
from forms.answers import Answer
from forms.checkin import GROUPS, REVERSED
from tests.domain.written_case import WrittenCase

SUMMER = Period("2026-07-01", "2026-09-30")
BY_IDENT = {each.ident: each for each in indicators()}
Story = Callable[[WrittenCase], object]
Rows = Mapping[str, tuple[Any, ...]]


def person(*stories: Story, opened_on: str = "2026-06-03", number: int = 0) -> WrittenCase:
    """Somebody of whom these stories are told."""
    case = WrittenCase(f"K{number:07}", opened_on)
    for story in stories:
        story(case)
    return case


def sheet(form: str, on: str, /, **answers: Any) -> Story:
    """A form filled in on a day."""
    return lambda case: case.sheet(form, on, answers)


def said(field: int, value: object) -> Story:
    """What the case itself says."""
    return lambda case: case.plain(field, value)


def agreed(plan: str, on: str) -> Story:
    return lambda case: case.agree(plan, on)


def reviewed(on: str, goal: list[str], **cells: Any) -> Story:
    """A review of the goal whose record was kept in this list."""
    return lambda case: case.sheet("F13", on, {"goals": [{"goal": goal[0], **cells}]})


def goal(held: list[str], form: str, on: str, **answers: Any) -> Story:
    """A goal, whose record goes into the list."""
    return lambda case: held.append(case.sheet(form, on, answers))


def closed(on: str, reason: str = "my_choice", **answers: Any) -> Story:
    def close(case: WrittenCase) -> None:
        case.sheet("F15", on, {"reason": reason, **answers})
        case.plain(wire.STAGE, "closed")
        case.plain(wire.CLOSED_ON, on)
    return close


def back(on: str) -> Story:
    """She came back, and somebody met her."""
    def reopen(case: WrittenCase) -> None:
        case.plain(wire.STAGE, "reviewing")
        case.plain(wire.CLOSED_ON, "")
        case.sheet("F11", on, {"outcome": "held"})
    return reopen


def checkin(on: str, **marks: int) -> Story:
    """The same mark for every circle of a group, or single ones."""
    cells = {item: str(4 - mark) if item in REVERSED else mark for group, mark in marks.items()
             for item in GROUPS.get(group, (group,))}
    return sheet("F14", on, **cells)


def wellbeing(on: str, mark: str) -> Story:
    return sheet("WHO5", on, **{f"item{number}": mark for number in range(1, 6)})


def referral(sent: str, need: str, status: str, on: str) -> Story:
    def send(case: WrittenCase) -> None:
        record = case.sheet("F12", sent, {"to": "Casa Sol", "need": need, "sent_on": sent})
        case._keep(bytes.fromhex(record), wire.RECORD, number("F12/status"),
                   pack_answer(Answer(status, asked_on=on)), 1)
    return send


def let_go(on: str) -> Story:
    """The notes went."""
    def erase(case: WrittenCase) -> None:
        for field, value in ((wire.ASKED_ON, on), (wire.FORM, NOTES)):
            case._keep(b"l" * 16, wire.LET_GO, field, pack_plain(value), 1)
    return erase


INTAKE = sheet("F02", "2026-06-10", hopes="vivir tranquila")
NO_FILE = said(wire.WITHOUT_FILE, True)
G1: list[str] = []
G2: list[str] = []
G3: list[str] = []

GOLDEN: list[tuple[str, list[WrittenCase], Rows]] = [
    ("R-01", [person(INTAKE), person(sheet("F02", "2026-10-02")), person(said(wire.STAGE, "contact")),
              person(INTAKE, closed("2026-09-30")), person(INTAKE, closed("2026-10-01")), person(NO_FILE)],
     {"accompanied": (2,), "beginning": (2,)}),
    ("R-02", [person(opened_on="2026-07-01"), person(opened_on="2026-09-30"), person(opened_on="2026-10-01"),
              person(NO_FILE, opened_on="2026-07-02"), person(INTAKE, closed("2026-07-05"), back("2026-08-01")),
              person(INTAKE, closed("2026-05-05"), back("2026-06-01"))],
     {"new": (2,), "reopened": (1,)}),
    ("R-03", [person(closed("2026-07-05")), person(closed("2026-08-05", "moved")), person(closed("2026-10-05")),
              person(closed("2026-07-05", "moved"), back("2026-08-01"), closed("2026-09-05", "goals_reached"))],
     {"my_choice": (1,), "moved": (1,), "goals_reached": (1,)}),
    ("R-04", [person(NO_FILE, opened_on="2026-08-30"), person(NO_FILE, opened_on="2026-06-30"), person(INTAKE)],
     {"": (1,)}),
    ("R-05", [person(sheet("F01", "2026-06-03", lang_pref="quz", mode_pref=("listen",)),
                     sheet("F11", "2026-07-01", language="quz", mode="listen"),
                     sheet("F11", "2026-07-08", language="quz", mode="read"),
                     sheet("F11", "2026-07-15", language="es", mode="listen"), sheet("F11", "2026-07-22"),
                     sheet("F11", "2026-06-22", language="es", mode="listen")),
              person(sheet("F11", "2026-07-22", language="es"))],
     {"": (1, 3, 1)}),
    ("R-06", [person(sheet("F05", "2026-07-04", own_band="calm"), opened_on="2026-07-01"),
              person(sheet("F05", "2026-07-05", own_band="calm"), opened_on="2026-07-01"),
              person(opened_on="2026-08-01"), person(sheet("F05", "2026-06-04", own_band="calm"))],
     {"": (1, 3, 3)}),
    ("R-07", [person(INTAKE, said(wire.BAND, "high"), sheet("F06", "2026-09-01", review_on="2026-10-10")),
              person(INTAKE, said(wire.BAND, "moderate"), sheet("F06", "2026-08-01")),
              person(INTAKE, said(wire.BAND, "extreme")), person(INTAKE, said(wire.BAND, "low"))],
     {"": (1, 3, 3)}),
    ("R-08", [person(INTAKE, sheet("F08", "2026-07-01", goal_own_words="dormir"), agreed("psychosocial", "2026-08-01")),
              person(INTAKE, sheet("F08", "2026-07-01", goal_own_words="dormir")), person(INTAKE)],
     {"": (1, 2, 2)}),
    ("R-09", [person(INTAKE, sheet("F08", "2026-07-01", goal_own_words="dormir"),
                     sheet("F10", "2026-07-01", goal_worker_words="curso", path="training")), person(INTAKE)],
     {"": (1, 2, 1)}),
    ("R-10", [person(said(wire.READY_ON, "2026-07-01"), sheet("F08", "2026-07-02", goal_own_words="x"),
                     agreed("psychosocial", "2026-07-11"), agreed("psychosocial", "2026-08-11")),
              person(said(wire.READY_ON, "2026-06-01"), sheet("F08", "2026-07-02", goal_own_words="x"),
                     agreed("psychosocial", "2026-07-01")),
              person(sheet("F08", "2026-07-02", goal_own_words="x"), agreed("psychosocial", "2026-07-01"))],
     {"": (0, 2, 2, 20.0)}),
    ("R-11", [person(INTAKE, sheet("F08", "2026-07-01", goal_own_words="x", wants_both="yes"),
                     sheet("F10", "2026-07-01", goal_own_words="y", path="training")),
              person(INTAKE, sheet("F08", "2026-07-01", goal_own_words="x", wants_both="yes"),
                     sheet("F10", "2026-07-01", goal_own_words="y", path="training", status="not_wanted_now")),
              person(INTAKE, sheet("F08", "2026-07-01", goal_own_words="x", wants_both="no"))],
     {"": (1, 2, 2)}),
    ("R-12", [person(referral("2026-07-02", "health", "received", "2026-07-12")),
              person(referral("2026-07-02", "legal", "not_received", "2026-07-12"),
                     referral("2026-07-02", "food", "declined_by_participant", "2026-07-12"),
                     referral("2026-06-02", "food", "received", "2026-07-12"))],
     {"": (1, 2, 2)}),
    ("R-13", [person(referral("2026-07-02", "health", "received", "2026-07-12"),
                     referral("2026-07-02", "legal", "received", "2026-07-04")),
              person(referral("2026-07-02", "health", "received", "2026-07-06"),
                     referral("2026-07-02", "health", "waiting", "2026-07-06"))],
     {"": (0, 3, 2, 4.0), "health": (0, 2, 2, 7.0), "legal": (0, 1, 1, 2.0)}),
    ("R-14", [person(goal(G1, "F08", "2026-06-10", goal_own_words="x", rating_p=-1, rating_w=-2),
                     reviewed("2026-08-01", G1, rating_p=1, rating_w=0)),
              person(goal(G2, "F08", "2026-07-10", goal_own_words="x", rating_p=0),
                     reviewed("2026-08-01", G2, rating_p=-1), reviewed("2026-10-01", G2, rating_p=2))],
     {"hers": (0, 2, 2, 0.5), "team": (0, 1, 1, 2.0)}),
    ("R-15", [person(goal(G3, "F08", "2026-06-10", goal_own_words="x"), reviewed("2026-08-01", G3, status="achieved")),
              person(sheet("F08", "2026-07-10", goal_own_words="x", status="not_wanted_now")),
              person(sheet("F08", "2026-07-10", goal_own_words="x", status="under_way"))],
     {"": (1, 2, 2)}),
    ("R-16", [person(wellbeing("2026-07-01", "2"), wellbeing("2026-09-01", "3")),
              person(wellbeing("2026-07-01", "3"), wellbeing("2026-09-01", "2")),
              person(wellbeing("2026-07-01", "2"), wellbeing("2026-08-01", "4"), wellbeing("2026-09-01", "2")),
              person(wellbeing("2026-06-01", "2"), wellbeing("2026-09-01", "4"))],
     {"better": (1,), "less": (1,), "same": (1,)}),
    ("R-17", [person(sheet("F10", "2026-07-01", training=[{"state": "attending"}, {"state": "enrolled"}])),
              person(sheet("F10", "2026-07-01", training=[{"state": "completed"}, {"state": "stopped"}])),
              person(sheet("F10", "2026-06-01", training=[{"state": "completed"}]))],
     {"enrolled": (1,), "completed": (1,), "stopped": (1,)}),
    ("R-18", [person(sheet("F10", "2026-07-01", decent=("contract", "paid", "papers", "free", "safe"),
                           placement=[{"start": "2026-05", "still_after": "3"}])),
              person(sheet("F10", "2026-07-01", decent=("paid",),
                           placement=[{"start": "2026-05", "still_after": "3"}])),
              person(sheet("F10", "2026-07-01", decent=("paid",),
                           placement=[{"start": "2026-05", "ended": "2026-06"}])),
              person(sheet("F10", "2026-07-01", decent=("paid",), placement=[{"start": "2026-05"}])),
              person(sheet("F10", "2026-07-01", placement=[{"start": "2026-05", "still_after": "3"}]))],
     {"3": (1, 3, 3)}),
    ("R-19", [person(sheet("F10", "2026-07-01", enterprise=[{"started": "2025-08", "active_after": "12"}])),
              person(sheet("F10", "2026-07-01", enterprise=[{"started": "2026-01", "active": "no"}])),
              person(sheet("F10", "2026-07-01", enterprise=[{"started": "2026-01", "active": "yes"}]))],
     {"6": (1, 2, 2), "12": (1, 1, 1)}),
    ("R-20", [person(checkin("2026-07-01", e7=1), checkin("2026-09-30", e7=3)),
              person(checkin("2026-07-01", e7=4), checkin("2026-09-30", e7=4)), person(checkin("2026-07-01", e7=4))],
     {"first": (1, 2, 2), "last": (2, 2, 2)}),
    ("R-21", [person(sheet("F10", "2026-07-01", documents_step=[{"state": "received"}, {"state": "requested"}]))],
     {"": (1, 2, 1)}),
    ("R-22", [person(sheet("F10", "2026-07-01", wants_permit="yes", legal_work_step=[{"state": "granted"}])),
              person(sheet("F10", "2026-07-01", wants_permit="yes", legal_work_step=[{"state": "applied"}])),
              person(sheet("F10", "2026-06-01", wants_permit="yes", legal_work_step=[{"state": "granted"}])),
              person(sheet("F10", "2026-07-01", wants_permit="no"))],
     {"": (1, 2, 2)}),
    ("R-23", [person(checkin("2026-07-01", s1=1, s2=1), checkin("2026-09-30", s1=3, s2=4)),
              person(checkin("2026-07-01", s1=4, s2=2)), person(checkin("2026-07-01", s1=4))],
     {"": (1, 2, 2)}),
    ("R-24", [person(checkin("2026-07-01", economic=1, social=2), checkin("2026-09-30", economic=3, social=2)),
              person(checkin("2026-07-01", economic=4))],
     {"economic": (0, 1, 1, 0.5), "social": (0, 1, 1, 0.0)}),
    ("R-25", [person(sheet("F03", "2026-07-01", kind="referral", recipient="A", decision="yes", expiry="2026-09-01"),
                     sheet("F03", "2026-07-01", kind="referral", recipient="B", decision="yes", expiry="2026-12-01")),
              person(sheet("F03", "2026-07-01", kind="referral", recipient="A", decision="no"),
                     sheet("F18", "2026-07-02", demands=[{"on": "2026-07-02", "released": "least"}]))],
     {"given": (1,), "refused": (1,), "expired": (1,), "compelled": (1,)}),
    ("R-26", [person(sheet("F17", "2026-07-01", what="call"), sheet("F17", "2026-07-02", what="call"),
                     sheet("F17", "2026-07-02", what="visit")), person(sheet("F17", "2026-06-01", what="call"))],
     {"call": (1,), "visit": (1,)}),
    ("R-27", [person(INTAKE, wellbeing("2026-07-01", "2"), wellbeing("2026-07-05", "2")), person(INTAKE)],
     {"": (1, 2, 2)}),
    ("R-29", [person(INTAKE, said(wire.PAUSE, "2026-08-01"), said(wire.STAGE, "pause")),
              person(INTAKE, closed("2026-07-05"), back("2026-08-01")), person(INTAKE, said(wire.PAUSE, "2026-06-01"))],
     {"paused": (1,), "reopened": (1,)}),
    ("R-30", [person(closed("2026-06-05", aftercare_consent="yes", aftercare_months=("1", "3", "6")),
                     sheet("F13", "2026-07-06")),
              person(closed("2026-06-05", aftercare_consent="no", aftercare_months=("1",)))],
     {"": (1, 2, 1)}),
    ("R-32", [person(sheet("F19", "2026-07-01", kind="see", decision="done", told_on="2026-07-10")),
              person(sheet("F19", "2026-07-01", kind="see", decision="done", told_on="2026-07-20")),
              person(sheet("F19", "2026-07-01", kind="see")), person(sheet("F19", "2026-09-20", kind="see"))],
     {"": (1, 3, 3)}),
    ("R-33", [person(closed("2025-08-01"), let_go("2026-08-01")), person(closed("2025-05-01")),
              person(closed("2025-08-01"), said(wire.LEGAL_HOLD, True))],
     {"": (1, 2, 1)}),
]


def told(figure: Figure) -> Rows:
    """The lines that say something, as the golden tables write them."""
    is_count = BY_IDENT[figure.ident].kind == COUNT
    found: dict[str, tuple[Any, ...]] = {}
    for line in figure.lines:
        if line.part or line.whole:
            whole = (line.part,) if is_count else (line.part, line.whole, line.people)
            found[line.code] = whole if line.value is None else (*whole, line.value)
    return found


@pytest.mark.parametrize(("ident", "team", "rows"), GOLDEN, ids=[ident for ident, _team, _rows in GOLDEN])
def test_an_indicator_counts_what_its_formula_says(ident: str, team: list[WrittenCase], rows: Rows):
    """Those inside and those beside it, the first and the last day, whoever was not asked, two words of one person."""
    figure = worked_out([BY_IDENT[ident]], (case.book for case in team), SUMMER)[ident]

    assert told(figure) == rows


def test_every_number_of_practice_is_worked_out_or_said_to_be_missing():
    """R-01 to R-34; what is not read from cases has tests of its own."""
    numbers = {each.ident.removesuffix(" b") for each in indicators()}
    from_elsewhere = {"R-28", "R-31", "R-34"}

    assert numbers == {f"R-{number:02}" for number in range(1, 35)}
    assert {ident for ident, _team, _rows in GOLDEN} >= numbers - from_elsewhere
    assert [each.ident for each in indicators() if each.kind == NOT_HELD] == ["R-31 b"]
    assert all(each.formula and each.not_said for each in indicators())


EVERYBODY = [case.book for _ident, team, _rows in GOLDEN for case in team]
IN_ORDER = worked_out(indicators(), EVERYBODY, SUMMER)


@settings(max_examples=12)
@given(st.permutations(EVERYBODY))
def test_the_order_of_cases_changes_nothing(books: list[Any]):
    """Not by one digit of any mean."""
    assert worked_out(indicators(), books, SUMMER) == IN_ORDER


@given(st.permutations([0.1, 0.7, 1e15, -1e15, 0.2]))
def test_a_mean_does_not_change_by_one_digit(values: list[float]):
    """Whoever comes first."""
    tally = Tally(Indicator("x", MEAN, "", "", "", lambda value, _period: [Said(whole=1, value=value)]))
    for value in values:
        tally.add(value, SUMMER)  # type: ignore[arg-type]

    assert tally.figure().lines[0].value == 0.2


def test_looked_at_after_a_threat_is_told_in_hours_and_by_person():
    """From when it was written down to when the risk was looked at next."""
    case, hour = WrittenCase(), 3_600_000 << COUNTER_BITS
    threat = case.sheet("F17", "2026-07-01", {"what": "call"})
    case.sheet("F05", "2026-07-02", {"own_band": "worried"})
    case.rows = [row._replace(hlc=hour * (2 if row.entity.hex() == threat else 5)) for row in case.rows]

    figure = worked_out([BY_IDENT["R-26 b"]], [case.book], SUMMER)["R-26 b"]

    assert [(line.whole, line.people, line.value) for line in figure.lines] == [(1, 1, 3.0)]
