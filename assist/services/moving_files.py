# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of a case on its way between teams: sealed for the way alone, carried along, and sealed anew where it arrives.

The team that hands the case over keeps its own until the other one has them all under keys of its own; what is sealed
for the way lies in the place under names that only the organisation computes and numbers that only the letter tells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress

import msgspec

from assist.casebook import Book
from assist.changesets import Op
from assist.domain import wire
from assist.errors import DamagedFile, NameTaken, NotFound
from assist.ports import Store, UnitOfWork
from assist.rows import RegRow
from assist.services.attachments import all_given, attached_to, behind, content_of, keys_for, put_behind, put_of
from assist.services.bench import Bench
from assist.services.blob_files import BlobFiles
from assist.services.blob_leaving import Gone, gone_from, keep_gone
from assist.services.moving_records import ASKED, CALLED_BACK, MOVED, Going, LateFile, going, is_on_hold, note
from assist.services.post import organisation_names, own_names
from assist.services.scribe import Target
from assist.sync import arrivals, blobs, names
from assist.sync.arrivals import Part, Sent, Values
from assist.sync.blobs import Attached

MOST_PARTS = 8
"""Carried in one round, as of all attachments."""
DAY_MS = 24 * 3600 * 1000


def packed_up(bench: Bench, work: UnitOfWork, case: bytes, before: Collection[Sent] = ()) -> tuple[Sent, ...]:
    """What is attached to it and was not packed yet, each with a number and a key for the way.

    Raises NotFound or DamagedFile where one of them has not come to this laptop as a whole.
    """
    files, done = BlobFiles(bench.keeper.folder), {each.blob for each in before}
    found = [made for _entity, made, _row in attached_to(work, case) if made.blob not in done]
    for made in found:
        content_of(files, list(keys_for(work, case, made)), made)
    return tuple(arrivals.sent(made.blob, made.parts) for made in found)


def carry(bench: Bench, store: Store) -> None:
    """Lay what is packed into the place, a few parts in each round; raises StoreTrouble, and goes on the next time."""
    room = MOST_PARTS
    for record, each in _waiting(bench):
        if each.parts > room and room < MOST_PARTS:
            return
        late = next((held for held in record.late if blobs.unpacked(held.value).blob == each.blob), None)
        with bench.keeper.writing() as work:
            content, key = _content(bench, work, record.case, each), organisation_names(work)[0]
            own = own_names(bench, work)
        if late is not None:
            content = _from_place(store, own, late)
            if not content:
                continue
        for part, sealed in enumerate(blobs.sealed(each.key, each.on_way, content) if content else ()):
            with suppress(NameTaken):
                store.put(names.blob_name(key, each.on_way, part), sealed)
        room -= each.parts
        with bench.keeper.writing() as work:
            now = next(held for held in going(bench, work) if held.ref == record.ref)
            note(bench, work, msgspec.structs.replace(now, carried=(*now.carried, each.on_way)))
            work.commit()


def _waiting(bench: Bench) -> list[tuple[Going, Sent]]:
    """Of a case that was called back too: the other team may have taken it over without having heard of that. Of one
    on hold nothing leaves."""
    with bench.keeper.writing() as work:
        lacking = [(record, each) for record in going(bench, work) if record.state in (ASKED, CALLED_BACK, MOVED)
                   for each in record.files if each.on_way not in record.carried]
        held = {record.case for record, _each in lacking if is_on_hold(Book(record.case, work.rows_of(record.case)))}
    return [each for each in lacking if each[0].case not in held]


def late_files(record: Going, values: Iterable[Values]) -> tuple[tuple[Sent, LateFile], ...]:
    """Files that came only now, of which nothing was packed: they are looked for in the place of this team."""
    packed, found = {each.blob for each in record.files}, {}
    for some in values:
        for value in arrivals.values_in(arrivals.merged(some.value)):
            made = blobs.unpacked(value.value) if value.field == wire.ATTACHED else None
            if made is not None and not made.removed and made.blob not in packed:
                keys = tuple(each.key for each in record.comps if each.epoch == made.epoch) if made.epoch else (
                    record.key,)
                found[made.blob] = arrivals.sent(made.blob, made.parts), LateFile(value.value, keys)
    return tuple(found.values())


