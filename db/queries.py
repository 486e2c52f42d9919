# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists, finds and counts over the projections: sorted and cut in SQL, merged only when two databases answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, cast

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
    union_all,
)

from assist.rows import DueHit, TextHit
from assist.views import CaseKey, CaseQuery, CaseRow

NO_DUE = "9999"
"""Sorts after every date, so that the index serves "soonest first"."""

_NUMBERS = msgspec.json.Decoder(list[int])

_case = table("p_case", *(column(name) for name in (
    "id", "code", "name", "name_fold", "stage", "stage_no", "worker", "level", "band", "band_no", "language",
    "opened_on", "closed_on", "last_contact", "next_due", "next_duty", "hold", "sleeping", "is_open")))
_cas = table("cas", column("id"), column("cid"))
_duty = table("p_duty", column("id"), column("cas"), column("rule"), column("due"), column("record"))

_SORTS = {
    "code": _case.c.code, "name": _case.c.name_fold, "stage": _case.c.stage_no, "band": _case.c.band_no,
    "opened_on": _case.c.opened_on, "last_contact": _case.c.last_contact, "next_due": _case.c.next_due,
    "level": _case.c.level, "language": _case.c.language,
    "worker_name": func.coalesce(func.lower(func.hex(_case.c.worker)), ""),
}


_named, _coded = _case.alias("named"), _case.alias("coded")


def _holds(text: str) -> ColumnElement[bool]:
    """Whose name or code holds these letters. Two indexes are read instead of every case; for a letter that most hold,
    that would take longer."""
    code = text.upper().replace("-", "")
    if len(text) == 1:
        return or_(func.instr(_case.c.name_fold, text) > 0, func.instr(_case.c.code, code) > 0)
    return _case.c.id.in_(union_all(
        select(_named.c.id).where(func.instr(_named.c.name_fold, text) > 0),
        select(_coded.c.id).where(func.instr(_coded.c.code, code) > 0)))


