# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands about people and laptops: invite, join, let in, list, take out."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from assist import i18n
from assist.desk import Desk
from assist.errors import AssistError, BadInput, NotFound, StoreTrouble
from assist.i18n import _
from assist.messages import sentence
from assist.places import keep_others_out, write_private
from assist.services.inviting import OpenInvitation, Wanted
from assist.services.joining import NewMember, WaitingProfile
from assist.services.joining import read_carried as read_file
from assist.services.people import ROLES, LaptopRow
from assist.sync.invitations import LARGEST
from ui.cli.answers import NEEDS_PERSON, Stop, document, say, speaking
from ui.cli.signing_in import Folder, Json, Lang, PassphraseFile, User, at_desk, at_terminal, passphrase, secret_in
from ui.wiring import Door

devices = typer.Typer(no_args_is_help=True, help="People and laptops: invite, join, let in, list, take out.")

Ref = Annotated[str, typer.Argument(metavar="ID", help="The first signs of its number are enough.")]
Who = Annotated[str, typer.Argument(metavar="WHO", help="A name, or the first signs of an id; see: list")]
SHOWN = 8
"""Signs of a number that are printed: enough to tell a few apart."""


@devices.callback()
def at(context: typer.Context, folder: Folder) -> None:
    """People and laptops of the organisation: invite, join, let in, take out."""
    context.obj = folder


# -- whoever lets in ----------------------------------------------------------------------


