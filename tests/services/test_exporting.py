# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows for a reporting system: what was looked at leaves, with a receipt, and is taken back when she takes it back."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from assist.desk import Desk
from assist.errors import BadInput, NotAllowed, NotFound, VaultShut, WrongPassphrase
from assist.exchange.writers.shapes import Stopped
from tests.services.conftest import Fill
from tests.services.to_the_office import OFFICE, YES, know_the_office, opened, somebody_who_agreed


@pytest.fixture
def known(desk: Desk) -> Desk:
    """The office's key is in the list of people."""
    know_the_office(desk)
    return desk


@pytest.fixture
def agreed(desk: Desk) -> str:
    """She agreed that this office gets codes about her, until Christmas."""
    return somebody_who_agreed(desk, "Killa")


def send(desk: Desk, folder: Path, passphrase: str):
    """Look and let out."""
    folder.mkdir(exist_ok=True)
    return desk.exporting.leave(desk.exporting.look("htcds-2.0", OFFICE), folder, passphrase, few_agreed=True)


@pytest.mark.rule("CO-11", "CO-14")
def test_what_was_looked_at_leaves_and_the_receipt_says_exactly_that(
        known: Desk, agreed: str, tmp_path: Path, passphrase: str):
    """The columns of the receipt are those of the row; nothing that was not looked at is in the file."""
    preview = known.exporting.look("htcds-2.0", OFFICE)

    left = send(known, tmp_path / "out", passphrase)

    got = opened(known, left.file, tmp_path)
    receipt, = known.ledger.of_case(agreed)
    row, = got.rows
    assert row == {name: list(cell) if isinstance(cell, tuple) else cell
                   for name, cell in preview.selection.rows[0].cells.items()} | {"x_Reference": receipt.reference}
    assert set(receipt.columns) == set(row)
    assert (receipt.export_id, receipt.recipient, receipt.by) == (left.export_id, OFFICE, known.bench.user.hex())
    assert got.manifest.records == 1
    assert "CANARY" not in str(got)
    assert "Killa" not in str(got)
    assert {each.stat().st_mode & 0o077 for each in (tmp_path / "out").iterdir()} == {0}


def test_her_reference_stays_the_same_for_the_office(known: Desk, agreed: str, tmp_path: Path, passphrase: str):
    """So that they can count and bring up to date."""
    send(known, tmp_path / "one", passphrase)
    send(known, tmp_path / "two", passphrase)

    first, second = known.ledger.of_case(agreed)

    assert first.reference == second.reference
    assert first.export_id != second.export_id


@pytest.mark.rule("CO-11")
def test_nothing_is_written_when_one_condition_fails(
        known: Desk, fill: Fill, agreed: str, tmp_path: Path, passphrase: str):
    """Neither a file nor a receipt."""
    folder = tmp_path / "out"
    folder.mkdir()
    preview = known.exporting.look("htcds-2.0", OFFICE)

    with pytest.raises(WrongPassphrase):
        known.exporting.leave(preview, folder, "not this one", few_agreed=True)
    with pytest.raises(BadInput, match=r"export\.folder"):
        known.exporting.leave(preview, tmp_path / "nowhere", passphrase, few_agreed=True)
    with pytest.raises(NotAllowed, match=r"export\.few"):
        known.exporting.leave(preview, folder, passphrase)
    with pytest.raises(BadInput, match=r"export\.nobody"):
        known.exporting.leave(known.exporting.look("ctdc-27", OFFICE), folder, passphrase)
    with pytest.raises(BadInput, match=r"export\.refused"):
        known.exporting.look("ic-tip", OFFICE)
    with pytest.raises(BadInput, match=r"export\.profile"):
        known.exporting.look("../x", OFFICE)
    fill("F02", agreed, gender="man")
    with pytest.raises(BadInput, match=r"export\.changed"):
        known.exporting.leave(preview, folder, passphrase, few_agreed=True)
    known.recipients.take_out(OFFICE)
    with pytest.raises(NotFound, match=r"recipient\.none"):
        send(known, folder, passphrase)
    known.signed.shut_vault()
    with pytest.raises(VaultShut):
        known.exporting.look("htcds-2.0", OFFICE)

    assert list(folder.iterdir()) == []
    assert known.ledger.of_case(agreed) == ()


