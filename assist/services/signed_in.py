# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An open profile: its keys, its protected work, its passphrase, and word of how far it had come."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from assist.crypto import labels, seal, slot, words
from assist.crypto.slot import Credentials, SlotSecret, VaultSecret
from assist.errors import AssistError, BadInput, DamagedFile, VaultShut
from assist.places import Profile, write_private
from assist.services.bench import Bench, Look
from assist.services.compartments import know_custodians
from assist.services.escrows import is_owed, leave_keys, tell_of_ceremony
from assist.services.keyring import VaultRing
from assist.unpacking import UNREADABLE


class Anchor(msgspec.Struct, array_like=True, frozen=True):
    """How far a profile had come when it was closed last; lets an older copy be noticed (ruling 75)."""

    ordinary: int
    protected: int
    audit_n: int
    audit_hash: bytes


class SignedIn:
    """An open profile and the keys of ordinary work; the vault opens with the passphrase again."""

    def __init__(self, bench: Bench, place: Profile, secret: SlotSecret, name: str, *, for_tests: bool) -> None:
        self.bench = bench
        self.place = place
        self.sign_in_name = name
        self._secret = secret
        self._for_tests = for_tests
        self.when_open: Callable[[], object] | None = None
        """What is done each time the vault was opened."""
        self.older_than_it_was = not self._anchor_holds()

    @property
    def database_key(self) -> bytes:
        """The key of case.db, for checks and backups."""
        return self._secret.database_key

    @property
    def secret(self) -> SlotSecret:
        """The keys of ordinary work."""
        return self._secret

    @property
    def for_tests(self) -> bool:
        """Whether keys may be cheap to derive."""
        return self._for_tests

    @property
    def travels(self) -> bool:
        """Whether the keys of protected work are not on this laptop (security-and-sync.md 3.9)."""
        return self._secret.travels

    def know_secret(self, secret: SlotSecret) -> None:
        """The slot holds these from now on."""
        self._secret = secret

    def vault_secret(self, who: Credentials) -> VaultSecret | None:
        """The keys of protected work; None while they travel apart from this laptop. Raises WrongPassphrase."""
        content = self.place.slot.read_bytes()
        if self.travels:
            slot.open_slot(content, who, for_tests=self._for_tests)
            return None
        return slot.open_vault_wrap(content, who, for_tests=self._for_tests)

    def after_sign_in(self, who: Credentials) -> None:
        """What waited for this: word of a ceremony, and keys to be left for the organisation's recovery key."""
        tell_of_ceremony(self.bench, self.place)
        if is_owed(self.bench, self.place):
            leave_keys(self.bench, self.place, self._secret, self.vault_secret(who))

    def open_vault(self, passphrase: str) -> None:
        """Open the protected work; raises WrongPassphrase, and VaultShut ``travel.away`` on a journey."""
        vault = self.vault_secret(Credentials(self.sign_in_name, words.canonical(passphrase)))
        if vault is None:
            raise VaultShut("travel.away")
        self.open_vault_with(vault)
        if self.when_open is not None:
            self.when_open()

    def check_passphrase(self, passphrase: str) -> None:
        """The passphrase again, before something leaves; raises WrongPassphrase."""
        who = Credentials(self.sign_in_name, words.canonical(passphrase))
        slot.open_slot(self.place.slot.read_bytes(), who, for_tests=self._for_tests)

    def open_vault_with(self, vault: VaultSecret) -> None:
        """Open the protected work with the keys just unwrapped or made."""
        bench = self.bench
        ring = VaultRing(bench.ring.identity, vault.kem, b"")
        bench.keeper.open_vault(vault.database_key, ring)
        with bench.keeper.writing() as work:
            bench.ring.vault = ring
            know_custodians(bench, work, ring)
            for case in work.without_compartment():
                bench.scribe.grant(work, case)
            bench.audit(work, Look("vault.open"))
            work.commit()
        leave_keys(bench, self.place, self._secret, vault)

    def shut_vault(self) -> None:
        """Close the protected work and forget what opened it."""
        self.bench.ring.vault = None
        self.bench.keeper.shut_vault()

    def close(self) -> None:
        """Leave word how far the profile has come, then close everything."""
        with suppress(AssistError):
            self._write_anchor()
        self.shut_vault()
        self.bench.keeper.close()

    # -- the anchor -----------------------------------------------------------------

    @property
    def _anchor_file(self) -> Path:
        return self.place.folder / "anchor.bin"

    def _write_anchor(self) -> None:
        ring = self.bench.ring
        with self.bench.keeper.writing() as work:
            tops = work.top(ring.ordinary_stream), work.top(ring.protected_stream)
        content = msgspec.msgpack.encode(Anchor(*tops, *self.bench.keeper.audit_head()))
        write_private(self._anchor_file, seal.seal(self._secret.database_key, labels.ANCHOR, b"", content))

    def _anchor_holds(self) -> bool:
        """False when the databases are older than what was closed last: a file was put back."""
        if not self._anchor_file.is_file():
            return True
        sealed = self._anchor_file.read_bytes()
        try:
            plain = seal.unseal(self._secret.database_key, labels.ANCHOR, b"", sealed)
            anchor = msgspec.msgpack.decode(plain, type=Anchor)
        except (DamagedFile, *UNREADABLE):
            return False
        ring = self.bench.ring
        with self.bench.keeper.writing() as work:
            here = work.top(ring.ordinary_stream), work.top(ring.protected_stream)
        return (
            here[0] >= anchor.ordinary and here[1] >= anchor.protected
            and self.bench.keeper.audit_head()[0] >= anchor.audit_n
        )

    # -- passphrase -----------------------------------------------------------------

    def change_passphrase(self, old: str, new: str) -> None:
        """Wrap the same keys under another passphrase; the old file is kept until the next sign-in works."""
        content = self.place.slot.read_bytes()
        before = Credentials(self.sign_in_name, words.canonical(old))
        vault = self.vault_secret(before)
        self.refuse_weak(new)
        after = Credentials(self.sign_in_name, words.canonical(new))
        policy = slot.policy_of(content, for_tests=self._for_tests)
        fresh = slot.make_slot(
            slot.machine_salt_of(content), after, policy, self._secret, vault, escrow=slot.escrow_of(content))
        write_private(self.place.slot_before, content)
        write_private(self.place.slot, fresh)
        self.log("passphrase.change")

    def refuse_weak(self, new: str) -> None:
        """Raises BadInput when a passphrase is too easily guessed by whoever knows her and the organisation."""
        me = self.bench.me
        verdict = words.judge(new, (me.organisation, me.display_name, self.sign_in_name))
        if not verdict.ok:
            raise BadInput(verdict.code)

    def log(self, verb: str) -> None:
        """A line of this profile in the audit log."""
        with self.bench.keeper.writing() as work:
            self.bench.audit(work, Look(verb))
            work.commit()
