# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A referral to the registry that somebody said yes to, and whether it would leave today."""

from __future__ import annotations

from assist.desk import Desk
from assist.errors import NotAllowed
from assist.gate import Outgoing, clear

REFERRAL = {"kind": "referral", "recipient": "Registro", "categories": ("needs",), "decision": "yes",
            "expiry": "2027-03-01", "mode": "spoken"}


def leaves(desk: Desk, case: str) -> str:
    """``given``, or why nothing leaves for the registry today."""
    try:
        clear(desk.bench.look_up(case), Outgoing("referral", "Registro", frozenset({"needs"})), desk.clock.today())
    except NotAllowed as refused:
        return refused.code.removeprefix("gate.consent_")
    return "given"
