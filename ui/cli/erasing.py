# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands about erasing: ask, take back, agree, what is due, how far every order is, and its certificate."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from assist import i18n
from assist.crypto.codes import shown
from assist.desk import Desk
from assist.domain.erasure import ASKABLE, BASIS_WORDS, CORE, KIND_WORDS, OWN_REQUEST
from assist.errors import BadInput, NotFound, StoreTrouble
from assist.i18n import _
from assist.messages import sentence
from assist.services.erasure_rows import UNDO, ErasureAsked
from assist.services.erasure_status import ErasureRow
from ui.cli.answers import NEEDS_PERSON, Stop, document, say, speaking
from ui.cli.casework import Code
from ui.cli.signing_in import Folder, Json, Lang, PassphraseFile, User, Vault, at_desk

erase = typer.Typer(no_args_is_help=True, help="Erase a case for good, on every laptop.")

Request = Annotated[str, typer.Argument(metavar="ID", help="The first signs of its number are enough; see: list")]
SHOWN = 8


@erase.callback()
def at(context: typer.Context, folder: Folder) -> None:
    """Erase a case for good, on every laptop: ask, take back, agree, look how far it is."""
    context.obj = folder


@erase.command()
def ask(
    context: typer.Context, code: Code,
    basis: Annotated[str, typer.Option("--basis", metavar="|".join(ASKABLE), help="Why.")] = OWN_REQUEST,
    nobody_asked: Annotated[bool, typer.Option(
        "--no-authority-asked", help="No court or authority has asked for these data.")] = False,
    user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Ask that a case be erased; for a day it can be taken back, and nobody is told."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        case = desk.cases.by_code(code)
        papers = desk.erasures.papers(case)
        desk.erasing.ask(case, basis, nobody_asked_for_it=nobody_asked)
        [wish] = desk.erasing.waiting(case)
        if as_json:
            document({"asked": _wish(wish), "papers": list(papers)})
            return
        say(_line(wish))
        if papers:
            say(_("Papers made before are not reached by this: {numbers}").format(numbers=", ".join(papers)))


@erase.command("take-back")
def take_back(
    context: typer.Context, ref: Request, user: User = "", passphrase_file: PassphraseFile = None,
    vault: Vault = False, as_json: Json = False, lang: Lang = "",
) -> None:
    """It stays: within a day, or before a second person has agreed."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        wish = _one(desk, ref)
        if wish.state == UNDO:
            desk.erasing.take_back(wish.ref)
        else:
            desk.erasing.decline(wish.case, wish.ref)
        _done(_("It stays as it is."), {"erased": False}, as_json=as_json)


@erase.command()
def agree(
    context: typer.Context, ref: Request,
    nobody_asked: Annotated[bool, typer.Option(
        "--no-authority-asked", help="No court or authority has asked for these data.")] = False,
    decline: Annotated[bool, typer.Option("--decline", help="Do not agree: it stays.")] = False,
    user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """The second signature: it is erased here now, and elsewhere as soon as it is heard of."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        wish = _one(desk, ref)
        if decline:
            desk.erasing.decline(wish.case, wish.ref)
            _done(_("It stays as it is."), {"erased": False}, as_json=as_json)
            return
        _say_it_first(nobody_asked)
        _erase(desk, lambda: desk.erasing.agree(wish.case, wish.ref), as_json=as_json)


@erase.command()
def due(
    context: typer.Context,
    case_code: Annotated[str, typer.Option("--erase", metavar="CODE", help="Erase this one of them.")] = "",
    part: Annotated[str, typer.Option("--part", metavar="core|notes|protected", help="Which part of it.")] = CORE,
    nobody_asked: Annotated[bool, typer.Option(
        "--no-authority-asked", help="No court or authority has asked for these data.")] = False,
    user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """What of closed cases was kept as long as it may be."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        if case_code:
            _say_it_first(nobody_asked)
            case = desk.cases.by_code(case_code)
            _erase(desk, lambda: desk.erasing.erase_due(case, _kind(part)), as_json=as_json)
            return
        rows = desk.erasing.due()
        if as_json:
            document({"due": [{"code": shown(row.code), "since": row.due, "part": row.kind, "kept_by_law": row.is_kept}
                              for row in rows]})
        for row in () if as_json else rows:
            since = _("{code}, since {date}").format(code=shown(row.code), date=row.due)
            say(f"{since}  {_(KIND_WORDS[row.kind])}")
            if row.is_kept:
                say("  " + _("Kept because the law asks for it: it cannot be erased now."))


@erase.command()
def keep(
    context: typer.Context, code: Code,
    let_go: Annotated[bool, typer.Option("--let-go", help="The law asks no longer to keep it.")] = False,
    user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """The law asks that a case is kept: nothing erases it until this is lifted."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        desk.erasing.keep_by_law(desk.cases.by_code(code), kept=not let_go)
        words = _("It is not kept by law any more.") if let_go else _("Kept: nothing erases it until this is lifted.")
        _done(words, {"kept": not let_go}, as_json=as_json)


@erase.command("list")
def list_(
    context: typer.Context, user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False,
    as_json: Json = False, lang: Lang = "",
) -> None:
    """What waits, and how far every order is on all laptops."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file, vault=vault) as desk:
        waiting, rows = desk.erasing.waiting(), desk.erasures.rows()
        if as_json:
            document({"waiting": [_wish(each) for each in waiting], "erased": [_order(each) for each in rows]})
            return
        for wish in waiting:
            say(_line(wish))
        for row in rows:
            _say_order(row)


@erase.command()
def certificate(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The number of the order; see: list")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the page goes.")],
    user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """One page that says that a case was erased, once every laptop has confirmed; it names nobody."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        wanted = number.upper().replace("-", "")
        row = next((each for each in desk.erasures.rows() if each.number.replace("-", "") == wanted), None)
        if row is None:
            raise NotFound("erase.none")
        pages = desk.erasures.save(row.ref, i18n.language(), out)
        _done(_("The certificate was saved. It names nobody."), {"file": str(out), "pages": pages}, as_json=as_json)


# -- parts ------------------------------------------------------------------------------------


def _one(desk: Desk, ref: str) -> ErasureAsked:
    found = [each for each in desk.erasing.waiting() if ref and each.ref.startswith(ref.lower())]
    if len(found) != 1:
        raise NotFound("erase.none")
    return found[0]


def _kind(part: str) -> str:
    if part not in KIND_WORDS:
        raise BadInput("erase.basis")
    return part


def _say_it_first(nobody_asked: bool) -> None:
    if not nobody_asked:
        raise BadInput("erase.notice")


def _erase(desk: Desk, act: Callable[[], object], *, as_json: bool) -> None:
    """Do it, and tell the others at once where they can be reached."""
    act()
    problems = []
    try:
        desk.meeting.round()
    except StoreTrouble as trouble:
        print(" ".join(sentence(trouble)), file=sys.stderr)
        problems.append(trouble.code)
    row = desk.erasures.rows()[0]
    if as_json:
        document({"erased": True, "order": _order(row), "problems": problems})
    else:
        _say_order(row)
    if not row.is_complete:
        raise Stop(NEEDS_PERSON)


def _line(wish: ErasureAsked) -> str:
    words = f"{wish.ref[:SHOWN]}  {shown(wish.code)}  {_(BASIS_WORDS[wish.basis])}  {wish.by_name}, {wish.on}"
    if wish.state == UNDO:
        until = _("Nobody was told. Until {date}, {time} one step takes it back.").format(
            date=wish.until[:10], time=wish.until[11:16])
    else:
        until = _("It waits for a second person until {date}.").format(date=wish.until)
    return f"{words}\n  {until}"


def _say_order(row: ErasureRow) -> None:
    say(f"{row.number}  {_(BASIS_WORDS[row.basis])}  {row.by_name}, {row.ordered_on}")
    if not row.holds:
        say("  " + _("Not obeyed: not enough people signed it. Nothing was erased."))
        return
    say("  " + _("{done} of {all} laptops have confirmed.").format(done=row.done, all=row.of))
    if row.missing:
        names = ", ".join(f"{one.name} ({one.laptop})" if one.laptop else one.name for one in row.missing)
        say("  " + _("Not heard from: {laptops}").format(laptops=names))
    if row.rewritten_on:
        say("  " + _("In the meeting place nothing of it lies since {date}.").format(date=row.rewritten_on))
    elif row.rewritten_by:
        say("  " + _("In the meeting place sealed pieces may lie until {date}.").format(date=row.rewritten_by))
    if row.backups_end:
        say("  " + _("The last backup that may hold it ends on {date}.").format(date=row.backups_end))


def _wish(wish: ErasureAsked) -> dict[str, Any]:
    return {"id": wish.ref, "code": shown(wish.code), "basis": wish.basis, "by": wish.by_name, "on": wish.on,
            "until": wish.until, "state": wish.state, "mine": wish.is_mine}


def _order(row: ErasureRow) -> dict[str, Any]:
    return {
        "number": row.number, "basis": row.basis, "by": row.by_name, "on": row.ordered_on, "holds": row.holds,
        "confirmed": row.done, "laptops": row.of,
        "missing": [{"name": one.name, "laptop": one.laptop or None} for one in row.missing],
        "rewritten": row.rewritten, "rewritten_on": row.rewritten_on or None, "rewritten_by": row.rewritten_by or None,
        "backups_end": row.backups_end or None, "complete": row.is_complete, "papers": list(row.papers)}


def _done(words: str, content: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        document(content)
    else:
        say(words)
