# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is attached to cases, in one database: found by an index of its own, so that none costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assist.domain import wire
from assist.rows import AttachedRow

_FIND = (
    "SELECT c.cid, s.sid, r.n, r.val, e.eid FROM ent e JOIN cas c ON c.id = e.cas JOIN reg r ON r.ent = e.id"  # noqa: S608
    f" JOIN strm s ON s.id = r.strm WHERE e.etype = {wire.ATTACHMENT} AND r.fld = {wire.ATTACHED} ORDER BY r.hlc")


def attached(run: Callable[..., Any]) -> list[AttachedRow]:
    """See SnapshotBook."""
    return [AttachedRow(bytes(case), bytes(stream), int(n), bytes(value), bytes(entity))
            for case, stream, n, value, entity in run(_FIND).all()]
