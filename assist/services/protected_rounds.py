# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The protected half of a round: own protected work out, that of others in and left closed, opened where the vault is.

Sending needs the vault open. Reading does not: bundles are taken as they come, and what they hold waits closed until
the vault is open, at the latest at its next opening.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assist.compartmentbook import ClosedGrant, CompartmentKey, ProtectedPart
from assist.errors import DamagedFile
from assist.ports import Store, UnitOfWork
from assist.roundbook import Applied
from assist.rows import SEALED, LogRow
from assist.services.bench import Bench
from assist.services.bridging import Looking
from assist.services.closed_grants import key_in, out_of
from assist.services.compartments import give_keys, know_custodians
from assist.services.earlier import earlier_of
from assist.services.glass_opening import forget_what_is_over, open_what_was_agreed
from assist.services.glass_shares import listen_for_notices
from assist.services.keyring import VaultRing
from assist.services.ordering import Orders
from assist.services.parting import Company
from assist.services.protected_bridging import ProtectedBridge
from assist.services.protected_snapshots import join_section
from assist.services.wiping import Wiping, drop_late
from assist.sync import compartments, custodians, glass, protected, roster
from assist.sync.approvals import Guards
from assist.sync.chain import Roster
from assist.sync.circle import Circle, Colleague
from assist.sync.orders import makes_reader
from assist.sync.protected import Sender, opened_part, publish_protected, take_protected
from assist.sync.protected_snapshots import is_section, matched, opened_section
from assist.sync.publish import Author
from assist.sync.pull import LEFT, REFUSED, Taken, next_object
from assist.sync.rights import may_write

AT_ONCE = 200
"""Wrapped keys tried, and parts read, in one transaction: whoever types meanwhile does not wait."""