def _conditions(query: CaseQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.stage == "open":
        found.append(_case.c.is_open == 1)
    elif query.stage:
        found.append(_case.c.stage == query.stage)
    if query.worker:
        found.append(_case.c.worker == bytes.fromhex(query.worker))
    if query.due_only:
        found.append(_case.c.next_due != NO_DUE)
    if query.text:
        found.append(_holds(query.text))
    return found


def _in_order(query: CaseQuery, *columns: ColumnElement[Any]) -> Select[Any]:
    sort = _SORTS.get(query.sort, _case.c.next_due)
    order = (sort.desc(), _case.c.id.desc()) if query.descending else (sort, _case.c.id)
    return select(*columns, _case.c.id).where(and_(True, *_conditions(query))).order_by(*order)


def case_keys(connections: Sequence[Connection], query: CaseQuery) -> list[CaseKey]:
    """Keys in list order over one or two databases; the second is the vault."""
    if len(connections) == 1:
        return _ids(connections[0], query)
    sort = _SORTS.get(query.sort, _case.c.next_due)
    answers = [_sorted_ids(connection, _in_order(query, sort), place) for place, connection in enumerate(connections)]
    # Two lists in order one after the other: sorting them is quicker than merging them row by row.
    return [-row if place else row for _, row, place in sorted(chain(*answers), reverse=query.descending)]


def _ids(connection: Connection, query: CaseQuery) -> list[CaseKey]:
    """In one text: to hand over a hundred thousand rows takes the driver ten times as long."""
    rows = _in_order(query).subquery()
    text = connection.execute(select(func.group_concat(rows.c.id)).select_from(rows)).scalar()
    return _NUMBERS.decode(f"[{text or ''}]")


def _sorted_ids(connection: Connection, statement: Select[Any], place: int) -> list[tuple[Any, int, int]]:
    which: ColumnElement[int] = literal_column(str(place))
    with connection.execute(statement.add_columns(which)) as found:
        return cast(list[tuple[Any, int, int]], cast(Any, found).cursor.fetchall())


_LINES = (
    "SELECT p.id, c.cid, p.code, p.name, p.stage, p.worker, p.level, p.band, p.language, p.opened_on, p.last_contact,"
    " p.next_due, p.next_duty FROM p_case p JOIN cas c ON c.id = p.id WHERE {by} IN ({marks})"
)
"""The same row by ids, as plain text: written anew for every page, the statement took longer than its answer."""

_ROW = select(
    _case.c.id, _cas.c.cid, _case.c.code, _case.c.name, _case.c.stage, _case.c.worker, _case.c.level, _case.c.band,
    _case.c.language, _case.c.opened_on, _case.c.last_contact, _case.c.next_due, _case.c.next_duty,
).select_from(_case.join(_cas, _cas.c.id == _case.c.id))


def case_row(values: Sequence[Any]) -> CaseRow:
    """One narrow row as screens know it; the worker's name is put in by the service."""
    _, cid, code, name, stage, worker, level, band, language, opened, contact, due, duty = values
    return CaseRow(
        case=bytes(cid).hex(), code=code, name=name, stage=stage, worker=bytes(worker).hex() if worker else "",
        worker_name="", level=level, band=band, language=language, opened_on=opened, last_contact=contact,
        next_due="" if due == NO_DUE else due, next_duty=duty,
    )


def case_list(connections: Sequence[Connection], keys: Sequence[CaseKey]) -> list[CaseRow]:
    """The rows of one page, in the order of its keys; rows gone meanwhile are left out."""
    found: dict[CaseKey, CaseRow] = {}
    for place, connection in enumerate(connections):
        ids = [abs(key) for key in keys if (key < 0) == (place > 0)]
        if ids:
            for values in _lines(connection, "p.id", ids):
                found[-values[0] if place else values[0]] = case_row(values)
    return [found[key] for key in keys if key in found]


def cases_named(connections: Iterable[Connection], cases: Sequence[bytes]) -> list[CaseRow]:
    """The rows of these cases as far as they are here, in no order."""
    return [case_row(values) for connection in connections for values in _lines(connection, "c.cid", cases)]


def _lines(connection: Connection, by: str, wanted: Sequence[object]) -> Sequence[Any]:
    statement = _LINES.format(by=by, marks=", ".join("?" * len(wanted)))
    return connection.exec_driver_sql(statement, tuple(wanted)).all()


def find_cases(connections: Iterable[Connection], code: str, name_fold: str) -> list[CaseRow]:
    """Whole code or whole name: the same two statements whatever is found (ruling 39)."""
    hits: list[CaseRow] = []
    for connection in connections:
        for condition in (_case.c.code == code, and_(_case.c.name_fold == name_fold, _case.c.name_fold != "")):
            hits += [case_row(values) for values in connection.execute(_ROW.where(condition).limit(20))]
    return list({hit.case: hit for hit in hits}.values())


_SEALED_DUES = text(
    "SELECT d.due, c.cid, d.rule, d.record FROM p_duty d JOIN cas c ON c.id = d.cas"
    " WHERE d.due <= :until AND NOT EXISTS (SELECT 1 FROM p_case p WHERE p.id = d.cas)"
    " ORDER BY d.due, d.id LIMIT :limit")
"""Days behind the seal of a case that is not: it has neither code nor name there."""


def dues(
    connections: Iterable[Connection], until: str, limit: int, worker: bytes | None = None
) -> list[DueHit]:
    """See diarybook.Diary."""
    statement = (
        select(_duty.c.due, _case.c.code, _cas.c.cid, _case.c.name, _duty.c.rule, _duty.c.record)
        .select_from(_duty.join(_case, _case.c.id == _duty.c.cas).join(_cas, _cas.c.id == _case.c.id))
        .where(and_(_duty.c.due <= until, _case.c.sleeping == 0)).order_by(_duty.c.due, _duty.c.id).limit(limit)
    )
    if worker is not None:
        statement = statement.where(or_(_case.c.worker == worker, _case.c.worker.is_(None)))
    both = list(connections)
    hits = [
        DueHit(bytes(cid), code, name, rule, due, None if record is None else bytes(record))
        for connection in both for due, code, cid, name, rule, record in connection.execute(statement)
    ]
    for vault in both[1:]:
        hits += [DueHit(bytes(cid), "", "", rule, due, None if record is None else bytes(record))
                 for due, cid, rule, record in vault.execute(_SEALED_DUES, {"until": until, "limit": limit})]
    return sorted(hits, key=lambda hit: hit.due)[:limit]


_DIARY = text(
    "SELECT DISTINCT c.cid FROM p_diary d JOIN cas c ON c.id = d.cas WHERE d.on_date BETWEEN :first AND :last")


def cases_on(connections: Iterable[Connection], first: str, last: str) -> list[bytes]:
    """Cases of which something is agreed on one of these days, in no order."""
    return list({bytes(cid): None for connection in connections
                 for (cid,) in connection.execute(_DIARY, {"first": first, "last": last})})


_AHEAD = text(
    "SELECT d.on_date, CASE d.at WHEN '' THEN '~' ELSE d.at END AS hour, c.cid FROM p_diary d"
    " JOIN cas c ON c.id = d.cas LEFT JOIN p_case p ON p.id = d.cas"
    " WHERE d.on_date BETWEEN :first AND :last AND d.waits = 1"
    " AND (:worker IS NULL OR p.worker IS NULL OR p.worker = :worker)"
    " ORDER BY d.on_date, hour LIMIT :most")
"""Without an hour it stands behind the others of its day."""


def cases_ahead(
    connections: Iterable[Connection], first: str, last: str, most: int, worker: bytes | None = None
) -> list[bytes]:
    """Cases of the soonest lines of the diary that still wait, as many lines as wanted."""
    soonest = sorted(
        (str(on), str(hour), bytes(cid)) for connection in connections
        for on, hour, cid in connection.execute(_AHEAD, {
            "first": first, "last": last, "most": most, "worker": worker}))
    return list(dict.fromkeys(cid for _on, _hour, cid in soonest[:most]))


def match_of(words: str) -> str:
    """What a person typed as FTS5 strings: every word quoted, the last one as a prefix."""
    words = "".join(sign if sign.isalnum() or sign in "\"'-" else " " for sign in words)
    quoted = ['"' + word.replace('"', '""') + '"' for word in words.split() if any(map(str.isalnum, word))]
    return " ".join(quoted) + ("*" if quoted and len(quoted[-1]) > 3 else "")


def find_text(connections: Iterable[Connection], words: str, author: bytes | None, level: int) -> list[TextHit]:
    """Notes that hold all words: no ranking, twenty at most, newest first."""
    match = match_of(words)
    if not match:
        return []
    statement = (
        "SELECT c.cid, e.eid, t.form, t.on_date, t.author, t.body FROM note_fts f JOIN p_text t ON t.id = f.rowid"
        " JOIN cas c ON c.id = t.cas JOIN ent e ON e.id = t.ent"
        " WHERE note_fts MATCH ? AND t.level <= ? AND (? IS NULL OR t.author = ?) LIMIT 20"
    )
    hits = [
        TextHit(bytes(cid), bytes(eid), form, on, None if who is None else bytes(who), body)
        for connection in connections
        for cid, eid, form, on, who, body in connection.exec_driver_sql(statement, (match, level, author, author))
    ]
    return sorted(hits, key=lambda hit: hit.on, reverse=True)[:20]


def differing(connections: Iterable[Connection]) -> list[tuple[bytes, int]]:
    """Cases with differences to settle, and how many; both databases counted together."""
    counted: dict[bytes, int] = {}
    for connection in connections:
        for case, number in connection.exec_driver_sql(
                "SELECT c.cid, d.n FROM p_differ d JOIN cas c ON c.id = d.cas ORDER BY d.cas"):
            counted[bytes(case)] = counted.get(bytes(case), 0) + int(number)
    return list(counted.items())


_COUNTS = (
    "SELECT (SELECT count(*) FROM p_case), (SELECT count(*) FROM p_case WHERE is_open = 1),"
    " (SELECT count(*) FROM p_case WHERE sleeping = 1),"
    " (SELECT count(*) FROM p_duty WHERE due < ?)"
    " - (SELECT count(*) FROM p_case c CROSS JOIN p_duty d ON d.cas = c.id WHERE c.sleeping = 1 AND d.due < ?),"
    " (SELECT count(*) FROM p_duty WHERE due >= ?)"
    " - (SELECT count(*) FROM p_case c CROSS JOIN p_duty d ON d.cas = c.id WHERE c.sleeping = 1 AND d.due >= ?)"
)
"""Each from an index alone; the few that sleep are taken off, which is quicker than to look at every case. CROSS
lets them come first."""


def numbers(connections: Sequence[Connection], today: str) -> dict[str, int]:
    """Counts for status and My day."""
    total = dict.fromkeys(("cases", "open", "sleeping", "late", "due"), 0)
    for connection in connections:
        for name, count in zip(total, connection.exec_driver_sql(_COUNTS, (today,) * 4).one(), strict=True):
            total[name] += count
    total["sealed"] = _waiting(connections[0])
    total["drafts"] = connections[0].exec_driver_sql("SELECT count(*) FROM draft").scalar() or 0
    return total


def _waiting(connection: Connection) -> int:
    """Sealed rows the vault has not read yet: how many, no more (ruling 56)."""
    row = connection.exec_driver_sql("SELECT v FROM meta WHERE k = 'vault_mark'").first()
    mark = 0 if row is None else int.from_bytes(row[0], "big")
    return int(connection.exec_driver_sql("SELECT count(*) FROM chg WHERE kind = 1 AND id > ?", (mark,)).scalar() or 0)
