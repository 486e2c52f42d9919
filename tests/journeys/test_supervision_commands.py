# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A supervisor and a worker at two terminals: what waits is read or asked back, the answer comes, work is counted."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assist.clock import SystemClock
from tests.journeys.test_devices import Terminal
from tests.journeys.two_terminals import founded, let_in, say

pytestmark = pytest.mark.usefixtures("least_work")


@pytest.fixture
def two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Terminal, Terminal]:
    """Ana, who supervises, and Dora, who accompanies, of one team; they meet over a stick."""
    ana, dora = founded(tmp_path, capsys)
    let_in(ana, dora, "--role", "caseworker")
    return ana, dora


@contextmanager
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Meanwhile somebody watches."""
    with monkeypatch.context() as held:
        held.setattr(type(sys.stdout), "isatty", lambda _self: True, raising=False)
        yield


def record(who: Terminal, folder: Path, code: str, form: str, **answers: object) -> str:
    """A form of hers; the code of the case."""
    file = folder / "answers.json"
    file.write_text(json.dumps(answers), "utf-8")
    return str(say(who, "record", code, form, "--answers", str(file))["case"])


def exchange(monkeypatch: pytest.MonkeyPatch, *people: Terminal) -> None:
    """Two rounds each, two minutes apart: nothing leaves in its first minute."""
    now = SystemClock.now_ms
    for turn in range(2):
        monkeypatch.setattr(SystemClock, "now_ms", lambda self, late=(turn + 1) * 120_000: now(self) + late)
        for each in people:
            say(each, "sync", "--vault")
    monkeypatch.setattr(SystemClock, "now_ms", now)


def test_what_waits_is_asked_back_answered_and_read(
    two: tuple[Terminal, Terminal], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    ana, dora = two
    code = record(dora, tmp_path, "NEW", "F01", chosen_name="Irma", may_keep_note="yes")
    record(dora, tmp_path, code, "LIMITS", explained="yes")
    record(dora, tmp_path, code, "F03", kind="accompaniment", accompany="yes", keep_record="yes", decision="yes",
           expiry="2027-10-01", mode="spoken")
    record(dora, tmp_path, code, "F08", goal_own_words="Volver a tejer")
    exchange(monkeypatch, dora, ana)

    (row,) = say(ana, "supervision", "list")["waiting"]
    assert (row["code"], row["what"], row["worker"]) == (code, "psychosocial", "Dora")
    assert say(dora, "supervision", "list", status=1)["error"]["code"] == "policy.role"
    say(ana, "supervision", "ask", code, "plan", "--words", "¿Qué paso sigue?")
    assert say(ana, "supervision", "list")["waiting"] == []
    exchange(monkeypatch, ana, dora)
    (asked,) = say(dora, "supervision", "asked")["asked"]
    assert (asked["what"], asked["by"], asked["question"]) == ("plan", "Ana", None)
    (asked,) = say(dora, "supervision", "asked", "--show", status=1).values()
    assert asked["code"] == "show.terminal_only"
    with terminal(monkeypatch):
        (asked,) = say(dora, "supervision", "asked", "--show")["asked"]
    assert asked["question"] == "¿Qué paso sigue?"
    say(dora, "supervision", "answer", code, "plan", "--words", "Buscar telar")
    exchange(monkeypatch, dora, ana)
    assert "telar" not in ana.run("supervision", str(ana.workspace), "list", *ana.me)
    assert "telar" not in repr(say(ana, "supervision", "list"))
    with terminal(monkeypatch):
        assert say(ana, "supervision", "list", "--show")["waiting"][0]["answer"] == "Buscar telar"
    say(ana, "supervision", "read", code, "psychosocial")
    assert say(ana, "supervision", "list") == {"waiting": [], "asked": []}
    assert say(ana, "supervision", "read", code, "plan", status=1)["error"]["code"] == "supervision.gone"

    loads = {each["worker"]: each for each in say(ana, "workload")["workload"]}
    assert (loads["Dora"]["cases"], loads["Ana"]["cases"]) == (1, 0)
    paper = tmp_path / "workload.pdf"
    assert say(ana, "workload", "--out", str(paper))["pages"] == 1
    assert paper.read_bytes().startswith(b"%PDF")


def test_a_case_is_offered_taken_over_and_its_way_is_told(
    two: tuple[Terminal, Terminal], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    ana, dora = two
    first = record(ana, tmp_path, "NEW", "F01", chosen_name="Irma", may_keep_note="yes")
    second = record(ana, tmp_path, "NEW", "F01", chosen_name="Killa", may_keep_note="yes")
    assert {row["code"] for row in say(ana, "handover", "cases")["cases"]} == {first, second}
    offer = ("handover", "offer", "Dora", first, "--note", "Prefiere las tardes", "--told", "yes")
    assert [row["offered"] for row in say(ana, *offer)["cases"]] == [True]
    assert [row["offered"] for row in say(ana, *offer)["cases"]] == [True]
    assert say(ana, "handover", "offer", "Nadie", first, status=1)["error"]["code"] == "assign.nobody"
    exchange(monkeypatch, ana, dora)
    (waits,) = say(dora, "handover", "list")["offers"]
    assert (waits["code"], waits["from"], waits["note"], waits["told"]) == (first, "Ana", None, "yes")
    assert "tardes" not in dora.run("handover", str(dora.workspace), "list", *dora.me)
    with terminal(monkeypatch):
        assert say(dora, "handover", "list", "--show")["offers"][0]["note"] == "Prefiere las tardes"
    say(dora, "handover", "accept", first)
    assert say(dora, "handover", "accept", first, status=1)["error"]["code"] == "handover.gone"
    exchange(monkeypatch, dora, ana)
    assert say(ana, "handover", "history", first, status=1)["error"]["code"] == "policy.reason"
    (told,) = say(ana, "handover", "history", first, "--reason", "urgent")["offers"]
    assert (told["to"], told["answer"], told["note"]) == ("Dora", "accepted", None)
    assert say(ana, "handover", "history", first, "--show", status=1)["error"]["code"] == "show.terminal_only"
    assert [row["code"] for row in say(ana, "handover", "cases")["cases"]] == [second]
    say(ana, "handover", "offer", "Dora", second)
    say(ana, "handover", "back", second)
    assert say(ana, "handover", "list")["offers"] == []
