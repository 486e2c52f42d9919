# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The programme's report at a terminal: made, listed, printed again."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

from tests.journeys.test_devices import Terminal


def test_a_report_is_made_listed_and_printed_again(ana: Terminal, tmp_path: Path):
    """One person is fewer than five, and nothing else is said of her; the same reference prints the same."""
    today = date.today()
    days = ("--from", (today - timedelta(days=30)).isoformat(), "--to", today.isoformat())

    def say(*words: str, status: int = 0) -> dict:
        return json.loads(ana.run("programme", str(ana.workspace), *words, *ana.me, "--json", status=status))

    made = say(*days, "--out", str(tmp_path / "a.pdf"), "--table", str(tmp_path / "a.xlsx"))
    (held,) = say()["reports"]
    again = say("--again", held["ref"][:8], "--out", str(tmp_path / "b.pdf"))

    figures = {each["number"]: each for each in made["figures"]}
    assert held["ref"] == made["ref"]
    assert [each["figure"] for each in figures["R-02"]["lines"]] == ["fewer than 5", "fewer than 5"]
    assert again["figures"] == made["figures"]
    assert made["pages"] == again["pages"]
    assert all((tmp_path / name).stat().st_size > 1000 for name in ("a.pdf", "a.xlsx", "b.pdf"))
    assert say(*days, "--outside", status=1)["error"]["code"] == "programme.whole"
    assert say("--again", "zz", status=1)["error"]["code"] == "programme.which"
