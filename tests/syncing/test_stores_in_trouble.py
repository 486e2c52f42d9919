# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Places that are full, shut, gone, stuck or somebody else's: said by a code in good time, and healed afterwards."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import astuple, replace
from pathlib import Path
from threading import Event

import pytest

from assist.errors import StoreTrouble
from assist.ports import Store
from tests.syncing import putting_until_killed as putter
from tests.syncing.stores_served import (
    CAN_BE_SHUT,
    FAR,
    IN_FILES,
    KINDS,
    MAY_MOUNT,
    ROOT,
    SOON,
    Served,
    content_of,
    dripping,
    name_of,
    served,
    small_disk,
)

NAME = name_of(1)
CONTENT = content_of(NAME)
LARGE = content_of(NAME, 24 * 2**20)


every_kind = pytest.mark.parametrize("kind", KINDS)
far = pytest.mark.parametrize("kind", FAR)


def code_of(call: object, *words: object) -> str:
    """The code a call fails with."""
    with pytest.raises(StoreTrouble) as trouble:
        call(*words)  # type: ignore[operator]
    assert trouble.value.details == {}
    return trouble.value.code


def codes(store: Store) -> set[str]:
    """The codes that all four calls fail with."""
    return {code_of(store.put, name_of(7), CONTENT), code_of(store.get, NAME), code_of(store.list, ""),
            code_of(store.delete, NAME)}


def unfinished(place: Served) -> list[Path]:
    """Files that were begun and have no name yet."""
    return list(place.behind.rglob(".*.part")) if place.behind else []


def until(condition: object, seconds: float = 20.0) -> None:
    """Look again and again, but not for ever."""
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end
        Event().wait(0.0005)


# -- cut off ----------------------------------------------------------------------------


@every_kind
def test_whoever_is_killed_while_putting_leaves_no_half_object(place: Served):
    """Kill -9 in the middle, three times: what is listed is whole, what was acknowledged is there, the rest goes on."""
    left = 0
    for _again in range(3):
        kept, begun = _put_until_killed(place)
        left += bool(unfinished(place))
        with place.open() as store:
            listed = store.list("")

            assert {name_of(number) for number in range(kept + 1)} <= listed
            assert listed <= {name_of(number) for number in range(begun + 1)}
            assert [name for name in listed if store.get(name) != content_of(name, putter.SIZE)] == []
            store.put(name_of(begun), content_of(name_of(begun), putter.SIZE))
            assert store.get(name_of(begun)) == content_of(name_of(begun), putter.SIZE)
            for name in store.list(""):
                store.delete(name)
        for path in unfinished(place):
            path.unlink()

    assert left or place.kind == "s3", "none of them was killed in the middle"


def _half(place: Served) -> bool:
    """True while a file is begun and not whole, under whatever name."""
    with suppress(FileNotFoundError):  # it was given its name just now
        return any(path.stat().st_size < putter.SIZE for path in (place.behind or Path()).rglob("*") if path.is_file())
    return False


def _put_until_killed(place: Served) -> tuple[int, int]:
    """Numbers of the last object acknowledged and of the one it was busy with."""
    process = subprocess.Popen([sys.executable, "-m", putter.__name__], cwd=ROOT, stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps([place.address, *astuple(place.good)]) + "\n")
    process.stdin.flush()
    said = [process.stdout.readline(), process.stdout.readline(), process.stdout.readline()]
    if place.behind:
        until(lambda: _half(place))
    else:
        Event().wait(0.05)
    process.send_signal(signal.SIGKILL)
    said += process.stdout.readlines()
    process.wait()
    process.stdin.close()
    process.stdout.close()
    numbers = {word: int(line.split()[1]) for line in said for word in line.split()[:1]}
    return numbers["kept"], numbers["begun"]


@far
def test_a_server_that_dies_meanwhile_is_said_and_the_same_put_succeeds_once_it_is_back(kind: str, tmp_path: Path):
    """What was begun is begun anew; nothing half is listed in between."""
    with served(kind, tmp_path / kind) as place:
        with place.open() as store, ThreadPoolExecutor(1) as beside:
            assert store.list("") == frozenset()
            going = beside.submit(store.put, NAME, LARGE)
            if place.behind:
                until(lambda: unfinished(place))
            place.end()

            assert code_of(going.result) == "store.unreachable"
            assert codes(store) == {"store.unreachable"}

        place.start()
        with place.open() as store:
            assert store.list("") == frozenset()
            store.put(NAME, LARGE)

            assert (store.list(""), store.get(NAME) == LARGE) == ({NAME}, True)


