# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attached files at a terminal: switched on, added, listed without a word of what they are, copied out, removed."""

from __future__ import annotations

import json
from pathlib import Path

from tests.journeys.test_devices import Terminal


def said(ana: Terminal, act: str, *words: str, status: int = 0) -> dict:
    """``amparo attachment`` with --json: its document."""
    out = ana.run("attachment", str(ana.workspace), act, *words, *ana.me, "--lang", "es", "--json", status=status)
    return json.loads(out.strip().splitlines()[-1])


def test_a_file_goes_in_and_out_again_at_a_terminal(ana: Terminal, tmp_path: Path):
    """Off until switched on; her copy only once it is safe; what it is stands nowhere in the list."""
    [case] = json.loads(ana.run("cases", str(ana.workspace), *ana.me, "--json"))["cases"]
    code, file, out = case["code"], tmp_path / "carta.txt", tmp_path / "copia.txt"
    file.write_text("Querida hermana", "utf-8")
    added = ("add", code, str(file), "--what", "Zarquintela", "--level", "2")

    assert said(ana, *added, status=1)["error"]["code"] == "attachment.off"
    assert said(ana, "switch", "--on") == {"on": True, "done": True}
    ident = said(ana, *added)["id"]
    sealed = said(ana, "add", code, str(file), "--what", "Zarquintela", "--level", "4", status=1)
    assert sealed["error"]["code"] == "vault.shut"
    listed = said(ana, "list", code)
    assert "Zarquintela" not in json.dumps(listed)
    assert [(row["id"], row["kind"], row["size"], row["level"]) for row in listed["attachments"]] == [
        (ident, "txt", 15, 2)]

    refused = said(ana, "save", code, ident, "--out", str(out), status=1)
    assert refused["error"]["code"] == "report.not_safe"
    assert not out.exists()
    assert said(ana, "save", code, ident, "--out", str(out), "--paper-is-safe") == {"file": str(out)}
    assert out.read_text("utf-8") == "Querida hermana"
    assert said(ana, "list", code)["attachments"][0]["copies"] == 1

    assert said(ana, "remove", code, ident) == {"removed": True}
    assert said(ana, "list", code) == {"attachments": []}
