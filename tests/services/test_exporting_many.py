# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An export says how far it is all the way, and can be stopped until its commit; then nothing is left of it."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pyrage
import pytest

from assist import places
from assist.desk import Desk
from assist.errors import BadInput, NoRoom
from assist.exchange import package
from assist.exchange.leaving import Held
from assist.exchange.outgoing import Selection
from assist.exchange.parts import Part
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

    def far(done: int, of: int) -> None:
        assert not list(folder.glob("*.cmx*"))  # nothing has a name before the commit
        heard.append((done, of))

    left = desk.exporting.leave(looked_at, folder, passphrase, few_agreed=True, progress=far)
    assert left.rows == PEOPLE
    assert {file.name for file in folder.iterdir()} == {left.file.name, f"{left.file.name}.minisig"}
    assert list(dict.fromkeys(heard)) == [(done, 3 * PEOPLE) for done in range(1, 3 * PEOPLE + 1)]


@pytest.mark.parametrize("nameless", [True, False])
@pytest.mark.parametrize(("wrong", "said"), [
    (OSError(errno.ENOSPC, "no room"), (NoRoom, r"disk\.full")), (Stopped(), (Stopped, None))])
def test_what_fails_while_it_is_sealed_leaves_neither_a_file_nor_a_receipt(
        desk: Desk, looked_at: Preview, tmp_path: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch,
        wrong: Exception, said: tuple[type[Exception], str | None], nameless: bool):
    """A full disk, or whoever stops it, with half of it written; also where a file has a name from the start."""
    folder, real = tmp_path / "out", package.zipped
    folder.mkdir()

    def breaks(parts: Mapping[str, Part]) -> Iterator[bytes]:
        yield from islice(real(parts), 2)
        raise wrong

    monkeypatch.setattr(package, "zipped", breaks)
    if not nameless:
        monkeypatch.setattr(places, "_nameless", lambda folder: None)
    with pytest.raises(said[0], match=said[1]):
        desk.exporting.leave(looked_at, folder, passphrase, few_agreed=True)

    assert list(folder.iterdir()) == []
    assert desk.ledger.read().sent == ()
    monkeypatch.setattr(package, "zipped", real)
    assert desk.exporting.leave(looked_at, folder, passphrase, few_agreed=True).rows == PEOPLE


def test_what_differs_from_what_was_looked_at_does_not_leave(
        desk: Desk, looked_at: Preview, tmp_path: Path, passphrase: str):
    """The rows that leave are those of the look: so they are held against a new one, whatever it says of itself."""
    first, *others = looked_at.selection.rows
    for other in (replace(first, cells={**first.cells, "prs_Gender": "Masculine"}),
                  replace(first, expires="2027-12-24")):
        altered = replace(looked_at, selection=Selection(Held([other, *others]), looked_at.selection.stays))
        with pytest.raises(BadInput, match=r"export\.changed"):
            desk.exporting.leave(altered, tmp_path, passphrase, few_agreed=True)
    assert desk.ledger.read().sent == ()