class ProtectedRounds:
    """For one open profile; ``circle`` is read anew for each step."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    # -- out ------------------------------------------------------------------------------

    def publish(self, circle_of: Callable[[UnitOfWork], Circle]) -> int:
        """Bundles of everything protected that is old enough, into the outbox; none while the vault is shut."""
        vault, ring, count = self._bench.ring.vault, self._bench.ring, 0
        if vault is None:
            return 0
        with self._bench.keeper.writing() as work:
            known = know_custodians(self._bench, work, vault)
            for case in work.without_compartment():
                self._bench.scribe.grant(work, case)
            give_keys(self._bench, work, known)
            work.commit()
        author = Author(ring.protected_stream, ring.write_bundle)
        while True:
            with self._bench.keeper.writing() as work:
                sender = Sender(author, vault.open_signed, roster.verify(work.roster()))
                if not publish_protected(work, sender, circle_of(work), self._bench.clock.now_ms()):
                    return count
                work.commit()
            count += 1

    # -- in -------------------------------------------------------------------------------

    def pull(self, looking: Looking, circle_of: Callable[[UnitOfWork], Circle]) -> int:
        """Everything of colleagues that is there, left closed; how many bundles and snapshots. Raises StoreTrouble."""
        with self._bench.keeper.writing() as work:
            circle = self._circle(work, circle_of)
        bridge, store = ProtectedBridge(self._bench, looking, circle), looking.store
        count = sum(1 for _ in bridge.at_first())
        count += sum(1 for colleague in circle.colleagues for _ in self._pull_stream(store, circle, colleague))
        for colleague, _taken in bridge.over_gaps():
            count += 1 + sum(1 for _ in self._pull_stream(store, circle, colleague))
        return count

    def _circle(self, work: UnitOfWork, circle_of: Callable[[UnitOfWork], Circle]) -> Circle:
        known = roster.verify(work.roster())
        return protected.circle_of(known, circle_of(work), self._bench.ring.protected_stream)

    def _pull_stream(self, store: Store, circle: Circle, colleague: Colleague) -> Iterator[Taken]:
        while True:
            with self._bench.keeper.writing() as work:
                seq = work.rounds.applied().get(colleague.stream, Applied(colleague.stream)).seq + 1
            found = next_object(store, circle, colleague.stream, seq)
            if found is None:
                return
            with self._bench.keeper.writing() as work:
                if colleague.until is not None and seq > colleague.until:
                    work.rounds.put_trouble(LEFT, colleague.stream, seq, self._bench.clock.now_ms())
                    work.commit()
                    return
                taken = take_protected(work, circle, colleague, found, self._bench.clock.now_ms())
                work.commit()
            if not taken.went_on:
                return
            yield taken

    # -- opened ---------------------------------------------------------------------------

    def read(self, touched: frozenset[bytes] = frozenset()) -> frozenset[bytes]:
        """Open what came and is for this profile; take down what was raised elsewhere. The cases it belongs to.

        Nothing is opened while the vault is shut. A key is kept before what brought it counts as tried, a change
        before its part is dropped: cut off anywhere, it is done again and changes nothing twice.
        """
        vault, orders, opened = self._bench.ring.vault, Orders(self._bench), frozenset[bytes]()
        if vault is not None:
            with self._bench.keeper.writing() as work:
                know_custodians(self._bench, work, vault)
                work.commit()
            while self._try_grants(vault):
                pass
            opened = self._open_all(vault) | orders.read_late()
        orders.carry_out(touched)
        return opened | Wiping(self._bench).carry_out(touched | opened)

    def _open_all(self, vault: VaultRing) -> frozenset[bytes]:
        """What came; what follows from it: notices for whoever reads a case, and a case that two people opened."""
        forget_what_is_over(self._bench)
        opened = self._read_parts(vault)
        with self._bench.keeper.writing() as work:
            listen_for_notices(work)
            work.commit()
        opened |= open_what_was_agreed(self._bench)
        while self._has_fresh_keys():
            opened |= self._read_parts(vault)
        return opened

    def _has_fresh_keys(self) -> bool:
        with self._bench.keeper.writing() as work:
            return bool(work.rounds.protected.fresh_keys())

    def _try_grants(self, vault: VaultRing) -> bool:
        with self._bench.keeper.writing() as work:
            grants = work.rounds.protected.grants(AT_ONCE)
            standings = work.rounds.protected.standings()
            known = roster.verify(work.roster())
            authors = {each.protected: each for each in known.streams.values()}
            gone, out = work.rounds.erasures.gone_cases(), out_of(work, self._bench.ring.ordinary_stream)
            left, named = list[ClosedGrant](), False
            for grant in grants:
                author = authors.get(grant.stream)
                content = vault.open_closed_grant(compartments.where(grant.stream, grant.seq), grant.content)
                key = key_in(content)
                if key is not None and (key.case in gone or key.comp in gone):
                    drop_late(work, grant, key)
                elif key is not None and key.comp in out and not makes_reader(key, out[key.comp]):
                    left.append(grant)  # stays closed, unless a newer one says that she is a reader after all
                elif key is not None and author is not None:
                    named |= out.pop(key.comp, None) is not None
                    work.rounds.protected.put_key(key._replace(may_write=glass.is_room(key) or _may_make_keys(
                        known, author.user, standings.get(key.case))))
                elif content is not None and (share := glass.share_in(content)) is not None:
                    work.rounds.protected.glass.put_share(share)
            if named:
                work.rounds.protected.try_grants_again()
            work.commit()
        if grants:
            with self._bench.keeper.writing() as work:
                work.rounds.protected.grants_are_tried([each for each in grants if not (named and each in left)])
                work.commit()
        return named or len(grants) == AT_ONCE

    def _read_parts(self, vault: VaultRing) -> frozenset[bytes]:
        touched, stopped = set[bytes](), set[bytes]()
        with self._bench.keeper.writing() as work:
            book = work.rounds.protected
            known = roster.verify(work.roster())
            authors = protected.authors_of(known)
            keys, fresh = book.keys(), book.fresh_keys()
            waiting = list(matched(book.parts(tried=False), keys))
            late = matched(book.parts(tried=True), fresh) if fresh else ()
            waiting += [(part, key) for part, key in late if key is not None]
        waiting.sort(key=lambda each: each[0][:3])
        for part, key in waiting:
            if key is not None and is_section(part):
                touched |= self._join_section(vault, part, key)
        waiting = [each for each in waiting if each[1] is None or not is_section(each[0])]
        for start in range(0, len(waiting), AT_ONCE):
            with self._bench.keeper.writing() as work:
                company = Company(work, vault, earlier_of(work), stopped)
                guards = Guards(work.rows_of, known)
                for part, key in waiting[start : start + AT_ONCE]:
                    touched |= self._read_part(work, (authors.get(part.stream), guards, company), part, key)
                work.commit()
        with self._bench.keeper.writing() as work:
            work.rounds.protected.keys_are_tried(fresh)
            work.commit()
        return frozenset(touched)

    def _read_part(
        self, work: UnitOfWork, whose: tuple[Colleague | None, Guards, Company], part: ProtectedPart,
        key: CompartmentKey | None,
    ) -> frozenset[bytes]:
        author, guards, company = whose
        if key is None or author is None:
            work.rounds.protected.part_is_tried(part)
            return frozenset()
        try:
            opened = opened_part(part, author, key)
        except DamagedFile:
            work.rounds.put_trouble(REFUSED, part.stream, part.seq, self._bench.clock.now_ms())
            opened = []
        if company.stops(part.stream, opened):
            work.rounds.protected.part_waits(part)
            return frozenset()
        roles = roster.verify(work.roster()).roles_ever(author.user)
        for made, change in sorted(opened, key=lambda each: each[1].n):
            if not (may_write(roles, made) and guards.let_pass(key.case, made)):
                work.rounds.put_trouble(REFUSED, part.stream, part.seq, self._bench.clock.now_ms())
            elif not any(row.n == made.n for row in work.log_rows(made.stream, made.n - 1, 1)):
                sealed = self._bench.ring.seal_row(made.stream, made.n, change.body, change.signature)
                work.keep_sealed(LogRow(made.stream, made.n, made.hlc, made.group, SEALED, sealed, b"",
                                        change.hash, made.wall_ms))
        if company.keeps(part.stream):
            work.rounds.protected.part_waits(part)
        else:
            work.rounds.protected.drop_part(part)
        return frozenset({key.case} if opened else ())

    def _join_section(self, vault: VaultRing, part: ProtectedPart, key: CompartmentKey) -> frozenset[bytes]:
        """In a transaction of its own: one that contradicts itself half-way changes nothing."""
        is_new, is_sound = False, True
        try:
            with self._bench.keeper.writing() as work:
                company = Company(work, vault, earlier_of(work))
                if any(company.contradicted(opened_section(part, key).state)):
                    work.rounds.protected.part_waits(part)
                    work.commit()
                    return frozenset()
                is_new = join_section(work, part, key)
                work.commit()
        except DamagedFile:
            is_sound = False
        with self._bench.keeper.writing() as work:  # the vault is written last: only now is it sure to hold it
            if not is_sound:
                work.rounds.put_trouble(REFUSED, part.stream, 0, self._bench.clock.now_ms())
            work.rounds.protected.drop_part(part)
            work.commit()
        return frozenset({key.case} if is_new else ())


def _may_make_keys(known: Roster, user: bytes, standing: tuple[bytes | None, int, frozenset[bytes]] | None) -> bool:
    """Whether one's own protected words may be written under a key that this person made: else she would read them."""
    is_custodian = any(each.user == user for each in known.with_role(custodians.ROLE))
    worker, level, named = standing or (None, 0, frozenset())
    return user in named or (level < 3 and (is_custodian or user == worker))
