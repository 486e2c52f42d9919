# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom a team works with: services, interpreters, employers, training, authorities, by code (ruling 49); pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from assist.casebook import Book, Entity
from assist.domain import wire
from assist.i18n import N_
from assist.ports import Reader
from assist.reading import codes, text

FORM = "DIR"
LETTERS = {"service": "S", "interpreter": "I", "employer": "E", "trainer": "T", "authority": "A"}
"""The kinds there are, and how their codes begin."""

VETTING_DAYS = 365
"""So long a look into somebody holds."""

_ALIKE = str.maketrans("OIL", "011")

WARNINGS = {
    "not_vetted": N_("nobody looked into it yet"), "vetting_old": N_("looked into more than a year ago"),
    "no_promise": N_("no promise of confidentiality"), "promise_over": N_("the promise of confidentiality has ended"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry without its names. Days are ISO text, empty when there is none."""

    ref: str
    code: str
    kind: str
    languages: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    vetted_on: str = ""
    promise_until: str = ""
    off_since: str = ""

    def is_off(self, today: date) -> bool:
        """Whether it is offered to nobody any more."""
        return bool(self.off_since) and self.off_since <= today.isoformat()

    def warnings(self, today: date) -> tuple[str, ...]:
        """Codes of what to see to before anybody is sent there: keys of ``WARNINGS``. Whoever interprets promises."""
        now, year_ago = today.isoformat(), (today - timedelta(days=VETTING_DAYS)).isoformat()
        found = []
        if not self.vetted_on or self.vetted_on < year_ago:
            found.append("vetting_old" if self.vetted_on else "not_vetted")
        if self.promise_until and self.promise_until < now:
            found.append("promise_over")
        elif not self.promise_until and self.kind == "interpreter":
            found.append("no_promise")
        return tuple(found)


def entry(book: Book) -> Listed | None:
    """What a compartment says of itself; None when it is no entry."""
    held = held_by(book)
    if held is None or not (kind := text(held, f"{FORM}/kind")):
        return None
    return Listed(
        book.case_id.hex(), text(held, f"{FORM}/code"), kind, codes(held, f"{FORM}/languages"),
        codes(held, f"{FORM}/services"), text(held, f"{FORM}/vetted_on"), text(held, f"{FORM}/promise_until"),
        text(held, f"{FORM}/off_since"))


def held_by(book: Book) -> Entity | None:
    """The entity that holds it all."""
    held = book.entities.get(book.case_id)
    return held if held is not None and held.etype == wire.LISTED else None


def names(book: Book) -> tuple[str, ...]:
    """How it is called, everything it is called: for the comparison, and for whoever asks for it."""
    held = held_by(book)
    if held is None:
        return ()
    found = (text(held, f"{FORM}/name"), *text(held, f"{FORM}/also_called").split(";"))
    return tuple(name.strip() for name in found if name.strip())


def entries(reader: Reader) -> list[tuple[Listed, Book]]:
    """Every entry that is here, by kind and code; a kind that this release does not know stands last."""
    kinds = {kind: place for place, kind in enumerate(LETTERS)}
    books = (Book(ref, reader.rows_of(ref)) for ref in reader.listed())
    found = [(listed, book) for book in books if (listed := entry(book)) is not None]
    return sorted(found, key=lambda each: (kinds.get(each[0].kind, len(kinds)), each[0].code))


def spelled(code: str) -> str:
    """A code as it is kept, however somebody wrote it: 0 and O, 1, I and L are the same behind the first letter."""
    letters = code.strip().upper().replace(" ", "")
    return letters[:1] + letters[1:].translate(_ALIKE)


def promises(reader: Reader, said: str, today: date) -> bool:
    """Whether somebody of this code interprets here and promised confidentiality, for today too (CO-18)."""
    wanted = spelled(said)
    return any(listed.code == wanted and listed.kind == "interpreter" and listed.promise_until >= today.isoformat()
               and not listed.is_off(today) for listed, _book in entries(reader))


def meant(reader: Reader, said: Iterable[str]) -> tuple[str, ...]:
    """All names of the entries whose code somebody wrote; a list of nobody costs one question."""
    wanted = {spelled(word) for word in said if word}
    if not wanted:
        return ()
    return tuple(name for listed, book in entries(reader) if listed.code in wanted for name in names(book))
