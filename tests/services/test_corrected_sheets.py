# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A filled sheet that is opened again: what it comes to is said of the whole of it, not of what was mended."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assist.clock import FixedClock
from assist.desk import Desk
from assist.domain.instruments import DECLINED
from forms.answers import AnswerState
from forms.checkin import ITEMS
from tests.filling import saved_with
from tests.services.conftest import Fill

GRAVE = {"object": "person", "kind": "debt", "likelihood": "5", "severity": "5"}


def band(desk: Desk, case: str) -> tuple[str, str]:
    """The band, and the day on which was looked."""
    seen = desk.cases.safety(case)
    return seen.band, seen.band_on


@pytest.mark.rule("WP-07", "NR-20")
@pytest.mark.parametrize("said", [{"own_band": "calm"}, {"own_view": 4}, {"danger_now": "no"},
                                  {"own_band": AnswerState.PREFERS_NOT_TO_SAY}])
def test_mending_her_own_view_never_lowers_what_the_lines_say(
        said: dict[str, object], desk: Desk, case: str, fill: Fill):
    """Her own view raises and never lowers: also when it alone is written, on a sheet kept before."""
    record = fill("F05", case, own_band="worried", item=[GRAVE]).record

    saved_with(desk, "F05", case, record, **said)

    assert band(desk, case) == ("extreme", "2026-11-25")


@pytest.mark.rule("WP-07")
def test_mending_a_line_changes_the_band_down_as_well_as_up(desk: Desk, case: str, fill: Fill):
    """The whole sheet again: her own view that stood there counts on."""
    record = fill("F05", case, own_band="careful", item=[GRAVE]).record
    opening = desk.records.open("F05", case, record)
    (row,) = opening.session.rows("item")
    opening.session.answer_cell("item", row.id, "severity", "1")
    opening.session.answer_cell("item", row.id, "likelihood", "1")
    desk.records.save(opening)
    assert band(desk, case)[0] == "moderate"

    saved_with(desk, "F05", case, record, danger_now="yes")
    assert band(desk, case)[0] == "extreme"


@pytest.mark.rule("WP-07", "WP-01")
@pytest.mark.parametrize(("own", "found"), [("calm", "high"), ("in_danger", "extreme")])
def test_with_protected_work_shut_a_band_may_rise_and_never_falls(
        own: str, found: str, desk: Desk, case: str, fill: Fill):
    """Nobody can see there what the lines say."""
    record = fill("F05", case, item=[GRAVE | {"likelihood": "3", "severity": "4"}]).record
    desk.signed.shut_vault()

    saved_with(desk, "F05", case, record, own_band=own)

    assert band(desk, case)[0] == found


@pytest.mark.rule("WP-07")
def test_mending_an_earlier_look_leaves_the_newest_and_is_no_look_itself(
        desk: Desk, case: str, fill: Fill, clock: FixedClock):
    """Neither the band nor the day moves; mending the newest one later keeps its day, too."""
    first = fill("F05", case, own_band="in_danger").record
    clock.set(datetime(2026, 12, 20, 10, tzinfo=UTC))
    newest = fill("F05", case, own_band="careful").record
    clock.set(datetime(2026, 12, 28, 10, tzinfo=UTC))

    saved_with(desk, "F05", case, first, own_band="worried")
    assert band(desk, case) == ("moderate", "2026-12-20")

    saved_with(desk, "F05", case, newest, own_band="worried")
    assert band(desk, case) == ("high", "2026-12-20")
    assert desk.cases.safety(case).next_look == "2026-12-27"


@pytest.mark.rule("WP-07")
def test_a_sheet_of_the_same_day_that_comes_to_no_band_hides_no_danger_that_is_added_to_the_first(
        desk: Desk, case: str, fill: Fill):
    """It was no look: what is mended on the one before counts, up as well as down."""
    record = fill("F05", case, own_band="careful").record
    fill("F05", case, own_view=4)

    saved_with(desk, "F05", case, record, item=[GRAVE])

    assert band(desk, case) == ("extreme", "2026-11-25")


@pytest.mark.rule("WP-07")
def test_a_look_that_is_typed_in_later_from_paper_does_not_replace_a_newer_one(
        desk: Desk, case: str, fill: Fill, clock: FixedClock):
    """It was asked on the day that stands on the paper."""
    clock.set(datetime(2026, 12, 20, 10, tzinfo=UTC))
    fill("F05", case, own_band="worried")
    opening = desk.records.open("F05", case)
    opening.asked_on = opening.session.asked_on = "2026-12-01"
    opening.session.answer("own_band", "calm")
    desk.records.save(opening)

    assert band(desk, case) == ("high", "2026-12-20")


# -- totals of a questionnaire ----------------------------------------------------------------

WELLBEING = {f"item{number}": "3" for number in range(1, 6)}


def totals(desk: Desk, case: str) -> list[float]:
    """What the wellbeing of a case comes to, sheet by sheet."""
    return [point.value for point in desk.cases.now(case).wellbeing]


def test_one_line_mended_gives_the_total_of_all_and_one_taken_back_gives_none(desk: Desk, case: str, fill: Fill):
    """There is no partial total, and nothing that was shown only is lost."""
    record = fill("WHO5", case, **WELLBEING).record
    assert totals(desk, case) == [60]

    saved_with(desk, "WHO5", case, record, item2="5")
    assert totals(desk, case) == [68]
    saved_with(desk, "WHO5", case, record, item4=AnswerState.PREFERS_NOT_TO_SAY)
    assert totals(desk, case) == []
    saved_with(desk, "WHO5", case, record, item4="0")
    assert totals(desk, case) == [56]
    saved_with(desk, "WHO5", case, record, item4=None)
    assert totals(desk, case) == []


@pytest.mark.rule("NR-08")
def test_mending_a_sheet_is_no_second_asking(desk: Desk, case: str, fill: Fill, clock: FixedClock):
    """Neither refused as too soon, nor counted, nor moved to another day."""
    record = fill("WHO5", case, **WELLBEING).record
    clock.set(datetime(2026, 11, 27, 10, tzinfo=UTC))
    saved_with(desk, "WHO5", case, record, item1="0")

    assert desk.figures.early_repeats(case) == ()
    assert [(point.on, point.value) for point in desk.cases.now(case).wellbeing] == [("2026-11-25", 48)]


@pytest.mark.rule("CO-17")
@pytest.mark.parametrize(("form", "said"), [("WHO5", WELLBEING), ("F14", {key: "1" if key == "e2r" else 3
                                                                         for key in ITEMS})])
def test_a_filled_sheet_that_becomes_a_not_today_keeps_the_no_alone(
        form: str, said: dict[str, object], desk: Desk, case: str, fill: Fill):
    """Its answers are taken back, and it comes to nothing anywhere."""
    record = fill(form, case, **said).record
    seen = desk.cases.now(case)
    assert seen.wellbeing or seen.checkins

    saved_with(desk, form, case, record, today=DECLINED)

    assert set(desk.records.answers(case, record)[1]) == {"today"}
    seen = desk.cases.now(case)
    assert (seen.wellbeing, seen.checkins) == ((), ())
