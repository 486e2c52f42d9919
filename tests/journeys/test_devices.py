# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people at two terminals: invite, join, compare, let in, look at the list, take out."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from ui.cli.main import main as command_line

pytestmark = pytest.mark.usefixtures("least_work")

ANAS, HERS = "casa lunes verde trigo nube farol", "luna papel cabra roble piano tigre"


class Terminal:
    """One person's terminal, her workspace and her passphrase in a private file."""

    def __init__(self, root: Path, user: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self.user, self._capsys = root, user, capsys
        self.workspace = root / user
        self.file = root / f"{user}.words"
        secret(self.file, words)

    def run(self, *words: str, status: int = 0) -> str:
        """A command as typed; what it said."""
        self._capsys.readouterr()
        done = command_line(list(words), lambda folder: pytest.fail(f"a window for {folder.name}"))
        out, err = self._capsys.readouterr()
        assert done == status, out + err
        return out

    @property
    def me(self) -> list[str]:
        """How every command is told who she is."""
        return ["--user", self.user, "--passphrase-file", str(self.file)]

    def device(self, act: str, *words: str, status: int = 0) -> dict:
        """``amparo device`` with --json: its document."""
        said = self.run("device", str(self.workspace), act, *words, *self.me, "--lang", "es", "--json", status=status)
        return json.loads(said.strip().splitlines()[-1])


def secret(file: Path, words: str) -> Path:
    """A file only its owner may read."""
    file.touch(0o600)
    file.write_text(words + "\n", "utf-8")
    return file


@pytest.fixture
def ana(tmp_path: Path, capsys) -> Terminal:
    """The first person of a small shelter."""
    made = Terminal(tmp_path, "Ana", ANAS, capsys)
    made.run("init", str(made.workspace), "--organisation", "Casa Ceibo", "--user", "Ana", "--passphrase-file",
             str(made.file))
    return made


@pytest.fixture
def beto(tmp_path: Path, capsys) -> Terminal:
    """Somebody with a laptop where there is nothing yet."""
    return Terminal(tmp_path, "Beto", HERS, capsys)


def invited(ana: Terminal, *more: str) -> tuple[dict, Path, Path]:
    """What was made, the file, and the words in a private file."""
    file = ana.root / "sent"
    made = ana.device("invite", "--name", "Beto", *(more or ("--role", "caseworker")), "--out", str(file))
    return made, file, secret(ana.root / "twelve", made["words"])


def test_from_the_invitation_to_a_member_and_out_again(ana, beto, tmp_path):
    """By files alone, as with a stick."""
    made, file, twelve = invited(ana)
    request, answer = tmp_path / "request", tmp_path / "answer"
    asked = beto.device("join", "--invitation", str(file), "--words-file", str(twelve), "--laptop", "azul",
                        "--request", str(request))
    waits = beto.device("list", status=1)
    (seen,) = ana.device("requests", "--request", str(request))["invitations"]
    let_in = ana.device("admit", made["id"][:6], "--words", asked["words"].upper(), "--answer", str(answer))
    came = beto.device("accept", "--answer", str(answer))
    people = ana.device("list")["people"]
    ana.device("leave", "Beto")

    assert len(made["words"].split()) == 12
    assert waits["error"]["code"] == "join.waiting"
    assert asked["words"] in waits["error"]["message"]
    assert (seen["words"], seen["asks"], seen["laptop"], seen["roles"]) == (
        asked["words"], "Beto", "azul", ["caseworker"])
    assert let_in == {"admitted": "Beto", "answer": str(answer), "problems": []}
    assert came == {"user": "Beto", "organisation": "Casa Ceibo", "roles": ["caseworker"]}
    assert [(each["name"], each["active"]) for each in people] == [("Ana", True), ("Beto", True)]
    assert [each["active"] for each in ana.device("list")["people"]] == [True, False]
    assert all(stat.S_IMODE(each.stat().st_mode) == 0o600 for each in (file, request, answer))


def test_other_words_wrong_files_and_used_invitations_are_refused(ana, beto, tmp_path):
    """One sentence each, status 1, nothing half-done."""
    made, file, twelve = invited(ana)
    other = secret(tmp_path / "others", "abandon " * 11 + "about")
    (tmp_path / "nothing").write_bytes(b"no invitation")

    def refused(who: Terminal, *words: str) -> str:
        return who.device(*words, status=3 if str(tmp_path / "nothing") in words else 1)["error"]["code"]

    assert refused(beto, "join", "--invitation", str(file), "--words-file", str(other)) == "invite.words"
    assert refused(beto, "join", "--invitation", str(tmp_path / "nothing"), "--words-file", str(twelve)) == (
        "invite.damaged")
    assert refused(beto, "join", "--invitation", str(tmp_path / "none"), "--words-file", str(twelve)) == (
        "join.unreadable")
    assert not beto.workspace.exists()
    assert refused(ana, "admit", made["id"], "--words", "a b c d e f") == "invite.no_request"
    assert ana.device("take-back", made["id"]) == {"taken_back": made["id"]}
    assert refused(ana, "admit", made["id"], "--words", "a b c d e f") == "invite.gone"
    assert refused(ana, "leave", "Nobody") == "team.not_here"
    assert refused(ana, "leave", "Ana") == "team.last_coordinator"
    assert refused(ana, "invite", "--role", "queen", "--out", str(tmp_path / "x")) == "team.no_role"
    assert not (tmp_path / "x").exists()


def test_words_that_others_may_read_are_not_taken(ana, beto):
    """As with passphrases."""
    _made, file, twelve = invited(ana)
    twelve.chmod(0o644)

    refused = beto.device("join", "--invitation", str(file), "--words-file", str(twelve), status=1)
    assert refused["error"]["code"] == "signin.file_open"


def test_without_a_terminal_nobody_is_asked(ana, beto):
    """A scheduler gets a sentence instead of a question."""
    _made, file, _twelve = invited(ana)

    assert beto.device("join", "--invitation", str(file), status=1)["error"]["code"] == "terminal.missing"


def test_a_second_laptop_is_invited_by_the_name_of_its_person_and_can_be_taken_out(ana, tmp_path, capsys):
    """The same person on both; a lost one goes, she stays."""
    made, file, twelve = invited(ana, "--second-laptop", "Ana")
    second = Terminal(tmp_path, "Ana en casa", HERS, capsys)
    asked = second.device("join", "--invitation", str(file), "--words-file", str(twelve), "--laptop", "verde",
                          "--request", str(tmp_path / "request"))
    ana.device("requests", "--request", str(tmp_path / "request"))
    ana.device("admit", made["id"], "--words", asked["words"], "--answer", str(tmp_path / "answer"))
    second.device("accept", "--answer", str(tmp_path / "answer"))
    before = ana.device("list")["people"]
    gone = ana.device("revoke", "verde")
    after = ana.device("list")["people"]

    assert [each["name"] for each in before[0]["laptops"]] == ["", "verde"]
    assert len(before) == len(after) == 1
    assert gone["done"] is True
    assert [each["active"] for each in after[0]["laptops"]] == [True, False]
