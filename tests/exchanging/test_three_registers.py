# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three files as shelters have them come in with every row accounted for, nothing invented and nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assist.desk import Desk
from assist.services.import_plans import ImportPlan
from assist.views import CaseQuery
from forms.answers import AnswerState
from tests.exchanging import three_registers
from tests.exchanging.three_registers import Fates

Made = Callable[[Path], tuple[Path, Fates, int]]
EVERY = pytest.mark.parametrize("made", [three_registers.shelter, three_registers.intake, three_registers.standard])


def fates(rows) -> Fates:
    """Row number → fate."""
    return {row.row: row.fate for row in rows}


@EVERY
def test_every_row_has_the_fate_it_must_have(made: Made, desk: Desk, tmp_path: Path):
    """Worked out by hand; each row once, empty ones as one count, each skip and each held cell with its reason."""
    path, wanted, empty = made(tmp_path)

    plan = desk.imports.look(path)
    brought = desk.imports.bring(plan)

    assert fates(plan.rows) == wanted
    assert plan.empty == empty
    assert fates(brought.rows) == wanted
    assert all(bool(row.reason) == (row.fate != "imported") for row in brought.rows)
    assert all(bool(row.code) == (row.fate != "skipped") for row in brought.rows)
    assert sum(brought.counts.values()) == len(wanted)


@EVERY
def test_the_same_file_again_adds_nothing(made: Made, desk: Desk, tmp_path: Path):
    """Also after a person named a column otherwise: a row is known by what stands in it."""
    path, wanted, _ = made(tmp_path)
    desk.imports.bring(desk.imports.look(path))
    before = len(desk.cases.listed(CaseQuery()))
    heading = next(column.heading for column in desk.imports.look(path).columns if column.field == "consent")

    again = desk.imports.bring(desk.imports.look(path))
    otherwise = desk.imports.bring(desk.imports.look(path, {heading: "leave_out"}))

    assert set(fates(again.rows).values()) == set(fates(otherwise.rows).values()) == {"skipped"}
    assert len(again.rows) == len(wanted)
    assert len(desk.cases.listed(CaseQuery())) == before
    assert again.batch == ""


@EVERY
def test_taking_it_back_leaves_nothing(made: Made, desk: Desk, tmp_path: Path):
    """And the file may come again."""
    path, wanted, _ = made(tmp_path)
    brought = desk.imports.bring(desk.imports.look(path))

    undone = desk.imports.undo(brought.batch)

    assert (undone.removed, undone.kept) == (sum(fate != "skipped" for fate in wanted.values()), ())
    assert desk.cases.listed(CaseQuery()) == []
    assert [row.name for row in desk.checks.run() if not row.ok] == []
    assert fates(desk.imports.look(path).rows) == wanted


# -- what was understood ------------------------------------------------------------------------


@pytest.fixture
def shelter(desk: Desk, tmp_path: Path) -> ImportPlan:
    """The Spanish register, looked at."""
    return desk.imports.look(three_registers.shelter(tmp_path)[0])


def test_letters_arrive_as_they_were_written(shelter: ImportPlan, desk: Desk, tmp_path: Path):
    """ñ, ç, ü, è and the apostrophe; blank edges and invisible signs are gone."""
    names = {person.name for person in shelter.people.values() if person.name}
    intake = desk.imports.look(three_registers.intake(tmp_path)[0])

    assert {"Ñasaindy Araújo", "Brígida Quispe", "Yeruti Güemes", "Xóchitl D'Ávila"} <= names
    assert {"Cauê", "Ámbar", "Solèy", "Tainá"} <= {person.name for person in intake.people.values()}
    assert [remark.text for remark in shelter.people[12].remarks if remark.kind == "other"] == ["Caracteres raros ."]


def test_dates_are_read_as_their_column_shows_and_the_order_is_said_once(shelter: ImportPlan):
    """Mixed and partial forms in one column; a birth is kept to the month."""
    births = {line: person.values.get("birth") for line, person in shelter.people.items()}
    arrivals = {line: person.values.get("arrived") for line, person in shelter.people.items()}

    assert births == {4: "1988-03", 5: None, 6: "1972-10", 7: "1986~", 8: "1998-02", 9: "1993~", 10: "1968",
                      12: None, 13: "1979-03", 14: "2007-01", 16: "1979-07", 19: "1978-12"}
    assert arrivals == {4: "2022", 5: None, 6: "2026-04-16", 7: None, 8: None, 9: "2025", 10: "2022-06-20",
                        12: "2026", 13: "2025-09-22", 14: "2024-02-27", 16: "2024", 19: "2026-07-12"}
    assert shelter.dates_said == "F. nac., Fecha ingreso: read as day, month, year, as the dates in it show."


def test_what_was_held_back_is_said_by_heading_and_kept_behind_the_seal(shelter: ImportPlan):
    """M beside *Mujer*, an X, a wish nobody has a code for, a number that stands twice."""
    reasons = {row.row: row.reason for row in shelter.rows if row.fate == "flagged"}

    assert reasons == {
        4: "held back: Sexo (M may mean two things here)", 7: "held back: Sexo (M may mean two things here)",
        10: "held back: Sexo (not understood)", 16: "held back: Necesidades (not understood)",
        19: "its number stands also in row 12"}
    assert "Sexo: M" in shelter.people[4].protected
    assert "Necesidades: un perro" in shelter.people[16].protected


