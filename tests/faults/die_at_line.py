# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Does one piece of work and, as ``kill -9`` would, ends this process at the n-th line of the watched modules.

``die_at_line.py N WORK ARGUMENT…`` — with N = 0 the work is finished, and the number of lines is printed.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import Any

from db import backup, backup_file, connection, engine, migrate
from db.migrate import Execute

KEY = bytes(range(32))
VAULT_KEY = bytes(range(1, 33))


def first(execute: Execute) -> None:
    """Two tables and twenty rows each: they must always agree."""
    execute("CREATE TABLE house(id INTEGER PRIMARY KEY, name TEXT)")
    execute("CREATE TABLE room(id INTEGER PRIMARY KEY, house INTEGER REFERENCES house(id))")
    for number in range(1, 21):
        execute("INSERT INTO house(name) VALUES (?)", (f"house {number}",))
        execute("INSERT INTO room(house) VALUES (?)", (number,))


def second(execute: Execute) -> None:
    """A table is made again with a column more."""
    execute("CREATE TABLE house_new(id INTEGER PRIMARY KEY, name TEXT, street TEXT NOT NULL DEFAULT '')")
    execute("INSERT INTO house_new(id, name) SELECT id, name FROM house")
    execute("DROP TABLE house")
    execute("ALTER TABLE house_new RENAME TO house")


def third(execute: Execute) -> None:
    """Rows move to a table of their own."""
    execute("CREATE TABLE street(house INTEGER PRIMARY KEY, name TEXT)")
    for house, name in execute("SELECT id, name FROM house"):
        execute("INSERT INTO street VALUES (?, ?)", (house, name + " street"))
    execute("ALTER TABLE house DROP COLUMN street")


def bring_up_to_date(path: str) -> None:
    """Migrate a file through all three steps."""
    migrate.migrate(Path(path), KEY, [first, second, third], list)


def back_up(profile: str) -> None:
    """Make one more backup of a profile."""
    backup.make_backup(Path(profile), KEY, VAULT_KEY)


def restore(package: str, folder: str) -> None:
    """Unpack a backup into a new workspace."""
    backup.unpack(Path(package), Path(folder), "0123456789abcdef" * 2)


def save_for_ever(path: str) -> None:
    """Commit pairs of rows, and say so after each commit; only a signal ends it."""
    with closing(connection.connect(Path(path), KEY)) as open_file:
        for number in range(1, sys.maxsize):
            open_file.execute("BEGIN IMMEDIATE")
            open_file.execute("INSERT INTO a VALUES (?, ?)", (number, bytes(500)))
            open_file.execute("INSERT INTO b VALUES (?, ?)", (number, bytes(500)))
            open_file.execute("COMMIT")
            print(number, flush=True)


WORKS: dict[str, Callable[..., None]] = {
    work.__name__: work for work in (bring_up_to_date, back_up, restore, save_for_ever)
}
WATCHED = {module.__file__ for module in (backup, backup_file, connection, engine, migrate)} | {__file__}


class Countdown:
    """Counts lines of the watched modules, and kills at the chosen one."""

    def __init__(self, deadly: int) -> None:
        self.deadly = deadly
        self.lines = 0

    def __call__(self, frame: FrameType, event: str, _argument: object) -> Any:
        """See ``sys.settrace``."""
        if frame.f_code.co_filename not in WATCHED:
            return None
        if event == "line":
            self.lines += 1
            if self.lines == self.deadly:
                os.kill(os.getpid(), signal.SIGKILL)
        return self


def main() -> None:
    """Do what the command line says."""
    countdown = Countdown(int(sys.argv[1]))
    work = WORKS[sys.argv[2]]
    sys.settrace(countdown)
    work(*sys.argv[3:])
    sys.settrace(None)
    print(countdown.lines)


if __name__ == "__main__":
    main()
