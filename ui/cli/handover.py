# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands about handing cases over to another worker: cases, offer, list, accept, decline, back, history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from assist.crypto.codes import shown
from assist.desk import Desk
from assist.errors import BadInput, UserError
from assist.i18n import N_, _
from assist.messages import sentence
from assist.services.assigning import Colleague
from assist.services.handing_over import OfferRow, Wish
from assist.views import Changes
from ui import wording
from ui.cli.answers import NEEDS_PERSON, Stop, document, say, speaking
from ui.cli.casework import Code, Reason, on_a_terminal, say_or_document
from ui.cli.signing_in import Folder, Json, Lang, PassphraseFile, User, Vault, at_desk

handover = typer.Typer(
    no_args_is_help=True, help="Hand cases over to a colleague: cases, offer, list, accept, decline, back, history.")

Show = Annotated[bool, typer.Option("--show", help="What was written to begin with, too, on a terminal.")]
Who = Annotated[str, typer.Argument(metavar="WHO", help="The colleague, by name.")]


@handover.callback()
def at(context: typer.Context, folder: Folder) -> None:
    """Hand cases over to a colleague; each stays where it is until it is taken over."""
    context.obj = folder


@handover.command()
def cases(
    context: typer.Context,
    of: Annotated[str, typer.Option("--of", metavar="WHO", help="Whose cases; yours without it.")] = "",
    user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Cases that may be handed over: code, stage, protection level, who was asked already."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        giver = _named(desk.handover.givers(), of) if of else desk.me.user
        rows = desk.handover.cases(giver)
        if as_json:
            document({"cases": [{"code": shown(row.code), "stage": row.stage, "level": row.level,
                                 "offered_to": row.offered_to or None} for row in rows]})
        for row in () if as_json else rows:
            say("  ".join(part for part in (shown(row.code), wording.stage(row.stage), row.offered_to) if part))


@handover.command()
def offer(
    context: typer.Context, who: Who,
    codes: Annotated[list[str], typer.Argument(metavar="CODE…", help="One case or several.")],
    note: Annotated[str, typer.Option(help="What a colleague must know to begin with.")] = "",
    told: Annotated[str, typer.Option(
        metavar="yes|not_yet|not_safe", help="Whether she knows who goes on with her.")] = "not_yet",
    until: Annotated[str, typer.Option(metavar="DAY", help="The day on which they go back; for good without it.")] = "",
    user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Ask a colleague to go on with these. The same again goes on where it stopped; 3: some could not be offered."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        taker = _named(desk.assigning.colleagues(), who)
        done = desk.handover.offer([Wish(desk.cases.by_code(code), note, told) for code in codes], taker, until)
        if as_json:
            document({"cases": [{"code": shown(each.code), "offered": each.done, "why": each.why or None}
                                for each in done]})
        offered = _("offered")
        for each in () if as_json else done:
            said = offered if each.done else " ".join(sentence(UserError(each.why)))
            say(f"{shown(each.code)}  {said}")
        if not all(each.done for each in done):
            raise Stop(NEEDS_PERSON)


@handover.command("list")
def list_(
    context: typer.Context, show: Show = False, user: User = "", passphrase_file: PassphraseFile = None,
    vault: Vault = False, as_json: Json = False, lang: Lang = "",
) -> None:
    """What is offered to you, and what you offered and nobody has taken over."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        on_a_terminal(show)
        _print([_row(row, show=show) for row in desk.handover.offers()], as_json=as_json)


@handover.command()
def history(
    context: typer.Context, code: Code, show: Show = False, reason: Reason = "", user: User = "",
    passphrase_file: PassphraseFile = None, vault: Vault = False, as_json: Json = False, lang: Lang = "",
) -> None:
    """Who handed a case to whom, when, and what came of it."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        on_a_terminal(show)
        case = desk.cases.by_code(code)
        desk.cases.open(case, reason)
        _print([_row(row, show=show) for row in desk.handover.of_case(case)], as_json=as_json)


@handover.command()
def accept(
    context: typer.Context, code: Code, user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False,
    as_json: Json = False, lang: Lang = "",
) -> None:
    """Take over what is offered to you."""
    _answer(context, (code, lambda desk: desk.handover.accept), N_("It is yours now. Introduce yourself to her."),
            (user, passphrase_file, vault, as_json, lang))


@handover.command()
def decline(
    context: typer.Context, code: Code, user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False,
    as_json: Json = False, lang: Lang = "",
) -> None:
    """Do not take it over."""
    _answer(context, (code, lambda desk: desk.handover.decline), N_("Declined. It stays where it is."),
            (user, passphrase_file, vault, as_json, lang))


@handover.command()
def back(
    context: typer.Context, code: Code, user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False,
    as_json: Json = False, lang: Lang = "",
) -> None:
    """Take an offer back, as long as nobody has taken it over."""
    _answer(context, (code, lambda desk: desk.handover.take_back), N_("Taken back. It stays where it is."),
            (user, passphrase_file, vault, as_json, lang))


def _answer(
    context: typer.Context, what: tuple[str, Callable[[Desk], Callable[[str], Changes]]], words: str,
    how: tuple[Any, ...],
) -> None:
    user, passphrase_file, vault, as_json, lang = how
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        what[1](desk)(desk.cases.by_code(what[0]))
        say_or_document(as_json, {"done": True}, _(words))


def _named(people: list[Colleague], who: str) -> str:
    found = [each for each in people if who in (each.name, each.user)]
    if len(found) != 1:
        raise BadInput("assign.nobody")
    return found[0].user


def _row(row: OfferRow, *, show: bool) -> dict[str, Any]:
    return {
        "code": shown(row.code), "from": row.giver or None, "to": row.taker, "on": row.on, "until": row.until or None,
        "note": (show and row.note) or None, "told": row.told or None, "answer": row.answer or None,
        "answered_on": row.answered_on or None}


def _print(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        document({"offers": rows})
    for row in () if as_json else rows:
        say("  ".join(str(part) for part in (
            row["code"], row["on"], row["from"], row["to"], row["answer"], row["note"]) if part))
