# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Profiles are data: every code of a standard and every code of ours has an answer before anything is written."""

from __future__ import annotations

from datetime import date

import pytest

from assist.errors import BadInput
from assist.exchange import exploited, facts
from assist.exchange.columns import map_case
from assist.exchange.counted import count_tables
from assist.exchange.profile import EMPTY, HOWS, Fate, Sensitivity, load, profile_ids
from forms.model import LANGUAGES
from tests.domain.written_case import WrittenCase
from tests.exchanging.standards import CTDC, EVERY_CODE, HTCDS_CODES, HTCDS_COLUMNS, LISTED

CASES = tuple(ident for ident in profile_ids() if load(ident).unit == "case")
TABLES = tuple(ident for ident in profile_ids() if load(ident).unit == "table")
READ = (*CASES, *TABLES)
LOST = {"no_column", "no_table", "not_a_number", "decides_who_is_in"}


def test_the_profiles_that_ship():
    """As the reporting systems of the region read them, and one that nobody here may guess."""
    assert profile_ids() == (
        "br-netp-annual", "ctdc-27", "ctdc-63", "htcds-2.0", "htcds-2.0-template", "ic-tip", "oas-follow-up",
        "sdg-16.2.2")
    with pytest.raises(KeyError):
        load("../headings")


def test_htcds_has_every_column_of_the_standard_in_its_order():
    """And after ours, which begin with x_ so that nobody takes them for the standard's."""
    names = [column.name for column in load("htcds-2.0").columns]

    assert [name for name in names if not name.startswith("x_")] == HTCDS_COLUMNS
    assert len(HTCDS_COLUMNS) == 83
    assert sum(map(len, HTCDS_CODES.values())) == len(EVERY_CODE) == 182


@pytest.mark.parametrize(("column", "code"), EVERY_CODE)
def test_every_code_of_htcds_is_written_or_refused_with_a_reason(column: str, code: str):
    """Some of ours becomes it, or the profile says why nothing does."""
    profile = load("htcds-2.0")
    asked = profile.by_name[column]

    assert asked.labels[code] == HTCDS_CODES[column][code]
    made = {*asked.codes.values(), asked.unsaid}
    assert (code in made) + (code in asked.unused) + bool(asked.empty) == 1
    assert not made - {""} - HTCDS_CODES[column].keys()
    assert set(asked.unused.values()) <= {"not_recorded"}


@pytest.mark.parametrize("ident", CTDC)
def test_a_file_like_ctdc_has_its_columns_in_its_order(ident: str):
    """Nothing more and nothing less."""
    assert [column.name for column in load(ident).columns] == CTDC[ident]


@pytest.mark.parametrize(("ident", "column"), [(ident, name) for ident in CTDC for name in CTDC[ident]])
def test_every_column_like_ctdc_is_filled_or_says_why_not(ident: str, column: str):
    """A flag names codes that exist; a column without a fact is one that is not recorded."""
    asked = load(ident).by_name[column]

    if asked.how == "empty":
        assert asked.empty == "not_recorded"
    elif asked.how == "constant":
        assert asked.value
    else:
        (fact,) = asked.facts
        known = set(facts.codes_of(fact))
        assert asked.any <= known
        assert asked.codes.keys() <= known
        assert asked.any or asked.codes or asked.bands or asked.how in ("year", "unsaid")


@pytest.mark.parametrize("ident", READ)
def test_every_fact_is_read_or_named_as_lost(ident: str):
    """And each of its codes is exact, merged or lost: none is forgotten, none invented."""
    profile = load(ident)
    read = {fact for column in profile.read for fact in column.facts}

    assert read | profile.lost.keys() == set(facts.names())
    assert not read & profile.lost.keys()
    assert set(profile.lost.values()) <= LOST
    assert profile.fates.keys() == {(fact, code) for fact in read for code in facts.codes_of(fact)}
    for column in profile.read:
        known = {code for fact in column.facts for code in facts.codes_of(fact)}
        assert column.any <= known
        assert len(column.facts) == 1 or column.how in ("codes", "empty", "constant")
        assert column.codes.keys() <= known


@pytest.mark.parametrize("ident", READ)
def test_what_a_profile_says_of_itself_is_sound(ident: str):
    """Four languages, ways and kinds that exist, columns by which people are told apart that are its own."""
    profile = load(ident)

    for words in (profile.title, profile.about, *profile.narrative, *(table.title for table in profile.tables),
                  *(row for table in profile.tables for row in table.rows.values())):
        assert set(words) == set(LANGUAGES)
        assert all(words.values())
    for column in profile.read:
        assert column.how in HOWS
        assert (column.how == "empty") == (column.empty in EMPTY)
    assert set(profile.alike) | {profile.reference, profile.consent} <= {"", *profile.by_name}
    assert profile.k >= 5


