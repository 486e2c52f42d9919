# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people say of the house; see assist.feedbackbook. Keys are random, so that no order tells who came when."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from assist.feedbackbook import FreeLine
from db.quick import quick


class Feedback:
    """See assist.feedbackbook.FeedbackBook."""

    def __init__(self, connection: Connection) -> None:
        self._run = quick(connection)

    def waiting(self) -> list[bytes]:
        """See FeedbackBook."""
        return [bytes(row[0]) for row in self._run("SELECT sheet FROM feedback_waiting ORDER BY id").all()]

    def replace_waiting(self, sheets: Sequence[bytes]) -> None:
        """See FeedbackBook."""
        self._run("DELETE FROM feedback_waiting")
        rows = sorted((secrets.token_bytes(16), sheet) for sheet in sheets)
        if rows:
            self._run("INSERT INTO feedback_waiting(id, sheet) VALUES (?,?)", rows)

    def enter(self, quarter: str, answers: Mapping[str, Sequence[str]], lines: Sequence[str]) -> None:
        """See FeedbackBook."""
        batch = secrets.token_bytes(16)
        rows = [(batch, question, place, quarter, answer)
                for question in sorted(answers) for place, answer in enumerate(answers[question])]
        if rows:
            self._run("INSERT INTO feedback(batch, question, place, quarter, answer) VALUES (?,?,?,?,?)", rows)
        for ref, words in sorted((secrets.token_bytes(16), words) for words in lines):
            self._run("INSERT INTO feedback_line(id, quarter, words, is_read) VALUES (?,?,?,0)", (ref, quarter, words))

    def quarters(self) -> list[str]:
        """See FeedbackBook."""
        return [row[0] for row in self._run(
            "SELECT quarter FROM feedback UNION SELECT quarter FROM feedback_line ORDER BY quarter DESC").all()]

    def counts(self, quarter: str) -> dict[str, dict[str, int]]:
        """See FeedbackBook."""
        found: dict[str, dict[str, int]] = {}
        rows = self._run("SELECT question, answer, count(*) FROM feedback WHERE quarter = ?"
                         " GROUP BY question, answer ORDER BY question, answer", (quarter,))
        for question, answer, count in rows.all():
            found.setdefault(question, {})[answer] = int(count)
        return found

    def lines(self) -> list[FreeLine]:
        """See FeedbackBook."""
        rows = self._run("SELECT id, quarter, words, is_read FROM feedback_line ORDER BY id").all()
        return [FreeLine(bytes(ref), quarter, words, bool(is_read)) for ref, quarter, words, is_read in rows]

    def put_line(self, line: FreeLine) -> None:
        """See FeedbackBook."""
        self._run("UPDATE feedback_line SET words = ?, is_read = ? WHERE id = ?",
                  (line.words, int(line.is_read), line.ref))

    def drop_line(self, ref: bytes) -> None:
        """See FeedbackBook."""
        self._run("DELETE FROM feedback_line WHERE id = ?", (ref,))
