# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands about keys of services: list them, take one, take one out."""

from __future__ import annotations

from typing import Annotated

import typer

from assist.i18n import _
from ui.cli.answers import document, say, speaking
from ui.cli.casework import say_or_document
from ui.cli.signing_in import Folder, Json, Lang, PassphraseFile, User, at_desk

recipient = typer.Typer(no_args_is_help=True, help="Keys of services that files are sealed to: list, add, remove.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="The service, as it stands on the consents.")]


@recipient.callback()
def at(context: typer.Context, folder: Folder) -> None:
    """Keys of services that files are sealed to: list, add, remove."""
    context.obj = folder


@recipient.command("list")
def list_(
    context: typer.Context, user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Services whose key is known."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        rows = desk.recipients.rows()
        if as_json:
            document({"recipients": [{"name": row.name, "key": row.key} for row in rows]})
            return
        for row in rows:
            say(f"{row.key}  {row.name}")
        if not rows:
            say(_("Services whose key is known stand here."))


@recipient.command()
def add(
    context: typer.Context, name: Name, key: Annotated[str, typer.Argument(metavar="AGE_KEY", help="age1…")],
    read_out: Annotated[str, typer.Option("--read-out", help="Its last twelve signs, as the service read them out.")],
    user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Take a key, once its end was read out on the telephone; a coordinator decides."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        _said(desk.recipients.put(name, key, read_out), as_json=as_json)


@recipient.command()
def remove(
    context: typer.Context, name: Name, user: User = "", passphrase_file: PassphraseFile = None,
    as_json: Json = False, lang: Lang = "",
) -> None:
    """No file is sealed for it any more; a coordinator decides."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        _said(desk.recipients.take_out(name), as_json=as_json)


def _said(done: bool, *, as_json: bool) -> None:
    say_or_document(as_json, {"done": done}, _(
        "Decided for everybody. Other laptops hear of it when they exchange next.") if done else _(
        "It waits for the agreement of another coordinator."))
