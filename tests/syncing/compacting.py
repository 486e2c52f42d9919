# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of snapshots do to a team: snapshots made and bundles taken away whenever they like, laptops made new."""

from __future__ import annotations

from collections.abc import Container, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from assist.sync import names, snapshots
from tests.syncing.model import Laptop, MemoryStore, RoughStore, meet_until_quiet, specification, team_of

DAY = 24 * 3600
MONTH = 31 * DAY
ALL = ("Ana", "Beto", "Carla", "Dora")


@pytest.fixture
def rough_store() -> RoughStore:
    """Where they meet; for a module that calls it ``store``."""
    return RoughStore()


@pytest.fixture
def four_laptops(store: RoughStore) -> Iterator[list[Laptop]]:
    """Four laptops that know each other and two cases; for a module that calls them ``team``."""
    with team_of(*ALL, store=store) as laptops:
        yield laptops


def stream(laptop: Laptop) -> bytes:
    """Its ordinary stream."""
    return laptop.desk.bench.ring.ordinary_stream


def circle(laptop: Laptop) -> Any:
    """Whom it shares with."""
    with laptop.desk.bench.keeper.writing() as work:
        return laptop.sync._circle(work)


def snapshot(laptop: Laptop, store: MemoryStore) -> tuple[str, ...]:
    """Make one now and carry it out; the names of its objects."""
    assert laptop.sync._snapshots.make(circle(laptop))
    laptop.sync.carry_out(store)
    with laptop.desk.bench.keeper.writing() as work:
        made = work.rounds.own_snapshot(stream(laptop))
    assert made is not None
    return made.names


@contextmanager
def kept_out_of_snapshots(secrets: Container[str]) -> Iterator[None]:
    """Snapshots give nobody the key of these cases: whoever makes one believes that all have it, and they do not."""
    real = snapshots.Draft.add

    def add(draft: Any, opened: bytes, state: Any, begins: int = -1, key: Any = None) -> None:
        real(draft, opened, state, begins, None if key is not None and key.case.hex() in secrets else key)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshots.Draft, "add", add)
        yield


def bundles_of(laptop: Laptop, store: MemoryStore, first: int = 1, last: int = 99) -> dict[str, bytes]:
    """Those of its bundles that lie in the store."""
    key = circle(laptop).key.names
    wanted = [names.bundle_name(key, stream(laptop), seq) for seq in range(first, last + 1)]
    return {name: store.objects[name] for name in wanted if name in store.objects}


def take_away(store: MemoryStore, some: dict[str, bytes]) -> None:
    """These are no longer there."""
    for name in some:
        del store.objects[name]


def compacted(laptop: Laptop, store: MemoryStore) -> None:
    """A snapshot in the place of all its bundles, whoever has read them."""
    snapshot(laptop, store)
    take_away(store, bundles_of(laptop, store))


def is_new(laptop: Laptop) -> None:
    """As if it had just joined: it has written nothing and read nothing."""
    with laptop.desk.bench.keeper.writing() as work:
        run = work.case.connection.exec_driver_sql
        for table in ("reg", "killed", "parked", "cursor_", "ent", "cas", "applied", "heard", "closed_part", "hole",
                      "closed_section", "snapshot_heard", "problem", "p_case", "p_duty", "p_record", "p_text"):
            run(f"DELETE FROM {table}")
        run("DELETE FROM chg WHERE strm <> ?", (work.case.registers.stream_ref(stream(laptop)),))
        run("DELETE FROM meta WHERE k LIKE 'looked/%'")
        work.commit()
    laptop.come_back()


def all_agree(laptops: list[Laptop], store: MemoryStore) -> None:
    """A week later everybody holds what the specification says, in the registers and in the lists."""
    for laptop in laptops:
        laptop.round(store, seconds=8 * DAY)
    meet_until_quiet(laptops, store)
    expected = specification(laptops)
    for laptop in laptops:
        assert laptop.everything() == expected, laptop.name
        assert laptop.desk.bench.keeper.projection_drift() == []


def publish_only(laptop: Laptop, store: MemoryStore) -> None:
    """Own work goes out, nothing is read."""
    laptop.clock.set(datetime.fromtimestamp(laptop.clock.now_ms() / 1000 + 120, UTC))
    laptop.sync.publish()
    laptop.sync.carry_out(store)
