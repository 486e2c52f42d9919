# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the house that a program can check: sizes, names, first lines, words, and papers that tell the truth."""

from __future__ import annotations

import ast
import re
import shutil
import struct
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
import typer

from ui import __version__
from ui.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
SPDX = (
    "# SPDX-FileCopyrightText: The Amparo contributors\n"
    "# SPDX-License-Identifier: GPL-3.0-or-later\n"
)
TOP_LEVEL = {
    ".ci", ".gitignore", "ARCHITECTURE.md", "CHANGELOG.md", "LICENSE", "README.md", "assist", "build_installer.spec",
    "db", "forms", "pyproject.toml", "requirements-package.lock", "requirements-test.lock", "requirements.lock",
    "resources", "run.py", "tests", "ui",
}
MADE_BY_RUNNING = {
    ".git", ".hypothesis", ".import_linter_cache", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".venv",
    "__pycache__", "build", "dist", "shots",
}
"""Folders that are not ours to keep; ``practice`` is one too, at the top alone."""

LONGEST, LONGEST_RUN = 400, 250
HOMELESS = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "base", "misc"}
UNFINISHED = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + r")\b")
ELSEWHERE = re.compile("|".join((
    "pypi" + r"\.", "python" + "hosted", "--(extra-)?index" + "-url", "/" + r"root/", "/" + r"work/", "/" + r"opt/",
    "/" + r"home/(?!x/|somebody/)", r"[A-Z]:\\" + "Users")))
"""Addresses of registries and places on somebody's machine; invented ones in tests are ``x`` and ``somebody``."""

WORDS = {".py", ".md", ".yaml", ".toml", ".spec", ".lock", ".json", ".po", ".txt", ".run", ".svg", ""}


@lru_cache(maxsize=1)
def files() -> tuple[Path, ...]:
    """Every file of ours."""
    return tuple(sorted(_walk(ROOT)))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in MADE_BY_RUNNING or (folder == ROOT and path.name.startswith("practice")):
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path


def named(*endings: str) -> list[Path]:
    """Ours with one of these endings."""
    return [path for path in files() if path.suffix in endings]


def place(path: Path) -> str:
    """Where it is in the house."""
    return path.relative_to(ROOT).as_posix()


def _top_level() -> set[str]:
    """What is kept at the top; where git does not say, what lies there."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        kept = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, encoding="utf-8").stdout
        if kept:
            return {name.split("/")[0] for name in kept.splitlines()}
    here = {path.name for path in ROOT.iterdir()} - MADE_BY_RUNNING
    return {name for name in here if not name.startswith("practice")}


# -- sizes and names --------------------------------------------------------------------


def test_no_file_is_too_long_to_read_at_one_sitting():
    """A file that nears 400 lines has a second reason to change and becomes two."""
    counted = {place(path): len(path.read_text("utf-8").splitlines()) for path in named(".py")}

    assert {name: count for name, count in counted.items() if count > LONGEST} == {}


def test_run_py_stays_short_and_needs_nothing_but_python():
    """It runs before anything is installed."""
    text = (ROOT / "run.py").read_text("utf-8")
    imported = {
        name.split(".")[0] for node in ast.walk(ast.parse(text))
        for name in ([each.name for each in node.names] if isinstance(node, ast.Import)
                     else [node.module or ""] if isinstance(node, ast.ImportFrom) else [])}

    assert imported <= set(sys.stdlib_module_names)
    assert len(text.splitlines()) <= LONGEST_RUN


def test_the_top_of_the_house_is_as_it_was_drawn():
    """Nothing is put down in the hall."""
    assert _top_level() == TOP_LEVEL


def test_no_module_is_a_drawer_for_odds_and_ends():
    """Whatever has no home lacks a noun."""
    homeless = [place(path) for path in named(".py")
                if HOMELESS & {path.stem.lower(), *(part.lower() for part in path.relative_to(ROOT).parts[:-1])}]

    assert homeless == []


def test_no_folder_of_tests_stands_in_front_of_a_package():
    """``tests/db`` would hide ``db``; and one file of that kind makes all folders packages."""
    folders = [path for path in (ROOT / "tests").iterdir() if path.is_dir() and path.name not in MADE_BY_RUNNING]

    assert {path.name for path in folders} & {"assist", "db", "forms", "resources", "ui"} == set()
    assert list((ROOT / "tests").rglob("__init__.py")) == []


# -- first lines and last words ------------------------------------------------------------


def test_every_program_says_in_two_lines_whose_it_is_and_how_it_may_be_used():
    """And in the third what it is for."""
    without = [place(path) for path in named(".py", ".spec")
               if not path.read_text("utf-8").removeprefix("#!/usr/bin/env python3\n").startswith(SPDX + '"""')]

    assert without == []


