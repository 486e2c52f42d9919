# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What left for reporting systems and what became of it: taken back where she took it back, until they confirm (CO-06).

Lists are read from one narrow line a receipt (``sharebook.lines``); a case is opened only to be written to, or where
what decides may lie behind the seal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from assist import editionbook, gate, sharebook
from assist.casebook import Book
from assist.changesets import pack_plain
from assist.domain import wire
from assist.errors import BadInput, NotFound
from assist.exchange import package
from assist.gate import Outgoing
from assist.i18n import _
from assist.policy import may, require
from assist.ports import Reader, UnitOfWork
from assist.services import packing
from assist.services.bench import Bench, Look
from assist.services.exporting import ACT
from assist.services.packing import Left
from assist.services.paper import require_folder
from assist.services.scribe import Put, Target
from assist.sharebook import GONE, KINDS, LOOK, STANDS, TO_HEAR, TO_TELL, Share, Told

ALWAYS = "9999"
"""A day that never comes."""


@dataclass(frozen=True, slots=True)
class Due:
    """What a recipient is still to be told, or was told in a package (``export_id``) and has not confirmed."""

    recipient: str
    rows: int
    export_id: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """One package that left, on a day. ``back``: so many of its rows were taken back since; ``gone``: of those the
    recipient confirmed so many."""

    export_id: str
    recipient: str
    profile: str
    made: str
    rows: int
    back: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class TakenBack:
    """One package that took rows back; ``heard_on`` is empty until the recipient confirmed."""

    export_id: str
    recipient: str
    on: str
    rows: int
    heard_on: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures about a year that left on a day: there is nobody in them who could be taken back."""

    export_id: str
    recipient: str
    profile: str
    year: str
    made: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that left, the newest first. ``whole``: protected work was open, so that this is all of it."""

    sent: tuple[Sent, ...] = ()
    figures: tuple[Figures, ...] = ()
    taken_back: tuple[TakenBack, ...] = ()
    due: tuple[Due, ...] = ()
    whole: bool = True


