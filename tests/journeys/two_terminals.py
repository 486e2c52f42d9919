# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ana, who founded a house, and Dora, whom she lets in, each at her own terminal; they meet over a stick."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.journeys.test_devices import ANAS, HERS, Terminal, secret


def say(who: Terminal, command: str, *words: str, status: int = 0) -> dict:
    """A command of hers with --json: its document."""
    return json.loads(
        who.run(command, str(who.workspace), *words, *who.me, "--json", status=status).splitlines()[-1])


def founded(root: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Terminal, Terminal]:
    """Ana's house is there and knows the stick; Dora's laptop is empty."""
    ana, dora = Terminal(root, "Ana", ANAS, capsys), Terminal(root, "Dora", HERS, capsys)
    stick = root / "stick"
    stick.mkdir()
    ana.run("init", str(ana.workspace), "--organisation", "Casa Ceibo", "--user", "Ana", "--passphrase-file",
            str(ana.file))
    say(ana, "store", "set", stick.as_uri())
    return ana, dora


def let_in(ana: Terminal, dora: Terminal, *as_what: str) -> None:
    """From the invitation to the answer; ``as_what``: her roles, and her team."""
    file, request, answer = (ana.root / each for each in ("sent", "request", "answer"))
    made = ana.device("invite", "--name", "Dora", *as_what, "--out", str(file))
    asked = dora.device("join", "--invitation", str(file), "--words-file",
                        str(secret(ana.root / "twelve", made["words"])), "--request", str(request))
    ana.device("requests", "--request", str(request))
    ana.device("admit", made["id"], "--words", asked["words"], "--answer", str(answer))
    dora.device("accept", "--answer", str(answer))
