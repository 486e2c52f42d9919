# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Colleagues who write about the same person apart, and what is then asked of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from assist.changesets import pack_plain
from assist.differences import DifferenceRow
from assist.domain import wire
from assist.reading import text
from assist.services.scribe import Put, Target
from tests.syncing.team import Member, MemoryStore, settle

Team = Callable[..., list[Member]]
WEEKS = 21 * 24 * 3600


def later(member: Member, seconds: int) -> None:
    """Her clock goes on."""
    member.clock.set(datetime.fromtimestamp(member.clock.now_ms() / 1000 + seconds, UTC))


def apart(members: list[Member], store: MemoryStore, form: str, answers: list[dict[str, object]]) -> str:
    """A case everybody knows, the same form of it filled in apart, three weeks between one and the next; then met."""
    case = consented(members[0])
    _case, record = members[0].save(form, case, **answers[0])
    settle(members, store)
    for place, (member, said) in enumerate(zip(members, answers[1:], strict=False)):
        later(member, place * WEEKS + 60)
        member.save(form, case, record, **said)
    settle(members, store)
    return case


def only(member: Member, case: str) -> DifferenceRow:
    """The one difference that waits."""
    found = member.desk.conflicts.of(case)
    assert len(found) == 1
    return member.desk.conflicts.reveal(found[0]) if found[0].closed else found[0]


def told(row: DifferenceRow) -> list[object]:
    """What the sides say."""
    return [side.answer.value if side.answer else side.plain for side in row.sides]


def believed(member: Member, case: str, concept: str) -> str:
    """What every list and gate of this laptop reads."""
    return text(member.desk.bench.look_up(case).person, concept)


def written(member: Member, case: str, field: int, value: object) -> None:
    """Something of the case itself, written past the acts that usually do."""
    bench = member.desk.bench
    with bench.keeper.writing() as work:
        book = bench.book(work, bytes.fromhex(case))
        put = Put(book.case_id, wire.CASE, field, pack_plain(value), 1, book.case.dots(field))
        bench.scribe.write(work, Target(book.case_id, book.level), [put])
        work.commit()


def consented(member: Member) -> str:
    """Somebody who knows the limits and agreed to be accompanied."""
    case = member.first_contact("Killa")
    member.save("LIMITS", case, explained="yes")
    member.save("F03", case, kind="accompaniment", recipient="team", decision="yes", mode="spoken",
                expiry=(member.clock.today() + timedelta(days=300)).isoformat())
    return case
