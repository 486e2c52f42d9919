# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""No value leaves without a live consent that covers it, and two recipients' rows meet nowhere (CO-11, WP-09)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assist.changesets import pack_plain
from assist.domain import wire
from assist.exchange.columns import map_case
from assist.exchange.outgoing import Selection, reference, select
from assist.exchange.profile import Sensitivity, load
from assist.exchange.writers.cells import lines
from forms.loader import choice_list
from tests.domain.written_case import WrittenCase

TODAY = date(2026, 7, 20)
OFFICE, OTHER = "Ministerio", "Oficina del norte"
CONTROL = tuple(choice.code for choice in choice_list("lk_control")[:2])
PROFILES = ("htcds-2.0", "ctdc-27", "ctdc-63")


def key(book) -> bytes:
    return b"secret of " + book.case_id


def a_case(at: int, level: int = 0) -> WrittenCase:
    case = WrittenCase(f"K{at:07}", opened_on=f"2026-0{1 + at % 6}-1{at % 9}")
    case.plain(wire.LEVEL, level)
    case.sheet("F02", "2026-06-03", {"gender": "woman", "citizenship": ("HN",)})
    case.sheet("F01", "2026-06-03", {"ref_source": "police", "age_group": "25_34"})
    case.sheet("F20", "2026-06-03", {"exploitation": ("forced_labour",), "control": CONTROL})
    case.sheet("F23", "2026-06-04", {"service": "legal"})
    return case


def agreed(case: WrittenCase, *, to: str = OFFICE, kind: str = "reporting_export", on: str = "2026-06-10",
           until: str = "2026-12-01", decision: str = "yes", categories: tuple[str, ...] = ("codes",),
           stopped: bool = False) -> None:
    record = case.sheet("F03", on, {"kind": kind, "recipient": to, "categories": categories, "decision": decision,
                                    "expiry": until, "mode": "spoken"})
    if stopped:
        case._keep(bytes.fromhex(record), wire.RECORD, wire.WITHDRAWN_ON, pack_plain("2026-07-15"), 1)


def chosen(cases: list[WrittenCase], profile: str = "htcds-2.0", to: str = OFFICE, today: date = TODAY) -> Selection:
    return select(load(profile), [case.book for case in cases], to, today, key)


GOOD = {"to": OFFICE, "kind": "reporting_export", "on": "2026-06-01", "until": "2026-12-01", "decision": "yes",
        "stopped": False, "categories": ("codes",)}
CHANGES = (
    {}, {"on": "2026-07-01"}, {"until": "2026-07-20"}, {"categories": ("codes", "plan")},
    {"to": OTHER}, {"to": ""}, {"kind": "referral"}, {"until": "2026-07-19"}, {"decision": "no"}, {"decision": "later"},
    {"stopped": True}, {"categories": ("plan",)}, {"categories": ()})
ENOUGH = 4
"""So many of these still let her row leave."""
CONSENTS = st.lists(st.builds(lambda change: {**GOOD, **change}, st.sampled_from([*[{}] * 8, *CHANGES])),
                    min_size=1, max_size=3)
RARELY = st.sampled_from([*[False] * 5, True])
ONE_BY_ONE = [*(([{**GOOD, **change}], 0, False, False) for change in CHANGES),
              *(([GOOD], level, held, objects) for level, held, objects in (
                  (1, False, False), (2, False, False), (3, False, False), (0, True, False), (0, False, True)))]
"""A gate that is looked at only from far away lets nobody pass, whatever it does: each of these lacks one thing."""


FEW, MANY = 6, 11
"""Beside so few everybody stays where a profile wants eleven who look alike; beside so many nobody does for that."""


@cache
def crowd() -> list[WrittenCase]:
    """Others who agreed."""
    cases = [a_case(at) for at in range(500, 500 + MANY)]
    for case in cases:
        agreed(case)
        agreed(case, to=OTHER)
    return cases


@pytest.mark.rule("CO-11")
def test_no_value_leaves_without_a_live_consent_that_covers_it():
    """Whatever one thing is missing, or several; and of those who come near it some are let through."""
    left = Counter[str]()
    nobody_without_it(left)
    assert left["htcds-2.0"] >= ENOUGH
    assert left["ctdc-27"] >= ENOUGH


@given(st.lists(st.tuples(CONSENTS, st.sampled_from([*[0] * 6, 1, 2, 3]), RARELY, RARELY), max_size=6),
       st.sampled_from(PROFILES), st.sampled_from([OFFICE, OFFICE, OFFICE, OTHER, ""]), st.sampled_from([0, FEW, MANY]))
