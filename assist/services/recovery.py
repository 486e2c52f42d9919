# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The organisation's recovery kit: drawn, put on papers for its holders, and tried out once a year (ruling 83)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from assist import gate
from assist.clock import iso_of
from assist.crypto import escrow, shares
from assist.errors import BadInput
from assist.gate import Clearance, Outgoing
from assist.places import wipe
from assist.policy import require
from assist.ports import UnitOfWork
from assist.reports.lines import A4
from assist.services.bench import Bench, Look
from assist.services.escrows import recovery_in, told_in
from assist.services.paper import put_out
from assist.services.rosters import ACT, RosterService
from assist.sync import entries as wire
from assist.sync.entries import Recovery

HOLDERS = tuple(shares.NEEDED)
"""How many holders a kit may have."""

YEAR_MS = 365 * 24 * 60 * 60 * 1000
TOLD_MS = 14 * 24 * 60 * 60 * 1000
"""So long everybody is told that a profile was opened with the kit."""

_KEPT = "recovery/kept"
_NAME = "paper-{number}.pdf"


class _Kept(msgspec.Struct, array_like=True, frozen=True):
    rehearsed_ms: int = 0
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kit:
    """The papers of a new kit, in memory; the secret they stand for is kept nowhere."""

    papers: tuple[str, ...] = field(repr=False)
    needed: int
    recovery: Recovery = field(repr=False)


@dataclass(frozen=True, slots=True)
class KitState:
    """What holds now. Dates are ISO text, empty when it never happened. ``files``: papers still lying on a disk."""

    papers: int = 0
    needed: int = 0
    made_on: str = ""
    rehearsed_on: str = ""
    waits_for_second: bool = False
    rehearsal_is_due: bool = False
    files: tuple[Path, ...] = ()

    @property
    def exists(self) -> bool:
        """Whether there is a kit that holds."""
        return self.papers > 0


@dataclass(frozen=True, slots=True)
class Used:
    """Somebody's profile was opened with the kit: whose (display name), on which day."""

    name: str
    on: str


