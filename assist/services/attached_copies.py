# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A copy of an attachment leaves: to her, once that is safe, or to one service she agreed to tell; through the gate.

What left, the day, to whom and by which consent is kept with the attachment (CO-14), in one commit with the line of
the log, before there is a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from secrets import token_bytes

import msgspec

from assist import gate
from assist.casebook import Book
from assist.changesets import pack_plain
from assist.consentbook import REFERRAL, recipients, record_of
from assist.domain import wire
from assist.errors import BadInput, NotAllowed
from assist.gate import Clearance, Outgoing
from assist.policy import require
from assist.ports import UnitOfWork
from assist.services.attachments import AttachmentService, put_of, rows_of
from assist.services.bench import Bench, Look
from assist.services.keeping_away import require_welcome
from assist.services.paper import put_out, require_folder
from assist.services.scribe import Put, Target
from assist.sync import blobs
from assist.sync.blobs import Attached
from assist.views import Changes

SUFFIX = {"jpeg": ".jpg", "png": ".png", "pdf": ".pdf", "txt": ".txt"}
_PEOPLE_ALONE = 4
"""Of this level nothing leaves by the word of one person (WP-18)."""


@dataclass(frozen=True, slots=True)
class Handing:
    """For whom a copy is. Hers: ``to`` is empty, and she said that a paper is safe today (``is_safe``).

    A service's: exactly the one she named, and the kind of data her consent has to cover (``lk_category``).
    """

    to: str = ""
    category: str = ""
    is_safe: bool = False


class AttachedCopies:
    """For one open profile."""

    def __init__(self, bench: Bench, attachments: AttachmentService) -> None:
        self._bench, self._attachments = bench, attachments

    def recipients(self, case: str) -> tuple[str, ...]:
        """The services she agreed to tell something today."""
        return recipients(self._bench.look_up(case), self._bench.clock.today())

    def save(self, case: str, entity: str, out: Path, handing: Handing) -> Changes:
        """Write it where it is not encrypted any more, once the gate agreed.

        Raises NotAllowed with the reason of the gate, BadInput ``attachment.category`` where a service is named and
        not what kind of data it is, ``export.folder``, and what reading it raises.
        """
        require(self._bench.me.roles, "case.refer" if handing.to else "report.participant")
        if handing.to and not handing.category:
            raise BadInput("attachment.category")
        require_folder(out.parent)
        made, row, keys = self._attachments.found(case, entity)
        content, ident = self._attachments.content(made, keys), bytes.fromhex(case)
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, ident)
            if handing.to:
                require_welcome(book, handing.to, vault_open=work.vault_open)
            clearance = _clear(book, made, handing, self._bench.clock.today())
            self._write(work, book, bytes.fromhex(entity), handing)
            self._bench.audit(work, Look(
                "attachment.save", ident, made.blob, reason=clearance.purpose, protected=row.protected))
            work.commit()
        put_out(out, content, clearance)
        return Changes(frozenset({case}), frozenset({"attachment"}))

    def _write(self, work: UnitOfWork, book: Book, entity: bytes, handing: Handing) -> None:
        """The receipt, on the attachment itself."""
        rows = rows_of(work, book.case_id, entity)
        last, told = rows[-1], [blobs.unpacked(row.value) for row in rows]
        consent = record_of(book, handing.to) if handing.to else ""
        now = (self._bench.today(), handing.to, consent)
        given = tuple(dict.fromkeys((*(each for made in told for each in made.given), now)))
        kept = msgspec.structs.replace(told[-1], given=given[-blobs.MOST_GIVEN:])
        self._bench.scribe.write(work, Target(book.case_id, book.level, (book.newest_stamp,)), [put_of(
            entity, kept, is_behind=last.protected,
            dots=[row.dot for row in rows if row.protected is last.protected]), *self._in_the_open(consent)])

    def _in_the_open(self, consent: str) -> list[Put]:
        """That a copy left for a service: whoever looks after the case tells them when she stops sharing, and the
        receipt may lie behind the seal."""
        plain: tuple[tuple[int, object], ...] = () if not consent else (
            (wire.PARENT, bytes.fromhex(consent)), (wire.ENTERED_BY, self._bench.user),
            (wire.ASKED_ON, self._bench.today()))
        beside = token_bytes(16)
        return [Put(beside, wire.COPY_LEFT, number, pack_plain(value), 1, kind=wire.OP_CREATE)
                for number, value in plain]


def _clear(book: Book, made: Attached, handing: Handing, today: date) -> Clearance:
    if not handing.to:
        return gate.clear(book, Outgoing(gate.PARTICIPANT_COPY, paper_safe=handing.is_safe), today)
    if made.level >= _PEOPLE_ALONE:
        raise NotAllowed("gate.protected")
    return gate.clear(book, Outgoing(REFERRAL, handing.to, frozenset({handing.category})), today)