def _from_place(store: Store, own: Iterable[bytes], late: LateFile) -> bytes:
    """All of it, as it lies where this team meets; nothing while a part has not come there."""
    made, under = blobs.unpacked(late.value), tuple(own)
    found = (next((content for key in under if (content := store.get(names.blob_name(key, made.blob, part)))), None)
             for part in range(made.parts))
    objects = [content for content in found if content is not None]
    if len(objects) < made.parts:
        return b""
    for key in late.keys:
        with suppress(DamagedFile):
            return blobs.whole(made, [blobs.opened(key, made, part, each) for part, each in enumerate(objects)])
    return b""


def _content(bench: Bench, work: UnitOfWork, case: bytes, sent: Sent) -> bytes:
    """Nothing where it was removed since, at her wish."""
    files, found = BlobFiles(bench.keeper.folder), _now(work, case, sent)
    with suppress(NotFound, DamagedFile):
        return content_of(files, list(keys_for(work, case, found)), found) if found is not None else b""
    return b""


def _now(work: UnitOfWork, case: bytes, sent: Sent) -> Attached | None:
    """What is attached under the name it was packed by, or sealed anew since, when the case was raised."""
    for _entity, made, _row in attached_to(work, case):
        if made.blob == sent.blob or any(
                blobs.ident_under(key, sent.blob) == made.blob for key in keys_for(work, case, made)):
            return made
    return None


def removed_since(work: UnitOfWork, record: Going) -> tuple[Sent, ...]:
    """What was packed and then removed, at her wish: the other team is not to wait for it."""
    return tuple(each for each in record.files if _now(work, record.case, each) is None)


def adopt(bench: Bench, work: UnitOfWork, target: Target, parts: tuple[Part, ...], files: Collection[Sent]) -> None:
    """What came with a case, as this team calls it: under the number and key of the way until it is here.

    Before the values are taken, in a transaction of the caller.
    """
    by_blob = {each.blob: each for each in files}
    here = [row for row in work.rows_of(target.case) if row.field == wire.ATTACHED]
    for part in parts:
        for value in arrivals.values_in(arrivals.merged(part.values.value)):
            if value.field != wire.ATTACHED:
                continue
            made, is_behind = blobs.unpacked(value.value), part.values.protected
            held = list(_same(here, value.entity, made, is_behind=is_behind))
            dots = tuple(sorted({value.dot, *(row.dot for _made, row in held)}))
            if made.removed or (made.blob not in by_blob and not held):
                continue
            if held:
                again = msgspec.structs.replace(
                    held[-1][0], given=all_given([*(each for each, _row in held), made]))
            else:
                way = by_blob[made.blob]
                again = msgspec.structs.replace(made, blob=way.on_way, epoch=0, key=way.key)
            _write(bench, work, target, value.entity, (again, dots), is_behind=is_behind)


def _same(
    rows: list[RegRow], entity: bytes, made: Attached, *, is_behind: bool
) -> Iterator[tuple[Attached, RegRow]]:
    """Registers in which this very file stands already, as this team calls it."""
    for row in rows:
        if (row.entity, row.protected) == (entity, is_behind):
            held = blobs.unpacked(row.value)
            if held.digest == made.digest and held.blob != made.blob and not held.removed:
                yield held, row


def _write(
    bench: Bench, work: UnitOfWork, target: Target, entity: bytes,
    value: tuple[Attached, tuple[tuple[bytes, int, int], ...]], *, is_behind: bool,
) -> None:
    made, dots = value
    if is_behind:
        put_behind(work, {*behind(work), made.blob})
        bench.scribe.write_protected(work, target, None, [
            Op(wire.OP_ATTACH, entity, wire.ATTACHMENT, wire.ATTACHED, blobs.packed(made), dots)])
    else:
        bench.scribe.write(work, target, [put_of(entity, made, is_behind=False, dots=dots)])


def are_ours(bench: Bench, work: UnitOfWork, case: bytes) -> bool:
    """Whether everything attached to a case that came is under keys of this team, and lies where its laptops meet."""
    files = BlobFiles(bench.keeper.folder)
    return not any(made.key or (files.is_ours(made.blob) and not files.is_out(made.blob))
                   for _entity, made, _row in attached_to(work, case))


def are_carried(record: Going, attached: Collection[Attached]) -> bool:
    """Whether all of these lie in the place for the other team."""
    ready = {each.blob for each in record.files if each.on_way in record.carried}
    return all(made.blob in ready for made in attached)


def no_longer(bench: Bench, work: UnitOfWork, files: Collection[Sent]) -> None:
    """What was sealed for a way that nobody went is taken away in a month, as everything that lay there for readers."""
    today = bench.clock.now_ms() // DAY_MS
    keep_gone(work, [*gone_from(work), *(Gone(each.on_way, each.parts, today) for each in files)])