@devices.command()
def invite(
    context: typer.Context, out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to send.")],
    name: Annotated[str, typer.Option("--name", help="Whom, as a reminder.")] = "",
    roles: Annotated[list[str] | None, typer.Option("--role", metavar="ROLE", help="What she will do; repeatable.")] =
    None, second_laptop: Annotated[str, typer.Option("--second-laptop", metavar="WHO", help="A member's other one.")] =
    "", team: Annotated[str, typer.Option("--team", metavar="TEAM", help="Where she will belong; see: team list")] = "",
    user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """A file for one person, and twelve words to tell her apart from it."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        whose = desk.people.person(second_laptop).user if second_laptop else ""
        where = desk.teams.found(team).team if team else ""
        made = desk.inviting.invite(Wanted(name, tuple(roles or ()), whose, i18n.language(), where))
        write_private(out, made.file)
        if as_json:
            document({"id": made.ref, "file": str(out), "words": made.words})
            return
        say(_("Send this file: {file}").format(file=out))
        say(_("Tell these twelve words apart from it, by voice or on paper: {words}").format(words=made.words))
        say(_("Both are good for a week and for one person. Number: {ref}").format(ref=made.ref[:SHOWN]))


@devices.command()
def requests(
    context: typer.Context,
    request: Annotated[Path | None, typer.Option("--request", metavar="FILE", help="A request that was brought.")] =
    None, user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Open invitations, and the six words of whoever asked with one."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        if request is not None:
            desk.inviting.read_request(read_file(request, LARGEST))
        trouble = _looked(desk)
        rows = desk.inviting.open_ones()
        if as_json:
            document({"invitations": [_as_json(each) for each in rows], "problems": [trouble] if trouble else []})
        for each in () if as_json else rows:
            until = _("until {day}").format(day=_day(each.until_ms))
            say(f"{each.ref[:SHOWN]}  {each.asks or each.name}  {_named(each.roles)}  {until}")
            words = _("Six words: {words}").format(words=each.compared) if each.compared else ""
            nobody = _("Nobody has asked yet.")
            say(f"  {words or nobody}")
        if not rows and not as_json:
            say(_("No invitation is open."))


@devices.command()
def admit(
    context: typer.Context, ref: Ref,
    words: Annotated[str, typer.Option("--words", metavar="SIX WORDS", help="As the newcomer reads them out.")] = "",
    answer: Annotated[Path | None, typer.Option("--answer", metavar="FILE", help="Write the answer there too.")] =
    None, user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Let somebody in who shows the same six words."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        it = _invitation(desk, ref)
        heard = words or at_terminal(lambda: typer.prompt(_("The six words, as they are read out to you"), err=True))
        content = desk.inviting.admit(it.ref, heard)
        if answer is not None:
            write_private(answer, content)
        code = _carried(desk)
        if as_json:
            document({"admitted": it.asks, "answer": str(answer) if answer else None,
                      "problems": [code] if code else []})
            return
        say(_("{name} is in.").format(name=it.asks))
        if answer is not None:
            say(_("The answer: {file}").format(file=answer))


@devices.command("take-back")
def take_back(
    context: typer.Context, ref: Ref,
    user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Close an invitation: nobody comes in with it any more."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        desk.inviting.take_back(_invitation(desk, ref).ref)
        _done(_("The invitation was taken back."), {"taken_back": ref}, as_json=as_json)


# -- whoever comes --------------------------------------------------------------------------


@devices.command()
def join(
    context: typer.Context,
    invitation: Annotated[Path, typer.Option("--invitation", metavar="FILE", help="The file you were sent.")],
    words_file: Annotated[Path | None, typer.Option(
        "--words-file", help="A file only you may read (0600) that holds the twelve words.")] = None,
    laptop: Annotated[str, typer.Option("--laptop", help="What you call this laptop.")] = "",
    request: Annotated[Path | None, typer.Option("--request", metavar="FILE", help="Write your request there too.")] =
    None, user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Make a profile with an invitation; it waits until the six words were compared."""
    with speaking(lang, as_json=as_json):
        keep_others_out()
        door = Door(context.obj)
        heard = secret_in(words_file) if words_file else at_terminal(
            lambda: typer.prompt(_("The twelve words you were told"), err=True))
        opened = door.open_invitation(invitation, heard)
        name = user or at_terminal(lambda: typer.prompt(
            _("Your name, as you will sign in"), default=opened.name or None, err=True))
        waits = door.join(opened, NewMember(name, passphrase(passphrase_file), laptop))
        try:
            if request is not None:
                write_private(request, waits.request)
            trouble = _asked(door, waits)
        finally:
            door.leave()
        if as_json:
            document({"workspace": str(context.obj), "user": waits.sign_in_name, "organisation": waits.organisation,
                      "words": waits.compared, "request": str(request) if request else None,
                      "problems": [trouble] if trouble else []})
            return
        say(_("You have asked to join: {name}").format(name=waits.organisation))
        say(_("Six words: {words}").format(words=waits.compared))
        say(_("Read them to whoever invited you. If the same six stand there, you are let in."))
        if request is not None:
            say(_("Your request: {file}").format(file=request))


@devices.command()
def accept(
    context: typer.Context,
    answer: Annotated[Path | None, typer.Option("--answer", metavar="FILE", help="The answer that was brought.")] =
    None, user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Take the answer, from a file or from wherever the laptops meet; then the profile is like any other."""
    with speaking(lang, as_json=as_json):
        keep_others_out()
        door = Door(context.obj)
        if not door.exists:
            raise NotFound("workspace.none")
        if not user:
            raise BadInput("signin.needs_user")
        try:
            desk = _let_in(door, door.enter(user, passphrase(passphrase_file)), answer)
            me = desk.me
            desk.close()
        finally:
            door.leave()
        _done(_("You are in: {name}").format(name=me.organisation),
              {"user": me.sign_in_name, "organisation": me.organisation, "roles": sorted(me.roles)}, as_json=as_json)


def _let_in(door: Door, entered: Desk | WaitingProfile, answer: Path | None) -> Desk:
    if isinstance(entered, Desk):
        return entered
    found = door.read_answer(answer) if answer is not None else door.look_for_answer(entered)
    if found is None:
        raise entered.not_yet()
    return door.admitted(entered, found)


# -- everybody --------------------------------------------------------------------------------


@devices.command("list")
def list_(
    context: typer.Context, user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Who belongs to the organisation, and which laptops."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        people = desk.people.all()
        if as_json:
            document({"people": [{
                "id": row.user, "name": row.name, "roles": list(row.roles), "me": row.is_me, "active": row.is_active,
                "team": row.team or None,
                "laptops": [{"id": each.profile, "name": each.nick, "this": each.is_this, "active": each.is_active}
                            for each in row.laptops]} for row in people]})
            return
        for row in people:
            does = _named(row.roles) if row.is_active else _("has left")
            say(f"{row.user[:SHOWN]}  {row.name}  {does}  {row.team}".rstrip())
            for each in row.laptops:
                say(f"  {each.profile[:SHOWN]}  {each.nick}  {_state(each)}".rstrip())


@devices.command()
def revoke(
    context: typer.Context, laptop: Who,
    user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Take a laptop out that was lost or given back; its person keeps working on others."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        row = desk.people.laptop(laptop)
        _changed(desk, desk.leaving.laptop(row.profile), _("The laptop was taken out."), as_json=as_json)


@devices.command()
def leave(
    context: typer.Context, person: Who,
    user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Take somebody out who has left, with all her laptops."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        row = desk.people.person(person)
        _changed(desk, desk.leaving.person(row.user), _("{name} was taken out.").format(name=row.name),
                 as_json=as_json)


@devices.command("roles")
def set_roles(
    context: typer.Context, person: Who,
    roles: Annotated[list[str], typer.Option("--role", metavar="ROLE", help="All of them; repeatable.")],
    user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """What somebody does from now on."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        row = desk.people.person(person)
        _changed(desk, desk.rosters.set_roles(row.user, tuple(roles)), f"{row.name}: {_named(tuple(roles))}",
                 as_json=as_json)


@devices.command()
def proposals(
    context: typer.Context, user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """What another coordinator must agree to."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        rows = [(each, _(each.sentence).format(name=each.name)) for each in desk.people.proposals()]
        if as_json:
            document({"proposals": [{"id": each.ref, "what": words, "by": each.by, "mine": each.is_mine}
                                    for each, words in rows]})
        for each, words in () if as_json else rows:
            say(f"{each.ref[:SHOWN]}  {words}  ({each.by})")


@devices.command()
def agree(
    context: typer.Context, ref: Ref,
    decline: Annotated[bool, typer.Option("--decline", help="Do not agree; forget it here.")] = False,
    user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Sign what another coordinator proposed."""
    with speaking(lang, as_json=as_json), at_desk(context.obj, user, passphrase_file) as desk:
        found = [each.ref for each in desk.people.proposals() if ref and each.ref.startswith(ref.lower())]
        if len(found) != 1:
            raise NotFound("team.no_proposal")
        if decline:
            desk.rosters.decline(found[0])
            _done(_("It was not agreed to."), {"done": False}, as_json=as_json)
            return
        desk.rosters.agree(found[0])
        _changed(desk, True, _("Agreed: it holds from now on."), as_json=as_json)


# -- parts -----------------------------------------------------------------------------------


def _invitation(desk: Desk, ref: str) -> OpenInvitation:
    """An open one by the first signs of its number; what newcomers asked meanwhile is looked for."""
    _looked(desk)
    found = [each for each in desk.inviting.open_ones() if ref and each.ref.startswith(ref.lower())]
    if len(found) != 1:
        raise NotFound("invite.gone")
    return found[0]


def _looked(desk: Desk) -> str:
    """The code of why the meeting place could not be asked; a sentence on standard error then."""
    try:
        desk.inviting.look_everywhere()
    except StoreTrouble as trouble:
        return _noted(trouble)
    return ""


def _asked(door: Door, waits: WaitingProfile) -> str:
    try:
        door.ask(waits)
    except StoreTrouble as trouble:
        return _noted(trouble)
    return ""


def _carried(desk: Desk) -> str:
    """A round, so that it is known where colleagues meet."""
    try:
        return desk.meeting.round().code
    except StoreTrouble as trouble:
        return _noted(trouble)


def _noted(trouble: AssistError) -> str:
    print(" ".join(sentence(trouble)), file=sys.stderr)
    return trouble.code


def _changed(desk: Desk, is_done: bool, words: str, *, as_json: bool) -> None:
    """Done, or waiting for another coordinator: then a person is needed."""
    code = _carried(desk)
    waits = _("It waits for the agreement of another coordinator.")
    _done(words if is_done else waits, {"done": is_done, "problems": [code] if code else []}, as_json=as_json)
    if not is_done:
        raise Stop(NEEDS_PERSON)


def _done(words: str, content: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        document(content)
    else:
        say(words)


def _as_json(each: OpenInvitation) -> dict[str, Any]:
    return {"id": each.ref, "name": each.name, "roles": list(each.roles), "until": _day(each.until_ms),
            "second_laptop": each.is_second_laptop, "asks": each.asks or None, "laptop": each.laptop or None,
            "words": each.compared or None}


def _named(roles: tuple[str, ...]) -> str:
    return ", ".join(_(ROLES[role][0]) for role in roles if role in ROLES)


def _state(laptop: LaptopRow) -> str:
    if laptop.is_this:
        return _("this laptop")
    return "" if laptop.is_active else _("taken out")


def _day(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000).astimezone().date().isoformat()
