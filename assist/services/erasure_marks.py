# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""By what an order to erase names a case, and what of a case lies where that name leads."""

from __future__ import annotations

from collections.abc import Iterator

from assist import changesets
from assist.ports import UnitOfWork
from assist.rows import LogRow
from assist.services.keyring import VaultRing
from assist.sync.compartments import purge_mark


def mark_of(work: UnitOfWork, case: bytes) -> bytes:
    """By what an order names a case: its ordinary key, now or before it was hidden; else its first protected one.

    Empty for a case that has no key here.
    """
    held = work.case_key(case)
    keys = [] if held is None else [held[1]]
    keys += [key for _case, _epoch, key in work.rounds.protected.former_keys(case)]
    keys += [each.key for each in work.rounds.protected.keys(case)]
    return purge_mark(keys[0]) if keys else b""


def case_marked(work: UnitOfWork, mark: bytes) -> bytes | None:
    """The case in the open vault that this mark means: by the key it had before it was hidden, or by its first one."""
    keys = [(case, key) for case, _epoch, key in work.rounds.protected.former_keys()]
    held = work.rounds.protected.keys()
    keys += [(each.case, each.key) for each in held]
    return next((case for case, key in keys if purge_mark(key) == mark), None)


def compartments_told(work: UnitOfWork, mark: bytes) -> list[bytes]:
    """The compartments of a case that was raised, as everybody was told."""
    return [order.comp for order in work.rounds.protected.orders() if order.mark == mark and order.comp]


def sealed_rows(work: UnitOfWork, vault: VaultRing, case: bytes) -> Iterator[LogRow]:
    """Every sealed row of the log that speaks of it, those of other people too."""
    yield from work.log_of_tag(vault.tag(case))
    for row in work.rounds.erasures.unmarked_rows():
        if changesets.decode(vault.open_body(row)).comp == case:
            yield row
