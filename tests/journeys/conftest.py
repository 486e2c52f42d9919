# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody at a terminal who has something to work with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assist.crypto import kdf
from tests.journeys.test_devices import ANAS, Terminal


@pytest.fixture
def least_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """The least that a key may cost to derive: there are many commands."""
    monkeypatch.setattr(kdf, "fitting", lambda: kdf.LIGHTEST)


@pytest.fixture
def ana(tmp_path: Path, capsys: pytest.CaptureFixture[str], least_work: None) -> Terminal:
    """Alone in a small shelter, with one case."""
    made = Terminal(tmp_path, "Ana", ANAS, capsys)
    made.run("init", str(made.workspace), "--organisation", "Casa Ceibo", "--user", "Ana", "--passphrase-file",
             str(made.file))
    answers = tmp_path / "a.json"
    answers.write_text(json.dumps({"chosen_name": "Killa", "may_keep_note": "yes"}), "utf-8")
    made.run("record", str(made.workspace), "new", "F01", "--answers", str(answers), *made.me)
    return made
