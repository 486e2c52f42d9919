# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case that is erased is gone from every laptop, and whoever has no right to say so is not obeyed."""

from __future__ import annotations

from tests.syncing.team import Member, MemoryStore, settle

DAY = 24 * 3600


def test_first(team, store: MemoryStore):
    ana, beto = team("Ana", "Beto")
    case = beto.first_contact("Killa")
    other = beto.first_contact("Sami")
    settle([ana, beto], store)
    assert ana.registers(case)
    beto.desk.erasing.ask(case, "own_request", nobody_asked_for_it=True)
    settle([ana, beto], store)
    assert ana.desk.erasing.waiting() == []
    beto.round(store, DAY)
    settle([ana, beto], store)
    print(ana.desk.erasing.waiting())
    [asked] = ana.desk.erasing.waiting()
    ana.desk.erasing.agree(case, asked.ref)
    assert not ana.registers(case)
    settle([ana, beto], store)
    assert not beto.registers(case)
    assert beto.registers(other)
    settle([ana, beto], store)
    with ana.desk.bench.keeper.writing() as work:
        for order in work.rounds.erasures.orders():
            print(work.rounds.erasures.state(order.ref), work.rounds.erasures.confirmations(order.ref))
