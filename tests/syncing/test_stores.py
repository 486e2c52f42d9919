# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every place to meet over does alike, each behind a real server."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assist.errors import NameTaken, StoreTrouble
from assist.ports import Store
from assist.sync.stores import shelves
from tests.syncing.stores_served import IN_FILES, KINDS, SOON, Served, content_of, name_of

NAME = name_of(1)
OTHER = name_of(2, "cd")
CONTENT = content_of(NAME)

every_kind = pytest.mark.parametrize("kind", KINDS)
in_files = pytest.mark.parametrize("kind", IN_FILES)

FOREIGN = (
    f"ab/{NAME}.sync-conflict-20261130-021500-ABCDEFG", f"ab/{NAME} (conflicted copy 2026-11-30 021500)",
    f"ab/{NAME} (conflicted copy of another laptop)", f"ab/{NAME}.conflict1", f"ab/{NAME}.part", f"ab/{NAME}~",
    f"ab/.{NAME}.partial", f"ab/.syncthing.{NAME}.tmp", f"ab/.~lock.{NAME}#", f"ab/{NAME[:-1]}", f"ab/{NAME}a",
    f"ab/{NAME.upper()}", f"ab/{NAME[:-1]}1", f"ab/{OTHER}", f"xy/{NAME}", NAME, ".DS_Store", "ab/.DS_Store",
    "ab/Thumbs.db", "desktop.ini", ".stfolder/marker", f"AB/{NAME}", f"abc/{NAME}", f"ab/deep/{NAME}",
    f"ab/{NAME}.{NAME}", "ab/.owncloudsync.log", "read me.txt", "ab/ñandú €.txt",
)
"""What Syncthing, Nextcloud, rclone, office programs and systems leave, and names that are nearly ours."""

ODD = ("", "ab", "../" + "a" * 23, "ab/" + "a" * 23, "A" * 26, "a" * 25, "a" * 27, "a" * 25 + "\n", "a" * 25 + "1",
       "a" * 25 + "/", "." * 26, "á" * 26, "a" * 25 + "\0", "%2e%2e%2f" + "a" * 17)


@every_kind
def test_what_was_put_is_got_back_and_listed_by_how_it_begins(place: Served):
    """Put, get, list and delete of two objects."""
    with place.open() as store:
        store.put(NAME, CONTENT)
        store.put(OTHER, b"")

        assert (store.get(NAME), store.get(OTHER)) == (CONTENT, b"")
        assert store.list("") == {NAME, OTHER}
        assert [store.list(NAME[:length]) for length in (1, 2, 3, 26)] == [{NAME}] * 4
        assert [store.list(prefix) for prefix in ("b", "zz", "abz", NAME[:-1] + "z", "ab/", "A")] == [frozenset()] * 6

        store.delete(NAME)

        assert (store.get(NAME), store.list("")) == (None, {OTHER})


@every_kind
def test_what_is_not_there_is_none_and_is_deleted_without_complaint(place: Served):
    """Of a store with nothing in it, and beside another object."""
    with place.open() as store:
        assert (store.get(NAME), store.list(""), store.list("ab")) == (None, frozenset(), frozenset())
        store.delete(NAME)
        store.put(name_of(3), CONTENT)
        store.delete(NAME)

        assert store.get(NAME) is None
        assert store.list("") == {name_of(3)}


@every_kind
def test_the_same_again_is_a_success_and_something_else_is_refused(place: Served):
    """Two laptops with one name for two things are told so, and neither is written over."""
    with place.open() as store, place.open() as another:
        store.put(NAME, CONTENT)
        another.put(NAME, CONTENT)
        for other in (content_of(OTHER), content_of(OTHER, 5000), CONTENT[:-1] + bytes([CONTENT[-1] ^ 1])):
            with pytest.raises(NameTaken) as refused:
                another.put(NAME, other)
            assert refused.value.code == "store.taken"

        assert store.get(NAME) == CONTENT


