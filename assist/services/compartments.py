# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeping keys of protected work with whoever reads it now and with nobody else, in a transaction of the caller."""

from __future__ import annotations

from collections.abc import Sequence

from assist.changesets import Op
from assist.compartmentbook import Compartment, CompartmentKey
from assist.domain.protection import HIDDEN
from assist.ports import UnitOfWork
from assist.services.bench import Bench
from assist.services.clearing import snapshot_soon
from assist.services.closed_grants import out_of
from assist.services.glass_shares import is_spent, shares_due
from assist.services.keyring import VaultRing
from assist.services.profile_rows import forget_shared_custodian_key
from assist.services.scribe import Target
from assist.services.withdrawing import standing
from assist.sync import custodians, roster
from assist.sync.chain import Roster
from assist.sync.compartments import (
    Standing,
    every_reader,
    key_mark,
    next_epoch,
    purge_mark,
    reader_id,
    readers_of,
    readers_op,
)
from assist.sync.entries import CUSTODIANS
from assist.sync.glass import is_room
from assist.sync.orders import Said, hiding, makes_reader, marks_of, op_of, order_of
from assist.sync.roster import digest


def know_custodians(bench: Bench, work: UnitOfWork, ring: VaultRing) -> Roster:
    """Learn the custodians' keys that are for this person; a coordinator makes the entry that is missing."""
    entries = work.roster()
    known = roster.verify(entries)
    mine = frozenset(each.profile for each in known.streams.values() if each.user == bench.user)
    before = len(ring.custodian_keys)
    ring.learn_custodians(entries, mine)
    payload = custodians.due(known, ring.custodian_keys) if bench.user in known.coordinators else None
    if payload is not None:
        added = roster.appended(entries, bench.ring.signer(bench.clock.now_ms()), [(CUSTODIANS, payload)])
        for n, entry in enumerate(added, start=len(entries) + 1):
            work.put_roster(n, entry, digest(entry))
        ring.learn_custodians(work.roster(), mine)
        known = roster.verify(work.roster())
    if len(ring.custodian_keys) > before:
        work.rounds.protected.try_grants_again()
    forget_shared_custodian_key(work)
    return known


def give_keys(bench: Bench, work: UnitOfWork, known: Roster) -> None:
    """Every compartment held here: its key for whoever reads it now, another key when somebody does no longer."""
    standings = work.rounds.protected.standings()
    glass, out = work.rounds.protected.glass, out_of(work, bench.ring.ordinary_stream)
    for each in work.rounds.protected.compartments():
        if is_room(each) or glass.is_open(each.case):  # whoever reads those, nobody gives their keys on
            continue
        if each.comp in out:  # it was hidden from this profile and still has to go: another key would keep it here
            continue
        _give(bench, work, known, (each, Standing(*standings.get(each.case, (None, 0, frozenset())))))


def _give(bench: Bench, work: UnitOfWork, known: Roster, which: tuple[Compartment, Standing]) -> None:
    compartment, stands = which
    wanted = frozenset(readers_of(stands, known))
    held = [key for key in work.rounds.protected.keys(compartment.case) if key.comp == compartment.comp]
    ops: list[Op] = []
    is_mine = bool(wanted & _mine(bench, known))
    is_hidden = is_mine and stands.level >= HIDDEN
    surplus = (compartment.readers | (_told_apart(work, held) if is_hidden else frozenset())) - wanted
    if is_mine and (surplus or (is_hidden and is_spent(bench, work, known, held[-1], stands.named))):
        held.append(next_epoch(held[-1]))
    for key in held:
        missing = wanted - work.rounds.protected.readers(key)
        if missing - {bench.ring.reader}:
            ops.append(readers_op(key, missing))
    if is_hidden:
        ops += shares_due(bench, work, known, held)
    if ops:
        bench.scribe.write_protected(work, Target(compartment.case), None, ops)
    comes_later = wanted - compartment.readers and compartment.readers - {bench.ring.reader}
    if comes_later or (is_hidden and surplus):
        tell_all(bench, work, compartment.case)
    if surplus and is_mine:
        order_withdrawal(bench, work, held[-1], stands.level)


def _told_apart(work: UnitOfWork, held: Sequence[CompartmentKey]) -> frozenset[bytes]:
    """Who has one of several keys by which people hid a case apart: one who was taken off by another of them keeps it
    until somebody makes a key that takes the place of all."""
    now = hiding(work.rounds.protected.orders()).get(purge_mark(_ordinary(work, held[-1].case)), [])
    readers = [work.rounds.protected.readers(key) for key in held if makes_reader(key, now)]
    return frozenset[bytes]().union(*readers)


def _ordinary(work: UnitOfWork, case: bytes) -> bytes:
    """The key under which the case was written for the team; empty where it never was."""
    former, now = work.rounds.protected.former_keys(case), work.case_key(case)
    return now[1] if now is not None else former[-1][2] if former else b""


def tell_all(bench: Bench, work: UnitOfWork, case: bytes) -> None:
    """A reader who comes later may have dropped, or never got, what was written before.

    So will whoever reads it no longer since it was hidden, should she open it in an emergency.
    """
    for ops in standing([row for row in work.rows_of(case) if row.protected]):
        bench.scribe.write_protected(work, Target(case), None, ops)


def _mine(bench: Bench, known: Roster) -> frozenset[bytes]:
    """As whom this profile reads: for herself, and as a custodian."""
    found = {bench.ring.reader}
    vault = bench.ring.vault
    if vault is not None and known.custodians is not None and known.custodians.epoch in vault.custodian_keys:
        found.add(reader_id(known.custodians.kem_pub))
    return frozenset(found)


def order_withdrawal(bench: Bench, work: UnitOfWork, key: CompartmentKey, level: int) -> None:
    """Tell every laptop what it may hold of a case no longer, once the protected change was written that says who may.

    Nothing is told of a case whose ordinary key was never given to anybody: nobody holds anything of it.
    """
    snapshot_soon(work, bench.ring.protected_stream)
    ordinary = _ordinary(work, key.case)
    if ordinary:
        send_order(bench, work, ordinary, (level, key))


def send_order(
    bench: Bench, work: UnitOfWork, ordinary: bytes, what: tuple[int, CompartmentKey | None], approval: bytes = b"",
) -> None:
    """The order itself; names the case to those alone who hold its ordinary key. A lower level needs an approval."""
    level, key = what
    mark, book = purge_mark(ordinary), work.rounds.protected
    told = [each for each in book.orders() if each.mark == mark]
    upto = work.top(bench.ring.protected_stream)
    said = Said(level, upto, approval=approval) if key is None else Said(
        level, upto, key.comp, key.epoch, approval, key_mark(key.key), marks_of(told))
    order = op_of(mark, said)
    made = bench.scribe.write_for_team(work, work.team_key()[0], (order,), [each.hlc for each in told])
    book.put_order(order_of(order, made))


def names_of(known: Roster, readers: frozenset[bytes]) -> list[str]:
    """The people behind readers, by the names colleagues see; the custodians by theirs."""
    holders = every_reader(known)
    shared = reader_id(known.custodians.kem_pub) if known.custodians is not None else b""
    users = {each.user for each in known.active_profiles()
             if reader_id(each.vault_kem_pub) in readers and reader_id(each.vault_kem_pub) in holders}
    if shared in readers:
        users |= {each.user for each in known.with_role(custodians.ROLE)}
    return sorted(known.people[user].name for user in users)
