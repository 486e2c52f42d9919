# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Inviting people and laptops, and letting in who shows the same six words (security-and-sync.md 3.7).

Open invitations lie in the ``case.db`` of whoever made them: she may close the program in between. Each is good for
a week and for one; whoever is not the right one is turned away, and the invitation with her.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from assist.crypto import kdf, words
from assist.errors import BadInput, DamagedFile, NotFound
from assist.policy import may, require
from assist.ports import Store, UnitOfWork
from assist.services.bench import Bench, Look
from assist.services.meeting import MeetingService
from assist.services.rosters import ACT, RosterService, held_keys
from assist.sync import entries as wire
from assist.sync import invitations, names, roster, welcome
from assist.sync.invitations import Invitation, Request
from assist.sync.meeting_file import packed
from assist.unpacking import UNREADABLE

_KEPT = "invitations"
MOST = 40
"""Open invitations of one person: more are no invitations but a leak."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to invite. ``name`` is a reminder and a proposal; ``user`` (an id) is set for her second laptop.

    ``team`` (an id) is where she will belong; empty for the team of whoever invites.
    """

    name: str
    roles: tuple[str, ...] = ()
    user: str = ""
    language: str = "en"
    team: str = ""


@dataclass(frozen=True, slots=True)
class Invited:
    """The file for her, and the twelve words to tell her apart from it. They are shown now and never again."""

    ref: str
    words: str
    file: bytes


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """One that waits. ``compared`` are the six words of whoever asked with it, empty until somebody did.

    ``until_ms`` is the end of its week. ``asks`` and ``laptop`` are what the newcomer calls herself and it.
    """

    ref: str
    name: str
    roles: tuple[str, ...]
    until_ms: int
    is_second_laptop: bool
    compared: str = ""
    asks: str = ""
    laptop: str = ""


class _Kept(msgspec.Struct, array_like=True, frozen=True):
    """An open invitation as kept: enough to open the request and to make the answer."""

    invitation: Invitation
    secret: bytes
    request: bytes = b""


