# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a place does to what lies there, by accident or on purpose, and how it is mended."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assist.crypto.kdf import FOR_TESTS
from assist.places import Workspace
from assist.services import clearing
from assist.sync.stores.folder import FolderStore
from tests.conftest import PASSPHRASE
from tests.screens.histories import first_contact
from tests.syncing.at_place import at, later, relay_of, share_a_laptop
from tests.syncing.team import Member
from ui.wiring import Door

DAY = 24 * 3600
Team = Callable[..., list[Member]]


def test_what_other_programs_leave_in_a_carried_folder_is_not_read(team: Team, stick: Path):
    """Conflict copies of Syncthing and Nextcloud, half a download of rclone, a note of a person."""
    ana, beto = team("Ana", "Beto")
    ana.first_contact("Killa")
    at(ana, stick)
    [one] = list(stick.rglob("?" * 26))[:1]
    foreign = {
        one.with_name(f"{one.name}.sync-conflict-20261125-101112-ABCDEFG"): one.read_bytes(),
        one.with_name(f"{one.name} (conflicted copy 2026-11-25 101112)"): one.read_bytes(),
        one.with_name(f".syncthing.{one.name}.tmp"): b"half",
        one.with_name(f"{one.name}.partial"): b"half",
        stick / ".stfolder" / "marker": b"",
        stick / "read me.txt": b"whose is this?",
        stick / ".sync_0123456789ab.db": b"SQLite format 3",
    }
    for path, content in foreign.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)

    read = at(beto, stick)
    at(ana, stick)

    assert beto.everything() == ana.everything() != {}
    assert beto.desk.hearing.troubles() == []
    assert read.result.changes > 0
    assert {path: path.read_bytes() for path in foreign} == foreign


