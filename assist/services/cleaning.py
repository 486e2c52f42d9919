# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What follows when something was taken out for good: no freed page, no journal and no backup holds it any more."""

from __future__ import annotations

from assist.ports import Databases, Keeper


def leave_nothing(keeper: Keeper, databases: Databases) -> None:
    """Empty the write-ahead files, and replace the backups by one made now (rulings 15 and 69)."""
    keeper.settle()
    if databases.backups(keeper.folder / "bak"):
        newest = keeper.make_backup()
        databases.delete_others(newest.parent, newest)
    keeper.settle()
