# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom she does not want near, and which relatives may hear from the team. Yes or no, never why."""

from __future__ import annotations

from assist.casebook import Book
from assist.errors import NotAllowed, VaultShut
from assist.supportbook import keeps_somebody_away, kept_away, may_contact


def require_welcome(book: Book, *names: str, vault_open: bool) -> None:
    """Raise NotAllowed ``case.kept_away`` when one of these is on her list; it says no more (WP-05, NR-14).

    Where there is a list and the vault is shut nobody can look: VaultShut.
    """
    if not any(names) or not keeps_somebody_away(book):
        return
    if not vault_open:
        raise VaultShut("vault.shut")
    if kept_away(book, *names):
        raise NotAllowed("case.kept_away")


def require_her_yes(book: Book, *relatives: str, vault_open: bool) -> None:
    """Raise NotAllowed ``case.relative_no_contact`` unless she said yes to contact with each of these (WP-15).

    Family may be the target or the risk: without an answer it is no. Her answers are behind the seal: VaultShut.
    """
    if not relatives:
        return
    if not vault_open:
        raise VaultShut("vault.shut")
    if not all(may_contact(book, relative) for relative in relatives):
        raise NotAllowed("case.relative_no_contact")
