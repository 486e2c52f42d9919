# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Erasing between people: asking, waiting a day, agreeing, and looking for whatever may be left."""

from __future__ import annotations

from typing import Any

from assist.changesets import decode
from assist.desk import Desk
from assist.services.erasure_rows import ErasureAsked
from assist.services.erasure_status import ErasureRow
from tests.syncing.team import Member, settle

DAY = 24 * 3600
WORDS = ("Killa", "Zarquintela", "Olmevante")
"""Her name, and words of a note and of its protected part."""


def written(member: Member, name: str = WORDS[0]) -> str:
    """A case with a note, a protected part and a number to call."""
    case = member.first_contact(name)
    member.save("F11", case, outcome="held", minutes=30, facts=WORDS[1], protected_part=WORDS[2])
    member.save("F04", case, who_starts="we", channel="call", value="600123123")
    return case


def asked(member: Member, members: list[Member], store: Any, case: str, basis: str = "own_request") -> ErasureAsked:
    """She asks, a day passes, and the others hear of it."""
    member.desk.erasing.ask(case, basis, nobody_asked_for_it=True)
    member.round(store, DAY)
    settle(members, store)
    return next(each for each in member.desk.erasing.waiting() if each.case == case)


def ordered(member: Member, second: Member, members: list[Member], store: Any, case: str) -> None:
    """She asks, and somebody agrees; nobody else has heard of it yet."""
    wish = asked(member, members, store, case)
    second.desk.erasing.agree(case, wish.ref)


def row(member: Member) -> ErasureRow:
    """The only order she knows of."""
    [found] = member.desk.erasures.rows()
    return found


def everything(desk: Desk) -> bytes:
    """All that this person could read anywhere: both databases, open log bodies, opened sealed ones, sealed drafts."""
    heap, vault = b"", desk.bench.ring.vault
    with desk.bench.keeper.writing() as work:
        halves = [half for half in (work.case, work.vault) if half is not None]  # type: ignore[attr-defined]
        for half in halves:
            names = half.connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
            for (table,) in names:
                heap += repr(half.connection.exec_driver_sql(f'SELECT * FROM "{table}"').all()).encode()
        for each in work.log.every():  # type: ignore[attr-defined]
            if each.kind == 0:
                heap += repr(decode(each.body)).encode()
            elif each.kind == 1 and vault is not None:
                heap += repr(vault.open_row(each)).encode()
    return heap


def left(desk: Desk, words: tuple[str, ...] = WORDS) -> list[str]:
    """Which of these words can still be read."""
    heap = everything(desk)
    return [word for word in words if word.encode() in heap]


def unwell(desk: Desk) -> list[str]:
    """Checks that do not hold."""
    return [each.name for each in desk.checks.run() if not each.ok]
