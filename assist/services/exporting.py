# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows for a reporting system: looked at as they would leave, let out by a supervisor's passphrase, written down.

Every row that leaves is a receipt on its case, in the same commit as the line of the log and before there is a file
(CO-14). Whoever takes her consent back is taken back from whom it went to, in a package of its own (CO-06).
"""

from __future__ import annotations

import io
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import msgspec

from assist import gate, sharebook
from assist.casebook import Book
from assist.changesets import pack_plain
from assist.consentbook import text_hash
from assist.crypto import labels, minisign
from assist.domain import wire
from assist.errors import BadInput, NotAllowed, NotFound, VaultShut
from assist.exchange import outgoing, package
from assist.exchange.outgoing import Selection
from assist.exchange.package import Manifest, Receipt, Sealed
from assist.exchange.profile import Profile, load, profile_ids
from assist.exchange.writers.shapes import to_stream
from assist.gate import COUNTING, Clearance, Outgoing
from assist.i18n import _
from assist.policy import require
from assist.ports import UnitOfWork
from assist.services.bench import Bench, Look
from assist.services.paper import put_out, require_folder
from assist.services.recipients import key_of
from assist.services.scribe import Put, Target
from assist.sharebook import Share

ACT = "export"
FEW = 5
"""A smaller number of people is not told exactly outside."""

_OTHER_REASONS = {outgoing.TOO_FEW: "alike", "not_a_victim": "not_a_victim"}
_UNTOLD = frozenset({"gate.protected", "gate.hold"})
"""Whoever stays for one of these is in no count that leaves: it would differ with and without her (WP-09)."""


@dataclass(frozen=True, slots=True)
class Preview:
    """Exactly what would leave, in memory; ``codes`` of the cases. ``fresh``: secrets of cases of which nothing left
    before, kept when it does."""

    profile: Profile
    recipient: str
    selection: Selection
    stamp: str
    fresh: dict[bytes, bytes] = field(default_factory=dict, repr=False)
    codes: dict[bytes, str] = field(default_factory=dict)

    @property
    def needs_a_word(self) -> bool:
        """So few look alike that a person must say go (ruling 11)."""
        return bool(self.selection.rows) and self.selection.fewest < self.profile.k

    @property
    def why(self) -> dict[str, int]:
        """How many stay, by reason."""
        return dict(Counter(each.why for each in self.selection.stays))


@dataclass(frozen=True, slots=True)
class Left:
    """What left: the package's number, its file and how many rows."""

    export_id: str
    file: Path
    rows: int


@dataclass(frozen=True, slots=True)
class Due:
    """What a recipient is still to be told, or was told in a package (``export_id``) and has not confirmed."""

    recipient: str
    rows: int
    export_id: str = ""
    since: str = ""


