# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A report of figures is the team's: it stands on every laptop, and the next one anywhere is held against it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from assist.changesets import VERSION, Changeset, Op, pack_plain
from assist.domain import wire
from assist.indicators.shapes import Period
from assist.services.programme import Wanted
from assist.sync.rights import may_ever_write, may_write
from tests.syncing.team import Member, MemoryStore, settle

AUTUMN = Wanted(Period("2026-10-01", "2026-12-31"))


@pytest.mark.rule("WP-11")
def test_a_report_stands_on_every_laptop_and_the_next_one_tells_nobody_who_came_since(
        team: Callable[..., list[Member]], store: MemoryStore):
    """Berta counts one more than Ana did, and what she may read is the same."""
    ana, berta = team("Ana", "Berta")
    for number in range(6):
        ana.first_contact(f"N{number}")
    settle([ana, berta], store)
    for member in (ana, berta):
        member.clock.set(datetime(2027, 1, 20, 10, 0, tzinfo=UTC))
    made = ana.desk.programme.make(AUTUMN)
    settle([ana, berta], store)
    now = berta.clock.now_ms() / 1000
    berta.clock.set(datetime(2026, 12, 30, 10, 0, tzinfo=UTC))
    berta.first_contact("N6")
    berta.clock.set(datetime.fromtimestamp(now, UTC))
    berta.desk.bench.learn({*berta.desk.me.roles, "supervisor"}, berta.desk.bench.names)

    held = berta.desk.programme.kept()
    again = berta.desk.programme.make(AUTUMN)

    assert held == [made]
    assert again.edition.table("R-02/new").cells == made.edition.table("R-02/new").cells
    assert again.edition.totals["open"].value == 6
    assert berta.desk.conflicts.all() == ()
    assert len(berta.everything()) == 7, "a report is no case"


@pytest.mark.parametrize(("roles", "may_make"), [
    (("supervisor",), True), (("caseworker",), False), (("coordinator",), False), (("auditor",), False)])
def test_whoever_may_not_make_reports_puts_none_into_the_team(roles: tuple[str, ...], may_make: bool):
    """A program that was altered can sign anything: whoever receives it asks the table of roles again."""
    op = Op(wire.OP_CREATE, b"e" * 16, wire.LISTED, wire.REPORTED, pack_plain([]), ())
    change = Changeset(VERSION, b"s" * 16, 1, 1, b"g" * 16, b"u" * 16, 1, b"e" * 16, 1, (op,))

    assert may_write(roles, change) is may_make
    assert may_ever_write(roles, op) is may_make
