# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows for a reporting system: looked at as they would leave, let out by a supervisor's passphrase, written down.

Every row that leaves is a receipt on its case, in the same commit as the line of the log and before there is a file
(CO-14). What became of it afterwards is in the ledger (``export_ledger``).
"""

from __future__ import annotations

import hmac
import io
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from assist import gate, sharebook
from assist.casebook import Book
from assist.changesets import pack_plain
from assist.consentbook import text_hash
from assist.domain import wire
from assist.domain.protection import HIDDEN
from assist.errors import BadInput, NotAllowed
from assist.exchange import outgoing, package
from assist.exchange.leaving import Codes, Leaving, cells
from assist.exchange.outgoing import Selection
from assist.exchange.package import Manifest, Receipt
from assist.exchange.parts import Part
from assist.exchange.profile import Profile, load, profile_ids
from assist.exchange.writers.shapes import to_stream
from assist.gate import COUNTING, Clearance, Outgoing
from assist.i18n import _
from assist.policy import require
from assist.ports import UnitOfWork
from assist.services import packing
from assist.services.bench import Bench, Look
from assist.services.packing import Contents, Left, Made, Progress, Steps, To
from assist.services.paper import put_out, require_folder
from assist.services.scribe import Put, Target

__all__ = ["ACT", "EVERYBODY", "ExportService", "Left", "Preview", "Span", "left_out"]

ACT = "export"
Span = tuple[str, str]
"""From the day a case was opened to the day it was, both included, as ISO dates; empty where there is no end."""
EVERYBODY: Span = ("", "")

_RECEIPT_ID = 8
_OTHER_REASONS = {outgoing.TOO_FEW: "alike", "not_a_victim": "not_a_victim"}
_UNTOLD = frozenset({"gate.protected", "gate.hold"})
"""Whoever stays for one of these is in no count that leaves: it would differ with and without her (WP-09)."""


@dataclass(frozen=True, slots=True)
class Preview:
    """Exactly what would leave, in memory; ``codes`` of the cases, for whoever looks. ``seed``: of which the secrets of
    cases are made of which nothing left before. ``span``: of whom it was asked; whoever came outside it is not spoken
    of."""

    profile: Profile
    recipient: str
    selection: Selection
    stamp: str
    seed: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    codes: Mapping[bytes, str] = field(default_factory=dict)
    span: Span = EVERYBODY

    @property
    def needs_a_word(self) -> bool:
        """So few look alike that a person must say go (ruling 11)."""
        return bool(self.selection.rows) and self.selection.fewest < self.profile.k

    @property
    def why(self) -> dict[str, int]:
        """How many stay, by reason."""
        return dict(Counter(each.why for each in self.selection.stays))


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to leave, for whom, and of whom."""

    profile: Profile
    recipient: str
    span: Span
    seed: bytes

    def key(self, book: Book) -> bytes:
        """What her references are made of."""
        return sharebook.secret(book) or _fresh(self.seed, book.case_id)


