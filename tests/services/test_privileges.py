# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every role at every act, asked of the services themselves; what receivers ask again is in ``test_rights.py``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from assist.desk import Desk
from assist.domain.erasure import OWN_REQUEST
from assist.errors import AssistError
from assist.indicators.shapes import Period
from assist.practice import fill
from assist.reports.order import ReportOrder
from assist.reports.referral import Letter
from assist.services import programme
from assist.services.inviting import Wanted
from assist.sync.roster import ALL_ROLES
from assist.views import CaseQuery

NOBODY = "ab" * 16
"""Whatever is asked about it goes no further than the question who asks."""

CASEWORKER, PSYCHOLOGIST, LIVELIHOOD, LEGAL = "caseworker", "psychologist", "livelihood", "legal"
SUPERVISOR, CUSTODIAN, COORDINATOR, AUDITOR, HOUSE = "supervisor", "custodian", "coordinator", "auditor", "house"
WHO_CARE = {CASEWORKER, PSYCHOLOGIST, LIVELIHOOD, LEGAL}
CARE_AND_LEAD = WHO_CARE | {SUPERVISOR, CUSTODIAN}
OF_TWO = {SUPERVISOR, CUSTODIAN}
EVERYBODY = CARE_AND_LEAD | {COORDINATOR, AUDITOR, HOUSE}

Act = Callable[[Desk, str, Path], object]


class Row(NamedTuple):
    """An act and whose it is: written down here once more, apart from the table of the program."""

    act: Act
    whose: set[str]


