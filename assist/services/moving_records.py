# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a laptop notes of a case that it asked another team to take over; for its own open vault alone."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from assist.casebook import Book
from assist.crypto import labels
from assist.domain import wire
from assist.ports import UnitOfWork
from assist.services.bench import Bench
from assist.services.scribe import Target
from assist.sync.arrivals import Part, Values, merged, ordinary_ops, signed_part

KIND = "moving"
THREAT_FORM = "F17"
ASKED, CALLED_BACK, DECLINED, MOVED = 0, 1, 2, 3


class CompKey(msgspec.Struct, array_like=True, frozen=True):
    """A key of the protected half, kept for what somebody wrote under it and did not send in time."""

    comp: bytes
    epoch: int
    key: bytes


class Going(msgspec.Struct, array_like=True, frozen=True):
    """A case on its way: to whom, how far that is, and once it is gone what opens what still comes for it.

    ``names`` are the objects that hold it, ``taken_by`` the profile that took it over.
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
