# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From an invitation to a profile like any other: opened, asked, waited for, admitted (security-and-sync.md 3.7).

A profile that waits holds its own keys and nothing of anybody else's: no list of people but the one of the
invitation, no key of a team, no case. It is opened with its passphrase like any other, and only says six words.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from assist.crypto import sign
from assist.crypto.slot import SlotSecret
from assist.errors import BadInput, DamagedFile
from assist.places import Profile
from assist.ports import Databases, Store, UnitOfWork
from assist.services.making import Keys
from assist.services.profile_rows import keep_new_tag_key
from assist.sync import invitations, names, roster, welcome
from assist.sync.invitations import Invitation, MeetingPlace
from assist.unpacking import UNREADABLE

_WAITS = "joining"


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

    @property
    def request(self) -> bytes:
        """What she asks, as a file."""
        return self._kept.request

    @property
    def meeting(self) -> MeetingPlace:
        """Where the organisation meets; its address is empty when that goes from hand to hand."""
        return self._kept.invitation.place

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
                for n, entry in enumerate(told.entries, start=1):
                    work.put_roster(n, entry, roster.digest(entry))
                for key in told.keys:
                    work.put_team_key(key.team, key.epoch, key.key)
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
