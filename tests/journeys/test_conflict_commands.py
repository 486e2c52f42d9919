# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``amparo conflicts``: what colleagues wrote apart, from a terminal, with the rules of the screen."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assist.crypto.codes import shown
from tests.conftest import PASSPHRASE
from tests.journeys.test_meeting_commands import cheap, private, say
from tests.syncing.team import MemoryStore, met
from tests.syncing.written_apart import apart
from ui.cli import signing_in

__all__ = ["say"]

Say = Callable[..., dict]


@pytest.fixture
def apart_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, list[str], str]:
    """Ana's laptop after she and Beto had told different things of the same person; also the code of the case."""
    monkeypatch.setattr(signing_in, "Door", cheap)
    members = met(tmp_path, "Ana", "Beto")
    case = apart(members, MemoryStore(), "F02", [
        {"self_term": "person", "hopes": "A house."},
        {"self_term": "survivor", "hopes": "A house.\nCANARYSING."},
        {"self_term": "other", "hopes": "A house.\nCANARYSTUDY."}])
    code = shown(members[0].desk.cases.header(case).code)
    for member in members:
        member.close()
    return str(tmp_path / "Ana"), ["--user", "Ana", "--passphrase-file",
                                   private(tmp_path / "passphrase", PASSPHRASE + "\n")], code


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From now on somebody watches."""
    return lambda: monkeypatch.setattr(type(sys.stdout), "isatty", lambda _self: True, raising=False)


def test_who_wrote_when_is_printed_and_what_is_not(say: Say, apart_, tmp_path: Path):
    """Codes, names of colleagues, laptops and hours; words above level 1 stay closed, in every form of the answer."""
    folder, signing, code = apart_
    listed = say("conflicts", folder, "list", *signing)
    document = say("conflicts", folder, "show", code, *signing)
    lines = say("conflicts", folder, "show", code, *signing, plain=True)

    assert listed == {"cases": [{"code": code, "count": 2}]}
    assert {each["field"] for each in document["differences"]} == {"self_term", "hopes"}
    sides = document["differences"][0]["sides"]
    assert [side["by"] for side in sides] == ["Ana", "Beto"]
    assert [side["number"] for side in sides] == [1, 2]
    assert all(side["at"] for side in sides)
    assert [side["said"] for each in document["differences"] for side in each["sides"]] == [None] * 4
    assert "CANARY" not in json.dumps(document) + lines
    assert "Ana" in lines
    assert "• hidden" in lines


@pytest.mark.rule("NR-11")
def test_words_are_shown_on_a_terminal_only(say: Say, apart_, terminal):
    """Never to a file; on a terminal they stand beside who wrote them."""
    folder, signing, code = apart_
    refused = say("conflicts", folder, "show", code, "--show", *signing, status=1)
    terminal()
    seen = say("conflicts", folder, "show", code, "--show", *signing, plain=True)

    assert refused["error"]["code"] == "show.terminal_only"
    assert "CANARYSING" in seen
    assert "CANARYSTUDY" in seen
    assert "shown until now" in seen


def test_one_side_both_and_another_answer_settle(say: Say, apart_, tmp_path: Path):
    """Each once; then there is nothing left, and the answer says how much is."""
    folder, signing, code = apart_
    rows = {each["field"]: each for each in say("conflicts", folder, "show", code, *signing)["differences"]}
    answer = private(tmp_path / "answer", json.dumps({"self_term": "none"}))
    first = say("conflicts", folder, "settle", code, rows["hopes"]["id"], "--both", *signing)
    second = say("conflicts", folder, "settle", code, rows["self_term"]["id"], "--answer", answer, *signing)

    assert (first["left"], second["left"]) == (1, 0)
    assert say("conflicts", folder, "list", *signing) == {"cases": []}
    assert say("sync", folder, *signing)["conflicts"] == 0


def test_taking_a_side_keeps_what_that_side_said(say: Say, apart_):
    """The number is the one that stands before it."""
    folder, signing, code = apart_
    rows = {each["field"]: each for each in say("conflicts", folder, "show", code, *signing)["differences"]}
    say("conflicts", folder, "settle", code, rows["self_term"]["id"], "--take", "2", *signing)
    door = cheap(Path(folder))
    desk = door.sign_in("Ana", PASSPHRASE)
    try:
        from assist.reading import text

        case = desk.cases.by_code(code)
        assert text(desk.bench.look_up(case).person, "person.self_term") == "other"
        assert [row.question.key for row in desk.conflicts.of(case)] == ["hopes"]
    finally:
        desk.close()
        door.leave()


@pytest.mark.parametrize("how", [[], ["--take", "1", "--both"], ["--take", "9"], ["--take", "-1"]])
def test_a_settlement_that_does_not_say_how_changes_nothing(say: Say, apart_, how: list[str]):
    """One way, and one that is there."""
    folder, signing, code = apart_
    (first, _second) = say("conflicts", folder, "show", code, *signing)["differences"]
    refused = say("conflicts", folder, "settle", code, first["id"], *how, *signing, status=1)

    assert refused["error"]["code"] == "difference.which"
    assert say("conflicts", folder, "list", *signing)["cases"][0]["count"] == 2


def test_a_number_of_what_changed_meanwhile_settles_nothing(say: Say, apart_):
    """What was shown is what is settled, or nothing is."""
    folder, signing, code = apart_
    (first, _second) = say("conflicts", folder, "show", code, *signing)["differences"]
    say("conflicts", folder, "settle", code, first["id"], "--take", "1", *signing)
    again = say("conflicts", folder, "settle", code, first["id"], "--take", "2", *signing, status=1)

    assert again["error"]["code"] == "difference.gone"


@pytest.mark.rule("NR-16")
def test_the_case_of_a_colleague_is_opened_with_a_reason_only(say: Say, tmp_path: Path, monkeypatch):
    """As in the window and as with ``case``."""
    monkeypatch.setattr(signing_in, "Door", cheap)
    members = met(tmp_path, "Ana", "Beto")
    case = apart(members, MemoryStore(), "F02", [
        {"self_term": "person"}, {"self_term": "survivor"}, {"self_term": "other"}])
    code = shown(members[0].desk.cases.header(case).code)
    for member in members:
        member.close()
    signing = ["--user", "Beto", "--passphrase-file", private(tmp_path / "passphrase", PASSPHRASE + "\n")]
    listed = say("conflicts", str(tmp_path / "Beto"), "list", *signing)
    refused = say("conflicts", str(tmp_path / "Beto"), "show", code, *signing, status=1)
    opened = say("conflicts", str(tmp_path / "Beto"), "show", code, "--reason", "Ana is ill", *signing)

    assert listed == {"cases": []}
    assert refused["error"]["code"] == "policy.reason"
    assert len(opened["differences"]) == 1
