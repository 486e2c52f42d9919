# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written on a case about keeping it: that somebody looked again, and that a class of it went."""

from __future__ import annotations

import secrets

from assist.casebook import Book
from assist.changesets import pack_plain
from assist.domain import wire
from assist.ports import UnitOfWork
from assist.services.bench import Bench
from assist.services.scribe import Put, Target

_SEALED = 4


def put_let_go(bench: Bench, work: UnitOfWork, case: bytes, kind: str) -> None:
    """This class of it was erased, today; of every case alike, so that it tells nothing of what there was."""
    _put(bench, work, case, wire.LET_GO, 1, kind)


def put_looked_again(bench: Bench, work: UnitOfWork, case: bytes) -> None:
    """Somebody looked whether what is protected is still needed, today; behind the seal, as what it is about."""
    _put(bench, work, case, wire.LOOKED_AGAIN, _SEALED, "")


def _put(bench: Bench, work: UnitOfWork, case: bytes, etype: int, level: int, kind: str) -> None:
    book, ident = Book(case, work.rows_of(case)), secrets.token_bytes(16)
    plain: tuple[tuple[int, object], ...] = (
        (wire.PARENT, case), (wire.ENTERED_BY, bench.user), (wire.ASKED_ON, bench.today()), (wire.FORM, kind))
    bench.scribe.write(work, Target(case, book.level, (book.newest_stamp,)), [
        Put(ident, etype, number, pack_plain(value), level, kind=wire.OP_CREATE) for number, value in plain if value])
