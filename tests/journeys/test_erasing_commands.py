# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Erasing at a terminal: asked, taken back, kept by law, done after a day, confirmed and certified."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from assist.clock import SystemClock
from tests.journeys.test_devices import HERS, Terminal, invited


def erase(ana: Terminal, act: str, *words: str, status: int = 0) -> dict:
    """``amparo erase`` with --json: its document."""
    said = ana.run("erase", str(ana.workspace), act, *words, *ana.me, "--lang", "es", "--json", status=status)
    return json.loads(said.strip().splitlines()[-1])


def code_of(ana: Terminal) -> str:
    """Of the only case."""
    said = ana.run("cases", str(ana.workspace), *ana.me, "--json")
    [case] = json.loads(said)["cases"]
    return case["code"]


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """The clock of every command from now on."""
    then = datetime.now(UTC) + by
    monkeypatch.setattr(SystemClock, "now_ms", lambda _clock: int(then.timestamp() * 1000))


def test_a_case_is_erased_a_day_after_it_was_asked_and_there_is_a_certificate(
    ana: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Not without saying that nobody asks for the data; not while the law wants it kept; until then one step back."""
    code = code_of(ana)
    assert erase(ana, "ask", code, status=1)["error"]["code"] == "erase.notice"
    assert erase(ana, "keep", code) == {"kept": True}
    assert erase(ana, "ask", code, "--no-authority-asked", status=1)["error"]["code"] == "erase.legal_hold"
    erase(ana, "keep", code, "--let-go")
    asked = erase(ana, "ask", code, "--no-authority-asked")["asked"]
    assert (asked["state"], asked["basis"]) == ("undo", "own_request")
    assert erase(ana, "take-back", asked["id"][:8]) == {"erased": False}
    assert erase(ana, "list") == {"waiting": [], "erased": []}
    erase(ana, "ask", code, "--no-authority-asked")
    later(monkeypatch, timedelta(days=1, minutes=1))

    [order] = erase(ana, "list", "--vault")["erased"]

    assert (order["confirmed"], order["laptops"], order["complete"]) == (1, 1, True)
    assert json.loads(ana.run("cases", str(ana.workspace), *ana.me, "--json")) == {"cases": []}
    saved = erase(ana, "certificate", order["number"], "--out", str(tmp_path / "c.pdf"))
    assert saved["pages"] == 1
    assert (tmp_path / "c.pdf").stat().st_mode & 0o077 == 0


def test_what_no_command_finds_is_said_plainly(ana: Terminal):
    """Of a number nobody knows nothing is done."""
    assert erase(ana, "take-back", "abcd", status=1)["error"]["code"] == "erase.none"
    assert erase(ana, "agree", "abcd", "--no-authority-asked", status=1)["error"]["code"] == "erase.none"
    assert erase(ana, "due") == {"due": []}
    assert erase(ana, "certificate", "ABCD-EFGH", "--out", "x.pdf", status=1)["error"]["code"] == "erase.none"


def test_two_laptops_over_a_folder_from_the_wish_to_the_certificate(ana: Terminal, tmp_path: Path, capsys, monkeypatch):
    """He asks, a day passes, she agrees; each meets the folder a few times, and both know that it is gone from both."""
    beto, stick = Terminal(tmp_path, "Beto", HERS, capsys), tmp_path / "stick"
    stick.mkdir()
    made, file, twelve = invited(ana)
    request, answer = tmp_path / "request", tmp_path / "answer"
    asked = beto.device("join", "--invitation", str(file), "--words-file", str(twelve), "--request", str(request))
    ana.device("requests", "--request", str(request))
    ana.device("admit", made["id"], "--words", asked["words"], "--answer", str(answer))
    beto.device("accept", "--answer", str(answer))
    for each in (ana, beto):
        each.run("store", str(each.workspace), "set", str(stick), *each.me)
    answers = tmp_path / "b.json"
    answers.write_text(json.dumps({"chosen_name": "Zarquintela", "may_keep_note": "yes"}), "utf-8")
    said = beto.run("record", str(beto.workspace), "new", "F01", "--answers", str(answers), *beto.me, "--json")
    code = json.loads(said)["case"]
    erase(beto, "ask", code, "--no-authority-asked")
    hours = count(1)
    for each in (beto, ana, beto, ana):
        meet(each, hours, monkeypatch)
    [wish] = erase(ana, "list", "--vault")["waiting"]
    assert (wish["code"], wish["state"], wish["by"]) == (code, "second", "Beto")

    order = erase(ana, "agree", wish["id"], "--no-authority-asked", "--vault", status=3)["order"]
    assert (order["confirmed"], order["laptops"], [each["name"] for each in order["missing"]]) == (1, 2, ["Beto"])
    for each in (ana, beto) * 5:
        meet(each, hours, monkeypatch)

    for each in (ana, beto):
        [done] = erase(each, "list")["erased"]
        assert (done["confirmed"], done["laptops"], done["complete"]) == (2, 2, True)
        listed = json.loads(each.run("cases", str(each.workspace), *each.me, "--json"))["cases"]
        assert code not in {row["code"] for row in listed}
    assert erase(beto, "certificate", done["number"], "--out", str(tmp_path / "c.pdf"))["pages"] == 1


def meet(each: Terminal, hours: Iterator[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """A round with the vault open, an hour after the one before."""
    later(monkeypatch, timedelta(days=1, hours=next(hours)))
    each.run("sync", str(each.workspace), *each.me, "--vault")


def test_classes_of_a_closed_case_and_protected_notes_at_a_terminal(
    ana: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """What is protected is listed without its words, needed or struck; notes fall due a year after closing."""
    code = code_of(ana)
    for form, told in (("F11", {"outcome": "held", "minutes": 30, "protected_part": "Olmevante"}),
                       ("F15", {"reason": "goals_reached"})):
        answers = tmp_path / f"{form}.json"
        answers.write_text(json.dumps(told), "utf-8")
        ana.run("record", str(ana.workspace), code, form, "--answers", str(answers), *ana.me)

    def protected(*words: str, status: int = 0) -> dict:
        said = ana.run("protected", str(ana.workspace), code, *words, *ana.me, "--json", status=status)
        assert "Olmevante" not in said
        return json.loads(said.strip().splitlines()[-1])

    [held] = protected()["protected"]
    assert (held["form"], held["answers"]) == ("F11", 1)
    assert protected("--needed")["look_by"]
    assert protected("--strike", "no such", status=1)["error"]["code"] == "keeping.none"
    assert protected("--strike", held["id"][:8]) == {"protected": [], "look_by": None}
    later(monkeypatch, timedelta(days=366))
    monkeypatch.setattr(SystemClock, "today", lambda clock: datetime.fromtimestamp(clock.now_ms() / 1000, UTC).date())
    assert {row["part"] for row in erase(ana, "due")["due"]} == {"notes", "protected"}
    assert erase(ana, "due", "--erase", code, "--part", "all", "--no-authority-asked", status=1)[
        "error"]["code"] == "erase.basis"

    order = erase(ana, "due", "--erase", code, "--part", "notes", "--no-authority-asked", "--vault")["order"]

    assert (order["basis"], order["complete"]) == ("notes_schedule", True)
    assert {row["part"] for row in erase(ana, "due")["due"]} == {"protected"}
    assert code_of(ana) == code
