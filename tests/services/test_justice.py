# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Days in court bring duties of the team, taking part brings none, and what an authority demands has its own path."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assist.clock import FixedClock
from assist.desk import Desk
from assist.domain.duties import RULES, CaseFacts, Duty, duties_of
from assist.errors import NotAllowed
from assist.messages import sentence
from forms.loader import form
from tests.services.conftest import Fill

SHEET = b"s" * 16
DAY = "2026-12-10"
AROUND = {"hearing_before": "2026-12-03", "hearing_eve": "2026-12-09", "hearing_after": "2026-12-12"}


def around(**facts: object) -> dict[str, str]:
    """The duties around a hearing, by rule."""
    found = duties_of(CaseFacts(hearings=((DAY, SHEET),), **facts))  # type: ignore[arg-type]
    return {duty.rule: duty.due for duty in found if duty.rule.startswith("hearing")}


@pytest.mark.rule("WP-13")
def test_a_hearing_brings_a_look_a_week_before_a_call_on_the_eve_and_a_look_two_days_after():
    """And nothing else; each carries the sheet it comes from."""
    found = duties_of(CaseFacts(hearings=((DAY, SHEET),)))

    assert found == tuple(Duty(rule, due, SHEET) for rule, due in AROUND.items())


@pytest.mark.rule("WP-13")
@pytest.mark.parametrize(("facts", "left"), [
    ({"last_safety_look": "2026-12-02"}, {"hearing_before", "hearing_eve", "hearing_after"}),
    ({"last_safety_look": "2026-12-03"}, {"hearing_eve", "hearing_after"}),
    ({"last_met": "2026-12-09"}, {"hearing_before", "hearing_after"}),
    ({"last_safety_look": "2026-12-11"}, {"hearing_eve"}),
    ({"last_safety_look": "2026-12-10"}, {"hearing_eve", "hearing_after"}),
    ({"after_hearing_on": "2026-12-10"}, {"hearing_before", "hearing_eve"}),
    ({"last_safety_look": "2026-12-11", "last_met": "2026-12-11"}, set()),
])
def test_each_of_them_is_done_by_doing_it(facts: dict[str, str], left: set[str]):
    """A look too early is none; a hearing of long ago, written down late, leaves nothing to do for ever."""
    assert set(around(**facts)) == left


@pytest.mark.rule("WP-13")
def test_while_she_rests_no_day_in_court_asks_for_anything():
    """A recovery pause holds no tasks of justice; a measure that protects her is looked at all the same."""
    found = duties_of(CaseFacts(
        is_paused=True, hearings=((DAY, SHEET),), court_measures=(("2026-12-01", "", SHEET),)))

    assert [duty.rule for duty in found] == ["court_measure"]


def test_a_measure_without_a_day_is_looked_at_after_ninety_days():
    """One that has a day, on that day."""
    found = duties_of(CaseFacts(court_measures=(("", "2026-01-01", SHEET), ("2026-02-01", "2026-01-01", SHEET))))

    assert [duty.due for duty in found] == ["2026-02-01", "2026-04-01"]


@pytest.mark.rule("WP-14")
@pytest.mark.parametrize("said", [choice.code for choice in form("F18").field("justice_participation").choices])
def test_taking_part_in_justice_makes_no_task_whatever_she_says(said: str, fill: Fill, desk: Desk, case: str):
    """No nudging: what was due before is due after, and no more."""
    before = desk.cases.duties(case)

    fill("F18", case, justice_participation=said)

    assert desk.cases.duties(case) == before


@pytest.mark.rule("WP-13", "WP-03")
def test_days_behind_the_seal_are_on_my_day_while_protected_work_is_open(
    fill: Fill, desk: Desk, clock: FixedClock, case: str,
):
    """With it shut nothing of them is there; the words on the list tell of no court."""
    fill("F05", case, own_band="calm")
    fill("F18", case, hearings=[{"on": DAY}], measures=[{"measure": "video_link", "review_on": DAY}])
    clock.set(datetime(2026, 12, 9, 10, tzinfo=UTC))

    open_day = desk.cases.day()
    told = {row.rule: (row.due, row.name) for row in (*open_day.late, *open_day.today, *open_day.soon)}
    desk.signed.shut_vault()
    shut_day = desk.cases.day()

    assert told["hearing_before"] == ("2026-12-03", "Killa")
    assert told["hearing_eve"] == ("2026-12-09", "Killa")
    assert told["court_measure"] == (DAY, "Killa")
    rules = {row.rule for row in (*shut_day.late, *shut_day.today, *shut_day.soon)}
    assert not rules & {"hearing_before", "hearing_eve", "hearing_after", "court_measure"}
    assert not any(word in RULES[rule].casefold() for rule in AROUND for word in ("hearing", "court", "justice"))


