# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a case ever left for a reporting system: its receipts, what was taken back and heard; pure (CO-06, CO-14)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from assist.casebook import Book, Entity
from assist.consentbook import consent_for, objects_to_figures
from assist.domain import wire
from assist.domain.consents import Need
from assist.teambook import TeamHit, TeamLine

TAKEN_BACK = frozenset({"withdrawn", "no", "child_said_no"})
"""What makes a share one to take back; a consent that only ended lets nothing new leave."""

STANDS, LOOK, TO_TELL, TO_HEAR, GONE = (
    "share", "share_look", "share_to_tell", "share_to_hear", "share_gone")
KINDS = (STANDS, LOOK, TO_TELL, TO_HEAR, GONE)
"""What a receipt waits for: nothing; to be looked at, since what decides may lie behind the seal; that the recipient is
told that it was taken back; that the recipient confirms; nothing any more."""

_TEXTS = 7
_PARTS = 6


@dataclass(frozen=True, slots=True)
class Share:
    """One receipt: what left, to whom, on which consent, in which file.

    ``made``: the second, UTC. ``columns``: exactly what stood in the row. ``values``: a hash of its cells. ``consent``:
    the record. ``taken_back``: the package that took it back, ``taken_back_on`` its day, ``heard_on`` the day the
    recipient said that it is gone.
    """

    entity: bytes
    export_id: str
    recipient: str
    purpose: str
    profile: str
    reference: str
    made: str
    values: str
    columns: tuple[str, ...]
    consent: str
    file: str
    by: str
    taken_back: str = ""
    taken_back_on: str = ""
    heard_on: str = ""


def shares(book: Book) -> tuple[Share, ...]:
    """Everything that ever left of her, oldest first."""
    return book.once(_shares)


def secret(book: Book) -> bytes:
    """From which her references are made, the oldest where several were made apart; empty before the first export."""
    found = [(row.hlc, row.dot, told[0]) for entity in book.entities.values() if entity.etype == wire.SHARE_SECRET
             for row in entity.fields.get(wire.SHARE_KEY, ()) if (told := _listed(entity, wire.SHARE_KEY, 1))
             and isinstance(told[0], bytes)]
    return min(found)[2] if found else b""


def must_be_taken_back(book: Book, share: Share) -> bool:
    """Whether she took back what she had agreed to and the recipient was not told yet.

    Asked of the day on which it left: what was agreed to then and only ended since stays there.
    """
    if share.taken_back:
        return False
    said, _consent = consent_for(book, Need(share.purpose, share.recipient), _left_on(share))
    return said in TAKEN_BACK or objects_to_figures(book)


def lines(book: Book) -> tuple[TeamLine, ...]:
    """One narrow line a receipt, from which everything that left is listed without opening a case."""
    if not book.exists:
        return ()
    return tuple(dict.fromkeys(_line(book, share) for share in shares(book)))


class Told(NamedTuple):
    """What such a line says: ``kind`` of KINDS, the package, the day on which it left, the package that took it back
    and when, the day on which the recipient confirmed. Days are ISO, empty where it has not come to that."""

    case: bytes
    kind: str
    export_id: str
    profile: str
    made: str
    back: str
    back_on: str
    recipient: str
    heard_on: str


def told(hits: Iterable[TeamHit]) -> Iterator[Told]:
    """Lines read again; what is no such line is passed over."""
    for hit in hits:
        parts = hit.ref.split("\n", _PARTS - 1)
        if hit.kind in KINDS and len(parts) == _PARTS:
            export_id, profile, made, back, back_on, recipient = parts
            yield Told(hit.case, hit.kind, export_id, profile, made, back, back_on, recipient,
                       hit.on if hit.kind == GONE else "")


def _line(book: Book, share: Share) -> TeamLine:
    day = _left_on(share).isoformat()
    ref = "\n".join((*map(_plain, (share.export_id, share.profile, day, share.taken_back, share.taken_back_on)),
                     share.recipient))
    if share.heard_on:
        return TeamLine(GONE, ref, share.heard_on)
    if share.taken_back:
        return TeamLine(TO_HEAR, ref, share.taken_back_on)
    if must_be_taken_back(book, share):
        return TeamLine(TO_TELL, ref, day)
    return TeamLine(LOOK if book.level else STANDS, ref, day)


def _plain(part: str) -> str:
    """On one line, whatever a colleague's laptop wrote."""
    return " ".join(part.split())


def _left_on(share: Share) -> date:
    """The first day there is, where nobody can read when."""
    try:
        return date.fromisoformat(share.made[:10])
    except ValueError:
        return date.min


def _shares(book: Book) -> tuple[Share, ...]:
    found = (_share(entity) for entity in book.entities.values() if entity.etype == wire.SHARE)
    return tuple(sorted((each for each in found if each is not None), key=lambda each: (each.made, each.entity)))


def _share(entity: Entity) -> Share | None:
    told = _listed(entity, wire.SHARED, 11)
    if told is None:
        return None
    texts, columns = [*told[:_TEXTS], *told[_TEXTS + 1:]], told[_TEXTS]
    if not isinstance(columns, list) or not all(isinstance(each, str) for each in (*texts, *columns)):
        return None
    export_id, to, purpose, profile, reference, made, values, consent, file, by = map(str, texts)
    back, heard = _listed(entity, wire.SHARE_TAKEN_BACK, 3), _listed(entity, wire.SHARE_HEARD, 2)
    return Share(
        entity.id, export_id, to, purpose, profile, reference, made, values, tuple(map(str, columns)), consent, file,
        by, str(back[0]) if back else "", str(back[1]) if back else "", str(heard[0]) if heard else "")


def _listed(entity: Entity, field: int, length: int) -> list[object] | None:
    told = entity.plain(field)
    return told if isinstance(told, list) and len(told) == length else None