@example(people=ONE_BY_ONE, ident="htcds-2.0", to=OFFICE, beside=0)
@example(people=ONE_BY_ONE, ident="ctdc-27", to=OFFICE, beside=FEW)
@example(people=ONE_BY_ONE, ident="ctdc-27", to=OFFICE, beside=MANY)
@settings(max_examples=100, deadline=None)
def nobody_without_it(left: Counter[str], people: list, ident: str, to: str, beside: int):
    profile, cases = load(ident), []
    for at, (consents, level, held, objects) in enumerate(people):
        case = a_case(at, level)
        for consent in sorted(consents, key=lambda each: each["on"]):
            agreed(case, **consent)
        case.plain(wire.HOLD, held)
        if objects:
            agreed(case, kind="statistics_objection", to="", until="", on="2026-07-02")
        cases.append(case)

    around = {case.id for case in crowd()[:beside]}

    found = chosen([*cases, *crowd()[:beside]], ident, to)

    by_case = {case.id: told for case, told in zip(cases, people, strict=True)}
    for row in found.rows:
        assert not profile.k_is_hard or row.alike >= profile.k
        if row.case in around:
            continue
        left[ident] += 1
        consents, level, held, objects = by_case[row.case]
        ours = [each for each in sorted(consents, key=lambda each: each["on"])
                if each["kind"] == "reporting_export" and each["to"] == to]
        assert to
        assert level == 0
        assert not held
        assert not objects
        assert (ours[-1]["decision"], ours[-1]["stopped"]) == ("yes", False)
        assert ours[-1]["until"] >= TODAY.isoformat()
        for name, cell in row.cells.items():
            column = profile.by_name[name]
            assert column.category in ours[-1]["categories"]
            assert column.sensitivity not in (Sensitivity.IDENTITY, Sensitivity.FREE_TEXT)
            assert not column.own_line
            assert column.sensitivity is not Sensitivity.DATE or len(cell) in (4, 7)
    spoken_of = {stays.case for stays in found.stays} | {row.case for row in found.rows}
    assert spoken_of - around == {case.id for case in cases if by_case[case.id][1] < 3}


@pytest.mark.rule("CO-03")
def test_her_consent_ends_with_its_day():
    case = a_case(1)
    agreed(case, until="2026-07-20")

    assert len(chosen([case]).rows) == 1
    assert chosen([case], today=date(2026, 7, 21)).stays[0].why == "gate.consent_expired"


@pytest.mark.rule("WP-09")
def test_two_recipients_joined_on_every_column_match_on_nobody():
    cases = [a_case(at) for at in range(12)]
    for case in cases:
        agreed(case)
        agreed(case, to=OTHER, on="2026-06-11")

    here, there = chosen(cases), chosen(cases, to=OTHER)

    assert len(here.rows) == len(there.rows) == 12
    assert not {tuple(row.cells.items()) for row in here.rows} & {tuple(row.cells.items()) for row in there.rows}
    assert not {row.reference for row in here.rows} & {row.reference for row in there.rows}
    assert [row.reference for row in chosen(cases).rows] == [row.reference for row in here.rows]


@cache
def _who(at: int, agreed_here: bool, agreed_there: bool) -> WrittenCase:
    case = a_case(at)
    for is_agreed, to in ((agreed_here, OFFICE), (agreed_there, OTHER)):
        if is_agreed:
            agreed(case, to=to)
    return case


@pytest.mark.rule("WP-09")
@given(st.dictionaries(st.integers(0, 15), st.tuples(st.booleans(), st.booleans()), min_size=1),
       st.sampled_from(PROFILES))
def test_the_files_of_two_recipients_joined_on_every_column_match_on_nobody(people: dict, ident: str):
    """Whoever agreed to which of them: no line of both stands for fewer than the profile's smallest number."""
    profile, cases = load(ident), [_who(at, *told) for at, told in people.items()]
    here, there = chosen(cases, ident), chosen(cases, ident, OTHER)
    assert not {row.reference for row in here.rows} & {row.reference for row in there.rows}

    one, other = (Counter(map(tuple, lines(profile, [row.cells for row in found.rows], lambda _done: True, str)))
                  for found in (here, there))
    for line in set(one) & set(other):
        assert not profile.reference
        assert min(one[line], other[line]) >= profile.k


def test_a_reference_hangs_on_a_secret_and_not_on_the_case():
    assert reference(b"1", OFFICE, b"case") != reference(b"2", OFFICE, b"case")


def test_whoever_would_stand_alone_is_made_coarser_and_with_ctdc_left_out():
    cases = [a_case(at) for at in range(12)]
    odd = WrittenCase("KODD0000", "2026-02-03")
    odd.sheet("F02", "2026-06-03", {"gender": "man", "citizenship": ("FR",)})
    odd.sheet("F01", "2026-06-03", {"age_group": "60_plus"})
    cases.append(odd)
    for case in cases:
        agreed(case)

    row = next(row for row in chosen(cases).rows if row.case == odd.id)

    assert row.cells["x_AgeBand"] == "adult"
    assert row.cells["x_RegistrationDate"] == "2026"
    assert "prs_Citizenship" not in row.cells
    assert row.alike == 1
    assert [stays.why for stays in chosen(cases, "ctdc-27").stays] == ["alike"]
    assert len(chosen(cases, "ctdc-27").rows) == 12


@pytest.mark.rule("CO-11")
def test_what_her_consent_does_not_name_is_emptied_and_what_happened_to_her_needs_its_own_line():
    """The same case twice: all of it is filled, and only what she named leaves."""
    narrow, wide = a_case(1), a_case(2)
    agreed(narrow)
    agreed(wide, categories=("codes", "plan", "legal"))
    mapped = map_case(load("htcds-2.0"), wide.book).values

    by_case = {row.case: row for row in chosen([narrow, wide]).rows}

    assert {"spl_Type", "vic_MethodsOfControl"} <= mapped.keys()
    assert "spl_Type" in by_case[wide.id].cells
    assert "spl_Type" not in by_case[narrow.id].cells
    assert "spl_Type" in by_case[narrow.id].blanked
    for row in by_case.values():
        assert "vic_MethodsOfControl" not in row.cells
        assert "vic_MethodsOfControl" in row.blanked
