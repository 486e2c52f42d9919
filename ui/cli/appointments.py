# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands about appointments: the week, a day on paper, another day, what came of it (agreed with ``record``)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from assist import i18n
from assist.crypto.codes import shown
from assist.desk import Desk
from assist.errors import BadInput, NotFound
from assist.i18n import _
from assist.services.appointments import Entry
from ui import appointment_words
from ui.cli.answers import document, say, speaking
from ui.cli.casework import Code, say_or_document
from ui.cli.signing_in import Folder, Json, Lang, PassphraseFile, User, Vault, at_desk

appointments = typer.Typer(no_args_is_help=True, help="Appointments: the week, a day on paper, another day.")

Number = Annotated[str, typer.Argument(metavar="ID", help="As list prints it, or its first letters.")]
_WEEK, _SHORT = 7, 8


@appointments.callback()
def at(context: typer.Context, folder: Folder) -> None:
    """Appointments: list, sheet, move, answer."""
    context.obj = folder


@appointments.command("list")
def list_(
    context: typer.Context, day: Annotated[str, typer.Option("--from", metavar="DAY", help="First day.")] = "",
    days: Annotated[int, typer.Option(min=1, max=62, help="How many days.")] = _WEEK,
    mine: Annotated[bool, typer.Option("--mine", help="Only own cases.")] = False,
    user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """What is agreed in the coming days: codes, no names; days in court with --vault."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        first = _day(desk, day)
        found = desk.appointments.between(
            first.isoformat(), (first + timedelta(days=days - 1)).isoformat(), mine=mine)
        if as_json:
            document({"appointments": [_as_json(entry) for entry in found]})
            return
        for entry in found:
            say(_line(entry))
        if not found:
            say(_("Nothing agreed."))


@appointments.command()
def sheet(
    context: typer.Context, out: Annotated[Path, typer.Option("--out", metavar="F.pdf", help="Where it goes.")],
    day: Annotated[str, typer.Option("--day", metavar="DAY", help="Which day; today without.")] = "",
    user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """One day on paper, in codes; what is hidden and days in court are on no paper."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        wanted = _day(desk, day).isoformat()
        paper, print_id = desk.appointments.sheet(wanted, desk.appointments.between(wanted, wanted), i18n.language())
        saved = desk.appointments.sheets.save(paper, print_id, out)
        say_or_document(as_json, {"file": str(saved.file), "pages": saved.pages, "print_id": saved.print_id},
                        _("Saved, and not encrypted any more: {file}").format(file=saved.file))


@appointments.command()
def move(
    context: typer.Context, code: Code, number: Number,
    on: Annotated[str, typer.Option("--on", metavar="DAY", help="The new day.")],
    hour: Annotated[str, typer.Option("--at", metavar="HOUR", help="The new hour, such as 9:30.")] = "",
    user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Put it on another day; the day before stays on record."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        case, record = _which(desk, code, number)
        desk.appointments.move(case, record, on, hour)
        say_or_document(as_json, {"id": record, "on": on, "at": hour or None}, _("Written down."))


@appointments.command()
def answer(
    context: typer.Context, code: Code, number: Number,
    outcome: Annotated[str, typer.Argument(metavar="done|moved|not_held", help="What came of it.")],
    user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Say what came of it: it took place, its new day is still open, it did not come about."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        case, record = _which(desk, code, number)
        desk.appointments.answer(case, record, outcome)
        say_or_document(as_json, {"id": record, "outcome": outcome}, _("Written down."))


def _day(desk: Desk, said: str) -> date:
    try:
        return date.fromisoformat(said) if said else desk.clock.today()
    except ValueError:
        raise BadInput("appointment.day") from None


def _which(desk: Desk, code: str, number: str) -> tuple[str, str]:
    """Case and record; raises NotFound unless exactly one begins so."""
    case = desk.cases.by_code(code)
    found = [each.record for each in desk.appointments.of_case(case) if number and each.record.startswith(number)]
    if len(found) != 1:
        raise NotFound("record.not_found")
    return case, found[0]


def _as_json(entry: Entry) -> dict[str, Any]:
    agreed = entry.agreed
    return {"id": agreed.record, "code": shown(entry.code), "on": agreed.on, "at": agreed.at or None,
            "kind": agreed.kind or None, "along": agreed.along or None, "transport": agreed.transport or None,
            "interpreter": bool(agreed.interpreter), "reminder": agreed.reminder or None,
            "outcome": agreed.outcome or None, "moved": [{"on": on, "at": hour or None} for on, hour in agreed.moved]}


def _line(entry: Entry) -> str:
    agreed = entry.agreed
    words = " · ".join(part for part in (
        appointment_words.what_for(agreed), appointment_words.on_the_way(agreed), appointment_words.came_of_it(agreed))
        if part)
    return f"{agreed.on} {agreed.at or '–':5}  {shown(entry.code)}  {agreed.record[:_SHORT]}  {words}"
