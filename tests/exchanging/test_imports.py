# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A shelter's spreadsheet comes in whole, is never guessed at, and goes out again whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assist.crypto import age
from assist.desk import Desk
from assist.errors import AssistError, BadInput, VaultShut
from assist.exchange import packet
from assist.exchange.packet import Packet
from assist.views import CaseQuery
from forms.answers import AnswerState
from tests.exchanging.brought import CANARIES, FULL, explained, fates
from tests.exchanging.conftest import HEADINGS, Said


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
def test_no_consent_is_invented(desk: Desk, register: Path, tmp_path: Path):
    """Only a plain yes becomes an earlier paper; it opens no gate; a mark, "pending", no and silence become nothing."""
    marked = tmp_path / "marcas.csv"
    marked.write_text("Nombre;Consentimiento\nLucía;x\nMarta;1\n", "utf-8")
    desk.imports.bring(desk.imports.look(register))
    assert len(desk.imports.bring(desk.imports.look(marked)).rows) == 2

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
    desk.records.save(explained(desk, case))

    opening = desk.records.open("F02", case)

    assert {"legal_name", "birth", "citizenship"} <= opening.session.state.folded
    assert opening.session.known["birth"].told_by == "Casa Aurora"
    assert opening.session.known["birth"].on == "2026-11-25"


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
    assert "Nascimento" in plan.dates_said
    assert "Chegada" in plan.dates_said
    assert plan.people[3].values["arrived"] == "2024-12-25"
    assert "birth" not in plan.people[2].values


def test_a_person_may_change_the_mapping(desk: Desk, tmp_path: Path):
    """A heading nobody knows is kept as a protected remark until somebody says what it is."""
    file = tmp_path / "a.csv"
    file.write_text("Nome social;Quien es;Chegada\nLúcia;Luz;2024-01-02\n", "utf-8")

    guessed = desk.imports.look(file)
    told = desk.imports.look(file, {"Quien es": "remarks"})

    assert guessed.people[2].protected == ["Quien es: Luz"]
    assert [remark.text for remark in told.people[2].remarks] == ["Luz"]


def test_a_plan_that_is_brought_twice_is_brought_once(desk: Desk, register: Path):
    """A second press of the button adds nobody."""
    plan = desk.imports.look(register)
    desk.imports.bring(plan)

    again = desk.imports.bring(plan)

    assert set(fates(again.rows).values()) == {"skipped"}
    assert len(desk.cases.listed(CaseQuery())) == 4


def test_people_are_told_apart_or_said_to_be_alike(desk: Desk, csv_file: Callable[..., Path]):
    """Nobody without number and name is lost for looking like somebody else."""
    plan = desk.imports.look(csv_file(
        "N°;Nombre;F. nac.;Nacionalidad", ";N.N.;;Haití", ";N.N.;;Haití", ";Nina Ríos;03/02/1990;Perú",
        ";Nina Ríos;15/02/1990;Perú", ";Nina  RÍOS;03/02/1990;Perú", "7;Yma Paz;1990;Perú", "7;Flor Paz;1991;Perú"))

    assert {row.row: (row.fate, row.reason) for row in plan.rows} == {
        2: ("imported", ""), 3: ("flagged", "cannot be told apart from row 2"), 4: ("imported", ""),
        5: ("flagged", "cannot be told apart from row 4"),
        6: ("skipped", "the same row stands further up, in row 4"),
        7: ("imported", ""), 8: ("flagged", "its number stands also in row 7")}


def test_a_register_that_went_on_does_not_double_its_people(desk: Desk, csv_file: Callable[..., Path]):
    """Next month the same people stand there with another state: they are known, and new ones come in."""
    desk.imports.bring(desk.imports.look(csv_file("N°;Nombre;Estado", "1;Nina Ríos;activo", "2;Yma Paz;activo")))

    plan = desk.imports.look(csv_file("N°;Nombre;Estado", "1;Nina Ríos;cerrado", "2;Yma Paz;activo", "3;Sami;activo"))

    assert fates(plan.rows) == {2: "skipped", 3: "skipped", 4: "imported"}
    assert "what changed" in plan.rows[0].reason


def test_nothing_that_was_written_is_cut(desk: Desk, csv_file: Callable[..., Path]):
    """What is longer than its question is held back whole; long remarks take several protected notes."""
    own, remark = "quiero " * 100, "palabra " * 3000
    path = csv_file("Nome social;Meta da pessoa;Historia", f"Iara;{own};{remark}")

    brought = desk.imports.bring(desk.imports.look(path))

    assert fates(brought.rows) == {2: "flagged"}
    case = desk.cases.listed(CaseQuery())[0].case
    notes = [desk.records.answers(case, row.record)[1]["protected_part"].value
             for row in desk.cases.records(case) if row.form == "F11"]
    assert len(notes) > 5
    assert all(len(note) <= 4000 for note in notes)
    assert sum(note.count("quiero") for note in notes) == 100
    assert sum(note.count("palabra") for note in notes) >= 2990


