# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What lies in the meeting place, what can be sent again, who was heard when; see assist.meetingbook."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from assist.meetingbook import Word
from db.quick import quick
from db.registers import Registers


class Meetings:
    """See assist.meetingbook.MeetingBook."""

    def __init__(self, connection: Connection, registers: Registers) -> None:
        self._run = quick(connection)
        self._streams = registers

    def in_place(self) -> frozenset[str]:
        """See MeetingBook."""
        return frozenset(row[0] for row in self._run("SELECT name FROM in_place").all())

    def put_in_place(self, objects: Iterable[str]) -> None:
        """See MeetingBook."""
        rows = [(name,) for name in objects]
        if rows:
            self._run("INSERT OR IGNORE INTO in_place(name) VALUES (?)", rows)

    def forget_place(self) -> None:
        """See MeetingBook."""
        self._run("DELETE FROM in_place")

    def own_objects(self) -> list[str]:
        """See MeetingBook."""
        return [row[0] for row in self._run("SELECT name FROM outbox ORDER BY seq").all()]

    def own_object(self, name: str) -> bytes | None:
        """See MeetingBook."""
        row = self._run("SELECT blob FROM outbox WHERE name = ?", (name,)).first()
        return None if row is None else bytes(row[0])

    def send_again(self) -> None:
        """See MeetingBook."""
        self._run("UPDATE outbox SET in_relay = 0")

    def put_word(self, word: Word) -> None:
        """See MeetingBook."""
        self._run("INSERT OR REPLACE INTO word(strm, wall_ms, got_ms) VALUES (?,?,?)",
                  (self._streams.stream_ref(word.stream), *word[1:]))

    def words(self) -> list[Word]:
        """See MeetingBook."""
        rows = self._run("SELECT s.sid, w.wall_ms, w.got_ms FROM word w JOIN strm s ON s.id = w.strm ORDER BY s.sid")
        return [Word(*row) for row in rows.all()]

    def wall_of(self, stream: bytes, n: int) -> int:
        """See MeetingBook."""
        row = self._run("SELECT wall_ms FROM chg WHERE strm = ? AND n = ?",
                        (self._streams.stream_ref(stream), n)).first()
        return 0 if row is None else int(row[0])
