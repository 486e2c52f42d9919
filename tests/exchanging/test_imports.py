# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A shelter's spreadsheet comes in whole, is never guessed at, and goes out again whole."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assist.desk import Desk
from assist.errors import BadInput
from assist.exchange.mapping import mapped
from assist.exchange.readers import read_table
from assist.views import CaseQuery
from forms.answers import AnswerState


def fates(rows) -> dict[int, str]:
    """Row number → fate."""
    return {row.row: row.fate for row in rows}


def test_every_row_is_accounted_for(desk: Desk, register: Path):
    """Imported, flagged or skipped with a reason; empty rows are one count."""
    plan = desk.imports.look(register)

    assert fates(plan.rows) == {4: "imported", 5: "flagged", 6: "imported", 8: "skipped", 9: "flagged", 10: "skipped"}
    assert plan.empty == 1
    assert all(row.reason for row in plan.rows if row.fate != "imported")


def test_looking_writes_nothing(desk: Desk, register: Path):
    """The dry run is the same report over an untouched workspace."""
    desk.imports.look(register)

    assert desk.cases.listed(CaseQuery()) == []


def test_names_keep_their_letters_and_stay_protected(desk: Desk, register: Path):
    """ñ, ç and ü arrive as written; a full name is a legal name and shows in no list."""
    desk.imports.bring(desk.imports.look(register))
    rows = desk.cases.listed(CaseQuery())

    form, answers = _record(desk, rows, "F02", "legal_name", "Ñusta Peña Güemes")

    assert form == "F02"
    assert answers["legal_name"].state is AnswerState.TOLD_ELSEWHERE
    assert all(row.name == "" for row in rows)


def _record(desk: Desk, rows, form: str, key: str, value: str):
    for row in rows:
        for record in desk.cases.records(row.case):
            if record.form == form:
                found, answers = desk.records.answers(row.case, record.record)
                if key in answers and answers[key].value == value:
                    return found.id, answers
    raise AssertionError(f"{form}/{key} was not brought")


@pytest.mark.rule("CO-02")
def test_no_consent_is_invented(desk: Desk, register: Path):
    """Only a plain yes becomes an earlier paper; it opens no gate; "pending", no and silence become nothing."""
    desk.imports.bring(desk.imports.look(register))

    found = [row for case in desk.cases.listed(CaseQuery()) for row in desk.cases.consents(case.case)]

    assert len(found) == 2
    assert {row.standing for row in found} == {"on_paper"}


def test_protection_comes_as_a_level_and_never_as_a_threat(desk: Desk, register: Path):
    """A witness is at level two, a risk at level one; nobody reported anything."""
    desk.imports.bring(desk.imports.look(register))
    rows = desk.cases.listed(CaseQuery())

    assert sorted(row.level for row in rows) == [0, 0, 1, 2]
    assert all(record.form != "F17" for row in rows for record in desk.cases.records(row.case))


@pytest.mark.rule("NR-04")
def test_what_came_along_is_not_asked_again(desk: Desk, register: Path):
    """An imported answer stands folded with its agency and date."""
    desk.imports.bring(desk.imports.look(register, source="Casa Aurora"))
    case = next(row for row in desk.cases.listed(CaseQuery()) if row.level == 1).case
    desk.records.save(_explained(desk, case))

    opening = desk.records.open("F02", case)

    assert {"legal_name", "birth", "citizenship"} <= opening.session.state.folded
    assert opening.session.known["birth"].told_by == "Casa Aurora"
    assert opening.session.known["birth"].on == "2026-11-25"


def _explained(desk: Desk, case: str):
    opening = desk.records.open("LIMITS", case)
    opening.session.answer("explained", "yes")
    return opening


@pytest.mark.rule("NR-22")
def test_what_others_said_never_counts_as_her_answer(desk: Desk, register: Path):
    """Told elsewhere is held and shown, and is not an answer of hers."""
    desk.imports.bring(desk.imports.look(register))
    case = next(row for row in desk.cases.listed(CaseQuery()) if row.level == 1).case

    for record in desk.cases.records(case):
        _, answers = desk.records.answers(case, record.record)
        told = {key for key, answer in answers.items() if answer.source.startswith("import:")}
        assert not any(answers[key].is_answered for key in told)


