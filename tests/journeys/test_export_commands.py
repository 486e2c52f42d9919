# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``amparo export`` and ``amparo receive``: from the shelter to the office, and back out again."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assist.clock import FixedClock
from assist.crypto.kdf import FOR_TESTS
from assist.services.profiles import NewProfile
from tests.conftest import PASSPHRASE
from tests.filling import saved_with
from ui.cli import main as command_line
from ui.cli import signing_in
from ui.wiring import Door

OFFICE = "Ministerio"
Say = Callable[..., dict]


def cheap(folder: Path) -> Door:
    """Keys that are cheap to derive."""
    return Door(folder, None, FOR_TESTS)


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """A command with --json that ends with a status; its document."""

    def run(*words: str, status: int = 0) -> dict:
        capsys.readouterr()
        done = command_line.main([*words, "--json"], lambda _folder: pytest.fail("a window"))
        out, err = capsys.readouterr()
        assert done == status, out + err
        return json.loads(out.strip().splitlines()[-1])

    return run


@pytest.mark.rule("CO-06")
def test_a_row_goes_to_the_office_and_is_gone_there_after_she_took_it_back(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say):
    """Nothing but files passes between the two."""
    monkeypatch.setattr(signing_in, "Door", cheap)
    public = say("keygen", str(tmp_path / "office.key"))["key"]
    door = cheap(tmp_path / "w")
    desk = door.found(NewProfile("Casa Prueba", "Ana Ríos", PASSPHRASE))
    desk.recipients.put(OFFICE, public, public[-12:])
    case = saved_with(desk, "F01", chosen_name="Killa", may_keep_note="yes").case
    yes = {"kind": "reporting_export", "recipient": OFFICE, "categories": ("codes",), "decision": "yes",
           "expiry": desk.clock.today().replace(year=desk.clock.today().year + 1, day=1).isoformat(), "mode": "spoken"}
    saved_with(desk, "F03", case, **yes)
    desk.close()
    door.leave()
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE + "\n")
    secret.chmod(0o600)
    who, out, there = ("--user", "Ana Ríos", "--passphrase-file", str(secret)), tmp_path / "out", tmp_path / "there"
    out.mkdir()

    def receive() -> list[str]:
        say("receive", str(out), "--key", str(tmp_path / "office.key"), "--signed-by", str(tmp_path / "casa.pub"),
            "--into", str(there))
        return (there / "htcds-2.0.csv").read_text("utf-8-sig").splitlines()[1:]

    def export(*words: str, status: int = 0) -> dict:
        return say("export", str(tmp_path / "w"), *words, *who, status=status)

    looked = export("look", "--profile", "htcds-2.0", "--to", OFFICE)
    assert [len(looked["rows"]), looked["stays"], looked["fewest_alike"]] == [1, [], 1]
    sent = ("send", "--profile", "htcds-2.0", "--to", OFFICE, "--out", str(out))
    assert export(*sent, status=1)["error"]["code"] == "export.few"
    export(*sent, "--few")
    export("key", "--out", str(tmp_path / "casa.pub"))
    assert looked["rows"][0]["x_RegistrationDate"] in receive()[0]

    door = cheap(tmp_path / "w")
    desk = door.sign_in("Ana Ríos", PASSPHRASE)
    saved_with(desk, "F03", case, **{**yes, "decision": "no"})
    desk.close()
    door.leave()
    assert [each["rows"] for each in export("due")["due"]] == [1]
    back = export("take-back", "--to", OFFICE, "--out", str(out))
    assert receive() == []
    assert export("heard", back["export_id"]) == {"rows": 1}
    assert export("due") == {"due": []}


def test_the_tables_of_a_year_go_to_the_office_and_no_small_number_with_them(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say):
    """Looked at, sent, received: the same in each place."""
    monkeypatch.setattr(signing_in, "Door", cheap)
    public = say("keygen", str(tmp_path / "office.key"))["key"]
    door = Door(tmp_path / "w", FixedClock(datetime(2025, 6, 2, 10, 0, tzinfo=UTC)), FOR_TESTS)
    desk = door.found(NewProfile("Casa Prueba", "Ana Ríos", PASSPHRASE))
    desk.recipients.put(OFFICE, public, public[-12:])
    saved_with(desk, "F01", chosen_name="Killa", may_keep_note="yes")
    desk.close()
    door.leave()
    secret, out, there = tmp_path / "passphrase", tmp_path / "out", tmp_path / "there"
    secret.write_text(PASSPHRASE + "\n")
    secret.chmod(0o600)
    out.mkdir()
    what = ("--profile", "sdg-16.2.2", "--to", OFFICE, "--year", "2025")

    def export(*words: str, status: int = 0) -> dict:
        return say("export", str(tmp_path / "w"), *words, "--user", "Ana Ríos", "--passphrase-file", str(secret),
                   status=status)

    looked = export("look", *what)
    assert looked["people"] == "<11"
    assert export("look", *what, "--text", str(secret), status=1)["error"]["code"] == "export.text"
    assert export("send", *what, "--out", str(out))["rows"] == len(looked["rows"])
    export("key", "--out", str(tmp_path / "casa.pub"))
    say("receive", str(out), "--key", str(tmp_path / "office.key"), "--signed-by", str(tmp_path / "casa.pub"),
        "--into", str(there))
    with (there / "sdg-16.2.2.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert {row["reference"]: row["count"] for row in csv.DictReader(lines)} == {
            row["x_Reference"]: row["count"] for row in looked["rows"]}
