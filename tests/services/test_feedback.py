# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opinions belong to nobody: no case, no worker, no hour; they enter as a batch and are shown from five on (PA-12)."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from assist.desk import Desk
from assist.errors import NotAllowed
from assist.services.feedback import ENOUGH, SCALE, FeedbackService, quarter_of
from db.backup import unpack
from db.connection import bare, table_counts
from db.schema import case_tables, vault_tables
from forms.answers import Answer
from forms.session import FormSession

TABLES = ("feedback_waiting", "feedback", "feedback_line")
COLUMNS = {"id", "sheet", "batch", "question", "place", "quarter", "answer", "words", "is_read"}
pytestmark = pytest.mark.rule("PA-12")


@pytest.fixture
def lead(desk: Desk) -> Desk:
    """A supervisor's desk."""
    desk.bench.learn(["supervisor"], desk.bench.names)
    return desk


def said(desk: Desk, **answers: str) -> dict[str, Answer]:
    """A filled sheet."""
    session = FormSession(desk.feedback.form())
    for key, value in answers.items():
        session.answer(key, value)
    return session.changes()


def everything(desk: Desk, *, but: tuple[str, ...] = ()) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of ``case.db``."""
    with desk.bench.keeper.writing() as work:
        connection = work.case.connection  # type: ignore[attr-defined]
        return {name: [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")]
                for name in case_tables.tables if name not in but}


def test_its_tables_point_nowhere_and_have_no_place_for_a_person_or_a_time():
    """What there is no column for cannot be kept."""
    for name in TABLES:
        table = case_tables.tables[name]
        assert name not in vault_tables.tables
        assert not table.foreign_keys
        assert {column.name for column in table.columns} <= COLUMNS


def test_four_answers_are_not_enough_and_five_are(lead: Desk):
    """Nothing is said of four, not even that they are there."""
    for _each in range(ENOUGH - 1):
        assert lead.feedback.hand_in(said(lead, hours="yes"))
    assert not lead.feedback.gather()
    assert lead.feedback.quarters() == []

    lead.feedback.hand_in(said(lead, hours="no", secret="yes"))
    assert lead.feedback.gather()

    [quarter] = lead.feedback.quarters()
    rows = {row.key: row for row in quarter.items}
    assert quarter.quarter == quarter_of(lead.clock.today())
    assert (rows["hours"].count, rows["hours"].shares) == (5, (80, 0, 20))
    assert (rows["secret"].count, rows["secret"].shares) == (0, ())


def test_what_is_left_on_purpose_counts_for_no_share(lead: Desk):
    """Five sheets, one of which prefers not to say: four are not enough."""
    for _each in range(ENOUGH - 1):
        lead.feedback.hand_in(said(lead, hours="yes"))
    session = FormSession(lead.feedback.form())
    session.set_state("hours", next(state for state in type(session.answer_of("hours").state)
                                    if state.value == "prefers_not_to_say"))
    lead.feedback.hand_in(session.changes())
    lead.feedback.gather()

    [quarter] = lead.feedback.quarters()
    assert {row.count for row in quarter.items} == {0}


def test_an_empty_sheet_is_nothing(lead: Desk):
    """Whoever skips everything hands nothing over."""
    assert not lead.feedback.hand_in(said(lead))
    assert everything(lead)["feedback_waiting"] == []


def test_handing_over_writes_one_row_and_not_a_trace_elsewhere(lead: Desk):
    """Not in the log, the audit chain, the small values, the streams: the whole database before and after."""
    before = everything(lead, but=("feedback_waiting",))

    lead.feedback.hand_in(said(lead, hours="yes", free_line="Zarquintela"))

    assert everything(lead, but=("feedback_waiting",)) == before
    [(ref, sheet)] = everything(lead)["feedback_waiting"]
    assert len(ref) == 16  # type: ignore[arg-type]
    assert msgspec.msgpack.decode(sheet) == [{"hours": "yes", "language": "en"}, "Zarquintela"]  # type: ignore[arg-type]


def test_the_batch_is_one_line_that_says_no_more(lead: Desk):
    """It says that there was a batch; not of how many, nor of what."""
    for _each in range(ENOUGH):
        lead.feedback.hand_in(said(lead, hours="partly"))
    with lead.bench.keeper.writing() as work:
        before = work.rounds.audit_head()[0]
    lead.feedback.gather()

    with lead.bench.keeper.writing() as work:
        assert work.rounds.audit_head()[0] == before + 1
        [(_n, line)] = work.audit_tail(1)
    body = lead.bench.read_audit(line)
    assert body is not None
    assert (body.verb, body.object, body.case, body.fields, body.reason) == ("feedback.batch", b"", b"", (), "")
    assert everything(lead)["feedback_waiting"] == []


def test_every_question_is_shuffled_by_itself(lead: Desk):
    """Of a batch no row is what one person said, and the order is not the one in which people came."""
    orders: list[list[str]] = []

    def turn(column: list[object]) -> None:
        if all(isinstance(each, str) for each in column):
            orders.append([str(each) for each in column])
            if column and set(column) <= set(SCALE):
                column.sort(key=str)

    service = FeedbackService(lead.bench, shuffle=turn)
    for hours, secret in (("yes", "no"), ("no", "yes"), ("yes", "no"), ("no", "yes"), ("yes", "no")):
        service.hand_in(said(lead, hours=hours, secret=secret))
    service.gather()

    held = {(question, place): answer for _batch, question, place, _quarter, answer in everything(lead)["feedback"]}
    assert [held["hours", place] for place in range(5)] == sorted(held["hours", place] for place in range(5))
    assert [held["secret", place] for place in range(5)] == sorted(held["secret", place] for place in range(5))
    assert len(orders) == 4  # hours, secret, language, and the free lines, of which there are none


def test_the_order_of_what_waits_is_that_of_nobody(lead: Desk):
    """With five sheets that differ, hardly ever the order of coming; ten tries in a row never."""
    seen = []
    for turn in range(10):
        for each in range(ENOUGH):
            lead.feedback.hand_in(said(lead, free_line=f"{turn} {each}"))
        with lead.bench.keeper.writing() as work:
            seen.append([msgspec.msgpack.decode(sheet)[1][-1] for sheet in work.feedback.waiting()])
        lead.feedback.gather()
    assert any(order != sorted(order) for order in seen)


def test_nothing_of_it_is_in_the_files_beside_or_in_a_backup(lead: Desk, tmp_path: Path):
    """Neither in the write-ahead file, which is empty again, nor among the rows of a backup."""
    lead.feedback.hand_in(said(lead, hours="yes", free_line="Zarquintela"))
    folder = lead.signed.place.folder
    assert (folder / "case.db-wal").stat().st_size == 0
    for path in (path for path in folder.parent.parent.rglob("*") if path.is_file()):
        assert not re.search(rb"Zarquintela|feedback", path.read_bytes()), path.name

    made = lead.bench.keeper.make_backup(tmp_path / "kept.amparo-backup")
    unpack(made, tmp_path / "there")
    with closing(bare(tmp_path / "there" / "case.db", lead.signed.database_key)) as copy:
        assert table_counts(copy)["feedback_waiting"] == 0


def test_free_words_are_read_first_by_somebody_else(lead: Desk):
    """Until then they are shown to nobody; what was taken out of them is gone."""
    for _each in range(ENOUGH):
        lead.feedback.hand_in(said(lead, hours="yes", free_line="Killa from Quito was kind"))
    lead.feedback.gather()
    assert lead.feedback.quarters()[0].words == ()

    first, *others = lead.feedback.unread()
    lead.feedback.pass_on(first.ref, "Somebody was kind")
    for each in others:
        lead.feedback.pass_on(each.ref, "")

    assert lead.feedback.quarters()[0].words == ("Somebody was kind",)
    assert lead.feedback.unread() == []
    assert "Quito" not in str(everything(lead)["feedback_line"])


def test_where_nobody_reads_first_no_free_words_are_asked(desk: Desk):
    """And an answer given all the same is not kept."""
    desk.bench.learn(["caseworker"], desk.bench.names)
    assert "free_line" not in {field.key for field in desk.feedback.form().fields()}


@pytest.mark.parametrize("case", ["", "00" * 16])
def test_no_case_opens_it(desk: Desk, case: str):
    """Not even one that is not there yet."""
    with pytest.raises(NotAllowed) as refused:
        desk.records.open("F16", case)
    assert refused.value.code == "gate.apart"
