# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three laptops edit, send and read over one folder, each killed again and again: no acknowledged edit is lost."""

from __future__ import annotations

import os
import random  # noqa: TID251 - instants of a test, the same every time
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from assist import changesets
from assist.errors import DamagedFile
from assist.rows import READABLE
from assist.sync.stores import shelves
from assist.sync.stores.folder import FolderStore
from tests.conftest import PASSPHRASE
from tests.faults.rounds_until_killed import FastClock
from tests.syncing.model import Laptop, Totals, conflicts_in, meet_until_quiet, specification, team_of

PROGRAM = Path(__file__).with_name("rounds_until_killed.py")
KILLS = int(os.environ.get("AMPARO_KILLS", "60"))
"""``run.py soak`` kills 240 times."""
TEAM = ("Ana", "Beto", "Carla")
WORD = re.compile(r"(Ana|Beto|Carla)-\d+-\d+")


class Saver:
    """A process that works at one laptop until it is killed, and what it said it kept."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.said: list[list[str]] = []
        self._pid = 0

    def begin(self) -> None:
        """A new child."""
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()
        self._pid = int(self._line()[1])

    def kill(self) -> None:
        """At once, and read what it said until then; a line cut off half-way says nothing."""
        os.kill(self._pid, signal.SIGKILL)
        while (words := self._line()) and words[-1:] != ["gone"]:
            self.said.append(words)

    def hear(self) -> None:
        """One line more."""
        self.said.append(self._line())

    def _line(self) -> list[str]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the process ended by itself"
        return line.replace("gone", " gone").split()


@contextmanager
def working(laptop: Laptop, store: Path, began: float) -> Iterator[Saver]:
    """The process of a laptop."""
    words = [sys.executable, str(PROGRAM), str(laptop.folder), laptop.name, PASSPHRASE, str(store), str(began)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Saver(process)


def test_no_acknowledged_edit_is_lost_and_none_is_there_twice(tmp_path: Path):
    """Kill -9 at random instants of all three; then they meet, hold the same, and nothing unfinished is left."""
    dice, folder, began = random.Random(11), tmp_path / "store", time.time()
    folder.mkdir()
    with team_of(*TEAM) as laptops:
        for laptop in laptops:
            laptop.desk.close()
            laptop.door.leave()
        with ExitStack() as running:
            savers = [running.enter_context(working(laptop, folder, began)) for laptop in laptops]
            for saver in savers:
                saver.begin()
            for number in range(KILLS):
                saver = savers[number % len(savers)]
                for _ in range(dice.randint(1, 8)):
                    saver.hear()
                for _ in range(dice.randint(0, 60_000)):
                    pass
                saver.kill()
                saver.begin()
            for saver in savers:
                saver.kill()
        kept = [(words[1], words[2]) for saver in savers for words in saver.said if len(words) == 3]
        left = list(folder.rglob(".*.part"))
        for laptop in laptops:
            laptop.clock = FastClock(began)
            laptop._open()
        make_old(left)
        store = FolderStore(folder)
        store.list("")
        meet_until_quiet(laptops, store)
        judge(laptops, kept)
        conflicts = conflicts_in(specification(laptops))

    assert [path for path in folder.rglob("*") if path.is_file() and not shelves.is_object(path.name)] == []
    Totals({"kill -9": KILLS + len(savers), "acknowledged edits": len(kept), "edits lost": 0, "there twice": 0,
            "conflicts kept": conflicts, "unfinished files swept": len(left)}).write("kills")


def make_old(paths: list[Path]) -> None:
    """Begun over an hour ago, as their names say: somebody slower may be writing a younger one."""
    for path in paths:
        first, name, _begun, *rest = path.name.split(".")
        path.rename(path.with_name(".".join((first, name, f"{int(time.time() - 2 * shelves.ABANDONED):x}", *rest))))


def judge(laptops: list[Laptop], kept: list[tuple[str, str]]) -> None:
    """Every laptop holds what the specification says, and every word that was acknowledged, and none of them twice."""
    expected, said = specification(laptops), Counter(kept)
    for laptop in laptops:
        assert laptop.everything() == expected
        laptop.desk.signed.open_vault(PASSPHRASE)
        assert [row.name for row in laptop.desk.checks.run() if not row.ok and row.name != "not_older"] == []
        assert laptop.sync.troubles() == []
        found = words_of(laptop)
        assert max(found.values()) == 1
        lost = said - Counter((case, word) for case, word, _field in found)
        assert lost == Counter()


def words_of(laptop: Laptop) -> Counter[tuple[str, str, object]]:
    """Case, word and field of everything that was written by any of the processes, from the log of one laptop."""
    found: Counter[tuple[str, str, object]] = Counter()
    with laptop.desk.bench.keeper.writing() as work:
        bodies = [row.body for row in work.log.every() if row.kind == READABLE]  # type: ignore[attr-defined]
    for made in map(changesets.decode, bodies):
        for op in made.ops:
            with suppress(DamagedFile):
                value = changesets.unpack_answer(op.value).value
                if isinstance(value, str) and WORD.fullmatch(value):
                    found[made.comp.hex(), value, op.field] += 1
    return found