@pytest.mark.parametrize("kind", ["webdav", "sftp"])
def test_a_connection_lost_between_two_calls_is_made_anew(kind: str, tmp_path: Path):
    """A line that slept for an hour is no trouble."""
    with served(kind, tmp_path / kind) as place, place.open() as store:
        store.put(NAME, CONTENT)
        place.end()
        place.start()

        assert store.get(NAME) == CONTENT


@every_kind
def test_a_place_that_is_gone_is_unreachable_and_serves_again_once_it_is_back(kind: str, tmp_path: Path):
    """A stick pulled, a server switched off; the same open store goes on afterwards."""
    with served(kind, tmp_path / kind) as place, place.open() as store:
        store.put(NAME, CONTENT)
        with _gone(place):
            assert codes(store) == {"store.unreachable"}
        if kind == "s3":  # a new server knows neither the objects nor the keys of the old one
            return

        assert store.get(NAME) == CONTENT
        store.put(name_of(2), CONTENT)
        assert store.list("") == {NAME, name_of(2)}


@contextmanager
def _gone(place: Served) -> Iterator[None]:
    if place.kind == "folder":
        assert place.root is not None
        away = place.root.rename(place.root.with_name("away"))
        yield
        assert not place.root.exists(), "a stick that is not plugged in became a folder"
        away.rename(place.root)
        return
    place.end()
    yield
    place.start()


@far
def test_a_server_that_says_nothing_is_given_up_in_good_time_and_found_well_later(place: Served):
    """Stopped in the middle of a connection, and before a new one."""
    with place.open(patience=SOON) as store, place.open(patience=SOON) as fresh:
        store.put(NAME, CONTENT)
        assert place.process is not None
        place.process.send(signal.SIGSTOP)
        try:
            for each in (store, fresh):
                began = time.monotonic()
                assert code_of(each.get, NAME) == "store.slow"
                assert time.monotonic() - began < 4 * SOON
        finally:
            place.process.send(signal.SIGCONT)

        assert (store.get(NAME), fresh.get(NAME)) == (CONTENT, CONTENT)


def test_a_server_that_sends_a_byte_now_and_then_is_given_up_too():
    """Each byte comes in time, and the whole never."""
    with dripping() as address, Served("webdav", Path(), address).open(patience=0.3) as store:
        began = time.monotonic()

        assert code_of(store.get, NAME) == "store.slow"
        assert time.monotonic() - began < 3


# -- shut -------------------------------------------------------------------------------


@far
def test_wrong_credentials_are_refused(place: Served):
    """For every call; a wrong secret, and a name nobody there knows."""
    with place.open() as store:
        store.put(NAME, CONTENT)
    for wrong in (place.wrong, replace(place.good, user="nobody-there")):
        with place.open(wrong) as store:
            assert codes(store) == {"store.refused"}
    with place.open() as store:
        assert store.list("") == {NAME}


@pytest.mark.parametrize("kind", CAN_BE_SHUT)
def test_a_place_that_may_only_be_read_is_read(kind: str, tmp_path: Path):
    """What lies there is got and listed; put and delete are refused and change nothing."""
    with _only_to_read(kind, tmp_path) as place, place.open() as store:
        assert (store.get(NAME), store.list(""), store.get(name_of(2))) == (CONTENT, {NAME}, None)
        assert code_of(store.put, name_of(2), CONTENT) == "store.read_only"
        assert code_of(store.put, name_of(2, "zz"), CONTENT) == "store.read_only"
        assert code_of(store.delete, NAME) == "store.read_only"
        store.put(NAME, CONTENT)  # it is there: nothing has to be written
        assert (store.get(NAME), store.list("")) == (CONTENT, {NAME})


@contextmanager
def _only_to_read(kind: str, where: Path) -> Iterator[Served]:
    root = where / "root"
    with served("folder", where / "before", root) as place, place.open() as store:
        store.put(NAME, CONTENT)
    if kind == "folder" and MAY_MOUNT:
        with small_disk(where / "disk") as disk, served(kind, where / kind, disk) as place:
            shutil.copytree(root, disk, dirs_exist_ok=True)
            subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
            yield place
    elif kind == "folder":
        folders = [root, *root.iterdir()]
        for folder in folders:
            folder.chmod(0o500)
        with served(kind, where / kind, root) as place:
            yield place
        for folder in folders:
            folder.chmod(0o700)
    elif kind == "s3":
        with served(kind, where / kind) as place:
            with place.open() as store:
                store.put(NAME, CONTENT)
            assert place.reader is not None
            place.good = place.reader
            yield place
    else:
        with served(kind, where / kind, root, read_only=True) as place:
            yield place


