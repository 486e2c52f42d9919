# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which streams this laptop wrote before the present ones, since a backup was brought back or a copy was found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from assist.ports import UnitOfWork
from assist.sync import names
from assist.sync.pull import FORK

_EARLIER = "earlier_streams"


class Earlier(NamedTuple):
    """Two streams of this laptop before the present ones.

    ``is_open`` and ``is_behind``: what was not sent of the ordinary and of the protected one may still have to be
    said again. ``is_copied``: another laptop wrote on under the same numbers. ``top``: the last number of the
    protected one that this laptop gave itself.
    """

    ordinary: bytes
    protected: bytes
    is_open: bool = True
    is_behind: bool = True
    is_copied: bool = False
    top: int = 1 << 62


def remember_earlier(work: UnitOfWork, ordinary: bytes, protected: bytes) -> None:
    """These end here: another profile goes on in their place.

    Where a copy wrote on under the same names, one's own bundles and snapshots are no longer what anybody knows by
    them.
    """
    is_copied = any(each.kind == FORK and each.stream == ordinary for each in work.rounds.troubles())
    put_earlier(work, [*earlier_of(work), Earlier(
        ordinary, protected, is_copied=is_copied, top=work.top(protected))])
    if is_copied:
        keys = work.rounds.team_keys(work.team_key()[0])
        mine = {names.bundle_name(names.name_key(key), stream, seq) for _n, key in keys
                for stream in (ordinary, protected) for seq in range(1, work.rounds.sent(stream).seq + 1)}
        made = [work.rounds.own_snapshot(stream) for stream in (ordinary, protected)]
        mine |= {name for each in made if each is not None for name in each.names}
        work.rounds.forget_objects([each for each in work.rounds.own_objects() if each in mine])


def earlier_of(work: UnitOfWork) -> list[Earlier]:
    """All of them, the oldest first."""
    return msgspec.msgpack.decode(work.meta(_EARLIER) or b"\x90", type=list[Earlier])


def put_earlier(work: UnitOfWork, earlier: Iterable[Earlier]) -> None:
    """So they stand now."""
    work.put_meta(_EARLIER, msgspec.msgpack.encode(list(earlier)))
