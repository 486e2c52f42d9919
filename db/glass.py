# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shares of the keys of hidden cases, and openings in an emergency, in the open vault; see assist.glassbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from assist.glassbook import HeldShare, Opening


class _Shared(msgspec.Struct, array_like=True):
    """Compartment, epoch, who holds shares of its key, other keys of the case; the shares themselves follow."""

    comp: bytes
    epoch: int
    holders: list[bytes]
    earlier: list[tuple[bytes, int, bytes]]


class Glass:
    """See assist.glassbook.GlassBook. ``vault`` is None while it is shut."""

    def __init__(self, vault: Connection | None) -> None:
        self._vault = vault

    def _run(self, statement: str, values: tuple[object, ...] = ()) -> Sequence[Any]:
        if self._vault is None:
            return ()
        done = self._vault.exec_driver_sql(statement, values)
        return done.all() if done.returns_rows else ()

    def put_share(self, share: HeldShare) -> None:
        """See GlassBook."""
        self._run("INSERT OR IGNORE INTO glass_share(comp, epoch, share, tag, notices, masked) VALUES (?,?,?,?,?,?)",
                  tuple(share))

    def shares(self, tag: bytes | None = None) -> list[HeldShare]:
        """See GlassBook."""
        return [HeldShare._make(row) for row in self._run(
            "SELECT comp, epoch, share, tag, notices, masked FROM glass_share WHERE ? IS NULL OR tag = ?"
            " ORDER BY epoch DESC, comp, share", (tag, tag))]

    def put_given(self, comp: bytes, epoch: int, holders: Iterable[bytes]) -> None:
        """See GlassBook."""
        for who in holders:
            self._run("INSERT OR IGNORE INTO glass_given(comp, epoch, who) VALUES (?,?,?)", (comp, epoch, who))

    def given(self, comp: bytes, epoch: int) -> frozenset[bytes]:
        """See GlassBook."""
        return frozenset(bytes(row[0]) for row in self._run(
            "SELECT who FROM glass_given WHERE comp = ? AND epoch = ?", (comp, epoch)))

    def cuts(self, comp: bytes, epoch: int) -> list[bytes]:
        """See GlassBook."""
        return [bytes(row[0]) for row in self._run(
            "SELECT value FROM glass_cut WHERE comp = ? AND epoch = ? ORDER BY value", (comp, epoch))]

    def forget(self, case: int) -> None:
        """The shares of a case, by its small number in the vault, that is no longer for this profile."""
        self._run("DELETE FROM glass_cut WHERE comp IN (SELECT comp FROM comp_key WHERE cas = ?)", (case,))

    def take_shares(self, value: bytes) -> list[tuple[bytes, int, bytes]]:
        """What a change of the case says of its shares: who has them, and every other key of it, which it returns.

        Whoever opens the case in an emergency finds there what opens what was written earlier.
        """
        told = msgspec.msgpack.decode(value, type=_Shared)
        cuts = {each: frozenset(msgspec.msgpack.decode(each, type=_Shared).holders)
                for each in (value, *self.cuts(told.comp, told.epoch))}
        for cut, holders in cuts.items():
            if any(holders < others for others in cuts.values()):
                self._run("DELETE FROM glass_cut WHERE comp = ? AND epoch = ? AND value = ?",
                          (told.comp, told.epoch, cut))
            elif cut == value:
                self._run("INSERT OR IGNORE INTO glass_cut(comp, epoch, value) VALUES (?,?,?)",
                          (told.comp, told.epoch, cut))
        self.put_given(told.comp, told.epoch, told.holders)
        return told.earlier

    def rooms(self, etype: int) -> list[bytes]:
        """See GlassBook."""
        return [bytes(row[0]) for row in self._run(
            "SELECT c.cid FROM ent e JOIN cas c ON c.id = e.cas WHERE e.etype = ? GROUP BY c.id ORDER BY c.id",
            (etype,))]

    def put_opening(self, opening: Opening) -> None:
        """See GlassBook."""
        self._run("INSERT OR REPLACE INTO glass_open(room, cid, other, opened_ms, until_ms, is_over)"
                  " VALUES (?,?,?,?,?,?)", (*opening[:5], int(opening.is_over)))

    def openings(self) -> list[Opening]:
        """See GlassBook."""
        return [Opening._make([*row[:5], bool(row[5])]) for row in self._run(
            "SELECT room, cid, other, opened_ms, until_ms, is_over FROM glass_open ORDER BY opened_ms, room")]

    def is_open(self, case: bytes) -> bool:
        """See GlassBook."""
        return bool(self._run("SELECT 1 FROM glass_open WHERE cid = ? AND is_over = 0", (case,)))
