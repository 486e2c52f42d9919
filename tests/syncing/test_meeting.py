# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A place to meet: kept without being shown, and met in one step over the relay."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assist.errors import Busy, NotAllowed, NotFound, StoreTrouble
from assist.services.meeting import Meeting
from assist.sync.meeting_file import FILE, laid_open
from assist.sync.stores.addresses import Credentials
from assist.sync.stores.folder import FolderStore
from tests.syncing.at_place import at, later, relay_of, share_a_laptop
from tests.syncing.team import Member

Team = Callable[..., list[Member]]


# -- the place ------------------------------------------------------------------------------


def test_what_opens_a_place_is_kept_and_never_shown_again(team: Team, tmp_path: Path):
    """Only enough of it to know it again, and nothing of it in an error or an audit line."""
    [ana] = team("Ana")
    secret = Credentials("CANARYUSER", "CANARYSECRET", pin="ab" * 32)

    ana.desk.meeting.set("webdavs://canaryhost.example.org/canaryfolder/x", secret)
    shown = ana.desk.meeting.show()

    assert shown is not None
    assert (shown.kind, shown.has_secret, shown.is_pinned) == ("webdavs", True, True)
    for canary in ("canaryhost", "canaryfolder", "CANARYUSER", "CANARYSECRET"):
        assert canary not in repr(shown)
        assert canary not in repr(ana.desk.meeting.place())
    assert ana.desk.meeting.place().credentials == secret
    with ana.desk.bench.keeper.writing() as work:
        lines = b"".join(body for _n, body in work.audit_tail(50))
    assert b"place.set" in lines
    assert b"CANARY" not in lines
    files = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"CANARYSECRET" not in files


def test_a_place_that_cannot_be_one_is_not_kept(team: Team):
    """Not even for a moment: the one before it stays."""
    [ana] = team("Ana")

    for address in ("ftp://somewhere/x", "webdavs://user:word@host/x", "webdav://far.example.org/x", "nonsense", ""):
        with pytest.raises(StoreTrouble):
            ana.desk.meeting.set(address)

    assert ana.desk.meeting.show() is None
    with pytest.raises(NotFound), ana.desk.meeting.open_store():
        pass


def test_an_address_is_taken_as_people_have_it(team: Team, stick: Path):
    """A folder, or what the browser shows of a cloud."""
    [ana] = team("Ana")

    ana.desk.meeting.set(f" {stick} ")
    folder = ana.desk.meeting.place().address
    ana.desk.meeting.set("https://cloud.example.org/remote.php/dav/files/ana")

    assert folder == stick.as_uri()
    assert ana.desk.meeting.place().address == "webdavs://cloud.example.org/remote.php/dav/files/ana"


def test_a_place_is_tried_before_it_is_trusted(team: Team, stick: Path, tmp_path: Path):
    """An object is put, read and taken away; nothing of it stays."""
    [ana] = team("Ana")

    ana.desk.meeting.test(stick.as_uri())
    with pytest.raises(StoreTrouble) as gone:
        ana.desk.meeting.test((tmp_path / "not-plugged-in").as_uri())

    assert gone.value.code == "store.unreachable"
    assert [file for file in stick.rglob("*") if file.is_file()] == []


def test_only_a_coordinator_leaves_the_place_readable_while_locked(team: Team, stick: Path):
    """And it is gone from there with the place, or when she thinks otherwise."""
    ana, beto = team("Ana", "Beto")
    here = ana.door.workspace
    object.__setattr__(beto.desk.bench.me, "roles", frozenset({"caseworker"}))

    with pytest.raises(NotAllowed):
        beto.desk.meeting.set(stick.as_uri(), also_locked=True)
    assert beto.desk.meeting.show() is None
    ana.desk.meeting.set(stick.as_uri(), Credentials("u", "s"), also_locked=True)

    assert (here.root / FILE).stat().st_mode & 0o777 == 0o600
    assert laid_open(here) == ana.desk.meeting.place()
    assert ana.desk.meeting.show().also_locked
    ana.desk.meeting.set(stick.as_uri())
    assert laid_open(here) is None
    ana.desk.meeting.set(stick.as_uri(), also_locked=True)
    ana.desk.meeting.forget()
    assert laid_open(here) is None
    assert ana.desk.meeting.show() is None


# -- a round ------------------------------------------------------------------------------------


