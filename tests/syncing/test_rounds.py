# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Colleagues on laptops apart meet over a store and lose nothing; what goes wrong has a name."""

from __future__ import annotations

import random  # noqa: TID251 - where an object is damaged must be the same for the same seed
from collections.abc import Callable
from datetime import timedelta

import pytest

from assist.errors import NameTaken
from assist.sync import names
from assist.sync.bundles import SMALLEST
from tests.conftest import NOON
from tests.syncing.holding import hold, lift
from tests.syncing.team import Member, MemoryStore, settle

Team = Callable[..., list[Member]]


def test_what_one_records_the_other_reads(team: Team, store: MemoryStore):
    """A person met here is in the list there, with the name she chose."""
    ana, beto = team("Ana", "Beto")
    case = ana.first_contact("Killa")
    assert beto.desk.cases.find("Killa") == []

    ana.round(store)
    result = beto.round(store)

    assert result.cases == {case}
    assert [row.name for row in beto.desk.cases.find("Killa")] == ["Killa"]
    assert beto.everything() == ana.everything()


def test_both_write_about_the_same_person_and_both_keep_everything(team: Team, store: MemoryStore):
    """Apart for weeks, on the same sheet: one register with two values on both laptops, the rest together."""
    ana, beto = team("Ana", "Beto")
    case = ana.first_contact("Killa")
    settle([ana, beto], store)
    ana.save("F01", case, chosen_name="Killa Luz")
    beto.save("F01", case, chosen_name="Killa Mar")

    settle([ana, beto], store)

    assert ana.everything() == beto.everything()
    with ana.desk.bench.keeper.writing() as work:
        values = [row.value for row in work.ordinary_rows(bytes.fromhex(case))]
    assert any(b"Killa Luz" in value for value in values)
    assert any(b"Killa Mar" in value for value in values)


def test_a_third_laptop_that_comes_late_reads_all_of_it(team: Team, store: MemoryStore):
    """In whatever order bundles are read, the end is the same."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    first = ana.first_contact("Killa")
    settle([ana, beto], store)
    beto.save("F01", first, chosen_name="Killa Mar")
    beto.first_contact("Inti")
    settle([beto, ana], store)

    carla.round(store)

    assert carla.everything() == ana.everything() == beto.everything()
    assert len(carla.everything()) == 2


def test_a_change_waits_a_minute_before_it_leaves(team: Team, store: MemoryStore):
    """Until then it can be taken back without a trace (ruling 15)."""
    ana, beto = team("Ana", "Beto")
    ana.first_contact("Killa")

    ana.round(store, seconds=30)
    beto.round(store)
    assert beto.everything() == {}
    assert ana.sync.not_shared() > 0

    ana.round(store, seconds=31)
    beto.round(store)
    assert beto.everything() == ana.everything() != {}
    assert ana.sync.not_shared() == 0


@pytest.mark.parametrize("back", [1, 30, 3600])
def test_a_clock_that_steps_back_does_not_cut_the_minute_short(team: Team, store: MemoryStore, back: int):
    """A second or an hour: what was written just now still waits."""
    ana, beto = team("Ana", "Beto")
    ana.first_contact("Killa")

    ana.round(store, seconds=-back)
    beto.round(store)
    assert beto.everything() == {}

    ana.round(store, seconds=back + 61)
    beto.round(store)
    assert beto.everything() == ana.everything() != {}


def test_what_was_written_under_a_clock_years_ahead_is_sent_once_it_is_right(team: Team, store: MemoryStore):
    """It would otherwise wait for years."""
    ana, beto = team("Ana", "Beto")
    ana.clock.set(NOON + timedelta(days=3650))
    ana.first_contact("Killa")
    ana.clock.set(NOON)

    ana.round(store)
    beto.round(store)

    assert beto.everything() == ana.everything() != {}


def test_nothing_new_sends_nothing_but_one_sign_of_life_a_day(team: Team, store: MemoryStore):
    """Silence of a laptop and silence of a lost laptop are not the same."""
    ana, beto = team("Ana", "Beto")
    settle([ana, beto], store)
    before = len(store.objects)

    ana.round(store)
    assert len(store.objects) == before

    ana.round(store, seconds=25 * 3600)
    assert len(store.objects) == before + 1


def test_an_hour_of_work_is_one_object_of_one_size(team: Team, store: MemoryStore):
    """Whoever keeps the objects sees that somebody worked, not how much."""
    ana, _beto = team("Ana", "Beto")
    ana.round(store)
    quiet = set(store.objects)
    case = ana.first_contact("Killa")
    ana.save("F01", case, chosen_name="Killa Luz")

    ana.round(store)

    busy = set(store.objects) - quiet
    assert {len(store.objects[name]) for name in quiet | busy} == {SMALLEST}
    assert len(busy) == 1


def test_a_round_asks_for_two_names_a_colleague_and_two_of_the_list_of_people(team: Team, store: MemoryStore):
    """The cost of nothing new: one question for each stream of a colleague, two for their list, and no listing."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    settle([ana, beto, carla], store)
    store.calls = 0

    carla.round(store)

    assert store.calls == 2 * 2 + 2


