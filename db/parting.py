# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a laptop wrote under numbers that are another's leaves the log, and the vault that follows the log."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator

import msgspec
from sqlalchemy import Connection

from assist.changesets import Changeset
from assist.compartmentbook import Parted
from assist.domain import wire
from assist.rows import EMPTIED
from db.registers import Registers


def set_aside(connection: Connection, registers: Registers, changes: Iterable[tuple[bytes, int]]) -> None:
    """These changes (stream, n) leave the log; their rows stay, empty, under a name of nobody.

    The vault counts rows to know how far it has read, and the number of a row that went would be given again.
    """
    nobody = registers.stream_ref(secrets.token_bytes(16))
    for stream, n in changes:
        connection.exec_driver_sql(
            "UPDATE chg SET strm = ?, kind = ?, body = x'', sig = x'', cas = NULL, tag = NULL WHERE strm = ? AND n = ?",
            (nobody, EMPTIED, registers.stream_ref(stream), n))


def leave_vault(connection: Connection, registers: Registers, change: Changeset) -> Iterator[bytes]:
    """What one's own change says was parted from, out of the vault; the cases that it was of."""
    for op in change.ops:
        if op.kind == wire.OP_MOVE and op.field == wire.MOVE_PARTED:
            yield from _leave(connection, registers, msgspec.msgpack.decode(op.value, type=Parted))


def _leave(connection: Connection, registers: Registers, parted: Parted) -> list[bytes]:
    run, ref = connection.exec_driver_sql, registers.stream_ref
    for table, places in (("reg", parted.live), ("killed", parted.dead)):
        for entity, field, stream, n, i in places:
            run(f"DELETE FROM {table} WHERE ent = (SELECT id FROM ent WHERE eid = ?) AND fld = ? AND strm = ?"  # noqa: S608 - our own words
                " AND n = ? AND i = ?", (entity, registers.field_ref(field), ref(stream), n, i))
    own, after = ref(parted.stream), parted.n
    run("DELETE FROM parked WHERE strm = ? AND n > ?", (own, after))
    found = list(run("SELECT c.cid, c.id FROM cursor_ u JOIN cas c ON c.id = u.cas WHERE u.strm = ? AND u.n > ?",
                     (own, after)).all())
    run("UPDATE cursor_ SET n = ? WHERE strm = ? AND n > ?", (after, own, after))
    for entity in {each[0] for each in parted.live}:
        found += run("SELECT c.cid, c.id FROM ent e JOIN cas c ON c.id = e.cas WHERE e.eid = ?", (entity,)).all()
    for _case, place in found:
        registers.read_anew(int(place))
    return sorted({bytes(case) for case, _place in found})