@every_kind
def test_whoever_is_second_after_both_looked_does_not_write_over_the_first(place: Served):
    """The condition is the server's or the system's, not a look before."""
    with place.open() as store:
        store.put(NAME, CONTENT)

        assert store.create(NAME, content_of(OTHER)) is False  # type: ignore[attr-defined]
        assert (store.get(NAME), store.list("")) == (CONTENT, {NAME})
    if place.behind is not None:
        assert [path.name for path in (place.behind / "ab").iterdir()] == [NAME]


@every_kind
def test_of_many_who_put_at_once_one_stays_whole_and_the_others_hear_of_it(place: Served):
    """Eight connections, eight contents, one name; a server may let two of them in, and never a mixture."""
    contents = [content_of(name_of(number)) for number in range(8)]

    def attempt(content: bytes) -> bytes | None:
        with place.open() as store:
            try:
                store.put(NAME, content)
            except NameTaken:
                return None
            return content

    with ThreadPoolExecutor(8) as several:
        winners = [content for content in several.map(attempt, contents) if content is not None]

    with place.open() as store:
        assert store.get(NAME) in winners
        assert len(winners) < 8
        assert store.list("") == {NAME}


@every_kind
def test_many_who_put_the_same_at_once_all_succeed(place: Served):
    """A mirror on each of six laptops carries the same objects to the same place."""
    def attempt(_number: int) -> bytes | None:
        with place.open() as store:
            store.put(NAME, CONTENT)
            return store.get(NAME)

    with ThreadPoolExecutor(6) as several:
        assert list(several.map(attempt, range(6))) == [CONTENT] * 6


@every_kind
@pytest.mark.parametrize("torn", [b"", CONTENT[:1], CONTENT[:2048], CONTENT[:2048] + bytes(2048), CONTENT[:-1]],
                         ids=["nothing", "a byte", "half", "half and zeros", "all but a byte"])
def test_half_a_copy_left_by_another_program_is_made_whole_by_the_next_put(place: Served, torn: bytes):
    """A stick pulled while its folder was copied by hand must not block the name for ever."""
    place.plant(f"ab/{NAME}", torn)

    with place.open() as store:
        store.put(NAME, CONTENT)

        assert store.get(NAME) == CONTENT


@every_kind
@pytest.mark.parametrize("name", ODD, ids=repr)
def test_a_name_that_is_none_of_ours_reaches_no_place(kind: str, name: str, shared_places: dict[str, Served]):
    """Text from outside never becomes a path or an address."""
    with shared_places[kind].open() as store:
        for call in (lambda: store.put(name, b"x"), lambda: store.get(name), lambda: store.delete(name)):
            with pytest.raises(ValueError, match="not the name of an object"):
                call()


@every_kind
def test_foreign_files_conflict_copies_and_unfinished_ones_are_as_if_not_there(place: Served):
    """The folder may be carried by rclone, Syncthing or a Nextcloud client, and used for other things too."""
    for number, foreign in enumerate(FOREIGN):
        place.plant(foreign, f"foreign {number}".encode())
    with place.open() as store:
        assert store.list("") == frozenset()
        assert store.list("ab") == frozenset()
        assert (store.get(NAME), store.get(OTHER)) == (None, None)

        store.put(NAME, CONTENT)

        assert (store.list(""), store.get(NAME)) == ({NAME}, CONTENT)
        store.delete(NAME)
        assert store.list("") == frozenset()


@in_files
def test_deleting_and_sweeping_leave_foreign_files_alone(place: Served):
    """They are somebody else's."""
    assert place.behind is not None
    for foreign in FOREIGN:
        place.plant(foreign, b"foreign")
    with place.open() as store:
        store.put(name_of(5), CONTENT)
        store.list("")
        store.delete(name_of(5))
        store.list("")

    assert [foreign for foreign in FOREIGN if (place.behind / foreign).read_bytes() != b"foreign"] == []


@every_kind
def test_an_object_of_twenty_megabytes_goes_there_and_back_whole(place: Served):
    """An attachment or a snapshot."""
    whole = content_of(NAME, 20 * 2**20)
    with place.open() as store:
        store.put(NAME, whole)

        assert store.get(NAME) == whole
        assert store.list("") == {NAME}


