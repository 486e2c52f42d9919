# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Over what is missing: colleagues' snapshots are looked for when a bundle is gone, or when everything is new here.

Names are computed and asked for. A place is listed once a week, and when a bundle that somebody has read is
nowhere to be found; of the snapshots that are there the newest whole one is taken, damaged ones are passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from assist.errors import DamagedFile
from assist.ports import Store, UnitOfWork
from assist.roundbook import Applied
from assist.services.bench import Bench
from assist.sync import names
from assist.sync.catching_up import FoundSnapshot, Plan, find, finish, hear_words, plan, take_sections
from assist.sync.circle import Circle, Colleague
from assist.sync.covering import may_cover
from assist.sync.pull import DAMAGED, MISSING, NEWER, REFUSED, Taken

HOUR_MS, WEEK_MS = 3600 * 1000, 7 * 24 * 3600 * 1000
FURTHER, NUMBERS = 5000, 60
"""Bundles and snapshots of each stream whose names are compared with a listing."""
AT_ONCE = 25
"""Sections in one transaction: long work never keeps a save waiting."""

Progress = Callable[[int, int], object]
"""Told how many of how many sections were taken."""
Before = Callable[[Store, Circle, Plan], str]
"""Told what is about to be taken, and says whether it is."""
TAKE, WAIT, PASS_OVER = "take", "wait", "pass over"


class Looking:
    """Whatever lies in one place, seen once in a round at most, and not in every round."""

    def __init__(self, bench: Bench, store: Store, place: str) -> None:
        self._bench, self.store = bench, store
        with bench.keeper.writing() as work:
            oldest = min((epoch for epoch, _key in work.rounds.team_keys(work.team_key()[0])), default=1)
        # Whoever is told earlier keys later on finds names that she could not compute when she looked first; and what a
        # backup says that she looked at was of another day.
        self._looked_at = f"looked/{place}/{oldest}/{bench.ring.ordinary_stream.hex()}"
        self._listing: frozenset[str] | None = None

    def may(self, pause: int) -> bool:
        """Whether it was not looked at for so many milliseconds, or was just now."""
        if self._listing is not None:
            return True
        with self._bench.keeper.writing() as work:
            looked = int.from_bytes(work.meta(self._looked_at) or b"", "big")
        return abs(self._bench.clock.now_ms() - looked) >= pause

    def there(self) -> frozenset[str]:
        """The names of everything."""
        if self._listing is None:
            self._listing = self.store.list("")
        return self._listing

    def note(self) -> None:
        """Only at the end: whoever is cut off while she takes in what was found looks again the next time."""
        if self._listing is not None:
            with self._bench.keeper.writing() as work:
                work.put_meta(self._looked_at, self._bench.clock.now_ms().to_bytes(8, "big"))
                work.commit()


