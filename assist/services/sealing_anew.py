# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attachments under another key than before: where a case was raised, and where it came from another team."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from assist.casebook import Book
from assist.changesets import Op
from assist.domain import wire
from assist.errors import DamagedFile, NotFound
from assist.policy import may
from assist.ports import UnitOfWork
from assist.rows import RegRow
from assist.services.attachments import attached_to, behind, content_of, keys_for, put_behind, put_of
from assist.services.bench import Bench
from assist.services.blob_files import BlobFiles
from assist.services.blob_leaving import Gone, gone_from, keep_gone
from assist.services.scribe import Target
from assist.sync import blobs
from assist.sync.blobs import Attached

_DAY_MS = 24 * 3600 * 1000


class _Key(NamedTuple):
    key: bytes
    epoch: int


def seal_anew(bench: Bench, work: UnitOfWork, case: bytes) -> bool:
    """What is attached to a case and lies under a key that is not, or no longer, its own, as far as it is here: under
    that of its compartment behind the seal, else under its ordinary one. Whether there was any. In a transaction of
    the caller, with the vault open for what is behind the seal."""
    files, done = BlobFiles(bench.keeper.folder), False
    for _entity, made, row in attached_to(work, case):
        own = _own_key(bench, work, case, (made, row))
        if own is None:
            continue
        try:
            content = content_of(files, list(keys_for(work, case, made)), made)
        except (NotFound, DamagedFile):
            continue
        blob = blobs.ident_under(own.key, made.blob)
        files.add(blob, blobs.sealed(own.key, blob, content))
        _write(bench, work, case, row, msgspec.structs.replace(made, blob=blob, epoch=own.epoch, key=b""))
        if made.key:  # what was sealed for the way, once every laptop of this team may have heard
            today = bench.clock.now_ms() // _DAY_MS
            keep_gone(work, [*gone_from(work), Gone(made.blob, made.parts, today)])
        done = True
    return done


def _own_key(bench: Bench, work: UnitOfWork, case: bytes, attached: tuple[Attached, RegRow]) -> _Key | None:
    """Under which key it belongs; None where it lies there already, or somebody else has to see to it."""
    made, row = attached
    if row.protected:
        held = work.compartment(case)
        return _Key(held[2], held[1]) if held is not None and not made.epoch else None
    ordinary = work.case_key(case)
    is_ours = bool(made.key) and may(bench.me.roles, "form.fill").ok
    return _Key(ordinary[1], 0) if ordinary is not None and is_ours else None


def _write(bench: Bench, work: UnitOfWork, case: bytes, row: RegRow, made: Attached) -> None:
    if row.protected:
        put_behind(work, {*behind(work), made.blob})
        bench.scribe.write_protected(work, Target(case, parents=(row.hlc,)), None, [
            Op(wire.OP_ATTACH, row.entity, row.etype, wire.ATTACHED, blobs.packed(made), (row.dot,))])
    else:
        level = Book(case, work.rows_of(case)).level
        bench.scribe.write(work, Target(case, level, (row.hlc,)), [
            put_of(row.entity, made, is_behind=False, dots=[row.dot])])
