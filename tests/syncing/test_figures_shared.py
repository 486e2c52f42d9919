# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What left about a year is known on every laptop: no colleague lets out figures that give away who came since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assist.changesets import VERSION, Changeset, Op, pack_plain
from assist.domain import wire
from assist.sync.rights import may_ever_write, may_write
from tests.conftest import PASSPHRASE
from tests.services.test_exporting_tables import KEY, OFFICE
from tests.syncing.team import Member, MemoryStore, settle


@pytest.mark.rule("WP-09")
def test_what_one_supervisor_sent_stands_at_the_other_one_too(
        team: Callable[..., list[Member]], store: MemoryStore, tmp_path: Path):
    """Ten people are counted and sent; the eleventh, whom only she knows of, shows in nothing that Berta lets out."""
    ana, berta = team("Ana", "Berta")
    ana.desk.recipients.put(OFFICE, KEY, KEY[-12:])
    for number in range(10):
        ana.first_contact(f"N{number}")
    settle([ana, berta], store)
    for member in (ana, berta):
        member.clock.set(datetime(2027, 1, 20, 10, 0, tzinfo=UTC))
    tables = ana.desk.exporting_tables
    first = tables.look("sdg-16.2.2", OFFICE)
    tables.leave(first, tmp_path, PASSPHRASE)
    settle([ana, berta], store)
    now = berta.clock.now_ms() / 1000
    berta.clock.set(datetime(2026, 12, 30, 10, 0, tzinfo=UTC))
    berta.first_contact("N10")
    berta.clock.set(datetime.fromtimestamp(now, UTC))
    berta.desk.bench.learn({"supervisor"}, berta.desk.bench.names)

    again = berta.desk.exporting_tables.look("sdg-16.2.2", OFFICE)

    assert again.edition.stands
    assert again.rows == first.rows
    assert "<11" in {row["count"] for row in again.rows}
    assert berta.desk.conflicts.all() == ()


@pytest.mark.parametrize(("roles", "may_tell"), [
    (("supervisor",), True), (("caseworker",), False), (("auditor",), False)])
def test_whoever_may_not_export_tells_nobody_that_figures_left(roles: tuple[str, ...], may_tell: bool):
    """A program that was altered can sign anything: whoever receives it asks the table of roles again."""
    op = Op(wire.OP_CREATE, b"e" * 16, wire.LISTED, wire.SHARED, pack_plain([]), ())
    change = Changeset(VERSION, b"s" * 16, 1, 1, b"g" * 16, b"u" * 16, 1, b"e" * 16, 1, (op,))

    assert may_write(roles, change) is may_tell
    assert may_ever_write(roles, op) is may_tell