class RecoveryService:
    """For the coordinator who makes the kit, and for everybody who shall learn that it was used."""

    def __init__(self, bench: Bench, rosters: RosterService) -> None:
        self._bench = bench
        self._rosters = rosters

    def state(self) -> KitState:
        """What there is, and what is still to be done."""
        waits = any(each.kind == wire.RECOVERY_SET for each in self._rosters.proposals())
        with self._bench.keeper.writing() as work:
            found, kept = recovery_in(work), _kept(work)
        files = tuple(path for each in kept.files if (path := Path(each)).is_file())
        if found is None:
            return KitState(waits_for_second=waits, files=files)
        recovery, made_ms = found
        tried = max(made_ms, kept.rehearsed_ms)
        return KitState(
            recovery.papers, recovery.needed, iso_of(made_ms), iso_of(kept.rehearsed_ms) if kept.rehearsed_ms else "",
            waits, self._bench.clock.now_ms() - tried >= YEAR_MS, files)

    # -- making it ---------------------------------------------------------------------------

    def draw(self, holders: int = 3) -> Kit:
        """A new kit, which does not hold yet; raises NotAllowed, and BadInput ``share.holders``."""
        require(self._bench.me.roles, ACT)
        seed = secrets.token_bytes(shares.SECRET_BYTES)
        papers = shares.split(seed, holders)
        with self._bench.keeper.writing() as work:
            found = recovery_in(work)
        epoch = found[0].epoch + 1 if found else 1
        marks = tuple(shares.digest(shares.read(each)) for each in papers)
        public = escrow.recovery_key(seed).public
        return Kit(papers, shares.NEEDED[holders], Recovery(epoch, public, shares.NEEDED[holders], holders, marks))

    def print(self, kit: Kit, folder: Path, language: str, size: str = A4) -> tuple[Path, ...]:
        """One PDF a holder, for the owner's eyes only, outside the workspace; where they lie is remembered until they
        are deleted. Raises BadInput ``recovery.inside``, ``recovery.no_folder`` or ``recovery.file_exists``.
        """
        clearance = self.clearance()
        files = self._free_files(kit, folder)
        with self._bench.keeper.writing() as work:
            kept = _kept(work)
            _keep(work, msgspec.structs.replace(kept, files=tuple({*kept.files, *map(str, files)})))
            self._bench.audit(work, Look("recovery.print"))
            work.commit()
        for number, file in enumerate(files, 1):
            put_out(file, _pdf(kit, number, (language, size)), clearance)
        return files

    def clearance(self) -> Clearance:
        """The proof of the gate that papers of a kit may leave: they hold nobody's answers."""
        return gate.clear(None, Outgoing(gate.RECOVERY_KIT), self._bench.clock.today())

    def pages(self, kit: Kit, language: str, wide: int, size: str = A4) -> list[bytes]:
        """The papers as pictures of that many pixels across, for a printer: nothing is written to a disk."""
        from assist.reports.preview import pages_as_png

        return [png for number in range(1, len(kit.papers) + 1)
                for png in pages_as_png(_pdf(kit, number, (language, size)), wide)]

    def _free_files(self, kit: Kit, folder: Path) -> tuple[Path, ...]:
        """A kit beside what it opens would be the key under the mat."""
        folder = folder.absolute()
        workspace = self._bench.keeper.folder.absolute().parents[1]
        if not folder.is_dir():
            raise BadInput("recovery.no_folder")
        if folder.resolve().is_relative_to(workspace.resolve()):
            raise BadInput("recovery.inside")
        files = tuple(folder / _NAME.format(number=number) for number in range(1, len(kit.papers) + 1))
        if any(file.exists() for file in files):
            raise BadInput("recovery.file_exists")
        return files

    def keep(self, kit: Kit) -> bool:
        """From now on this kit holds: each profile leaves its keys for it when it next signs in.

        False when another coordinator must agree first.
        """
        return self._rosters.set_recovery(kit.recovery)

    def delete_files(self) -> int:
        """Delete the papers that still lie on a disk; returns how many went. Raises NoRoom where it cannot."""
        with self._bench.keeper.writing() as work:
            kept = _kept(work)
        files = [path for each in kept.files if (path := Path(each)).is_file()]
        for file in files:
            wipe(file)
        with self._bench.keeper.writing() as work:
            _keep(work, msgspec.structs.replace(_kept(work), files=()))
            work.commit()
        return len(files)

    # -- afterwards ---------------------------------------------------------------------------

    def rehearse(self, typed: str) -> int:
        """Whether one paper is of the kit that holds, and which; that day is kept.

        Raises BadInput ``share.*``; ``share.other_kit`` for a paper of an earlier one.
        """
        paper = shares.read(typed)
        with self._bench.keeper.writing() as work:
            found = recovery_in(work)
            if found is None or shares.digest(paper) not in found[0].marks:
                raise BadInput("share.other_kit")
            _keep(work, msgspec.structs.replace(_kept(work), rehearsed_ms=self._bench.clock.now_ms()))
            self._bench.audit(work, Look("recovery.rehearse"))
            work.commit()
            return found[0].marks.index(shares.digest(paper)) + 1

    def used(self) -> list[Used]:
        """Profiles that were opened with the kit in the last two weeks, newest first; everybody sees them."""
        since = self._bench.clock.now_ms() - TOLD_MS
        with self._bench.keeper.writing() as work:
            told = told_in(work, since)
        return [Used(self._bench.name_of(what.user), iso_of(ms)) for ms, what in told if what.what == "recovered"]


def _pdf(kit: Kit, number: int, looks: tuple[str, str]) -> bytes:
    from assist.reports.kit import HolderPaper, kit_paper  # the typesetter is large, and most days print nothing

    holder = HolderPaper(kit.papers[number - 1].split(), number, len(kit.papers), kit.needed)
    return kit_paper(holder, *looks).pdf


def _kept(work: UnitOfWork) -> _Kept:
    held = work.meta(_KEPT)
    return msgspec.msgpack.decode(held, type=_Kept) if held else _Kept()


def _keep(work: UnitOfWork, kept: _Kept) -> None:
    work.put_meta(_KEPT, msgspec.msgpack.encode(kept))