@pytest.mark.parametrize("harm", ["flip", "cut", "empty", "other"])
def test_a_damaged_object_is_waited_for_and_read_once_it_is_whole(team: Team, store: MemoryStore, harm: str):
    """It is said which bundle it is; the other colleague's work goes on; nothing half-read stays."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    ana.first_contact("Killa")
    ana.round(store)
    carla.first_contact("Inti")
    carla.round(store)
    name = names.bundle_name(key_of(ana), ana.desk.bench.ring.ordinary_stream, 1)
    whole = store.objects[name]
    store.objects[name] = {"flip": whole[:99] + bytes([whole[99] ^ 1]) + whole[100:], "cut": whole[:-7], "empty": b"",
                           "other": random.Random(1).randbytes(len(whole))}[harm]

    beto.round(store)
    assert [(each.kind, each.seq) for each in beto.sync.troubles() if each.kind == "damaged"] == [("damaged", 1)]
    assert beto.everything() == {case: held for case, held in carla.everything().items() if case in beto.everything()}
    assert len(beto.everything()) == 1

    store.objects[name] = whole
    beto.round(store)
    assert len(beto.everything()) == 2
    assert beto.sync.troubles() == []


def key_of(member: Member) -> bytes:
    """What names of this team are made with."""
    with member.desk.bench.keeper.writing() as work:
        return names.name_key(work.team_key()[2])


def test_a_bundle_that_is_kept_from_one_is_named_by_another(team: Team, store: MemoryStore):
    """Carla has read it and says so: Beto learns that something of Ana's has not reached him."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    ana.first_contact("Killa")
    ana.round(store)
    carla.round(store)
    carla.first_contact("Inti")
    carla.round(store)
    name = names.bundle_name(key_of(ana), ana.desk.bench.ring.ordinary_stream, 1)
    kept = store.objects.pop(name)

    beto.round(store)
    assert [(each.kind, each.stream, each.seq) for each in beto.sync.troubles()] == [
        ("missing", ana.desk.bench.ring.ordinary_stream, 1)]

    store.objects[name] = kept
    beto.round(store)
    assert beto.sync.troubles() == []
    assert len(beto.everything()) == 2


def test_another_object_under_ones_own_next_name_is_never_written_over(team: Team, store: MemoryStore):
    """Somebody writes as Ana from a copy of her profile: it is noticed before anything is lost."""
    ana, _beto = team("Ana", "Beto")
    name = names.bundle_name(key_of(ana), ana.desk.bench.ring.ordinary_stream, 1)
    store.objects[name] = b"somebody else's"
    ana.first_contact("Killa")

    with pytest.raises(NameTaken):
        ana.round(store)

    assert store.objects[name] == b"somebody else's"
    assert [each.kind for each in ana.sync.troubles()] == ["fork"]
    assert len(ana.everything()) == 1


def test_a_store_that_fails_half_way_costs_nothing(team: Team, store: MemoryStore):
    """What was made waits here with the same bytes; what was read stays read; the next round goes on."""
    ana, beto = team("Ana", "Beto")
    ana.first_contact("Killa")

    class Broken(MemoryStore):
        def put(self, name: str, content: bytes) -> None:
            raise TimeoutError

    with pytest.raises(TimeoutError):
        ana.round(Broken())
    ana.first_contact("Inti")
    ana.round(store)
    beto.round(store)

    assert beto.everything() == ana.everything()
    assert len(store.objects) >= 2


@pytest.mark.rule("WP-03")
def test_nothing_of_a_case_on_hold_goes_to_the_team_until_the_hold_is_over(team: Team, store: MemoryStore):
    """The places of what was kept back are sent and nothing of it; afterwards it comes, in order and once."""
    ana, beto = team("Ana", "Beto")
    held, free = ana.first_contact("Killa"), ana.first_contact("Inti")
    settle([ana, beto], store)
    hold(ana, held)
    ana.save("F01", held, chosen_name="Killa Luz")
    ana.save("F01", free, chosen_name="Inti Sol")
    before = beto.registers(held)

    settle([ana, beto], store)
    assert beto.registers(held) == before
    assert beto.registers(free) == ana.registers(free)
    assert beto.sync.troubles() == []

    lift(ana, held, asked_by=beto)
    ana.save("F01", held, chosen_name="Killa Mar")
    settle([ana, beto], store)

    assert beto.everything() == ana.everything()
    assert beto.sync.troubles() == []
    assert beto.desk.bench.keeper.projection_drift() == []
    assert beto.desk.bench.keeper.log_break() == ""


def test_a_case_that_was_on_hold_from_the_first_day_comes_with_its_key_when_it_is_over(team: Team, store: MemoryStore):
    """Not even that there is such a case is told before."""
    ana, beto = team("Ana", "Beto")
    case = ana.first_contact("Killa")
    hold(ana, case)
    settle([ana, beto], store)
    assert beto.everything() == {}
    with beto.desk.bench.keeper.writing() as work:
        assert work.rounds.case_keys() == []
        assert work.rounds.closed() == []

    lift(ana, case, asked_by=beto)
    settle([ana, beto], store)

    assert beto.everything() == ana.everything() != {}
