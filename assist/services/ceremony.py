# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody forgot her passphrase, and enough holders of papers came to her laptop (security-and-sync.md 3.8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assist.crypto import escrow, shares, slot, words
from assist.crypto.shares import Share
from assist.crypto.slot import Credentials, SlotSecret, VaultSecret
from assist.errors import BadInput, DamagedFile, NotFound
from assist.places import Profile, Workspace, write_private
from assist.ports import Databases
from assist.services.escrows import leave_word, slot_id
from assist.services.profile_rows import kept_sign_in_name
from assist.sync import roster

WORDS = shares.WORDS


@dataclass(frozen=True, slots=True)
class Found:
    """A profile of this laptop that the papers open, and the name that is signed in with."""

    name: str
    around: tuple[str, ...]
    place: Profile = field(repr=False)
    secret: SlotSecret = field(repr=False)
    vault: VaultSecret | None = field(repr=False)

    def is_called(self, typed: str) -> bool:
        """Whether this is the name that was typed, as signing in would take it."""
        return slot.salted_name(typed) == slot.salted_name(self.name)


def continued(typed: str) -> tuple[str, ...]:
    """Words of the papers that begin as typed."""
    return shares.continued(typed)


def word_of(typed: str) -> str:
    """The word of the papers that is meant; empty when it is none."""
    return shares.word_of(typed)


def check(typed: str) -> Share:
    """One paper by itself; raises BadInput, see ``shares.read``."""
    return shares.read(typed)


class Ceremony:
    """Offline, on the laptop it is about. Until ``renew`` nothing is changed; what was never sent is still there."""

    def __init__(self, workspace: Workspace, databases: Databases, *, for_tests: bool = False) -> None:
        self._workspace = workspace
        self._databases = databases
        self._for_tests = for_tests

    def open(self, papers: Sequence[str]) -> list[Found]:
        """The profiles that these papers open.

        Raises BadInput ``share.*`` for papers that are wrong or too few, NotFound ``recovery.no_profile`` when they
        are right and nothing on this laptop was left for them.
        """
        key = escrow.recovery_key(shares.joined([shares.read(each) for each in papers]))
        found = []
        for place in self._workspace.profiles():
            try:
                secret, vault = escrow.opened(slot.escrow_of(place.slot.read_bytes()), key, slot_id(place))
            except DamagedFile:
                continue
            found.append(self._found(place, secret, vault))
        if not found:
            raise NotFound("recovery.no_profile")
        return sorted(found, key=lambda each: each.name)

    def _found(self, place: Profile, secret: SlotSecret, vault: VaultSecret | None) -> Found:
        keeper = self._databases.open(place.folder, secret.database_key)
        try:
            with keeper.writing() as work:
                name, known = kept_sign_in_name(work), roster.verify(work.roster())
        finally:
            keeper.close()
        return Found(name, (known.name, name), place, secret, vault)

    def renew(self, found: Found, passphrase: str) -> None:
        """Another passphrase for the same keys; raises BadInput for one that is easily guessed.

        Word of it is left in the profile first: whoever signs in next, it is on record, and everybody learns of it.
        """
        verdict = words.judge(passphrase, found.around)
        if not verdict.ok:
            raise BadInput(verdict.code)
        content = found.place.slot.read_bytes()
        policy = slot.policy_of(content, for_tests=self._for_tests)
        made = slot.make_slot(
            slot.machine_salt_of(content), Credentials(found.name, words.canonical(passphrase)), policy, found.secret,
            found.vault, escrow=slot.escrow_of(content))
        keeper = self._databases.open(found.place.folder, found.secret.database_key)
        try:
            with keeper.writing() as work:
                leave_word(work, made)
                work.commit()
        finally:
            keeper.close()
        write_private(found.place.slot_before, content)
        write_private(found.place.slot, made)
