# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Qt binding we run on must not lose references."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import PySide6
from PySide6.QtWidgets import QLineEdit

ROOT = Path(__file__).resolve().parents[2]


def test_calls_that_return_nothing_keep_the_count_of_none(qtbot):
    """PySide6 6.12.0 drops one reference to None a call on Python 3.11 and aborts after some thousands."""
    edit = QLineEdit()
    qtbot.addWidget(edit)
    before = sys.getrefcount(None)

    for number in range(1000):
        edit.setText(str(number))

    assert sys.getrefcount(None) > before - 500


def test_the_binding_is_of_the_series_that_was_checked():
    """The lock may move within 6.11 only."""
    assert PySide6.__version__.startswith("6.11.")


def test_only_python_stands_between_the_window_and_what_it_reads():
    """PySide reads and keeps the source of whatever is imported after it; a program of ours asks it not to."""
    program = (
        "import builtins, linecache\n"
        "from ui.__main__ import read_quickly\n"
        "python_alone = builtins.__import__\n"
        "read_quickly()\n"
        "import ui.screens.unlock, ui.wiring\n"
        "from PySide6.QtWidgets import QApplication, QLabel\n"
        "app, words = QApplication(['x']), QLabel('luz')\n"
        "kept = [file for file in linecache.cache if 'sqlalchemy/' in file]\n"
        "print(builtins.__import__ is python_alone, kept, words.text())\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"})

    assert done.stdout.split("\n")[0] == "True [] luz", done.stderr
