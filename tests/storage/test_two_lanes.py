# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lanes may ask at the same time: a connection serves one thread after the other and nobody waits for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable

from assist.desk import Desk
from assist.errors import AssistError
from tests.conftest import PASSPHRASE

THREADS, ROUNDS, LONGEST_S = 6, 40, 60


def at_once(*acts: Callable[[], object]) -> list[BaseException]:
    """Many threads doing these again and again; what went wrong, a hang included."""
    wrong: list[BaseException] = []
    start = threading.Barrier(THREADS)

    def work(act: Callable[[], object]) -> None:
        start.wait(LONGEST_S)
        try:
            for _round in range(ROUNDS):
                act()
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=work, args=(acts[at % len(acts)],), daemon=True) for at in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST_S)
    wrong += [TimeoutError(thread.name) for thread in threads if thread.is_alive()]
    return wrong


def test_readers_in_two_lanes_do_not_wait_for_each_other_for_ever(desk: Desk):
    """The driver locks inside when two threads use one connection."""
    assert at_once(desk.status.read, desk.cases.day, desk.preferences.read) == []


def test_readers_and_writers_meet_without_an_error(desk: Desk):
    """A list is asked for while something is saved, and after every commit both are right."""
    kept = desk.preferences.read()

    wrong = at_once(desk.status.read, lambda: desk.preferences.write(kept), desk.records.drafts)

    assert wrong == []
    assert desk.bench.keeper.audit_break() == 0


def test_the_vault_may_be_shut_while_somebody_reads(desk: Desk):
    """Whoever reads finishes; afterwards it is shut."""
    assert at_once(desk.status.read, desk.cases.day, desk.signed.shut_vault) == []
    assert not desk.vault_open


def test_interrupting_while_the_vault_is_opened_and_shut_reaches_nothing_that_is_gone(desk: Desk):
    """The lock may come at any moment."""
    def again() -> None:
        desk.signed.open_vault(PASSPHRASE)
        desk.signed.shut_vault()

    wrong = at_once(desk.interrupt, again, desk.status.read)

    assert {type(error) for error in wrong} <= {AssistError}
    assert {error.code for error in wrong} <= {"db.interrupted"}