ACTS: dict[str, Row] = {
    "see the list": Row(lambda desk, case, out: desk.cases.listed(CaseQuery()), CARE_AND_LEAD),
    "find a whole code": Row(lambda desk, case, out: desk.cases.whole("K7QM2X4"), CARE_AND_LEAD),
    "find a whole name": Row(lambda desk, case, out: desk.cases.find("Killa"), CARE_AND_LEAD),
    "look through notes": Row(lambda desk, case, out: desk.cases.find_words("walk"), WHO_CARE | {SUPERVISOR}),
    "open a case": Row(lambda desk, case, out: desk.cases.open(case, "to see"), CARE_AND_LEAD),
    "fill in a form": Row(lambda desk, case, out: desk.records.open("F08", case), CARE_AND_LEAD),
    "report a threat": Row(lambda desk, case, out: desk.records.open("F17", case), EVERYBODY),
    "look at a filled form": Row(lambda desk, case, out: desk.records.answers(case, NOBODY), CARE_AND_LEAD),
    "count first visits": Row(lambda desk, case, out: desk.care.not_today(), EVERYBODY),
    "pause a plan": Row(lambda desk, case, out: desk.care.pause(NOBODY), CARE_AND_LEAD),
    "close her wish": Row(lambda desk, case, out: desk.care.withdraw(NOBODY, NOBODY), CARE_AND_LEAD),
    "strike an answer": Row(lambda desk, case, out: desk.striking.strike(NOBODY, NOBODY, "hopes"), CARE_AND_LEAD),
    "show where to reach her": Row(lambda desk, case, out: desk.cases.reveal_contact(NOBODY), WHO_CARE | {CUSTODIAN}),
    "show a threat": Row(lambda desk, case, out: desk.cases.reveal_threat(NOBODY, NOBODY), WHO_CARE | {CUSTODIAN}),
    "show remarks of a sheet": Row(lambda desk, case, out: desk.cases.reveal_remarks(NOBODY), WHO_CARE | {CUSTODIAN}),
    "hand over a case": Row(lambda desk, case, out: desk.assigning.assign(NOBODY, NOBODY), CARE_AND_LEAD),
    "raise protection": Row(lambda desk, case, out: desk.protection.set_level(NOBODY, 2), CARE_AND_LEAD),
    "ask to lower it": Row(lambda desk, case, out: desk.two_people.ask(NOBODY, "lower", "safe", 0), CARE_AND_LEAD),
    "ask that a referral may leave": Row(lambda desk, case, out: desk.referring.ask_second(
        NOBODY, Letter(NOBODY, "", "", (), (), "en", 0), "today"), CARE_AND_LEAD),
    "take back that one asked": Row(lambda desk, case, out: desk.two_people.decline(NOBODY, NOBODY), CARE_AND_LEAD),
    "agree to lower it": Row(lambda desk, case, out: desk.two_people.agree(NOBODY, NOBODY), OF_TWO),
    "ask for an emergency opening": Row(lambda desk, case, out: desk.glass.ask("K7QM2X4", "fire"), OF_TWO),
    "refuse an emergency opening": Row(lambda desk, case, out: desk.glass.decline(NOBODY), OF_TWO),
    "ask to move a case": Row(lambda desk, case, out: desk.moving.ask(NOBODY, NOBODY, "she moved"), OF_TWO),
    "take over a moved case": Row(lambda desk, case, out: desk.moving.accept(NOBODY, NOBODY), OF_TWO),
    "ask to erase": Row(lambda desk, case, out: desk.erasing.ask(
        NOBODY, OWN_REQUEST, nobody_asked_for_it=True), CARE_AND_LEAD),
    "agree to erase": Row(lambda desk, case, out: desk.erasing.agree(NOBODY, NOBODY), OF_TWO),
    "keep what the law wants kept": Row(lambda desk, case, out: desk.erasing.keep_by_law(
        NOBODY, kept=True), OF_TWO | {LEGAL}),
    "look at her report": Row(lambda desk, case, out: desk.reports.preview(
        case, ReportOrder("participant", "en")), CARE_AND_LEAD),
    "look at the report for supervision": Row(lambda desk, case, out: desk.reports.preview(
        case, ReportOrder("supervision", "en")), CARE_AND_LEAD),
    "see the caseload": Row(lambda desk, case, out: desk.cases.caseload(), CARE_AND_LEAD),
    "see how often was asked again": Row(lambda desk, case, out: desk.figures.reask_index(
        "2026-01-01", "2026-12-31"), CARE_AND_LEAD),
    "print a blank form": Row(lambda desk, case, out: desk.paper.preview("F01", "es"), EVERYBODY),
    "bring a spreadsheet": Row(lambda desk, case, out: desk.imports.look(out / "none.csv"), {COORDINATOR, SUPERVISOR}),
    "open a sealed referral": Row(
        lambda desk, case, out: desk.imports.look_sealed(out / "none.age", (), "Casa Sol"), {COORDINATOR, SUPERVISOR}),
    "hand the form for an opinion over": Row(lambda desk, case, out: desk.feedback.form(), CARE_AND_LEAD),
    "see what people say": Row(lambda desk, case, out: desk.feedback.quarters(), {CASEWORKER, SUPERVISOR}),
    "read free words first": Row(lambda desk, case, out: desk.feedback.unread(), {SUPERVISOR}),
    "work out the figures": Row(lambda desk, case, out: desk.programme.make(
        programme.Wanted(Period("2026-11-01", "x"))),
        {SUPERVISOR}),
    "look at figures that were made": Row(lambda desk, case, out: desk.programme.kept(), {SUPERVISOR}),
    "make a backup": Row(lambda desk, case, out: desk.backups.make(out / "no" / "folder"), EVERYBODY),
    "check the files": Row(lambda desk, case, out: next(iter(desk.checks.run())), EVERYBODY),
    "read who read what": Row(lambda desk, case, out: desk.auditing.newest(), {AUDITOR, CUSTODIAN, COORDINATOR}),
    "look for a printed number": Row(lambda desk, case, out: desk.reports.printed("XX"), {
        AUDITOR, CUSTODIAN, COORDINATOR}),
    "invite": Row(lambda desk, case, out: desk.inviting.invite(Wanted("Wayra", ("nothing",))), {COORDINATOR}),
    "give roles": Row(lambda desk, case, out: desk.rosters.set_roles(NOBODY, ["auditor"]), {COORDINATOR}),
    "take somebody out": Row(lambda desk, case, out: desk.rosters.revoke_person(NOBODY), {COORDINATOR}),
    "set what holds for all": Row(lambda desk, case, out: desk.rosters.set_policy({}), {COORDINATOR}),
    "make a team": Row(lambda desk, case, out: desk.teams.make(" "), {COORDINATOR}),
    "put a trouble aside": Row(lambda desk, case, out: desk.hearing.put_aside("refused", NOBODY), {COORDINATOR}),
    "draw a recovery kit": Row(lambda desk, case, out: desk.recovery.draw(0), {COORDINATOR}),
    "give back what stayed at home": Row(lambda desk, case, out: desk.travelling.give(b""), {COORDINATOR, CUSTODIAN}),
}


@pytest.fixture
def case(desk: Desk) -> str:
    """One that is hers."""
    opening = desk.records.open("F01")
    fill(opening, {"chosen_name": "Killa", "may_keep_note": "yes"})
    return desk.records.save(opening).case


@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_refused_to_every_role_that_it_is_not_of(desk: Desk, case: str, name: str, tmp_path: Path):
    """And to nobody else for her role, whatever else may be in the way."""
    row, refused = ACTS[name], set()
    for role in ALL_ROLES:
        desk.bench.learn([role], desk.bench.names)
        try:
            row.act(desk, case, tmp_path)
        except AssistError as no:
            if no.code == "policy.role":
                refused.add(role)
    assert refused == set(ALL_ROLES) - row.whose


def test_there_are_forty_of_them_and_all_roles():
    """A role that is new must be in the table."""
    assert len(ACTS) >= 40
    assert set(ALL_ROLES) == EVERYBODY


def test_without_any_role_nothing_is_anybodys(desk: Desk, case: str, tmp_path: Path):
    """Somebody whose roles were taken away."""
    desk.bench.learn([], desk.bench.names)
    for name, row in ACTS.items():
        if name == "count first visits":
            continue
        with pytest.raises(AssistError):
            row.act(desk, case, tmp_path)