def test_two_laptops_meet_in_one_step_each(team: Team, stick: Path):
    """Hers out, his in; what he brought lies in the relay of her laptop as well."""
    ana, beto = team("Ana", "Beto")
    case = ana.first_contact("Killa")

    out = at(ana, stick)
    there = FolderStore(stick).list("")
    back = at(beto, stick)

    assert out.carried == len(there)
    assert back.result.cases == {case}
    assert beto.everything() == ana.everything() != {}
    assert FolderStore(stick).list("") <= relay_of(beto).list("")


def test_without_a_place_colleagues_of_one_laptop_meet_all_the_same(team: Team):
    """Over its relay, in no time."""
    ana, beto = team("Ana", "Beto")
    share_a_laptop(ana, beto)
    ana.first_contact("Killa")
    later(ana)

    ana.desk.meeting.lay_down()
    later(beto)
    read = beto.desk.meeting.local_round()

    assert read.result.changes > 0
    assert beto.everything() == ana.everything() != {}


def test_what_a_colleague_on_the_same_laptop_wrote_goes_along(team: Team, stick: Path):
    """She has no place of her own and may not be signed in for weeks."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    share_a_laptop(ana, beto)
    beto.first_contact("Killa")
    later(beto)
    beto.desk.meeting.lay_down()

    at(ana, stick)
    at(carla, stick)

    assert carla.everything() == beto.everything() != {}


def test_what_came_from_afar_reaches_colleagues_of_this_laptop_without_the_place(team: Team, stick: Path):
    """One of them met it; the other reads the relay."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    share_a_laptop(ana, beto)
    carla.first_contact("Killa")
    at(carla, stick)
    at(ana, stick)
    shutil.rmtree(stick)

    later(beto)
    beto.desk.meeting.local_round()

    assert beto.everything() == carla.everything() != {}


def test_nothing_is_carried_twice(team: Team, stick: Path):
    """A round with nothing new puts nothing and lists nothing."""
    ana, beto = team("Ana", "Beto")
    ana.first_contact("Killa")
    at(ana, stick)
    at(beto, stick)

    assert [at(ana, stick).carried, at(beto, stick).carried, at(ana, stick).carried] == [0, 0, 0]


def test_a_second_round_is_not_begun_while_one_is_under_way(team: Team, stick: Path):
    """Pressing twice does nothing."""
    [ana] = team("Ana")

    with ana.desk.meeting._alone():
        with pytest.raises(Busy):
            ana.desk.meeting.round()
        assert ana.desk.meeting.local_round() == Meeting()

    assert not at(ana, stick).stopped


def test_a_round_that_is_stopped_keeps_what_was_done(team: Team, stick: Path):
    """And the next one does the rest."""
    ana, beto = team("Ana", "Beto")
    for name in ("Killa", "Inti", "Luz"):
        beto.first_contact(name)
        at(beto, stick)
    ana.desk.meeting.set(stick.as_uri())
    get, seen = FolderStore.get, []

    def then_stop(self: FolderStore, name: str) -> bytes | None:
        seen.append(name)
        if len(seen) == 9:
            ana.desk.meeting.stop()
        return get(self, name)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(FolderStore, "get", then_stop)
        stopped = at(ana, stick)
    assert stopped.stopped
    at(ana, stick)

    assert ana.everything() == beto.everything()


def test_a_place_that_is_gone_is_said_and_nothing_is_lost(team: Team, stick: Path):
    """What was written waits, and goes when the place is there again."""
    ana, beto = team("Ana", "Beto")
    at(ana, stick)
    stick.rename(stick.with_name("elsewhere"))
    ana.first_contact("Killa")

    with pytest.raises(StoreTrouble) as gone:
        at(ana, stick)
    state = ana.desk.meeting.state()
    stick.with_name("elsewhere").rename(stick)
    at(ana, stick)
    at(beto, stick)

    assert gone.value.code == state.code == "store.unreachable"
    assert state.waiting > 0
    assert ana.desk.meeting.state().waiting == 0
    assert beto.everything() == ana.everything() != {}


def test_the_quiet_line_knows_what_is_not_shared_and_since_when(team: Team, stick: Path):
    """Shared is what lies in the place, not what lies in the relay."""
    [ana] = team("Ana")
    at(ana, stick)
    began = ana.clock.now_ms()
    ana.first_contact("Killa")
    later(ana, 3 * 24 * 3600)
    ana.desk.meeting.local_round()

    before = ana.desk.meeting.state()
    at(ana, stick)
    after = ana.desk.meeting.state()

    assert before.waiting > 0
    assert before.oldest_ms == began
    assert (after.waiting, after.oldest_ms, after.met_ms) == (0, 0, ana.clock.now_ms())
