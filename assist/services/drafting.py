# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A form on somebody's screen, and how it is kept half-way: as bytes that are encrypted by whoever stores them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from assist.casebook import Book
from assist.changesets import Dot, FieldKey
from assist.errors import BadInput
from assist.unpacking import UNREADABLE
from forms.loader import form as load_form
from forms.model import Form
from forms.problems import FieldProblem
from forms.session import FormSession


@dataclass
class FormOpening:
    """A form on somebody's screen: the session, and the dots that were shown."""

    form: Form
    session: FormSession
    case: bytes
    record: bytes
    is_new: bool
    level: int = 0
    shown: Mapping[tuple[bytes, FieldKey], tuple[Dot, ...]] = field(default_factory=dict)
    parents: tuple[int, ...] = ()
    draft: str = ""
    asked_on: str = ""
    new_case: bool = False
    brought: bool = False
    """It came with a spreadsheet: there is a file already, whatever the first form did not ask."""
    address: str = ""
    """For whom a threat was told, when no case of that code or name can be seen here (ruling 4)."""
    entered_by: bytes = b""
    """Who wrote it, when somebody else hands it over."""
    differing: frozenset[str] = frozenset()
    """Questions that colleagues answered differently apart; whoever answers them here settles them."""
    book: Book | None = None
    """Set only when the form was opened in the very transaction that writes it."""


class _Packed(msgspec.Struct, array_like=True, frozen=True):
    form: str
    session: bytes
    case: bytes
    record: bytes
    is_new: bool
    level: int
    asked_on: str
    parents: tuple[int, ...]
    shown: tuple[tuple[bytes, int | str, tuple[tuple[bytes, int, int], ...]], ...]
    new_case: bool
    address: str = ""


def pack(opening: FormOpening) -> bytes:
    """Everything needed to go on, the dots that were shown included."""
    shown = tuple((entity, number, dots) for (entity, number), dots in opening.shown.items())
    return msgspec.msgpack.encode(_Packed(
        opening.form.id, opening.session.to_draft(), opening.case, opening.record, opening.is_new, opening.level,
        opening.asked_on, opening.parents, shown, opening.new_case, opening.address,
    ))


def unpack(body: bytes) -> FormOpening:
    """The opening again; raises BadInput(``draft.unreadable``)."""
    try:
        packed = msgspec.msgpack.decode(body, type=_Packed)
        form = load_form(packed.form)
        session = FormSession.from_draft(form, packed.session)
    except (*UNREADABLE, KeyError, FieldProblem):
        raise BadInput("draft.unreadable") from None
    shown = {(entity, number): dots for entity, number, dots in packed.shown}
    return FormOpening(form, session, packed.case, packed.record, packed.is_new, packed.level, shown, packed.parents,
                       asked_on=packed.asked_on, new_case=packed.new_case, address=packed.address)
