# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The meeting place as it is packed: in ``case.db``, and, where somebody chose that, readable on the laptop.

Without keys nothing can be sealed that must be opened without keys: ``meeting.bin`` lies open to whoever gets hold
of the laptop, and is written only because a coordinator was told so and wants laptops to meet while they are locked.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from assist.errors import DamagedFile
from assist.places import Workspace, on_disk, write_private
from assist.sync.stores.addresses import Credentials
from assist.unpacking import UNREADABLE

FILE = "meeting.bin"


@dataclass(frozen=True, slots=True)
class MeetingPlace:
    """Where it is and what opens it."""

    address: str = field(repr=False)
    credentials: Credentials = field(default_factory=Credentials)


class _Packed(msgspec.Struct, array_like=True, frozen=True):
    version: int
    address: str
    user: str
    secret: str
    private_key: str
    pin: str


def packed(place: MeetingPlace) -> bytes:
    """As bytes."""
    of = place.credentials
    return msgspec.msgpack.encode(_Packed(1, place.address, of.user, of.secret, of.private_key, of.pin))


def unpacked(content: bytes) -> MeetingPlace:
    """From bytes; raises DamagedFile ``meeting.settings``."""
    try:
        read = msgspec.msgpack.decode(content, type=_Packed)
    except UNREADABLE:
        raise DamagedFile("meeting.settings") from None
    return MeetingPlace(read.address, Credentials(read.user, read.secret, read.private_key, read.pin))


def lay_open(workspace: Workspace, place: MeetingPlace) -> None:
    """Leave it where it can be read without any passphrase, by the owner of the files alone."""
    write_private(workspace.root / FILE, packed(place))


def take_away(workspace: Workspace) -> None:
    """It is not readable any more without signing in."""
    with on_disk():
        (workspace.root / FILE).unlink(missing_ok=True)


def laid_open(workspace: Workspace) -> MeetingPlace | None:
    """What lies there; None when nothing does. Raises DamagedFile."""
    file = workspace.root / FILE
    if not file.is_file():
        return None
    with on_disk():
        return unpacked(file.read_bytes())
