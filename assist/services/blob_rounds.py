# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The attachments' part of a round: parts of ours out once the change that tells of them is out, those of others in,
and away with whatever no case speaks of any more.

A part comes only when a change that names it is known, a few in each round, and a round that breaks off goes on with
the next part. What is missing is seen as missing; nothing else waits for it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from assist.changesets import twin_of
from assist.errors import DamagedFile, NameTaken
from assist.places import Workspace
from assist.ports import Store, UnitOfWork
from assist.rows import AttachedRow
from assist.services.attachments import behind, keys_for, put_behind
from assist.services.bench import Bench
from assist.services.blob_files import BlobFiles
from assist.services.blob_leaving import AT_ONCE, Gone, gone_from, keep_gone
from assist.services.meeting_rows import STORE
from assist.services.post import organisation_names
from assist.services.sealing_anew import seal_anew
from assist.sync import blobs, cleared, names
from assist.sync.blobs import Attached
from assist.sync.circle import Circle

MOST_PARTS, MOST_ASKED = 8, 40
"""Parts that come, and that go, in one round: large things go over hours (security-and-sync.md 4.12). And parts
asked for in one round, whether they are there or not."""
DAY_MS = 24 * 3600 * 1000
WAIT_DAYS = 30
"""What was raised or erased stays in the place so long for readers who have not got it yet, as bundles do."""


class _Known(NamedTuple):
    row: AttachedRow
    made: Attached


