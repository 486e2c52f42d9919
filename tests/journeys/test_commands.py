# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of the product, one after the other, on a practice workspace."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ui.cli import main as command_line

ROOT = Path(__file__).resolve().parents[2]


def main(words: list[str]) -> int:
    """A command; none of these may open a window."""
    return command_line.main(words, lambda folder: pytest.fail(f"a window for {folder.name}"))


class Terminal:
    """Types commands on one workspace and reads what comes back."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.workspace = root / "practice"
        self.user = self.supervisor = ""
        self.file = root / "passphrase"

    def begin(self, practice: tuple[Path, dict]) -> dict:
        """A workspace of invented people of her own, its passphrase in a private file."""
        folder, made = practice
        shutil.copytree(folder, self.workspace)
        self.user, self.supervisor = (
            next(each["name"] for each in made["users"] if role in each["roles"])
            for role in ("caseworker", "supervisor"))
        self.file.touch(0o600)
        self.file.write_text(made["passphrase"] + "\n", "utf-8")
        return made

    def say(self, capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> dict:
        """A command with --json that ends with a status; its document."""
        done, out, _ = self.run(capsys, *words, "--json")
        assert done == status, out
        return json.loads(out.strip().splitlines()[-1])

    def run(self, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
        """A command as typed."""
        capsys.readouterr()
        done = main(list(words))
        out, err = capsys.readouterr()
        return done, out, err

    @property
    def me(self) -> list[str]:
        """Who signs in and how."""
        return self.by(self.user)

    def by(self, name: str) -> list[str]:
        """The same for another of the team."""
        return ["--user", name, "--passphrase-file", str(self.file)]

    def own(self, cases: list[dict]) -> str:
        """The code of a case of hers that is under way."""
        return next(row["code"] for row in cases
                    if row["worker"] == self.user and row["stage"] in ("implementing", "reviewing"))


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict]:
    """What ``demo`` makes, invented once, and what it says."""
    folder, said = tmp_path_factory.mktemp("demo") / "practice", io.StringIO()
    with contextlib.redirect_stdout(said):
        assert main(["demo", str(folder), "--cases", "12", "--seed", "7", "--lang", "es", "--json"]) == 0
    return folder, json.loads(said.getvalue().strip().splitlines()[-1])


@pytest.fixture
def terminal(tmp_path: Path, practice: tuple[Path, dict]) -> Terminal:
    """A practice workspace at the command line."""
    made = Terminal(tmp_path)
    made.begin(practice)
    return made


def test_every_command_answers(terminal: Terminal, capsys, tmp_path: Path):
    """Each ends with 0 and one document of the promised shape."""
    t, w = terminal, str(terminal.workspace)

    cases = t.say(capsys, "cases", w, *t.me)["cases"]
    assert len(cases) == 11, "one of the twelve is hidden"
    assert len(t.say(capsys, "cases", w, "--vault", *t.me)["cases"]) == 12
    assert set(cases[0]) == {"code", "stage", "worker", "next_due"}
    assert t.say(capsys, "status", w, *t.me)["practice"] is True
    code = t.own(cases)
    seen = t.say(capsys, "case", w, code, *t.me)
    assert "name" not in seen
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"outcome": "held", "person_wants": "seguir", "done_next": [{"what": "curso"}]}))
    assert t.say(capsys, "record", w, code, "F11", "--answers", str(answers), *t.me)["case"] == code
    paper = t.say(capsys, "report", w, code, "--kind", "supervision", "--out", str(tmp_path / "r.pdf"), *t.me)
    assert set(paper) == {"file", "pages", "print_id"}
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    assert t.say(capsys, "caseload", w, *t.me)["cases"]
    assert t.say(capsys, "caseload", w, "--out", str(tmp_path / "c.pdf"), *t.me)["pages"] == 1
    assert t.say(capsys, "backup", w, "--out", str(tmp_path / "b.amparo"), *t.me)["file"]
    home = str(tmp_path / "home")
    assert t.say(capsys, "restore", str(tmp_path / "b.amparo"), home, *t.me)["cases"] == 12
    for place in (w, home):
        assert all(row["ok"] for row in t.say(capsys, "verify", place, *t.me)["checks"])
    assert t.say(capsys, "forms", "check") == {"findings": []}
    assert t.say(capsys, "forms", "print", "F01", "--out", str(tmp_path / "f.pdf"), "--lang", "es")["pages"] >= 1


def test_a_first_contact_can_be_recorded_from_a_file(terminal: Terminal, capsys, tmp_path: Path):
    """The same checks as on screen."""
    t, w = terminal, str(terminal.workspace)
    answers = tmp_path / "a.json"
    answers.write_text(json.dumps({"chosen_name": "Ñusta", "may_keep_note": "yes",
                                   "danger_now": {"state": "prefers_not_to_say"}}), "utf-8")

    made = t.say(capsys, "record", w, "NEW", "F01", "--answers", str(answers), *t.me)

    assert made["without_file"] is False
    assert t.say(capsys, "case", w, made["case"], *t.me)["stage"] == "contact"


def test_answers_to_questions_that_are_not_asked_are_named_and_nothing_is_saved(terminal: Terminal, capsys, tmp_path):
    """A way of savings asks nothing about a place of work; one of training does."""
    t, w = terminal, str(terminal.workspace)
    rows = t.say(capsys, "cases", w, *t.me)["cases"]
    code = t.own(rows)
    before = t.say(capsys, "case", w, code, *t.me)["records"]
    answers = tmp_path / "a.json"
    goal = {"goal_own_words": "Guardar para una máquina", "decent": ["contract"], "exit_rule": ""}
    answers.write_text(json.dumps({**goal, "path": "savings"}), "utf-8")

    words = ["record", w, code, "F10", "--answers", str(answers), *t.me]
    status, out, err = t.run(capsys, *words, "--json")

    assert status == 1
    assert json.loads(out)["error"]["code"] == "answers.not_asked"
    assert "decent" in err
    assert "path" in err
    assert "exit_rule" not in err, "an empty answer is none"
    assert "contract" not in err, "names of questions, never answers"
    assert t.say(capsys, "case", w, code, *t.me)["records"] == before
    answers.write_text(json.dumps({**goal, "path": "training"}), "utf-8")
    assert t.say(capsys, *words)["case"] == code
    assert len(t.say(capsys, "case", w, code, *t.me)["records"]) == len(before) + 1


@pytest.mark.parametrize(("words", "code"), [
    (["cases", "{none}"], "workspace.none"), (["case", "{w}", "ZZZZZZZZ"], "case.not_found"),
    (["record", "{w}", "NEW", "F99", "--answers", "{bad}"], "answers.unreadable"),
    (["import", "{w}", "{bad}"], "import.no_headings"), (["backup", "{w}", "--out", "{w}"], "backup.file_exists"),
    (["init", "{w}", "--organisation", "X"], "workspace.exists"), (["forms", "print", "F02", "--out", "x.pdf"],
                                                                   "form.no_paper"),
])
def test_a_refusal_is_one_sentence_and_status_one(terminal: Terminal, capsys, tmp_path: Path, words, code):
    """On standard error for people, as a document for programs; nothing is half-done."""
    t = terminal
    bad = tmp_path / "bad.txt"
    bad.write_text("nothing of use")
    typed = [word.format(w=t.workspace, none=tmp_path / "none", bad=bad) for word in words]
    signed = [] if words[0] == "forms" else t.by(t.supervisor) if words[0] == "import" else t.me

    status, out, err = t.run(capsys, *typed, *signed, "--json")

    assert status == 1
    assert json.loads(out.strip().splitlines()[-1])["error"]["code"] == code
    assert err.strip()
    assert str(tmp_path) not in err


def test_a_wrong_passphrase_and_an_open_passphrase_file_are_refused(terminal: Terminal, capsys):
    """A passphrase file anybody may read is no secret."""
    t, w = terminal, str(terminal.workspace)
    t.file.chmod(0o644)
    assert t.say(capsys, "status", w, *t.me, status=1)["error"]["code"] == "signin.file_open"
    t.file.chmod(0o600)
    t.file.write_text("otra cosa\n")

    assert t.say(capsys, "status", w, *t.me, status=1)["error"]["code"] == "signin.wrong"


def test_damage_is_status_three_and_names_what_is_wrong(terminal: Terminal, capsys):
    """One flipped byte in the middle of each database."""
    t = terminal
    for database in t.workspace.glob("p/*/case.db"):
        content = bytearray(database.read_bytes())
        content[len(content) // 2] ^= 4
        database.write_bytes(bytes(content))

    found = t.say(capsys, "verify", str(t.workspace), *t.me, status=3)

    wrong = {row["name"] for row in found["checks"] if not row["ok"]} if "checks" in found else {found["error"]["code"]}
    assert wrong & {"case_pages", "db.damaged"}


def test_wrong_usage_is_status_two(capsys):
    """And shows how it is meant."""
    assert main(["record"]) == 2
    assert main(["no-such-command"]) == 2
    assert main(["demo", "x", "--cases", "many"]) == 2


def test_open_goes_to_the_window_with_the_folder(tmp_path: Path):
    """And the status of the window is the status of the command."""
    seen: list[Path] = []

    def window(folder: Path) -> int:
        seen.append(folder)
        return 0

    assert command_line.main(["open", str(tmp_path)], window) == 0
    assert seen == [tmp_path]
    assert command_line.main(["open"], window) == 2
    assert seen == [tmp_path]


def test_the_commands_never_bring_the_window():
    """Qt is not even imported."""
    program = "import sys; from ui.__main__ import main; main(['forms', 'check']); print('PySide6' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip().endswith("False")


def test_the_whole_main_job_runs_without_a_screen(tmp_path: Path, capsys):
    """And says where each result lies."""
    assert main(["walkthrough", str(tmp_path / "practice"), "--lang", "es"]) == 0

    out = capsys.readouterr().out
    assert str(tmp_path / "practice" / "report.pdf") in out
    assert (tmp_path / "practice" / "backup.amparo").stat().st_size > 0