class ExportService:
    """For one open profile; ``confirm`` raises WrongPassphrase."""

    def __init__(self, bench: Bench, confirm: Callable[[str], None]) -> None:
        self._bench, self._confirm = bench, confirm

    def put_key(self, out: Path) -> None:
        """The public half of what this person signs packages with, into a file for recipients. Raises NotAllowed."""
        require(self._bench.me.roles, ACT)
        clearance = gate.clear(None, Outgoing(gate.OFFICE), self._bench.clock.today())
        put_out(out, packing.signer(self._bench).public.file(), clearance)

    def look(
        self, ident: str, recipient: str, span: Span = EVERYBODY, progress: Progress = packing.nobody_waits,
    ) -> Preview:
        """What would leave in this profile for this recipient today; the line of the look comes first.

        ``progress`` is told how many of how many steps are done; what it raises ends the look. Raises NotAllowed,
        VaultShut, BadInput ``export.profile``, ``export.span`` and ``export.refused``.
        """
        require(self._bench.me.roles, ACT)
        if ident not in profile_ids():
            raise BadInput("export.profile")
        _require_span(span)
        self._bench.audit_view(Look("export.look"))
        wish, codes = _Wish(load(ident), recipient.strip(), span, secrets.token_bytes(32)), Codes()
        with self._bench.keeper.writing() as work:
            cases = work.all_cases()
            return replace(self._look(work, wish, _books(work, cases, Steps(progress, len(cases))), codes), codes=codes)

    def leave(
        self, preview: Preview, folder: Path, passphrase: str, *, few_agreed: bool = False,
        progress: Progress = packing.nobody_waits,
    ) -> Left:
        """Seal what was looked at and put both files into a folder. Nothing is written when one condition fails.

        ``progress`` is told of steps once the passphrase was right; when it raises, nothing was written and no receipt
        is kept. Once all steps are told nothing can be stopped.
        Raises WrongPassphrase, NotAllowed ``export.few``, NotFound ``recipient.none``, BadInput ``export.folder``,
        ``export.nobody`` and ``export.changed``.
        """
        require(self._bench.me.roles, ACT)
        self._confirm(passphrase)
        require_folder(folder)
        if not preview.selection.rows:
            raise BadInput("export.nobody")
        if preview.needs_a_word and not few_agreed:
            raise NotAllowed("export.few")
        with ExitStack() as files, self._bench.keeper.writing() as work:
            steps, now, clearance = self._again(work, preview, progress)
            made = self._sealed(work, now, steps, To(files, folder, clearance))
            for row in now.selection.rows:
                self._receipt(work, now, row, made)
                steps.one_more()
            self._bench.audit(work, Look("export.send", object=bytes.fromhex(made.manifest.export_id)))
            work.commit(steps.one_more)
        return Left(made.manifest.export_id, made.file, made.manifest.records)

    # -- inside -------------------------------------------------------------------------------

    def _look(
        self, work: UnitOfWork, wish: _Wish, books: Iterable[Book], codes: Codes | None = None,
    ) -> Preview:
        """``codes`` is told those of whoever is spoken of: at level 3 that is nobody."""
        packing.require_open(work)

        def asked() -> Iterator[Book]:
            for book in books:
                if _is_within(book, wish.span):
                    if codes is not None and book.level < HIDDEN:
                        codes.add(book.case_id, str(book.case.plain(wire.CODE, "")))
                    yield book

        found = outgoing.select(wish.profile, asked(), wish.recipient, self._bench.clock.today(), wish.key)
        return Preview(wish.profile, wish.recipient, found, _stamp(found.rows), wish.seed, {}, wish.span)

    def _again(self, work: UnitOfWork, preview: Preview, progress: Progress) -> tuple[Steps, Preview, Clearance]:
        """What would leave now, with what the gate gave. The rows are those that were looked at, since they are the
        same to the last word and there is room for one of both. Raises BadInput ``export.changed``."""
        wish, seen, cases = (_Wish(preview.profile, preview.recipient, preview.span, preview.seed),
                             preview.selection.rows, work.all_cases())
        steps = Steps(progress, len(cases) + 2 * len(seen))
        now = self._look(work, wish, _books(work, cases, steps))
        if not preview.stamp == now.stamp == _stamp(seen):
            raise BadInput("export.changed")
        clearance = now.selection.rows[0].clearance
        return steps, replace(now, selection=Selection(seen, now.selection.stays)), clearance

    def _manifest(self, preview: Preview) -> Manifest:
        rows, profile = preview.selection.rows, preview.profile
        return msgspec.structs.replace(
            packing.blank(self._bench, preview.recipient, profile.ident),
            reference=profile.reference or outgoing.REFERENCE, records=len(rows),
            left_out=left_out(preview.selection), blanked=_counts(row.blanked for row in rows),
            merged=_counts(row.merged for row in rows))

    def _sealed(self, work: UnitOfWork, now: Preview, steps: Steps, to: To) -> Made:
        """On the disk, and without a name until the stack is left. Raises NotFound ``recipient.none``."""
        whom = [packing.key_for(work, now.recipient)], packing.signer(self._bench)
        manifest = self._manifest(now)
        contents = Contents(manifest, _parts(now, manifest, steps), _receipts(now.selection.rows))
        return packing.seal_into(to, contents, whom)

    def _receipt(self, work: UnitOfWork, preview: Preview, row: Leaving, made: Made) -> None:
        book, manifest = self._bench.book(work, row.case), made.manifest
        told = [manifest.export_id, preview.recipient, COUNTING, preview.profile.ident, row.reference, manifest.made,
                _hash(row.cells), sorted(row.cells), row.consent.hex(), made.sha256, self._bench.user.hex()]
        puts = [Put(secrets.token_bytes(16), wire.SHARE, wire.SHARED, pack_plain(told), 1, kind=wire.OP_CREATE)]
        if not sharebook.secret(book):
            puts.append(Put(secrets.token_bytes(16), wire.SHARE_SECRET, wire.SHARE_KEY,
                            pack_plain([_fresh(preview.seed, row.case)]), 1, kind=wire.OP_CREATE))
        self._bench.scribe.write(work, Target(book.case_id, book.level, (book.newest_stamp,)), puts)
        self._bench.audit(work, Look("export.case", book.case_id, bytes.fromhex(manifest.export_id)))


