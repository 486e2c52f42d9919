# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What she asks to leave out is nowhere: not in the tables, the log, the freed pages or a backup."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assist.changesets import decode
from assist.desk import Desk
from assist.errors import NotAllowed
from forms.answers import AnswerState


def everything(desk: Desk) -> bytes:
    """All that this person could read anywhere: both databases, open log bodies, opened sealed ones."""
    with desk.bench.keeper.writing() as work:
        heap = b""
        for half in (work.case, work.vault):
            names = half.connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
            for (table,) in names:
                heap += repr(half.connection.exec_driver_sql(f'SELECT * FROM "{table}"').all()).encode()
        for row in work.log.every():
            if row.kind == 0:
                heap += repr(decode(row.body)).encode()
            elif row.kind == 1:
                heap += repr(desk.bench.ring.vault.open_row(row)).encode()
    return heap


@pytest.mark.rule("NR-19", "UX-27")
@pytest.mark.parametrize("key", ["facts", "protected_part", "person_wants"])
def test_struck_words_are_nowhere(key: str, fill, desk: Desk, case: str):
    """At every level; the rest of the same note is still there, and every chain holds."""
    words = {"facts": "Zarquintela", "protected_part": "Olmevante", "person_wants": "Perlunqui"}
    note = fill("F11", case, outcome="held", minutes=30, **words).record
    older = desk.backups.make()

    desk.striking.strike(case, note, key)

    journals = [desk.signed.place.folder / name for name in ("case.db-wal", "vault.db-wal")]
    assert [journal.stat().st_size for journal in journals] == [0, 0]
    assert not older.exists()
    heap = everything(desk)
    assert words[key].encode() not in heap
    assert all(other.encode() in heap for name, other in words.items() if name != key)
    _, answers = desk.records.answers(case, note)
    assert answers[key].state is AnswerState.WITHDRAWN
    assert answers["minutes"].value == 30
    assert [row.name for row in desk.checks.run() if not row.ok] == []
    assert len(desk.backups.shelf()) == 1
    assert desk.cases.find_words(words[key]) == []


def test_only_todays_words_are_left_out_this_way(fill, desk: Desk, case: str, clock):
    """Later it is a request with its own path."""
    note = fill("F11", case, outcome="held", facts="Zarquintela").record
    clock.set(datetime(2026, 11, 27, 9, tzinfo=UTC))

    with pytest.raises(NotAllowed) as refused:
        desk.striking.strike(case, note, "facts")

    assert refused.value.code == "strike.not_today"
