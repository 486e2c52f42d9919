# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A threat may be written down at any hour, about anybody, without learning whether a case exists (ruling 4)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from assist.casebook import Book, Entity
from assist.changesets import Dot, FieldKey, pack_plain, single_record
from assist.crypto import codes
from assist.domain import wire
from assist.errors import AssistError, NotFound
from assist.policy import require
from assist.ports import Reader, UnitOfWork
from assist.reading import fold
from assist.services.bench import Bench
from assist.services.drafting import FormOpening
from assist.services.records import RecordService, Saved
from assist.services.scribe import Put, Target
from assist.views import Changes, DropRow
from forms.loader import form as load_form
from forms.session import FormSession

THREAT = "F17"


@dataclass(frozen=True, slots=True)
class _Drop:
    case: bytes
    entity: Entity
    address: str
    on: str
    by: bytes


class DropBox:
    """Takes threats in sealed; hands each to its case as soon as somebody opens the vault who can see it."""

    def __init__(self, bench: Bench, records: RecordService) -> None:
        self._bench = bench
        self._records = records

    def open(self, address: str) -> FormOpening:
        """The threat form for a case code or the whole name used in the house.

        A case that can be seen is opened; for any other the same form goes into the box. That it
        does says nothing: there may be no such case.
        """
        require(self._bench.me.roles, "threat.report")
        with self._bench.keeper.reading() as reader:
            case = _case_of(reader, address)
        if case and not self._is_only_read(bytes.fromhex(case)):
            return self._records.open(THREAT, case)
        opening = self._records.fresh(THREAT)
        opening.new_case = False
        opening.address = " ".join(address.split())
        return opening

    def _is_only_read(self, case: bytes) -> bool:
        """Whether it is open in an emergency: then a threat goes the way it would from anybody who does not see it."""
        with self._bench.keeper.writing() as work:
            return work.rounds.protected.glass.is_open(case)

    def waiting(self) -> list[DropRow]:
        """Threats of which it is not known whose they are; none while the vault is shut."""
        with self._bench.keeper.writing() as work:
            return [DropRow(drop.case.hex(), drop.address, drop.on) for drop in _held(work)]

    def deliver(self) -> Changes:
        """Hand over every threat whose code or name is known here; what cannot be handed over keeps waiting."""
        with self._bench.keeper.writing() as work:
            known = [(drop.case, case) for drop in _held(work) if (case := _case_of(work, drop.address))]
        done: set[str] = set()
        for drop, case in known:
            with suppress(AssistError):
                done |= self.hand_over(drop.hex(), case).cases
        return Changes(frozenset(done), frozenset({THREAT}) if done else frozenset())

    def hand_over(self, drop: str, case: str) -> Changes:
        """Put one threat into a case, under the name of who wrote it: protection, hold and review follow at once."""
        with self._bench.keeper.writing() as work:
            found = next((each for each in _held(work) if each.case.hex() == drop), None)
            if found is None:
                raise NotFound("record.not_found")
            saved = self._hand_over(work, found, bytes.fromhex(case))
            work.commit()
        self._records.finish(saved)
        return saved.changes

    def hand_over_to(self, drop: str, whose: str) -> Changes:
        """The same by case code or whole name; raises NotFound when that is nobody's or several people's."""
        with self._bench.keeper.reading() as reader:
            case = _case_of(reader, whose)
        if not case:
            raise NotFound("case.not_found")
        return self.hand_over(drop, case)

    def _hand_over(self, work: UnitOfWork, drop: _Drop, case: bytes) -> Saved:
        opening = self._records.prepare(work, THREAT, case, single_record(drop.case, THREAT))
        opening.session = FormSession.from_draft(load_form(THREAT), drop.entity.plain(wire.DROPPED))
        opening.asked_on, opening.entered_by = drop.on, drop.by
        saved = self._records.write(work, opening)
        self._bench.scribe.write(work, Target(drop.case, parents=(_top(drop.entity),)), [
            self._put(drop, wire.TOMBSTONE, True, ()),
            self._put(drop, wire.DROPPED, b"", drop.entity.dots(wire.DROPPED)),
        ])
        return saved

    def _put(self, drop: _Drop, number: FieldKey, value: object, before: tuple[Dot, ...]) -> Put:
        return Put(drop.case, wire.DROP, number, pack_plain(value), 4, before)


def _held(work: UnitOfWork) -> Iterator[_Drop]:
    for case in work.drops():
        for entity in Book(case, work.rows_of(case)).entities.values():
            told = entity.plain(wire.ADDRESSED)
            if told and not entity.plain(wire.TOMBSTONE, False):
                yield _Drop(case, entity, str(told[0]), str(told[1]), bytes(told[2]))


def _case_of(reader: Reader, address: str) -> str:
    """The one case of this code or whole name; empty when there is none or more than one."""
    hits = reader.find_cases(codes.parsed(address) or "\0", fold(address) or "\0")
    return hits[0].case if len(hits) == 1 else ""


def _top(entity: Entity) -> int:
    return max((row.hlc for rows in entity.fields.values() for row in rows), default=0)
