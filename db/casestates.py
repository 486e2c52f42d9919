# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole state of a case out of the registers of one database, and another laptop's state joined to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection

from assist.casestate import (
    NO_HOLES,
    NOWHERE,
    CaseState,
    Covered,
    Holes,
    Killed,
    LiveValue,
    Parked,
    Place,
    Read,
    join,
    join_kept,
)
from assist.errors import DamagedFile
from db.quick import quick
from db.registers import Registers

_LIVE = ("SELECT e.eid, e.etype, r.fld, r.strm, r.n, r.i, r.hlc, r.val FROM ent e JOIN reg r ON r.ent = e.id"
         " WHERE e.cas = ?")
_KILLED = ("SELECT e.eid, e.etype, k.fld, k.strm, k.n, k.i FROM ent e JOIN killed k ON k.ent = e.id WHERE e.cas = ?")


class _Entity(NamedTuple):
    """An entity of a case as the database calls it."""

    ref: int
    etype: int


class CaseStates:
    """Works on either half of a profile: on the ordinary registers or on the protected ones."""

    def __init__(self, connection: Connection, registers: Registers) -> None:
        self._run = quick(connection)
        self._registers = registers
        self._streams: dict[int, bytes] = {}
        self._names: dict[int, str] | None = None

    def of(self, case: bytes) -> CaseState:
        """Everything known of a case; the empty state for one that is not here."""
        place = self._registers.known_case(case)
        if place is None:
            return CaseState()
        if self._names is None:
            self._names = self._registers.field_names()
        names, stream = self._names, self._stream
        rows = self._run(_LIVE, (place,)).all()
        killed = self._run(_KILLED, (place,)).all()
        cursor = self._run("SELECT strm, n FROM cursor_ WHERE cas = ?", (place,)).all()
        parked = self._run("SELECT strm, n, i, hlc, kind, op FROM parked WHERE cas = ?", (place,)).all()
        return CaseState(
            tuple(Read(stream(strm), n) for strm, n in cursor),
            tuple(LiveValue(eid, etype, names.get(fld, fld), stream(strm), n, i, hlc, val)
                  for eid, etype, fld, strm, n, i, hlc, val in rows),
            tuple(Killed(eid, etype, names.get(fld, fld), stream(strm), n, i)
                  for eid, etype, fld, strm, n, i in killed),
            (),
            tuple(Parked(stream(strm), n, i, hlc, kind, op) for strm, n, i, hlc, kind, op in parked),
            tuple(sorted(Covered(stream(strm), n) for strm, n in self._registers.gaps.covered(place))))

    def _stream(self, ref: int) -> bytes:
        if ref not in self._streams:
            self._streams = self._registers.stream_names()
        return self._streams[ref]

    def join(
        self, case: bytes, state: CaseState, holes: Holes = NO_HOLES, other_holes: Holes = NO_HOLES,
        standing: frozenset[Place] = NOWHERE,
    ) -> bool:
        """Know from now on what that state knows as well; whether anything is new here. ``holes`` are those here.

        Raises DamagedFile ``sync.segment`` when it speaks of an entity of another case.
        """
        before = self.of(case)
        return self._put(case, before, join(before, state, holes, other_holes, standing))

    def join_kept(self, case: bytes, state: CaseState, standing: frozenset[Place] = NOWHERE) -> bool:
        """The same in the protected registers; see casestate.join_kept."""
        before = self.of(case)
        return self._put(case, before, join_kept(before, state, standing))

    def _put(self, case: bytes, before: CaseState, after: CaseState) -> bool:
        is_first = before == CaseState()
        if after == before or (not is_first and all(
                frozenset(one) == frozenset(other) for one, other in zip(_parts(before), _parts(after), strict=True))):
            return False
        place = self._registers.case_ref(case)
        ref, field = self._registers.stream_ref, self._registers.field_ref
        live = {value.place: value for value in before.live}
        alive = {value.place for value in after.live} if live else set()
        fresh = [value for value in after.live if value.place not in live] if live else list(after.live)
        entities = self._entities(place, (*fresh, *after.killed))
        gone = [value for key, value in live.items() if key not in alive]
        if gone:
            self._run("DELETE FROM reg WHERE ent=? AND fld=? AND strm=? AND n=? AND i=?", [
                (entities[each.entity].ref, field(each.field), ref(each.stream), each.n, each.i) for each in gone])
        if fresh:
            self._run("INSERT OR REPLACE INTO reg(ent, fld, strm, n, i, hlc, val) VALUES (?,?,?,?,?,?,?)", [
                (entities[each.entity].ref, field(each.field), ref(each.stream), each.n, each.i, each.hlc, each.value)
                for each in fresh])
        self._keep_rest(place, entities, before, after)
        self._registers.read_anew(place)
        if is_first:  # its lists are made next, of what was just written
            self._registers.remember(place, ((entities[each.entity], each) for each in after.live))
        return True

    def _entities(self, place: int, wanted: Iterable[LiveValue | Killed]) -> dict[bytes, _Entity]:
        """The entities of a case, with those that are new here."""
        known = self._entities_of(place)
        fresh = {each.entity: each.etype for each in wanted if each.entity not in known}
        if not fresh:
            return known
        self._run("INSERT OR IGNORE INTO ent(eid, cas, etype) VALUES (?,?,?)", [
            (entity, place, etype) for entity, etype in fresh.items()])
        known = self._entities_of(place)
        if not fresh.keys() <= known.keys():
            raise DamagedFile("sync.segment")
        return known

    def _entities_of(self, place: int) -> dict[bytes, _Entity]:
        rows = self._run("SELECT eid, id, etype FROM ent WHERE cas = ?", (place,)).all()
        return {eid: _Entity(ref, etype) for eid, ref, etype in rows}

    def _keep_rest(self, place: int, entities: dict[bytes, _Entity], before: CaseState, after: CaseState) -> None:
        ref, field = self._registers.stream_ref, self._registers.field_ref
        for verb, some in (
            ("DELETE FROM killed WHERE strm=? AND n=? AND i=? AND ent=? AND fld=?", _less(before.killed, after.killed)),
            ("INSERT OR IGNORE INTO killed(strm, n, i, ent, fld) VALUES (?,?,?,?,?)",
             _less(after.killed, before.killed)),
        ):
            if some:
                self._run(verb, [(ref(each.stream), each.n, each.i, entities[each.entity].ref, field(each.field))
                                 for each in some])
        known = {each.dot for each in before.parked}
        kept = {each.dot for each in after.parked}
        over = [(ref(each.stream), each.n, each.i) for each in before.parked if each.dot not in kept]
        if over:
            self._run("DELETE FROM parked WHERE strm=? AND n=? AND i=?", over)
        parked = [(ref(each.stream), each.n, each.i, place, each.hlc, each.kind, each.op) for each in after.parked
                  if each.dot not in known]
        if parked:
            self._run("INSERT OR IGNORE INTO parked(strm, n, i, cas, hlc, kind, op) VALUES (?,?,?,?,?,?,?)", parked)
        self._registers.gaps.cover(place, [(each.stream, each.n) for each in after.covered])
        self._run("INSERT OR REPLACE INTO cursor_(cas, strm, n) VALUES (?,?,?)", [
            (place, ref(each.stream), each.n) for each in after.cursor])


def _parts(state: CaseState) -> tuple[Iterable[object], ...]:
    return state.cursor, state.live, state.killed, state.parked, state.covered


def _less(some: Iterable[Killed], others: Iterable[Killed]) -> list[Killed]:
    gone = {each.place for each in others}
    return [each for each in some if each.place not in gone]
