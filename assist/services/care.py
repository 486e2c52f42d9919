# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is done with a case besides filling in forms: pause, ready, reopen, withdraw, wake."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from secrets import token_bytes

from assist.casebook import Book
from assist.changesets import pack_answer, pack_plain, unpack_answer
from assist.domain import stages, wire
from assist.errors import BadInput, NotFound
from assist.noticebook import Notice, notices
from assist.policy import require
from assist.services.bench import Bench, Look, count_up, counted, heavy_key
from assist.services.noting import undoable
from assist.services.scribe import Put, Target
from assist.views import Changes
from forms.answers import Answer


class CareService:
    """Each act is one save of its own, with its line in the log of looks and acts."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def pause(self, case: str) -> Changes:
        """Rest: no instruments and no tasks but safety until she is ready (practice.md b1, stage 4)."""
        def puts(book: Book) -> list[Put]:
            return [*self._stage(book, "pause"), self._put(book, wire.PAUSE, self._bench.today())]
        return self._act(case, "case.pause", puts)

    def ready(self, case: str) -> Changes:
        """She says she is ready to go on; the button is hers, and nothing else ends a rest but her leaving."""
        def puts(book: Book) -> list[Put]:
            found = self._stage(book, "ready" if book.case.plain(wire.STAGE) == "pause" else "assessment")
            return [*found, self._put(book, wire.READY_ON, self._bench.today()), self._put(book, wire.PAUSE, "")]
        return self._act(case, "case.ready", puts)

    def reopen(self, case: str) -> Changes:
        """Coming back without starting over: everything is kept and nothing is asked again (PA-11)."""
        def puts(book: Book) -> list[Put]:
            found = self._stage(book, "reopened")
            return [*found, self._put(book, wire.CLOSED_ON, "")] if found else found
        return self._act(case, "case.reopen", puts)

    def wake(self, case: str) -> Changes:
        """A case that came with a spreadsheet wakes when it is first opened; its duties start now."""
        def puts(book: Book) -> list[Put]:
            asleep = book.case.plain(wire.SLEEPING, False)
            return [self._put(book, wire.SLEEPING, False)] if asleep else []
        return self._act(case, "case.wake", puts)

    def withdraw(self, case: str, record: str) -> Changes:
        """Stop sharing, in one step and without a reason; it holds at once (CO-06)."""
        def puts(book: Book) -> list[Put]:
            for sheet in book.of_form("F03"):
                if sheet.entity.id.hex() == record:
                    return [Put(sheet.entity.id, wire.RECORD, wire.WITHDRAWN_ON, pack_plain(self._bench.today()), 1,
                                sheet.entity.dots(wire.WITHDRAWN_ON), wire.OP_CONSENT)]
            raise NotFound("record.not_found")
        return self._act(case, "consent.withdraw", puts)

    def to_tell(self, case: str) -> tuple[Notice, ...]:
        """Which services hold something of her that she took back, and have not been told."""
        return notices(self._bench.look_up(case))

    def told(self, case: str, record: str) -> Changes:
        """The service of this consent was told, in whatever way is usual there (CO-06). Raises NotFound."""
        def puts(book: Book) -> list[Put]:
            if record not in {each.record.hex() for each in notices(book)}:
                raise NotFound("record.not_found")
            plain: tuple[tuple[int, object], ...] = (
                (wire.PARENT, bytes.fromhex(record)), (wire.ENTERED_BY, self._bench.user),
                (wire.ASKED_ON, self._bench.today()))
            beside = token_bytes(16)
            return [Put(beside, wire.NOTICE, number, pack_plain(value), 1, kind=wire.OP_CREATE)
                    for number, value in plain]
        return self._act(case, "consent.told", puts)

    def sorted_out(self, case: str, remark: str) -> Changes:
        """A remark that came with a spreadsheet was put in its place."""
        def puts(book: Book) -> list[Put]:
            for row in book.case.fields.get(wire.PINNED, ()):
                if unpack_answer(row.value).value == remark:
                    return [Put(book.case_id, wire.CASE, wire.PINNED, pack_answer(Answer()), 4, (row.dot,))]
            raise NotFound("record.not_found")
        return self._act(case, "import.sorted", puts)

    def not_today(self) -> None:
        """She would rather not talk today: only a count of the day is kept, and no case is made (NR-01, ruling 17)."""
        key = f"not_today/{self._bench.today()}"
        with self._bench.keeper.writing() as work:
            count_up(work, key)
            work.commit()

    def not_today_count(self, day: str) -> int:
        """How many said so on a day."""
        with self._bench.keeper.reading() as reader:
            return counted(reader, f"not_today/{day}")

    def heavy_openings(self, first: str, last: str) -> int:
        """How often this worker opened words that may weigh, from one day to another (UX-09).

        A number for her own care and her supervision; of what she read nothing is kept with it.
        """
        with self._bench.keeper.reading() as reader:
            return sum(counted(reader, heavy_key(day)) for day in _days(first, last))

    # -- parts of these -------------------------------------------------------------------

    def _act(self, case: str, verb: str, puts_of: Callable[[Book], Sequence[Put]]) -> Changes:
        require(self._bench.me.roles, "form.fill")
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, bytes.fromhex(case))
            puts = puts_of(book)
            if not puts:
                return Changes()
            written = self._bench.scribe.write(work, Target(book.case_id, book.level, (_newest(book),)), puts)
            self._bench.audit(work, Look(verb, book.case_id, protected=book.level > 1))
            work.commit()
            undo = undoable(work, book, written)
        return Changes(frozenset({case}), frozenset({"case"}), undo)

    def _stage(self, book: Book, event: str) -> list[Put]:
        before = book.case.plain(wire.STAGE, "contact")
        after = stages.stage_after(event, before)
        if after == before:
            raise BadInput("case.no_such_step")
        return [self._put(book, wire.STAGE, after)]

    def _put(self, book: Book, number: int, value: object) -> Put:
        return Put(book.case_id, wire.CASE, number, pack_plain(value), 1, book.case.dots(number))


def _days(first: str, last: str) -> Iterator[str]:
    """Every day from one to another, both included."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return ((start + timedelta(days=passed)).isoformat() for passed in range((end - start).days + 1))


def _newest(book: Book) -> int:
    return max(
        (row.hlc for entity in book.entities.values() for rows in entity.fields.values() for row in rows), default=0)
