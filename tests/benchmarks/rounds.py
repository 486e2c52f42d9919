# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows about colleagues: sending, reading, nothing new, a new laptop; floors are the prototype's figures.

``python -m tests.benchmarks.rounds [CASES]`` prints them alone. The figures of security-and-sync.md 2.6 were taken
on another day, and of a prototype that kept no lists, no search and no second signature.
"""

from __future__ import annotations

import random  # noqa: TID251 - the same people are written to for the same seed
import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from assist import changesets
from assist.changesets import Op, pack_answer, person_of, single_record
from assist.domain import wire
from assist.practice import PracticeOrder, make_practice
from assist.rows import READABLE
from assist.services.bridging import Looking
from assist.services.scribe import Put, Target
from assist.sync.stores.folder import FolderStore
from forms.answers import Answer
from forms.registry import all_specs
from tests.benchmarks.child import megabytes
from tests.benchmarks.fifty import of_fifty
from tests.benchmarks.rows import Row, beside, milliseconds, show
from tests.syncing.compacting import circle
from tests.syncing.team import Member, met
from ui.wiring import Door

SEED, TEMPLATES, TURNS, MONTHS = 7, 12, 7, 3
KEY_MS = 401
"""Argon2id of 256 MiB, three passes, four lanes, where the prototype was measured (security-and-sync.md 2.3)."""
MOST_CASES = 10_000
"""What the bounds speak of."""

LOT = 250
"""Invented cases written in one transaction."""

FIELD = next(number for number, spec in all_specs().items() if isinstance(number, int) and spec.type == "text_long")
"""A long text of some form, written to again and again."""


# -- many cases ---------------------------------------------------------------------------


def histories(folder: Path) -> list[tuple[bytes, list[changesets.Changeset]]]:
    """Whole histories of some invented people: the case and its ordinary changes in order."""
    door = Door(folder)
    made = make_practice(door.found, PracticeOrder(TEMPLATES, SEED, "es"))
    found = []
    with made.desk.bench.keeper.writing() as work:
        for case in work.all_cases():
            rows = [row for row in work.log_of_case(case) if row.kind == READABLE]
            if rows:
                found.append((case, [changesets.decode(row.body) for row in sorted(rows, key=lambda row: row.n)]))
    made.desk.close()
    door.leave()
    return found


def lived_by_others(member: Member, templates: list[tuple[bytes, list[changesets.Changeset]]], count: int) -> None:
    """The same histories again and again, each time another person's."""
    endless = (templates[at % len(templates)] for at in range(count))
    while lot := list(islice(endless, LOT)):
        with member.desk.bench.keeper.writing() as work:
            for template, history in lot:
                _again(member, work, template, history)
            work.commit()


def _again(member: Member, work: Any, template: bytes, history: list[changesets.Changeset]) -> None:
    case, numbers = secrets.token_bytes(16), dict[tuple[bytes, int], tuple[bytes, int]]()
    ids = {template: case, person_of(template): person_of(case)}
    for form in {spec.form for spec in all_specs().values()}:
        ids[single_record(template, form)] = single_record(case, form)
    stream = member.desk.bench.ring.ordinary_stream
    for change in history:
        for op in change.ops:
            ids.setdefault(op.entity, sha256(case + op.entity).digest()[:16])
        puts = [Put(ids[op.entity], op.etype, op.field, _moved(op, ids), 1,
                    tuple((*numbers[dot[0], dot[1]], dot[2]) for dot in op.supersedes if (dot[0], dot[1]) in numbers),
                    op.kind) for op in change.ops if op.kind in wire.REGISTER_OPS]
        if puts:
            numbers[change.stream, change.n] = (stream, work.top(stream) + 1)
            member.desk.bench.scribe.write(work, Target(case), puts)


def _moved(op: Op, ids: dict[bytes, bytes]) -> bytes:
    if op.field in (wire.PARENT, wire.ORIGINAL, wire.PERSON_OF) and op.value[2:] in ids:
        return op.value[:2] + ids[op.value[2:]]
    return op.value


# -- a day's changes ------------------------------------------------------------------------


def changes(member: Member, cases: list[bytes], count: int) -> None:
    """So many saves over these cases, each of one answer that replaces the last."""
    shown = dict[bytes, tuple[Any, ...]]()
    for first in range(0, count, LOT):
        with member.desk.bench.keeper.writing() as work:
            for number in range(first, min(first + LOT, count)):
                case = cases[number % len(cases)]
                entity = person_of(case)
                value = pack_answer(Answer(f"Llegó puntual. Nota {number}."))
                member.desk.bench.scribe.write(work, Target(case), [
                    Put(entity, wire.PERSON, FIELD, value, 1, shown.get(case, ()))])
                stream = member.desk.bench.ring.ordinary_stream
                shown[case] = ((stream, work.top(stream), 0),)
            work.commit()


def later(member: Member) -> None:
    """Two minutes."""
    member.clock.set(datetime.fromtimestamp(member.clock.now_ms() / 1000 + 120, UTC))


