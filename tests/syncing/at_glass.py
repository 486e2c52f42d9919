# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Five people of whom three may open a hidden case by two, and how they do it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event

from assist.crypto import words
from assist.crypto.slot import Credentials
from assist.services.rosters import RosterService
from tests.conftest import PASSPHRASE
from tests.syncing.laid_down import copied
from tests.syncing.team import MINUTE, Member, MemoryStore, met, returned, settle
from tests.syncing.test_protected import told

DAY = 24 * 60 * MINUTE
WHY = "Cuslandia la busca el juzgado"


@pytest.fixture
def five(tmp_path: Path, store: MemoryStore) -> Iterator[tuple[list[Member], str, str]]:
    """Ana coordinates and is custodian, Beto works with her, Carla and Dora supervise, Eva is a worker too.

    Beto hides the case with Eva as the second person named; its id and its code.
    """
    people, store.objects, (case, code) = copied(tmp_path, _hidden_among_five)
    members = returned(tmp_path, people)
    yield members, case, code
    for member in members:
        member.close()


def _hidden_among_five(folder: Path) -> tuple[list[Member], dict[str, bytes], tuple[str, str]]:
    members, store = met(folder, "Ana", "Beto", "Carla", "Dora", "Eva"), MemoryStore()
    ana, beto, carla, dora, eva = members
    for each in (carla, dora):
        RosterService(ana.desk.bench).set_roles(each.desk.me.user, ["supervisor"])
    case = told(beto, "Killa", hopes="Zarquintela", legal_name="Perlunqui")
    settle(members, store)
    for each in members:
        each.reopen()
    code = beto.desk.cases.header(case).code
    beto.desk.protection.set_level(case, 3, [eva.desk.me.user])
    for _turn in range(2):
        settle(members, store)
    return members, store.objects, (case, code)


def meet(members: list[Member], store: MemoryStore, seconds: int = 2 * MINUTE) -> None:
    """Each of them once."""
    for member in members:
        member.round(store, seconds)


def lists(member: Member, code: str) -> tuple[object, ...]:
    """Everything in which a case could be noticed."""
    desk = member.desk
    with desk.bench.keeper.reading() as reader:
        return (desk.cases.day(), desk.cases.find(code), desk.cases.find("Killa"), reader.numbers(),
                desk.glass.open_now(), desk.glass.told_lately())


@contextmanager
def traced(member: Member) -> Iterator[list[str]]:
    """Every statement to the writer and to the vault meanwhile."""
    seen: list[str] = []
    keeper = member.desk.bench.keeper
    engines = [keeper._writer, keeper._vault]  # type: ignore[attr-defined]

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def on_record(member: Member) -> set[tuple[str, str]]:
    """What the log of this profile says was done, and how it ended."""
    bench = member.desk.bench
    with bench.keeper.writing() as work:
        lines = [bench.read_audit(body) for _n, body in work.audit_tail(50)]
    return {(line.verb, line.outcome) for line in lines if line is not None}


def opened_for(who: Member, other: Member, code: str, store: MemoryStore) -> None:
    """One asks, the other agrees, and both meet."""
    who.desk.glass.ask(code, WHY)
    meet([who, other], store)
    other.desk.glass.agree(next(each.ref for each in other.desk.glass.waiting() if not each.is_mine))
    meet([other, who], store)
    assert [each.code for each in who.desk.glass.open_now()] == [code]


def later(member: Member, seconds: int) -> None:
    """Her clock goes on, or back."""
    member.clock.set(datetime.fromtimestamp(member.clock.now_ms() / 1000 + seconds, UTC))


def credentials_of(member: Member) -> Credentials:
    """What she types."""
    return Credentials(member.desk.signed.sign_in_name, words.canonical(PASSPHRASE))
