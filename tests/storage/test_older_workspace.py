# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A workspace from before teams (schema 3, kept in ``tests/data``) is whole on the first screen after the update."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from assist.clock import FixedClock
from assist.crypto.kdf import FOR_TESTS
from db.keeper import Store
from tests.conftest import NOON, PASSPHRASE
from ui.wiring import Door

OLD = Path(__file__).parents[1] / "data" / "workspace_schema_3.zip"


def unpacked(folder: Path) -> Path:
    """The old workspace, as it lay on a disk."""
    with zipfile.ZipFile(OLD) as archive:
        archive.extractall(folder)
    for profile in (folder / "p").iterdir():
        (profile / "bak").mkdir()  # an archive holds no empty folder
    return folder


def test_its_lists_are_filled_by_the_update_and_not_only_when_somebody_rebuilds_them(tmp_path: Path):
    """What waits for a supervisor is there at once, in both databases, and rebuilding changes nothing."""
    desk = Door(unpacked(tmp_path / "w"), FixedClock(NOON), FOR_TESTS).sign_in("Ana", PASSPHRASE)
    try:
        assert {row.kind for row in desk.supervision.queue().rows} >= {"closing"}
        desk.signed.open_vault(PASSPHRASE)
        assert desk.bench.keeper.projection_drift() == []
    finally:
        desk.close()


def test_a_power_cut_before_they_were_filled_leaves_them_to_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
):
    """The update is done by then; that they are due is on record."""
    folder, real = unpacked(tmp_path / "w"), Store.fill_lists

    def no_power(_store: Store) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "fill_lists", no_power)
    with pytest.raises(KeyboardInterrupt):
        Door(folder, FixedClock(NOON), FOR_TESTS).sign_in("Ana", PASSPHRASE)
    monkeypatch.setattr(Store, "fill_lists", real)

    desk = Door(folder, FixedClock(NOON), FOR_TESTS).sign_in("Ana", PASSPHRASE)
    try:
        assert desk.bench.keeper.projection_drift() == []
        assert desk.supervision.queue().rows
    finally:
        desk.close()
