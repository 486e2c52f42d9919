# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who holds something of hers is told when she takes it back: a duty of the team until it is done (CO-06)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from assist.clock import FixedClock
from assist.desk import Desk
from assist.errors import NotFound
from assist.services.attached_copies import Handing
from tests.conftest import NOON
from tests.services.conftest import Fill

OFFICE = "Oficina de documentos"
YES = {"kind": "referral", "recipient": OFFICE, "categories": ("name", "needs"), "decision": "yes",
       "expiry": "2026-12-20", "mode": "spoken"}


def agreed(fill: Fill, case: str, **other: object) -> str:
    """Her yes to one office, or something else about it; the sheet."""
    return fill("F03", case, **(YES | other)).record


def refer(fill: Fill, desk: Desk, case: str) -> None:
    """Something leaves for it, by voice."""
    saved = fill("F12", case, to=OFFICE, need="documents", payload=("needs",))
    desk.referring.leave(case, desk.referring.look(case, saved.record, "es").letter)


def due(desk: Desk, case: str) -> list[str]:
    """The days since which somebody is to be told."""
    return [duty.due for duty in desk.cases.duties(case) if duty.rule == "tell_recipient"]


@pytest.mark.rule("CO-06")
def test_who_holds_something_of_hers_is_told_until_it_was_done(fill: Fill, desk: Desk, clock: FixedClock, case: str):
    """Since the day she stopped it, through a rest and a closing; then never again."""
    record = agreed(fill, case)
    refer(fill, desk, case)
    assert due(desk, case) == []
    clock.set(NOON + timedelta(days=2))

    desk.care.withdraw(case, record)

    day = (NOON + timedelta(days=2)).date().isoformat()
    [notice] = desk.care.to_tell(case)
    assert (notice.recipient, notice.since, notice.left_on) == (OFFICE, day, (NOON.date().isoformat(),))
    assert due(desk, case) == [day]
    assert "tell_recipient" in [row.rule for row in desk.cases.day().today]
    fill("F15", case, reason="my_choice")
    assert due(desk, case) == [day]
    with pytest.raises(NotFound):
        desk.care.told(case, "00" * 16)

    desk.care.told(case, record)

    assert (due(desk, case), desk.care.to_tell(case)) == ([], ())
    assert desk.bench.keeper.projection_drift() == []


@pytest.mark.rule("CO-06")
@pytest.mark.parametrize("how", ["withdrawn", "no", "ended", "nothing left", "given again"])
def test_a_no_counts_as_stopping_and_an_end_does_not(how: str, fill: Fill, desk: Desk, clock: FixedClock, case: str):
    """What left before an end was agreed to; where nothing left there is nobody to tell; a new yes takes it back."""
    record = agreed(fill, case)
    if how != "nothing left":
        refer(fill, desk, case)
    clock.set(NOON + timedelta(days=1 if how != "ended" else 60))
    if how == "no":
        agreed(fill, case, decision="no")
    elif how != "ended":
        desk.care.withdraw(case, record)
    if how == "given again":
        agreed(fill, case)

    assert bool(desk.care.to_tell(case)) is (how in ("withdrawn", "no"))


@pytest.mark.rule("CO-06")
def test_a_copy_of_a_file_counts_even_where_the_file_lies_behind_the_seal(
    fill: Fill, desk: Desk, tmp_path: Path, case: str,
):
    """With the vault shut the duty is there all the same."""
    assert desk.attachments.switch(on=True)
    record = agreed(fill, case)
    file = desk.attachments.add(case, "constancia", b"Constancia", 3)
    desk.attached_copies.save(case, file, tmp_path / "constancia.txt", Handing(to=OFFICE, category="name"))
    desk.care.withdraw(case, record)
    desk.signed.shut_vault()

    assert len(due(desk, case)) == 1
    desk.care.told(case, record)
    assert due(desk, case) == []