def test_bringing_a_file_is_no_meeting(desk: Desk, register: Path):
    """Nobody was met that day, whatever the forms say; where the file says nothing a case only waits."""
    desk.imports.bring(desk.imports.look(register))

    rows = desk.cases.listed(CaseQuery())

    assert {row.last_contact for row in rows} == {""}
    assert sorted(row.stage for row in rows) == ["assessing", "assessing", "closed", "implementing"]


def test_a_case_that_wakes_has_its_duties(desk: Desk, csv_file: Callable[..., Path]):
    """The first look at safety is due also where the file knows no more than the year, or nothing (PA-17)."""
    desk.imports.bring(desk.imports.look(csv_file(
        "Nome social;Chegada", "Iara;2025", "Bia;2025-03", "Tainá;", "Jô;2026-11-20")))
    rows = {row.name: row.case for row in desk.cases.listed(CaseQuery())}
    for case in rows.values():
        desk.care.wake(case)

    due = {name: duty.due for name, case in rows.items() for duty in desk.cases.duties(case)
           if duty.rule == "first_safety_look"}

    assert due == {"Iara": "2026-01-03", "Bia": "2025-04-03", "Tainá": "2026-11-28", "Jô": "2026-11-23"}


def test_a_first_name_is_proposed_and_shown_to_nobody_in_a_list(desk: Desk, register: Path):
    """It waits among the remarks to be sorted, behind the seal."""
    desk.imports.bring(desk.imports.look(register))
    case = next(row.case for row in desk.cases.listed(CaseQuery()) if row.level == 2)

    assert desk.cases.reveal_remarks(case) == ("Perhaps called Ñusta: ask first.",)


def test_bringing_needs_the_protected_work_open(desk: Desk, register: Path):
    """Nothing is half-done without it."""
    plan = desk.imports.look(register)
    desk.signed.shut_vault()

    with pytest.raises(VaultShut):
        desk.imports.bring(plan)

    assert desk.cases.listed(CaseQuery()) == []


def test_the_progress_is_told(desk: Desk, csv_file: Callable[..., Path]):
    """In groups, up to the last row."""
    told: list[tuple[int, int]] = []
    path = csv_file("N°;Nombre", *(f"{number};Persona {number}" for number in range(1, 61)))

    desk.imports.bring(desk.imports.look(path), lambda done, whole: told.append((done, whole)))

    assert told == [(50, 60), (60, 60)]


def test_a_plan_shows_no_cell_when_it_is_printed(desk: Desk, csv_file: Callable[..., Path]):
    """Headings and counts may be written down somewhere; what stands in the cells never."""
    plan = desk.imports.look(csv_file(*FULL))

    assert [word for word in CANARIES if word in repr(plan)] == []


PIECES = st.sampled_from([
    "", "Nina", "N.N.", "Sra. L.", "1", "2", "sí", "NO", "x", "M", "Mujer", "testigo", "sin riesgo", "03/04/1990",
    "31/31/3131", "aprox. 1990", "Perú; Narnia", "a" * 300, "\u202e\u200b", "=1+1", "TOTAL", "12,5", "cerrado 2024",
    "\n\n", "12/2020", "'; --", "\x07", "𝔑𝔦𝔫𝔞",
]) | st.text(max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(PIECES, min_size=14, max_size=14), min_size=1, max_size=5))
def test_whatever_stands_in_the_cells_every_row_has_one_fate(desk: Desk, tmp_path: Path, rows: list[list[str]]):
    """And what was promised is what is done: nothing stops half-way."""
    import csv

    path = tmp_path / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEADINGS, *rows])

    try:
        plan = desk.imports.look(path)
        brought = desk.imports.bring(plan)
    except AssistError as refused:
        assert isinstance(refused, BadInput)  # noqa: PT017
        return

    assert len({row.row for row in plan.rows}) == len(plan.rows)
    assert fates(brought.rows) == fates(plan.rows)
    assert {row.row for row in plan.rows} <= set(range(2, len(rows) + 2))
    assert len(plan.rows) + plan.empty <= len(rows)
    assert {row.row for row in brought.rows if row.code} == set(plan.people)


def test_a_sealed_referral_comes_in_by_a_command_with_the_key_and_who_sent_it(
        command: Callable[..., Said], tmp_path: Path):
    """Its fate and its code are said, and nothing of what it says; a key file others may read is not used."""
    secret, public = age.new_identity()
    key, sealed = tmp_path / "house.key", tmp_path / "r.age"
    key.touch(0o600)
    key.write_text(secret, "utf-8")
    sealed.write_bytes(age.encrypted(packet.encoded(Packet("legal", {"called": ("Zarquintela",)})), public))

    for words, said in (((), "--key"), (("--key", str(key)), "who sent")):
        status, _out, complaint = command(sealed, *words)
        assert (status, said in complaint) == (1, True), complaint
    key.chmod(0o644)
    assert command(sealed, "--key", str(key), "--source", "Casa Sol")[0] == 1
    key.chmod(0o600)
    status, out, _complaint = command(sealed, "--key", str(key), "--source", "Casa Sol", "--json")

    [row] = json.loads(out)["rows"]
    assert (status, row["fate"], len(row["case"])) == (0, "imported", 10)
    assert "Zarquintela" not in out
