# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Four laptops, a store that means harm and a switch that cuts off at any step: what model tests stand on.

The profiles are real ones in real encrypted files. They are founded once and copied, the passphrase's
key is derived once, and a roster that was followed once is not followed again: so a run costs a tenth
of a second and hundreds of them fit into the gate.
"""

from __future__ import annotations

import atexit
import os
import random  # noqa: TID251 - what is damaged must be the same for the same seed
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from pathlib import Path
from typing import Any

import pytest

from assist import changesets
from assist.clock import FixedClock
from assist.crypto import kdf
from assist.crypto.kdf import FOR_TESTS
from assist.domain import wire
from assist.errors import AssistError, StoreTrouble
from assist.roundbook import Trouble
from assist.rows import READABLE
from assist.services import bridging
from assist.services.syncing import SyncService
from db.rounds import Rounds
from db.unit_of_work import Work
from tests.conftest import NOON, PASSPHRASE
from tests.syncing.team import MINUTE, Member, MemoryStore, met, settle
from tests.totals import Totals
from ui.wiring import Door

NAMES = ("Killa", "Inti", "Mar", "Luz")
MOST_TURNS = 12
"""Rounds of everybody after which whoever still has something new has it for ever."""

NO_FURTHER = 60
"""No stream of a short story has more bundles: a listing need not be compared with names of thousands."""

Dot = tuple[bytes, int, int]
Spec = dict[str, frozenset[tuple[object, ...]]]


def examples(in_the_gate: int, asked: str = "AMPARO_EXAMPLES", parts: int = 1) -> int:
    """How many runs of each part of a model: few in the gate, as many as ``run.py soak`` asks for in all elsewhere."""
    return -(-int(os.environ.get(asked, in_the_gate)) // parts)


# -- cut off ------------------------------------------------------------------------------


class CutOff(BaseException):
    """The laptop is switched off at this moment."""


class Endless(AssertionError):
    """More steps than any honest piece of work takes: it goes round in circles."""


class Steps:
    """Counts what a laptop does to its databases and to the store, before and after each, and cuts off at one."""

    MOST = 6_000

    def __init__(self) -> None:
        self.count, self.deadly = 0, 0

    def one(self) -> None:
        """One more."""
        self.count += 1
        if self.count == self.deadly:
            raise CutOff
        if self.count > self.MOST:
            raise Endless

    @contextmanager
    def cutting_at(self, step: int) -> Iterator[Steps]:
        """From now on the ``step``-th is the last one; 0 for none."""
        self.count, self.deadly = 0, step
        try:
            yield self
        finally:
            self.count, self.deadly = 0, 0


steps = Steps()


def _counted(real: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(real)
    def act(*words: Any, **named: Any) -> Any:
        steps.one()
        done = real(*words, **named)
        steps.one()
        return done
    return act


@contextmanager
def counting() -> Iterator[None]:
    """Every call on what keeps rounds, on the log of a save, and on the end of a transaction, is a step."""
    patched: list[tuple[type, str, Any]] = [
        (owner, name, call) for owner, wanted in ((Rounds, None), (Work, ("commit", "put_case_key", "apply")))
        for name, call in vars(owner).items()
        if callable(call) and not name.startswith("_") and (wanted is None or name in wanted)]
    with pytest.MonkeyPatch.context() as patch:
        for owner, name, call in patched:
            patch.setattr(owner, name, _counted(call))
        patch.setattr(kdf, "derive", cache(kdf.derive))
        patch.setattr(bridging, "FURTHER", NO_FURTHER)
        yield


# -- laptops ------------------------------------------------------------------------------


class Laptop(Member):
    """One of a team whose files were laid down before."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder / name, name
        self.clock = FixedClock(NOON)
        self._open()

    def _open(self) -> None:
        self.door = Door(self.folder, self.clock, FOR_TESTS)
        self.desk = self.door.sign_in(self.name, PASSPHRASE)
        self.sync = SyncService(self.desk.bench)

    def come_back(self) -> None:
        """Switched off without a word, and on again."""
        self.desk.bench.keeper.close()
        self.door.leave()
        self._open()

    def key_is_kept_back(self, case: str, *, is_kept: bool) -> None:
        """As if the team had the key of a case already, though it never got it."""
        with self.desk.bench.keeper.writing() as work:
            work.case.connection.exec_driver_sql(  # type: ignore[attr-defined]
                "UPDATE cas SET key_sent = ? WHERE cid = ?", (int(is_kept), bytes.fromhex(case)))
            work.commit()

    def reads_all_again(self) -> None:
        """Forgets how far it had read: everything comes a second time."""
        with self.desk.bench.keeper.writing() as work:
            work.case.connection.exec_driver_sql("DELETE FROM applied")  # type: ignore[attr-defined]
            work.commit()


@cache
def laid_down(*called: str) -> tuple[Path, dict[str, bytes]]:
    """A team that knows each other and one case of each of the first two, and the store it met over; made once."""
    folder, store = Path(tempfile.mkdtemp(prefix="amparo-team-")), MemoryStore()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    members = met(folder, *called)
    for member, name in zip(members[:2], NAMES, strict=False):
        member.first_contact(name)
    settle(members, store)
    for member in members:
        member.close()
    return folder, store.objects


