# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``amparo store`` and ``amparo sync``: from a terminal, from a scheduler, signed in and not."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assist.crypto.kdf import FOR_TESTS
from assist.places import Workspace
from assist.services.meeting import Meeting, MeetingService
from assist.services.profiles import NewProfile
from assist.sync.stores.folder import FolderStore
from tests.conftest import PASSPHRASE
from tests.syncing.stores_served import content_of, name_of
from ui.cli import main as command_line
from ui.cli import signing_in
from ui.wiring import Door

Say = Callable[..., dict]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """A command with --json that ends with a status; its document, or with ``plain`` what it said."""

    def run(*words: str, status: int = 0, plain: bool = False) -> dict | str:
        capsys.readouterr()
        done = command_line.main([*words, *([] if plain else ["--json"])], lambda _folder: pytest.fail("a window"))
        out, err = capsys.readouterr()
        assert done == status, out + err
        return out + err if plain else json.loads(out.strip().splitlines()[-1])

    return run


@pytest.fixture
def me(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say) -> list[str]:
    """A workspace of one person whose keys are cheap to derive: its folder, who signs in and how."""
    monkeypatch.setattr(signing_in, "Door", cheap)
    door = cheap(tmp_path / "w")
    door.found(NewProfile("Casa Prueba", "Ana Ríos", PASSPHRASE)).close()
    door.leave()
    return [str(tmp_path / "w"), "--user", "Ana Ríos", "--passphrase-file",
            private(tmp_path / "passphrase", PASSPHRASE + "\n")]


def cheap(folder: Path) -> Door:
    """The door of a workspace."""
    return Door(folder, None, FOR_TESTS)


def private(path: Path, content: str) -> str:
    """A file only its owner may read."""
    path.touch(0o600)
    path.write_text(content, "utf-8")
    return str(path)


def test_a_place_is_set_shown_met_and_forgotten(say: Say, me: list[str], tmp_path: Path):
    """Each answers with its document; nothing needs a person."""
    folder, *signing = me
    stick = tmp_path / "stick"
    stick.mkdir()

    assert say("store", folder, "show", *signing) == {"store": None}
    shown = say("store", folder, "set", stick.as_uri(), *signing)["store"]
    say("store", folder, "try", *signing)
    met = say("sync", folder, *signing)
    again = say("sync", folder, *signing)
    status = say("status", folder, *signing)

    assert shown["kind"] == "file"
    assert shown["also_locked"] is False
    assert set(met) == {"published", "pulled", "conflicts", "problems"}
    assert (met["pulled"], met["conflicts"], met["problems"]) == (0, 0, [])
    assert again == {"published": 0, "pulled": 0, "conflicts": 0, "problems": []}
    assert FolderStore(stick).list("")
    assert status["last_sync"]
    assert say("store", folder, "forget", *signing) == {"store": None}


def test_credentials_come_from_private_files_and_are_never_printed(say: Say, me: list[str], tmp_path: Path):
    """Not in an answer, not in an error; a file that others may read is refused."""
    folder, *signing = me
    secret = private(tmp_path / "secret", "CANARYSECRET\n")
    url = "webdavs://canaryhost.example.org/canaryfolder"

    said = str(say("store", folder, "set", url, "--name", "CANARYUSER", "--secret-file", secret, *signing, plain=True))
    said += str(say("store", folder, "show", *signing))
    Path(secret).chmod(0o644)
    refused = say("store", folder, "set", url, "--name", "x", "--secret-file", secret, *signing, status=1)

    assert "CANARY" not in said
    assert "canary" not in said
    assert refused["error"]["code"] == "signin.file_open"


@pytest.mark.parametrize(("words", "code"), [
    (("set",), "store.which"), (("show", "file:///x"), "store.which"), (("set", "ftp://x/y"), "store.address"),
    (("set", "sftp://host.example.org/x"), "store.pin"), (("try",), "round.no_place"),
])
def test_what_cannot_be_done_is_one_sentence(say: Say, me: list[str], words: tuple[str, ...], code: str):
    """And nothing is half-done."""
    folder, *signing = me

    assert say("store", folder, *words, *signing, status=1)["error"]["code"] == code
    assert say("store", folder, "show", *signing) == {"store": None}


def test_nobody_signed_in_only_carries(say: Say, me: list[str], tmp_path: Path):
    """Sealed objects both ways, without any key; to the place left readable for that, or to one that is named."""
    folder, *signing = me
    stick = tmp_path / "stick"
    stick.mkdir()
    FolderStore(stick).put(name_of(1), content_of(name_of(1)))

    refused = say("sync", folder, status=1)
    say("store", folder, "set", stick.as_uri(), "--also-locked", *signing)
    carried = say("sync", folder)
    named = say("sync", folder, "--store", str(stick))

    assert refused["error"]["code"] == "round.no_place_while_locked"
    assert carried == {"published": 0, "pulled": 1, "conflicts": 0, "problems": []}
    assert FolderStore(Workspace(Path(folder)).relay).list("") == {name_of(1)}
    assert (named["published"], named["pulled"]) == (0, 0)


def test_a_place_that_is_gone_ends_with_one_and_heals(say: Say, me: list[str], tmp_path: Path):
    """From a scheduler, in the middle of the night: the next time it is there again."""
    folder, *signing = me
    stick = tmp_path / "stick"
    stick.mkdir()
    say("store", folder, "set", stick.as_uri(), "--also-locked", *signing)
    stick.rmdir()

    locked, signed = say("sync", folder, status=1), say("sync", folder, *signing, status=1)
    stick.mkdir()

    assert locked["error"]["code"] == signed["error"]["code"] == "store.unreachable"
    assert say("sync", folder, *signing)["problems"] == []
    assert FolderStore(stick).list("")


def test_what_its_author_took_away_is_not_brought_back(say: Say, me: list[str], tmp_path: Path):
    """Old updates make room for a snapshot; a stick that was emptied is filled all the same."""
    folder, *_signing = me
    stick = tmp_path / "stick"
    stick.mkdir()
    relay = FolderStore(Workspace(Path(folder)).relay)
    for number in range(10):
        relay.put(name_of(number), content_of(name_of(number)))
    say("sync", folder, "--store", str(stick))

    FolderStore(stick).delete(name_of(3))
    say("sync", folder, "--store", str(stick))
    after = FolderStore(stick).list("")
    for number in range(10):
        FolderStore(stick).delete(name_of(number))
    say("sync", folder, "--store", str(stick))

    assert name_of(3) not in after
    assert len(after) == 9
    assert FolderStore(stick).list("") == relay.list("")


@pytest.mark.parametrize("watched", [True, False])
def test_how_far_a_new_laptop_is_stands_on_a_terminal_and_nowhere_else(
    say: Say, me: list[str], monkeypatch: pytest.MonkeyPatch, watched: bool
):
    """So many of so many cases while they come in; a document stays a document."""
    folder, *signing = me

    def reads(_self: MeetingService, _url: str, told: Callable[[int, int], None]) -> Meeting:
        told(100, 300)
        return Meeting()

    monkeypatch.setattr(MeetingService, "round", reads)
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda _self: watched, raising=False)
    monkeypatch.setenv("TERM", "xterm")  # one that can write a line anew
    lines = say("sync", folder, *signing, plain=True)
    document = say("sync", folder, *signing)

    assert ("Cases come in" in lines) is watched
    assert "Sent: 0." in lines
    assert document["pulled"] == 0
