# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two teams at two terminals: made, invited into, and a case handed from one to the other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assist.clock import SystemClock
from tests.journeys.test_devices import Terminal
from tests.journeys.two_terminals import founded, let_in, say

pytestmark = pytest.mark.usefixtures("least_work")


@pytest.fixture
def two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Terminal, Terminal]:
    """Ana, who founded it, and Dora in another team of it; they meet over a stick."""
    ana, dora = founded(tmp_path, capsys)
    say(ana, "team", "make", "Casa Sur")
    let_in(ana, dora, "--role", "caseworker", "--role", "supervisor", "--role", "custodian", "--team", "Casa Sur")
    return ana, dora


def test_a_team_is_made_and_somebody_invited_into_it(two: tuple[Terminal, Terminal]):
    ana, dora = two
    assert [(row["name"], row["people"], row["mine"]) for row in say(dora, "team", "list")["teams"]] == [
        ("Casa Sur", 1, True), ("Casa Ceibo", 1, False)]
    assert [(row["name"], row["team"]) for row in ana.device("list")["people"]] == [
        ("Ana", "Casa Ceibo"), ("Dora", "Casa Sur")]
    say(ana, "team", "rename", "Casa Sur", "Casa Lapacho")
    assert say(ana, "team", "make", "Casa Lapacho", status=1)["error"]["code"] == "team.name"
    assert say(dora, "team", "make", "Casa Norte", status=1)["error"]["code"] == "policy.role"


def test_a_case_is_offered_taken_over_and_gone(
    two: tuple[Terminal, Terminal], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    ana, dora = two
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"chosen_name": "Irma", "may_keep_note": "yes"}), "utf-8")
    code = say(ana, "record", "NEW", "F01", "--answers", str(answers))["case"]
    assert say(ana, "move", "to", code, "Dora", "--reason", "She lives there now")["team"] == "Casa Sur"
    assert say(ana, "move", "to", code, "Dora", "--reason", "Again", status=1)["error"]["code"] == "move.asked"
    say(ana, "sync", "--vault")
    say(dora, "sync", "--vault")
    (offered,) = say(dora, "move", "offered")["offered"]
    assert (offered["code"], offered["by"], offered["reason"]) == (code, "Ana", "She lives there now")
    assert "Irma" not in json.dumps(offered)
    say(dora, "move", "accept", offered["id"][:6], "--worker", "Dora")
    assert [row["code"] for row in say(dora, "cases")["cases"]] == [code]
    assert [row["code"] for row in say(ana, "cases")["cases"]] == [code]
    # Undo lasts a minute, and nothing is said before the case surely lies where all of the other team find it.
    now = SystemClock().now_ms()
    monkeypatch.setattr(SystemClock, "now_ms", lambda _clock: now + 120_000)
    say(dora, "sync", "--vault")
    say(ana, "sync", "--vault")
    assert say(ana, "cases")["cases"] == []
    assert say(ana, "move", "gone")["gone"] == [
        {"code": code, "team": "Casa Sur", "done": 0, "of": 0, "missing": []}]
    assert say(dora, "move", "accept", offered["id"], "--worker", "Dora", status=1)["error"]["code"] == "move.gone"