class ExportLedger:
    """For one open profile; ``confirm`` raises WrongPassphrase."""

    def __init__(self, bench: Bench, confirm: Callable[[str], None]) -> None:
        self._bench, self._confirm = bench, confirm

    # -- reading --------------------------------------------------------------------------

    def of_case(self, case: str) -> tuple[Share, ...]:
        """Everything that ever left of her, oldest first."""
        return sharebook.shares(self._bench.look_up(case))

    def waiting(self) -> tuple[Due, ...]:
        """The same as ``due`` for My day, as far as it can be known now; nothing for whoever lets nothing out."""
        if not may(self._bench.me.roles, ACT).ok:
            return ()
        with self._bench.keeper.reading() as reader:
            return _due(self._told(reader, (TO_TELL, TO_HEAR, LOOK)))

    def read(self) -> Ledger:
        """Everything that left; while protected work is shut nobody can say that this is all. Raises NotAllowed."""
        require(self._bench.me.roles, ACT)
        whole = self._bench.keeper.vault_open
        with self._bench.keeper.reading() as reader:
            told = self._told(reader, KINDS)
            figures = [Figures(each.export_id, each.recipient, each.profile, each.year, each.made[:10])
                       for each in reversed(editionbook.every(reader))]
        return Ledger(_sent(told), tuple(figures), _taken_back(told), _due(told), whole)

    def due(self) -> tuple[Due, ...]:
        """Whom to tell that a consent was taken back, and who has not confirmed yet; stands until they have. Raises
        VaultShut."""
        require(self._bench.me.roles, ACT)
        with self._bench.keeper.writing() as work:
            packing.require_open(work)
            return _due(self._told(work, (TO_TELL, TO_HEAR, LOOK)))

    # -- acting ---------------------------------------------------------------------------

    def take_back(self, recipient: str, folder: Path, passphrase: str) -> Left:
        """One package that takes back every row whose consent was taken back. Raises WrongPassphrase, NotFound
        ``recipient.none``, VaultShut, BadInput ``export.folder`` and ``export.nothing_back``."""
        require(self._bench.me.roles, ACT)
        self._confirm(passphrase)
        require_folder(folder)
        whom = recipient.strip()
        with self._bench.keeper.writing() as work:
            packing.require_open(work)
            today = self._bench.clock.today()
            gone = [(book, share) for book, share in self._shared(work, (TO_TELL, LOOK))
                    if share.recipient == whom and sharebook.must_be_taken_back(book, share)]
            if not gone:
                raise BadInput("export.nothing_back")
            clearance = gate.clear(None, Outgoing(gate.RETRACTION, whom), today)
            manifest = msgspec.structs.replace(
                packing.blank(self._bench, whom, "retraction"),
                retracts=tuple(sorted({share.reference for _book, share in gone})))
            made = packing.sealed(self._bench, work, manifest, {package.NOTICE: _notice().encode()})
            for book, share in gone:
                self._mark(work, book, share, wire.SHARE_TAKEN_BACK, [
                    manifest.export_id, today.isoformat(), self._bench.user.hex()])
            self._bench.audit(work, Look("export.take_back", object=bytes.fromhex(manifest.export_id)))
            work.commit()
        return packing.put_down(folder, manifest, made, clearance, len(gone))

    def heard(self, export_id: str) -> int:
        """The recipient said that these rows are gone; returns how many. Raises NotFound ``export.none`` and
        VaultShut."""
        require(self._bench.me.roles, ACT)
        with self._bench.keeper.writing() as work:
            packing.require_open(work)
            found = [(book, share) for book, share in self._shared(work, (TO_HEAR,))
                     if share.taken_back == export_id and not share.heard_on]
            if not export_id or not found:
                raise NotFound("export.none")
            for book, share in found:
                self._mark(work, book, share, wire.SHARE_HEARD, [self._bench.today(), self._bench.user.hex()])
            self._bench.audit(work, Look("export.heard"))
            work.commit()
        return len(found)

    # -- inside ---------------------------------------------------------------------------

    def _told(self, reader: Reader, kinds: tuple[str, ...]) -> list[Told]:
        """Lines of these kinds; where a line may not know, the case says with all that can be read of it now."""
        found = list(sharebook.told(reader.team_lines(kinds, ALWAYS)))
        asked = {each.case for each in found if each.kind == LOOK}
        back = {(case, share.export_id) for case in asked for book in [Book(case, reader.rows_of(case))]
                for share in sharebook.shares(book) if sharebook.must_be_taken_back(book, share)}
        return [each._replace(kind=TO_TELL if (each.case, each.export_id) in back else STANDS)
                if each.kind == LOOK else each for each in found]

    def _shared(self, work: UnitOfWork, kinds: tuple[str, ...]) -> Iterator[tuple[Book, Share]]:
        cases = dict.fromkeys(hit.case for hit in work.team_lines(kinds, ALWAYS))
        for case in cases:
            book = Book(case, work.rows_of(case))
            if book.exists:
                for share in sharebook.shares(book):
                    yield book, share

    def _mark(self, work: UnitOfWork, book: Book, share: Share, number: int, told: list[str]) -> None:
        dots = book.entities[share.entity].dots(number)
        self._bench.scribe.write(work, Target(book.case_id, book.level, (book.newest_stamp,)), [
            Put(share.entity, wire.SHARE, number, pack_plain(told), 1, dots)])


def _due(told: list[Told]) -> tuple[Due, ...]:
    waits: Counter[tuple[str, str, str]] = Counter()
    for each in told:
        if each.kind == TO_TELL:
            waits[each.recipient, "", ""] += 1
        elif each.kind == TO_HEAR:
            waits[each.recipient, each.back, each.back_on] += 1
    return tuple(Due(to, rows, ident, since) for (to, ident, since), rows in sorted(waits.items()))


def _sent(told: list[Told]) -> tuple[Sent, ...]:
    keys = [(each.made, each.export_id, each.recipient, each.profile) for each in told]
    rows = Counter(keys)
    back = Counter(key for key, each in zip(keys, told, strict=True) if each.kind in (TO_HEAR, GONE))
    gone = Counter(key for key, each in zip(keys, told, strict=True) if each.kind == GONE)
    return tuple(Sent(key[1], key[2], key[3], key[0], rows[key], back[key], gone[key])
                 for key in sorted(rows, reverse=True))


def _taken_back(told: list[Told]) -> tuple[TakenBack, ...]:
    rows = Counter((each.back_on, each.back, each.recipient, each.heard_on) for each in told if each.back)
    return tuple(TakenBack(ident, to, on, count, heard)
                 for (on, ident, to, heard), count in sorted(rows.items(), reverse=True))


def _notice() -> str:
    return _("Somebody took her agreement back. Please delete the rows with these references, and tell us that it is"
             " done.") + "\n"
