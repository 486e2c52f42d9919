# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A snapshot stands for the bundles it replaces: whoever reads it knows no less, and nothing comes back to life."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from assist.services.bridging import Looking
from assist.sync import snapshots
from tests.syncing.compacting import (
    DAY,
    MONTH,
    all_agree,
    bundles_of,
    circle,
    compacted,
    four_laptops,
    is_new,
    publish_only,
    rough_store,
    snapshot,
    stream,
    take_away,
)
from tests.syncing.model import Laptop, RoughStore, meet_until_quiet

store, team = rough_store, four_laptops


# -- making and reading ------------------------------------------------------------------


def test_a_new_laptop_reads_snapshots_where_bundles_are_gone(team: list[Laptop], store: RoughStore):
    """Every case, its key too; then it goes on with the bundles that come later."""
    ana, beto, carla, dora = team
    case = min(ana.everything())
    beto.save("F01", case, chosen_name="Second")
    meet_until_quiet([ana, beto, carla], store)
    is_new(dora)
    for laptop in (ana, beto, carla):
        compacted(laptop, store)
    ana.save("F01", case, chosen_name="Third")

    all_agree(team, store)
    assert dora.sync.troubles() == []


def test_progress_is_told_while_a_new_laptop_reads(team: list[Laptop], store: RoughStore):
    """So many of so many cases."""
    ana, _beto, _carla, dora = team
    compacted(ana, store)
    is_new(dora)
    told: list[tuple[int, int]] = []

    dora.sync.round(store, progress=lambda done, of: told.append((done, of)))

    assert told
    assert told[-1][0] == told[-1][1] > 0


def test_a_snapshot_looks_like_a_bundle_from_outside(team: list[Laptop], store: RoughStore):
    """One of the common sizes under a name like any other, and no word of it in the clear."""
    ana = team[0]
    ana.first_contact("Wayra")
    ana.round(store)

    (name,) = snapshot(ana, store)

    assert len(store.objects[name]) == 4096
    assert len(name) == 26
    assert b"Wayra" not in store.objects[name]


def test_a_snapshot_too_large_for_one_object_comes_in_parts(
        team: list[Laptop], store: RoughStore, monkeypatch: pytest.MonkeyPatch):
    """All of them or none: with one missing it is as if there were no snapshot."""
    ana, _beto, _carla, dora = team
    cases = {ana.first_contact(name) for name in ("Wayra", "Sumaq", "Illari")}
    meet_until_quiet(team[:3], store)
    monkeypatch.setattr(snapshots, "ROOM", 700)
    made = snapshot(ana, store)
    assert len(made) > 2
    take_away(store, bundles_of(ana, store))
    is_new(dora)
    last = store.objects.pop(made[-1])

    dora.round(store)
    assert not cases & set(dora.everything())

    store.objects[made[-1]] = last
    dora.round(store, seconds=8 * DAY)
    all_agree(team, store)


# -- what a snapshot must not do -------------------------------------------------------------


def test_what_was_replaced_does_not_come_back_with_a_snapshot(team: list[Laptop], store: RoughStore):
    """Beto's snapshot was made before he knew of the new value; Carla knows it."""
    ana, beto, carla, _dora = team
    case = min(ana.everything())
    ana.save("F01", case, chosen_name="Old")
    beto.round(store)
    ana.round(store)
    beto.round(store)
    beto.save("F01", case, lang_pref="pt-BR")
    ana.save("F01", case, chosen_name="New")
    ana.round(store)
    carla.round(store)
    publish_only(beto, store)
    compacted(beto, store)

    all_agree(team, store)


def test_what_a_snapshot_saw_replaced_is_dropped(team: list[Laptop], store: RoughStore):
    """Carla holds the old value and reads of the new one in a snapshot alone."""
    ana, _beto, carla, _dora = team
    case = min(ana.everything())
    ana.save("F01", case, chosen_name="Old")
    meet_until_quiet(team, store)
    ana.save("F01", case, chosen_name="New")
    publish_only(ana, store)
    compacted(ana, store)

    carla.round(store, seconds=8 * DAY)

    assert carla.registers(case) == ana.registers(case)
    all_agree(team, store)


