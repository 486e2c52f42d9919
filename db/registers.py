# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The multi-value registers of one database: interned ids, merging, reading back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from assist.casestate import LiveValue
from assist.changesets import Arrival, Changeset, Dot, FieldKey, Live, Op, merge
from assist.domain import wire
from assist.rows import RegRow
from assist.undobook import Written
from db.gaps import Gaps
from db.moving import take_merged
from db.quick import quick

_IMPORTED = 1_000_000
"""Fields of imported forms are interned above the range of built-in numbers."""


Held = dict[int, dict[int, list[RegRow]]]
"""Small number of a case → small number of an entity → its live values."""

_TOPS_AT_ONCE = 10_000
"""So many numbers of the table are remembered: an export writes to every case there is."""
_READ_AGAIN = 500
"""More entities than this in one change, and the case is rather read whole again."""
_AT_ONCE = 32
"""So many cases are remembered that were just written; their lists are made before the next ones come."""


class Registers:
    """Reads and merges registers over one connection, inside the caller's transaction."""

    def __init__(self, connection: Connection, *, protected: bool, held: Held | None = None) -> None:
        self._sql = quick(connection)
        self._protected = protected
        self._streams: dict[bytes, int] = {}
        self._fields: dict[str, int] = {}
        self._tops: dict[tuple[int, int], int] = {}
        self._parks: frozenset[tuple[int, ...]] | None = None
        self._held: Held = {} if held is None else held
        self.gaps = Gaps(connection, self.stream_ref, may_be=not protected)

    # -- interned ids ------------------------------------------------------------

    def stream_ref(self, stream: bytes) -> int:
        """The small number of a stream."""
        if stream not in self._streams:
            self._streams[stream] = self._interned("strm", "sid", stream)
        return self._streams[stream]

    def field_ref(self, field: FieldKey) -> int:
        """The small number of a field."""
        if isinstance(field, int):
            return field
        if field not in self._fields:
            self._fields[field] = _IMPORTED + self._interned("fld", "name", field)
        return self._fields[field]

    def _interned(self, table: str, column: str, value: object) -> int:
        row = self._sql(f"SELECT id FROM {table} WHERE {column} = ?", (value,)).first()  # noqa: S608 - our own names
        if row is not None:
            return int(row[0])
        return int(self._sql(f"INSERT INTO {table}({column}) VALUES (?)", (value,)).lastrowid)  # noqa: S608

    def case_ref(self, case: bytes) -> int:
        """The small number of a case, made on first sight."""
        return self._interned("cas", "cid", case)

    def known_case(self, case: bytes) -> int | None:
        """The small number of a case that is here."""
        row = self._sql("SELECT id FROM cas WHERE cid = ?", (case,)).first()
        return None if row is None else int(row[0])

    def _entity_ref(self, entity: bytes, case: int, etype: int) -> tuple[int, bool]:
        row = self._sql("SELECT id FROM ent WHERE eid = ?", (entity,)).first()
        if row is not None:
            return int(row[0]), False
        made = self._sql("INSERT INTO ent(eid, cas, etype) VALUES (?, ?, ?)", (entity, case, etype)).lastrowid
        return int(made), True

    def _entity_of(self, case: int) -> Callable[[bytes, int], int]:
        return lambda entity, etype: self._entity_ref(entity, case, etype)[0]

    # -- merging -----------------------------------------------------------------

    def top(self, place: int, stream: bytes) -> int:
        """Highest n such that every change of that stream in this case up to it was applied here.

        By case: somebody who could not open a case when its changes came may apply them later,
        and has meanwhile gone on in the others.
        """
        at = (place, self.stream_ref(stream))
        if len(self._tops) > _TOPS_AT_ONCE:
            self._tops.clear()
        if at not in self._tops:
            row = self._sql("SELECT n FROM cursor_ WHERE cas = ? AND strm = ?", at).first()
            self._tops[at] = 0 if row is None else int(row[0])
        return self._tops[at]

    def apply(self, changeset: Changeset, case: bytes, *, late: bool = False) -> None:
        """Merge one changeset of a case; applying it twice changes nothing. ``late``: it was kept back until now."""
        ref, place = self.stream_ref(changeset.stream), self.case_ref(case)
        top = self.top(place, changeset.stream)
        if changeset.n <= top and not (late and not self.gaps.is_covered(place, changeset.stream, changeset.n)):
            return
        dead = {tuple(row) for row in self._sql(
            "SELECT ent, fld, i FROM killed WHERE strm = ? AND n = ?", (ref, changeset.n))}
        fresh: list[tuple[Any, ...]] = []
        touched = self._held.pop(place, None)
        self._held.clear()
        made: dict[bytes, tuple[int, bool]] = {}
        for position, op in enumerate(changeset.ops):
            if op.kind in wire.REGISTER_OPS:
                if op.entity not in made:
                    made[op.entity] = self._entity_ref(op.entity, place, op.etype)
                entity, new = made[op.entity]
                register = entity, self.field_ref(op.field)
                is_dead = (*register, position) in dead
                if new and not op.supersedes and not is_dead:
                    fresh.append((*register, ref, changeset.n, position, changeset.hlc, op.value))
                else:
                    self._merge(place, register, _arrival(changeset, position, op), is_dead)
            elif op.kind not in wire.KNOWN_OPS:
                self._park(place, (ref, changeset.n, position), changeset.hlc, op)
            elif op.kind == wire.OP_MOVE and op.field == wire.MOVE_REGISTERS:
                self._take_moved(op, place)
            elif op.kind == wire.OP_MOVE and op.field == wire.MOVE_MERGED:
                take_merged(
                    self._sql, op.value, (self._entity_of(place), self.field_ref, self.stream_ref), self._insert)
            elif op.kind == wire.OP_MOVE and op.field == wire.MOVE_READ:
                self._read_elsewhere(place, op.value)
        if fresh:
            self._sql("INSERT OR REPLACE INTO reg(ent, fld, strm, n, i, hlc, val) VALUES (?,?,?,?,?,?,?)", fresh)
        self._sql("INSERT INTO cursor_(cas, strm, n) VALUES (?, ?, ?)"
                  " ON CONFLICT(cas, strm) DO UPDATE SET n = excluded.n", (place, ref, max(top, changeset.n)))
        self._tops[place, ref] = max(top, changeset.n)
        moves = any(op.kind == wire.OP_MOVE for op in changeset.ops)
        if touched is not None and not moves and len(made) <= _READ_AGAIN:
            self._held[place] = touched | self._read(place, [entity for entity, _ in made.values()])

    def _merge(self, place: int, register: tuple[int, int], arrival: Arrival, dead: bool) -> None:
        entity, field = register
        before = self._live(entity, field)
        killed = frozenset({arrival.dot}) if dead else frozenset()
        after, still_killed = merge(before, killed, arrival, lambda dot: self._seen(place, dot))
        for item in before:
            if item not in after:
                stream, n, i = item.dot
                self._sql("DELETE FROM reg WHERE ent=? AND fld=? AND strm=? AND n=? AND i=?",
                          (entity, field, self.stream_ref(stream), n, i))
        for item in after:
            if item not in before:
                self._insert(entity, field, item)
        self._keep_killed(register, killed, still_killed)

    def _read_elsewhere(self, place: int, value: bytes) -> None:
        """The case came from people who had read these streams so far; whatever of that still counts came with it."""
        for stream, n in msgspec.msgpack.decode(value, type=list[tuple[bytes, int]]):
            at = (place, self.stream_ref(stream))
            self._sql("INSERT INTO cursor_(cas, strm, n) VALUES (?, ?, ?)"
                      " ON CONFLICT(cas, strm) DO UPDATE SET n = max(n, excluded.n)", (*at, n))
            self._tops.pop(at, None)

    def _seen(self, place: int, dot: Dot) -> bool:
        """Whether a value was read here; what is parked was not, whatever was read after it.

        Of protected work nobody can tell: somebody becomes a reader later, or again, and reads on from there. What
        was replaced is remembered there for good instead.
        """
        stream, n, i = dot
        if self._protected or n > self.top(place, stream) or self.gaps.is_open(place, stream, n):
            return False
        if self._parks is None:
            self._parks = frozenset(tuple(row) for row in self._sql("SELECT strm, n, i FROM parked"))
        return (self.stream_ref(stream), n, i) not in self._parks

    def _keep_killed(self, register: tuple[int, int], before: frozenset[Dot], after: frozenset[Dot]) -> None:
        for stream, n, i in after - before:
            self._sql("INSERT OR IGNORE INTO killed(strm, n, i, ent, fld) VALUES (?,?,?,?,?)",
                      (self.stream_ref(stream), n, i, *register))
        for stream, n, i in () if self._protected else before - after:
            self._sql("DELETE FROM killed WHERE strm=? AND n=? AND i=? AND ent=? AND fld=?",
                      (self.stream_ref(stream), n, i, *register))

    # -- what only a later release can read -----------------------------------------

    def _park(self, place: int, dot: tuple[int, int, int], hlc: int, op: Op) -> None:
        self._sql("INSERT OR IGNORE INTO parked(strm, n, i, cas, hlc, kind, op) VALUES (?,?,?,?,?,?,?)",
                  (*dot, place, hlc, op.kind, msgspec.msgpack.encode(op)))
        self._parks = None

    def read_parked(self) -> list[bytes]:
        """Merge what was parked and can be read by now; the cases it belongs to."""
        names, touched = self.stream_names(), set()
        rows = self._sql("SELECT p.strm, p.n, p.i, p.cas, c.cid, p.hlc, p.kind, p.op FROM parked p"
                         " JOIN cas c ON c.id = p.cas ORDER BY p.strm, p.n, p.i").all()
        for strm, n, i, place, case, hlc, kind, body in rows:
            if kind not in wire.KNOWN_OPS:
                continue
            self._sql("DELETE FROM parked WHERE strm=? AND n=? AND i=?", (strm, n, i))
            self._parks = None
            op = msgspec.msgpack.decode(body, type=Op)
            if kind in wire.REGISTER_OPS:
                register = self._entity_ref(op.entity, place, op.etype)[0], self.field_ref(op.field)
                dead = self._sql("SELECT 1 FROM killed WHERE strm=? AND n=? AND i=? AND ent=? AND fld=?",
                                 (strm, n, i, *register)).first() is not None
                self._merge(place, register, Arrival((names[strm], n, i), hlc, op.value, op.supersedes), dead)
            touched.add(bytes(case))
            self.read_anew(place)
        return sorted(touched)

    def _insert(self, entity: int, field: int, item: Live) -> None:
        stream, n, i = item.dot
        self._sql("INSERT OR REPLACE INTO reg(ent, fld, strm, n, i, hlc, val) VALUES (?,?,?,?,?,?,?)",
                  (entity, field, self.stream_ref(stream), n, i, item.hlc, item.value))

    def _live(self, entity: int, field: int) -> tuple[Live, ...]:
        rows = self._sql(
            "SELECT s.sid, r.n, r.i, r.hlc, r.val FROM reg r JOIN strm s ON s.id = r.strm WHERE r.ent=? AND r.fld=?",
            (entity, field),
        )
        return tuple(Live((bytes(sid), n, i), hlc, bytes(val)) for sid, n, i, hlc, val in rows)

    def _take_moved(self, op: Op, place: int) -> None:
        """Registers that changed database keep their dots: moving is not editing."""
        for entity, etype, field, stream, n, i, hlc, value in msgspec.msgpack.decode(op.value):
            ref, _ = self._entity_ref(entity, place, etype)
            self._insert(ref, self.field_ref(field), Live((stream, n, i), hlc, value))

    # -- reading -----------------------------------------------------------------

    def rows_of(self, case: bytes) -> list[RegRow]:
        """All live values of a case. Of the case read last, only what a change touched is read again."""
        place = self.known_case(case)
        if place is None:
            return []
        held = self._held.get(place)
        if held is None:
            held = self._read(place)
            self._held.clear()  # one case at a time: whoever goes through all of them keeps none
            self._held[place] = held
        return [row for rows in held.values() for row in rows]

    def _read(self, place: int, entities: Sequence[int] | None = None) -> dict[int, list[RegRow]]:
        """Live values by entity: of a whole case, or of some entities, those left empty too."""
        names, streams, protected = self.field_names(), self.stream_names(), self._protected
        where = "" if entities is None else f" AND e.id IN ({', '.join('?' * len(entities))})"
        found: dict[int, list[RegRow]] = {entity: [] for entity in entities or ()}
        rows = self._sql(
            "SELECT e.id, e.eid, e.etype, r.fld, r.strm, r.n, r.i, r.hlc, r.val FROM ent e"  # noqa: S608 - our own marks
            f" JOIN reg r ON r.ent = e.id WHERE e.cas = ?{where}", (place, *found)
        ).all()
        for ref, eid, etype, fld, strm, n, i, hlc, val in rows:
            row = RegRow(eid, etype, names.get(fld, fld), (streams[strm], n, i), hlc, val, protected)
            found.setdefault(ref, []).append(row)
        return found

    def remember(self, place: int, written: Iterable[tuple[tuple[int, int], LiveValue]]) -> None:
        """All live values of a case that was just written here, each with number and kind of its entity."""
        if len(self._held) >= _AT_ONCE:
            self._held.pop(next(iter(self._held)))  # whichever was written first
        rows: dict[int, list[RegRow]] = {}
        for (ref, etype), each in written:
            rows.setdefault(ref, []).append(RegRow(
                each.entity, etype, each.field, (each.stream, each.n, each.i), each.hlc, each.value, self._protected))
        self._held[place] = rows

    def read_anew(self, place: int) -> None:
        """What is remembered of a case holds no longer: its rows were written past these functions."""
        self._held.pop(place, None)
        self._tops = {at: n for at, n in self._tops.items() if at[0] != place}

    def field_names(self) -> dict[int, str]:
        """Fields of imported forms by their small numbers."""
        return {_IMPORTED + int(ref): str(name) for ref, name in self._sql("SELECT id, name FROM fld").all()}

    def stream_names(self) -> dict[int, bytes]:
        """Streams by their small numbers."""
        return {int(ref): bytes(name) for ref, name in self._sql("SELECT id, sid FROM strm").all()}

    def cases(self) -> list[bytes]:
        """Every case that is here."""
        return [bytes(row[0]) for row in self._sql("SELECT cid FROM cas ORDER BY id")]

    def leave_out(self, place: int, places: Iterable[tuple[bytes, FieldKey]]) -> None:
        """Take these registers out as if everything in them had been replaced: no value of theirs comes back."""
        self._held.clear()
        for entity, field in places:
            row = self._sql("SELECT id FROM ent WHERE eid = ? AND cas = ?", (entity, place)).first()
            if row is not None:
                register = (int(row[0]), self.field_ref(field))
                self._sql("INSERT OR IGNORE INTO killed(strm, n, i, ent, fld)"
                          " SELECT strm, n, i, ent, fld FROM reg WHERE ent = ? AND fld = ?", register)
                self._sql("DELETE FROM reg WHERE ent = ? AND fld = ?", register)

    def take_back(self, case: bytes, before: Sequence[RegRow], written: Written) -> bool:
        """See undobook.TakesBack. What was live before was not replaced before: nothing need be remembered of that."""
        place = self.known_case(case)
        if place is None:
            return not before
        ours = {_key(row): row for row in before}
        now = [row for rows in self._read(place).values() for row in rows]
        extra = [row for row in now if row.dot[:2] in written]
        there = {_key(row) for row in now if row.dot[:2] not in written}
        if not there <= ours.keys():
            return False
        this = "ent = ? AND fld = ? AND strm = ? AND n = ? AND i = ?"
        for row in extra:
            self._sql(f"DELETE FROM reg WHERE {this}", self._at(place, row))  # noqa: S608 - our own words
        for key in ours.keys() - there:
            row = ours[key]
            entity, field, *_dot = self._at(place, row)
            self._sql(f"DELETE FROM killed WHERE {this}", self._at(place, row))  # noqa: S608 - our own words
            self._insert(entity, field, Live(row.dot, row.hlc, row.value))
        self.read_anew(place)
        return True

    def _at(self, place: int, row: RegRow) -> tuple[int, int, int, int, int]:
        stream, n, i = row.dot
        return (self._entity_ref(row.entity, place, row.etype)[0], self.field_ref(row.field), self.stream_ref(stream),
                n, i)

    def forget(self, case: bytes, keep: frozenset[tuple[bytes, FieldKey]]) -> None:
        """Delete a case's registers except ``keep``; entities left empty go too (ruling 69)."""
        place = self.known_case(case)
        if place is None:
            return
        self._held.clear()
        entities = {bytes(eid): int(ref) for ref, eid in self._sql("SELECT id, eid FROM ent WHERE cas=?", (place,))}
        kept = {(entities[eid], self.field_ref(field)) for eid, field in keep if eid in entities}
        for ref in entities.values():
            for fld in [int(row[0]) for row in self._sql("SELECT DISTINCT fld FROM reg WHERE ent=?", (ref,))]:
                if (ref, fld) not in kept:
                    self._sql("DELETE FROM reg WHERE ent=? AND fld=?", (ref, fld))
        gone = "SELECT id FROM ent WHERE cas=? AND NOT EXISTS (SELECT 1 FROM reg WHERE reg.ent = ent.id)"
        self._sql(f"DELETE FROM killed WHERE ent IN ({gone})", (place,))  # noqa: S608 - our own words
        self._sql("DELETE FROM ent WHERE cas=? AND NOT EXISTS (SELECT 1 FROM reg WHERE reg.ent = ent.id)", (place,))
        if not keep:
            self._sql("DELETE FROM cursor_ WHERE cas=?", (place,))
            self.gaps.forget_case(place)
            self._sql("DELETE FROM parked WHERE cas=?", (place,))
            self._sql("DELETE FROM cas WHERE id=?", (place,))
            self._tops.clear()


def _key(row: RegRow) -> tuple[bytes, FieldKey, Dot]:
    return row.entity, row.field, row.dot


def _arrival(changeset: Changeset, position: int, op: Op) -> Arrival:
    return Arrival((changeset.stream, changeset.n, position), changeset.hlc, op.value, op.supersedes)
