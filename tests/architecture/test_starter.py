# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``run.py`` brings what its commands start."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

STARTER = Path(__file__).resolve().parents[2] / "run.py"


@pytest.mark.parametrize("command", ["test", "rules"])
def test_every_command_that_runs_all_tests_brings_every_program_they_start(command: str):
    """None of them is skipped: where a program were missing they would fail."""
    starter = runpy.run_path(str(STARTER))
    brought: list[str] = []
    of_it = starter[command].__globals__
    of_it["prepare"] = lambda _purpose, extra: brought.extend(extra)
    of_it["call"] = lambda *_words: 0

    starter[command]([])

    assert {"openssh-server", "libreoffice-calc-nogui", "age", "minisign", "postgresql"} <= set(brought)