def test_a_value_replaced_before_it_came_stays_replaced_through_a_snapshot(team: list[Laptop], store: RoughStore):
    """Dora knows from Beto that Ana's value is replaced, and never saw that value; Carla hears it from Dora alone."""
    ana, beto, carla, dora = team
    case = min(ana.everything())
    before = set(store.objects)
    ana.save("F01", case, chosen_name="Old")
    publish_only(ana, store)
    from_ana = {name: store.objects[name] for name in set(store.objects) - before}
    beto.round(store)
    beto.save("F01", case, chosen_name="New")
    publish_only(beto, store)
    take_away(store, from_ana)
    dora.round(store)
    dora.save("F01", case, lang_pref="pt-BR")
    publish_only(dora, store)
    from_beto = bundles_of(beto, store)
    take_away(store, from_beto)
    compacted(dora, store)
    carla.round(store, seconds=8 * DAY)
    assert any(b"pt-BR" in value for *_, value in carla.registers(case))  # she has read the snapshot

    store.objects |= from_ana
    carla.round(store)
    assert not any(b"Old" in value for *_, value in carla.registers(case))

    store.objects |= from_beto
    all_agree(team, store)


@contextmanager
def keys_left_out(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Snapshots that give no newcomer the key of any case."""
    real = snapshots.Draft.add
    with monkeypatch.context() as patch:
        patch.setattr(snapshots.Draft, "add",
                      lambda self, opened, state, begins=-1, key=None: real(self, opened, state, begins))
        yield


def test_a_key_that_comes_late_opens_the_section_and_then_what_came_after_it(
        team: list[Laptop], store: RoughStore, monkeypatch: pytest.MonkeyPatch):
    """In that order: a later change read first would make the section look read."""
    ana, beto, _carla, _dora = team
    secret = ana.first_contact("Wayra")
    ana.key_is_kept_back(secret, is_kept=True)
    publish_only(ana, store)
    with keys_left_out(monkeypatch):
        compacted(ana, store)
    beto.round(store, seconds=8 * DAY)
    ana.save("F01", secret, lang_pref="pt-BR")
    publish_only(ana, store)
    beto.round(store)
    assert secret not in beto.everything()
    with beto.desk.bench.keeper.writing() as work:
        assert work.rounds.closed_sections()
        assert work.rounds.closed()

    ana.key_is_kept_back(secret, is_kept=False)
    ana.save("F01", secret, chosen_name="Wayra Luz")
    all_agree([ana, beto], store)
    assert len(beto.registers(secret)) > 3
    with beto.desk.bench.keeper.writing() as work:
        assert work.rounds.closed_sections() == []


def test_a_gap_and_then_a_snapshot(team: list[Laptop], store: RoughStore):
    """Some bundles never came, a later one did not help; the snapshot does, and unsent work of the reader stays."""
    ana, beto, _carla, _dora = team
    case = min(ana.everything())
    for word in ("One", "Two", "Three"):
        ana.save("F01", case, chosen_name=word)
        publish_only(ana, store)
    lost = bundles_of(ana, store, first=3)
    take_away(store, dict(list(lost.items())[:2]))
    beto.save("F01", case, chosen_name="Beto's own")
    beto.round(store)
    snapshot(ana, store)
    beto.round(store, seconds=8 * DAY)

    assert any(b"Three" in value for *_, value in beto.registers(case))
    assert any(b"Beto's own" in value for *_, value in beto.registers(case))
    all_agree([ana, beto], store)


@pytest.mark.parametrize("harm", ["flip", "cut", "empty"])
def test_a_damaged_newest_snapshot_does_not_stop_the_one_before(team: list[Laptop], store: RoughStore, harm: str):
    """It is passed over and said; once it is whole, it is read."""
    ana, beto, _carla, _dora = team
    case = min(ana.everything())
    ana.save("F01", case, chosen_name="One")
    publish_only(ana, store)
    compacted(ana, store)
    ana.save("F01", case, chosen_name="Two")
    publish_only(ana, store)
    later = bundles_of(ana, store)
    (newest,) = snapshot(ana, store)
    take_away(store, later)
    whole = store.objects[newest]
    flipped = whole[:99] + bytes([whole[99] ^ 1]) + whole[100:]
    store.objects[newest] = {"flip": flipped, "cut": whole[:-9], "empty": b""}[harm]

    beto.round(store, seconds=8 * DAY)
    assert any(b"One" in value for *_, value in beto.registers(case))
    assert {each.kind for each in beto.sync.troubles()} & {"damaged"}

    store.objects[newest] = whole
    beto.round(store, seconds=8 * DAY)
    assert any(b"Two" in value for *_, value in beto.registers(case))
    all_agree([ana, beto], store)
    assert beto.sync.troubles() == []


# -- clearing ----------------------------------------------------------------------------------


def test_bundles_go_once_everybody_has_read_them(team: list[Laptop], store: RoughStore):
    """Not before; then all older ones, and older snapshots; the newest snapshot stays, here and there."""
    ana, beto, carla, dora = team
    ana.save("F01", min(ana.everything()), chosen_name="One")
    meet_until_quiet([ana, beto, carla], store)
    first = snapshot(ana, store)
    before = bundles_of(ana, store)
    for laptop in (beto, carla, ana):
        laptop.round(store, seconds=DAY + 1)
    assert before.items() <= bundles_of(ana, store).items()

    meet_until_quiet(team, store)
    dora.round(store, seconds=DAY + 1)
    ana.round(store)
    with ana.desk.bench.keeper.writing() as work:
        made = work.rounds.own_snapshot(stream(ana))
        assert made is not None
        assert made.names == first
        kept = set(work.rounds.own_objects())
    assert bundles_of(ana, store, last=made.seq) == {}
    assert set(first) <= set(store.objects)
    assert set(first) <= kept
    assert not kept & set(bundles_of(ana, store, last=made.seq))
    all_agree(team, store)


def test_after_a_month_nobody_is_waited_for(team: list[Laptop], store: RoughStore):
    """Dora has been away; her own work joins what she missed when she comes back after the second snapshot."""
    ana, beto, carla, dora = team
    case = min(ana.everything())
    dora.save("F01", case, chosen_name="Dora's, unsent")
    for word in ("One", "Two", "Three"):
        ana.save("F01", case, chosen_name=word)
        for laptop in (ana, beto, carla):
            laptop.round(store, seconds=MONTH)
    with ana.desk.bench.keeper.writing() as work:
        made = work.rounds.own_snapshot(stream(ana))
    assert made is not None
    assert made.k >= 2
    assert bundles_of(ana, store, last=2) == {}

    dora.round(store, seconds=3 * MONTH)
    all_agree(team, store)
    assert any(b"Dora's, unsent" in value for *_, value in ana.registers(case))


def test_nothing_is_taken_away_where_the_snapshot_does_not_lie(team: list[Laptop], store: RoughStore):
    """It is put there first."""
    ana = team[0]
    made = snapshot(ana, store)
    take_away(store, dict.fromkeys(made, b""))
    meet_until_quiet(team, store)
    for laptop in (*team, ana):
        laptop.round(store, seconds=DAY + 1)

    assert set(made) <= set(store.objects)
    assert bundles_of(ana, store, last=1) == {}


def test_a_place_further_away_is_cleared_once_the_snapshot_was_carried_there(team: list[Laptop], store: RoughStore):
    """That it lies in the relay of this laptop says nothing of that place."""
    ana = team[0]
    made = snapshot(ana, store)
    meet_until_quiet(team, store)
    for laptop in team[1:]:
        laptop.round(store, seconds=DAY + 1)
    list(ana.sync._pull(store, Looking(ana.desk.bench, store, "here"), None))
    before = dict(store.objects)

    assert ana.sync._snapshots.clear(store, "far", circle(ana)) == 0
    assert store.objects == before

    with ana.desk.bench.keeper.writing() as work:
        work.rounds.put_in_place(made)
        work.commit()
    assert ana.sync._snapshots.clear(store, "far", circle(ana)) > 0
    assert ana.sync._snapshots.clear(store, "far", circle(ana)) == 0


def test_one_that_says_more_of_us_than_we_wrote_is_refused(
        team: list[Laptop], store: RoughStore, monkeypatch: pytest.MonkeyPatch):
    """Or own saves would count as read and be lost."""
    ana, beto, _carla, _dora = team
    case = min(beto.everything())
    mine = stream(beto)
    real: Callable[..., Any] = snapshots.sealed_section

    def lying(key: bytes, place: Any, content: Any, step: int = 0) -> bytes:
        if isinstance(content, snapshots.CaseState):
            cursor = tuple(type(each)(each.stream, 1 << 40 if each.stream == mine else each.n)
                           for each in content.cursor)
            content = snapshots.CaseState(cursor, content.live, content.killed)
        return real(key, place, content, step)

    beto.save("F01", case, lang_pref="pt-BR")
    meet_until_quiet(team, store)
    ana.save("F01", case, chosen_name="One")
    publish_only(ana, store)
    monkeypatch.setattr(snapshots, "sealed_section", lying)
    compacted(ana, store)

    beto.round(store, seconds=8 * DAY)
    assert {each.kind for each in beto.sync.troubles()} & {"damaged", "refused"}
    beto.save("F01", case, chosen_name="Mine")
    assert any(b"Mine" in value for *_, value in beto.registers(case))