@every_kind
def test_a_list_is_whole_however_many_pages_and_folders_it_takes(place: Served):
    """Forty objects in nine sub-folders; the S3 server gives seven at a time."""
    names = {name_of(number, shelf) for shelf in ("ab", "ac", "b2", "zz") for number in range(8)}
    names |= {name_of(number, f"q{letter}") for number, letter in enumerate("abcde")} | {name_of(9), "a" * 26, "7" * 26}
    with place.open() as store, ThreadPoolExecutor(4) as several:
        list(several.map(lambda name: store.put(name, name.encode()), names))

        assert store.list("") == names
        assert store.list("a") == {name for name in names if name.startswith("a")}
        assert store.list("ab") == {name for name in names if name.startswith("ab")}
        assert {name: store.get(name) for name in names} == {name: name.encode() for name in names}


# -- files ------------------------------------------------------------------------------


@in_files
def test_unfinished_bytes_are_swept_after_an_hour_and_not_before(place: Served, monkeypatch: pytest.MonkeyPatch):
    """Somebody slow may still be at it."""
    assert place.behind is not None
    place.plant(f"ab/{shelves.temporary(NAME)}", b"young")
    now = time.time()
    monkeypatch.setattr(shelves.time, "time", lambda: now - 3700)
    place.plant(f"ab/{shelves.temporary(NAME)}", b"old")
    monkeypatch.undo()

    with place.open() as store:
        assert store.list("") == frozenset()

    assert [path.read_bytes() for path in (place.behind / "ab").iterdir()] == [b"young"]


@pytest.mark.parametrize("kind", ["folder", "sftp"])
def test_times_and_rights_of_files_say_nothing(place: Served):
    """Every file is of the same second and for its owner only."""
    assert place.behind is not None
    with place.open() as store:
        store.put(NAME, CONTENT)
        store.put(OTHER, CONTENT)
    files = [path.stat() for path in place.behind.rglob("*") if path.is_file()]

    assert {file.st_mtime for file in files} == {946_684_800}
    assert {file.st_mode & 0o777 for file in files} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in place.behind.iterdir()} == {0o700}
    if place.kind == "folder":
        assert {path.stat().st_mtime for path in (place.behind, *place.behind.iterdir())} == {946_684_800}


@pytest.mark.parametrize("kind", ["folder"])
def test_a_link_put_there_under_a_name_of_ours_leads_nowhere(place: Served, tmp_path: Path):
    """Else whoever can write into a shared folder has files of this laptop carried away."""
    assert place.behind is not None
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / OTHER).write_bytes(b"of this laptop")
    (place.behind / "ab").mkdir()
    (place.behind / "ab" / NAME).symlink_to(secret / OTHER)
    (place.behind / "cd").symlink_to(secret)

    with place.open() as store:
        assert store.list("") == frozenset()
        assert (store.get(NAME), store.get(OTHER)) == (None, None)
        store.delete(OTHER)
        for name in (NAME, OTHER):
            with pytest.raises(StoreTrouble) as refused:
                store.put(name, CONTENT)
            assert refused.value.code == "store.answer"

    assert (secret / OTHER).read_bytes() == b"of this laptop"
    assert [path.name for path in secret.iterdir()] == [OTHER]


@pytest.mark.parametrize("kind", ["folder", "sftp"])
def test_a_pipe_or_a_folder_under_a_name_of_ours_is_no_object(place: Served):
    """Nothing waits for a pipe that nobody writes into."""
    assert place.behind is not None
    (place.behind / "ab" / NAME).mkdir(parents=True)
    os.mkfifo(place.behind / "ab" / name_of(2))
    with place.open(patience=SOON) as store:
        assert store.list("") == frozenset()
        assert store.get(NAME) is None
        began = time.monotonic()
        assert _got_or_given_up(store, name_of(2)) is None
        assert time.monotonic() - began < 5 * SOON


def _got_or_given_up(store: Store, name: str) -> bytes | None:
    """A server of SSH does wait for the pipe; then we do not wait for the server."""
    try:
        return store.get(name)
    except StoreTrouble as trouble:
        return None if trouble.code == "store.slow" else trouble.code.encode()