class Pair:
    """Ana, who wrote everything, and Beto, whose laptop is new."""

    def __init__(self, folder: Path, lives: Callable[[Member], None]) -> None:
        self._lies = folder / "store"
        self._lies.mkdir(parents=True)
        self.store = FolderStore(self._lies)
        self.ana, self.beto = met(folder, "Ana", "Beto")
        lives(self.ana)
        later(self.ana)
        self.ana.sync.publish()
        with self.ana.desk.bench.keeper.writing() as work:
            self.cases: list[bytes] = work.all_cases()
            # What lies in bundles is not what is measured: as after the first month, a snapshot stands for it.
            work.rounds.forget_objects(work.rounds.own_objects())
            work.commit()
        self.making = milliseconds(lambda: self.ana.sync._snapshots.make(circle(self.ana)))
        self.ana.sync.carry_out(self.store)
        self.size = sum(self.laid().values())
        self.peak = self.before = megabytes()
        self.values = 0.0

    def laid(self) -> dict[str, int]:
        """Objects in the store and their bytes."""
        return {path.name: path.stat().st_size for path in self._lies.rglob("*") if path.is_file()}

    def boots(self) -> float:
        """How long it takes until Beto has everything, in milliseconds."""
        def told(_done: int, _of: int) -> None:
            self.peak = max(self.peak, megabytes())

        took = milliseconds(lambda: self.beto.sync.round(self.store, progress=told))
        with self.beto.desk.bench.keeper.writing() as work:
            assert len(work.all_cases()) == len(self.cases)
            some = self.cases[:: max(1, len(self.cases) // 100)]
            self.values = sum(len(work.ordinary_rows(case)) for case in some) / len(some)
        return took

    def sends(self, cases: list[bytes], count: int) -> float:
        """Milliseconds to make bundles of so many changes and to lay them down."""
        changes(self.ana, cases, count)
        later(self.ana)
        return milliseconds(lambda: (self.ana.sync.publish(), self.ana.sync.carry_out(self.store)))

    def reads(self) -> float:
        """Milliseconds of Beto's reading alone."""
        return milliseconds(lambda: list(
            self.beto.sync._pull(self.store, Looking(self.beto.desk.bench, self.store, "here"), None)))

    def close(self) -> None:
        """Both go home."""
        self.ana.close()
        self.beto.close()


def of_ten(pair: Pair, dice: random.Random) -> float:
    """Reading ten changes in ten cases."""
    pair.sends(dice.sample(pair.cases, 10), 10)
    return pair.reads()


def rows(folder: Path, cases: int, months: int = MONTHS, weighed: list[float] | None = None) -> Iterator[Row]:
    """Floors are the prototype's figures; but for ten changes, which stand beside a laptop with a hundred cases.
    A new laptop reads cases as small as the prototype's, then whole histories of years: one bound for both.

    ``weighed`` is told the bytes of a case in the snapshot.
    """
    templates = histories(folder / "templates")
    small = Pair(folder / "small", lambda ana: lived_by_others(ana, templates, min(100, cases)))
    small.boots()
    share = cases / 10_000
    fifty = Pair(folder / "fifty", lambda ana: of_fifty(ana, cases))
    yield replace(_booted("a new laptop reads cases of 40 answers and 10 notes", fifty, share), of=cases)
    fifty.close()
    pair = Pair(folder / "large", lambda ana: lived_by_others(ana, templates, cases))
    if weighed is not None:
        weighed.append(pair.size / cases)
    yield replace(_booted("a new laptop reads whole histories", pair, share), of=cases)
    few, many, dice = [], [], random.Random(SEED)
    for _turn in range(TURNS):
        few.append(of_ten(small, dice))
        many.append(of_ten(pair, dice))
    small.close()
    yield replace(beside("read 10 changes", few, many, 2.0, "beside reading them among 100"), of=cases)
    yield from (replace(row, of=cases) for row in _months_and_hours(pair, months))
    pair.close()


def _booted(action: str, pair: Pair, share: float) -> Row:
    row = beside(action, [22_900 * share], [pair.boots()], 60 / 22.9)
    return replace(row, note=(
        f"snapshot {pair.size / 1e6:.0f} MB ({52 * share:.0f}), made in {pair.making / 1000:.1f} s; "
        f"{pair.peak - pair.before:.0f} MB of memory while reading; {pair.values:.0f} values a case"))


def _months_and_hours(pair: Pair, months: int) -> Iterator[Row]:
    sent, read = [], []
    for _month in range(months):
        sent.append(pair.sends(pair.cases[:40], 5000))
        read.append(pair.reads())
    yield beside("send 5,000 changes over 40 cases", [38], sent, 1000 / 38, "three bundles; no bound set")
    yield beside("read 5,000 changes over 40 cases", [233], read, 2000 / 233, "each with its author's signature")
    sent, read, sizes = [], [], []
    for _hour in range(TURNS):
        before = pair.laid()
        sent.append(pair.sends(pair.cases[40:48], 8))
        sizes += [size for name, size in pair.laid().items() if name not in before]
        read.append(pair.reads())
    yield beside("send an hour's 8 changes", [1.8], sent, 1000 / 1.8, "laid down with fsync; no bound set")
    yield Row("the largest bundle of an hour", 4096, max(sizes), 1.0, f"{len(sizes)} of {TURNS} hours, one each", "B")
    yield beside("read an hour's 8 changes", [5.6], read, 1000 / 5.6, "no bound set")
    nothing = [pair.reads() for _ in range(TURNS)]
    yield beside("nothing new to read", [0.2], nothing, 5 / 0.2, "one colleague, a folder")


def main(words: list[str]) -> int:
    """The table alone."""
    with tempfile.TemporaryDirectory() as folder:
        show(list(rows(Path(folder), int(words[0]) if words else 10_000)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