@contextmanager
def team_of(*called: str, store: MemoryStore | None = None) -> Iterator[list[Laptop]]:
    """Fresh copies of such a team, and of what lies in its store."""
    origin, objects = laid_down(*called)
    if store is not None:
        store.objects.update(objects)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(origin, folder, dirs_exist_ok=True)
        laptops = [Laptop(Path(folder), name) for name in called]
        try:
            yield laptops
        finally:
            for laptop in laptops:
                laptop.desk.bench.keeper.close()
                laptop.door.leave()


# -- the store ----------------------------------------------------------------------------

HARMS = ("withhold", "some", "flip", "tear", "swap", "rename", "full", "")


class RoughStore(MemoryStore):
    """Keeps back, tears, flips, exchanges and renames what it is told to; each of its calls is a step."""

    def __init__(self, totals: Totals | None = None) -> None:
        super().__init__()
        self.harm, self.dice, self.totals = "", random.Random(3), totals if totals is not None else Totals()

    def get(self, name: str) -> bytes | None:
        """See ports.Store."""
        steps.one()
        found = self._harmed(name, super().get(name))
        steps.one()
        return found

    def put(self, name: str, content: bytes) -> None:
        """See ports.Store."""
        steps.one()
        if self.harm == "full":
            self.totals["faults"] += 1
            raise StoreTrouble("store.full")
        super().put(name, content)
        steps.one()

    def list(self, prefix: str) -> frozenset[str]:
        """See ports.Store; what is kept back is not listed either."""
        steps.one()
        found = super().list(prefix)
        if self.harm in ("withhold", "some"):
            self.totals["faults"] += 1
            found = frozenset() if self.harm == "withhold" else frozenset(n for n in found if n[0] not in "abc")
        steps.one()
        return found

    def delete(self, name: str) -> None:
        """See ports.Store."""
        steps.one()
        super().delete(name)
        steps.one()

    def _harmed(self, name: str, found: bytes | None) -> bytes | None:
        if not self.harm or self.harm == "full" or not self.objects:
            return found
        if found is None and self.harm != "rename":
            return None
        self.totals["faults"] += 1
        if self.harm == "some":
            return None if name[0] in "abc" else found  # one in ten
        if self.harm in ("swap", "rename"):
            return self.objects[self.dice.choice(sorted(self.objects))]
        if self.harm == "flip":
            at = self.dice.randrange(len(found or b""))
            return (found or b"")[:at] + bytes([(found or b"")[at] ^ 4]) + (found or b"")[at + 1 :]
        return (found or b"")[: len(found or b"") // 2] if self.harm == "tear" else None


# -- what must come of it -------------------------------------------------------------------


def specification(members: list[Any]) -> Spec:
    """Of every case: all values anybody wrote, without those that somebody who saw them replaced."""
    written: dict[Dot, tuple[str, tuple[object, ...]]] = {}
    replaced: set[Dot] = set()
    for member in members:
        stream = member.desk.bench.ring.ordinary_stream
        with member.desk.bench.keeper.writing() as work:
            rows = work.log_rows(stream, 0, 1 << 20)
        for made in (changesets.decode(row.body) for row in rows if row.kind == READABLE):
            for place, op in enumerate(made.ops):
                if op.kind in wire.REGISTER_OPS:
                    dot = (stream, made.n, place)
                    written[dot] = (made.comp.hex(), (op.entity, op.etype, op.field, dot, made.hlc, op.value))
                    replaced |= {tuple(each) for each in op.supersedes}
    live: dict[str, set[tuple[object, ...]]] = {}
    for dot, (case, value) in written.items():
        if dot not in replaced:
            live.setdefault(case, set()).add(value)
    return {case: frozenset(values) for case, values in live.items()}


def troubles_left(laptop: Any, members: list[Any]) -> list[Trouble]:
    """What a laptop still calls wrong though it was sent and can be read.

    Of what lay where nothing was sent, it may go on saying that it lay there.
    """
    last = {bytes(16): 0}  # the list of people
    for member in members:
        ring = member.desk.bench.ring
        with member.desk.bench.keeper.writing() as work:
            for stream in (ring.ordinary_stream, ring.protected_stream):
                last[stream] = work.rounds.sent(stream).seq
    return [each for each in laptop.sync.troubles() if each.seq <= last[each.stream]]


def conflicts_in(spec: Spec) -> int:
    """Registers with more than one value: what people have to settle."""
    return sum(
        count > 1 for values in spec.values() for count in Counter((value[0], value[2]) for value in values).values())


def meet_until_quiet(members: list[Any], store: Any) -> None:
    """Rounds of everybody until nobody sends anything more: what all sent before, all have read by then."""
    for _turn in range(MOST_TURNS):
        with steps.cutting_at(0):
            done = [member.round(store) for member in members]
        if not any(each.carried for each in done):
            return
    raise Endless


def try_round(member: Any, store: Any, step: int = 0, seconds: int = 2 * MINUTE) -> bool:
    """A round so long after the last that may break off at that step; True when it was cut off there."""
    try:
        with steps.cutting_at(step):
            member.round(store, seconds)
    except CutOff:
        member.come_back()
        return True
    except AssistError:
        return False
    return False
