# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Locking ends in a new program: once for real, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assist.crypto.kdf import KdfPolicy
from assist.services.profiles import NewProfile
from tests.conftest import PASSPHRASE
from ui.relaunch import words_for
from ui.wiring import Door

ROOT = Path(__file__).resolve().parents[2]
LEAST = KdfPolicy(64 * 1024, 3, 4)
"""The least that a real workspace may have (ruling 77)."""

MARK = '''
import os, sys
if sys.orig_argv[1:3] == ["-m", "ui"]:
    from filelock import FileLock
    FileLock(os.path.join(sys.orig_argv[4], ".lock"), timeout=0).acquire()
    print("again", os.getpid(), sys.orig_argv[3:], flush=True)
    os._exit(0)
'''
"""Runs before the program itself, and stops the second one right there."""


@pytest.mark.rule("UX-06")
def test_the_lock_replaces_the_program_and_the_workspace_is_free(tmp_path: Path):
    """Same process, new program, the words that open the same door, and nobody holds the claim."""
    folder = tmp_path / "work"
    door = Door(folder, policy=LEAST)
    door.found(NewProfile("Casa Prueba", "Ana Ríos", PASSPHRASE)).close()
    door.leave()
    (tmp_path / "marks").mkdir()
    (tmp_path / "marks" / "sitecustomize.py").write_text(MARK, "utf-8")
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join((str(tmp_path / "marks"), str(ROOT))), "QT_QPA_PLATFORM": "offscreen",
        "AMPARO_DEVICE_DIR": str(tmp_path / "laptop"),
    }

    program = subprocess.Popen(
        [sys.executable, "-m", "tests.screens.drive_to_the_lock", str(folder), "Ana Ríos", PASSPHRASE], cwd=ROOT,
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    out, err = program.communicate(timeout=120)

    assert out.splitlines() == ["signed in", f"again {program.pid} ['open', {str(folder)!r}]"], err


def test_the_new_program_opens_the_same_workspace_or_none(tmp_path: Path):
    """Words for a checkout; a packaged program is its own interpreter."""
    assert words_for(tmp_path) == [sys.executable, "-m", "ui", "open", str(tmp_path)]
    assert words_for(None) == [sys.executable, "-m", "ui"]


def test_the_window_hides_itself_from_other_programs_of_the_same_user(tmp_path: Path):
    """No core file, private files, and on Linux no look into its memory."""
    program = (
        "import resource, sys, os\n"
        "from ui.__main__ import harden\n"
        "harden()\n"
        "import ctypes\n"
        "dumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) if sys.platform.startswith('linux') else 0\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), dumpable, oct(os.umask(0)))\n"
    )

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.stdout.strip() == "(0, 0) 0 0o77", done.stderr


def test_commands_never_load_qt(tmp_path: Path):
    """The first word decides before anything is imported."""
    program = (
        "import sys\n"
        "from ui.__main__ import main\n"
        "status = main(['status', sys.argv[1]])\n"
        "print(status, any(name.startswith('PySide6') for name in sys.modules))\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "nothing")], cwd=ROOT, capture_output=True, text=True,
        check=False)

    assert done.stdout.splitlines()[-1] == "1 False", done.stderr
