# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An export says how far it is all the way, and can be stopped until its commit; then nothing is left of it."""

from __future__ import annotations

from pathlib import Path

import pyrage
import pytest

from assist.desk import Desk
from assist.services.exporting import Preview
from tests.services.conftest import Fill

OFFICE = "Ministerio"
PEOPLE = 5


class Stopped(Exception):
    """Whoever waits does not want to any more."""


@pytest.fixture
def looked_at(desk: Desk, fill: Fill) -> Preview:
    """Some who agreed, as they would leave."""
    key = str(pyrage.x25519.Identity.generate().to_public())
    desk.recipients.put(OFFICE, key, key[-12:])
    for _ in range(PEOPLE):
        case = fill("F01", chosen_name="Wayra", may_keep_note="yes").case
        fill("F03", case, kind="reporting_export", recipient=OFFICE, categories=("codes",), decision="yes",
             expiry="2026-12-24", mode="spoken")
    return desk.exporting.look("htcds-2.0", OFFICE)


def test_it_tells_each_step_until_all_is_ready_and_stopping_at_any_leaves_nothing(
        desk: Desk, looked_at: Preview, tmp_path: Path, passphrase: str):
    """Reading, receipts, and the lists that are made again with the commit: no file, no receipt, no line of the log."""
    assert len(looked_at.selection.rows) == PEOPLE
    folder = tmp_path / "out"
    folder.mkdir()
    lines = [row.verb for row in desk.auditing.newest()]

    for deadly in range(1, 3 * PEOPLE + 1):
        def stop(done: int, of: int, deadly: int = deadly) -> None:
            assert done <= of
            if done == deadly:
                raise Stopped

        with pytest.raises(Stopped):
            desk.exporting.leave(looked_at, folder, passphrase, few_agreed=True, progress=stop)

    assert list(folder.iterdir()) == []
    assert [row.verb for row in desk.auditing.newest()] == lines
    heard: list[tuple[int, int]] = []
    left = desk.exporting.leave(
        looked_at, folder, passphrase, few_agreed=True, progress=lambda done, of: heard.append((done, of)))
    assert left.rows == PEOPLE
    assert list(dict.fromkeys(heard)) == [(done, 3 * PEOPLE) for done in range(1, 3 * PEOPLE + 1)]
