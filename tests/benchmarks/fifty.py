# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cases as the prototype measured them (security-and-sync.md 2.6): forty answers and ten notes each, all different."""

from __future__ import annotations

import random  # noqa: TID251 - the same people for the same seed
import secrets
from collections.abc import Iterator

from assist.changesets import pack_answer, pack_plain
from assist.domain import wire
from assist.services.scribe import Put, Target
from forms.answers import Answer
from forms.registry import FieldSpec, all_specs, number_of
from tests.syncing.team import Member

ANSWERS, NOTES, WORDS_OF_A_NOTE = 40, 10, 60
LOT = 250
"""Cases written in one transaction."""

SYLLABLES = ("ma", "ri", "lo", "ca", "ten", "sol", "per", "du", "vi", "an", "es", "que", "tra", "no", "ble", "jo")


def of_fifty(member: Member, count: int) -> None:
    """So many of them, on this laptop."""
    dice = random.Random(count)
    fields = list(_fields())
    for first in range(0, count, LOT):
        with member.desk.bench.keeper.writing() as work:
            for number in range(first, min(first + LOT, count)):
                case = secrets.token_bytes(16)
                puts = [*_head(member, case, number), *_sheet(member, case, "F02", [
                    Put(b"", wire.RECORD, field, pack_answer(_answer(spec, dice)), spec.level)
                    for field, spec in fields])]
                for _note in range(NOTES):
                    told = Answer(_words(dice, WORDS_OF_A_NOTE), asked_on="2026-10-05")
                    puts += _sheet(member, case, "F11", [
                        Put(b"", wire.RECORD, number_of("F11/facts"), pack_answer(told), 1)])
                member.desk.bench.scribe.write(work, Target(case), puts)
            work.commit()


def _fields() -> Iterator[tuple[int, FieldSpec]]:
    found = ((number, spec) for number, spec in all_specs().items() if isinstance(number, int)
             and spec.type in ("choice", "text_short") and spec.level == 1)
    for _count, each in zip(range(ANSWERS), found, strict=False):
        yield each


def _answer(spec: FieldSpec, dice: random.Random) -> Answer:
    value = dice.choice(("yes", "no", "sometimes", "later")) if spec.type == "choice" else _words(dice, 4)
    return Answer(value, asked_on="2026-10-05")


def _words(dice: random.Random, count: int) -> str:
    return " ".join("".join(dice.choices(SYLLABLES, k=dice.randint(1, 4))) for _ in range(count))


def _head(member: Member, case: bytes, number: int) -> list[Put]:
    told = {wire.CODE: f"A{number:06d}", wire.STAGE: "assessing", wire.WORKER: member.desk.bench.user,
            wire.OPENED_ON: "2026-09-01", wire.LEVEL: 0}
    return [Put(case, wire.CASE, field, pack_plain(value), 1) for field, value in told.items()]


def _sheet(member: Member, case: bytes, form: str, held: list[Put]) -> list[Put]:
    record = secrets.token_bytes(16)
    told = {wire.PARENT: case, wire.FORM: form, wire.FORM_VERSION: 1, wire.ASKED_ON: "2026-10-05",
            wire.ENTERED_BY: member.desk.bench.user}
    return [*(Put(record, wire.RECORD, field, pack_plain(value), 1) for field, value in told.items()),
            *(Put(record, each.etype, each.field, each.value, each.level) for each in held)]
