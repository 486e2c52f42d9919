# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""She puts in order what matters most before anybody's view of it is written or shown (PA-08)."""

from __future__ import annotations

import pytest

from assist.desk import Desk
from assist.errors import NotAllowed
from forms.answers import AnswerState
from tests.services.conftest import Fill


def opens(desk: Desk, case: str) -> bool:
    """Whether the team's view can be written; the door says why not."""
    if "ranked" in desk.cases.gates_met(case):
        return bool(desk.records.open("VIEW", case))
    with pytest.raises(NotAllowed) as refused:
        desk.records.open("VIEW", case)
    return refused.value.code != "gate.ranked"


@pytest.mark.rule("PA-08")
def test_her_order_opens_the_team_s(fill: Fill, desk: Desk, case: str):
    """An empty sheet is no order, nor are the needs of the first night; both stand side by side, hers first."""
    fill("F01", case, needs_now=("food",))
    fill("RANK", case, words="Todavía no sé")
    assert not opens(desk, case)
    assert not desk.cases.plan(case).priorities.has_spoken

    fill("RANK", case, order=("work", "child_care"), words="Primero mi hijo y el trabajo")
    assert opens(desk, case)
    fill("VIEW", case, order=("safety", "work"), reason="La semana pasada hubo llamadas")

    seen = desk.cases.plan(case).priorities
    assert (seen.hers, seen.words) == (("work", "child_care"), "Primero mi hijo y el trabajo")
    assert (seen.team, seen.reason) == (("safety", "work"), "La semana pasada hubo llamadas")


@pytest.mark.rule("PA-08", "NR-05")
@pytest.mark.parametrize("state", [AnswerState.PREFERS_NOT_TO_SAY, AnswerState.DOES_NOT_KNOW])
def test_declining_is_an_answer(state: AnswerState, desk: Desk, case: str):
    """It costs nothing and keeps nobody waiting."""
    opening = desk.records.open("RANK", case)
    opening.session.set_state("order", state)
    desk.records.save(opening)

    assert opens(desk, case)
    assert desk.cases.plan(case).priorities.hers == ()


@pytest.mark.rule("PA-08")
def test_without_hers_no_view_is_shown(fill: Fill, desk: Desk, case: str):
    """Struck at her wish, her order takes the view of others with it until she speaks again."""
    hers = fill("RANK", case, order=("work",)).record
    fill("VIEW", case, order=("safety",))
    desk.striking.strike(case, hers, "order")

    seen = desk.cases.plan(case).priorities
    assert (seen.team, opens(desk, case)) == ((), False)