@pytest.mark.rule("CO-06")
def test_what_she_takes_back_is_taken_back_from_the_office_and_stays_due_until_they_confirm(
        known: Desk, fill: Fill, agreed: str, tmp_path: Path, passphrase: str):
    """One package with her reference; it is asked for until they say that it is done."""
    send(known, tmp_path / "out", passphrase)
    assert "codes without my name" in str(known.reports.my_information(agreed, "en"))
    reference = known.ledger.of_case(agreed)[0].reference
    assert known.ledger.due() == ()
    with pytest.raises(BadInput, match=r"export\.nothing_back"):
        known.ledger.take_back(OFFICE, tmp_path / "out", passphrase)

    fill("F03", agreed, kind="reporting_export", recipient=OFFICE, decision="no")

    assert [(each.recipient, each.rows, each.export_id) for each in known.ledger.due()] == [(OFFICE, 1, "")]
    left = known.ledger.take_back(OFFICE, tmp_path / "out", passphrase)
    got = opened(known, left.file, tmp_path)
    assert got.manifest.retracts == (reference,)
    assert got.rows == ()
    assert [each.export_id for each in known.ledger.due()] == [left.export_id]
    assert "asked to delete" in str(known.reports.my_information(agreed, "en"))
    assert known.ledger.heard(left.export_id) == 1
    assert known.ledger.due() == ()
    with pytest.raises(NotFound, match=r"export\.none"):
        known.ledger.heard(left.export_id)


@pytest.mark.rule("CO-06")
def test_nobody_is_told_that_nothing_is_due_while_protected_work_is_shut(
        known: Desk, fill: Fill, agreed: str, tmp_path: Path, passphrase: str):
    """She is hidden by now: only with the vault open is it known that she took it back."""
    send(known, tmp_path / "out", passphrase)
    known.protection.set_level(agreed, 3)
    fill("F03", agreed, kind="reporting_export", recipient=OFFICE, decision="no")
    assert [each.rows for each in known.ledger.due()] == [1]
    known.signed.shut_vault()

    for act in (known.ledger.due, lambda: known.ledger.take_back(OFFICE, tmp_path / "out", passphrase),
                lambda: known.ledger.heard("00")):
        with pytest.raises(VaultShut):
            act()


@pytest.mark.rule("WP-09", "WP-11")
def test_no_count_differs_by_somebody_under_protection_and_a_hidden_one_is_in_nothing_looked_at(
        known: Desk, fill: Fill, agreed: str, tmp_path: Path, passphrase: str):
    """With her and without her the package says the same of everybody; at level 3 not even her code is held."""
    for _ in range(5):
        fill("F01", chosen_name="Wayra", may_keep_note="yes")
    without = opened(known, send(known, tmp_path / "one", passphrase).file, tmp_path).manifest
    hers = fill("F01", chosen_name="Illari", may_keep_note="yes").case

    known.protection.set_level(hers, 1)
    with_her = opened(known, send(known, tmp_path / "two", passphrase).file, tmp_path).manifest
    assert with_her.left_out == without.left_out == {"no_agreement": "5"}
    assert bytes.fromhex(hers) in known.exporting.look("htcds-2.0", OFFICE).codes
    known.protection.set_level(hers, 3)

    assert bytes.fromhex(hers) not in known.exporting.look("htcds-2.0", OFFICE).codes


def test_only_a_supervisor_lets_rows_out(known: Desk, agreed: str, tmp_path: Path, passphrase: str):
    """Whoever accompanies her does not."""
    known.bench.learn({"caseworker", "coordinator"}, known.bench.names)

    for act in (lambda: known.exporting.look("htcds-2.0", OFFICE), known.ledger.due, known.ledger.read,
                lambda: known.ledger.take_back(OFFICE, tmp_path, passphrase)):
        with pytest.raises(NotAllowed, match=r"policy\.role"):
            act()


def test_only_whose_case_was_opened_in_the_time_asked_for_is_spoken_of(known: Desk, agreed: str):
    """Whoever came before or after is neither in it nor among those who stay."""
    def spoken_of(*span: str) -> list[int]:
        preview = known.exporting.look("htcds-2.0", OFFICE, span)  # type: ignore[arg-type]
        return [len(preview.selection.rows), len(preview.codes)]

    assert spoken_of("2026-11-25", "2026-11-25") == spoken_of("", "") == spoken_of("2026-11-01", "") == [1, 1]
    assert spoken_of("2026-11-26", "") == spoken_of("", "2026-11-24") == [0, 0]
    for wrong in (("2026-13-01", ""), ("2026-11-25", "2026-11-24"), ("20261125", ""), ("soon", "")):
        with pytest.raises(BadInput, match=r"export\.span"):
            spoken_of(*wrong)