def test_every_module_says_in_a_sentence_what_it_is():
    """One line; a full stop at its end, or the number of a ruling."""
    silent = []
    for path in named(".py"):
        said = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n\n")[0]
        if not re.search(r"[.?!)]$", said.rstrip()):
            silent.append(place(path))

    assert silent == []


def test_nothing_is_left_for_later():
    """What is not done is not promised."""
    left = [f"{place(path)}:{number}" for path in named(".py", ".md", ".yaml", ".spec", ".toml")
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if UNFINISHED.search(line)]

    assert left == []


def test_no_file_names_a_registry_or_a_place_on_somebodys_machine():
    """What is committed works anywhere."""
    named_there = [
        f"{place(path)}:{number}" for path in files() if path.suffix in WORDS and path.stat().st_size < 2_000_000
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if ELSEWHERE.search(line)]

    assert named_there == []


@pytest.mark.parametrize("words", [
    "pytest.mark." + "skip", "pytest." + "skip(", "xfail" + "(", "qtbot." + "wait(", "time." + "sleep(", "q" + "Wait(",
    "unittest." + "mock", "Magic" + "Mock",
])
def test_no_test_is_skipped_waits_for_the_clock_or_asks_a_stand_in(words: str):
    """A test that may be left out promises nothing."""
    tests = (path for path in named(".py") if path.is_relative_to(ROOT / "tests"))
    found = [place(path) for path in tests if words in path.read_text("utf-8")]

    assert found == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock", "requirements-package.lock"])
def test_every_locked_library_is_pinned_with_hashes(lock: str):
    """Whatever the registry answers, only these bytes are installed."""
    text = (ROOT / lock).read_text("utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())

    assert len(entries) > 20
    assert [entry.split()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


# -- papers that tell the truth -----------------------------------------------------------------


def test_the_newest_entry_of_the_changelog_is_this_version():
    """In pyproject.toml, in the program and in the words for those who use it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)

    assert newest is not None
    assert newest[1] == project == __version__


def test_every_command_of_the_readme_exists_with_its_options():
    """Whoever types what stands there is answered."""
    text = (ROOT / "README.md").read_text("utf-8")
    listed = re.search(r"actions = \{(.+?)\}", (ROOT / "run.py").read_text("utf-8"), re.DOTALL)[1]
    actions = set(re.findall(r'"(\w+)": \w+', listed))
    typed = [line.split("#")[0].split() for line in re.findall(r"^python3 run\.py.*$", text, re.MULTILINE)]
    typed += [words.split() for words in re.findall(r"`(python3 run\.py[^`]*)`", text)]

    assert {words[2] for words in typed if len(words) > 2} <= actions
    for words in typed:
        if words[2:3] == ["run"] and words[3] != "--help":
            _answers(words[3:])


def _answers(words: list[str]) -> None:
    command = typer.main.get_command(app)
    rest = list(words)
    while rest and hasattr(command, "commands"):
        if rest[0] not in command.commands and any(not each.opts[0].startswith("-") for each in command.params):
            rest.pop(0)  # the folder stands before the word: device DIR invite
        command = command.commands[rest.pop(0)]
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in rest if word.startswith("--")} <= known, words


@pytest.mark.parametrize("paper", ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"])
def test_what_a_paper_points_to_is_there(paper: str):
    """Links, and our own files and folders named in them."""
    text = (ROOT / paper).read_text("utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    ours = re.findall(r"`((?:assist|db|forms|resources|tests|ui)/[\w./*-]*|pyproject\.toml|run\.py)`", text)

    assert links or ours or paper == "CHANGELOG.md"
    assert [link for link in links if not (ROOT / link).exists()] == []
    assert [name for name in ours if not list(ROOT.glob(name.rstrip("/")))] == []


def test_architecture_is_one_page():
    """Whoever takes part reads all of it."""
    assert len((ROOT / "ARCHITECTURE.md").read_text("utf-8").split()) < 1000


@pytest.mark.rule("UX-29")
def test_whoever_looks_for_a_false_workspace_reads_why_there_is_none():
    """Among what is not promised, with what there is instead."""
    not_promised = (ROOT / "README.md").read_text("utf-8").partition("## What is not promised")[2].partition("\n## ")[0]
    told = " ".join(not_promised.split())

    assert "There is no second, false workspace to show instead: one that is seen through puts people in danger" in told
    assert "F12 locks at once" in told
    assert "level 3" in told


def test_the_picture_in_the_readme_is_one_of_ours_and_light_to_load():
    """A PNG of 1366×768 in at most 200 kB."""
    content = (ROOT / "resources" / "practice" / "amparo.png").read_bytes()

    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">II", content[16:24]) == (1366, 768)
    assert len(content) <= 200_000
