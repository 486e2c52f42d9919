# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands of supervision: what waits, read it or ask back; what is asked of whoever signs in, and her answer."""

from __future__ import annotations

from typing import Annotated

import typer

from assist.crypto.codes import shown
from assist.desk import Desk
from assist.errors import NotFound
from assist.i18n import _
from assist.services.supervising import AskedRow, QueueRow
from assist.supervisionbook import ASKED_BACK, READ
from ui.cli.answers import document, say, speaking
from ui.cli.casework import Code, on_a_terminal, say_or_document
from ui.cli.signing_in import Folder, Json, Lang, PassphraseFile, User, Vault, at_desk

supervision = typer.Typer(no_args_is_help=True, help="What waits for a supervisor: list, read, ask; asked, answer.")

What = Annotated[str, typer.Argument(
    metavar="WHAT", help="plan, psychosocial, productive, closing, look, wish or child, as list prints it.")]
Show = Annotated[bool, typer.Option("--show", help="Reasons, questions and answers too, on a terminal.")]
Words = Annotated[str, typer.Option("--words", help="In a sentence.")]


@supervision.callback()
def at(context: typer.Context, folder: Folder) -> None:
    """What waits for a supervisor: list, read, ask; what is asked of you: asked, answer."""
    context.obj = folder


@supervision.command("list")
def list_(
    context: typer.Context, show: Show = False, user: User = "", passphrase_file: PassphraseFile = None,
    vault: Vault = False, as_json: Json = False, lang: Lang = "",
) -> None:
    """What waits, oldest first: code, what, since when, whose case it is."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        on_a_terminal(show)
        queue = desk.supervision.queue()
        if as_json:
            document({
                "waiting": [{
                    "code": shown(row.code), "what": _what(row), "on": row.on, "worker": row.worker,
                    "who": row.who or None, "why": (show and row.why) or None, "asked": (show and row.question) or None,
                    "answered": bool(row.answer), "answer": (show and row.answer) or None} for row in queue.rows],
                "asked": [_asked_row(row, show=show) for row in queue.waiting]})
            return
        for row in queue.rows:
            words = (row.why, row.answer) if show else ()
            say("  ".join(part for part in (
                shown(row.code), _what(row), row.on, row.worker, row.who, *words) if part))
        asked_back = _("asked back")
        for waits in queue.waiting:
            say(f"{shown(waits.code)}  {waits.kind}  {waits.on}  {asked_back}")


@supervision.command()
def read(
    context: typer.Context, code: Code, what: What, user: User = "", passphrase_file: PassphraseFile = None,
    vault: Vault = False, as_json: Json = False, lang: Lang = "",
) -> None:
    """It was read and is in order; a closing is agreed with."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        for row in _found(desk, code, what):
            desk.supervision.answer(row.case, row.kind, row.ref, READ)
        say_or_document(as_json, {"read": True}, _("Kept. It waits no more."))


@supervision.command()
def ask(
    context: typer.Context, code: Code, what: What, words: Words, user: User = "",
    passphrase_file: PassphraseFile = None, vault: Vault = False, as_json: Json = False, lang: Lang = "",
) -> None:
    """Ask whoever accompanies, or whoever opened it."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        for row in _found(desk, code, what):
            desk.supervision.answer(row.case, row.kind, row.ref, ASKED_BACK, words)
        say_or_document(as_json, {"asked": True}, _("Asked. The answer comes to this list."))


@supervision.command()
def asked(
    context: typer.Context, show: Show = False, user: User = "", passphrase_file: PassphraseFile = None,
    vault: Vault = False, as_json: Json = False, lang: Lang = "",
) -> None:
    """What supervisors ask of you."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        on_a_terminal(show)
        rows = desk.supervision.asked_of_me()
        if as_json:
            document({"asked": [_asked_row(row, show=show) for row in rows]})
        for row in () if as_json else rows:
            say("  ".join((shown(row.code), row.kind, row.on, row.by, *([row.question] if show else []))))


@supervision.command()
def answer(
    context: typer.Context, code: Code, what: What, words: Words, user: User = "",
    passphrase_file: PassphraseFile = None, vault: Vault = False, as_json: Json = False, lang: Lang = "",
) -> None:
    """Answer what a supervisor asked of you."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        case = desk.cases.by_code(code)
        rows = [row for row in desk.supervision.asked_of_me() if row.case == case and row.kind == what]
        if not rows:
            raise NotFound("supervision.gone")
        for row in rows:
            desk.supervision.reply(case, row.word, words)
        say_or_document(as_json, {"answered": True}, _("Answered. Your supervisor sees it on her list."))


def _found(desk: Desk, code: str, what: str) -> list[QueueRow]:
    case = desk.cases.by_code(code)
    rows = [row for row in desk.supervision.queue().rows if row.case == case and what in (row.kind, row.ref)]
    if not rows:
        raise NotFound("supervision.gone")
    return rows


def _what(row: QueueRow) -> str:
    return row.ref if row.kind == "plan" else row.kind


def _asked_row(row: AskedRow, *, show: bool) -> dict[str, str | None]:
    return {"code": shown(row.code), "what": row.kind, "on": row.on, "by": row.by,
            "question": row.question if show else None}