@pytest.mark.parametrize("ident", CASES)
@pytest.mark.rule("CO-11")
def test_nothing_fills_a_column_of_identity_or_free_words(ident: str):
    """There is no way from a name, a contact, a place or a note to a reporting system: not one that is shut, none."""
    for column in load(ident).columns:
        if column.sensitivity in (Sensitivity.IDENTITY, Sensitivity.FREE_TEXT):
            assert not column.facts
            assert not column.value
            assert column.how == "empty"
        if column.how in ("date", "year"):
            assert column.sensitivity is Sensitivity.DATE


@pytest.mark.parametrize("ident", CASES)
def test_how_it_happened_leaves_only_by_a_line_of_its_own(ident: str):
    """Means, recruitment, relation and age then are off until she said yes to just that."""
    apart = {"control", "recruitment", "relation", "age_when", "sex_kind"}

    for column in load(ident).columns:
        if apart & set(column.facts):
            assert column.own_line, column.name


def test_the_template_keeps_its_own_headings():
    """One misspelt, five out of step with their names and never filled, labels in its own spelling."""
    template = load("htcds-2.0-template")
    names = [column.name for column in template.columns if not column.name.startswith("x_")]
    labels = [column.label for column in template.columns if not column.name.startswith("x_")]
    nameless = LISTED["template_names"].index("")

    assert names[nameless] == "cas_ReasonForOutgoingReferral"
    assert names[:nameless] + names[nameless + 1:] == [name for name in LISTED["template_names"] if name]
    assert labels == LISTED["template_labels"]
    assert all(column.empty == "never" for column in template.columns if "Mailing" in column.name)
    assert template.by_name["prs_Gender"].labels["NonConforming"] == "NonConforming"
    assert template.by_name["cas_Status"].labels["FollowUp"] == "Follow up"


def test_a_standard_nobody_read_is_refused_with_a_sentence():
    """Its place is kept, and nothing is guessed."""
    profile = load("ic-tip")

    assert set(profile.refused) == set(LANGUAGES)
    with pytest.raises(BadInput) as refused:
        map_case(profile, WrittenCase().book)
    assert refused.value.code == "export.refused"
    with pytest.raises(BadInput):
        count_tables(profile, [], "2026-01-01", date(2026, 12, 31).isoformat())


def test_codes_that_only_the_region_knows_are_reported_as_merged_or_lost():
    """Forced crime is "other" in HTCDS, movement too; nobody guesses where child labour belongs in CTDC."""
    htcds, ctdc = load("htcds-2.0"), load("ctdc-27")

    assert htcds.fates["exploitation", "forced_crime"] is Fate.MERGED
    assert htcds.fates["control", "movement"] is Fate.MERGED
    assert htcds.fates["control", "debt"] is Fate.EXACT
    assert ctdc.fates["control", "debt"] is Fate.MERGED
    assert ctdc.fates["exploitation", "child_labour"] is Fate.LOST


UNDERSTOOD = [(name, code) for name, code in EVERY_CODE
              if (came := exploited.told(name, code)) is not None and came[1] != ("other",)]


@pytest.mark.parametrize(("column", "code"), UNDERSTOOD)
def test_what_the_import_understands_leaves_as_the_same_code(column: str, code: str):
    """Two tables written apart, one for each way, agree on every code."""
    came = exploited.told(column, code)
    assert came is not None
    ours = came[1] if isinstance(came[1], str) else came[1][0]

    assert load("htcds-2.0").by_name[column].codes[ours] == code


def test_codes_of_our_own_become_what_the_crosswalk_says():
    """Those the standard has not, and those CTDC puts together."""
    htcds, ctdc = load("htcds-2.0"), load("ctdc-27")

    assert len(UNDERSTOOD) > 60
    for column, code in (("vic_MethodsOfControl", "movement"), ("vic_TypeOfExploitation", "forced_crime"),
                         ("vic_MethodOfRecruitment", "abduction")):
        assert htcds.by_name[column].codes[code] == htcds.by_name[column].codes["other"] == "Other"
    relations = htcds.by_name["vic_RelationshipToTrafficker"].codes
    assert relations["intimate_partner"] == relations["friend"] == relations["employer"] == "Acquainted"
    assert ctdc.by_name["meansThreats"].any == {"harm_threatened", "threat_to_family", "threat_of_police"}
    assert ctdc.by_name["meansAbusePsyPhySex"].any == {"psychological", "physical", "sexual"}
    assert ctdc.by_name["meansDenyBasicNeeds"].any == {"money_access", "movement", "medical_care", "necessities"}
    assert ctdc.by_name["meansDebtBondageEarnings"].any == {"debt", "earnings"}
    assert "child_labour" not in ctdc.by_name["isOtherExploit"].any | ctdc.by_name["isForcedLabour"].any
    assert ctdc.by_name["citizenship"].codes["CD"] == "COD"
    assert ctdc.by_name["citizenship"].codes["PE"] == "PER"


def test_a_state_decides_and_we_only_carry_what_it_decided():
    """Waiting is possible, granted is actual; who decided stands beside it."""
    asked = load("htcds-2.0").by_name["vic_TraffickingStatus"].codes

    assert asked == {"requested": "PossibleVictimOfTrafficking", "granted": "ActualVictimOfTrafficking",
                     "not_granted": "NotAVictimOfTrafficking"}
