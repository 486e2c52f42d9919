# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying sealed objects between a laptop and its meeting place while nobody is signed in: no key is needed for it."""

from __future__ import annotations

from hashlib import sha256

import msgspec

from assist.clock import Clock, SystemClock
from assist.errors import AssistError, NotFound
from assist.places import Workspace, make_folder, on_disk, write_private
from assist.sync.cleared import cleared
from assist.sync.meeting_file import MeetingPlace, laid_open
from assist.sync.mirror import USUAL, Mirrored, Rhythm, mirror
from assist.sync.stores.addresses import as_typed
from assist.sync.stores.folder import FolderStore
from assist.unpacking import UNREADABLE

_SETTLED = "mirrored.bin"
"""Names of sealed objects, by place: no more than the relay itself shows."""
_MOST_PLACES = 8


def mirror_while_locked(
    workspace: Workspace, address: str = "", rhythm: Rhythm = USUAL, clock: Clock | None = None
) -> Mirrored:
    """The relay and the place that was left readable for this, or the one named, brought to the same objects.

    Raises NotFound ``workspace.none`` or ``round.no_place_while_locked``, StoreTrouble for a place that cannot be one.
    """
    from assist.sync.stores.opening import open_store  # what reaches a network is read when somebody meets

    if not workspace.exists:
        raise NotFound("workspace.none")
    place = MeetingPlace(as_typed(address)) if address else laid_open(workspace)
    if place is None:
        raise NotFound("round.no_place_while_locked")
    make_folder(workspace.relay)
    known, key = _settled(workspace), _key(workspace, place)
    with open_store(place.address, place.credentials) as store:
        [done] = mirror(FolderStore(workspace.relay), [("", store)], rhythm, frozenset(known.pop(key, [])),
                        cleared(workspace, (clock or SystemClock()).now_ms()))
    if done.settled:
        known[key] = sorted(done.settled)
        kept = dict(list(known.items())[-_MOST_PLACES:])
        write_private(workspace.root / _SETTLED, msgspec.msgpack.encode(kept))
    return done


def _settled(workspace: Workspace) -> dict[bytes, list[str]]:
    file = workspace.root / _SETTLED
    try:
        with on_disk():
            return msgspec.msgpack.decode(file.read_bytes() if file.is_file() else b"\x80", type=dict[bytes, list[str]])
    except (*UNREADABLE, AssistError):  # without it more is carried than need be, and nothing worse
        return {}


def _key(workspace: Workspace, place: MeetingPlace) -> bytes:
    with on_disk():
        return sha256(workspace.machine.read_bytes() + place.address.encode()).digest()[:16]
