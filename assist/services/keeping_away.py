# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom she does not want near: asked before somebody works, interprets or receives a referral. Yes or no, never why."""

from __future__ import annotations

from assist.casebook import Book
from assist.errors import NotAllowed, VaultShut
from assist.supportbook import keeps_somebody_away, kept_away


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