def left_out(selection: Selection) -> dict[str, str]:
    """What the recipient is told of those who stay: a few reasons, and no small number exactly."""
    stays = Counter(_OTHER_REASONS.get(each.why, "no_agreement") for each in selection.stays
                    if each.why not in _UNTOLD)
    return {why: packing.few(many) for why, many in sorted(stays.items())}


def _books(work: UnitOfWork, cases: Iterable[bytes], steps: Steps) -> Iterator[Book]:
    for case in cases:
        book = Book(case, work.rows_of(case))
        if book.exists:
            yield book
        steps.one_more()


def _fresh(seed: bytes, case: bytes) -> bytes:
    """The secret of a case of which nothing left before: the same in a look and when it leaves, and kept only then."""
    return hmac.digest(seed, case, "sha256")


def _stamp(rows: Iterable[Leaving]) -> str:
    """The same for rows of which all is the same."""
    summed = sha256()
    for row in rows:
        summed.update(msgspec.msgpack.encode([
            row.case, row.reference, sorted(row.cells.items()), row.consent, row.scope, row.expires,
            sorted(row.blanked), sorted(row.merged), row.alike]))
    return summed.hexdigest()


def _require_span(span: Span) -> None:
    """Raise BadInput ``export.span`` unless both are whole days in their order, or empty."""
    try:
        first, last = (date.fromisoformat(day).isoformat() if day else day for day in span)
    except ValueError:
        raise BadInput("export.span") from None
    if (first, last) != span or (last and last < first):
        raise BadInput("export.span")


def _is_within(book: Book, span: Span) -> bool:
    """Whether the case was opened in that time; whoever has no such day is in every time without an end."""
    first, last = span
    on = str(book.case.plain(wire.OPENED_ON, ""))[:10]
    return first <= on and (not last or on <= last)


def _receipts(rows: Iterable[Leaving]) -> Iterator[Receipt]:
    """By numbers that follow from no order of ours; few differ in more than these."""
    kinds: dict[tuple[tuple[str, ...], str], int] = {}
    packed = sorted(
        sha256(row.reference.encode() + row.consent).digest()[:_RECEIPT_ID]
        + kinds.setdefault((row.scope, row.expires[:7]), len(kinds)).to_bytes(4, "big") for row in rows)
    told, explained = list(kinds), text_hash(COUNTING)
    for each in packed:
        yield Receipt(each[:_RECEIPT_ID].hex(), explained, *told[int.from_bytes(each[_RECEIPT_ID:], "big")])


def _parts(preview: Preview, manifest: Manifest, steps: Steps) -> dict[str, Part]:
    """One file for programs, the profile's own shapes, and two pages for people."""
    rows = preview.selection.rows
    parts = {package.DATA: _data(rows, manifest.reference), package.NOTICE: Part(_notice(manifest).encode()),
             package.LOSSES: Part(_losses(manifest).encode())}
    for shape in preview.profile.shapes:
        if shape != "json":
            parts[f"data.{shape}"] = _shaped(shape, preview.profile, rows, steps)
    return parts


def _data(rows: Iterable[Leaving], reference: str) -> Part:
    part, waiting, before = Part(), iter(rows), b"["
    while some := list(islice(waiting, package.AT_ONCE)):
        part.write(before + msgspec.json.encode([{**row.cells, reference: row.reference} for row in some])[1:-1])
        before = b","
    part.write(b"]")
    return part


def _shaped(shape: str, profile: Profile, rows: Sequence[Leaving], steps: Steps) -> Part:
    """A workbook is packed already, and goes back in itself while it is made."""
    part = Part()
    out = io.BytesIO() if shape == "xlsx" else part
    to_stream(cast("BinaryIO", out), profile, shape, cells(rows), steps.still)
    if isinstance(out, io.BytesIO):
        part.write(out.getbuffer())
    return part


def _notice(manifest: Manifest) -> str:
    return "\n".join((
        _("Each row is about a person who agreed to this recipient, this purpose and a last day."),
        _("Do not try to find out who they are, and do not pass it on. When a later package takes rows back, delete"
          " them."),
        f"{manifest.export_id}  {manifest.schema}  {manifest.made[:10]}", ""))


def _losses(manifest: Manifest) -> str:
    return "\n".join((
        _("Columns emptied or made coarser, with the number of rows:"),
        *(f"  {name}: {count}" for name, count in manifest.blanked.items()),
        _("What has fewer codes there than here, with the number of rows:"),
        *(f"  {name}: {count}" for name, count in manifest.merged.items()), ""))


def _hash(cells: object) -> str:
    return sha256(msgspec.json.encode(cells, order="sorted")).hexdigest()


def _counts(groups: Iterable[frozenset[str]]) -> dict[str, str]:
    counts = Counter(name for group in groups for name in group)
    return {name: packing.few(many) for name, many in sorted(counts.items())}
