# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values that change database, as they come to a laptop that may hold some of them, or what replaced them, already."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from assist.changesets import Live

Ref = Callable[..., Any]

_KILL = "INSERT OR IGNORE INTO killed(strm, n, i, ent, fld) VALUES (?,?,?,?,?)"
_IS = "strm=? AND n=? AND i=? AND ent=? AND fld=?"


def take_merged(
    sql: Ref, value: bytes, refs: tuple[Ref, Ref, Ref], insert: Callable[[int, int, Live], None],
) -> None:
    """``[live values, dead dots]`` into the registers: in any order, as often as one likes, the end is the same.

    What replaced a value is remembered for good, whether or not the value came: whoever moves it later may not
    know. How far a stream was read says nothing of such values: they came past it. ``refs`` give the small numbers
    of an entity, a field and a stream.
    """
    entity_ref, field_ref, stream_ref = refs
    live, dead = msgspec.msgpack.decode(value, type=tuple[list[list[Any]], list[list[Any]]])
    for entity, etype, field, stream, n, i in dead:
        at = (stream_ref(stream), n, i, entity_ref(entity, etype), field_ref(field))
        sql(f"DELETE FROM reg WHERE {_IS}", at)  # noqa: S608 - our own words
        sql(_KILL, at)
    for entity, etype, field, stream, n, i, hlc, content in live:
        at = (stream_ref(stream), n, i, entity_ref(entity, etype), field_ref(field))
        is_gone = sql(f"SELECT 1 FROM killed WHERE {_IS}", at).first() is not None  # noqa: S608
        is_here = sql(f"SELECT 1 FROM reg WHERE {_IS}", at).first() is not None  # noqa: S608
        if not is_gone and not is_here:
            insert(at[3], at[4], Live((stream, n, i), hlc, content))
