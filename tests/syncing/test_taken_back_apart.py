# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What left from one laptop is the team's to take back: she says it to whoever is with her, and it waits elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import PASSPHRASE
from tests.services.to_the_office import OFFICE, know_the_office, somebody_who_agreed
from tests.syncing.team import MemoryStore, met, settle


@pytest.mark.rule("CO-06")
def test_what_she_takes_back_on_one_laptop_waits_on_the_supervisor_s_and_both_know_when_it_was_done(tmp_path: Path):
    beto, ana = members = met(tmp_path, "Beto", "Ana")
    beto.reopen()
    store, out = MemoryStore(), tmp_path / "out"
    out.mkdir()
    know_the_office(beto.desk)
    case = somebody_who_agreed(beto.desk, "Luz")
    sent = beto.desk.exporting.leave(beto.desk.exporting.look("htcds-2.0", OFFICE), out, PASSPHRASE, few_agreed=True)
    settle(members, store)
    assert [each.export_id for each in ana.desk.ledger.of_case(case)] == [sent.export_id]

    ana.save("F03", case, kind="reporting_export", recipient=OFFICE, decision="no")
    settle(members, store)

    assert [(each.recipient, each.rows) for each in beto.desk.ledger.waiting()] == [(OFFICE, 1)]
    assert ana.desk.ledger.waiting() == ()
    back = beto.desk.ledger.take_back(OFFICE, out, PASSPHRASE)
    beto.desk.ledger.heard(back.export_id)
    settle(members, store)
    share, = ana.desk.ledger.of_case(case)
    assert (share.taken_back, share.heard_on) == (back.export_id, beto.clock.today().isoformat())
    assert beto.desk.ledger.waiting() == ()
    for member in members:
        assert [row.name for row in member.desk.checks.run() if not row.ok] == []
        member.desk.close()
