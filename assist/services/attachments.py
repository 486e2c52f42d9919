# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attaching something to a case, reading it, and sealing it anew where a case was raised.

No screen offers this yet: images are not collected unless somebody decides to.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from assist.changesets import Op, unpack_plain
from assist.domain import wire
from assist.errors import BadInput, DamagedFile, NotFound, VaultShut
from assist.policy import require
from assist.ports import UnitOfWork
from assist.rows import RegRow
from assist.services.bench import Bench, Look
from assist.services.blob_files import BlobFiles
from assist.services.scribe import Put, Target
from assist.services.withdrawing import goes, level_of
from assist.sync import blobs
from assist.sync.blobs import Attached
from assist.sync.invitations import plain_name

_BEHIND = "blobs_behind"


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something attached to a case; ``here`` of ``parts`` have come."""

    entity: str
    name: str
    size: int
    here: int
    parts: int


class AttachmentService:
    """For one open profile."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._files = BlobFiles(bench.keeper.folder)

    def add(self, case: str, name: str, content: bytes) -> str:
        """Attach this; returns how it is found again.

        Raises NotAllowed, BadInput ``attachment.too_big`` or ``attachment.empty``, and VaultShut where the level of the
        case asks for the vault.
        """
        require(self._bench.me.roles, "form.fill")
        if not content:
            raise BadInput("attachment.empty")
        if len(content) > blobs.LARGEST:
            raise BadInput("attachment.too_big")
        ident = bytes.fromhex(case)
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, ident)
            blob, is_behind = secrets.token_bytes(blobs.IDENT), goes(wire.ATTACHED, book.level)
            epoch, key = self._compartment(work, ident) if is_behind else (0, self._ordinary(work, ident))
            made = Attached(blob, len(content), sha256(content).digest(), blobs.parts_of(len(content)), epoch,
                            plain_name(name))
            self._files.add(blob, blobs.sealed(key, blob, content))
            if is_behind:
                put_behind(work, {*behind(work), blob})
            put = Put(blob, wire.ATTACHMENT, wire.ATTACHED, blobs.packed(made), level_of(wire.ATTACHED), (),
                      wire.OP_ATTACH)
            self._bench.scribe.write(work, Target(ident, book.level), [put])
            self._bench.audit(work, Look("attachment.add", ident, blob, protected=is_behind))
            work.commit()
        return blob.hex()

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

    def of(self, case: str) -> list[Attachment]:
        """Everything attached to a case, whether it has come or not."""
        ident = bytes.fromhex(case)
        with self._bench.keeper.writing() as work:
            self._bench.book(work, ident)
            rows = attached_to(work, ident)
        return [Attachment(entity.hex(), made.name, made.size,
                           made.parts - len(self._files.missing(made.blob, made.parts)), made.parts)
                for entity, made, _row in rows]

    def read(self, case: str, entity: str) -> bytes:
        """All of it; its reading is on record first.

        Raises NotFound ``attachment.missing`` while parts have not come, DamagedFile ``attachment.damaged`` when it is
        not what was attached.
        """
        ident = bytes.fromhex(case)
        with self._bench.keeper.writing() as work:
            self._bench.book(work, ident)
            found = next((each for each in attached_to(work, ident) if each[0].hex() == entity), None)
            keys = [] if found is None else list(keys_for(work, ident, found[1]))
        if found is None:
            raise NotFound("attachment.missing")
        _entity, made, row = found
        self._bench.audit_view(Look("attachment.read", ident, made.blob, protected=row.protected))
        return content_of(self._files, keys, made)


def attached_to(work: UnitOfWork, case: bytes) -> list[tuple[bytes, Attached, RegRow]]:
    """(entity as it was first called, what is attached, the register) of a case, oldest first."""
    rows = work.rows_of(case)
    first = {row.entity: unpack_plain(row.value) for row in rows if row.field == wire.ORIGINAL}
    found: dict[bytes, tuple[bytes, Attached, RegRow]] = {}
    for row in sorted((row for row in rows if row.field == wire.ATTACHED), key=lambda row: row.hlc):
        made, entity = blobs.unpacked(row.value), first.get(row.entity, row.entity)
        found[made.blob] = (entity if isinstance(entity, bytes) else row.entity, made, row)
    return list(found.values())


def behind(work: UnitOfWork) -> frozenset[bytes]:
    """Random ids, which say nothing of any case: not to be taken for leftovers while the vault is shut."""
    held = work.meta(_BEHIND) or b""
    return frozenset(held[at : at + blobs.IDENT] for at in range(0, len(held), blobs.IDENT))


def put_behind(work: UnitOfWork, ids: Iterable[bytes]) -> None:
    """These are all that lie behind the seal."""
    work.put_meta(_BEHIND, b"".join(sorted(set(ids))))


def keys_for(work: UnitOfWork, case: bytes, made: Attached) -> Iterator[bytes]:
    """The keys it may be sealed under."""
    if made.epoch:
        yield from (key.key for key in work.rounds.protected.keys(case) if key.epoch == made.epoch)
        return
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


def seal_anew(bench: Bench, work: UnitOfWork, case: bytes) -> bool:
    """Attachments of a raised case that are still under its ordinary key, under that of its compartment, as far as
    they are here; whether there was any. In a transaction of the caller, with the vault open."""
    files, held, done = BlobFiles(bench.keeper.folder), work.compartment(case), False
    for _entity, made, row in attached_to(work, case) if held is not None else ():
        if made.epoch or not row.protected or held is None:
            continue
        try:
            content = content_of(files, list(keys_for(work, case, made)), made)
        except (NotFound, DamagedFile):
            continue
        blob = blobs.ident_under(held[2], made.blob)
        files.add(blob, blobs.sealed(held[2], blob, content))
        put_behind(work, {*behind(work), blob})
        again = Attached(blob, made.size, made.digest, made.parts, held[1], made.name)
        bench.scribe.write_protected(work, Target(case, parents=(row.hlc,)), None, [
            Op(wire.OP_ATTACH, row.entity, row.etype, wire.ATTACHED, blobs.packed(again), (row.dot,))])
        done = True
    return done
