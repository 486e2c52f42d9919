# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows for a reporting system: what was looked at leaves, with a receipt, and is taken back when she takes it back."""

from __future__ import annotations

from pathlib import Path

import pyrage
import pytest

from assist.crypto import minisign
from assist.desk import Desk
from assist.errors import BadInput, NotAllowed, NotFound, VaultShut, WrongPassphrase
from assist.exchange import package
from assist.exchange.package import Package
from tests.services.conftest import Fill

OFFICE = "Ministerio"
THEIRS = pyrage.x25519.Identity.generate()
KEY = str(THEIRS.to_public())


@pytest.fixture
def known(desk: Desk) -> Desk:
    """The office's key is in the list of people."""
    desk.recipients.put(OFFICE, KEY, KEY[-12:])
    return desk


@pytest.fixture
def agreed(fill: Fill, case: str) -> str:
    """She agreed that this office gets codes about her, until Christmas."""
    fill("F02", case, gender="woman", citizenship=("HN",), people="CANARYPEOPLE")
    fill("F03", case, kind="reporting_export", recipient=OFFICE, categories=("codes",), decision="yes",
         expiry="2026-12-24", mode="spoken")
    return case


def opened(desk: Desk, file: Path, folder: Path) -> Package:
    """A package as the office reads it."""
    desk.exporting.put_key(folder / "org.pub")
    keys = minisign.public_keys((folder / "org.pub").read_bytes(), "casa")
    return package.opened(file.read_bytes(), file.with_name(f"{file.name}.minisig").read_bytes(), [str(THEIRS)],
                          {each.ident: [each] for each in keys})


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
    receipt, = known.exporting.of_case(agreed)
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

    first, second = known.exporting.of_case(agreed)

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
    assert known.exporting.of_case(agreed) == ()


@pytest.mark.rule("CO-06")
def test_what_she_takes_back_is_taken_back_from_the_office_and_stays_due_until_they_confirm(
        known: Desk, fill: Fill, agreed: str, tmp_path: Path, passphrase: str):
    """One package with her reference; it is asked for until they say that it is done."""
    send(known, tmp_path / "out", passphrase)
    assert "codes without my name" in str(known.reports.my_information(agreed, "en"))
    reference = known.exporting.of_case(agreed)[0].reference
    assert known.exporting.due() == ()
    with pytest.raises(BadInput, match=r"export\.nothing_back"):
        known.exporting.take_back(OFFICE, tmp_path / "out", passphrase)

    fill("F03", agreed, kind="reporting_export", recipient=OFFICE, decision="no")

    assert [(each.recipient, each.rows, each.export_id) for each in known.exporting.due()] == [(OFFICE, 1, "")]
    left = known.exporting.take_back(OFFICE, tmp_path / "out", passphrase)
    got = opened(known, left.file, tmp_path)
    assert got.manifest.retracts == (reference,)
    assert got.rows == ()
    assert [each.export_id for each in known.exporting.due()] == [left.export_id]
    assert "asked to delete" in str(known.reports.my_information(agreed, "en"))
    assert known.exporting.heard(left.export_id) == 1
    assert known.exporting.due() == ()
    with pytest.raises(NotFound, match=r"export\.none"):
        known.exporting.heard(left.export_id)


@pytest.mark.rule("CO-06")
def test_nobody_is_told_that_nothing_is_due_while_protected_work_is_shut(
        known: Desk, fill: Fill, agreed: str, tmp_path: Path, passphrase: str):
    """She is hidden by now: only with the vault open is it known that she took it back."""
    send(known, tmp_path / "out", passphrase)
    known.protection.set_level(agreed, 3)
    fill("F03", agreed, kind="reporting_export", recipient=OFFICE, decision="no")
    assert [each.rows for each in known.exporting.due()] == [1]
    known.signed.shut_vault()

    for act in (known.exporting.due, lambda: known.exporting.take_back(OFFICE, tmp_path / "out", passphrase),
                lambda: known.exporting.heard("00")):
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

    for act in (lambda: known.exporting.look("htcds-2.0", OFFICE), known.exporting.due,
                lambda: known.exporting.take_back(OFFICE, tmp_path, passphrase)):
        with pytest.raises(NotAllowed, match=r"policy\.role"):
            act()
