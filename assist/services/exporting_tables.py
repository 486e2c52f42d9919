# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables for an authority: people counted over a whole year, few of them hidden, looked at, sealed, written down.

No number leaves but through ``figures.publish``. What left about a year is kept, and what leaves next is held against
it, so that nobody can tell from two packages who came between them (CO-15, WP-09).
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec

from assist import editionbook, gate
from assist.casebook import Book
from assist.changesets import pack_plain
from assist.domain import wire
from assist.editionbook import Kept
from assist.errors import BadInput
from assist.exchange import in_tables, package
from assist.exchange.columns import Cell
from assist.exchange.in_tables import Told
from assist.exchange.package import Manifest
from assist.exchange.profile import Profile, load, profile_ids
from assist.exchange.writers.shapes import to_stream
from assist.figures import words
from assist.figures.editions import packed, publish
from assist.figures.shapes import Edition, Threshold
from assist.i18n import _, language, text_of
from assist.policy import require
from assist.ports import UnitOfWork
from assist.services import packing
from assist.services.bench import Bench, Look
from assist.services.packing import Left, Progress, Steps, nobody_waits
from assist.services.paper import require_folder
from assist.services.scribe import Put, Target

ACT = "export"
BASIS = "figures"
"""The ground on which figures leave: nobody can be recovered from them."""
LONGEST_TEXT = 20_000
PAPER = "figures.pdf"


@dataclass(frozen=True, slots=True)
class TablePreview:
    """Exactly what would leave, in memory. ``texts``: under each heading of the profile, where it has some."""

    profile: Profile
    recipient: str
    year: str
    edition: Edition
    tables: tuple[Told, ...]
    texts: tuple[str, ...] = ()

    @property
    def people(self) -> str:
        """How many people are counted, as it is told."""
        return in_tables.people_of(self.profile, self.edition)

    @property
    def rows(self) -> list[dict[str, Cell]]:
        """Every row as it leaves."""
        return in_tables.rows(self.profile, self.year, self.edition, self.tables)

    @property
    def stamp(self) -> str:
        """The same for the same numbers and words."""
        return sha256(msgspec.json.encode([self.rows, self.texts])).hexdigest()


def is_of_tables(ident: str) -> bool:
    """Whether a profile is made of tables, and not of a row for each person."""
    return ident in profile_ids() and load(ident).unit == "table"


