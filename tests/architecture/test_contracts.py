# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fences stand, and each is proven by climbing it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("resources", "forms", "assist", "db", "ui")

PLANTED = {
    "floors": ("forms/engine.py", "import assist.errors"),
    "qt": ("assist/views.py", "from PySide6 import QtCore"),
    "qt-cli": ("ui/wiring.py", "from PySide6 import QtCore"),
    "door": ("ui/hub.py", "import db.engine"),
    "sql": ("assist/views.py", "import sqlalchemy"),
    "db-serves": ("db/log.py", "import assist.services.scribe"),
    "rooms": ("assist/changesets.py", "import assist.services.scribe"),
    "rooms-new": ("assist/orphan.py", '"""A module without a floor."""'),
    "migrations": ("db/migrations/m0001_first.py", "import assist.errors"),
    "window": ("ui/widgets/card.py", "import ui.screens.my_day"),
    "screens": ("ui/screens/my_day.py", "import ui.screens.cases"),
    "paper": ("assist/views.py", "import reportlab"),
    "pictures": ("assist/views.py", "import PIL"),
    "workbooks": ("assist/views.py", "import xlsxwriter"),
    "crypto": ("assist/views.py", "import cryptography"),
    "network": ("assist/views.py", "import socket"),
    "network-mirror": ("assist/sync/mirror.py", "import urllib3"),
    "network-window": ("ui/hub.py", "import asyncssh"),
    "network-folder": ("assist/sync/stores/folder.py", "import ssl"),
    "circles": ("assist/domain/stages.py", "import assist.domain.plans"),
}


@pytest.fixture(scope="module")
def copy_of_the_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree as it is, somewhere it may be damaged."""
    house = tmp_path_factory.mktemp("house")
    for floor in FLOORS:
        shutil.copytree(ROOT / floor, house / floor, ignore=shutil.ignore_patterns("__pycache__", "*.ttf", "*.mo"))
    shutil.copy(ROOT / "pyproject.toml", house)
    return house


def lint(house: Path) -> subprocess.CompletedProcess[str]:
    """Ask the contracts about one tree."""
    program = (
        "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports;"
        " sys.exit(lint_imports(no_cache=True))"
    )
    return subprocess.run([sys.executable, "-c", program], cwd=house, capture_output=True, text=True, check=False)


def test_every_contract_is_kept_as_the_house_stands(copy_of_the_house: Path):
    """Nobody looks up, and nothing goes in circles."""
    found = lint(copy_of_the_house)

    assert found.returncode == 0, found.stdout[-4000:]


@pytest.mark.parametrize("fence", PLANTED)
def test_a_planted_violation_is_caught(fence: str, copy_of_the_house: Path):
    """A fence nobody tests is not a fence."""
    where, line = PLANTED[fence]
    file = copy_of_the_house / where
    before = file.read_text("utf-8") if file.exists() else None

    file.write_text((before or "") + "\n" + line + "\n", "utf-8")
    if fence == "circles":
        other = copy_of_the_house / "assist/domain/plans.py"
        kept = other.read_text("utf-8")
        other.write_text(kept + "\nimport assist.domain.stages\n", "utf-8")
    found = lint(copy_of_the_house)
    if fence == "circles":
        other.write_text(kept, "utf-8")
    if before is None:
        file.unlink()
    else:
        file.write_text(before, "utf-8")

    assert found.returncode != 0, found.stdout[-2000:]
    assert "BROKEN" in found.stdout or "missing" in found.stdout.lower() or "broken" in found.stdout.lower()


def test_each_floor_is_imported_from_this_tree():
    """Their names are common words; another package of that name must not stand in front."""
    import assist
    import db
    import forms
    import resources
    import ui

    for package in (assist, db, forms, resources, ui):
        assert Path(str(package.__file__)).resolve().is_relative_to(ROOT)


@pytest.mark.parametrize("trick", ["import importlib\nimportlib.import_module('ui.app')\n",
                                   "from PySide6 import QtNetwork\n", "from PySide6.QtNetwork import QTcpSocket\n"])
def test_the_two_blind_spots_of_the_contracts_are_closed(trick: str, tmp_path: Path):
    """Imports by name, and parts of an outside package, are banned by the other checker."""
    planted = tmp_path / "planted.py"
    planted.write_text(trick, "utf-8")

    found = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--config", str(ROOT / "pyproject.toml"), "--select", "TID251",
         "--no-cache", str(planted)], capture_output=True, text=True, check=False)

    assert "TID251" in found.stdout
