# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures can be made of every screen at any time; whether they are beautiful is for people to say."""

from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage

from tests.screens.shots import LOOKS, ROOT
from tests.screens.virtual_screen import VirtualScreen
from ui.screens.case_file.screen import NAMES
from ui.screens.settings.screen import TABS

NOT_IN_PRACTICE = {"passphrase"}
"""There is nothing to protect in a practice workspace."""


def test_every_room_has_its_picture_in_the_size_asked_for(tmp_path: Path):
    """One look of the four; the others differ in colours and scale alone."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.screens.shots", str(tmp_path), "dark-200"], cwd=ROOT, capture_output=True,
        encoding="utf-8")
    assert done.returncode == 0, done.stderr

    pictures = {file.stem.partition("-")[2]: QImage(str(file)) for file in (tmp_path / "dark-200").glob("*.png")}
    rooms = {"unlock", "my-day", "my-day-empty", "cases", "reports", "report-supervision", "cover", "lock", "form-F17"}
    rooms |= {"export", "export-leaves", "export-one-row", "export-stays", "export-lost", "export-figures"}
    rooms |= {"bring-file", "bring-columns", "bring-every-row", "bring-is-in", "bring-sealed", "bring-sealed-says"}
    rooms |= {"figures", "figures-report", "figures-report-below"}
    rooms |= {"team-differences", "team-people", "team-laptop-out", "team-safety-lower", "team-raise", "team-proposal"}
    rooms |= {f"case-{name}" for name in NAMES} | {f"settings-{name}" for name in TABS if name not in NOT_IN_PRACTICE}
    assert rooms <= pictures.keys()
    assert {(each.width(), each.height()) for each in pictures.values()} == {(1366, 768)}
    assert all(_colours(each) > 1 for name, each in pictures.items())


def _colours(picture: QImage) -> int:
    return len({picture.pixel(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)})


def test_the_four_looks_are_light_and_dark_at_one_and_at_twice_the_size():
    """As the screens are reviewed."""
    assert set(LOOKS.values()) == {("light", 1), ("dark", 1), ("light", 2), ("dark", 2)}


def test_an_empty_screen_has_one_colour_and_a_window_has_more(tmp_path: Path):
    """So a window that did not come cannot be taken for one that did."""
    head = struct.pack(">25I", 112, *[0] * 18, 2, *[0] * 5) + bytes(12)  # two entries of a colour map follow
    dump, blank = tmp_path / "dump", bytes(4) * 50
    screen = VirtualScreen(":0", dump)

    dump.write_bytes(head + bytes(24) + blank)
    empty = screen.colours()
    dump.write_bytes(head + bytes(24) + blank + bytes((1, 2, 3, 0)))

    assert len(empty) == 1
    assert len(screen.colours()) == 2