class TableExportService:
    """For one open profile; ``confirm`` raises WrongPassphrase."""

    def __init__(self, bench: Bench, confirm: Callable[[str], None]) -> None:
        self._bench, self._confirm = bench, confirm

    def look(
        self, ident: str, recipient: str, year: str = "", text: str = "", progress: Progress = nobody_waits,
    ) -> TablePreview:
        """What would leave of a year, the last one that is over without ``year``; the line of the look comes first.

        ``text``: what is said under each heading of the profile, parted by lines that begin with ``#``. ``progress`` is
        told how many of how many cases were read; what it raises ends the look.
        Raises NotAllowed, VaultShut, BadInput ``export.profile``, ``export.refused``, ``export.year``, ``export.text``.
        """
        require(self._bench.me.roles, ACT)
        if ident not in profile_ids():
            raise BadInput("export.profile")
        profile, this_year = load(ident), self._bench.clock.today().year
        if profile.unit != "table":
            raise BadInput("export.refused" if profile.refused else "export.profile")
        whole = year or str(this_year - 1)
        if not (whole.isascii() and whole.isdecimal() and len(whole) == 4 and int(whole) < this_year):
            raise BadInput("export.year")
        self._bench.audit_view(Look("export.look"))
        with self._bench.keeper.writing() as work:
            return self._look(work, profile, (recipient.strip(), whole, _texts(profile, text)), progress)

    def leave(
        self, preview: TablePreview, folder: Path, passphrase: str, progress: Progress = nobody_waits,
    ) -> Left:
        """Seal what was looked at and put both files into a folder. Nothing is written when one condition fails.

        Raises WrongPassphrase, NotAllowed, VaultShut, NotFound ``recipient.none``, BadInput ``export.folder`` and
        ``export.changed``.
        """
        require(self._bench.me.roles, ACT)
        self._confirm(passphrase)
        require_folder(folder)
        with self._bench.keeper.writing() as work:
            now = self._look(work, preview.profile, (preview.recipient, preview.year, preview.texts), progress)
            if now.stamp != preview.stamp:
                raise BadInput("export.changed")
            clearance = gate.clear_figures(now.edition, now.recipient)
            manifest = self._manifest(now)
            made = packing.sealed(self._bench, work, manifest, self._files(now, manifest))
            self._keep(work, now, manifest)
            self._bench.audit(work, Look("export.send", object=bytes.fromhex(manifest.export_id)))
            work.commit()
        return packing.put_down(folder, manifest, made, clearance, manifest.records)

    # -- inside -----------------------------------------------------------------------------------

    def _look(
        self, work: UnitOfWork, profile: Profile, wish: tuple[str, str, tuple[str, ...]], progress: Progress,
    ) -> TablePreview:
        packing.require_open(work)
        recipient, year, texts = wish
        before = editionbook.kept(work, year)
        edition = publish(in_tables.counted(list(_of_year(work, year, progress)), year), Threshold.OUTSIDE,
                          editionbook.newest(before))
        told = {name for each in before for name in each.tables}
        return TablePreview(
            profile, recipient, year, edition, in_tables.of_profile(profile, edition, told), texts)

    def _manifest(self, preview: TablePreview) -> Manifest:
        return msgspec.structs.replace(
            packing.blank(self._bench, preview.recipient, preview.profile.ident), purpose=BASIS, legal_basis=BASIS,
            reference=in_tables.REFERENCE, records=len(preview.rows))

    def _keep(self, work: UnitOfWork, preview: TablePreview, manifest: Manifest) -> None:
        """What left and what it was made of, in a compartment of its own."""
        ident = secrets.token_bytes(16)
        kept = Kept(preview.year, preview.profile.ident, preview.recipient, manifest.export_id, manifest.made,
                    self._bench.user.hex(), tuple(in_tables.name_of(preview.profile, each.table)
                                                  for each in preview.tables if each.published is not None),
                    preview.edition)
        self._bench.scribe.write(work, Target(ident), [
            Put(ident, wire.LISTED, wire.SHARED, pack_plain(editionbook.told(kept, packed(preview.edition))), 1,
                kind=wire.OP_CREATE)])

    def _files(self, preview: TablePreview, manifest: Manifest) -> dict[str, bytes]:
        """For programs, for spreadsheets, for people; a paper where the profile has headings for a text."""
        files = {package.DATA: msgspec.json.encode(preview.rows), package.NOTICE: _notice(preview, manifest).encode()}
        shaped = in_tables.as_rows(preview.profile)
        lines = [{name: said for name, said in row.items() if name != in_tables.REFERENCE} for row in preview.rows]
        for shape in shaped.shapes:
            out = io.BytesIO()
            to_stream(out, shaped, shape, lines)
            files[f"figures.{shape}"] = out.getvalue()
        if preview.profile.narrative:
            files[PAPER] = self._paper(preview, manifest.export_id)
        return files

    def _paper(self, preview: TablePreview, number: str) -> bytes:
        from assist.reports.tables import Part, Sheet, Tabled, render  # the typesetter is large

        parts = tuple(Part(text_of(heading), text)
                      for heading, text in zip(preview.profile.narrative, preview.texts, strict=False) if text)
        shown = tuple(Tabled(text_of(each.table.title), tuple(
            (text_of(each.table.rows[code]), words.mark(cell, preview.edition.threshold))
            for code, cell in zip(each.published.rows, each.published.cells, strict=True)))
            for each in preview.tables if each.published is not None)
        return render(Sheet(
            text_of(preview.profile.title), (preview.year, _("{count} people").format(count=preview.people)), parts,
            shown, _marks(preview), language(), number)).pdf


def _of_year(work: UnitOfWork, year: str, progress: Progress) -> Iterator[Book]:
    cases = work.all_cases()
    steps = Steps(progress, len(cases))
    for case in cases:
        steps.one_more()
        book = Book(case, work.rows_of(case))
        if book.exists and str(book.case.plain(wire.OPENED_ON, "")).startswith(year):
            yield book


def _texts(profile: Profile, text: str) -> tuple[str, ...]:
    """The parts of a text, one for each heading. Raises BadInput ``export.text``."""
    if not text.strip():
        return ()
    parts: list[list[str]] = [[]]
    for line in text.splitlines():
        parts.append([]) if line.startswith("#") else parts[-1].append(line)
    found = ["\n".join(lines).strip() for lines in parts]
    if not found[0]:
        del found[0]
    if len(found) > len(profile.narrative) or len(text) > LONGEST_TEXT:
        raise BadInput("export.text")
    return tuple(found)


def _marks(preview: TablePreview) -> tuple[str, ...]:
    return tuple(f"{sign}: {_(sentence).format(count=int(preview.edition.threshold))}"
                 for sign, sentence in words.marks(preview.edition))


def _notice(preview: TablePreview, manifest: Manifest) -> str:
    return "\n".join((
        _("These are counts of people. Whoever asked to be in no figures is not counted."),
        _("Small numbers are hidden so that nobody can be recognised. Do not try to work them out."), *_marks(preview),
        f"{manifest.export_id}  {manifest.schema}  {manifest.made[:10]}", ""))
