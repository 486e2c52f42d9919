# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands about the recovery kit: make it, try one paper, and bring a profile back with enough of them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from assist import i18n
from assist.desk import Desk
from assist.errors import BadInput, NotFound
from assist.i18n import _
from assist.places import keep_others_out
from assist.services.ceremony import WORDS, Ceremony, Found, check
from ui.cli.answers import NEEDS_PERSON, Stop, document, say, speaking
from ui.cli.signing_in import Folder, Json, Lang, PassphraseFile, User, at_desk, at_terminal, passphrase, secret_in
from ui.wiring import Door

Holders = Annotated[int, typer.Option("--holders", metavar="3|5", help="How many people keep a paper.")]
PaperFiles = Annotated[list[Path] | None, typer.Option(
    "--paper-file", help="A file only you may read (0600) that holds the words of a paper; repeatable.")]


def kit(
    context: typer.Context, out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the papers go.")],
    holders: Holders = 3, user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """A new recovery kit: one PDF a holder, to be printed, handed out and deleted."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        files, holds = make_kit(desk, out, holders)
        if as_json:
            document({"files": [str(file) for file in files], "holds": holds})
        else:
            say_of_kit(files, holds=holds)
        if not holds:
            raise Stop(NEEDS_PERSON)


def make_kit(desk: Desk, out: Path, holders: int) -> tuple[tuple[Path, ...], bool]:
    """The papers first, so that no kit holds whose words nobody has."""
    made = desk.recovery.draw(holders)
    files = desk.recovery.print(made, out, i18n.language())
    return files, desk.recovery.keep(made)


def say_of_kit(files: tuple[Path, ...], *, holds: bool) -> None:
    """Where the papers lie, and what to do with them."""
    for file in files:
        say(str(file))
    say(_("Print each, give it to another person, and delete these files."))
    if not holds:
        say(_("It waits for the agreement of another coordinator."))


def rehearse(
    context: typer.Context, paper_file: PaperFiles = None, user: User = "", passphrase_file: PassphraseFile = None,
    as_json: Json = False, lang: Lang = "",
) -> None:
    """Whether one paper can still be read and is of the kit that holds; once a year."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        number = desk.recovery.rehearse(_papers(paper_file, 1)[0])
        if as_json:
            document({"paper": number})
        else:
            say(_("It is paper {number} of the kit, and every word of it is right.").format(number=number))


def recover(
    folder: Folder, paper_file: PaperFiles = None, user: User = "", passphrase_file: PassphraseFile = None,
    as_json: Json = False, lang: Lang = "",
) -> None:
    """Another passphrase for somebody who forgot hers, with papers of the recovery kit; nothing is lost."""
    with speaking(lang, as_json=as_json):
        keep_others_out()
        door = Door(folder)
        if not door.exists:
            raise NotFound("workspace.none")
        try:
            name = _recovered(door.ceremony(), paper_file, user, passphrase_file)
        finally:
            door.leave()
        if as_json:
            document({"user": name})
        else:
            say(_("{name} signs in with the new passphrase from now on. Everybody in the organisation learns of it."
                  ).format(name=name))


def _recovered(ceremony: Ceremony, paper_file: list[Path] | None, user: str, passphrase_file: Path | None) -> str:
    first = _papers(paper_file, 1)
    wanted = check(first[0]).needed
    found = ceremony.open(first if paper_file else [*first, *_typed(range(2, wanted + 1))])
    chosen = _chosen(found, user)
    ceremony.renew(chosen, passphrase(passphrase_file))
    return chosen.name


def _chosen(found: list[Found], user: str) -> Found:
    """Whose profile, where several people work at this laptop."""
    named = [each for each in found if not user or each.is_called(user)]
    if len(named) == 1:
        return named[0]
    raise BadInput("recovery.whose")


def _papers(files: list[Path] | None, count: int) -> list[str]:
    if files:
        return [secret_in(file) for file in files]
    return _typed(range(1, count + 1))


def _typed(numbers: range) -> list[str]:
    ask = _("The {count} words of paper {number}")
    return [at_terminal(partial(typer.prompt, ask.format(count=WORDS, number=number), err=True)) for number in numbers]
