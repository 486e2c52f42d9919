# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A save makes anew the lines of the sheets it touched and of no other; lists are as if all had been made again."""

from __future__ import annotations

import pytest

from assist.changesets import pack_answer, pack_plain, unpack_plain
from assist.desk import Desk
from assist.domain import wire
from assist.reading import number
from assist.services.scribe import Put, Target
from db.projecting import Projections
from forms.answers import Answer
from tests.services.conftest import Fill

NOTE = {"outcome": "held", "channel": "here", "person_wants": "Que la cita sea de tarde.", "read_back": "yes"}


def written(desk: Desk, case: str, *puts: Put) -> None:
    """Registers, whoever wrote them."""
    with desk.bench.keeper.writing() as work:
        desk.bench.scribe.write(work, Target(bytes.fromhex(case)), list(puts))
        work.commit()


def test_after_every_kind_of_change_lists_are_as_if_made_anew(desk: Desk, fill: Fill, case: str):
    """New notes, corrections, rows of tables added, changed and taken out, and something struck."""
    drift = []
    for act in (
        lambda: fill("F11", case, **NOTE),
        lambda: fill("F08", case, goal_own_words="Dormir sin susto", step=[{"what": "Té", "who": "L"}]),
        lambda: fill("F02", case, hopes="Estudiar"),
        lambda: _other_row(desk, fill, case),
        lambda: _struck(desk, fill, case),
    ):
        act()
        drift.append(desk.bench.keeper.projection_drift())

    assert drift == [[]] * 5


def _other_row(desk: Desk, fill: Fill, case: str) -> None:
    goal = fill("F08", case, goal_own_words="Aprender a leer", step=[{"what": "Clase", "who": "L"}])
    opening = desk.records.open("F08", case, goal.record)
    opening.session.answer_cell("step", opening.session.rows("step")[0].id, "what", "Grupo")
    desk.records.save(opening)


def _struck(desk: Desk, fill: Fill, case: str) -> None:
    note = fill("F11", case, **NOTE, facts="Velmonte")
    desk.striking.strike(case, note.record, "facts")


def test_a_struck_sheet_stands_there_again_when_one_of_its_rows_was_written_to(desk: Desk, fill: Fill, case: str):
    """Whoever struck it had not seen the row: the sheet comes back with its words, by a change of the row alone."""
    goal = fill("F08", case, goal_own_words="Dormir sin susto", step=[{"what": "Té", "who": "L"}])
    record = bytes.fromhex(goal.record)
    with desk.bench.keeper.reading() as reader:
        rows = reader.rows_of(bytes.fromhex(case))
    row = next(each for each in rows if each.field == wire.PARENT and unpack_plain(each.value) == record)
    written(desk, case, Put(record, wire.RECORD, wire.TOMBSTONE, pack_plain(True), 1, (), wire.OP_TOMBSTONE))
    gone = desk.cases.find_words("susto")
    answer = pack_answer(Answer("Caminar", asked_by=desk.me.user))
    written(desk, case, Put(row.entity, wire.ROW, number("F08/step.what"), answer, 1))

    assert gone == []
    assert [found.body for found in desk.cases.find_words("susto")] == ["Dormir sin susto"]
    assert desk.bench.keeper.projection_drift() == []


def test_a_save_looks_at_the_lines_of_its_own_sheet_alone(
    desk: Desk, fill: Fill, case: str, monkeypatch: pytest.MonkeyPatch
):
    """The hundredth note takes as long as the first."""
    for _again in range(5):
        fill("F11", case, **NOTE)
    made = []
    real = Projections._write
    monkeypatch.setattr(
        Projections, "_write", lambda self, place, lines: (made.append(lines), real(self, place, lines)))
    fill("F11", case, **NOTE)

    assert [(len(lines.records), {text.form for text in lines.texts}) for lines in made] == [(1, {"F11"})]


def test_what_was_changed_past_the_saves_is_looked_at_as_a_whole(desk: Desk, fill: Fill, case: str):
    """A save and a round in one transaction: the round may have touched any sheet."""
    fill("F11", case, **NOTE)
    opening = desk.records.open("F02", case)
    opening.session.answer("hopes", "Estudiar")
    with desk.bench.keeper.writing() as work:
        work.case.connection.exec_driver_sql("DELETE FROM p_record")  # type: ignore[attr-defined]
        work._changed(bytes.fromhex(case))  # type: ignore[attr-defined]
        desk.records.write(work, opening)
        work.commit()

    assert desk.bench.keeper.projection_drift() == []
