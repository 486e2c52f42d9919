# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``amparo emergency``: two people at a terminal open a hidden case for a day, and neither of them alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.services.rosters import RosterService
from tests.conftest import PASSPHRASE
from tests.journeys.test_meeting_commands import Say, cheap, private, say
from tests.syncing.team import MemoryStore, met, settle
from tests.syncing.test_protected import told
from ui.cli import signing_in

__all__ = ["say"]
WHY = "La busca el juzgado"


def test_asked_agreed_and_read_from_a_terminal(
    say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """With a real round between them; somebody without the role is refused."""
    monkeypatch.setattr(signing_in, "Door", cheap)
    store, members, stick = MemoryStore(), met(tmp_path, "Ana", "Beto", "Carla"), tmp_path / "stick"
    stick.mkdir()
    ana, beto, carla = members
    RosterService(ana.desk.bench).set_roles(carla.desk.me.user, ["supervisor"])
    case = told(beto, "Killa", hopes="Zarquintela")
    settle(members, store)
    beto.desk.protection.set_level(case, 3, [ana.desk.me.user])
    for _turn in range(2):
        settle(members, store)
    code = beto.desk.cases.header(case).code
    for each in members:
        each.close()
    secret = private(tmp_path / "passphrase", PASSPHRASE + "\n")

    def as_(name: str) -> tuple[str, list[str]]:
        return str(tmp_path / name), ["--user", name, "--passphrase-file", secret]

    def round_of(*names: str) -> None:
        for name in names:
            folder, signing = as_(name)
            say("sync", folder, "--store", str(stick), "--vault", *signing)

    folder, signing = as_("Carla")
    assert say("emergency", folder, "ask", code, "--reason", WHY, *signing) == {"asked": True}
    assert say("emergency", folder, "ask", code[:4], "--reason", WHY, *signing, status=1, plain=True)
    (mine,) = say("emergency", folder, "list", *signing)["waiting"]
    assert mine["own"]
    say("emergency", folder, "agree", mine["id"], *signing, status=1, plain=True)
    round_of("Carla", "Ana")

    folder, signing = as_("Ana")
    (asked,) = say("emergency", folder, "list", *signing)["waiting"]
    assert (asked["by"], asked["reason"], asked["own"]) == ("Carla", WHY, False)
    assert say("emergency", folder, "agree", asked["id"], *signing) == {"agreed": True}
    round_of("Ana", "Carla")

    folder, signing = as_("Carla")
    (opened,) = say("emergency", folder, "list", *signing)["open"]
    assert opened["agreed"] == "Ana"
    assert say("case", folder, opened["code"], "--vault", "--reason", WHY, *signing)["level"] == 3
    folder, signing = as_("Beto")
    say("emergency", folder, "ask", code, "--reason", WHY, *signing, status=1, plain=True)
