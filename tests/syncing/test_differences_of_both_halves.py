# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was written apart in the open and behind the seal: told while the vault is open, and settled for everybody."""

from __future__ import annotations

import pytest

from assist.differences import STAYS, TAKEN_OUT
from assist.domain import wire
from assist.sync.approvals import LOWER
from tests.conftest import PASSPHRASE
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_protected import answers, told
from tests.syncing.written_apart import later, only
from tests.syncing.written_apart import told as said


def waits(member: Member) -> list[int]:
    """What My day says of each case."""
    return [each.count for each in member.desk.conflicts.all()]


def in_line(member: Member) -> bool:
    """Whether what lists are read from is what the registers say."""
    return member.desk.bench.keeper.projection_drift() == []


def form_of(member: Member, case: str, form: str = "F02") -> str:
    """The one form of its kind."""
    return next(row.record for row in member.desk.cases.records(case) if row.form == form)


@pytest.fixture
def readers(three: list[Member], store: MemoryStore) -> tuple[list[Member], str]:
    """Beto's case at level 2; Ana agreed with him that it is level 1 again, and his laptop has not heard of it."""
    ana, beto, _carla = three
    case = told(beto, "Killa", hopes="Zarquintela", people="Olmevante")
    settle(three, store)
    beto.desk.protection.set_level(case, 2)
    for _turn in range(2):
        settle(three, store)
    beto.desk.two_people.ask(case, LOWER, "It was long ago", 1)
    settle([beto, ana], store)
    [(_case, request)] = ana.desk.two_people.to_decide()
    ana.desk.two_people.agree(case, request.ref)
    return three, case


@pytest.fixture
def apart(readers: tuple[list[Member], str], store: MemoryStore) -> tuple[list[Member], str]:
    """Whom she lives with: Beto wrote it behind the seal, Ana in the open."""
    members, case = readers
    ana, beto, carla = members
    beto.save("F02", case, form_of(beto, case), people="Behindrisca")
    ana.save("F02", case, form_of(ana, case), people="Openvasca")
    for _turn in range(2):
        settle([ana, beto, carla], store)
    return members, case


@pytest.mark.rule("WP-01")
def test_my_day_tells_of_it_while_the_vault_is_open_and_of_nothing_while_it_is_shut(
    apart: tuple[list[Member], str]
):
    """Both sides, by those who wrote them; with the vault shut not even that there is a second one."""
    (ana, beto, carla), case = apart
    assert waits(beto) == [1]
    assert waits(ana) == [1], "who supervises sees everybody's"
    assert sorted(map(str, said(only(beto, case)))) == ["Behindrisca", "Openvasca"]
    assert [side.by for side in only(ana, case).sides] == ["Beto", "Ana"]
    assert waits(carla) == []
    assert answers(carla, case)["people"] == "Openvasca"

    beto.desk.signed.shut_vault()
    assert waits(beto) == []
    assert beto.desk.conflicts.of(case) == ()
    assert beto.desk.cases.header(case).differences == 0
    beto.desk.signed.open_vault(PASSPHRASE)
    assert waits(beto) == [1]
    assert all(map(in_line, (ana, beto, carla)))


def test_what_comes_in_the_open_while_the_vault_is_shut_is_told_once_it_opens(
    readers: tuple[list[Member], str], store: MemoryStore
):
    """The half that lies behind the seal was there before."""
    (ana, beto, _carla), case = readers
    beto.save("F02", case, form_of(beto, case), people="Behindrisca")
    ana.save("F02", case, form_of(ana, case), people="Openvasca")
    beto.round(store)
    beto.desk.signed.shut_vault()
    ana.round(store)
    beto.round(store)
    assert waits(beto) == []

    beto.desk.signed.open_vault(PASSPHRASE)

    assert waits(beto) == [1]
    assert in_line(beto)


