# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What undoes a save: the case as whoever saved had read it, and what was written. It costs the save nothing."""

from __future__ import annotations

from assist.casebook import Book
from assist.ports import UnitOfWork
from assist.undobook import Undoable, Written


def undoable(work: UnitOfWork, book: Book, written: Written) -> Undoable | None:
    """Of a case read in the transaction that then wrote to it; None where there was no case before, and where what was
    written stays."""
    if not book.as_read or not written:
        return None
    return Undoable(book.case_id, book.as_read, written, work.vault_open)
