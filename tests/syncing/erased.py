# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Erasing between people: asking, waiting a day, agreeing, and looking for whatever may be left."""

from __future__ import annotations

from typing import Any

from assist.changesets import decode
from assist.crypto import labels
from assist.desk import Desk
from assist.services.erasure_marks import mark_of
from assist.services.erasure_rows import ErasureAsked
from assist.services.erasure_status import ErasureRow
from assist.sync.erasures import SignedOrder, drafted, order_op
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
    """Which of these words can still be read, or found by the search."""
    heap = everything(desk)
    return [word for word in words if word.encode() in heap or _is_found(desk, word)]


def _is_found(desk: Desk, word: str) -> bool:
    """Whether the index knows it, whatever became of the text."""
    with desk.bench.keeper.writing() as work:
        halves = [half for half in (work.case, work.vault) if half is not None]  # type: ignore[attr-defined]
        ask = "SELECT 1 FROM note_fts WHERE note_fts MATCH ?"
        return any(half.connection.exec_driver_sql(ask, (f'"{word}"',)).first() is not None for half in halves)


def unwell(desk: Desk) -> list[str]:
    """Checks that do not hold."""
    return [each.name for each in desk.checks.run() if not each.ok]


# -- what a program that was altered may send ---------------------------------------------------------


def body_of(member: Member, case: str, basis: str = "own_request", **instead: object) -> bytes:
    """An order as her program would draft it."""
    told = {"by": member.desk.bench.user, "roster_n": 0, **instead}
    with member.desk.bench.keeper.writing() as work:
        n = told["roster_n"] or len(work.roster())
        return drafted(mark_of(work, bytes.fromhex(case)), basis, told["by"], (member.clock.now_ms(), n))


def signed_by(member: Member, body: bytes) -> tuple[bytes, bytes]:
    """Her signature."""
    return member.desk.bench.user, member.desk.bench.ring.sign_as(labels.ERASURE, body)


def send(member: Member, *signed: SignedOrder) -> None:
    """What a program that was altered tells everybody."""
    with member.desk.bench.keeper.writing() as work:
        team = work.team_key()[0]
        member.desk.bench.scribe.write_for_team(work, team, [order_op(each) for each in signed])
        work.commit()
