# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attaching something to a case, reading it, removing it, and sealing it anew where a case was raised (NR-17).

Nothing is collected unless the organisation switched it on; what is there already stays readable, and removable,
after it was switched off again.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec

from assist.changesets import unpack_plain
from assist.clock import iso_of
from assist.domain import wire
from assist.errors import BadInput, DamagedFile, NotAllowed, NotFound, VaultShut
from assist.exchange import pictures
from assist.places import on_disk
from assist.policy import require
from assist.ports import Reader, UnitOfWork
from assist.rows import RegRow
from assist.services import blob_leaving
from assist.services.bench import Bench, Look
from assist.services.blob_files import BlobFiles
from assist.services.scribe import Put, Target
from assist.services.withdrawing import goes, level_of
from assist.sync import blobs, roster
from assist.sync.blobs import Attached
from assist.sync.invitations import plain_name
from assist.views import Changes

RULE = "attachments"
"""The name under which the organisation decides whether anything is attached at all."""
LEVELS = (1, 2, 3, 4)
USUAL_LEVEL = 2
LARGEST_PICTURE = 3 * blobs.LARGEST
"""Bytes of a picture as it comes; it is made smaller before it is kept."""
_BEHIND = "blobs_behind"


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something attached to a case; ``here`` of ``parts`` have come.

    ``name``: what it is, in own words. ``level`` 0 where nobody said. ``given``: the ISO day and to whom, for every
    copy that left; her own copies name nobody.
    """

    entity: str
    name: str
    size: int
    here: int
    parts: int
    kind: str = ""
    level: int = 0
    on: str = ""
    given: tuple[tuple[str, str], ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether all of it has come."""
        return self.here == self.parts


@dataclass(frozen=True, slots=True)
class Shown:
    """What is looked at: a picture as its bytes, a text as its words, a PDF as its bytes and how many pages it has."""

    kind: str
    content: bytes
    words: str = ""
    pages: int = 1


@dataclass(frozen=True, slots=True)
class Held:
    """What a case file says of attached files: whether more may be attached, and what can be seen now."""

    is_on: bool
    rows: tuple[Attachment, ...]