def test_a_place_put_back_to_an_earlier_day_gets_back_what_it_lost(team: Team, stick: Path, tmp_path: Path):
    """And somebody is told."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    ana.first_contact("Killa")
    at(ana, stick)
    shutil.copytree(stick, tmp_path / "earlier")
    ana.first_contact("Inti")
    at(ana, stick)
    at(beto, stick)
    shutil.rmtree(stick)
    (tmp_path / "earlier").rename(stick)

    later(ana)
    at(ana, stick)
    at(carla, stick)

    assert carla.everything() == ana.everything()
    assert [row.kind for row in ana.desk.hearing.troubles()] == ["rolled_back"]
    [told] = ana.desk.hearing.troubles()
    ana.desk.hearing.put_aside(told.kind, told.stream)
    assert ana.desk.hearing.troubles() == []


def test_one_update_the_place_lost_is_put_there_again_when_a_colleague_lacks_it(team: Team, stick: Path):
    """He says how far he has read; whoever wrote it looks, once a day."""
    ana, beto = team("Ana", "Beto")
    at(ana, stick)
    at(beto, stick)
    at(ana, stick)
    ana.first_contact("Killa")
    before = FolderStore(stick).list("")
    at(ana, stick)
    [lost] = FolderStore(stick).list("") - before
    ana.first_contact("Inti")
    at(ana, stick)
    FolderStore(stick).delete(lost)
    at(beto, stick)
    assert beto.everything() == {}

    later(ana, 25 * 3600)
    at(ana, stick)
    at(beto, stick)

    assert beto.everything() == ana.everything() != {}


def test_a_relay_that_was_emptied_is_filled_again(team: Team):
    """Somebody tidied the folder; colleagues of this laptop read on."""
    ana, beto = team("Ana", "Beto")
    share_a_laptop(ana, beto)
    ana.first_contact("Killa")
    later(ana)
    ana.desk.meeting.local_round()
    shutil.rmtree(ana.door.workspace.relay)

    later(ana)
    ana.desk.meeting.local_round()
    later(beto)
    beto.desk.meeting.local_round()

    assert beto.everything() == ana.everything() != {}


def test_a_damaged_update_is_fetched_again_once_it_is_whole(team: Team, stick: Path):
    """The damaged copy does not stay in the relay and in the way; the trouble ends by itself."""
    ana, beto = team("Ana", "Beto")
    ana.first_contact("Killa")
    at(ana, stick)
    objects = sorted(stick.rglob("?" * 26))
    kept = {path: path.read_bytes() for path in objects}
    for path, content in kept.items():
        path.write_bytes(bytes(byte ^ 1 for byte in content))

    at(beto, stick)
    troubled = [row.kind for row in beto.desk.hearing.troubles()]
    for path, content in kept.items():
        path.write_bytes(content)
    at(beto, stick)

    assert "damaged" in troubled
    assert beto.desk.hearing.troubles() == []
    assert beto.everything() == ana.everything() != {}


def test_the_credentials_are_no_part_of_a_status_or_a_document(team: Team, stick: Path):
    """Whatever is printed of a state can be passed on."""
    [ana] = team("Ana")
    at(ana, stick)

    assert str(stick) not in json.dumps([repr(ana.desk.meeting.state()), repr(ana.desk.status.read())])


def test_a_workspace_that_was_moved_meets_where_it_lies_now(team: Team):
    """The relay is found beside the profiles, wherever they are."""
    [ana] = team("Ana")

    ana.desk.meeting.local_round()

    assert Workspace(ana.door.workspace.root).relay.is_dir()


def test_what_a_snapshot_stands_for_leaves_the_place_and_nobody_puts_it_back(
    team: Team, stick: Path, monkeypatch: pytest.MonkeyPatch
):
    """Not the colleague either who has it in the relay of his laptop; whoever comes late reads the snapshot."""
    monkeypatch.setattr(clearing, "MOST_BUNDLES", 3)
    ana, beto, carla = team("Ana", "Beto", "Carla")
    seen, cases = list[frozenset[str]](), []
    for name in ("Killa", "Inti", "Luz", "Mar", "Sol"):
        cases.append(ana.first_contact(name))
        at(ana, stick)
        seen.append(FolderStore(stick).list(""))
    for _turn in range(3):
        later(ana, 32 * DAY)
        later(beto, 32 * DAY)
        at(beto, stick)
        at(ana, stick)

    gone = frozenset().union(*seen) - FolderStore(stick).list("")
    later(carla, 100 * DAY)
    at(carla, stick)
    at(beto, stick)

    assert len(gone) >= 3
    assert not gone & FolderStore(stick).list("")
    assert set(carla.everything()) == set(ana.everything()) >= set(cases)


def test_a_place_met_once_is_given_all_and_the_usual_one_is_not_thought_to_have_lost_it(
    team: Team, stick: Path, tmp_path: Path
):
    """A second stick for a laptop that never comes to the first one."""
    ana, beto = team("Ana", "Beto")
    ana.first_contact("Killa")
    at(ana, stick)
    second = tmp_path / "second"
    second.mkdir()

    later(ana)
    ana.desk.meeting.round(str(second))
    again = at(ana, stick)
    at(beto, second)

    assert beto.everything() == ana.everything() != {}
    assert again.carried == 0
    assert ana.desk.hearing.troubles() == []


def test_rubbish_under_the_name_of_the_next_update_makes_room_for_it(team: Team, stick: Path):
    """Bytes that nobody here signed are no second history."""
    ana, beto = team("Ana", "Beto")
    ana.first_contact("Killa")
    later(ana)
    ana.desk.meeting.lay_down()
    for name in relay_of(ana).list(""):
        FolderStore(stick).put(name, b"rubbish" * 1000)

    at(ana, stick)
    at(beto, stick)

    assert ana.desk.hearing.troubles() == []
    assert beto.everything() == ana.everything() != {}


def test_a_copy_of_the_profile_in_use_elsewhere_is_noticed_and_nothing_is_written_over(
    team: Team, stick: Path, tmp_path: Path
):
    """Both wrote on: whoever comes second is told, and what lies there stays."""
    [ana] = team("Ana")
    at(ana, stick)
    shutil.copytree(ana.door.workspace.root, tmp_path / "copy")
    ana.first_contact("Killa")
    at(ana, stick)
    before = {path: path.read_bytes() for path in stick.rglob("*") if path.is_file()}
    door = Door(tmp_path / "copy", ana.clock, FOR_TESTS)
    copy = door.sign_in("Ana", PASSPHRASE)
    first_contact(copy, "Inti")
    later(ana)

    copy.meeting.round()
    kinds = [row.kind for row in copy.hearing.troubles()]
    copy.close()
    door.leave()

    assert kinds == ["copied"]
    assert before.items() <= {path: path.read_bytes() for path in stick.rglob("*") if path.is_file()}.items()