def test_why_a_row_was_skipped(shelter: ImportPlan):
    """A double, the headings once more, a title, the sum."""
    assert {row.row: row.reason for row in shelter.rows if row.fate == "skipped"} == {
        15: "the same row stands further up, in row 9", 17: "the headings once more",
        18: "a line between the rows, not a person", 21: "a row of sums, not a person"}


def test_names_are_legal_names_and_what_to_call_her_is_proposed(shelter: ImportPlan):
    """"(reservado)" and "N.N." are no names; "Sra. L." is none that stands in papers."""
    found = {line: (person.values.get("legal_name"), [r.text for r in person.remarks if r.kind == "name"])
             for line, person in shelter.people.items()}

    assert (found[4], found[8], found[12]) == (("Killa Condori", ["Killa"]), (None, []), (None, []))
    assert found[13] == (None, ["Sra. L."])
    assert all("chosen_name" not in person.values for person in shelter.people.values())


def test_protection_raises_and_remarks_wait_to_be_sorted(shelter: ImportPlan):
    """Witness and reserve two, risk one with a look, "no aplica" nothing."""
    assert {line: (person.level, person.review) for line, person in shelter.people.items() if person.level} == {
        4: (2, False), 6: (2, False), 7: (1, True), 10: (2, False), 12: (1, True)}
    kinds = {line: [r.kind for r in person.remarks if r.kind != "name"] for line, person in shelter.people.items()}
    assert (kinds[6], kinds[7], kinds[13], kinds[16]) == (["contact"], ["contact"], ["child"], ["language"])


@pytest.mark.rule("CO-02")
def test_only_a_plain_yes_comes_as_a_consent_on_paper(desk: Desk, tmp_path: Path):
    """Pending, no, silence and half a yes invent nothing; what stood there is kept in words."""
    shelter = desk.imports.look(three_registers.shelter(tmp_path)[0])
    intake = desk.imports.look(three_registers.intake(tmp_path)[0])

    desk.imports.bring(shelter)
    desk.imports.bring(intake)

    given = {line for line, person in shelter.people.items() if "consent" in person.values}
    assert given == {4, 9, 10, 13, 14, 16, 19}
    assert {line for line, person in intake.people.items() if "consent" in person.values} == {3, 5}
    assert intake.people[9].held == [("Chegada", "date_unclear"), ("Consentimento", "unclear")]
    assert "Consent.: NO" in shelter.people[7].protected
    assert "Consent.: sí (verbal)" in shelter.people[4].protected
    rows = [row for case in desk.cases.listed(CaseQuery()) for row in desk.cases.consents(case.case)]
    assert [row.standing for row in rows] == ["on_paper"] * 9


def test_her_own_goal_and_the_workers_words_are_not_the_same(desk: Desk, tmp_path: Path):
    """A column of goals is the team's wording, only proposed; one that says it is hers is hers."""
    three = [desk.imports.look(made(tmp_path)[0]) for made in (three_registers.shelter, three_registers.intake)]
    for plan in three:
        desk.imports.bring(plan)

    goals = [goal for case in desk.cases.listed(CaseQuery())
             for goal in desk.cases.now(case.case).goals]

    assert {goal.own_words for goal in goals if goal.own_words} == {
        "abrir um salão", "voltar a estudar", "descansar", "tirar documentos"}
    assert {goal.plan for goal in goals if goal.own_words == "descansar"} == {"psychosocial"}
    assert all(goal.proposal_only for goal in goals if goal.worker_words)
    assert not any(goal.proposal_only for goal in goals if goal.own_words)


def test_the_standard_is_read_by_what_people_saw(desk: Desk, tmp_path: Path):
    """Codes and labels, blanks at the end of a label, semicolons inside one, and the label where they disagree."""
    plan = desk.imports.look(three_registers.standard(tmp_path)[0])
    first, second, third = plan.people.values()

    assert (first.values["gender"], first.values["citizenship"], first.values["state"]) == (
        "man", ("GT",), "implementing")
    assert ("gender" in second.values, second.values["citizenship"]) == (False, ("CO", "VE"))
    assert (third.values["gender"], third.values["state"], "consent" in third.values) == (
        "trans_woman", "closed", False)
    assert {"Mailing Street": "contact", "Reason for Outgoing Referral": ""}.items() <= {
        column.heading: column.field for column in plan.columns}.items()


def test_what_was_done_to_her_lies_behind_the_seal_alone(desk: Desk, tmp_path: Path):
    """Columns of exploitation are labelled and protected, told elsewhere, and found by nobody's search."""
    desk.imports.bring(desk.imports.look(three_registers.standard(tmp_path)[0], source="Fiscalía"))

    case = desk.cases.listed(CaseQuery())[0].case
    notes = [row.record for row in desk.cases.records(case) if row.form == "F11"]
    _, answers = desk.records.answers(case, notes[0])
    told = answers["protected_part"]

    assert "vic_MethodsOfControl: " in told.value
    assert "vic_TypeOfExploitation: " in told.value
    assert (told.state, told.source) == (AnswerState.TOLD_ELSEWHERE, "import:Fiscalía")
    desk.signed.shut_vault()
    assert desk.cases.find_words("exploitation") == []
    assert all(row.form != "F17" for row in desk.cases.records(case))
