# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a laptop notes of a case that it asked another team to take over; for its own open vault alone."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from assist.casebook import Book
from assist.crypto import labels
from assist.domain import wire
from assist.domain.protection import HIDDEN
from assist.ports import UnitOfWork
from assist.services.bench import Bench
from assist.services.scribe import Target
from assist.sync import custodians
from assist.sync.arrivals import Part, Sent, Told, Values, merged, ordinary_ops, signed_part
from assist.sync.chain import Roster

KIND, HEARD = "moving", "moving heard"
_WITH_WHOM = 5
"""Parts of what stands in a case about where it is asked to go, since others may go on with it."""
THREAT_FORM = "F17"
ASKED, CALLED_BACK, DECLINED, MOVED = 0, 1, 2, 3


class CompKey(msgspec.Struct, array_like=True, frozen=True):
    """A key of the protected half, kept for what somebody wrote under it and did not send in time."""

    comp: bytes
    epoch: int
    key: bytes


class Heard(msgspec.Struct, array_like=True, frozen=True):
    """What the other team said to somebody who did not ask: whether it was taken, by which profile, when."""

    ref: bytes
    taken: bool
    profile: bytes
    ms: int


class LateFile(msgspec.Struct, array_like=True, frozen=True):
    """A file that a colleague attached without having heard that the case has gone: its register, and what opens it."""

    value: bytes
    keys: tuple[bytes, ...]


class Going(msgspec.Struct, array_like=True, frozen=True):
    """A case on its way: to whom, how far that is, and once it is gone what opens what still comes for it.

    ``names`` are the objects that hold it, ``taken_by`` the profile that took it over, ``files`` what is attached to it
    and ``carried`` those of them (as they are called on the way) that lie in the place. ``told``
    are the values it was sent with; where none are known, everything is said again.
    """

    ref: bytes
    case: bytes
    code: str
    team: bytes
    user: bytes
    ms: int
    state: int = ASKED
    names: tuple[str, ...] = ()
    key: bytes = b""
    comps: tuple[CompKey, ...] = ()
    taken_by: bytes = b""
    files: tuple[Sent, ...] = ()
    carried: tuple[bytes, ...] = ()
    late: tuple[LateFile, ...] = ()
    told: tuple[Told, ...] = ()


def reads_all(bench: Bench, book: Book, named: frozenset[bytes]) -> bool:
    """Whether this person reads both halves: who does not would hand over what is in the open, and the rest is lost."""
    if bench.user in named or book.level >= HIDDEN:
        return bench.user in named
    return custodians.ROLE in bench.me.roles or book.case.plain(wire.WORKER) == bench.user


def is_on_hold(book: Book) -> bool:
    """Whether nothing may leave (ruling 5). A hold stays on the laptop it began on; that somebody told of a threat
    reaches readers, so one that is newer than any word about a hold counts as one. Needs the vault open.
    """
    said = max((row.hlc for row in book.case.fields.get(wire.HOLD, ())), default=-1)
    return book.hold or any(sheet.hlc > said for sheet in book.of_form(THREAT_FORM))


def going(bench: Bench, work: UnitOfWork) -> list[Going]:
    """Everything noted here, oldest first. Needs the vault open."""
    found = [msgspec.msgpack.decode(bench.ring.open_note(labels.MOVED, body), type=Going)
             for _ref, kind, body in work.jobs() if kind == KIND]
    return sorted(found, key=lambda each: (each.ms, each.ref))


def note(bench: Bench, work: UnitOfWork, record: Going) -> None:
    """Keep it; a record of the same number goes."""
    work.put_job(record.ref, KIND, bench.ring.seal_note(labels.MOVED, msgspec.msgpack.encode(record)))


def left_behind(bench: Bench, work: UnitOfWork, known: Roster, case: bytes) -> Going | None:
    """The record that whoever asked for it would have: for somebody who reads all of the case, once she is gone."""
    book = Book(case, work.rows_of(case))
    asked = list(book.case.plain(wire.GOING) or ())
    if len(asked) < _WITH_WHOM or known.active_profiles(asked[3]) or asked[4] not in known.people:
        return None
    return as_asked(bench, work, book)


def as_asked(bench: Bench, work: UnitOfWork, book: Book) -> Going | None:
    """The same, whether she is gone or not."""
    ref, team, _day, _asker, user = book.case.plain(wire.GOING)[:_WITH_WHOM]
    named = work.rounds.protected.standings().get(book.case_id, (None, 0, frozenset[bytes]()))[2]
    if not reads_all(bench, book, named):
        return None
    code = str(book.case.plain(wire.CODE, ""))
    return Going(bytes(ref), book.case_id, code, bytes(team), bytes(user), bench.clock.now_ms())


def parts_of(bench: Bench, what: tuple[bytes, bytes, bytes], values: Iterable[Values]) -> tuple[Part, ...]:
    """Values signed for the team they go to; ``what``: number of the parcel, case, team."""
    return tuple(Part(each, bench.ring.sign_as(labels.MOVED, signed_part(*what, each))) for each in values)


def take_parts(
    bench: Bench, work: UnitOfWork, target: Target, word: tuple[bytes, bytes, bytes], parts: tuple[Part, ...]
) -> None:
    """Into the own registers, and with them to the own team; ``word``: number of the parcel, own team, who vouches."""
    ref, team, profile = word
    for part in parts:
        if part.values.protected:
            bench.scribe.write_protected(work, target, None, (merged(part.values.value),))
        else:
            bench.scribe.write_as_they_are(work, target, ordinary_ops(ref, team, profile, part))