def test_a_second_import_adds_nothing(desk: Desk, register: Path):
    """Rows are recognised by a keyed mark of what they say."""
    desk.imports.bring(desk.imports.look(register))

    again = desk.imports.look(register)

    assert set(fates(again.rows).values()) == {"skipped"}


def test_undo_takes_everything_back(desk: Desk, register: Path):
    """Bodies, registers, lists and index: not a word is left, and the file may come again."""
    desk.imports.bring(desk.imports.look(register))

    undone = desk.imports.undo_last()

    assert undone.removed == 4
    assert desk.cases.listed(CaseQuery()) == []
    assert set(fates(desk.imports.look(register).rows).values()) == {"imported", "flagged", "skipped"}


def test_undo_leaves_a_case_that_was_worked_on(desk: Desk, register: Path):
    """What a person did since is never thrown away with a file."""
    desk.imports.bring(desk.imports.look(register))
    worked = desk.cases.listed(CaseQuery())[0]
    desk.records.save(_explained(desk, worked.case))

    undone = desk.imports.undo_last()

    assert undone.kept == (worked.code,)
    assert undone.removed == 3


def test_sixty_duties_do_not_wake_in_one_morning(desk: Desk, register: Path):
    """Cases from a file sleep until they are opened: one line on My day."""
    desk.imports.bring(desk.imports.look(register))

    day = desk.cases.day()

    assert (day.today, day.late, day.soon) == ((), (), ())
    assert day.unopened_imports == 4


def test_dates_are_read_as_the_column_shows_and_never_guessed(desk: Desk, tmp_path: Path):
    """Without evidence a date that could be swapped is held back."""
    file = tmp_path / "a.csv"
    rows = ("Nome social;Nascimento;Chegada", "Lúcia;03/04/1990;05/06/2024", "João;07/08/1991;25/12/2024")
    file.write_text("\n".join(rows), "utf-8")

    plan = desk.imports.look(file)

    assert fates(plan.rows) == {2: "flagged", 3: "flagged"}
    assert "day" in plan.rows[0].reason
    assert plan.people[3].values["arrived"] == "2024-12-25"
    assert "birth" not in plan.people[2].values


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_any_encoding_and_delimiter(encoding: str, delimiter: str, tmp_path: Path):
    """Accents arrive whole from whatever program wrote the file."""
    file = tmp_path / "a.csv"
    lines = [["Nome social", "Idioma", "Chegada"], ["Conceição", "português", "2024-01-02"], ["Íngrid", "ñ", "2024"]]
    file.write_bytes("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))

    table = mapped(read_table(file), {})

    assert [line.said(0) for line in table.lines] == ["Conceição", "Íngrid"]


def test_a_person_may_change_the_mapping(desk: Desk, tmp_path: Path):
    """A heading nobody knows is kept as a protected remark until somebody says what it is."""
    file = tmp_path / "a.csv"
    file.write_text("Nome social;Quien es;Chegada\nLúcia;Luz;2024-01-02\n", "utf-8")

    guessed = desk.imports.look(file)
    told = desk.imports.look(file, {"Quien es": "remarks"})

    assert guessed.people[2].protected == ["Quien es: Luz"]
    assert [remark.text for remark in told.people[2].remarks] == ["Luz"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=600) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
def test_no_file_brings_the_reader_down(content: bytes, tmp_path: Path):
    """Whatever the bytes, there is a table or one plain sentence."""
    file = tmp_path / "any.csv"
    file.write_bytes(content)

    said = ""
    try:
        mapped(read_table(file), {})
    except BadInput as refused:
        said = refused.code

    assert said == "" or said.startswith("import.")


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9, 0.99])
def test_a_torn_workbook_is_refused_in_one_sentence(cut: float, register: Path):
    """Nothing half-read."""
    content = register.read_bytes()
    register.write_bytes(content[:int(len(content) * cut)])

    with pytest.raises(BadInput):
        read_table(register)


def test_a_file_that_unpacks_to_a_mountain_is_refused(tmp_path: Path, register: Path):
    """A workbook is a zip file; its size on paper is read before it is opened."""
    import zipfile

    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"xl/{number}.xml", zlib.compress(os.urandom(10)) + bytes(45 * 1024 * 1024))

    with pytest.raises(BadInput) as refused:
        read_table(bomb)

    assert refused.value.code == "import.too_big"