@pytest.mark.parametrize("kind", IN_FILES if MAY_MOUNT else IN_FILES[:1])
def test_a_full_disk_keeps_what_was_there_and_takes_the_rest_once_there_is_room(kind: str, tmp_path: Path):
    """Nothing half is left lying to fill it further."""
    with _small_place(kind, tmp_path) as place, place.open() as store:
        store.put(NAME, CONTENT)
        large = content_of(name_of(2), 6 * 2**20)

        assert code_of(store.put, name_of(2), large) == "store.full"

        assert (store.get(NAME), store.list(""), unfinished(place)) == (CONTENT, {NAME}, [])
        store.put(name_of(2), large[:2**20])
        assert store.list("") == {NAME, name_of(2)}


@pytest.mark.parametrize("kind", ["folder"])
def test_a_write_that_fails_half_way_leaves_nothing_lying(place: Served):
    """The look at the free room before it may have been right a moment ago."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, before[1]))
    try:
        with place.open() as store:
            assert code_of(store.put, NAME, LARGE) == "store.full"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert place.behind is not None
    assert [path for path in place.behind.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("kind", ["folder"])
def test_bytes_are_made_last_before_the_name_and_the_name_before_it_is_acknowledged(
        place: Served, monkeypatch: pytest.MonkeyPatch):
    """Else a power cut leaves an empty object that was said to be kept."""
    steps: list[str] = []
    sync, link = os.fsync, os.link

    def synced(handle: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else f"{os.fstat(handle).st_size} bytes")
        sync(handle)

    def named(*words: object, **more: object) -> None:
        steps.append("name")
        link(*words, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "link", named)
    with place.open() as store:
        store.put(NAME, CONTENT)

    assert steps == ["4096 bytes", "name", "folder", "folder"]


@contextmanager
def _small_place(kind: str, where: Path) -> Iterator[Served]:
    if MAY_MOUNT:
        with small_disk(where / "disk") as disk, served(kind, where / kind, disk) as place:
            yield place
        return
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 * 2**20, before[1]))
    with served(kind, where / kind) as place:
        yield place
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


# -- somebody else's --------------------------------------------------------------------


@far
def test_another_certificate_or_host_key_is_noticed_before_anything_is_sent(kind: str, tmp_path: Path):
    """At the same address somebody else answers; with the new one agreed upon, it goes on."""
    with served(kind, tmp_path / kind) as place:
        known = place.good
        with place.open() as store:
            store.list("")
        place.end()
        for old in (place.where / "identity", place.where / "host"):
            with suppress(NotADirectoryError, FileNotFoundError):
                shutil.rmtree(old)
            old.unlink(missing_ok=True)
        place.start()

        with place.open(known) as store:
            assert codes(store) == {"store.changed"}
        with place.open() as store:
            store.put(NAME, CONTENT)
            assert store.get(NAME) == CONTENT


@pytest.mark.parametrize("kind", ["webdav", "s3"])
def test_without_a_pin_only_a_certificate_the_system_trusts_will_do(place: Served, monkeypatch: pytest.MonkeyPatch):
    """Its own word for itself is not enough."""
    unpinned = replace(place.good, pin="")
    with place.open(unpinned) as store:
        assert code_of(store.list, "") == "store.changed"

    monkeypatch.setenv("SSL_CERT_FILE", str(place.where / "identity" / "certificate.pem"))
    with place.open(unpinned) as store:
        assert store.list("") == frozenset()
    elsewhere = replace(place, address=place.address.replace("127.0.0.1", "localhost"))
    with elsewhere.open(unpinned) as store:
        assert code_of(store.list, "") == "store.changed"


@pytest.mark.parametrize("kind", ["sftp"])
def test_without_a_pin_no_server_of_ssh_will_do(place: Served):
    """There is nobody who vouches for host keys."""
    with pytest.raises(StoreTrouble) as refused, place.open(replace(place.good, pin="")):
        pass
    assert refused.value.code == "store.changed"
