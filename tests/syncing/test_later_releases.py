# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Laptops of two releases in one team: what the older cannot read is kept, and read once it is brought up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pytest

from assist.changesets import Dot, pack_answer
from assist.domain import wire
from assist.services.scribe import Put, Target
from assist.sync import snapshots
from forms.answers import Answer, AnswerState
from tests.syncing.compacting import DAY, compacted, is_new, publish_only
from tests.syncing.model import Laptop, RoughStore, specification, team_of

NEW_KIND, NEW_FIELD, NEW_ETYPE = 40, 9_999, 77
VALUE, OTHER = (pack_answer(Answer(text, AnswerState.ANSWERED)) for text in ("of a later release", "another"))


@contextmanager
def later_release() -> Iterator[None]:
    """One more kind of operation is known, which puts a value into a register."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wire, "KNOWN_OPS", wire.KNOWN_OPS | {NEW_KIND})
        patch.setattr(wire, "REGISTER_OPS", wire.REGISTER_OPS | {NEW_KIND})
        yield


@pytest.fixture
def store() -> RoughStore:
    """Where they meet."""
    return RoughStore()


@pytest.fixture
def team(store: RoughStore) -> Iterator[list[Laptop]]:
    """Ana and Carla have the later release, Beto and Dora the earlier one."""
    with team_of("Ana", "Beto", "Carla", "Dora", store=store) as laptops:
        yield laptops


def write(laptop: Laptop, case: str, value: bytes, kind: int = NEW_KIND, supersedes: tuple[Dot, ...] = (), *,
          etype: int = wire.CASE) -> None:
    """A value in a register nobody else writes to."""
    ident = bytes.fromhex(case)
    entity = ident if etype == wire.CASE else bytes(15) + b"x"
    with laptop.desk.bench.keeper.writing() as work:
        laptop.desk.bench.scribe.write(work, Target(ident), [
            Put(entity, etype, NEW_FIELD, value, 1, supersedes, kind)])
        work.commit()


def dots(laptop: Laptop, case: str) -> tuple[Dot, ...]:
    """Of that register as it stands."""
    return tuple(row[3] for row in laptop.registers(case) if row[2] == NEW_FIELD)  # type: ignore[misc]


def brought_up_to_date(*laptops: Laptop) -> None:
    """Opened again with the later release."""
    for laptop in laptops:
        laptop.come_back()


def reads(laptop: Laptop, store: RoughStore) -> None:
    """A round, a week later."""
    laptop.round(store, seconds=8 * DAY)


def test_what_the_older_release_cannot_read_is_kept_and_read_after_the_update(team: list[Laptop], store: RoughStore):
    """Its other work goes on; afterwards it holds what a laptop holds that was never old."""
    ana, beto, carla, _dora = team
    case = min(ana.everything())
    with later_release():
        write(ana, case, VALUE)
        publish_only(ana, store)
    reads(beto, store)
    assert dots(beto, case) == ()
    beto.save("F01", case, chosen_name="Goes on")
    publish_only(beto, store)

    with later_release():
        brought_up_to_date(beto)
        for laptop in (ana, beto, carla):
            reads(laptop, store)
        assert beto.everything() == carla.everything() == specification(team)
        assert len(dots(beto, case)) == 1
    assert beto.sync.troubles() == []
    assert beto.desk.bench.keeper.projection_drift() == []


def test_what_was_replaced_while_it_was_parked_stays_replaced(team: list[Laptop], store: RoughStore):
    """By an operation that the older release can read."""
    ana, beto, carla, _dora = team
    case = min(ana.everything())
    with later_release():
        write(ana, case, VALUE)
        shown = dots(ana, case)
    publish_only(ana, store)
    reads(beto, store)
    write(ana, case, OTHER, wire.OP_SET, shown)
    publish_only(ana, store)
    reads(beto, store)

    with later_release():
        brought_up_to_date(beto)
        reads(carla, store)
        assert not any(VALUE in row[-1] for row in beto.registers(case))  # type: ignore[operator]
        assert beto.registers(case) == carla.registers(case)


def test_a_snapshot_of_the_older_release_takes_nothing_away(team: list[Laptop], store: RoughStore):
    """A laptop that could read it keeps it; one that starts from that snapshot alone has it after its update."""
    ana, beto, carla, dora = team
    case = min(ana.everything())
    with later_release():
        write(ana, case, VALUE)
        publish_only(ana, store)
        reads(carla, store)
    reads(beto, store)
    beto.save("F01", case, chosen_name="Goes on")
    publish_only(beto, store)
    compacted(beto, store)
    is_new(dora)
    for name in [*store.objects]:  # nothing but that snapshot is left, and the list of people
        if name not in _own_snapshot(beto):
            del store.objects[name]
    reads(dora, store)
    assert dots(dora, case) == ()

    with later_release():
        reads(carla, store)
        assert any(row[-1] == VALUE for row in carla.registers(case))
        brought_up_to_date(beto, dora)
        assert dora.registers(case) == beto.registers(case) == carla.registers(case)


def _own_snapshot(laptop: Laptop) -> tuple[str, ...]:
    with laptop.desk.bench.keeper.writing() as work:
        made = work.rounds.own_snapshot(laptop.desk.bench.ring.ordinary_stream)
    assert made is not None
    return made.names


def test_a_field_and_a_kind_of_entity_that_nobody_here_knows_are_kept_as_they_came(
        team: list[Laptop], store: RoughStore):
    """Registers hold any field; lists, file and history stand as they did."""
    ana, beto, _carla, _dora = team
    case = min(ana.everything())
    write(ana, case, VALUE, wire.OP_SET)
    write(ana, case, VALUE, wire.OP_SET, etype=NEW_ETYPE)
    publish_only(ana, store)
    reads(beto, store)

    assert beto.registers(case) == ana.registers(case)
    assert beto.desk.bench.keeper.projection_drift() == []
    assert beto.sync.troubles() == []


def test_a_snapshot_for_later_releases_makes_only_its_own_stream_wait(
        team: list[Laptop], store: RoughStore, monkeypatch: pytest.MonkeyPatch):
    """Others' work is read meanwhile; the bundles that follow wait behind it."""
    ana, beto, carla, _dora = team
    case = min(ana.everything())
    ana.save("F01", case, chosen_name="One")
    publish_only(ana, store)
    real = snapshots.draft_manifest
    monkeypatch.setattr(snapshots, "draft_manifest", lambda *words: msgspec.structs.replace(
        real(*words), min_reader=snapshots.SCHEMA + 1))
    compacted(ana, store)
    carla.save("F01", case, chosen_name="Two")
    publish_only(carla, store)

    reads(beto, store)

    assert [each.kind for each in beto.sync.troubles()] == ["newer"]
    assert any(b"Two" in row[-1] for row in beto.registers(case))  # type: ignore[operator]
    assert not any(b"One" in row[-1] for row in beto.registers(case))  # type: ignore[operator]
