# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands about attached files: switch them on, list, add, save a copy, remove."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assist.i18n import _
from assist.services.attached_copies import Handing
from ui.cli.answers import document, say, speaking
from ui.cli.casework import Code, say_or_document
from ui.cli.signing_in import Folder, Json, Lang, PassphraseFile, User, Vault, at_desk

attachment = typer.Typer(no_args_is_help=True, help="Files attached to a case: list, add, save a copy, remove.")

Which = Annotated[str, typer.Argument(metavar="ID", help="As list prints it.")]


@attachment.callback()
def at(context: typer.Context, folder: Folder) -> None:
    """Files attached to a case: list, add, save a copy, remove."""
    context.obj = folder


@attachment.command()
def switch(
    context: typer.Context, on: Annotated[bool, typer.Option("--on/--off", help="For the whole organisation.")],
    user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Whether files may be attached at all; a coordinator decides."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        done = desk.attachments.switch(on=on)
        say_or_document(as_json, {"on": on, "done": done}, _(
            "Decided for everybody. Other laptops hear of it when they exchange next.") if done else _(
            "It waits for the agreement of another coordinator."))


@attachment.command("list")
def list_(
    context: typer.Context, code: Code, user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False,
    as_json: Json = False, lang: Lang = "",
) -> None:
    """What is attached, without a word of what it is: kinds, sizes and days."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        rows = desk.attachments.of(desk.cases.by_code(code))
        if as_json:
            document({"attachments": [
                {"id": row.entity, "kind": row.kind, "size": row.size, "level": row.level, "on": row.on,
                 "here": row.here, "parts": row.parts, "copies": len(row.given)} for row in rows]})
            return
        for row in rows:
            say(f"{row.entity}  {row.on}  {row.kind}  {row.size}  L{row.level}  {row.here}/{row.parts}")
        if not rows:
            say(_("Nothing is attached."))


@attachment.command()
def add(
    context: typer.Context, code: Code, file: Annotated[Path, typer.Argument(metavar="FILE")],
    what: Annotated[str, typer.Option("--what", help="What it is, in your own words.")],
    level: Annotated[int, typer.Option("--level", metavar="1|2|3|4", help="How sensitive; 3 and 4 need --vault.")],
    user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Attach a JPEG, PNG, PDF or text file; the file itself stays where it is."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        case = desk.cases.by_code(code)
        desk.attachments.add_file(case, what, file, level)
        say_or_document(as_json, {"id": desk.attachments.of(case)[-1].entity}, _("Attached."))


@attachment.command()
def save(
    context: typer.Context, code: Code, ident: Which,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where it goes, not encrypted any more.")],
    to: Annotated[str, typer.Option("--to", help="The service she agreed to tell; without it the copy is hers.")] = "",
    category: Annotated[str, typer.Option("--category", help="What kind of data it is, for a service.")] = "",
    safe: Annotated[bool, typer.Option("--paper-is-safe", help="She was asked: a paper is safe today.")] = False,
    user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Save a copy outside, once the gate agrees; it is written down for whom and when."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        desk.attached_copies.save(desk.cases.by_code(code), ident, out, Handing(to, category, safe))
        say_or_document(as_json, {"file": str(out)}, _("Saved, and not encrypted any more: {file}").format(file=out))


@attachment.command()
def remove(
    context: typer.Context, code: Code, ident: Which, user: User = "", passphrase_file: PassphraseFile = None,
    vault: Vault = False, as_json: Json = False, lang: Lang = "",
) -> None:
    """Remove it for good, here now and on other laptops when they exchange next."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        desk.attachments.remove(desk.cases.by_code(code), ident)
        say_or_document(as_json, {"removed": True}, _("Removed. Other laptops follow."))
