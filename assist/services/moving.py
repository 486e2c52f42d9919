# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case goes to another team of the organisation: asked with a reason by one, taken over by another.

Until somebody there has taken it over, nothing is removed here; from then on until the laptops of this team hold
nothing of it any more, both teams have it. So it is never in neither, whatever breaks in between.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from assist.casebook import Book
from assist.changesets import pack_plain
from assist.domain import wire
from assist.domain.protection import HIDDEN
from assist.errors import BadInput, DamagedFile, NotAllowed, NotFound, VaultShut
from assist.policy import CARE, may, require
from assist.ports import UnitOfWork
from assist.services import moving_files
from assist.services.bench import Bench, Look
from assist.services.moving_receipts import Receipts, entitled
from assist.services.moving_records import (
    ASKED,
    CALLED_BACK,
    MOVED,
    Going,
    going,
    is_on_hold,
    left_behind,
    note,
    parts_of,
    reads_all,
    take_parts,
)
from assist.services.post import Came, Post
from assist.services.scribe import Put, Target
from assist.sync import arrivals, roster
from assist.sync.arrivals import ACT, ANSWER, BACK, PARCEL, Answer, Parcel, Values
from assist.sync.chain import Roster
from assist.sync.compartments import purge_mark, reader_entity
from assist.unpacking import UNREADABLE
from assist.views import Changes


@dataclass(frozen=True, slots=True)
class Taker:
    """Somebody of another team who could take a case over."""

    user: str
    name: str
    team: str


@dataclass(frozen=True, slots=True)
class Move:
    """What a case file says: ``asked`` whom on what day, ``came`` from which team on what day; empty for neither."""

    asked_team: str = ""
    asked_on: str = ""
    came_team: str = ""
    came_on: str = ""
    may_call_back: bool = False


