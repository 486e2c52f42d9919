# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The workspace on the disk: private, replaced whole, used by one at a time."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assist.errors import Busy, NoRoom
from assist.places import (
    LEAST_ROOM,
    LITTLE_ROOM,
    Claim,
    Workspace,
    is_room_low,
    make_folder,
    nearest,
    on_disk,
    room_left,
    sweep,
    write_private,
)

ROOT = Path(__file__).parents[2]


def test_a_workspace_lets_nobody_else_look_in(tmp_path):
    """Folders are 0700 whatever the system's habit is, also one that was there before."""
    root = tmp_path / "work"
    root.mkdir(mode=0o755)
    workspace = Workspace(root)

    workspace.make()
    profile = workspace.new_profile()

    folders = [root, workspace.relay, profile.folder, profile.blobs, profile.backups]
    assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}


def test_profiles_have_random_names_and_count_once_their_keys_are_there(tmp_path):
    """A profile whose making was interrupted is none; nobody's name is on the disk."""
    workspace = Workspace(tmp_path / "work")
    workspace.make()
    first, _unfinished = workspace.new_profile(), workspace.new_profile()
    write_private(first.slot, b"sealed")
    (workspace.root / "p" / "Maria").mkdir()
    (workspace.root / "p" / "Maria" / "slot.bin").write_bytes(b"")

    assert workspace.profiles() == [first]
    assert workspace.profile(first.folder.name) == first
    assert len(first.folder.name) == 32
    assert not workspace.exists
    write_private(workspace.machine, b"salt")
    assert workspace.exists


@pytest.mark.parametrize("name", ["", "..", "0" * 31, "G" * 32, "../" + "0" * 29])
def test_only_our_names_lead_to_a_profile(tmp_path, name):
    """A name from outside cannot leave the workspace."""
    with pytest.raises(ValueError, match="hexadecimal"):
        Workspace(tmp_path).profile(name)


def test_a_small_file_is_replaced_whole_and_privately(tmp_path):
    """The new content, 0600, and no leftover."""
    path = tmp_path / "slot.bin"
    write_private(path, b"old")

    write_private(path, b"new")

    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["slot.bin"]


_TOO_LARGE = """
import resource, sys
from pathlib import Path
from assist.errors import NoRoom
from assist.places import write_private
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_private(Path(sys.argv[1]), bytes(5000))
except NoRoom as refused:
    print(refused.code)
"""


def test_a_write_that_fails_half_way_leaves_the_old_file(tmp_path):
    """The disk takes 1,000 of 5,000 bytes: the old file is whole and the half is gone."""
    path = tmp_path / "slot.bin"
    write_private(path, b"old")

    ran = subprocess.run(
        [sys.executable, "-c", _TOO_LARGE, path], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert ran.stdout == "disk.failed\n"
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["slot.bin"]


def test_leftovers_of_a_power_cut_are_swept_after_an_hour(tmp_path):
    """Younger ones may belong to a write that is still going on."""
    old, young, other = tmp_path / ".amparo-new-a", tmp_path / ".amparo-new-b", tmp_path / "slot.bin"
    for path in (old, young, other):
        path.write_bytes(b"x")
    os.utime(old, (0, 0))
    os.utime(other, (0, 0))

    sweep(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {".amparo-new-b", "slot.bin"}


def test_a_full_disk_is_said_to_be_full():
    """The device that is always full says so in our words."""
    with pytest.raises(NoRoom, match=r"disk\.full"), on_disk(), open("/dev/full", "wb", buffering=0) as file:
        file.write(b"x")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk.full"), (errno.EDQUOT, "disk.full"), (errno.EROFS, "disk.read_only"),
        (errno.EACCES, "disk.read_only"), (errno.EPERM, "disk.read_only"), (errno.EIO, "disk.failed"),
    ],
)  # fmt: skip
def test_errors_of_the_disk_carry_no_path(number, code):
    """Three things a person can act on: full, write-protected, failing."""
    with pytest.raises(NoRoom) as refused, on_disk():
        raise OSError(number, "text", "/home/somebody/secret")

    assert (refused.value.code, str(refused.value)) == (code, code)


def test_little_room_warns_and_too_little_refuses(tmp_path):
    """At 500 MB a warning, at 100 MB nothing new is begun."""
    assert not is_room_low(tmp_path, lambda folder: LITTLE_ROOM)
    assert is_room_low(tmp_path, lambda folder: LITTLE_ROOM - 1)
    assert is_room_low(tmp_path, lambda folder: LEAST_ROOM)
    with pytest.raises(NoRoom) as refused:
        is_room_low(tmp_path, lambda folder: LEAST_ROOM - 1)
    assert (refused.value.code, refused.value.details) == ("disk.low", {"free_mib": 99})


def test_room_is_measured_where_the_folder_will_be(tmp_path):
    """A workspace that does not exist yet is on the disk of the folder above it."""
    assert nearest(tmp_path / "a" / "b") == tmp_path
    assert room_left(tmp_path / "a" / "b") > 0


def test_a_folder_that_cannot_be_made_is_refused_in_our_words(tmp_path):
    """A file stands where the folder should be."""
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(NoRoom, match=r"disk\.failed"):
        make_folder(tmp_path / "file" / "folder")


_HOLDER = """
import sys
from pathlib import Path
from assist.places import Claim
with Claim(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def _holder(root: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the workspace until it is told to go."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDER, root], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        try:
            yield holder
        finally:
            holder.communicate()


def test_a_workspace_is_used_by_one_process_at_a_time(tmp_path):
    """A second window is refused at once, and welcome when the first has gone."""
    with _holder(tmp_path), pytest.raises(Busy, match=r"workspace\.busy"):
        Claim(tmp_path).take()

    with Claim(tmp_path) as claim:
        assert claim.is_held
    assert not claim.is_held


def test_a_killed_process_holds_nothing(tmp_path):
    """After a crash nobody has to delete a lock file."""
    with _holder(tmp_path) as holder:
        holder.send_signal(signal.SIGKILL)

    with Claim(tmp_path) as claim:
        assert claim.is_held


def test_a_claim_given_back_can_be_taken_by_the_program_that_replaces_this_one(tmp_path):
    """Locking releases it, then starts the lock screen, which takes it again."""
    claim = Claim(tmp_path)
    claim.take()
    with pytest.raises(Busy):
        Claim(tmp_path).take()

    claim.release()
    claim.release()

    with _holder(tmp_path):
        assert not claim.is_held
