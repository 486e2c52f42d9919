# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits, publishes and pulls in a process of its own, and says each edit that was acknowledged.

``python rounds_until_killed.py FOLDER NAME PASSPHRASE STORE BEGAN``, used by ``test_killed_in_rounds``: for every
line on standard input a child is begun that goes on until somebody kills it. ``BEGAN`` is when time began to
run, in seconds; from then on a second counts for ten minutes, so that what was written can be sent.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import sqlalchemy.pool  # noqa: F401 - imported once here, not again in every child

from assist.clock import FixedClock
from assist.crypto.kdf import FOR_TESTS
from assist.crypto.words import word_list
from assist.practice import fill
from assist.services.syncing import SyncService
from assist.sync.stores.folder import FolderStore
from forms.registry import all_specs
from ui.wiring import Door

FAST = 600


class FastClock(FixedClock):
    """Ten minutes go by in a second, in every process alike."""

    def __init__(self, began: float) -> None:
        super().__init__(datetime.fromtimestamp(began, UTC))
        self._began = began

    def now_ms(self) -> int:
        """See Clock."""
        self.set(datetime.fromtimestamp(self._began + (time.time() - self._began) * FAST, UTC))
        return super().now_ms()


def main(folder: str, name: str, passphrase: str, store: str, began: str) -> None:
    """Begin a child a line; say its number first, and that it is gone last."""
    all_specs()
    word_list("es")
    for number, _line in enumerate(sys.stdin):
        child = os.fork()
        if not child:
            print(f"child {os.getpid()}", flush=True)
            work(Path(folder), (name, passphrase), FolderStore(Path(store)), (FastClock(float(began)), number))
        os.waitpid(child, 0)
        print("gone", flush=True)


def work(folder: Path, who: tuple[str, str], store: FolderStore, when: tuple[FastClock, int]) -> None:
    """Sign in; edit twice, meet, and again, until somebody kills this process."""
    clock, life = when
    desk = Door(folder, clock, FOR_TESTS).sign_in(*who)
    sync = SyncService(desk.bench)
    with desk.bench.keeper.writing() as work:
        cases = sorted(case.hex() for case in work.all_cases())
    turn = 0
    while True:
        turn += 1
        for case in cases[turn % 2 :: 2]:
            word = f"{who[0]}-{life}-{turn}"
            opening = desk.records.open("F11", case)
            fill(opening, {"outcome": "held", "person_wants": word})
            desk.records.save(opening)
            print(f"kept {case} {word}", flush=True)
            opening = desk.records.open("F01", case)
            fill(opening, {"chosen_name": word})
            desk.records.save(opening)
            print(f"named {case} {word}", flush=True)
        sync.round(store)
        print(f"met {turn}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