class AttachmentService:
    """For one open profile. ``decide`` signs into the list of people what the organisation decided."""

    def __init__(self, bench: Bench, decide: Callable[[dict[str, int | str | bool]], bool]) -> None:
        self._bench, self._decide = bench, decide
        self._files = BlobFiles(bench.keeper.folder)

    # -- whether at all -----------------------------------------------------------------------

    def is_on(self) -> bool:
        """Whether anything may be attached: not from the start."""
        with self._bench.keeper.writing() as work:
            return _is_on(work)

    def switch(self, *, on: bool) -> bool:
        """For everybody. True when done, False when another coordinator must agree first. Raises NotAllowed."""
        return self._decide({RULE: on})

    def lacking(self) -> int:
        """How many files are attached to cases that can be read now and have not come to this laptop."""
        with self._bench.keeper.writing() as work:
            rows = [*work.rounds.attached(), *work.rounds.protected.attached()]
        made = {each.blob: each for each in (blobs.unpacked(row.value) for row in rows) if not each.removed}
        return sum(bool(self._files.missing(each.blob, each.parts)) for each in made.values())

    # -- attaching ----------------------------------------------------------------------------

    def add(self, case: str, name: str, content: bytes, level: int = USUAL_LEVEL) -> str:
        """Attach this; returns how it is found again. Of a picture only what is seen is kept.

        Raises NotAllowed ``attachment.off`` or for a role, BadInput ``attachment.empty``,
        ``.too_big``, ``.kind``, ``.picture``, ``.level``, and VaultShut where its level, or that of the case,
        asks for the vault.
        """
        require(self._bench.me.roles, "form.fill")
        with self._bench.keeper.writing() as work:
            if not _is_on(work):
                raise NotAllowed("attachment.off")
        if level not in LEVELS:
            raise BadInput("attachment.level")
        self._require_sealed(level)
        kind, kept = _fit_to_keep(content)
        ident = bytes.fromhex(case)
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, ident)
            is_behind = level >= blobs.SEALED_FROM or goes(wire.ATTACHED, book.level)
            epoch, key = self._compartment(work, ident) if is_behind else (0, self._ordinary(work, ident))
            blob = secrets.token_bytes(blobs.IDENT)
            made = Attached(blob, len(kept), sha256(kept).digest(), blobs.parts_of(len(kept)), epoch,
                            plain_name(name), kind, level)
            self._files.add(blob, blobs.sealed(key, blob, kept))
            if is_behind:
                put_behind(work, {*behind(work), blob})
            self._bench.scribe.write(work, Target(ident, book.level), [put_of(blob, made, is_behind=is_behind)])
            self._bench.audit(work, Look("attachment.add", ident, blob, protected=is_behind))
            work.commit()
        return blob.hex()

    def add_file(self, case: str, name: str, file: Path, level: int) -> Changes:
        """The same from a file, which stays as it is; raises NoRoom where it cannot be read."""
        with on_disk(), file.open("rb") as opened:
            content = opened.read(LARGEST_PICTURE + 1)
        self.add(case, name, content, level)
        return Changes(frozenset({case}), frozenset({"attachment"}))

    def _ordinary(self, work: UnitOfWork, case: bytes) -> bytes:
        held = work.case_key(case)
        if held is None:
            raise NotFound("case.not_found")
        return held[1]

    def _compartment(self, work: UnitOfWork, case: bytes) -> tuple[int, bytes]:
        if not work.vault_open:
            raise VaultShut("vault.shut")
        self._bench.scribe.grant(work, case)
        held = work.compartment(case)
        if held is None:
            raise VaultShut("vault.shut")
        return held[1], held[2]

    # -- reading ------------------------------------------------------------------------------

    def held(self, case: str) -> Held:
        """For the case file."""
        return Held(self.is_on(), tuple(self.of(case)))

    def of(self, case: str) -> list[Attachment]:
        """Everything attached to a case that can be seen now, whether it has come or not; oldest first."""
        ident = bytes.fromhex(case)
        with self._bench.keeper.writing() as work:
            self._bench.book(work, ident)
            rows = attached_to(work, ident)
        return [self._row(entity, made, row) for entity, made, row in rows]

    def _row(self, entity: bytes, made: Attached, row: RegRow) -> Attachment:
        return Attachment(
            entity.hex(), made.name, made.size, made.parts - len(self._files.missing(made.blob, made.parts)),
            made.parts, made.kind, made.level, iso_of(row.hlc >> 16)[:10], tuple(each[:2] for each in made.given))

    def read(self, case: str, entity: str) -> bytes:
        """All of it; its reading is on record first.

        Raises NotFound ``attachment.missing`` while parts have not come, DamagedFile ``attachment.damaged`` when it is
        not what was attached, NotAllowed for a role that does not read what is behind the seal.
        """
        made, row, keys = self.found(case, entity)
        self._bench.audit_view(Look("attachment.read", bytes.fromhex(case), made.blob, protected=row.protected))
        return content_of(self._files, keys, made)

    def show(self, case: str, entity: str) -> Shown:
        """The same to look at inside the program; nothing of it is written to disk in the clear.

        Raises what ``read`` raises, and BadInput ``attachment.picture`` or ``attachment.unreadable`` for what cannot
        be shown.
        """
        content = self.read(case, entity)
        kind = pictures.kind_of(content)
        if kind == "pdf":
            return Shown(kind, content, pages=_pages_of(content))
        if kind == "txt":
            return Shown(kind, content, words=pictures.words_of(content))
        pictures.require_picture(content)
        return Shown(kind, content)

    def page(self, shown: Shown, number: int, width_px: int) -> bytes:
        """A page of a PDF that is looked at, counted from 0, as a PNG; in memory alone."""
        from assist.reports.preview import page_as_png

        return page_as_png(shown.content, number, width_px)

    def found(self, case: str, entity: str) -> tuple[Attached, RegRow, list[bytes]]:
        """What a register says of it, and the keys it may be sealed under; see ``read`` for what it raises."""
        require(self._bench.me.roles, "case.open")
        ident = bytes.fromhex(case)
        with self._bench.keeper.writing() as work:
            self._bench.book(work, ident)
            for each, made, row in attached_to(work, ident):
                if each.hex() == entity:
                    self._require_sealed(made.level)
                    return made, row, list(keys_for(work, ident, made))
        raise NotFound("attachment.missing")

    def content(self, made: Attached, keys: list[bytes]) -> bytes:
        """What lies here, for whoever wrote the line of the log first."""
        return content_of(self._files, keys, made)

    def _require_sealed(self, level: int) -> None:
        if level >= blobs.SEALED_FROM:
            require(self._bench.me.roles, "protected.show")

    # -- removing -----------------------------------------------------------------------------

    def remove(self, case: str, entity: str) -> Changes:
        """At her wish: the file goes from this laptop now, from the meeting places and every other laptop with the
        next exchange. That there was something, and to whom copies went, stays. Raises NotFound, NotAllowed."""
        require(self._bench.me.roles, "form.fill")
        ident = bytes.fromhex(case)
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, ident)
            rows = rows_of(work, ident, bytes.fromhex(entity))
            if not rows:
                raise NotFound("attachment.missing")
            told = [(blobs.unpacked(row.value), row) for row in rows]
            self._require_sealed(max(made.level for made, _row in told))
            let_go = msgspec.structs.replace(
                told[-1][0], name="", removed=True, given=all_given(made for made, _row in told))
            halves = {row.protected for row in rows}
            puts = [put_of(bytes.fromhex(entity), let_go, is_behind=half, dots=[
                row.dot for row in rows if row.protected is half]) for half in sorted(halves)]
            self._bench.scribe.write(work, Target(ident, book.level, (book.newest_stamp,)), puts)
            blob_leaving.let_go(self._bench, work, [made for made, _row in told], whosever=True)
            self._bench.audit(work, Look("attachment.remove", ident, bytes.fromhex(entity), protected=True in halves))
            work.commit()
        return Changes(frozenset({case}), frozenset({"attachment"}))


