# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands about opening a hidden case in an emergency: ask, list, agree, decline."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from assist.clock import iso_of
from assist.crypto.codes import shown
from assist.desk import Desk
from assist.i18n import _
from ui.cli.answers import document, say, speaking
from ui.cli.casework import Code, say_or_document
from ui.cli.signing_in import Folder, Json, Lang, PassphraseFile, User, at_desk

emergency = typer.Typer(no_args_is_help=True, help="Open a hidden case by two in an emergency: ask, list, agree.")

Number = Annotated[str, typer.Argument(metavar="ID", help="As list prints it.")]


@emergency.callback()
def at(context: typer.Context, folder: Folder) -> None:
    """Open a hidden case by two in an emergency: ask, list, agree, decline."""
    context.obj = folder


@contextmanager
def _beside_colleagues(folder: Path, user: str, passphrase_file: Path | None) -> Iterator[Desk]:
    """With the vault open. Whoever shares this laptop hears of it at once; places further away, at the next round."""
    with at_desk(folder, user, passphrase_file, vault=True) as desk:
        desk.meeting.local_round()
        yield desk
        desk.meeting.local_round()


@emergency.command()
def ask(
    context: typer.Context, code: Code, reason: Annotated[str, typer.Option(help="Why it cannot wait.")],
    user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Ask a second person; the answer is the same whether there is such a case or not."""
    with speaking(lang, as_json=as_json), _beside_colleagues(context.obj, user, passphrase_file) as desk:
        desk.glass.ask(code, reason)
        say_or_document(as_json, {"asked": True}, _("Asked. If there is such a case, a second person has to agree."))


@emergency.command("list")
def list_(
    context: typer.Context, user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """What waits for a second person, and what is open for a day."""
    with speaking(lang, as_json=as_json), _beside_colleagues(context.obj, user, passphrase_file) as desk:
        waiting: list[dict[str, Any]] = [
            {"id": each.ref, "code": shown(each.code), "by": each.by_name, "reason": each.reason,
             "until": iso_of(each.until_ms), "own": each.is_mine} for each in desk.glass.waiting()]
        opened = [{"code": shown(each.code), "agreed": each.other_name, "until": iso_of(each.until_ms)}
                  for each in desk.glass.open_now()]
        if as_json:
            document({"waiting": waiting, "open": opened})
            return
        for row in waiting:
            say(f"{row['id']}  {row['code']}  {row['by']}  {row['until']}")
            say(f"  {row['reason']}")
        for row in opened:
            say(_("Open until {when}").format(when=row["until"]) + f": {row['code']}")
        if not waiting and not opened:
            say(_("Nothing waits, and nothing is open."))


@emergency.command()
def agree(
    context: typer.Context, number: Number, user: User = "", passphrase_file: PassphraseFile = None,
    as_json: Json = False, lang: Lang = "",
) -> None:
    """Agree to what another person asks."""
    with speaking(lang, as_json=as_json), _beside_colleagues(context.obj, user, passphrase_file) as desk:
        desk.glass.agree(number)
        say_or_document(as_json, {"agreed": True}, _(
            "Agreed. If there is such a case, it opens for a day, and those who work with her are told."))


@emergency.command()
def decline(
    context: typer.Context, number: Number, user: User = "", passphrase_file: PassphraseFile = None,
    as_json: Json = False, lang: Lang = "",
) -> None:
    """It stays closed as far as this person is asked."""
    with speaking(lang, as_json=as_json), _beside_colleagues(context.obj, user, passphrase_file) as desk:
        desk.glass.decline(number)
        say_or_document(as_json, {"agreed": False}, _("It stays closed."))
