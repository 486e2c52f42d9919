# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attachments that no case speaks of any more: away from this laptop, and noted so that places are cleared of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from assist.ports import UnitOfWork
from assist.services.bench import Bench
from assist.services.blob_files import BlobFiles
from assist.sync.blobs import Attached

_GONE = "blobs_gone"
AT_ONCE = 0
"""Stands for the day of what nobody waits for."""
_DAY_MS = 24 * 3600 * 1000


class Gone(NamedTuple):
    """What has to leave the places, and since which day (days since 1970) nobody needs it here."""

    blob: bytes
    parts: int
    day: int
    places: tuple[str, ...] = ()
    """Where it was taken away already."""


def let_go(bench: Bench, work: UnitOfWork, made: Iterable[Attached], *, whosever: bool = False) -> None:
    """What was attached to a case that is erased goes from this laptop now, and from every place in the next rounds:
    nobody is to get it any more. In a transaction of the caller.

    ``whosever``: from the places also what another laptop carried there, and without waiting for it.
    """
    files, gone = BlobFiles(bench.keeper.folder), gone_from(work)
    for each in made:
        if whosever or files.is_ours(each.blob):
            gone.append(Gone(each.blob, each.parts, AT_ONCE))
        files.drop(each.blob)
    keep_gone(work, gone)


def lies_somewhere(work: UnitOfWork, ms: int) -> bool:
    """Whether anything of ours that no case spoke of any more by then (milliseconds) may still lie in a place."""
    return any(each.day <= ms // _DAY_MS for each in gone_from(work))


def gone_from(work: UnitOfWork) -> list[Gone]:
    """As it was noted."""
    return msgspec.msgpack.decode(work.meta(_GONE) or b"\x90", type=list[Gone])


def keep_gone(work: UnitOfWork, gone: Iterable[Gone]) -> None:
    """This is all that has to leave."""
    work.put_meta(_GONE, msgspec.msgpack.encode(list(gone)))
