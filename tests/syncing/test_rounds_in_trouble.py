# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A place that is full, only to be read, gone or silent: a round says so, nothing is lost, and later it heals."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from assist.errors import StoreTrouble
from assist.ports import Store
from assist.sync.stores.folder import SPARE, FolderStore
from tests.conftest import NOON
from tests.syncing.model import Laptop, RoughStore, counting, meet_until_quiet, specification, team_of
from tests.syncing.stores_served import FAR, MAY_MOUNT, SOON, Served, served, small_disk

Pair = list[Laptop]


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Ana and Beto."""
    with counting(), team_of("Ana", "Beto", store=RoughStore()) as laptops:
        yield laptops


def healed(pair: Pair, store: Store) -> None:
    """What waited goes out with the same bytes, and both hold what was ever written."""
    meet_until_quiet(pair, store)
    assert [laptop.everything() for laptop in pair] == [specification(pair)] * 2
    assert [laptop.desk.bench.keeper.projection_drift() for laptop in pair] == [[], []]


def waiting(laptop: Laptop) -> dict[str, bytes]:
    """Objects that are in no place yet."""
    with laptop.desk.bench.keeper.writing() as work:
        return {each.name: each.content for each in work.rounds.waiting()}


def fails(laptop: Laptop, store: Store) -> str:
    """The code a round ends with."""
    with pytest.raises(StoreTrouble) as trouble:
        laptop.round(store)
    return trouble.value.code


class Shut(FolderStore):
    """Takes nothing more: for whoever may neither fill a disk nor shut one."""

    code = "store.full"

    def put(self, name: str, content: bytes) -> None:
        """See ports.Store."""
        if self.get(name) != content:
            raise StoreTrouble(self.code)


@contextmanager
def room_ends(place: Path, folder: Path) -> Iterator[tuple[Store, Callable[[], object]]]:
    """The same place on a disk that is full, and how it gets some room."""
    if MAY_MOUNT:
        with small_disk(folder / "disk", f"{SPARE // 1024 + 512}k") as disk:
            shutil.copytree(place, disk, dirs_exist_ok=True)
            (disk / "somebody-else's").write_bytes(bytes(max(0, shutil.disk_usage(disk).free - SPARE)))
            yield FolderStore(disk), (disk / "somebody-else's").unlink
    else:
        yield Shut(place), lambda: None


def test_a_full_place_keeps_everything_in_the_outbox_until_there_is_room(pair: Pair, tmp_path: Path):
    """Ana goes on working, and her laptop is switched off meanwhile; then it all goes out with the same bytes."""
    ana, beto = pair
    place = tmp_path / "place"
    place.mkdir()
    meet_until_quiet(pair, FolderStore(place))
    with room_ends(place, tmp_path) as (store, make_room):
        for number in range(3):
            ana.save("F01", min(ana.everything()), chosen_name=f"Killa {number}")
            assert fails(ana, store) == "store.full"
        held, kept = ana.everything(), waiting(ana)
        assert len(kept) == 3
        ana.come_back()
        assert (ana.everything(), waiting(ana)) == (held, kept)

        make_room()
        there = store if MAY_MOUNT else FolderStore(place)
        healed([ana, beto], there)
        assert waiting(ana) == {}
        assert all(there.get(name) == content for name, content in kept.items())


def test_a_place_that_may_only_be_read_is_read_and_nothing_is_lost(pair: Pair, tmp_path: Path):
    """What others left there comes in, and it is said that nothing goes out; what is to go out waits."""
    ana, beto = pair
    place = tmp_path / "place"
    place.mkdir()
    meet_until_quiet(pair, FolderStore(place))
    beto.save("F01", min(beto.everything()), lang_pref="pt-BR")
    beto.round(FolderStore(place))
    ana.save("F01", min(ana.everything()), chosen_name="Luz")
    with only_to_read(place, tmp_path) as shut:
        ana.desk.meeting.set(shut.as_uri())
        ana.clock.set(NOON + timedelta(days=1))
        with pytest.raises(StoreTrouble) as trouble:
            ana.desk.meeting.round()
    assert trouble.value.code == "store.read_only"
    assert any(b"pt-BR" in value[-1] for value in ana.registers(min(ana.everything())))  # type: ignore[operator]

    ana.desk.meeting.set(place.as_uri())
    ana.desk.meeting.round()
    healed([ana, beto], FolderStore(place))


@contextmanager
def only_to_read(place: Path, folder: Path) -> Iterator[Path]:
    """The same place, where nothing can be written."""
    if MAY_MOUNT:
        with small_disk(folder / "disk") as disk:
            shutil.copytree(place, disk, dirs_exist_ok=True)
            subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
            yield disk
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Shut, "code", "store.read_only")
        patch.setattr(FolderStore, "create", lambda *_words: Shut(place).put("a" * 26, b"something"))
        yield place


def test_a_stick_that_is_pulled_between_two_steps_costs_nothing(pair: Pair, tmp_path: Path):
    """It is gone in the middle of a round, and back for the next one."""
    ana, beto = pair
    place = tmp_path / "stick"
    place.mkdir()
    meet_until_quiet(pair, FolderStore(place))
    for number in range(4):
        ana.save("F01", min(ana.everything()), chosen_name=f"Killa {number}")
        beto.save("F01", min(beto.everything()), chosen_name=f"Mar {number}")
        beto.round(FolderStore(place))

        assert fails(ana, Pulled(place, after=number)) == "store.unreachable"
        assert not place.exists(), "a stick that is not plugged in became a folder"

        place.with_name("away").rename(place)
    healed(pair, FolderStore(place))


class Pulled(FolderStore):
    """Is there for some calls, and then no more."""

    def __init__(self, root: Path, after: int) -> None:
        super().__init__(root)
        self._left, self._place = after, root

    def get(self, name: str) -> bytes | None:
        """See ports.Store."""
        if not self._left:
            self._place.rename(self._place.with_name("away"))
        self._left -= 1
        return super().get(name)


@pytest.mark.parametrize("kind", FAR)
def test_a_server_that_hangs_is_given_up_in_good_time_and_met_later(pair: Pair, kind: str, tmp_path: Path):
    """It answers again as if nothing had been; until then everything waits."""
    ana, beto = pair
    with served(kind, tmp_path / kind) as place:
        with place.open() as store:
            meet_until_quiet(pair, store)
        ana.save("F01", min(ana.everything()), chosen_name="Luz")
        with place.open(patience=SOON) as store:
            store.list("")
            code, seconds = while_it_hangs(place, lambda: fails(ana, store))
        assert code == "store.slow"
        assert seconds < 8 * SOON
        with ana.desk.bench.keeper.writing() as work:
            assert work.rounds.sent(ana.desk.bench.ring.ordinary_stream).n <= work.top(
                ana.desk.bench.ring.ordinary_stream)

        with place.open() as store:
            healed([ana, beto], store)


def while_it_hangs(place: Served, act: Callable[[], str]) -> tuple[str, float]:
    """What comes of it, and in how many seconds."""
    assert place.process is not None
    place.process.send(signal.SIGSTOP)
    began = time.monotonic()
    try:
        return act(), time.monotonic() - began
    finally:
        place.process.send(signal.SIGCONT)
