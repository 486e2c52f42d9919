# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a team wrote to each other about a case goes with the case, from every laptop."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assist.services.handing_over import Wish
from assist.supervisionbook import ASKED_BACK, PLAN
from tests.syncing.erased import left, ordered, unwell
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_supervising import accompanied

WORDS = ("Zarquinotauno", "Zarquipreguntados", "Zarquirespuestatres")


@pytest.mark.rule("NR-12")
def test_a_note_a_question_and_an_answer_are_erased_with_the_case(
    team: Callable[..., list[Member]], store: MemoryStore
):
    members = ana, beto = team("Ana", "Beto")
    case = accompanied(beto, "Killa")
    beto.save("F08", case, goal_own_words="Quiero volver a tejer")
    for _turn in range(2):
        settle(members, store)
    ana.desk.cases.open(case, "stands_in")
    ana.desk.supervision.answer(case, PLAN, "psychosocial", ASKED_BACK, WORDS[1])
    beto.desk.handover.offer([Wish(case, WORDS[0])], ana.desk.me.user)
    for _turn in range(2):
        settle(members, store)
    (asked,) = beto.desk.supervision.asked_of_me()
    beto.desk.supervision.reply(case, asked.word, WORDS[2])
    for _turn in range(3):
        settle(members, store)
    assert [left(each.desk, WORDS) for each in members] == [list(WORDS)] * 2

    ordered(beto, ana, members, store, case)
    for _turn in range(5):
        settle(members, store)

    assert [left(each.desk, WORDS) for each in members] == [[], []]
    assert [unwell(each.desk) for each in members] == [[], []]
    assert ana.desk.supervision.queue().rows == ()
    assert ana.desk.handover.offers() == []
