# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which relatives a form about to be saved would have the team contact, by a list or in free words (WP-15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assist.casebook import Book
from assist.domain.kin_words import does_it_herself, meant
from assist.errors import NotAllowed
from assist.reading import fold, text
from assist.supportbook import may_contact, relatives
from forms.answers import Answer, Row
from forms.model import Form
from forms.scoring import answered_value

Changes = Mapping[str, Answer]

IN_WORDS = {"F08": ("step", "what", "who", "support"), "F10": ("step", "what", "who", "support"),
            "F11": ("done_next", "what", "who")}
"""Tables of steps in free words, and the columns whose words say what is done; the second one says by whom."""

DONE = {"done": "yes", "state": "done"}
"""The columns that say that a step took place, and how: that is the truth, whoever was met."""


def contacts(form: Form, book: Book, changes: Changes) -> tuple[str, ...]:
    """Whom a contact written down now is meant for. One that stands already may still be marked as done."""
    if form.id != "F11":
        return ()
    return tuple(said["relative"] for said in _new_rows(form, book, changes, "kin", ("relative", "way")))


def require_yes_in_steps(form: Form, book: Book, changes: Changes, *, vault_open: bool) -> None:
    """Raise NotAllowed ``case.step_to_relative`` for a step that plainly means contact with a relative without her yes.

    What she does herself is hers. With the vault shut nobody can look, and words are no list: they are kept then.
    """
    if form.id not in IN_WORDS or not vault_open:
        return
    table, *columns = IN_WORDS[form.id]
    listed, name = [fold(each) for each in relatives(book)], fold(text(book.person, "person.chosen_name"))
    for said in _new_rows(form, book, changes, table, columns):
        words = fold(" . ".join(said[column] for column in columns))
        if not does_it_herself(fold(said["who"]), name) and not all(
                may_contact(book, relative) for relative in meant(words, listed)):
            raise NotAllowed("case.step_to_relative")


def require_yes_to_come_along(form: Form, book: Book, changes: Changes, *, vault_open: bool) -> None:
    """Raise NotAllowed ``case.relative_no_contact`` when a relative without her yes is to go along to an appointment.

    With the vault shut nobody knows who her relatives are, and a name is no list: it is kept then.
    """
    if form.id != "APPT" or "along_who" not in changes or not vault_open:
        return
    who = str(answered_value(changes["along_who"]) or "")
    if who and any(fold(each) == fold(who) for each in relatives(book)) and not may_contact(book, who):
        raise NotAllowed("case.relative_no_contact")


def _new_rows(
    form: Form, book: Book, changes: Changes, table: str, columns: tuple[str, ...] | list[str]
) -> Iterator[dict[str, str]]:
    """Rows with anything in them of which one of these columns is new or was changed, and that did not take place."""
    said = changes[table].value if table in changes else None
    numbers = {column.key: column.number for column in form.field(table).columns}
    for row in said if isinstance(said, tuple) else ():
        if not isinstance(row, Row) or not any(answered_value(cell) for cell in row.cells.values()):
            continue
        held = book.entities.get(bytes.fromhex(row.id))
        now = {key: answered_value(row.cells.get(key)) for key in columns}
        if table != "kin" and any(answered_value(row.cells.get(key)) == value for key, value in DONE.items()):
            continue
        if held is None or any(value != answered_value(held.answer(numbers[key])) for key, value in now.items()):
            yield {key: str(value or "") for key, value in now.items()}