class BlobRounds:
    """For one open profile."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._files = BlobFiles(bench.keeper.folder)

    def round(self, store: Store, circle: Circle, place: str) -> None:
        """Everything that can be done now; raises StoreTrouble, and what was done until then stays done."""
        with self._bench.keeper.writing() as work:
            if not self._files.held() and not _rows(work) and not gone_from(work):
                return
        self._out_for_others(store, circle)
        self.follow_cases()
        self._out(store, circle)
        self._in(store, circle)
        self._clear(store, circle, place)

    def follow_cases(self) -> None:
        """After a case was raised, erased, purged or came from another team: what its readers keep is sealed anew, the
        rest goes from here."""
        if self._files.held():
            self._seal_anew()
            self._sweep()

    def _seal_anew(self) -> None:
        with self._bench.keeper.writing() as work:
            cases = {row.case for row in work.rounds.protected.attached() if not blobs.unpacked(row.value).epoch}
            cases |= {row.case for row in work.rounds.attached() if blobs.unpacked(row.value).key}
            if [case for case in sorted(cases) if seal_anew(self._bench, work, case)]:
                work.commit()

    # -- out, of a case that is here no more ------------------------------------------------

    def _out_for_others(self, store: Store, circle: Circle) -> None:
        """What was attached here and not carried out before its case went to other readers, or to another team: they
        read the change that tells of it, so it is laid down for them before it goes from here."""
        with self._bench.keeper.writing() as work:
            going = [blob for blob in self._files.held() if self._is_for_others(work, blob)]
        for blob in going:
            for part in range(self._files.parts(blob)):
                with suppress(NameTaken):
                    store.put(names.blob_name(circle.key.names, blob, part), self._files.get(blob, part) or b"")
            self._files.mark_out(blob)

    def _is_for_others(self, work: UnitOfWork, blob: bytes) -> bool:
        if not work.vault_open or not self._files.is_ours(blob) or self._files.is_out(blob) or blob in _removed(work):
            return False
        needed = {each.made.blob for each in _known(work)}
        anew = {blobs.ident_under(key.key, blob) for key in work.rounds.protected.keys(None)}
        return blob not in needed and needed.isdisjoint(anew)

    # -- out --------------------------------------------------------------------------------

    def _out(self, store: Store, circle: Circle) -> None:
        with self._bench.keeper.writing() as work:
            going = [each for each in _known(work) if self._may_go(work, each)]
        room = MOST_PARTS
        for each in going:
            if each.made.parts > room and room < MOST_PARTS:
                return
            for part in range(each.made.parts):
                content = self._files.get(each.made.blob, part)
                if content is not None:
                    with suppress(NameTaken):  # the same, or what nobody can open: it is not ours to write over
                        store.put(names.blob_name(circle.key.names, each.made.blob, part), content)
            self._files.mark_out(each.made.blob)
            room -= each.made.parts

    def _may_go(self, work: UnitOfWork, each: _Known) -> bool:
        """Once everybody has, or may have, the change that tells of it.

        Of a case on hold only what lies behind the seal goes, to readers alone (rulings 1 and 87).
        """
        row, blob = each.row, each.made.blob
        if not self._files.is_ours(blob) or self._files.is_out(blob) or self._files.missing(blob, each.made.parts):
            return False
        kept_back = {n for n, _case in work.rounds.withheld(row.stream)}
        is_sent = row.n <= work.rounds.sent(row.stream).n and row.n not in kept_back
        return is_sent and (bool(each.made.epoch) or row.case not in work.rounds.on_hold())

    # -- in ---------------------------------------------------------------------------------

    def _in(self, store: Store, circle: Circle) -> None:
        with self._bench.keeper.writing() as work:
            lacking = [(each, list(keys_for(work, each.row.case, each.made))) for each in _known(work)
                       if self._files.missing(each.made.blob, each.made.parts)]
            far = organisation_names(work)
        wanted = [((each.made, part), keys) for each, keys in lacking
                  for part in self._files.missing(each.made.blob, each.made.parts)]
        secrets.SystemRandom().shuffle(wanted)  # one that never comes keeps none back
        room = MOST_PARTS
        for which, keys in wanted[:MOST_ASKED]:
            made = which[0]
            under = (*far, *_names_of(circle)) if made.key else _names_of(circle)
            room -= self._fetch(store, under, which, keys)
            if not room:
                return

    def _fetch(
        self, store: Store, under: Iterable[bytes], which: tuple[Attached, int], keys: Iterable[bytes]
    ) -> bool:
        made, part = which
        for key_of_names in under:
            content = store.get(names.blob_name(key_of_names, made.blob, part))
            for key in keys if content is not None else ():
                with suppress(DamagedFile):
                    blobs.opened(key, made, part, content or b"")
                    self._files.put(made.blob, part, content or b"")
                    return True
        return False

    # -- away -------------------------------------------------------------------------------

    def _sweep(self) -> None:
        """Whatever no case here speaks of: it was raised, erased or purged, or never told of to the end.

        With the vault shut nobody knows what it speaks of; yet what an ordinary case no longer has goes at once.
        """
        today = self._bench.clock.now_ms() // DAY_MS
        with self._bench.keeper.writing() as work:
            needed, gone, removed = {each.made.blob for each in _known(work)}, gone_from(work), _removed(work)
            for blob in self._files.held():
                if blob in needed or self._is_for_others(work, blob) or (
                        not work.vault_open and self._may_be_behind(work, blob) and blob not in removed):
                    continue
                if self._files.is_ours(blob):
                    gone.append(Gone(blob, self._files.parts(blob), AT_ONCE if blob in removed else today))
                self._files.drop(blob)
            if work.vault_open:
                put_behind(work, (blobs.unpacked(row.value).blob for row in work.rounds.protected.attached()))
            self._keep(work, gone)

    def _may_be_behind(self, work: UnitOfWork, blob: bytes) -> bool:
        """What lies nowhere else, too, is kept until the vault says whether a case went behind the seal with it."""
        return blob in behind(work) or (self._files.is_ours(blob) and not self._files.is_out(blob))

    def _keep(self, work: UnitOfWork, gone: list[Gone]) -> None:
        keep_gone(work, gone)
        work.commit()

    def _clear(self, store: Store, circle: Circle, place: str) -> None:
        now = self._bench.clock.now_ms()
        with self._bench.keeper.writing() as work:
            gone, under = gone_from(work), (*_names_of(circle), *organisation_names(work))
        over = [each for each in gone if abs(now // DAY_MS - each.day) >= WAIT_DAYS and place not in each.places]
        if not over:
            return
        away = [names.blob_name(key, each.blob, part) for each in over for part in range(each.parts) for key in under]
        cleared.note(Workspace(self._bench.keeper.folder.parent.parent), away, now)
        for name in away:
            store.delete(name)
        with self._bench.keeper.writing() as work:
            places = 2 if work.meta(STORE) else 1  # the relay of this laptop, and the meeting place where there is one
            left = [each._replace(places=(*each.places, place)) if each in over else each for each in gone]
            self._keep(work, [each for each in left if len(each.places) < places])


def _names_of(circle: Circle) -> tuple[bytes, ...]:
    return tuple(team.names for team in circle.keys)


def _rows(work: UnitOfWork) -> list[AttachedRow]:
    return [*work.rounds.attached(), *work.rounds.protected.attached()]


def _known(work: UnitOfWork) -> list[_Known]:
    """What was not removed. Whoever removed something removed it under every key it was ever sealed with."""
    every = [_Known(row, blobs.unpacked(row.value)) for row in _rows(work)]
    out = _out_of(every)
    return [each for each in every if each.row.entity not in out]


def _removed(work: UnitOfWork) -> frozenset[bytes]:
    every = [_Known(row, blobs.unpacked(row.value)) for row in _rows(work)]
    out = _out_of(every)
    return frozenset(each.made.blob for each in every if each.row.entity in out)


def _out_of(every: Iterable[_Known]) -> frozenset[bytes]:
    """Entities of what was removed, and what stands for them behind the seal."""
    gone = {each.row.entity for each in every if each.made.removed}
    return frozenset(gone | {twin_of(entity) for entity in gone} | {
        each.row.entity for each in every if twin_of(each.row.entity) in gone})
