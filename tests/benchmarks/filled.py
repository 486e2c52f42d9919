# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A workspace large enough to measure in: full histories for some people, bare lines in the lists for the rest.

Histories go in by the way real work goes in. The rest is written straight into the narrow
tables that lists, duties and search read, because a hundred thousand histories take an hour.
"""

from __future__ import annotations

import random  # noqa: TID251 - invented people must be the same for the same seed
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import astuple, dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from assist.crypto.codes import ALPHABET
from assist.desk import Desk
from assist.domain.stages import CLOSED, STAGES
from assist.errors import NotFound
from assist.practice import PracticeOrder, countries, make_practice, word_lists
from assist.reading import fold
from assist.rows import CaseFields
from assist.views import CaseQuery, CaseRow
from db.queries import NO_DUE
from ui.wiring import Door

SEED = 7
RULES = ("review", "next_safety_look", "confirm_contact", "renew_consent")
BANDS = ("low", "moderate", "high")
_COLUMNS = tuple(each.name for each in fields(CaseFields))
_PUT_CASE = f"INSERT INTO p_case(id, {', '.join(_COLUMNS)}) VALUES (?{', ?' * len(_COLUMNS)})"


@dataclass(frozen=True, slots=True)
class Filled:
    """Where it is, how one signs in, and how much is in it."""

    folder: Path
    user: str
    passphrase: str
    cases: int
    histories: int
    size: int
    """Bytes of the ordinary database."""


def fill(folder: Path, cases: int, histories: int) -> Filled:
    """Make it, with keys as hard to derive as on any laptop, and with today's backup and first round behind it."""
    door = Door(folder)
    made = make_practice(door.found, PracticeOrder(histories, SEED, "es"))
    with made.desk.bench.keeper.writing() as work:
        _put(work.case.connection.exec_driver_sql, made.desk, cases - histories)  # type: ignore[attr-defined]
        work.commit()
    count = len(made.desk.cases.keys(CaseQuery()))
    made.desk.meeting.local_round()
    made.desk.backups.daily()
    place = made.desk.signed.place.case_db
    made.desk.close()
    door.leave()
    return Filled(folder, made.user, made.passphrase, count, histories, place.stat().st_size)


def whole_cases(desk: Desk, count: int) -> list[CaseRow]:
    """Ordinary cases with a whole history, a plan among it; the bare lines have no file to open."""
    found: list[CaseRow] = []
    ordinary = sorted(key for key in desk.cases.keys(CaseQuery(stage="open")) if key > 0)
    for row in desk.cases.rows(ordinary[: count * 4]):
        with suppress(NotFound):
            if row.stage in ("implementing", "reviewing") and row.level == 0 and desk.cases.plan(row.case).productive:
                found.append(row)
    return found[:count]


def _put(sql: Any, desk: Desk, count: int) -> None:
    first = (sql("SELECT max(id) FROM cas").scalar() or 0) + 1
    entity = (sql("SELECT max(id) FROM ent").scalar() or 0) + 1 - first
    people = _people(desk)
    for start in range(first, first + count, 5000):
        rows = list(zip(range(start, min(start + 5000, first + count)), people))  # noqa: B905 - people never end
        sql("INSERT INTO cas(id, cid) VALUES (?,?)", [(ref, secrets.token_bytes(16)) for ref, _ in rows])
        sql("INSERT INTO ent(id, eid, cas, etype) VALUES (?,?,?,1)",
            [(entity + ref, secrets.token_bytes(16), ref) for ref, _ in rows])
        sql(_PUT_CASE, [(ref, *astuple(case)) for ref, (case, _) in rows])
        sql("INSERT INTO p_duty(cas, rule, due) VALUES (?,?,?)",
            [(ref, case.next_duty, case.next_due) for ref, (case, _) in rows if case.next_duty])
        sql("INSERT INTO p_text(cas, ent, form, level, author, on_date, body) VALUES (?,?,'F11',2,?,?,?)",
            [(ref, entity + ref, case.worker, case.last_contact, note) for ref, (case, note) in rows])


def _people(desk: Desk) -> Iterator[tuple[CaseFields, str]]:
    """The line in the list, and a note, of one invented person after the other."""
    dice = random.Random(SEED)
    lists, today = word_lists("es"), desk.clock.today()

    def day(first: int, last: int) -> str:
        return (today + timedelta(days=dice.randint(first, last))).isoformat()

    while True:
        place, stage, band = dice.choice(countries()), dice.randrange(len(STAGES)), dice.randrange(len(BANDS))
        name, is_due = dice.choice(place["names"]), dice.random() < 0.7
        yield CaseFields(
            code="".join(dice.choices(ALPHABET, k=8)), name=name, name_fold=fold(name), stage=STAGES[stage],
            stage_no=stage, worker=bytes.fromhex(desk.me.user), level=0, band=BANDS[band], band_no=band + 1,
            language=dice.choice(place["languages"]), opened_on=day(-900, -1), closed_on="",
            last_contact=day(-60, 0), next_due=day(-10, 90) if is_due else NO_DUE,
            next_duty=dice.choice(RULES) if is_due else "", hold=0, sleeping=0,
            is_open=int(STAGES[stage] not in CLOSED), without_file=0,
        ), f"{dice.choice(lists['facts'])} {dice.choice(lists['better'])}"
