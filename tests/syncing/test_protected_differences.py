# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was written apart behind the seal is seen, counted and settled behind the seal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assist.changesets import Changeset, Op, encode, pack_answer, pack_plain, person_of, twin_of
from assist.differences import DifferenceRow
from assist.domain import wire
from assist.reading import number, text
from assist.rows import SEALED, LogRow
from forms.answers import Answer
from tests.conftest import PASSPHRASE
from tests.syncing.team import Member
from tests.syncing.written_apart import consented

ELSEWHERE = b"w" * 16


def written_elsewhere(member: Member, case: str, value: str) -> None:
    """A number for her that another laptop wrote meanwhile, as it lies in the log once it arrived."""
    bench = member.desk.bench
    ident = bytes.fromhex(case)
    person = person_of(ident)
    twin = twin_of(person)
    ops = (
        Op(wire.OP_MOVE, ident, wire.CASE, wire.MOVE_BELONGS, ident),
        Op(wire.OP_CREATE, twin, wire.PERSON, wire.ORIGINAL, pack_plain(person)),
        Op(wire.OP_SET, twin, wire.PERSON, number("contact.value"), pack_answer(Answer(value))),
    )
    made = Changeset(1, ELSEWHERE, 1, bench.clock.now_ms() << 16, b"g" * 16, bench.user, bench.clock.now_ms(),
                     bytes(16), 0, ops)
    body = encode(made)
    with bench.keeper.writing() as work:
        work.keep_sealed(LogRow(
            ELSEWHERE, 1, made.hlc, made.group, SEALED, bench.ring.seal_row(ELSEWHERE, 1, body), b"", b"h" * 32,
            made.wall_ms))
        work.commit()


@pytest.fixture
def ana(team: Callable[..., list[Member]]) -> Member:
    """She wrote a number, and so did somebody else."""
    [member] = team("Ana")
    return member


def waiting(member: Member, case: str) -> list[DifferenceRow]:
    """What waits about the number."""
    return [row for row in member.desk.conflicts.of(case) if row.field == number("contact.value")]


@pytest.mark.rule("WP-01")
def test_with_the_vault_shut_nobody_hears_that_there_is_a_difference(ana: Member):
    """Not the words, not the question, not the count."""
    case = consented(ana)
    ana.save("F04", case, value="111")
    written_elsewhere(ana, case, "222")
    assert [each.count for each in ana.desk.conflicts.all()] == [1]

    ana.desk.signed.shut_vault()

    assert ana.desk.conflicts.of(case) == ()
    assert ana.desk.conflicts.all() == ()
    assert ana.desk.cases.header(case).differences == 0
    ana.desk.signed.open_vault(PASSPHRASE)
    [row] = waiting(ana, case)
    assert row.closed
    assert [side.answer for side in row.sides] == [None, None]
    assert ana.desk.cases.reveal_contact(case) == "", "a number that may be the wrong one is called by nobody"
    assert ana.desk.bench.keeper.projection_drift() == []


def test_it_is_settled_behind_the_seal(ana: Member):
    """Nothing of it comes to lie in front."""
    case = consented(ana)
    ana.save("F04", case, value="111")
    written_elsewhere(ana, case, "222")
    [row] = waiting(ana, case)
    opened = ana.desk.conflicts.reveal(row)
    assert sorted(side.answer.value for side in opened.sides if side.answer) == ["111", "222"]

    place = [side.answer.value for side in opened.sides if side.answer].index("222")
    ana.desk.conflicts.choose(opened, place)

    assert ana.desk.conflicts.of(case) == ()
    assert text(ana.desk.bench.look_up(case).person, "contact.value") == "222"
    with ana.desk.bench.keeper.writing() as work:
        assert not any(b"222" in each.value for each in work.ordinary_rows(bytes.fromhex(case)))
    assert ana.desk.bench.keeper.projection_drift() == []


def test_a_number_written_with_the_vault_shut_replaces_ones_own(ana: Member):
    """She could not see the first and means the second: there is nothing to ask."""
    case = consented(ana)
    _case, record = ana.save("F04", case, value="111")
    ana.desk.signed.shut_vault()
    ana.save("F04", case, record, value="333")
    ana.desk.signed.open_vault(PASSPHRASE)

    assert waiting(ana, case) == []
    assert ana.desk.cases.reveal_contact(case) == "333"
