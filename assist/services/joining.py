# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From an invitation to a profile like any other: opened, asked, waited for, admitted (security-and-sync.md 3.7).

A profile that waits holds its own keys and nothing of anybody else's: no list of people but the one of the
invitation, no key of a team, no case. It is opened with its passphrase like any other, and only says six words.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from assist.crypto import sign
from assist.crypto.slot import SlotSecret
from assist.errors import BadInput, DamagedFile, NotAdmittedYet
from assist.places import Profile, Workspace
from assist.ports import Databases, Store, UnitOfWork
from assist.roundbook import OWN_TEAM
from assist.services.making import Keys
from assist.services.profile_rows import keep_new_tag_key
from assist.sync import invitations, names, roster, welcome
from assist.sync.invitations import Invitation
from assist.sync.meeting_file import MeetingPlace, unpacked
from assist.sync.stores.folder import FolderStore
from assist.sync.stores.opening import open_store
from assist.unpacking import UNREADABLE

_WAITS = "joining"
PATIENCE = 15.0
"""Seconds that a meeting place may say nothing while somebody waits to be admitted."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An invitation that was opened with its words."""

    invitation: Invitation = field(repr=False)
    secret: bytes = field(repr=False)

    @property
    def organisation(self) -> str:
        """Who invites."""
        return self.invitation.organisation

    @property
    def name(self) -> str:
        """What she is called there: of a member who gets another laptop, else a proposal."""
        person = roster.verify(self.invitation.entries).people.get(self.invitation.user)
        return self.invitation.name if person is None else person.name

    @property
    def is_second_laptop(self) -> bool:
        """Whether she is a member already."""
        return bool(self.invitation.user)


@dataclass(frozen=True, slots=True)
class NewMember:
    """What a newcomer says of herself."""

    name: str
    passphrase: str = field(repr=False)
    laptop: str = ""


class _Waits(msgspec.Struct, array_like=True, frozen=True):
    """What a profile that waits knows."""

    invitation: Invitation
    secret: bytes
    user: roster.User
    stream: roster.Stream
    request: bytes


class WaitingProfile:
    """Asked and not admitted yet. It holds no database open."""

    def __init__(self, place: Profile, secret: SlotSecret, name: str, kept: _Waits) -> None:
        self.place, self.secret, self.sign_in_name = place, secret, name
        self._kept = kept
        self._newcomer = roster.Newcomer(kept.user, kept.stream)

    @property
    def organisation(self) -> str:
        """Whom she asked."""
        return self._kept.invitation.organisation

    @property
    def compared(self) -> str:
        """Six words that whoever invited her must see too."""
        return invitations.compared(self._kept.invitation, self._kept.secret, self._newcomer)

    def not_yet(self) -> NotAdmittedYet:
        """Why she cannot work yet, with the six words."""
        return NotAdmittedYet("join.waiting", words=self.compared)

    @property
    def request(self) -> bytes:
        """What she asks, as a file."""
        return self._kept.request

    @property
    def meeting(self) -> MeetingPlace | None:
        """Where the organisation meets; None when that goes from hand to hand. Raises DamagedFile."""
        place = self._kept.invitation.place
        return unpacked(place) if place else None

    def ask_at(self, store: Store) -> None:
        """Lay the request down there. Raises StoreTrouble, and ``join.asked`` when somebody else asked before her."""
        name = names.request_name(self._kept.secret)
        there = store.get(name)
        if there is not None and there != self.request:
            raise BadInput("join.asked")
        if there is None:
            store.put(name, self.request)

    def answer_at(self, store: Store) -> bytes | None:
        """The answer, when it lies there. Raises StoreTrouble."""
        return store.get(names.answer_name(self._kept.secret))

    def take(self, databases: Databases, file: bytes) -> None:
        """The list of people and the keys of the team, into this profile: from now on it is like any other.

        Raises DamagedFile ``join.answer``; nothing is changed then.
        """
        kept = self._kept
        told = welcome.open_answer(file, kept.invitation, kept.secret, self._newcomer, self.secret.kem)
        keeper = databases.open(self.place.folder, self.secret.database_key)
        try:
            with keeper.writing() as work:
                if not work.meta(_WAITS):  # taken already: what came since is not written over
                    return
                for n, entry in enumerate(told.entries, start=1):
                    work.put_roster(n, entry, roster.digest(entry))
                for key in told.keys:
                    work.put_team_key(key.team, key.epoch, key.key)
                work.put_meta(OWN_TEAM, roster.verify(told.entries).team_of(kept.user.user))
                work.put_meta(_WAITS, b"")
                work.commit()
        finally:
            keeper.close()


def asks(opened: Opened, new: NewMember, work: UnitOfWork, keys: Keys) -> None:
    """Write down what a new profile asks for, with the public halves of the keys just made."""
    invitation, mine, signing = opened.invitation, keys.identity, sign.SigningKey(keys.secret.signing_seed)
    display = invitations.plain_name(opened.name if opened.is_second_laptop else new.name)
    newcomer = roster.Newcomer(
        roster.User(mine.user, signing.public, display, invitation.roles, ()),
        roster.Stream(mine.profile, mine.user, mine.ordinary_stream, mine.protected_stream, signing.public,
                      keys.secret.kem.public, keys.vault.kem.public, invitations.plain_name(new.laptop)))
    request, _compared = invitations.ask(invitation, opened.secret, newcomer, signing)
    kept = _Waits(invitation, opened.secret, newcomer.user, newcomer.stream, request)
    work.put_meta(_WAITS, msgspec.msgpack.encode(kept))
    keep_new_tag_key(work)


def waiting(work: UnitOfWork, place: Profile, secret: SlotSecret, name: str) -> WaitingProfile | None:
    """The profile as one that waits; None when it was admitted or began an organisation itself."""
    packed = work.meta(_WAITS)
    if not packed:
        return None
    try:
        return WaitingProfile(place, secret, name, msgspec.msgpack.decode(packed, type=_Waits))
    except UNREADABLE:
        raise DamagedFile("join.answer") from None


# -- by file, through the relay of this laptop, through the meeting place --------------------


def ask_everywhere(waits: WaitingProfile, workspace: Workspace) -> None:
    """Lay the request down in the relay, then where the organisation meets.

    Raises StoreTrouble when that place could not be used (the relay has it then), and ``join.asked``.
    """
    waits.ask_at(FolderStore(workspace.relay))
    with _place(waits) as place:
        if place is not None:
            waits.ask_at(place)


def answer_anywhere(waits: WaitingProfile, workspace: Workspace) -> bytes | None:
    """The answer from the relay, else from where the organisation meets; None while there is none.

    Raises StoreTrouble when that place could not be used.
    """
    found = waits.answer_at(FolderStore(workspace.relay))
    if found is not None:
        return found
    with _place(waits) as place:
        return None if place is None else waits.answer_at(place)


@contextmanager
def _place(waits: WaitingProfile) -> Iterator[Store | None]:
    meeting = waits.meeting
    if meeting is None:
        yield None
        return
    with open_store(meeting.address, meeting.credentials, PATIENCE) as store:
        yield store


def read_carried(file: Path, most: int) -> bytes:
    """A file that somebody was sent, no more of it than it may have; raises BadInput ``join.unreadable``."""
    try:
        with file.open("rb") as opened:
            return opened.read(most + 1)
    except OSError:
        raise BadInput("join.unreadable") from None