@pytest.mark.rule("CO-11")
def test_whoever_stops_it_half_way_let_nothing_out(known: Desk, agreed: str, tmp_path: Path, passphrase: str):
    """At whichever step: no file and no receipt, and it can be begun again."""
    folder, preview = tmp_path / "out", known.exporting.look("htcds-2.0", OFFICE)
    folder.mkdir()
    steps: list[tuple[int, int]] = []

    def leave(stops_at: int) -> None:
        def counts(done: int, of: int) -> None:
            steps.append((done, of))
            if done == stops_at:
                raise Stopped

        known.exporting.leave(preview, folder, passphrase, few_agreed=True, progress=counts)

    for stops_at in (1, 2, 3):
        with pytest.raises(Stopped):
            leave(stops_at)
        assert list(folder.iterdir()) == []
        assert known.ledger.of_case(agreed) == ()
    steps.clear()
    leave(0)
    assert list(dict.fromkeys(steps)) == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.rule("CO-14")
def test_the_ledger_lists_every_package_and_what_became_of_it(
        known: Desk, fill: Fill, agreed: str, tmp_path: Path, passphrase: str):
    """One line a package; no case is opened for it."""
    somebody_who_agreed(known, "Wayra")
    sent = send(known, tmp_path / "out", passphrase)
    fill("F03", agreed, kind="reporting_export", recipient=OFFICE, decision="no")
    before = known.ledger.read()
    back = known.ledger.take_back(OFFICE, tmp_path / "out", passphrase)
    told = known.ledger.read()
    known.ledger.heard(back.export_id)
    after = known.ledger.read()

    assert [(each.export_id, each.recipient, each.profile, each.made, each.rows) for each in before.sent] == [
        (sent.export_id, OFFICE, "htcds-2.0", "2026-11-25", 2)]
    assert [(each.rows, each.export_id) for each in before.due] == [(1, "")]
    assert before.taken_back == ()
    assert [(each.back, each.gone) for each in told.sent] == [(1, 0)]
    assert [(each.export_id, each.rows, each.on, each.heard_on) for each in told.taken_back] == [
        (back.export_id, 1, "2026-11-25", "")]
    assert [(each.back, each.gone) for each in after.sent] == [(1, 1)]
    assert [each.heard_on for each in after.taken_back] == ["2026-11-25"]
    assert after.due == ()
    assert after.whole
    known.signed.shut_vault()
    assert known.ledger.read() == dataclasses.replace(after, whole=False)


@pytest.mark.rule("CO-06", "WP-11")
def test_what_waits_is_told_to_whoever_may_act_and_of_a_hidden_case_only_with_the_seal_open(
        known: Desk, fill: Fill, agreed: str, tmp_path: Path, passphrase: str):
    """My day asks it often and opens no case."""
    send(known, tmp_path / "out", passphrase)
    known.protection.set_level(agreed, 2)
    fill("F03", agreed, kind="reporting_export", recipient=OFFICE, decision="no")

    assert [(each.recipient, each.rows) for each in known.ledger.waiting()] == [(OFFICE, 1)]
    known.protection.set_level(agreed, 3)
    assert [each.rows for each in known.ledger.waiting()] == [1]
    roles = known.me.roles
    known.bench.learn({"caseworker", "coordinator"}, known.bench.names)
    assert known.ledger.waiting() == ()
    known.bench.learn(roles, known.bench.names)
    known.signed.shut_vault()
    assert known.ledger.waiting() == ()


@pytest.mark.rule("CO-06", "CO-09")
def test_a_child_s_no_takes_back_though_what_makes_it_count_lies_behind_the_seal(
        known: Desk, fill: Fill, tmp_path: Path, passphrase: str):
    """Who decides for somebody under protection cannot be read beside the open data: such a case is asked itself."""
    child = somebody_who_agreed(known, "Illari", decision="later")
    word = {"kind": "reporting_export", "recipient": OFFICE}
    fill("F03", child, **YES, capacity="child")
    fill("ASSENT", child, **word, assent="yes")
    send(known, tmp_path / "out", passphrase)
    known.protection.set_level(child, 2)

    fill("ASSENT", child, **word, assent="no")

    assert [each.rows for each in known.ledger.due()] == [each.rows for each in known.ledger.waiting()] == [1]
    assert known.ledger.take_back(OFFICE, tmp_path / "out", passphrase).rows == 1