@pytest.mark.rule("WP-13")
def test_what_was_seen_to_is_not_on_my_day_although_the_seal_does_not_know(
    fill: Fill, desk: Desk, clock: FixedClock, case: str,
):
    """The look at safety stands in the open half, the hearing behind the seal: both are asked. So for a rest."""
    fill("F05", case, own_band="calm")
    fill("F18", case, hearings=[{"on": DAY}])
    clock.set(datetime(2026, 12, 8, 10, tzinfo=UTC))
    fill("F05", case, own_band="calm")
    looked = {row.rule for row in (*desk.cases.day().late, *desk.cases.day().soon)}
    desk.care.pause(case)
    resting = {row.rule for row in (*desk.cases.day().late, *desk.cases.day().soon)}

    assert "hearing_before" not in looked
    assert "hearing_eve" in looked
    assert not resting & set(AROUND)
    assert desk.bench.keeper.projection_drift() == []


def test_a_hearing_taken_out_and_a_measure_that_ended_ask_for_nothing(fill: Fill, desk: Desk, case: str):
    """The sheet is one and goes on; its rows come and go."""
    fill("F18", case, hearings=[{"on": DAY}], measures=[{"measure": "escort", "review_on": DAY}])
    opening = desk.records.open("F18", case)
    (hearing,), (measure,) = opening.session.rows("hearings"), opening.session.rows("measures")
    opening.session.remove_row("hearings", hearing.id)
    opening.session.answer_cell("measures", measure.id, "state", "ended")
    desk.records.save(opening)

    assert not {duty.rule for duty in desk.cases.duties(case)} & {*AROUND, "court_measure"}
    assert len([row for row in desk.cases.records(case) if row.form == "F18"]) == 1


WHOLE = {"released": "least", "basis": "court_order", "agreed_by": "C2", "legal_review": "yes", "notice": "told"}


@pytest.mark.rule("WP-10", "CO-12")
@pytest.mark.parametrize("change", [
    {}, {"released": "all"}, {"notice": "court_forbids"}, {"notice": "law_forbids"},
    {"released": "nothing", "basis": None, "agreed_by": None, "legal_review": None, "notice": None}])
def test_what_an_authority_demands_is_handed_over_by_two_with_a_ground_a_legal_look_and_a_notice(
    change: dict[str, str | None], fill: Fill, desk: Desk, case: str,
):
    """Or with who forbids telling her. It is no consent: no gate opens, and her consents stay as they were."""
    before = desk.cases.consents(case), desk.cases.gates_met(case)

    fill("F18", case, demands=[{key: said for key, said in (WHOLE | change).items() if said}])

    assert (desk.cases.consents(case), desk.cases.gates_met(case)) == before
    assert [row.form for row in desk.cases.records(case)].count("F18") == 1


@pytest.mark.rule("WP-10", "CO-12")
@pytest.mark.parametrize("change", [
    {"basis": None}, {"agreed_by": None}, {"agreed_by": "ana rios"}, {"legal_review": None}, {"legal_review": "no"},
    {"notice": None}, {"notice": "not_yet"}, {"released": "all", "notice": "not_yet"}])
def test_without_one_of_these_nothing_is_handed_over(
    change: dict[str, str | None], fill: Fill, desk: Desk, case: str,
):
    """It says in words what is missing; nothing of the sheet is kept half-way."""
    with pytest.raises(NotAllowed) as refused:
        fill("F18", case, demands=[{key: said for key, said in (WHOLE | change).items() if said}])

    assert all(sentence(refused.value)[:3])
    assert refused.value.code == "demand.needs_review"
    assert [row.form for row in desk.cases.records(case)].count("F18") == 0


@pytest.mark.rule("WP-10")
def test_whom_a_colleague_named_as_second_may_mend_the_sheet(
    fill: Fill, desk: Desk, case: str, monkeypatch: pytest.MonkeyPatch,
):
    """Only whoever writes the name cannot write her own."""
    with monkeypatch.context() as another:
        another.setattr(desk.bench, "me", replace(desk.me, sign_in_name="beto", display_name="Beto"))
        record = fill("F18", case, demands=[WHOLE | {"agreed_by": "Ana Ríos"}]).record
    opening = desk.records.open("F18", case, record)
    (row,) = opening.session.rows("demands")
    opening.session.answer_cell("demands", row.id, "reference", "77")

    assert desk.records.save(opening)


@pytest.mark.rule("NR-21")
def test_what_she_says_of_justice_opens_and_closes_no_form(fill: Fill, desk: Desk, case: str):
    """Help does not depend on testifying."""
    before = desk.cases.gates_met(case)

    fill("F18", case, justice_participation="no", statement_exists="none")

    assert desk.cases.gates_met(case) == before
