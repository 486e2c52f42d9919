# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The directory at the terminal: put in, listed by code, compared with whom somebody wants away."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.journeys.test_appointment_commands import record, say
from tests.journeys.test_devices import ANAS, Terminal

pytestmark = pytest.mark.usefixtures("least_work")


def kept(who: Terminal, *words: str, status: int = 0, **answers: object) -> dict:
    """``directory put``: its document."""
    file = who.root / "entry.json"
    file.write_text(json.dumps(answers), "utf-8")
    return say(who, "directory", "put", *words, "--answers", str(file), status=status)


def test_a_directory_at_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """No name in any list, none into a file; yes or no is all that is said of her list."""
    ana = Terminal(tmp_path, "Ana", ANAS, capsys)
    ana.run("init", str(ana.workspace), "--organisation", "Casa Ceibo", "--user", "Ana", "--passphrase-file",
            str(ana.file))
    code = record(ana, "NEW", "F01", chosen_name="Killa", may_keep_note="yes")
    record(ana, code, "LIMITS", explained="yes")
    record(ana, code, "F03", kind="accompaniment", accompany="yes", keep_record="yes", decision="yes",
           expiry=(date.today() + timedelta(days=300)).isoformat(), mode="spoken")
    record(ana, code, "F02", keep_away="yes", exclusions=[{"who": "Olmevante", "kind": "person"}])

    helper = kept(ana, kind="interpreter", name="Ramona", languages=["quz"])
    away = kept(ana, kind="service", name="Centro", also_called="Olmevante")
    after = kept(ana, helper["code"].lower(), promise_until="2040-01-01", vetted_on="2040-01-01")
    listed = say(ana, "directory", "list")["entries"]
    told = ana.run("directory", str(ana.workspace), "list", "--kind", "service", "--user", "Ana", "--passphrase-file",
                   str(ana.file), "--lang", "es")

    assert helper["warnings"] == ["not_vetted", "no_promise"]
    assert (after["code"], after["warnings"]) == (helper["code"], [])
    assert [row["code"] for row in listed] == [away["code"], helper["code"]]
    assert told.strip() == f"{away['code']} · servicio · nadie lo revisó todavía"
    assert say(ana, "directory", "check", helper["code"], code, "--vault")["welcome"]
    assert not say(ana, "directory", "check", away["code"], code, "--vault")["welcome"]
    for wrong, error in ((("check", away["code"], code), "vault.shut"), (("name", away["code"]), "show.terminal_only"),
                         (("check", "S-000", code, "--vault"), "directory.not_found")):
        assert say(ana, "directory", *wrong, status=1)["error"]["code"] == error
    assert kept(ana, status=1, name="Sin tipo")["error"]["code"] == "directory.kind"
