# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The directory of a team: looked at by code, kept by those who look into others, compared with whom she wants away."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping

from assist.casebook import Book
from assist.changesets import pack_answer
from assist.crypto.codes import ALPHABET
from assist.directorybook import FORM, LETTERS, Listed, entries, entry, names, spelled
from assist.domain import wire
from assist.errors import BadInput, NotAllowed, NotFound
from assist.policy import require
from assist.ports import UnitOfWork
from assist.services.bench import Bench, Look
from assist.services.keeping_away import require_welcome
from assist.services.records import answers_of
from assist.services.scribe import Put, Target
from assist.views import Changes
from forms.answers import Answer
from forms.loader import form
from forms.session import FormSession

SEE, KEEP = "directory.see", "directory.keep"
CODE_SIGNS = 3


class DirectoryService:
    """Entries are shared by the whole team; names are closed until somebody asks, and that is on record."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def listed(self, kind: str = "", *, gone: bool = False) -> list[Listed]:
        """Entries by kind and code; those off the list only with ``gone``."""
        require(self._bench.me.roles, SEE)
        today = self._bench.clock.today()
        with self._bench.keeper.reading() as reader:
            found = [listed for listed, _book in entries(reader)]
        return [each for each in found if (not kind or each.kind == kind)
                and (gone or not each.is_off(today))]

    def names(self, ref: str) -> tuple[str, ...]:
        """How it is called; the line of the look comes first. Raises NotFound."""
        require(self._bench.me.roles, SEE)
        book = self._book(ref)
        self._bench.audit_view(Look("reveal", object=book.case_id))
        return names(book)

    def open(self, ref: str = "") -> FormSession:
        """An entry to be filled in or corrected, names included; a new one without ``ref``."""
        require(self._bench.me.roles, KEEP)
        asked = form(FORM)
        opened: dict[str, Answer] = {}
        if ref:
            book = self._book(ref)
            self._bench.audit_view(Look("reveal", object=book.case_id))
            opened = answers_of(asked, book, book.entities[book.case_id])
        session = FormSession(asked, opened)
        session.asked_on, session.asked_by = self._bench.today(), self._bench.user.hex()
        return session

    def keep(self, session: FormSession, ref: str = "") -> Changes:
        """Keep what was said: one change, one commit. Raises BadInput ``directory.kind`` or ``directory.day``."""
        require(self._bench.me.roles, KEEP)
        changes = session.changes()
        if not session.answer_of("kind").value:
            raise BadInput("directory.kind")
        for key in ("vetted_on", "promise_until", "off_since"):
            if (day := session.answer_of(key).value) and len(str(day)) != len("2026-12-04"):
                raise BadInput("directory.day")
        ident = bytes.fromhex(ref) if ref else secrets.token_bytes(16)
        with self._bench.keeper.writing() as work:
            book = Book(ident, work.rows_of(ident))
            if ref and entry(book) is None:
                raise NotFound("record.not_found")
            puts = [*self._new_code(work, session, ident, is_new=not ref), *_puts(session, book, changes)]
            if puts:
                self._bench.scribe.write(work, Target(ident, 0, (book.newest_stamp,)), puts)
                self._bench.audit(work, Look("directory.keep", object=ident))
                work.commit()
        return Changes(kinds=frozenset({"directory"}))

    def is_welcome(self, case: str, ref: str) -> bool:
        """Yes or no, never why: whether somebody of this entry is on her list. Raises VaultShut, NotFound (WP-05)."""
        require(self._bench.me.roles, SEE)
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, bytes.fromhex(case))
            other = Book(bytes.fromhex(ref), work.rows_of(bytes.fromhex(ref)))
            listed = entry(other)
            if listed is None:
                raise NotFound("record.not_found")
            try:
                require_welcome(book, listed.code, *names(other), vault_open=work.vault_open)
            except NotAllowed:
                return False
        return True

    def by_code(self, code: str) -> Listed:
        """The entry with this code, off the list or not; raises NotFound."""
        wanted = spelled(code)
        for each in self.listed(gone=True):
            if each.code == wanted:
                return each
        raise NotFound("directory.not_found")

    def _book(self, ref: str) -> Book:
        with self._bench.keeper.reading() as reader:
            book = Book(bytes.fromhex(ref), reader.rows_of(bytes.fromhex(ref)))
        if entry(book) is None:
            raise NotFound("directory.not_found")
        return book

    def _new_code(self, work: UnitOfWork, session: FormSession, ident: bytes, *, is_new: bool) -> Iterator[Put]:
        """A letter for the kind and three random signs: it counts nothing and says nothing more."""
        if not is_new:
            return
        letter, taken = LETTERS[str(session.answer_of("kind").value)], {each.code for each, _book in entries(work)}
        code = ""
        while not code or code in taken:
            code = f"{letter}-" + "".join(secrets.choice(ALPHABET) for _ in range(CODE_SIGNS))
        asked = form(FORM).field("code")
        answer = Answer(code, asked_on=session.asked_on, asked_by=session.asked_by)
        yield Put(ident, wire.LISTED, asked.number, pack_answer(answer), asked.level, kind=wire.OP_CREATE)


def _puts(session: FormSession, book: Book, changes: Mapping[str, Answer]) -> Iterator[Put]:
    held = book.entities.get(book.case_id)
    for key, answer in changes.items():
        asked = session.form.field(key)
        yield Put(book.case_id, wire.LISTED, asked.number, pack_answer(answer), asked.level,
                  held.dots(asked.number) if held is not None else ())
