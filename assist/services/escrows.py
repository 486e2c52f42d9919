# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Leaving the keys of a profile in its slot for the organisation's recovery key, and word of a ceremony afterwards."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256

from assist.crypto import escrow, slot
from assist.crypto.slot import SlotSecret, VaultSecret
from assist.errors import DamagedFile
from assist.places import Profile, write_private
from assist.ports import UnitOfWork
from assist.services.bench import Bench, Look
from assist.sync import entries as wire
from assist.sync import roster
from assist.sync.entries import Recovery

_USED = "recovery"
"""Where a ceremony leaves word until the profile has signed in: the hash of the slot that it is about to write."""


def recovery_in(work: UnitOfWork) -> tuple[Recovery, int] | None:
    """The newest recovery key that the list names, and when it was named (milliseconds); the list was verified."""
    for content in reversed(work.roster()):
        _signed, entry = wire.entry_of(content)
        if entry.type == wire.RECOVERY_SET:
            return wire.payload_of(entry, Recovery), entry.wall_ms
    return None


def told_in(work: UnitOfWork, since_ms: int) -> list[tuple[int, wire.Told]]:
    """When (milliseconds) and what people told of their own profiles since then, newest first."""
    entries = [wire.entry_of(content)[1] for content in reversed(work.roster())]
    return [(entry.wall_ms, wire.payload_of(entry, wire.Told)) for entry in entries
            if entry.type == wire.TOLD and entry.wall_ms >= since_ms]


def is_owed(bench: Bench, place: Profile) -> bool:
    """Whether a recovery key is known for which this profile's keys were not left yet."""
    with bench.keeper.writing() as work:
        found = recovery_in(work)
    return found is not None and not _is_left(place, found[0])


def slot_id(place: Profile) -> bytes:
    """Whose slot it is: the random name of its folder, which can be read before anything is opened."""
    return bytes.fromhex(place.folder.name)


def _is_left(place: Profile, recovery: Recovery) -> bool:
    return escrow.is_for(slot.escrow_of(place.slot.read_bytes()), recovery.kem_pub, slot_id(place))


def leave_keys(bench: Bench, place: Profile, secret: SlotSecret, vault: VaultSecret | None) -> bool:
    """Do that; says whether there was anything to do. Without a vault secret only ordinary work comes back."""
    with bench.keeper.writing() as work:
        found = recovery_in(work)
    if found is None or not place.slot.is_file() or _is_left(place, found[0]):
        return False
    left = escrow.written(found[0].kem_pub, slot_id(place), secret, vault)
    write_private(place.slot, slot.with_escrow(place.slot.read_bytes(), left))
    return True


def leave_word(work: UnitOfWork, content: bytes) -> None:
    """A ceremony is about to write this slot."""
    work.put_meta(_USED, sha256(content).digest())


def tell_of_ceremony(bench: Bench, place: Profile) -> bool:
    """The first sign-in after a ceremony: a line in the log of looks, and everybody in the organisation hears of it."""
    with bench.keeper.writing() as work:
        if work.meta(_USED) != sha256(place.slot.read_bytes()).digest():
            return False  # none, or one that was cut off before it had done anything
        told = wire.Told(bench.user, bench.ring.identity.profile, "recovered")
        entries = work.roster()
        with suppress(DamagedFile):  # who left the organisation has nobody to tell it to
            added = roster.appended(entries, bench.ring.signer(bench.clock.now_ms()), [(wire.TOLD, told)])
            for n, entry in enumerate(added, start=len(entries) + 1):
                work.put_roster(n, entry, roster.digest(entry))
        bench.audit(work, Look("recovery.used"))
        work.put_meta(_USED, b"")
        work.commit()
        return True