class Bridge:
    """Reads snapshots of ordinary streams in one round of one profile, at one place."""

    def __init__(
        self, bench: Bench, looking: Looking, circle: Circle, progress: Progress | None = None,
        before: Before | None = None,
    ) -> None:
        self._bench, self._looking, self._circle = bench, looking, circle
        self._before = before or (lambda store, circle, made: TAKE)
        self._tell = progress or (lambda done, of: None)
        self._own = bench.ring.ordinary_stream
        self._is_damaged = False
        self.waits = False
        """Whether something lies there that cannot be taken yet."""

    def at_first(self, of: Sequence[Colleague] = (), pause: int = WEEK_MS) -> Iterator[Taken]:
        """Before bundles are read: once a week, and so at the very first meeting, whatever the place holds is seen.

        ``of``: of these alone.
        """
        if not self._looking.may(pause):
            return
        there = self._looking.there()
        for colleague in of or self._circle.colleagues:
            yield from self._take_newest(colleague, self._listed(colleague, there))
            self._note_gap(colleague, there)

    def over_gaps(self) -> Iterator[tuple[Colleague, Taken]]:
        """After bundles were read: where somebody has read more than is to be found."""
        for colleague, named in self._gaps():
            taken = list(self._take_newest(colleague, named))
            if not taken and self._looking.may(HOUR_MS):
                taken = list(self._take_newest(colleague, self._listed(colleague, self._looking.there())))
                taken = taken or list(self._take_covering(colleague))
            for each in taken:
                yield colleague, each

    # -- where to look -----------------------------------------------------------------

    def _gaps(self) -> list[tuple[Colleague, list[int]]]:
        """Streams of which somebody has read more, and the numbers of their snapshots that anybody named."""
        with self._bench.keeper.writing() as work:
            applied, heard = work.rounds.applied(), work.rounds.all_heard()
            said = work.rounds.snapshots_heard()
            missing = {each.stream for each in work.rounds.troubles() if each.kind == MISSING}
        found = []
        for colleague in self._circle.colleagues:
            here = applied.get(colleague.stream, Applied(colleague.stream)).seq
            farthest = max((seq for _via, stream, seq, _head in heard if stream == colleague.stream), default=0)
            if colleague.until is not None:
                farthest = min(farthest, colleague.until)
            if farthest > here or colleague.stream in missing:
                known = _known(said, colleague)
                found.append((colleague, sorted(
                    {k for _via, stream, k in said if stream == colleague.stream and k > known}, reverse=True)))
        return found

    def _listed(self, colleague: Colleague, there: frozenset[str], *, again: bool = False) -> list[int]:
        """Numbers of the snapshots of a stream that lie there and may be newer than what was read, newest first.

        ``again``: also the one that was read.
        """
        with self._bench.keeper.writing() as work:
            known = _known(work.rounds.snapshots_heard(), colleague)
        known = max(0, known - 1) if again else known
        return [k for k in range(known + NUMBERS, known, -1) if any(
            names.snapshot_name(key.names, colleague.stream, k) in there for key in self._circle.keys)]

    def _note_gap(self, colleague: Colleague, there: frozenset[str]) -> None:
        """The next bundle is not there and a later one is: somebody keeps it back, or it is on its way."""
        with self._bench.keeper.writing() as work:
            here = work.rounds.applied().get(colleague.stream, Applied(colleague.stream)).seq
            marks = names.marks_of(there)
            later = range(here + 2, here + 2 + FURTHER)
            if self._lies(colleague, here + 1, marks) or not any(self._lies(colleague, seq, marks) for seq in later):
                return
            work.rounds.put_trouble(MISSING, colleague.stream, here + 1, self._bench.clock.now_ms())
            work.commit()

    def _lies(self, colleague: Colleague, seq: int, marks: frozenset[bytes]) -> bool:
        return any(names.bundle_mark(key.names, colleague.stream, seq) in marks for key in self._circle.keys)

    # -- taking ------------------------------------------------------------------------

    def _take_newest(self, colleague: Colleague, numbers: list[int]) -> Iterator[Taken]:
        self._is_damaged = False
        for k in numbers:
            taken = self._taken(colleague, k)
            if taken is not None:
                if self._is_damaged:  # what came before it is read; what it stood for is still missing
                    self._note(DAMAGED, colleague)
                yield taken
                return

    def _take_covering(self, left: Colleague) -> Iterator[Taken]:
        """The newest snapshot of a coordinator's that stands for the stream of somebody who left."""
        for steward in self._circle.colleagues if left.until else ():
            if not may_cover(self._circle.known, steward.user):
                continue
            for k in self._listed(steward, self._looking.there(), again=True):
                made = self._planned(steward, k, for_stream=left.stream)
                taken = None if made is None else self._take(made)
                if taken is not None:
                    yield taken
                    return

    def _taken(self, colleague: Colleague, k: int) -> Taken | None:
        made = self._planned(colleague, k)
        return None if made is None else self._take(made)

    def _planned(self, colleague: Colleague, k: int, for_stream: bytes = b"") -> Plan | None:
        """What there is to take of this snapshot; None when it does not help, or not all of it is whole.

        ``for_stream``: it helps when it covers this one.
        """
        now = self._bench.clock.now_ms()
        try:
            found = find(self._looking.store.get, self._circle, colleague, k)
            if found is None:
                return None
            helps = any(each.stream == for_stream for each in found.shared().covers) if for_stream else (
                self._helps(colleague, found))
            if not helps or found.is_newer:
                return None
            with self._bench.keeper.writing() as work:
                hear_words(work, self._circle, found, now)
                work.commit()
            with self._bench.keeper.writing() as work:
                return plan(work, self._circle, found, self._own)
        except DamagedFile:
            self._note(DAMAGED, colleague)
            self._is_damaged = True
            return None

    def _helps(self, colleague: Colleague, found: FoundSnapshot) -> bool:
        """Whether it stands for more than was read of the stream, and no more than counts of it."""
        with self._bench.keeper.writing() as work:
            here = self._here(work, colleague)
            if found.seq <= here or (colleague.until is not None and found.seq > colleague.until):
                return False
            if found.is_newer:
                work.rounds.put_trouble(NEWER, colleague.stream, here + 1, self._bench.clock.now_ms())
                work.commit()
        return not found.is_newer

    def _take(self, made: Plan) -> Taken | None:
        answer = self._before(self._looking.store, self._circle, made)
        self.waits |= answer == WAIT
        if answer != TAKE:
            return None
        cases, done, of = set[bytes](), 0, len(made.openable)
        for first in range(0, of, AT_ONCE):
            some = made.openable[first : first + AT_ONCE]
            try:
                with self._bench.keeper.writing() as work:
                    cases |= set(take_sections(work, self._circle, made, some, self._bench.clock.now_ms()))
                    work.commit()
            except DamagedFile:  # it speaks of another case
                self._note(REFUSED, made.found.author)
                return None
            done += len(some)
            self._tell(done, of)
        with self._bench.keeper.writing() as work:
            finish(work, self._circle, made, self._bench.clock.now_ms())
            work.commit()
        return Taken(True, 0, frozenset(cases))

    def _note(self, kind: str, colleague: Colleague) -> None:
        with self._bench.keeper.writing() as work:
            work.rounds.put_trouble(kind, colleague.stream, self._here(work, colleague) + 1,
                                    self._bench.clock.now_ms())
            work.commit()

    def _here(self, work: UnitOfWork, colleague: Colleague) -> int:
        return work.rounds.applied().get(colleague.stream, Applied(colleague.stream)).seq


def _known(said: list[tuple[bytes, bytes, int]], colleague: Colleague) -> int:
    """The newest snapshot that the author herself named in what was read of her: it stands for no more than that."""
    return max((k for via, stream, k in said if via == stream == colleague.stream), default=0)
