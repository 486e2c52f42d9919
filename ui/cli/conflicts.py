# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands about what colleagues wrote apart: where, what each wrote, and settling one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

import typer

from assist.crypto.codes import shown
from assist.desk import Desk
from assist.differences import DifferenceRow, Side
from assist.errors import BadInput, NotFound
from assist.i18n import _, ngettext
from assist.services.conflict_reading import sensitivity
from assist.views import Changes
from ui import difference_words as words
from ui.cli.answers import document, say, speaking
from ui.cli.casework import Code, Reason, on_a_terminal, read_answers
from ui.cli.signing_in import Folder, Json, Lang, PassphraseFile, User, Vault, at_desk

conflicts = typer.Typer(no_args_is_help=True, help="What colleagues wrote apart: list, show, settle.")

Show = Annotated[bool, typer.Option("--show", help="What they wrote, on a terminal.")]
_PLAIN = 1
"""Words up to this level are printed; others only with ``--show`` on a terminal (ruling 55)."""
_SIGNS = 6
"""Signs of a number that are printed: enough to tell the differences of one case apart."""


@conflicts.callback()
def at(context: typer.Context, folder: Folder) -> None:
    """What colleagues wrote apart, until a person settles it: list, show, settle."""
    context.obj = folder


@conflicts.command("list")
def list_(
    context: typer.Context, user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False,
    as_json: Json = False, lang: Lang = "",
) -> None:
    """Your cases with something to settle, and how much; no names."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        cases = desk.conflicts.all()
        if as_json:
            document({"cases": [{"code": shown(each.code), "count": each.count} for each in cases]})
            return
        for each in cases:
            told = ngettext("{count} difference", "{count} differences", each.count).format(count=each.count)
            say(f"{shown(each.code)}  {told}")
        if not cases:
            say(_("There is nothing to settle."))


@conflicts.command()
def show(
    context: typer.Context, code: Code, values: Show = False, reason: Reason = "", user: User = "",
    passphrase_file: PassphraseFile = None, vault: Vault = False, as_json: Json = False, lang: Lang = "",
) -> None:
    """What was asked, who wrote when and on which laptop; what they wrote with --show on a terminal."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        on_a_terminal(values)
        case = _opened(desk, code, reason)
        rows = [_readable(desk, row, values=values) for row in desk.conflicts.of(case)]
        if as_json:
            document({"code": shown(code), "differences": [_as_json(row) for row in rows]})
            return
        for row in rows:
            for line in _lines(row):
                say(line)
        if not rows:
            say(_("There is nothing to settle."))


@conflicts.command()
def settle(
    context: typer.Context, code: Code,
    number: Annotated[str, typer.Argument(metavar="ID", help="As show prints it; it changes with what is written.")],
    take: Annotated[int, typer.Option("--take", metavar="N", help="The side with this number.")] = 0,
    both: Annotated[bool, typer.Option("--both", help="What either of them wrote.")] = False,
    answer: Annotated[Path | None, typer.Option(
        "--answer", metavar="FILE", help="Another answer: JSON with the key of the question; - reads it.")] = None,
    reason: Reason = "", user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False,
    as_json: Json = False, lang: Lang = "",
) -> None:
    """Settle one difference: what every side wrote is replaced by what you choose."""
    with speaking(lang, as_json=as_json):
        if [bool(take), both, answer is not None].count(True) != 1:
            raise BadInput("difference.which")
        given = {} if answer is None else read_answers(str(answer))
        with at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
            case = _opened(desk, code, reason)
            row = _found(desk, case, number)
            if row.closed:  # whoever chooses has read it, and that is on record
                row = desk.conflicts.reveal(row)
            _settled(desk, row, take, given, both=both)
            left = len(desk.conflicts.of(case))
            if as_json:
                document({"code": shown(code), "id": number, "settled": True, "left": left})
                return
            say(_("It is settled. Your colleagues see it when you meet."))
            if left:
                say(ngettext("{count} difference to settle", "{count} differences to settle", left).format(count=left))


# -- parts ----------------------------------------------------------------------------------


def _opened(desk: Desk, code: str, reason: str) -> str:
    """The id of a case, opened as the case file opens it: with a reason where it is a colleague's (NR-16)."""
    ident = desk.cases.by_code(code)
    desk.cases.open(ident, reason)
    return ident


def _settled(desk: Desk, row: DifferenceRow, take: int, given: dict[str, Any], *, both: bool) -> Changes:
    if both:
        return desk.conflicts.keep_both(row)
    if take:
        if not 1 <= take <= len(row.sides):
            raise BadInput("difference.which")
        return desk.conflicts.choose(row, take - 1)
    if row.question is None or set(given) != {row.question.key}:
        raise BadInput("difference.choose")
    raw = given[row.question.key]
    return desk.conflicts.write_own(row, tuple(raw) if isinstance(raw, list) else raw)


def _found(desk: Desk, case: str, number: str) -> DifferenceRow:
    """The one that was shown under this number; NotFound when anything about it has changed since."""
    rows = [row for row in desk.conflicts.of(case) if number and _number(row).startswith(number.lower())]
    if len(rows) != 1:
        raise NotFound("difference.gone")
    return rows[0]


def _number(row: DifferenceRow) -> str:
    """Of the register and of everything that stands in it: another value makes another number."""
    told = repr((row.entity, row.field, sorted(row.dots), sorted(row.seen)))
    return sha256(told.encode()).hexdigest()


def _readable(desk: Desk, row: DifferenceRow, *, values: bool) -> DifferenceRow:
    """With its words where they may be printed."""
    if values and row.closed and row.may_settle:
        return desk.conflicts.reveal(row)
    return row if values or sensitivity(row) <= _PLAIN else replace(row, closed=True)


def _lines(row: DifferenceRow) -> Iterator[str]:
    yield f"{_number(row)[:_SIGNS]}  {words.question(row)}  ({words.place(row)})"
    yield f"        {_(row.why)}"
    for place, side in enumerate(row.sides):
        said = words.said(row, side).replace("\n", "\n      ")
        yield f"   {place + 1}  {words.who(side)}, {words.when(side)}: {said}"
        yield from (f"      {note}" for note in _notes(row, place, side))


def _notes(row: DifferenceRow, place: int, side: Side) -> Iterator[str]:
    if place == row.shown:
        yield _("shown until now")
    if side.clock_off:
        yield _("The clock of that laptop did not fit: do not go by the time.")
    if side.two_people:
        yield _("This one takes two people.")


def _as_json(row: DifferenceRow) -> dict[str, Any]:
    return {
        "id": _number(row)[:_SIGNS], "form": row.form or None, "on": row.on or None,
        "field": row.question.key if row.question else None, "question": words.question(row),
        "may_settle": row.may_settle, "may_keep_both": row.may_keep_both, "may_write": row.may_write,
        "sides": [{
            "number": place + 1, "by": side.by, "laptop": side.laptop, "at": side.at, "shown": place == row.shown,
            "clock_off": side.clock_off, "two_people": side.two_people,
            "said": None if row.closed else words.said(row, side),
        } for place, side in enumerate(row.sides)]}
