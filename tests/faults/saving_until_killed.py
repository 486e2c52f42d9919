# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Saves one form after the other in a process of its own and says each one that was acknowledged.

``python saving_until_killed.py FOLDER PASSPHRASE``, used by ``test_killed_while_saving``: for every line
on standard input a child process of its own is begun, which saves until somebody kills it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import sqlalchemy.pool  # noqa: F401 - imported once here, not again in every child

from assist.clock import SystemClock
from assist.crypto.kdf import FOR_TESTS
from assist.crypto.words import word_list
from forms.registry import all_specs
from ui.wiring import Door


def main(folder: str, passphrase: str) -> None:
    """Begin a child a line; say its number first, and that it is gone last."""
    all_specs()
    word_list("es")
    for _line in sys.stdin:
        child = os.fork()
        if not child:
            print(f"child {os.getpid()}", flush=True)
            save(folder, passphrase)
        os.waitpid(child, 0)
        print("gone", flush=True)


def save(folder: str, passphrase: str) -> None:
    """Sign in and save until somebody kills this process."""
    desk = Door(Path(folder), SystemClock(), FOR_TESTS).sign_in("Ana Ríos", passphrase)
    opening = desk.records.open("F01")
    opening.session.answer("chosen_name", "Killa")
    opening.session.answer("may_keep_note", "yes")
    case = desk.records.save(opening).case
    number = 0
    while True:
        opening = desk.records.open("F11", case)
        opening.session.answer("outcome", "held")
        opening.session.answer("person_wants", f"wish {number}")
        opening.session.answer("protected_part", f"sealed {number}")
        saved = desk.records.save(opening)
        print(f"{case} {saved.record} {number}", flush=True)
        number += 1


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
