# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The power fails while somebody opens her protected work: after so many transactions."""

from __future__ import annotations

from contextlib import suppress

import pytest

from assist.services.protected_rounds import ProtectedRounds
from tests.conftest import PASSPHRASE
from tests.syncing.team import Member


class PowerCut(Exception):
    """The power failed."""


def open_and_cut_off(member: Member, step: int) -> None:
    """What waits is read until the n-th transaction, and then once more at the next opening."""
    keeper, left = member.desk.bench.keeper, [step]
    writing = keeper.writing

    def cut() -> object:
        if left[0] == 0:
            raise PowerCut
        left[0] -= 1
        return writing()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ProtectedRounds, "read", lambda self, touched=frozenset(): frozenset())
        member.desk.signed.open_vault(PASSPHRASE)
    with pytest.MonkeyPatch.context() as patch, suppress(PowerCut):
        patch.setattr(keeper, "writing", cut)
        ProtectedRounds(member.desk.bench).read()
    member.desk.signed.shut_vault()
    member.desk.signed.open_vault(PASSPHRASE)