@pytest.mark.parametrize("word", ["Behindrisca", "Openvasca"])
def test_one_value_lives_on_every_laptop_once_it_is_settled(
    apart: tuple[list[Member], str], store: MemoryStore, word: str
):
    """At level 1 the team may read who lives with her: whoever is no reader of protected work gets what was chosen."""
    (ana, beto, carla), case = apart
    row = only(beto, case)
    beto.desk.conflicts.choose(row, said(row).index(word))
    for _turn in range(2):
        settle([beto, ana, carla], store)

    for member in (ana, beto, carla):
        assert answers(member, case)["people"] == word
        assert waits(member) == []
        assert member.desk.conflicts.of(case) == ()
        assert in_line(member)
    assert ana.everything() == beto.everything() == carla.everything()
    assert ana.protected(case) == beto.protected(case)
    with beto.desk.bench.keeper.writing() as work:
        field = row.field
        assert len([each for each in work.rows_of(bytes.fromhex(case)) if each.field == field]) == 1


def test_it_stays_settled_when_somebody_writes_on(apart: tuple[list[Member], str], store: MemoryStore):
    """The side that was not chosen does not come back beside a later word."""
    (ana, beto, carla), case = apart
    beto.desk.conflicts.choose(only(beto, case), 0)
    for _turn in range(2):
        settle([beto, ana, carla], store)
    carla.save("F02", case, form_of(carla, case), people="Nunquavir")
    settle([carla, ana, beto], store)

    for member in (ana, beto, carla):
        assert answers(member, case)["people"] == "Nunquavir"
        assert waits(member) == []


def test_once_it_is_raised_again_both_sides_are_settled_behind_the_seal(
    apart: tuple[list[Member], str], store: MemoryStore
):
    """Where the level says it belongs; nothing of either stays in the open."""
    (ana, beto, carla), case = apart
    ana.desk.protection.set_level(case, 2)
    for _turn in range(2):
        settle([ana, beto, carla], store)
    assert waits(beto) == [1]
    row = only(beto, case)
    beto.desk.conflicts.choose(row, said(row).index("Openvasca"))
    for _turn in range(2):
        settle([beto, ana, carla], store)

    assert answers(ana, case)["people"] == answers(beto, case)["people"] == "Openvasca"
    assert "people" not in answers(carla, case)
    assert waits(ana) == waits(beto) == []


# -- a row in the open whose sensitive column lies behind the seal -----------------------------


def with_job(three: list[Member], store: MemoryStore) -> tuple[str, str, str]:
    """A job that Beto noted, its employer behind the seal: case, record, row."""
    beto = three[1]
    case = told(beto, "Killa", hopes="Zarquintela")
    _case, record = beto.save("F10", case, placement=[{"kind": "contract", "employer": "Brenvola"}])
    settle(three, store)
    opening = beto.desk.records.open("F10", case, record)
    return case, record, opening.session.rows("placement")[0].id


@pytest.mark.parametrize("place", [STAYS, TAKEN_OUT])
def test_a_row_taken_out_here_whose_sealed_column_was_changed_there(
    three: list[Member], store: MemoryStore, place: int
):
    """It is shown until somebody settles it, as it is for a row that lies in the open as a whole."""
    ana, beto, carla = three
    case, record, row = with_job(three, store)
    opening = carla.desk.records.open("F10", case, record)
    opening.session.remove_row("placement", row)
    carla.desk.records.save(opening)
    later(beto, 60)
    opening = beto.desk.records.open("F10", case, record)
    opening.session.answer_cell("placement", row, "employer", "Tolvanesca")
    beto.desk.records.save(opening)
    for _turn in range(2):
        settle([carla, beto, ana], store)

    assert waits(beto) == waits(ana) == [1]
    found = only(beto, case)
    assert (found.field, found.shown) == (wire.TOMBSTONE, STAYS)
    beto.desk.conflicts.choose(found, place)
    for _turn in range(2):
        settle([beto, carla, ana], store)
    for member in (ana, beto, carla):
        assert waits(member) == []
        assert in_line(member)
    assert len(beto.desk.records.open("F10", case, record).session.rows("placement")) == (place == STAYS)
