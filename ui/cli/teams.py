# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands about the teams of an organisation, and about moving a case from one to another."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from assist.crypto.codes import shown
from assist.desk import Desk
from assist.errors import BadInput, NotFound
from assist.i18n import _
from assist.services.moving import Offered
from ui.cli.answers import document, say, speaking
from ui.cli.casework import Code
from ui.cli.signing_in import Folder, Json, Lang, PassphraseFile, User, at_desk

teams = typer.Typer(no_args_is_help=True, help="Teams of the organisation: list, make, rename.")
move = typer.Typer(no_args_is_help=True, help="Move a case to another team: to, back, offered, accept, decline.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="What the team is called.")]
Which = Annotated[str, typer.Argument(metavar="TEAM", help="Its name, or the first signs of its number.")]
Number = Annotated[str, typer.Argument(metavar="ID", help="The first signs of its number are enough; see: offered")]
SIGNS = 8
"""Signs of a number that are printed."""


@teams.callback()
def at_teams(context: typer.Context, folder: Folder) -> None:
    """Teams of the organisation: list, make, rename."""
    context.obj = folder


@move.callback()
def at_move(context: typer.Context, folder: Folder) -> None:
    """Move a case to another team of the organisation."""
    context.obj = folder


@teams.command("list")
def list_(
    context: typer.Context, user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """The teams, and how many people belong to each."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        rows = desk.teams.all()
        if as_json:
            document({"teams": [{"id": each.team, "name": each.name, "people": each.people, "mine": each.is_mine}
                                for each in rows]})
        for each in () if as_json else rows:
            count = _("People: {count}").format(count=each.people)
            mine = _("your team") if each.is_mine else ""
            say(f"{each.team[:SIGNS]}  {each.name}  {count}  {mine}".rstrip())


@teams.command()
def make(
    context: typer.Context, name: Name, user: User = "", passphrase_file: PassphraseFile = None,
    as_json: Json = False, lang: Lang = "",
) -> None:
    """Another team; invite people into it with: device invite --team"""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        made = desk.teams.make(name)
        _done(_("The team was made. Invite people into it."), {"id": made.team, "name": made.name}, as_json=as_json)


@teams.command()
def rename(
    context: typer.Context, team: Which, name: Name, user: User = "", passphrase_file: PassphraseFile = None,
    as_json: Json = False, lang: Lang = "",
) -> None:
    """Call a team something else."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        desk.teams.rename(team, name)
        _done(_("The team has another name now."), {"name": name}, as_json=as_json)


# -- a case ---------------------------------------------------------------------------------


@move.command()
def to(
    context: typer.Context, code: Code,
    person: Annotated[str, typer.Argument(metavar="WHO", help="Who is asked: a supervisor or custodian over there.")],
    reason: Annotated[str, typer.Option(help="Why; whoever is asked reads it.")],
    user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Ask somebody of another team to take a case over; nothing leaves here before that is done."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=True) as desk:
        found = [each for each in desk.moving.takers() if person in (each.name, each.user)] or [
            each for each in desk.moving.takers() if len(person) >= 4 and each.user.startswith(person.lower())]
        if len(found) != 1:
            raise BadInput("move.nobody")
        desk.moving.ask(desk.cases.by_code(code), found[0].user, reason)
        _done(_("Asked. The case stays here until {name} has taken it over.").format(name=found[0].name),
              {"asked": found[0].name, "team": found[0].team}, as_json=as_json)


@move.command()
def back(
    context: typer.Context, code: Code, user: User = "", passphrase_file: PassphraseFile = None,
    as_json: Json = False, lang: Lang = "",
) -> None:
    """Call it back, as long as nobody has taken it over."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=True) as desk:
        desk.moving.call_back(desk.cases.by_code(code))
        _done(_("Called back. If it was taken over before that is heard, it goes."), {"called_back": True},
              as_json=as_json)


@move.command()
def offered(
    context: typer.Context, user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Cases that other teams ask this one to take over; codes, no names."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=True) as desk:
        rows = desk.moving.offered()
        if as_json:
            document({"offered": [_as_json(each) for each in rows]})
            return
        for each in rows:
            say(f"{each.ref[:SIGNS]}  {shown(each.code)}  {each.team}  {each.by}")
            say(f"  {each.reason}")
        if not rows:
            say(_("No other team asks anything."))


@move.command()
def accept(
    context: typer.Context, number: Number,
    worker: Annotated[str, typer.Option("--worker", metavar="WHO", help="Who accompanies it here.")],
    named: Annotated[list[str] | None, typer.Option("--named", metavar="WHO", help="Who else reads a hidden case.")] =
    None, user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Take a case over for this team."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=True) as desk:
        it = _offered(desk, number)
        people = [desk.people.person(each).user for each in named or ()]
        desk.moving.accept(it.ref, desk.people.person(worker).user, people)
        _done(_("The case is with your team now."), {"accepted": shown(it.code)}, as_json=as_json)


@move.command()
def decline(
    context: typer.Context, number: Number, user: User = "", passphrase_file: PassphraseFile = None,
    as_json: Json = False, lang: Lang = "",
) -> None:
    """Say no; it stays where it is."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=True) as desk:
        desk.moving.decline(_offered(desk, number).ref)
        _done(_("Declined. The case stays where it is."), {"declined": True}, as_json=as_json)


@move.command()
def gone(
    context: typer.Context, user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Cases handed over from this laptop, and which laptops here have let each go."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=True) as desk:
        rows = desk.moving.gone()
        if as_json:
            document({"gone": [{"code": shown(each.code), "team": each.team, "done": each.done, "of": each.of,
                                "missing": list(each.missing)} for each in rows]})
            return
        for each in rows:
            say(f"{shown(each.code)}  {each.team}  " + _("{done} of {of} laptops have let it go.").format(
                done=each.done, of=each.of))
            for laptop in each.missing:
                say(f"  {laptop}")
        if not rows:
            say(_("No case was handed over from this laptop."))


def _offered(desk: Desk, number: str) -> Offered:
    found = [each for each in desk.moving.offered() if number and each.ref.startswith(number.lower())]
    if len(found) != 1:
        raise NotFound("move.gone")
    return found[0]


def _as_json(each: Offered) -> dict[str, Any]:
    return {"id": each.ref, "code": shown(each.code), "level": each.level, "team": each.team, "by": each.by,
            "reason": each.reason}


def _done(words: str, content: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        document(content)
    else:
        say(words)