@dataclass(frozen=True, slots=True)
class Offered:
    """A case that another team asks to hand over. ``reason`` is in the words of whoever asks."""

    ref: str
    code: str
    name: str
    level: int
    by: str
    team: str
    on_ms: int
    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A case that another team has now: how many laptops of this team said that nothing of it is left, of how many.

    ``missing`` are those that did not, by their people's names and what these call them.
    """

    code: str
    team: str
    done: int
    of: int
    missing: tuple[str, ...]


class MovingService:
    """For one open profile; whoever looks over all cases hands over and takes over (act ``case.move``)."""

    def __init__(self, bench: Bench) -> None:
        self._bench, self._post, self._receipts = bench, Post(bench), Receipts(bench)

    # -- handing over ---------------------------------------------------------------------

    def takers(self) -> list[Taker]:
        """Everybody of other teams who could take a case over, by team and name."""
        with self._bench.keeper.writing() as work:
            known = roster.verify(work.roster())
        home = known.team_of(self._bench.user)
        found = [Taker(each.user.hex(), each.name, _team_name(known, known.team_of(each.user)))
                 for each in known.people.values()
                 if known.is_active(each.user) and known.team_of(each.user) != home and may(each.roles, ACT).ok]
        return sorted(found, key=lambda each: (each.team.casefold(), each.name.casefold()))

    def may_move(self, case: str) -> bool:
        """Whether this person may ask for it, and there is another team to ask."""
        if not may(self._bench.me.roles, ACT).ok or not self.takers():
            return False
        return reads_all(self._bench, self._bench.look_up(case), self._named(bytes.fromhex(case)))

    def said(self, case: str) -> Move:
        """What its file says about moving."""
        book = self._bench.look_up(case)
        asked, came = book.case.plain(wire.GOING), book.case.plain(wire.CAME_FROM)
        with self._bench.keeper.writing() as work:
            known = roster.verify(work.roster())
            mine = self._bench.keeper.vault_open and any(
                each.case == book.case_id and each.state == ASKED for each in going(self._bench, work))
            mine = mine or (self._bench.keeper.vault_open and may(self._bench.me.roles, ACT).ok
                            and left_behind(self._bench, work, known, book.case_id) is not None)
        move = Move(may_call_back=mine)
        if asked:
            move = Move(_team_name(known, bytes(asked[1])), str(asked[2]), may_call_back=mine)
        if came:
            return Move(move.asked_team, move.asked_on, _team_name(known, bytes(came[1])), str(came[0]), mine)
        return move

    def ask(self, case: str, user: str, reason: str) -> Changes:
        """Ask somebody of another team to take it over. Nothing is removed here before that is done.

        Raises NotAllowed ``policy.role``, ``move.on_hold`` or ``move.attached`` (a file of it has not come to this
        laptop), VaultShut, BadInput ``policy.reason``, ``move.nobody``, ``move.asked``, ``move.newer``.
        """
        require(self._bench.me.roles, ACT)
        ident, words = bytes.fromhex(case), reason.strip()
        if not words:
            raise BadInput("policy.reason")
        if user not in {each.user for each in self.takers()}:
            raise BadInput("move.nobody")
        with self._bench.keeper.writing() as work:
            if not work.vault_open:
                raise VaultShut("vault.shut")
            book = self._bench.book(work, ident)
            self._require_free(work, book)
            record = self._send(work, book, bytes.fromhex(user), words)
            note(self._bench, work, record)
            told = [record.ref, record.team, self._bench.today(), self._bench.user, record.user]
            self._bench.scribe.write(work, Target(ident, book.level, (book.newest_stamp,)), [
                Put(ident, wire.CASE, wire.GOING, pack_plain(told), 1, book.case.dots(wire.GOING))])
            self._bench.audit(work, Look("case.move_ask", ident, record.team, protected=book.level > 1))
            work.commit()
        return Changes(frozenset({case}), frozenset({"case"}))

    def _require_free(self, work: UnitOfWork, book: Book) -> None:
        if is_on_hold(book):
            raise NotAllowed("move.on_hold")
        if not reads_all(self._bench, book, self._named(book.case_id, work)):
            raise NotAllowed("policy.role")
        if book.case.plain(wire.GOING):
            raise BadInput("move.asked")

    def _named(self, case: bytes, work: UnitOfWork | None = None) -> frozenset[bytes]:
        if work is None:
            with self._bench.keeper.writing() as other:
                return self._named(case, other)
        return work.rounds.protected.standings().get(case, (None, 0, frozenset[bytes]()))[2]

    def _send(self, work: UnitOfWork, book: Book, user: bytes, reason: str) -> Going:
        known, case, ref = roster.verify(work.roster()), book.case_id, secrets.token_bytes(16)
        team = known.team_of(user)
        try:
            files = moving_files.packed_up(self._bench, work, case)
        except (NotFound, DamagedFile):
            raise NotAllowed("move.attached") from None
        values = values_of(work, case)
        parcel = Parcel(ref, case, team, book.level, str(book.case.plain(wire.CODE, "")),
                        self._chosen_name(case), reason, secrets.token_bytes(32),
                        parts_of(self._bench, (ref, case, team), values), files)
        body = msgspec.msgpack.encode(parcel)
        names = tuple(self._post.send(work, each, PARCEL, body) for each in known.active_profiles(user))
        return Going(ref, case, parcel.code, team, user, self._bench.clock.now_ms(), names=names, files=files,
                     told=arrivals.told_in(values))

    def _chosen_name(self, case: bytes) -> str:
        with self._bench.keeper.reading() as reader:
            return next((row.name for row in reader.cases_named([case])), "")

    def call_back(self, case: str) -> Changes:
        """Never mind: as long as nobody has taken it over it stays. Raises NotFound ``move.not_asked``.

        When whoever asked is gone, anybody may who could have asked.
        """
        require(self._bench.me.roles, ACT)
        ident = bytes.fromhex(case)
        with self._bench.keeper.writing() as work:
            if not work.vault_open:
                raise VaultShut("vault.shut")
            mine = [each for each in going(self._bench, work) if each.case == ident and each.state == ASKED]
            known = roster.verify(work.roster())
            if not mine and (left := left_behind(self._bench, work, known, ident)) is not None:
                mine = [left]
            if not mine:
                raise NotFound("move.not_asked")
            for record in mine:
                for to in known.active_profiles(record.user):
                    self._post.send(work, to, BACK, msgspec.msgpack.encode(Answer(record.ref, False)))
                note(self._bench, work, msgspec.structs.replace(record, state=CALLED_BACK))
                moving_files.no_longer(self._bench, work, record.files)
            self._no_longer_asked(work, ident)
            self._bench.audit(work, Look("case.move_back", ident, protected=True))
            work.commit()
        return Changes(frozenset({case}), frozenset({"case"}))

    def _no_longer_asked(self, work: UnitOfWork, case: bytes) -> None:
        book = self._bench.book(work, case)
        self._bench.scribe.write(work, Target(case, book.level, (book.newest_stamp,)), [
            Put(case, wire.CASE, wire.GOING, pack_plain(None), 1, book.case.dots(wire.GOING))])

    def gone(self) -> list[Gone]:
        """What this laptop handed over, newest first; nothing while the vault is shut."""
        if not self._bench.keeper.vault_open:
            return []
        own = self._bench.ring.ordinary_stream
        with self._bench.keeper.writing() as work:
            known, rows = roster.verify(work.roster()), []
            team = [each for each in known.members(known.team_of(self._bench.user)) if each.ordinary != own]
            for record in (each for each in going(self._bench, work) if each.state == MOVED):
                said = {stream for _level, stream, _ms in work.rounds.protected.done(purge_mark(record.key))}
                missing = [each for each in team if each.ordinary not in said]
                rows.append(Gone(
                    record.code, _team_name(known, record.team), len(team) - len(missing), len(team),
                    tuple(" · ".join(part for part in (known.people[each.user].name, each.laptop) if part)
                          for each in missing)))
        return rows[::-1]

    # -- taking over ----------------------------------------------------------------------

    def unread(self) -> int:
        """Letters of other teams that lie here; whether they offer a case only the open vault can tell."""
        if not may(self._bench.me.roles, ACT).ok:
            return 0
        with self._bench.keeper.writing() as work:
            return self._post.count(work)

    def offered(self) -> list[Offered]:
        """What other teams ask to hand over, oldest first; nothing while the vault is shut."""
        if not self._bench.keeper.vault_open or not may(self._bench.me.roles, ACT).ok:
            return []
        with self._bench.keeper.writing() as work:
            known = roster.verify(work.roster())
            rows = [(came, self._parcel(known, came)) for came in self._post.kept(work) if came.letter.kind == PARCEL]
        return [Offered(parcel.ref.hex(), parcel.code, parcel.name, parcel.level, known.people[came.sender.user].name,
                        _team_name(known, known.home_of(came.sender)), came.letter.wall_ms, parcel.reason)
                for came, parcel in rows if parcel is not None]

    def _parcel(self, known: Roster, came: Came) -> Parcel | None:
        """The case in a letter; None when it is none, or nobody who may hand one over sent it."""
        try:
            parcel = msgspec.msgpack.decode(came.letter.body, type=Parcel)
            what = (parcel.ref, parcel.case, known.team_of(self._bench.user))
            fits = (len(parcel.ref), len(parcel.case), len(parcel.key)) == (16, 16, 32) and 0 <= parcel.level <= HIDDEN
            fits = fits and arrivals.are_sent(parcel.files)
            vouched = arrivals.is_vouched(known, what, came.sender.profile, parcel.parts)
        except (*UNREADABLE, DamagedFile):
            return None
        return parcel if fits and vouched and parcel.team == what[2] else None

    def workers(self) -> list[tuple[str, str]]:
        """(id, name) of whoever may accompany it here, by name."""
        with self._bench.keeper.writing() as work:
            known = roster.verify(work.roster())
        home = known.team_of(self._bench.user)
        found = [(each.user.hex(), each.name) for each in known.people.values()
                 if known.is_active(each.user) and known.team_of(each.user) == home and CARE & frozenset(each.roles)]
        return sorted(found, key=lambda each: (each[1].casefold(), each[0]))

    def accept(self, ref: str, worker: str, named: Sequence[str] = ()) -> Changes:
        """Take it over for this team, and propose who accompanies it from now on.

        ``named``: who shall read a case at the highest level besides oneself and her. Raises NotFound ``move.gone``
        or ``move.taken``, NotAllowed, BadInput ``assign.nobody``, VaultShut, NotAllowed ``protection.two_named``.
        """
        require(self._bench.me.roles, ACT)
        if worker not in {user for user, _name in self.workers()}:
            raise BadInput("assign.nobody")
        with self._bench.keeper.writing() as work:
            known = roster.verify(work.roster())
            came, parcel = self._found(work, known, ref)
            if parcel.case in work.all_cases():
                raise NotFound("move.taken")
            self._take(work, known, (came, parcel), self._readers(known, parcel, worker, named))
            self._receipts.owe(work, parcel.ref, parcel.case, known.home_of(came.sender))
            work.end_job(came.job)
            self._bench.audit(work, Look("case.move_accept", parcel.case, parcel.ref, protected=parcel.level > 1))
            work.commit()
        return Changes(frozenset({parcel.case.hex()}), frozenset({"case", "level"}))

    def _readers(self, known: Roster, parcel: Parcel, worker: str, named: Sequence[str]) -> list[bytes]:
        """The worker first, then whoever else is named at the highest level."""
        wanted = [bytes.fromhex(each) for each in (worker, self._bench.user.hex(), *named)]
        home = known.team_of(self._bench.user)
        people = list(dict.fromkeys(each for each in wanted if known.is_active(each) and known.team_of(each) == home))
        here = [each for each in known.people if known.is_active(each) and known.team_of(each) == home]
        if parcel.level >= HIDDEN and len(people) < min(2, len(here)):
            raise NotAllowed("protection.two_named")
        return people

    def _take(self, work: UnitOfWork, known: Roster, what: tuple[Came, Parcel], people: list[bytes]) -> None:
        came, parcel = what
        case, parts, team = parcel.case, parcel.parts, known.team_of(self._bench.user)
        target = Target(case, parcel.level, (arrivals.newest(parts),))
        if any(not part.values.protected for part in parts):
            work.put_case_key(case, 1, parcel.key)
        moving_files.adopt(self._bench, work, target, parts, parcel.files)
        take_parts(self._bench, work, target, (parcel.ref, team, came.sender.profile), parts)
        is_sealed_too = any(part.values.protected for part in parts)
        origin = [self._bench.today(), known.home_of(came.sender), parcel.ref, self._bench.ring.identity.profile,
                  is_sealed_too]
        puts = [Put(case, wire.CASE, wire.WORKER, pack_plain(people[0]), 1,
                    arrivals.dots_of(parts, case, wire.WORKER)),
                Put(case, wire.CASE, wire.CAME_FROM, pack_plain(origin), 1,
                    arrivals.dots_of(parts, case, wire.CAME_FROM))]
        if is_sealed_too and parcel.level < HIDDEN:  # the last of what is sealed: who reads this has read it all
            puts.append(replace(puts[-1], level=4))
        if parcel.level >= HIDDEN:
            puts += [Put(reader_entity(case, user), wire.READER, wire.NAMED, pack_plain([user, True]), 4)
                     for user in people]
        self._bench.scribe.write(work, target, puts)

    def decline(self, ref: str) -> None:
        """It stays where it is. Raises NotFound ``move.gone``."""
        require(self._bench.me.roles, ACT)
        with self._bench.keeper.writing() as work:
            came, parcel = self._found(work, roster.verify(work.roster()), ref)
            self._decline(work, came)
            self._bench.audit(work, Look("case.move_decline", object=parcel.ref, protected=True))
            work.commit()

    def _found(self, work: UnitOfWork, known: Roster, ref: str) -> tuple[Came, Parcel]:
        if not work.vault_open:
            raise VaultShut("vault.shut")
        for came in self._post.kept(work):
            parcel = self._parcel(known, came) if came.letter.kind == PARCEL else None
            if parcel is not None and parcel.ref.hex() == ref:
                return came, parcel
        raise NotFound("move.gone")

    def _decline(self, work: UnitOfWork, came: Came) -> None:
        parcel = msgspec.msgpack.decode(came.letter.body, type=Parcel)
        known = roster.verify(work.roster())
        for each in entitled(known, known.home_of(came.sender)):
            self._post.send(work, each, ANSWER, msgspec.msgpack.encode(Answer(parcel.ref, False)))
        work.end_job(came.job)


def values_of(work: UnitOfWork, case: bytes) -> list[Values]:
    """Everything of a case as it stands, in both halves; raises BadInput ``move.newer``."""
    try:
        ordinary = arrivals.ordinary_values(work.rounds.state_of(case))
    except DamagedFile:
        raise BadInput("move.newer") from None
    return [*ordinary, *arrivals.protected_values(row for row in work.rows_of(case) if row.protected)]


def _team_name(known: Roster, team: bytes) -> str:
    return known.teams.get(team) or known.name
