# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""She asks that one part be erased, and later another: what was done waits no more, and is in nobody's way."""

from __future__ import annotations

from collections.abc import Callable

from assist.domain.erasure import NOTES_REQUEST, PROTECTED_REQUEST
from tests.syncing.erased import asked, left, written
from tests.syncing.kept import turns
from tests.syncing.team import Member, MemoryStore, settle


def test_a_part_that_went_is_not_waited_for_and_another_may_be_asked_for(
    team: Callable[..., list[Member]], store: MemoryStore
):
    """On the laptop of whoever asked, too."""
    ana, beto = both = team("Ana", "Beto")
    case = written(beto)
    settle(both, store)
    wish = asked(beto, both, store, case, NOTES_REQUEST)
    ana.desk.erasing.agree(case, wish.ref)
    turns(both, store, 2)
    assert [member.desk.erasing.waiting(case) for member in both] == [[], []]

    wish = asked(beto, both, store, case, PROTECTED_REQUEST)
    ana.desk.erasing.agree(case, wish.ref)
    turns(both, store, 2)

    assert left(beto.desk) == left(ana.desk) == ["Killa"]
