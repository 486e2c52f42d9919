# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Folders where an encrypted database would lose work are refused on every system."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from assist.errors import NoRoom, UnsafePlace
from assist.unsafe_places import Mount, holding, is_cloud_name, linux_mounts, macos_mounts, mounts_here, refuse_unsafe

LOCAL = Mount("/", "ext4")
NO_VARIABLES: dict[str, str] = {}


def test_an_ordinary_local_folder_is_accepted(tmp_path):
    """Also one that does not exist yet."""
    refuse_unsafe(tmp_path / "new" / "workspace", [LOCAL], NO_VARIABLES)
    refuse_unsafe(tmp_path)


@pytest.mark.parametrize(
    "kind",
    [
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "webdav", "davfs", "fuse.davfs2", "fuse.rclone",
        "fuse.gvfsd-fuse", "vboxsf", "afpfs", "remote", "CIFS",
    ],
)  # fmt: skip
def test_file_systems_of_other_machines_are_refused(tmp_path, kind):
    """The write-ahead log is shared memory: it needs a disk in this laptop."""
    with pytest.raises(UnsafePlace, match=r"place\.network"):
        refuse_unsafe(tmp_path / "work", [LOCAL, Mount(str(tmp_path), kind)], NO_VARIABLES)


@pytest.mark.parametrize("kind", ["vfat", "exfat", "msdos", "fuse.exfat", "FAT32", "exFAT"])
def test_sticks_without_permissions_or_journal_are_refused(tmp_path, kind):
    """FAT keeps no rights and loses files at a power cut."""
    with pytest.raises(UnsafePlace, match=r"place\.fat"):
        refuse_unsafe(tmp_path, [LOCAL, Mount(str(tmp_path), kind)], NO_VARIABLES)


def test_a_link_into_a_network_folder_is_followed(tmp_path):
    """What counts is where the bytes go."""
    (tmp_path / "far").mkdir()
    (tmp_path / "near").symlink_to(tmp_path / "far")

    with pytest.raises(UnsafePlace, match=r"place\.network"):
        refuse_unsafe(tmp_path / "near" / "work", [LOCAL, Mount(str(tmp_path / "far"), "nfs4")], NO_VARIABLES)


def test_a_local_disk_inside_a_network_folder_is_judged_by_itself(tmp_path):
    """The innermost mount decides."""
    refuse_unsafe(tmp_path, [Mount("/", "nfs"), Mount(str(tmp_path), "ext4")], NO_VARIABLES)


@pytest.mark.parametrize(
    "name",
    [
        "Dropbox", "Dropbox (Casa Sol)", "OneDrive", "OneDrive - Casa Sol", "Nextcloud", "ownCloud", "Google Drive",
        "GoogleDrive-x@example.org", "My Drive", "iCloud Drive", "iCloudDrive", "Mobile Documents", "CloudStorage",
        "pCloud Drive", "pCloudDrive", "MEGAsync", "Syncthing", "dropbox", "ONEDRIVE",
    ],
)  # fmt: skip
def test_folders_named_by_cloud_programs_are_refused(tmp_path, name):
    """A half-copied database and its log come back as damage."""
    with pytest.raises(UnsafePlace, match=r"place\.cloud"):
        refuse_unsafe(tmp_path / name / "work", [LOCAL], NO_VARIABLES)


@pytest.mark.parametrize("name", ["Drop box", "boxes", "cloud", "Documents", "onedrives", "Nextcloudy", "drive", "p"])
def test_other_names_are_nobodys_business(name):
    """A refusal nobody understands sends people back to spreadsheets."""
    assert not is_cloud_name(name)


