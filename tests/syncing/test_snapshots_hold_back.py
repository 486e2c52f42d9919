# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may not stand in a snapshot: what may still be taken back, what is held back, and what was hidden."""

from __future__ import annotations

import pytest

from tests.conftest import PASSPHRASE
from tests.syncing.compacting import (
    DAY,
    all_agree,
    compacted,
    four_laptops,
    is_new,
    publish_only,
    rough_store,
)
from tests.syncing.holding import hold, lift
from tests.syncing.model import Laptop, RoughStore, meet_until_quiet

store, team = rough_store, four_laptops


def test_a_change_younger_than_a_minute_is_in_no_snapshot(team: list[Laptop], store: RoughStore):
    """It may still be taken back without a trace (ruling 15), and what it replaced is still there for a newcomer."""
    ana, _beto, _carla, dora = team
    case = min(ana.everything())
    ana.save("F01", case, chosen_name="Sent")
    meet_until_quiet(team[:3], store)
    ana.save("F01", case, chosen_name="Just now")
    compacted(ana, store)
    is_new(dora)

    dora.round(store)
    assert not any(b"Just now" in value for *_, value in dora.registers(case))
    assert any(b"Sent" in value for *_, value in dora.registers(case))

    all_agree(team, store)


@pytest.mark.rule("WP-03")
def test_nothing_new_of_a_case_on_hold_is_in_a_snapshot_and_all_of_it_comes_afterwards(
        team: list[Laptop], store: RoughStore):
    """Neither in that of the author nor lost by that of a colleague, made while the hold stood."""
    ana, beto, _carla, dora = team
    case = min(ana.everything())
    beto.save("F01", case, lang_pref="nl")
    meet_until_quiet(team, store)
    ana.save("F01", case, chosen_name="Kept back")
    hold(ana, case)
    meet_until_quiet(team[:3], store)
    is_new(dora)
    compacted(ana, store)
    compacted(beto, store)

    dora.round(store)
    assert case in dora.everything()
    assert not any(b"Kept back" in value for *_, value in dora.registers(case))

    lift(ana, case, asked_by=beto)
    ana.save("F01", case, lang_pref="pt-BR")
    all_agree(team, store)
    assert any(b"Kept back" in value for *_, value in dora.registers(case))
    is_new(dora)
    compacted(ana, store)
    all_agree(team, store)


@pytest.mark.rule("WP-08")
def test_who_comes_late_hears_from_the_snapshot_that_a_case_was_hidden(team: list[Laptop], store: RoughStore):
    """The bundle that said so is gone; the case goes from her laptop all the same, and its key does not come again."""
    ana, _beto, _carla, dora = team
    case = ana.first_contact("Wayra")
    meet_until_quiet(team, store)
    assert case in dora.everything()
    ana.desk.signed.open_vault(PASSPHRASE)
    ana.desk.protection.raise_case(bytes.fromhex(case), 3)
    publish_only(ana, store)
    compacted(ana, store)

    dora.round(store, seconds=8 * DAY)
    dora.round(store)

    assert case not in dora.everything()
    with dora.desk.bench.keeper.writing() as work:
        assert work.case_key(bytes.fromhex(case)) is None
