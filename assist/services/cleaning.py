# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What follows when something was taken out for good: no freed page, no journal and no backup holds it any more."""

from __future__ import annotations

from contextlib import suppress

from assist.errors import NoRoom
from assist.ports import Databases, Keeper, UnitOfWork

JOB = "clean"
_REF = b"clean"
"""One job is enough however much was taken out: it cleans everything."""


def promise_cleaning(work: UnitOfWork) -> None:
    """Put on record, in the same commit as the taking out, that the rest is still to be done."""
    work.put_job(_REF, JOB, b"")


def leave_nothing(keeper: Keeper, databases: Databases) -> None:
    """Empty the write-ahead files, and replace every older backup by one made now (rulings 15 and 69)."""
    keeper.settle()
    if databases.backups(keeper.folder / "bak"):
        newest = keeper.make_backup()
        databases.delete_others(newest.parent, newest)
    with keeper.writing() as work:
        work.end_job(_REF)
        work.commit()
    keeper.settle()


def resume_cleaning(keeper: Keeper, databases: Databases) -> None:
    """Take up what a crash or a full disk interrupted; with no room still, it waits and keeps nobody out."""
    with keeper.writing() as work:
        is_open = any(kind == JOB for _ref, kind, _body in work.jobs())
    if is_open:
        with suppress(NoRoom):
            leave_nothing(keeper, databases)