@pytest.mark.parametrize(
    "marker",
    [
        ".dropbox", ".dropbox.cache/", ".stfolder/", ".stfolder", ".stignore", ".sync_0a1b2c.db", "._sync_0a1b2c.db",
        ".nextcloudsync.log", ".owncloudsync.log", ".tmp.drivedownload/", ".849C9593-D756-4E56-8D6E-42412F2A707B",
    ],
)  # fmt: skip
def test_synced_folders_are_known_by_what_their_programs_leave_in_them(tmp_path, marker):
    """Whatever the folder is called, and however deep the workspace lies in it."""
    shared = tmp_path / "Our shelter"
    (shared / "a" / "b").mkdir(parents=True)
    if marker.endswith("/"):
        (shared / marker).mkdir()
    else:
        (shared / marker).write_bytes(b"")

    with pytest.raises(UnsafePlace, match=r"place\.cloud"):
        refuse_unsafe(shared / "a" / "b", [LOCAL], NO_VARIABLES)


def test_a_home_folder_with_the_settings_of_dropbox_is_no_synced_folder(tmp_path):
    """Only the folders written down in those settings are."""
    home, synced = tmp_path / "home", tmp_path / "Sun"
    (home / ".dropbox").mkdir(parents=True)
    (home / ".dropbox" / "info.json").write_text(json.dumps({"personal": {"path": str(synced)}, "odd": 3}))

    refuse_unsafe(home / "amparo", [LOCAL], {"HOME": str(home)})
    with pytest.raises(UnsafePlace, match=r"place\.cloud"):
        refuse_unsafe(synced / "amparo", [LOCAL], {"HOME": str(home)})
    (home / ".dropbox" / "info.json").write_bytes(b"\xff{")
    refuse_unsafe(synced / "amparo", [LOCAL], {"HOME": str(home)})


def test_onedrive_is_believed_when_it_says_where_it_is(tmp_path):
    """Windows names the folders in the environment."""
    with pytest.raises(UnsafePlace, match=r"place\.cloud"):
        refuse_unsafe(tmp_path / "Casa" / "work", [LOCAL], {"OneDriveCommercial": str(tmp_path / "Casa")})


def test_a_write_protected_disk_is_refused_before_anything_is_made(tmp_path):
    """Nothing can be kept there."""
    with pytest.raises(NoRoom, match=r"place\.read_only"):
        refuse_unsafe(tmp_path, [LOCAL, Mount(str(tmp_path), "ext4", read_only=True)], NO_VARIABLES)


def test_the_table_of_linux_is_read_with_its_escapes():
    """A blank in a mount point is written as an octal number."""
    table = (
        "/dev/sda1 / ext4 rw,relatime 0 0\n"
        "//nas/share /mnt/our\\040share cifs rw,nosuid 0 0\n"
        "/dev/sr0 /media/cd iso9660 ro,nosuid 0 0\n"
        "broken line\n"
    )

    assert linux_mounts(table) == [
        Mount("/", "ext4"),
        Mount("/mnt/our share", "cifs"),
        Mount("/media/cd", "iso9660", read_only=True),
    ]
    assert mounts_here(Path("/"))


def test_the_table_of_macos_is_read():
    """``mount`` prints the kind first, then the options."""
    shown = (
        "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n"
        "/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled)\n"
        "//ana@nas/Case work on /Volumes/Case work (smbfs, nodev, nosuid)\n"
    )

    assert macos_mounts(shown) == [
        Mount("/", "apfs", read_only=True),
        Mount("/System/Volumes/Data", "apfs"),
        Mount("/Volumes/Case work", "smbfs"),
    ]


def test_the_mount_that_holds_a_folder_is_found():
    """The longest one wins, the later one of two at the same point, and names that only begin alike do not."""
    mounts = [Mount("/", "ext4"), Mount("/mnt", "nfs"), Mount("/mnt", "xfs"), Mount("/mnt/a", "cifs")]

    assert holding(PurePosixPath("/mnt/ab/c"), mounts) == Mount("/mnt", "xfs")
    assert holding(PurePosixPath("/mnt/a/c"), mounts) == Mount("/mnt/a", "cifs")
    assert holding(PureWindowsPath("D:\\work"), [Mount("D:\\", "FAT32")]) == Mount("D:\\", "FAT32")
    assert holding(PureWindowsPath("C:\\work"), [Mount("D:\\", "FAT32")]) is None