def put_of(entity: bytes, made: Attached, *, is_behind: bool, dots: Iterable[tuple[bytes, int, int]] = ()) -> Put:
    """A register of an attachment, on the side where it belongs."""
    level = 4 if is_behind else level_of(wire.ATTACHED)
    return Put(entity, wire.ATTACHMENT, wire.ATTACHED, blobs.packed(made), level, tuple(dots), wire.OP_ATTACH)


def rows_of(work: UnitOfWork, case: bytes, entity: bytes) -> list[RegRow]:
    """The live registers of one attachment in both halves, oldest first."""
    rows = work.rows_of(case)
    first = {row.entity: unpack_plain(row.value) for row in rows if row.field == wire.ORIGINAL}
    return sorted((row for row in rows if row.field == wire.ATTACHED and first.get(row.entity, row.entity) == entity),
                  key=lambda row: row.hlc)


def attached_to(work: Reader, case: bytes) -> list[tuple[bytes, Attached, RegRow]]:
    """(entity as it was first called, what is attached, the register) of a case, oldest first."""
    rows = work.rows_of(case)
    first = {row.entity: unpack_plain(row.value) for row in rows if row.field == wire.ORIGINAL}
    found: dict[bytes, tuple[bytes, Attached, RegRow]] = {}
    gone = set[bytes]()
    for row in sorted((row for row in rows if row.field == wire.ATTACHED), key=lambda row: row.hlc):
        made, original = blobs.unpacked(row.value), first.get(row.entity, row.entity)
        entity = original if isinstance(original, bytes) else row.entity
        if made.removed:
            gone.add(entity)
        if before := found.get(made.blob):
            made = msgspec.structs.replace(made, given=all_given((before[1], made)))
        found[made.blob] = (entity, made, row)
    return [each for each in found.values() if each[0] not in gone]


def told_of(reader: Reader, case: bytes) -> tuple[int, tuple[tuple[str, str, str], ...]]:
    """How many are attached now, and (entity, ISO day, to whom) of every copy that left, of removed ones too."""
    copies = dict.fromkeys((row.entity.hex(), day, to) for row in reader.rows_of(case) if row.field == wire.ATTACHED
                           for day, to, _consent in blobs.unpacked(row.value).given)
    return len(attached_to(reader, case)), tuple(copies)


def all_given(several: Iterable[Attached]) -> tuple[tuple[str, str, str], ...]:
    """Copies of which two laptops wrote apart, all of them; of more than are kept the last."""
    return tuple(dict.fromkeys(each for made in several for each in made.given))[-blobs.MOST_GIVEN :]


def _pages_of(pdf: bytes) -> int:
    from assist.reports.preview import page_count  # what draws pages is large, and seldom needed

    pages = page_count(pdf)
    if not pages:
        raise BadInput("attachment.unreadable")
    return pages


def _is_on(work: UnitOfWork) -> bool:
    return roster.verify(work.roster()).policy.get(RULE) is True


def _fit_to_keep(content: bytes) -> tuple[str, bytes]:
    if len(content) > LARGEST_PICTURE:
        raise BadInput("attachment.too_big")
    kind, kept = pictures.cleaned(content) if content else ("", b"")
    if not kept:  # a text may be nothing but the mark of its encoding
        raise BadInput("attachment.empty")
    if len(kept) > blobs.LARGEST:
        raise BadInput("attachment.too_big")
    return kind, kept


def behind(work: UnitOfWork) -> frozenset[bytes]:
    """Random ids, which say nothing of any case: not to be taken for leftovers while the vault is shut."""
    held = work.meta(_BEHIND) or b""
    return frozenset(held[at : at + blobs.IDENT] for at in range(0, len(held), blobs.IDENT))


def put_behind(work: UnitOfWork, ids: Iterable[bytes]) -> None:
    """These are all that lie behind the seal."""
    work.put_meta(_BEHIND, b"".join(sorted(set(ids))))


def keys_for(work: UnitOfWork, case: bytes, made: Attached) -> Iterator[bytes]:
    """The keys it may be sealed under."""
    if made.key:
        yield made.key
    elif made.epoch:
        yield from (key.key for key in work.rounds.protected.keys(case) if key.epoch == made.epoch)
    else:
        held = work.case_key(case)
        yield from [held[1]] if held else []
        yield from (key for _case, _epoch, key in work.rounds.protected.former_keys(case))


def content_of(files: BlobFiles, keys: list[bytes], made: Attached) -> bytes:
    """What lies here, opened and compared; raises NotFound ``attachment.missing``, DamagedFile."""
    if files.missing(made.blob, made.parts):
        raise NotFound("attachment.missing")
    objects = [files.get(made.blob, part) or b"" for part in range(made.parts)]
    for key in keys:
        try:
            chunks = [blobs.opened(key, made, part, content) for part, content in enumerate(objects)]
        except DamagedFile:
            continue
        return blobs.whole(made, chunks)
    raise DamagedFile("attachment.damaged")
