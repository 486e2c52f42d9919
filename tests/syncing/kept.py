# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cases that are closed and grow old, on several laptops."""

from __future__ import annotations

from typing import Any

from assist.changesets import pack_plain
from assist.domain import wire
from assist.services.scribe import Put, Target
from tests.syncing.erased import written
from tests.syncing.team import Member, settle
from tests.syncing.test_erasing import pass_days

NAME, FACTS, SEALED = "Killa", "Zarquintela", "Olmevante"
ALL = (NAME, FACTS, SEALED)


def closed(member: Member) -> str:
    """A case with a note and a protected part, and its closing."""
    case = written(member)
    member.save("F15", case, reason="goals_reached", proposed_by="both")
    return case


def comp_keys(member: Member, case: str) -> frozenset[bytes]:
    """Every key of what is protected in it that she holds, now or in what anybody said in the log."""
    with member.desk.bench.keeper.writing() as work:
        return frozenset(key.key for key in work.rounds.protected.keys(bytes.fromhex(case)))


def rooms_of(member: Member, case: str) -> frozenset[bytes]:
    """The compartments of it of which she holds a key."""
    with member.desk.bench.keeper.writing() as work:
        return frozenset(key.comp for key in work.rounds.protected.keys(bytes.fromhex(case)))


def pass_for_all(members: list[Member], days: int) -> None:
    """Later, for everybody."""
    for member in members:
        pass_days(member, days)


def turns(members: list[Member], store: Any, count: int = 3) -> None:
    """Rounds of everybody, again and again."""
    for _turn in range(count):
        settle(members, store)


def held(member: Member, case: str, *, kept: bool) -> None:
    """As her laptop alone knows it: she has no role to tell the others."""
    with member.desk.bench.keeper.writing() as work:
        dots = member.desk.bench.book(work, bytes.fromhex(case)).case.dots(wire.LEGAL_HOLD)
        member.desk.bench.scribe.write(work, Target(bytes.fromhex(case)), [
            Put(bytes.fromhex(case), wire.CASE, wire.LEGAL_HOLD, pack_plain(kept), supersedes=dots)])
        work.commit()


def rules(member: Member, case: str) -> dict[str, str]:
    """What is due in a case, and when."""
    return {duty.rule: duty.due for duty in member.desk.cases.duties(case)}
