# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands about the directory: list, put, name, check."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from assist.desk import Desk
from assist.directorybook import LETTERS, Listed
from assist.i18n import _
from ui import directory_words
from ui.cli.answers import document, say, speaking
from ui.cli.casework import fill, on_a_terminal, read_answers, refuse_not_asked, say_or_document
from ui.cli.signing_in import Folder, Json, Lang, PassphraseFile, User, Vault, at_desk

directory = typer.Typer(no_args_is_help=True, help="The directory of the team: list, put, name, check.")

Entry = Annotated[str, typer.Argument(metavar="ENTRY", help="The code of the entry, such as S-7K3.")]


@directory.callback()
def at(context: typer.Context, folder: Folder) -> None:
    """Services, interpreters, employers, training and authorities, by code."""
    context.obj = folder


@directory.command("list")
def list_(
    context: typer.Context, kind: Annotated[str, typer.Option(help="Only this kind: " + ", ".join(LETTERS))] = "",
    gone: Annotated[bool, typer.Option("--gone", help="Those off the list too.")] = False,
    user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Entries by kind and code, with what to see to first; no names."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        found = desk.directory.listed(kind, gone=gone)
        if as_json:
            document({"entries": [_as_json(desk, each) for each in found]})
            return
        today = desk.clock.today()
        for each in found:
            parts = (each.code, directory_words.kind(each), directory_words.about(each),
                     directory_words.look_out(each, today))
            line = " · ".join(filter(None, parts))
            say(line)
        if not found:
            say(_("The directory is empty."))


@directory.command()
def put(
    context: typer.Context,
    answers: Annotated[str, typer.Option("--answers", metavar="FILE", help="Answers as JSON; - reads them.")],
    entry: Annotated[str, typer.Argument(metavar="[ENTRY]", help="Which entry to correct; a new one without.")] = "",
    user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Put somebody in, or correct an entry, with the same checks as on screen."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        ref = desk.directory.by_code(entry).ref if entry else ""
        before = {each.ref for each in desk.directory.listed(gone=True)}
        session = desk.directory.open(ref)
        fill(session, read_answers(answers))
        refuse_not_asked(session)
        desk.directory.keep(session, ref)
        kept = next(each for each in desk.directory.listed(gone=True)
                    if each.ref == ref or (not ref and each.ref not in before))
        say_or_document(as_json, _as_json(desk, kept), _("Saved: {code}").format(code=kept.code))


@directory.command()
def name(
    context: typer.Context, entry: Entry, user: User = "", passphrase_file: PassphraseFile = None,
    as_json: Json = False, lang: Lang = "",
) -> None:
    """How an entry is called: on a terminal only, and on record."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        on_a_terminal(True)
        names = desk.directory.names(desk.directory.by_code(entry).ref)
        say_or_document(as_json, {"names": list(names)}, "; ".join(names))


@directory.command()
def check(
    context: typer.Context, entry: Entry, code: Annotated[str, typer.Argument(metavar="CODE", help="The case.")],
    user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Whether an entry may come near a person: yes or no, never why. Her list is protected: --vault."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        listed = desk.directory.by_code(entry)
        fits = desk.directory.is_welcome(desk.cases.by_code(code), listed.ref)
        say_or_document(as_json, {"welcome": fits, "warnings": list(listed.warnings(desk.clock.today()))},
                        _("Nothing stands against it.") if fits else _("For this case it has to be somebody else."))


def _as_json(desk: Desk, listed: Listed) -> dict[str, Any]:
    return {"code": listed.code, "kind": listed.kind, "languages": list(listed.languages),
            "services": list(listed.services), "vetted_on": listed.vetted_on or None,
            "promise_until": listed.promise_until or None, "off_since": listed.off_since or None,
            "warnings": list(listed.warnings(desk.clock.today()))}
