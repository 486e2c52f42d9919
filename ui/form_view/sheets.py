# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands on each page of a form now: questions, known answers, quiet places, facts."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from forms.engine import FormState
from forms.model import Field, Page, Source
from forms.session import FormSession


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as it is shown. ``key`` stays the same while answers open and close questions."""

    key: str
    page: Page
    cards: tuple[Field, ...] = ()
    known: tuple[Field, ...] = ()
    quiet: tuple[Field, ...] = ()
    facts: tuple[Field, ...] = ()

    def holds(self, key: str) -> bool:
        """Whether that field has its place here."""
        return any(field.key == key for field in (*self.cards, *self.known, *self.quiet, *self.facts))


def sheets_of(session: FormSession, opened: Set[str], one_per_page: bool = False) -> tuple[Sheet, ...]:
    """Every page with anything to show; ``opened`` are quiet questions that somebody opened."""
    whole = (_whole(session, page, opened) for page in session.pages())
    kept = (sheet for sheet in whole if sheet.cards or sheet.known or sheet.quiet or sheet.facts)
    return tuple(part for sheet in kept for part in (_single(sheet) if one_per_page else (sheet,)))


def _whole(session: FormSession, page: Page, opened: Set[str]) -> Sheet:
    state = session.state
    known = tuple(field for field in page.fields if field.key in state.folded)
    rest = [field for field in page.fields if field.key not in state.folded]
    quiet = tuple(field for field in rest if _stays_quiet(session, state, field, opened))
    asked = [field for field in rest if field not in quiet]
    return Sheet(
        key=page.key,
        page=page,
        cards=tuple(field for field in asked if field.source is not Source.AUTOMATIC),
        known=known,
        quiet=quiet,
        facts=tuple(field for field in asked if _is_fact(session, field)),
    )


def _stays_quiet(session: FormSession, state: FormState, field: Field, opened: Set[str]) -> bool:
    if field.key not in state.quiet or field.key in opened:
        return False
    return not session.answer_of(field.key).is_answered


def _is_fact(session: FormSession, field: Field) -> bool:
    return field.source is Source.AUTOMATIC and session.answer_of(field.key).value is not None


def _single(sheet: Sheet) -> Iterator[Sheet]:
    """A page a question; what is known stands on the first of them, what is quiet on the last."""
    last = len(sheet.cards) - 1
    for place, field in enumerate(sheet.cards):
        yield Sheet(
            key=f"{sheet.key}/{field.key}",
            page=sheet.page,
            cards=(field,),
            known=sheet.known if place == 0 else (),
            quiet=sheet.quiet if place == last else (),
            facts=sheet.facts if place == last else (),
        )
    if not sheet.cards:
        yield sheet
