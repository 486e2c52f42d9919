# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case in the columns of a profile: what was said stands there, silence is no "no", and every loss is told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.domain import wire
from assist.exchange import exploited, facts
from assist.exchange.columns import MERGED, NO_CODE, NO_COLUMN, NOT_A_VICTIM, ONLY_FIRST, UNCLEAR, Loss, map_case
from assist.exchange.counted import count_tables
from assist.exchange.profile import Fate, load, profile_ids
from tests.domain.written_case import WrittenCase, canary, free_fields, marked_case

CASES = tuple(ident for ident in profile_ids() if load(ident).unit == "case")
ON = "2026-06-03"
QUESTIONS = {"exploitation": "exploitation", "sector": "sector", "sex_kind": "sex_kind", "control": "control",
             "recruitment": "recruitment", "relation": "relation"}
SEVERAL = frozenset({"exploitation", "sector", "sex_kind", "control", "recruitment"})


def told(**answers: Any) -> WrittenCase:
    """A case with answers of the optional form on recognition."""
    case = WrittenCase()
    case.sheet("F20", ON, answers)
    return case


def about(**answers: Any) -> WrittenCase:
    """A case with answers of the intake."""
    case = WrittenCase()
    case.sheet("F02", ON, answers)
    return case


EACH = [(fact, code) for fact in QUESTIONS for code in facts.codes_of(fact)]


@pytest.mark.parametrize(("fact", "code"), EACH)
def test_each_code_arrives_exactly_or_its_loss_is_told(fact: str, code: str):
    """In every profile with a row for each person; what is exact comes home again through the import."""
    case = told(**{QUESTIONS[fact]: (code,) if fact in SEVERAL else code})

    for ident in CASES:
        profile = load(ident)
        mapped = map_case(profile, case.book)
        losses = [loss for loss in mapped.losses if loss.what == fact]
        kept = [column for column in profile.columns
                if fact in column.facts and mapped.values.get(column.name, profile.no) not in (profile.no, "")]
        match profile.fates.get((fact, code)):
            case Fate.EXACT:
                assert not losses
                assert kept
            case Fate.MERGED:
                assert losses == [Loss(fact, MERGED, (code,))]
                assert kept
            case Fate.LOST:
                assert losses == [Loss(fact, NO_CODE, (code,))]
            case None:
                assert losses == [Loss(fact, NO_COLUMN, (code,))]


@pytest.mark.parametrize(("fact", "code"), [
    each for each in EACH if load("htcds-2.0").fates[each] is Fate.EXACT])
def test_what_is_exact_in_htcds_comes_home_through_the_import(fact: str, code: str):
    """Out of one laptop and into another it is the same code."""
    case = told(**{QUESTIONS[fact]: (code,) if fact in SEVERAL else code})
    mapped = map_case(load("htcds-2.0"), case.book)
    (column,) = [column for column in load("htcds-2.0").columns if column.facts == (fact,)]
    cell = mapped.values[column.name]

    came = exploited.told(column.name, ";".join(cell) if isinstance(cell, tuple) else cell)
    assert came is not None
    assert came[1] == ((code,) if fact in SEVERAL else code)


def test_what_nobody_said_is_not_denied():
    """Three states: said, said of another, never spoken of."""
    silent, some = WrittenCase(), told(control=("debt",))
    profile = load("ctdc-63")

    assert "meansOfControlThreats" not in map_case(profile, silent.book).values
    assert map_case(profile, some.book).values["meansOfControlThreats"] == "0"
    assert map_case(profile, some.book).values["meansOfControlDebtBondage"] == "1"
    assert map_case(load("ctdc-27"), some.book).values.get("meansThreats") is None


def test_that_it_came_up_and_nothing_is_known_is_a_state_of_its_own():
    """HTCDS has a code for it in one list; the 63 columns have a flag in each group."""
    asked = told(control=())
    asked.sheet("F02", ON, {"gender": ""})
    values = map_case(load("ctdc-63"), asked.book).values

    assert values["meansOfControlNotSpecified"] == "1"
    assert "meansOfControlDebtBondage" not in values
    assert "meansOfControlNotSpecified" not in map_case(load("ctdc-63"), WrittenCase().book).values
    assert map_case(load("htcds-2.0"), asked.book).values["prs_Gender"] == "NonSpecifiedUnknown"
    assert "prs_Gender" not in map_case(load("htcds-2.0"), WrittenCase().book).values


@pytest.mark.parametrize(("born", "group", "band"), [
    ("2017-06", "0-11", None), ("2017-05", "0-11", "9--17"), ("1998-05", "25-34", "27--29"),
    ("1998", "25-34", "27--29"), ("1999", "25-34", None), ("2008-06~", None, None), ("1950", "60+", "48+"),
    ("=when the river rose", None, None), ("", None, None),
])
def test_an_age_is_only_as_sure_as_what_was_said(born: str, group: str | None, band: str | None):
    """Year and month of birth make an age on the day the case began; where it could be in two bands it is in none."""
    case = about(birth=born) if born else WrittenCase()

    assert map_case(load("htcds-2.0"), case.book).values.get("x_AgeBand") == group
    mapped = map_case(load("ctdc-27"), case.book)
    assert mapped.values.get("ageBroad") == band
    unclear = any(loss.kind == UNCLEAR for loss in mapped.losses)
    assert unclear == (band is None and born[:1].isdigit())


