# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A save is undone as if it had never been, and what was typed is a draft again; what others know is not undone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assist.desk import Desk
from assist.errors import NotAllowed, VaultShut
from assist.practice import fill as answered
from assist.rows import RegRow
from assist.services.drafting import FormOpening
from assist.services.records import Saved
from assist.views import Changes
from tests.conftest import PASSPHRASE
from tests.services.test_striking import everything

WORDS = {"facts": "Zarquintela", "protected_part": "Olmevante", "person_wants": "Perlunqui"}


def saved(desk: Desk, form: str, case: str, record: str = "", **answers: object) -> tuple[FormOpening, Saved]:
    """A form filled in, and what came of keeping it."""
    opening = desk.records.open(form, case, record)
    answered(opening, answers)
    return opening, desk.records.save(opening)


def rows(desk: Desk, case: str) -> tuple[set[RegRow], set[object]]:
    """All live values of a case, and everything that is remembered as replaced."""
    with desk.bench.keeper.writing() as work:
        halves = [half for half in (work.case, work.vault) if half is not None]
        return set(work.rows_of(bytes.fromhex(case))), {
            row for half in halves for row in half.connection.exec_driver_sql("SELECT * FROM killed").all()}


@pytest.fixture
def accompanied(desk: Desk, case: str) -> str:
    """With a note of hers, part of it behind the seal."""
    saved(desk, "F11", case, outcome="held", minutes=20, facts="Mistralcoya", protected_part="Tumbalera")
    return case


@pytest.mark.rule("UX-27")
def test_a_note_that_was_just_kept_is_undone_and_is_a_draft_again(desk: Desk, accompanied: str):
    """Registers stand as they stood, the words are in no table, log, journal or backup, and she can go on with them."""
    before = rows(desk, accompanied)
    opening, note = saved(desk, "F11", accompanied, outcome="held", minutes=30, **WORDS)
    older = desk.backups.make()
    assert rows(desk, accompanied) != before

    draft = desk.undoing.undo(note.changes, opening)

    assert rows(desk, accompanied) == before
    heap = everything(desk)
    assert not [word for word in WORDS.values() if word.encode() in heap]
    assert not older.exists()
    assert desk.cases.find_words("Zarquintela") == []
    assert [row.name for row in desk.checks.run() if not row.ok] == []
    again = desk.records.resume(draft)
    assert {key: again.session.answer_of(key).value for key in WORDS} == WORDS
    assert desk.records.save(again).record == note.record


@pytest.mark.rule("UX-27")
def test_a_correction_that_is_undone_leaves_what_stood_there_and_who_wrote_it(desk: Desk, accompanied: str):
    """Not written again: the very value that was there."""
    note = next(row.record for row in desk.cases.records(accompanied) if row.form == "F11")
    before = rows(desk, accompanied)
    _opening, correction = saved(desk, "F11", accompanied, note, facts="Zarquintela", protected_part="Olmevante")
    assert rows(desk, accompanied)[1] != before[1]

    desk.undoing.undo(correction.changes)

    assert rows(desk, accompanied) == before
    assert desk.records.answers(accompanied, note)[1]["facts"].value == "Mistralcoya"


@pytest.mark.rule("UX-27", "CO-06")
def test_a_yes_stopped_by_a_slip_holds_again(desk: Desk, accompanied: str):
    """In one step, as stopping it was."""
    yes = next(row for row in desk.cases.consents(accompanied) if row.standing == "given")
    stopped = desk.care.withdraw(accompanied, yes.record)
    assert next(row.standing for row in desk.cases.consents(accompanied) if row.record == yes.record) == "withdrawn"

    desk.undoing.undo(stopped)

    assert next(row.standing for row in desk.cases.consents(accompanied) if row.record == yes.record) == "given"


def test_what_was_written_after_it_is_not_undone_with_it(desk: Desk, accompanied: str):
    """Refused, and nothing changed; the draft that was to be is none."""
    opening, note = saved(desk, "F11", accompanied, outcome="held", **WORDS)
    saved(desk, "F11", accompanied, note.record, minutes=45)
    before = rows(desk, accompanied)

    with pytest.raises(NotAllowed) as refused:
        desk.undoing.undo(note.changes, opening)

    assert refused.value.code == "undo.over"
    assert rows(desk, accompanied) == before
    assert desk.records.drafts() == []


def test_it_is_undone_once(desk: Desk, accompanied: str):
    """A second press finds nothing; nor is there anything where a command offers none."""
    _opening, note = saved(desk, "F11", accompanied, outcome="held", **WORDS)
    desk.undoing.undo(note.changes)

    for nothing in (note.changes, Changes()):
        with pytest.raises(NotAllowed):
            desk.undoing.undo(nothing)


def test_what_protects_makes_a_case_or_seals_its_first_word_is_not_offered(desk: Desk, case: str):
    """A threat that was told is not taken back with a slip of the mouse."""
    _opening, first = saved(desk, "F11", case, outcome="held", protected_part="Tumbalera")
    _opening, threat = saved(
        desk, "F17", case, what="seen_near", when="today", who_at_risk=("person",))
    begun = desk.records.fresh("F01")
    answered(begun, {"chosen_name": "Sisa", "may_keep_note": "yes"})

    assert [each.changes.undo for each in (first, threat, desk.records.save(begun))] == [None, None, None]


def test_with_protected_work_shut_since_it_waits_for_the_passphrase(desk: Desk, accompanied: str):
    """Half of it could not be taken back."""
    _opening, note = saved(desk, "F11", accompanied, outcome="held", **WORDS)
    before = rows(desk, accompanied)
    desk.signed.shut_vault()

    with pytest.raises(VaultShut):
        desk.undoing.undo(note.changes)

    desk.signed.open_vault(PASSPHRASE)
    assert rows(desk, accompanied) == before


def test_a_note_written_with_protected_work_shut_is_undone_in_the_log_too(desk: Desk, accompanied: str):
    """What waits sealed is never read by the vault."""
    before = rows(desk, accompanied)
    desk.signed.shut_vault()
    _opening, note = saved(desk, "F11", accompanied, outcome="held", **WORDS)

    desk.undoing.undo(note.changes)
    desk.signed.open_vault(PASSPHRASE)

    assert rows(desk, accompanied) == before
    assert b"Olmevante" not in everything(desk)


def test_what_was_sent_is_not_undone(desk: Desk, accompanied: str, clock):
    """A minute later it may be with colleagues."""
    _opening, note = saved(desk, "F11", accompanied, outcome="held", **WORDS)
    clock.set(datetime.fromtimestamp(clock.now_ms() / 1000, UTC) + timedelta(minutes=2))
    desk.meeting.local_round()

    with pytest.raises(NotAllowed):
        desk.undoing.undo(note.changes)
