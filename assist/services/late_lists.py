# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of people for somebody who was let in while another coordinator changed its key.

She has the list by which she was let in, and it does not hold: the other one does, and says of her only behind a key
that was made without her. Whoever holds it lays it down for her, for her keys alone, where her own key finds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import msgspec

from assist.crypto import labels, seal, wrap
from assist.errors import DamagedFile, NameTaken
from assist.ports import Store
from assist.services.bench import Bench
from assist.sync import names, roster
from assist.sync.chain import Roster
from assist.sync.entries import Stream
from assist.sync.invitations import padded
from assist.sync.roster_objects import ListKeys
from assist.unpacking import UNREADABLE

LARGEST = 16 << 20
EPOCHS = 3
"""So many earlier keys of the list may be the newest one that she has."""

_list_of = msgspec.msgpack.Decoder(list[bytes])


class LateLists:
    """Lays them down and finds them, for one open profile."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def lay_down(self, store: Store, entries: Sequence[bytes], keys: ListKeys) -> None:
        """For every newcomer of whom nothing was read yet. Raises StoreTrouble."""
        newest, *earlier = keys.of_all or keys.of_first
        if not earlier and not (keys.of_all and keys.of_first):
            return
        known = roster.verify(entries)
        if newest.epoch < _newest_epoch(known, keys):
            return  # she could not go on from there
        for each in self._unheard(known):
            for key in (*earlier, *(keys.of_first if keys.of_all else ()))[:EPOCHS]:
                name = names.late_list_name(key.names, each.profile)
                if store.get(name) is None:
                    with suppress(NameTaken):  # somebody was quicker
                        store.put(name, _sealed(name, each, entries))

    def _unheard(self, known: Roster) -> list[Stream]:
        mine = self._bench.ring.identity.profile
        with self._bench.keeper.writing() as work:
            heard = work.rounds.applied()
        newest = known.given.get(known.organisation if len(known.teams) > 1 else next(iter(known.teams)), frozenset())
        return [each for each in known.active_profiles()
                if each.profile in newest and each.profile != mine and each.ordinary not in heard]

    def find(self, store: Store, keys: ListKeys) -> list[bytes] | None:
        """The list that was laid down for this profile, if it holds and names it. Raises StoreTrouble."""
        for key in (*keys.of_all, *keys.of_first):
            name = names.late_list_name(key.names, self._bench.ring.identity.profile)
            content = store.get(name)
            if content is not None:
                with suppress(DamagedFile, *UNREADABLE):
                    return self._opened(name, content)
        return None

    def _opened(self, name: str, content: bytes) -> list[bytes]:
        where = labels.LATE_LIST + name.encode("ascii")
        wrapped, body = content[: wrap.WRAPPED_KEY_BYTES], content[wrap.WRAPPED_KEY_BYTES : LARGEST]
        fresh = self._bench.ring.unwrap(where, wrapped)
        entries = _list_of.decode(seal.unpad(seal.unseal(fresh, labels.LATE_LIST, where, body)))
        if self._bench.ring.identity.profile not in roster.verify(entries).streams:
            raise DamagedFile("roster.broken")
        return entries


def _newest_epoch(known: Roster, keys: ListKeys) -> int:
    return known.epochs.get(keys.organisation if keys.of_all else keys.first, 0)


def _sealed(name: str, to: Stream, entries: Sequence[bytes]) -> bytes:
    where, fresh = labels.LATE_LIST + name.encode("ascii"), seal.new_key()
    wrapped = wrap.wrap(to.kem_pub, where, fresh)
    return wrapped + seal.seal(fresh, labels.LATE_LIST, where, padded(
        msgspec.msgpack.encode(list(entries)), len(wrapped)))