def test_a_group_that_spans_two_bands_is_told_as_unclear():
    """18 to 24 is three bands of the other system: an adult surely, and nothing more."""
    case = WrittenCase()
    case.sheet("F01", ON, {"age_group": "18_24"})
    mapped = map_case(load("ctdc-63"), case.book)

    assert "ageBroad" not in mapped.values
    assert mapped.values["majorityStatus"] == "Adult"
    assert Loss("ageBroad", UNCLEAR, ("18_24",)) in mapped.losses


def test_a_second_citizenship_is_lost_where_there_is_room_for_one():
    """HTCDS takes both; CTDC one, in three letters or in two."""
    case = about(citizenship=("CD", "FR"))

    assert map_case(load("htcds-2.0"), case.book).values["prs_Citizenship"] == ("CD", "FR")
    mapped = map_case(load("ctdc-27"), case.book)
    assert mapped.values["citizenship"] == "COD"
    assert Loss("citizenship", ONLY_FIRST, ("FR",)) in mapped.losses
    assert map_case(load("ctdc-63"), case.book).values["citizenship"] == "CD"


def test_whoever_was_found_to_be_no_victim_is_in_no_row_like_ctdc():
    """Whoever waits, or never asked for a decision, is."""
    for said, left_out in (("not_granted", NOT_A_VICTIM), ("requested", ""), ("none", "")):
        case = about(formal_identification=said, formal_authority="police")
        assert map_case(load("ctdc-27"), case.book).left_out == left_out
        assert map_case(load("htcds-2.0"), case.book).left_out == ""


def test_how_a_case_stands_and_ends():
    """Active until it is closed, followed up afterwards; gone to another service is a state of its own."""
    case = WrittenCase()
    assert map_case(load("htcds-2.0"), case.book).values["cas_Status"] == "Active"
    case.sheet("F15", "2026-10-01", {"reason": "other_service"})
    case.plain(wire.STAGE, "closed")
    values = map_case(load("htcds-2.0"), case.book).values
    assert values["cas_Status"] == "ClosedReferred"
    assert values["cas_ReasonForCaseClosure"] == "Accompanied by another service"
    case.plain(wire.STAGE, "aftercare")
    assert map_case(load("htcds-2.0"), case.book).values["cas_Status"] == "ClosedReferred"


@pytest.mark.parametrize("ident", CASES)
@pytest.mark.rule("NR-12")
def test_no_word_anybody_wrote_stands_in_any_column(ident: str):
    """A mark in every field with words of every form: none of them is in a row."""
    marks = {canary(name) for name, _ in free_fields()} | {"zqpinned"}
    mapped = map_case(load(ident), marked_case().book)
    said = " ".join(cell if isinstance(cell, str) else " ".join(cell) for cell in mapped.values.values())

    assert mapped.values
    assert not [mark for mark in marks if mark in said]


@given(st.data())
def test_every_code_of_a_case_is_written_or_told_as_lost(data: st.DataObject):
    """Whatever is chosen together: what arrives and what is lost are all there was."""
    answers = {}
    for fact in SEVERAL:
        chosen = data.draw(st.lists(st.sampled_from(facts.codes_of(fact)), unique=True, max_size=4))
        if chosen:
            answers[QUESTIONS[fact]] = tuple(chosen)
    book = told(**answers).book
    for ident in CASES:
        profile = load(ident)
        mapped = map_case(profile, book)
        for fact, codes in answers.items():
            lost = {code for loss in mapped.losses if loss.what == fact and loss.kind != MERGED for code in loss.codes}
            kept = {code for code in codes if any(
                column.targets(code) for column in profile.columns if fact in column.facts)}
            assert lost | kept == set(codes)
            assert not lost & kept
        for name, cell in mapped.values.items():
            column = profile.by_name[name]
            if column.how == "codes":
                assert set(cell if isinstance(cell, tuple) else (cell,)) <= column.labels.keys()


def test_tables_count_people_and_leave_out_who_objects_or_is_hidden():
    """Each once in every table of one answer; one who objects, one hidden and one of another year in none."""
    everybody = [about(gender="woman", birth="1998-05"), about(gender="nonbinary"), WrittenCase(opened_on="2025-12-31")]
    objecting, hidden = about(gender="woman"), about(gender="woman")
    objecting.sheet("F19", "2026-07-01", {"kind": "object_figures", "decision": "done"})
    hidden.plain(wire.LEVEL, 3)
    everybody += [objecting, hidden]

    counted = count_tables(load("sdg-16.2.2"), [case.book for case in everybody], "2026-01-01", "2026-12-31")

    assert counted.people == 2
    tables = {table.table: table.rows for table in counted.tables}
    assert tables["sex"] == {"female": 1, "male": 0, "unknown": 1}
    assert tables["age"] == {"minor": 0, "adult": 1, "unknown": 1}
    assert tables["form"]["unknown"] == 2


def test_a_table_about_what_we_do_not_ask_says_so_for_everybody():
    """Colour or race in the yearly form of Brazil."""
    counted = count_tables(load("br-netp-annual"), [about(gender="man").book], "2026-01-01", "2026-12-31")

    (colour,) = [table for table in counted.tables if table.table == "colour"]
    assert colour.rows["unknown"] == counted.people == 1
    assert sum(colour.rows.values()) == 1