class ExportService:
    """For one open profile; ``confirm`` raises WrongPassphrase."""

    def __init__(self, bench: Bench, confirm: Callable[[str], None]) -> None:
        self._bench, self._confirm = bench, confirm

    def put_key(self, out: Path) -> None:
        """The public half of what this person signs packages with, into a file for recipients. Raises NotAllowed."""
        require(self._bench.me.roles, ACT)
        clearance = gate.clear(None, Outgoing(gate.OFFICE), self._bench.clock.today())
        put_out(out, self._signer().public.file(), clearance)

    def look(self, ident: str, recipient: str) -> Preview:
        """What would leave in this profile for this recipient today; the line of the look comes first.

        Raises NotAllowed, VaultShut, BadInput ``export.profile`` and ``export.refused``.
        """
        require(self._bench.me.roles, ACT)
        if ident not in profile_ids():
            raise BadInput("export.profile")
        self._bench.audit_view(Look("export.look"))
        with self._bench.keeper.writing() as work:
            return self._look(work, load(ident), recipient.strip(), {})

    def leave(self, preview: Preview, folder: Path, passphrase: str, *, few_agreed: bool = False) -> Left:
        """Seal what was looked at and put both files into a folder. Nothing is written when one condition fails.

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
        with self._bench.keeper.writing() as work:
            now = self._look(work, preview.profile, preview.recipient, preview.fresh)
            if now.stamp != preview.stamp:
                raise BadInput("export.changed")
            manifest = self._manifest(now)
            made = self._sealed(work, manifest, _files(now, manifest))
            for row in now.selection.rows:
                self._receipt(work, now, row, manifest, made)
            self._bench.audit(work, Look("export.send", object=bytes.fromhex(manifest.export_id)))
            work.commit()
        return _put_down(folder, manifest, made, now.selection.rows[0].clearance, len(now.selection.rows))

    # -- what was shared --------------------------------------------------------------------

    def of_case(self, case: str) -> tuple[Share, ...]:
        """Everything that ever left of her, oldest first."""
        return sharebook.shares(self._bench.look_up(case))

    def due(self) -> tuple[Due, ...]:
        """Whom to tell that a consent was taken back, and who has not confirmed yet; stands until they have. Raises
        VaultShut."""
        require(self._bench.me.roles, ACT)
        waits: Counter[tuple[str, str, str]] = Counter()
        with self._bench.keeper.writing() as work:
            _require_open(work)
            today = self._bench.clock.today()
            for book, share in _shared(work):
                if sharebook.must_be_taken_back(book, share, today):
                    waits[share.recipient, "", ""] += 1
                elif share.taken_back and not share.heard_on:
                    waits[share.recipient, share.taken_back, share.taken_back_on] += 1
        return tuple(Due(to, count, ident, since) for (to, ident, since), count in sorted(waits.items()))

    def take_back(self, recipient: str, folder: Path, passphrase: str) -> Left:
        """One package that takes back every row whose consent was taken back. Raises WrongPassphrase, NotFound
        ``recipient.none``, VaultShut, BadInput ``export.folder`` and ``export.nothing_back``."""
        require(self._bench.me.roles, ACT)
        self._confirm(passphrase)
        require_folder(folder)
        with self._bench.keeper.writing() as work:
            _require_open(work)
            today = self._bench.clock.today()
            gone = [(book, share) for book, share in _shared(work)
                    if share.recipient == recipient.strip() and sharebook.must_be_taken_back(book, share, today)]
            if not gone:
                raise BadInput("export.nothing_back")
            clearance = gate.clear(None, Outgoing(gate.RETRACTION, recipient), today)
            manifest = msgspec.structs.replace(
                self._blank(recipient.strip(), "retraction"),
                retracts=tuple(sorted({share.reference for _book, share in gone})))
            made = self._sealed(work, manifest, {package.NOTICE: _back_notice().encode()})
            for book, share in gone:
                self._mark(work, book, share, wire.SHARE_TAKEN_BACK, [
                    manifest.export_id, today.isoformat(), self._bench.user.hex()])
            self._bench.audit(work, Look("export.take_back", object=bytes.fromhex(manifest.export_id)))
            work.commit()
        return _put_down(folder, manifest, made, clearance, len(gone))

    def heard(self, export_id: str) -> int:
        """The recipient said that these rows are gone; returns how many. Raises NotFound ``export.none`` and
        VaultShut."""
        require(self._bench.me.roles, ACT)
        with self._bench.keeper.writing() as work:
            _require_open(work)
            found = [(book, share) for book, share in _shared(work)
                     if share.taken_back == export_id and not share.heard_on]
            if not export_id or not found:
                raise NotFound("export.none")
            for book, share in found:
                self._mark(work, book, share, wire.SHARE_HEARD, [self._bench.today(), self._bench.user.hex()])
            self._bench.audit(work, Look("export.heard"))
            work.commit()
        return len(found)

    # -- inside -------------------------------------------------------------------------------

    def _look(self, work: UnitOfWork, profile: Profile, recipient: str, fresh: dict[bytes, bytes]) -> Preview:
        _require_open(work)

        def key(book: Book) -> bytes:
            return sharebook.secret(book) or fresh.setdefault(book.case_id, secrets.token_bytes(32))

        books = list(_books(work))
        found = outgoing.select(profile, books, recipient, self._bench.clock.today(), key)
        told = [[row.case, sorted(row.cells.items()), row.consent] for row in found.rows]
        spoken_of = {row.case for row in found.rows} | {each.case for each in found.stays}
        return Preview(profile, recipient, found, sha256(msgspec.msgpack.encode(told)).hexdigest(), fresh,
                       {book.case_id: str(book.case.plain(wire.CODE, "")) for book in books
                        if book.case_id in spoken_of})

    def _signer(self) -> minisign.Signer:
        return minisign.Signer(sha256(self._bench.ring.sign_as(labels.EXPORT_KEY, b"")).digest())

    def _blank(self, recipient: str, schema: str) -> Manifest:
        at = datetime.fromtimestamp(self._bench.clock.now_ms() // 1000, UTC)
        return Manifest(
            package.VERSION, secrets.token_hex(8), recipient, COUNTING, "consent", at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            schema, outgoing.REFERENCE, 0)

    def _manifest(self, preview: Preview) -> Manifest:
        rows, profile = preview.selection.rows, preview.profile
        explained = text_hash(COUNTING)
        receipts = (Receipt(sha256(row.reference.encode() + row.consent).hexdigest()[:16], explained, row.scope,
                            row.expires[:7]) for row in rows)
        stays = Counter(_OTHER_REASONS.get(each.why, "no_agreement") for each in preview.selection.stays
                        if each.why not in _UNTOLD)
        return msgspec.structs.replace(
            self._blank(preview.recipient, profile.ident), reference=profile.reference or outgoing.REFERENCE,
            records=len(rows), consent_receipts=tuple(sorted(receipts, key=lambda each: each.receipt_id)),
            left_out={why: _few(count) for why, count in sorted(stays.items())},
            blanked=_counts(row.blanked for row in rows), merged=_counts(row.merged for row in rows))

    def _sealed(self, work: UnitOfWork, manifest: Manifest, files: dict[str, bytes]) -> Sealed:
        key = key_of(work, manifest.recipient_id)
        if not key:
            raise NotFound("recipient.none")
        return package.sealed(manifest, files, [key], self._signer())

    def _receipt(
        self, work: UnitOfWork, preview: Preview, row: outgoing.Leaving, manifest: Manifest, made: Sealed,
    ) -> None:
        book = self._bench.book(work, row.case)
        told = [manifest.export_id, preview.recipient, COUNTING, preview.profile.ident, row.reference, manifest.made,
                _hash(row.cells), sorted(row.cells), row.consent.hex(), made.sha256, self._bench.user.hex()]
        puts = [Put(secrets.token_bytes(16), wire.SHARE, wire.SHARED, pack_plain(told), 1, kind=wire.OP_CREATE)]
        if not sharebook.secret(book):
            puts.append(Put(secrets.token_bytes(16), wire.SHARE_SECRET, wire.SHARE_KEY,
                            pack_plain([preview.fresh[row.case]]), 1, kind=wire.OP_CREATE))
        self._bench.scribe.write(work, Target(book.case_id, book.level, (book.newest_stamp,)), puts)
        self._bench.audit(work, Look("export.case", book.case_id, bytes.fromhex(manifest.export_id)))

    def _mark(self, work: UnitOfWork, book: Book, share: Share, number: int, told: list[str]) -> None:
        dots = book.entities[share.entity].dots(number)
        self._bench.scribe.write(work, Target(book.case_id, book.level, (book.newest_stamp,)), [
            Put(share.entity, wire.SHARE, number, pack_plain(told), 1, dots)])


def _books(work: UnitOfWork) -> Iterator[Book]:
    for case in work.all_cases():
        book = Book(case, work.rows_of(case))
        if book.exists:
            yield book


def _shared(work: UnitOfWork) -> Iterator[tuple[Book, Share]]:
    for book in _books(work):
        for share in sharebook.shares(book):
            yield book, share


def _require_open(work: UnitOfWork) -> None:
    """While protected work is shut nobody can say that this is everybody."""
    if not work.vault_open:
        raise VaultShut("vault.shut")


def _put_down(folder: Path, manifest: Manifest, made: Sealed, clearance: Clearance, rows: int) -> Left:
    file = folder / made.name
    put_out(folder / f"{made.name}{package.SIGNATURE}", made.signature, clearance)
    put_out(file, made.content, clearance)
    return Left(manifest.export_id, file, rows)


def _files(preview: Preview, manifest: Manifest) -> dict[str, bytes]:
    """One file for programs, the profile's own shapes, and two pages for people."""
    rows = [row.cells for row in preview.selection.rows]
    data = [{**row.cells, manifest.reference: row.reference} for row in preview.selection.rows]
    files = {package.DATA: msgspec.json.encode(data), package.NOTICE: _notice(manifest).encode(),
             package.LOSSES: _losses(manifest).encode()}
    for shape in preview.profile.shapes:
        if shape != "json":
            out = io.BytesIO()
            to_stream(out, preview.profile, shape, rows)
            files[f"data.{shape}"] = out.getvalue()
    return files


def _notice(manifest: Manifest) -> str:
    return "\n".join((
        _("Each row is about a person who agreed to this recipient, this purpose and a last day."),
        _("Do not try to find out who they are, and do not pass it on. When a later package takes rows back, delete"
          " them."),
        f"{manifest.export_id}  {manifest.schema}  {manifest.made[:10]}", ""))


def _back_notice() -> str:
    return _("Somebody took her agreement back. Please delete the rows with these references, and tell us that it is"
             " done.") + "\n"


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
    return {name: _few(count) for name, count in sorted(counts.items())}


def _few(count: int) -> str:
    return str(count) if count >= FEW else f"<{FEW}"