class InvitingService:
    """For one open profile; only a coordinator invites (act ``people.manage``).

    What newcomers ask is looked for, and answered, wherever the organisation meets.
    """

    def __init__(
        self, bench: Bench, rosters: RosterService, meeting: MeetingService, *, for_tests: bool = False
    ) -> None:
        self._bench, self._rosters, self._meeting = bench, rosters, meeting
        self._policy = kdf.FOR_TESTS if for_tests else kdf.LIGHTEST

    # -- inviting -------------------------------------------------------------------------

    def invite(self, wanted: Wanted) -> Invited:
        """A file and twelve words.

        Raises NotAllowed, NotFound ``team.not_here`` or ``team.none``, BadInput ``team.no_role``,
        ``invite.two_sign``, ``invite.many``.
        """
        meeting = self._meeting.place()
        place = b"" if meeting is None else packed(meeting)
        with self._bench.keeper.writing() as work:
            known = self._known(work)
            kept = self._kept(work)
            if len(kept) >= MOST:
                raise BadInput("invite.many")
            user = _ident(wanted.user)
            roles, team = self._roles(known, wanted, user), self._team(known, wanted, user)
            mine = known.streams[self._bench.ring.identity.profile].ed_pub
            content = Invitation(
                invitations.new_ident(), known.name, tuple(work.roster()), mine, roles,
                self._bench.clock.now_ms() + invitations.VALID_MS, wanted.language, place, user,
                known.people[user].name if user else invitations.plain_name(wanted.name), team)
            made = invitations.invite(content, self._policy)
            # The list as it was is in the file; what is kept needs only its beginning.
            short = msgspec.structs.replace(content, entries=content.entries[: welcome.BEGINNING], place=b"")
            self._keep(work, [*kept, _Kept(short, made.secret)])
            self._bench.audit(work, Look("people.invite"))
            work.commit()
        return Invited(made.ident.hex(), made.words, made.file)

    def take_back(self, ref: str) -> None:
        """Nobody can come in with it any more; raises NotFound ``invite.gone``."""
        self._end(ref, "people.uninvite")

    def turn_away(self, ref: str) -> None:
        """The six words do not match: somebody else holds the file and the words, so both are worthless now."""
        self._end(ref, "people.turn_away")

    # -- who asked ------------------------------------------------------------------------

    def open_ones(self) -> list[OpenInvitation]:
        """What waits, oldest first; what is over is forgotten here."""
        with self._bench.keeper.writing() as work:
            known, kept = self._known(work), self._kept(work)
            return [self._shown(each, known) for each in kept]

    def look_everywhere(self) -> int:
        """In the relay of this laptop and where the organisation meets; how many are new.

        Raises StoreTrouble when that place could not be asked; what the relay had is kept then.
        """
        count = self.look(self._meeting.relay())
        if self._meeting.place() is not None:
            with self._meeting.open_store() as store:
                count += self.look(store)
        return count

    def look_on_the_way(self, store: Store) -> int:
        """In a round: nothing is asked of the place by who may let nobody in, or has invited nobody."""
        if not may(self._bench.me.roles, ACT).ok:
            return 0
        with self._bench.keeper.writing() as work:
            waits = any(not each.request for each in self._kept(work))
        return self.look(store) if waits else 0

    def look(self, store: Store) -> int:
        """Ask a place for what newcomers laid down there; how many are new. Raises StoreTrouble."""
        with self._bench.keeper.writing() as work:
            self._known(work)
            waiting = [each for each in self._kept(work) if not each.request]
        found = [(each, store.get(names.request_name(each.secret))) for each in waiting]
        return sum(self._take(each, content) for each, content in found if content is not None)

    def read_request(self, file: bytes) -> str:
        """Somebody brought the request as a file: which invitation it belongs to.

        Raises DamagedFile ``invite.request`` when it belongs to none that is open.
        """
        with self._bench.keeper.writing() as work:
            self._known(work)
            kept = self._kept(work)
        for each in kept:
            if self._take(each, file):
                return each.invitation.ident.hex()
        raise DamagedFile("invite.request")

    def _take(self, kept: _Kept, content: bytes) -> bool:
        """Keep a request that holds; another one for the same invitation takes its place (the words decide)."""
        with self._bench.keeper.writing() as work:
            try:
                self._read(roster.verify(work.roster()), kept.invitation, kept.secret, content)
            except DamagedFile:
                return False
            fresh = msgspec.structs.replace(kept, request=content)
            self._keep(work, [fresh if each.secret == kept.secret else each for each in self._kept(work)])
            work.commit()
            return True

    # -- letting in -----------------------------------------------------------------------

    def admit(self, ref: str, compared: str) -> bytes:
        """Let her in: she stands on the list with the team's key. The answer for her, which the next round carries too.

        ``compared`` are the six words as the newcomer read them out. Raises BadInput ``join.words`` for others,
        ``invite.no_request``, NotFound ``invite.gone``.
        """
        with self._bench.keeper.writing() as work:
            known, kept = self._known(work), self._kept(work)
            it = _found(kept, ref)
            if not it.request:
                raise BadInput("invite.no_request")
            asked = self._read(known, it.invitation, it.secret, it.request)
            if not _same(compared, asked.compared):
                raise BadInput("join.words")
            answer = self._let_in(work, known, it, asked.newcomer)
            work.rounds.put_out(names.answer_name(it.secret), answer)
            self._keep(work, [each for each in kept if each is not it])
            self._bench.audit(work, Look("people.admit", object=asked.newcomer.stream.profile))
            names_now = {user: each.name for user, each in roster.verify(work.roster()).people.items()}
            work.commit()
        self._bench.learn(self._bench.me.roles, names_now)
        self._meeting.lay_down()
        return answer

    def _let_in(self, work: UnitOfWork, known: roster.Roster, kept: _Kept, newcomer: roster.Newcomer) -> bytes:
        """Her entries, and the keys that are hers; of another team's earlier keys its members tell her."""
        own = known.team_of(self._bench.user)
        team = kept.invitation.team or own
        payloads: list[roster.Payload] = []
        if not kept.invitation.user:
            payloads.append((wire.USER_ADD, msgspec.structs.replace(
                newcomer.user, roles=kept.invitation.roles, teams=(team,))))
        self._rosters.append(work, [*payloads, (wire.STREAM_ADD, newcomer.stream)])
        self._rosters.give_keys(work)
        earlier = [roster.TeamGrant(whose, epoch, key) for whose, held in held_keys(work, known).items()
                   if whose in (team, known.organisation) for epoch, key in held.items()]
        return welcome.answer(kept.invitation, kept.secret, work.roster(), newcomer, earlier)

    def _team(self, known: roster.Roster, wanted: Wanted, user: bytes) -> bytes:
        team = _ident(wanted.team) if wanted.team else known.team_of(user or self._bench.user)
        if team not in known.teams or (user and team != known.team_of(user)):
            raise NotFound("team.none")
        return team

    # -- inside ---------------------------------------------------------------------------

    def _known(self, work: UnitOfWork) -> roster.Roster:
        require(self._bench.me.roles, ACT)
        return roster.verify(work.roster())

    def _roles(self, known: roster.Roster, wanted: Wanted, user: bytes) -> tuple[str, ...]:
        if user:
            if not known.is_active(user):
                raise NotFound("team.not_here")
            return known.people[user].roles
        roles = tuple(role for role in roster.ALL_ROLES if role in wanted.roles)
        if not roles or len(roles) != len(set(wanted.roles)):
            raise BadInput("team.no_role")
        makes = wire.COORDINATOR in roles
        if known.signatures_needed(wire.USER_ADD, makes_coordinator=makes) > 1:
            raise BadInput("invite.two_sign")
        return roles

    def _read(self, known: roster.Roster, invitation: Invitation, secret: bytes, content: bytes) -> Request:
        """The request, when it also fits the list: nobody takes the id, the streams or the key of somebody else."""
        asked = invitations.open_request(content, invitation, secret)
        user, stream = asked.newcomer.user.user, asked.newcomer.stream
        taken = {ident for each in known.streams.values() for ident in (each.profile, each.ordinary, each.protected)}
        whose = user == invitation.user if invitation.user else user not in known.people
        if not whose or taken & {stream.profile, stream.ordinary, stream.protected}:
            raise DamagedFile("invite.request")
        keys = {each.ed_pub for each in known.people.values()} | {each.ed_pub for each in known.streams.values()}
        if stream.ed_pub in keys:
            raise DamagedFile("invite.request")
        return asked

    def _shown(self, kept: _Kept, known: roster.Roster) -> OpenInvitation:
        content = kept.invitation
        shown = OpenInvitation(
            content.ident.hex(), content.name, content.roles, content.until_ms, bool(content.user))
        if not kept.request:
            return shown
        try:
            asked = self._read(known, content, kept.secret, kept.request)
        except DamagedFile:
            return shown
        newcomer = asked.newcomer
        return OpenInvitation(
            shown.ref, shown.name, shown.roles, shown.until_ms, shown.is_second_laptop, asked.compared,
            newcomer.user.name, newcomer.stream.laptop)

    def _end(self, ref: str, verb: str) -> None:
        with self._bench.keeper.writing() as work:
            self._known(work)
            kept = self._kept(work)
            it = _found(kept, ref)
            self._keep(work, [each for each in kept if each is not it])
            self._bench.audit(work, Look(verb))
            work.commit()

    def _kept(self, work: UnitOfWork) -> list[_Kept]:
        """Those whose week is not over."""
        now = self._bench.clock.now_ms()
        try:
            held = msgspec.msgpack.decode(work.meta(_KEPT) or msgspec.msgpack.encode([]), type=list[_Kept])
        except UNREADABLE:
            raise DamagedFile("invite.damaged") from None
        return [each for each in held if each.invitation.until_ms >= now]

    def _keep(self, work: UnitOfWork, kept: Sequence[_Kept]) -> None:
        work.put_meta(_KEPT, msgspec.msgpack.encode(kept))


def _found(kept: Sequence[_Kept], ref: str) -> _Kept:
    it = next((each for each in kept if each.invitation.ident.hex() == ref), None)
    if it is None:
        raise NotFound("invite.gone")
    return it


def _ident(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise NotFound("team.not_here") from None


def _same(typed: str, right: str) -> bool:
    """Capitals, accents and signs between the words do not matter."""
    parted = [[words.fold(word) for word in text.replace("-", " ").split()] for text in (typed, right)]
    return parted[0] == parted[1]
