# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever receives the program receives the licences of all it is made of."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from resources import licences


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The lock and the licences in a place where they may be spoiled."""
    shutil.copytree(licences.FOLDER, tmp_path / "licences")
    shutil.copy(licences.LOCK, tmp_path / "requirements.lock")
    monkeypatch.setattr(licences, "FOLDER", tmp_path / "licences")
    monkeypatch.setattr(licences, "INDEX", tmp_path / "licences" / "index.json")
    monkeypatch.setattr(licences, "LOCK", tmp_path / "requirements.lock")
    return tmp_path


def test_every_locked_library_has_its_licence_and_no_entry_is_out_of_date():
    """``python -m resources.licences --write`` after each change of the lock keeps it so."""
    assert list(licences.problems()) == []


def test_a_library_without_an_entry_is_found(copied: Path):
    """Somebody locked one more."""
    lock = copied / "requirements.lock"
    lock.write_text(lock.read_text("utf-8") + "quipu==1.0 \\\n", "utf-8")

    assert list(licences.problems()) == ["quipu: no entry"]


def test_an_entry_of_another_version_is_found(copied: Path):
    """Somebody locked a newer one; its licence may be another."""
    lock = copied / "requirements.lock"
    lock.write_text(lock.read_text("utf-8").replace("rich==", "rich==9"), "utf-8")

    assert any(problem.startswith("rich: the entry is of") for problem in licences.problems())


def test_a_text_that_is_gone_and_an_entry_nobody_needs_are_found(copied: Path):
    """Both ways of lying."""
    (copied / "licences" / "rich.txt").unlink()
    index = json.loads(licences.INDEX.read_text("utf-8"))
    index["libraries"]["quipu"] = {"version": "1.0", "licence": "MIT", "text": "rich.txt"}
    licences.INDEX.write_text(json.dumps(index), "utf-8")

    assert list(licences.problems()) == ["rich: no text", "quipu: an entry, and no such library any more"]


def test_writing_again_changes_nothing(copied: Path):
    """What is kept is what is installed."""
    before = {file.name: file.read_bytes() for file in licences.FOLDER.iterdir()}

    licences.write()

    assert {file.name: file.read_bytes() for file in licences.FOLDER.iterdir()} == before


def test_our_own_licence_and_that_of_the_font_travel_too():
    """The GPL in the root, the OFL beside the fonts."""
    assert "GNU GENERAL PUBLIC LICENSE" in (licences.HERE.parent / "LICENSE").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE" in (licences.HERE / "fonts" / "OFL.txt").read_text("utf-8")
