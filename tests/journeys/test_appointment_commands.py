# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Appointments at the terminal: agreed, listed in codes, moved, answered, and a day on paper."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.test_devices import ANAS, Terminal

pytestmark = pytest.mark.usefixtures("least_work")


def say(who: Terminal, command: str, *words: str, status: int = 0) -> dict[str, Any]:
    """A command of hers with --json: its document."""
    me = ["--user", who.user, "--passphrase-file", str(who.file)]
    return json.loads(who.run(command, str(who.workspace), *words, *me, "--json", status=status).splitlines()[-1])


def record(who: Terminal, code: str, form: str, **answers: object) -> str:
    """Fill in a form; the code of the case."""
    file = who.root / "answers.json"
    file.write_text(json.dumps(answers), "utf-8")
    return str(say(who, "record", code, form, "--answers", str(file))["case"])


def test_a_week_at_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """No name anywhere; a number may be as short as it is plain; what cannot be read is said in a sentence."""
    ana = Terminal(tmp_path, "Ana", ANAS, capsys)
    ana.run("init", str(ana.workspace), "--organisation", "Casa Ceibo", "--user", "Ana", "--passphrase-file",
            str(ana.file))
    code = record(ana, "NEW", "F01", chosen_name="Killa", may_keep_note="yes")
    record(ana, code, "APPT", kind="health", on="2031-03-04", at="9:30", along="nobody")
    record(ana, code, "APPT", kind="papers", on="2031-03-06")

    listed = say(ana, "appointment", "list", "--from", "2031-03-03")["appointments"]
    number = listed[0]["id"][:8]
    say(ana, "appointment", "move", code, number, "--on", "2031-03-05", "--at", "14h")
    say(ana, "appointment", "answer", code, listed[1]["id"], "not_held")
    after = say(ana, "appointment", "list", "--from", "2031-03-03", "--mine")["appointments"]
    told = ana.run("appointment", str(ana.workspace), "list", "--from", "2031-03-03", "--user", "Ana",
                   "--passphrase-file", str(ana.file), "--lang", "es")
    paper = tmp_path / "day.pdf"
    sheet = say(ana, "appointment", "sheet", "--day", "2031-03-05", "--out", str(paper))

    assert [(row["on"], row["at"], row["kind"], row["along"]) for row in listed] == [
        ("2031-03-04", "09:30", "health", "nobody"), ("2031-03-06", None, "papers", None)]
    assert (after[0]["on"], after[0]["at"], after[0]["moved"]) == (
        "2031-03-05", "14:00", [{"on": "2031-03-04", "at": "09:30"}])
    assert after[1]["outcome"] == "not_held"
    assert "salud · va por su cuenta" in told
    assert "Killa" not in told
    assert (sheet["pages"], stat.S_IMODE(paper.stat().st_mode)) == (1, 0o600)
    for wrong, error in (
        (("move", code, "zz", "--on", "2031-03-07"), "record.not_found"),
        (("move", code, "", "--on", "2031-03-07"), "record.not_found"),
        (("move", code, number, "--on", "2031-03"), "appointment.day"),
        (("move", code, number, "--on", "2031-03-07", "--at", "noon"), "field.time_unreadable"),
        (("answer", code, number, "no_show"), "field.unknown_choice"),
        (("list", "--from", "soon"), "appointment.day"),
    ):
        assert say(ana, "appointment", *wrong, status=1)["error"]["code"] == error
