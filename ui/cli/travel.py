# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands about a journey: leave the keys of protected work behind, ask for them, give them, take them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assist.errors import BadInput, StoreTrouble
from assist.i18n import _
from assist.places import write_private
from assist.services.joining import read_carried
from ui.cli.answers import document, say, speaking
from ui.cli.recovery import PaperFiles
from ui.cli.signing_in import Folder, Json, Lang, PassphraseFile, User, at_desk, passphrase, secret_in

LARGEST = 1 << 20
"""Bytes of a request or an answer that are read."""

travel = typer.Typer(no_args_is_help=True, help="A journey without the keys of protected work.")


@travel.callback()
def at(context: typer.Context, folder: Folder) -> None:
    """A journey without the keys of protected work: leave them behind, and have them given back."""
    context.obj = folder


@travel.command()
def status(
    context: typer.Context, user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Where the keys are, what no colleague has yet, and who can give them back."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        state = desk.travelling.state()
        if as_json:
            document({"away": state.away, "since": state.since or None, "unsent": state.unsent,
                      "givers": list(state.givers), "by_kit": state.by_kit})
            return
        say(_("The keys of protected work are not on this laptop.") if state.away
            else _("The keys of protected work are on this laptop."))
        if state.unsent:
            say(_("Protected changes that no colleague has yet: {count}").format(count=state.unsent))
        if state.givers:
            say(_("They can be given back by: {names}").format(names=", ".join(state.givers)))
        if state.by_kit:
            say(_("The papers of the recovery kit bring them back too."))


@travel.command()
def leave(
    context: typer.Context,
    even_unsent: Annotated[bool, typer.Option(
        "--even-unsent", help="Also when protected changes are with no colleague yet.")] = False,
    user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """From now on nobody can open protected work on this laptop; a round is made first where it can be."""
    with speaking(lang, as_json=as_json):
        typed = passphrase(passphrase_file)
        with at_desk(context.obj, user, passphrase_file, typed=typed, vault=True) as desk:
            code = ""
            try:
                code = desk.meeting.round().code
            except StoreTrouble as trouble:
                code = trouble.code
            desk.travelling.leave(typed, even_unsent=even_unsent)
        if as_json:
            document({"away": True, "problems": [code] if code else []})
        else:
            say(_("The keys of protected work are not on this laptop any more. Ordinary work goes on."))


@travel.command()
def ask(
    context: typer.Context, out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The request.")],
    user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Back home: a file for a colleague who can give the keys back."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        write_private(out, desk.travelling.request())
        givers = desk.travelling.state().givers
        if as_json:
            document({"request": str(out), "givers": list(givers)})
        else:
            say(_("Bring this file to one of them: {names}").format(names=", ".join(givers)))


@travel.command()
def give(
    context: typer.Context, request: Annotated[Path, typer.Option("--request", metavar="FILE", help="Her request.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The answer.")],
    user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Give a colleague the keys back; first be sure that she is home and nobody makes her ask."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=True) as desk:
        content = read_carried(request, LARGEST)
        asked = desk.travelling.asked(content)
        write_private(out, desk.travelling.give(content))
        if as_json:
            document({"name": asked.name, "answer": str(out)})
        else:
            say(_("For {name} alone: {file}").format(name=asked.name, file=out))


@travel.command()
def take(
    context: typer.Context,
    answer: Annotated[Path | None, typer.Option("--answer", metavar="FILE", help="What a colleague gave.")] = None,
    paper_file: PaperFiles = None, user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """The keys are back: from a colleague's answer, or with papers of the recovery kit."""
    with speaking(lang, as_json=as_json):
        typed = passphrase(passphrase_file)
        with at_desk(context.obj, user, passphrase_file, typed=typed) as desk:
            if answer is not None:
                desk.travelling.take(typed, read_carried(answer, LARGEST))
            elif paper_file:
                desk.travelling.take_by_kit(typed, [secret_in(file) for file in paper_file])
            else:
                raise BadInput("travel.answer")
        if as_json:
            document({"away": False})
        else:
            say(_("Protected work opens with your passphrase again."))
