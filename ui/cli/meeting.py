# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands about meeting other laptops: where, and one round there now."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from assist.desk import Desk
from assist.errors import BadInput, StoreTrouble
from assist.i18n import _
from assist.messages_of_rounds import of_laptop
from assist.places import Workspace, keep_others_out
from assist.services.conflicts import ConflictService
from assist.services.meeting import Meeting
from assist.services.mirroring import mirror_while_locked
from assist.sync.stores.addresses import Credentials, as_typed, read_address
from ui.cli.answers import NEEDS_PERSON, Stop, document, say, speaking
from ui.cli.signing_in import Folder, Json, Lang, PassphraseFile, User, Vault, at_desk, secret_in


class StoreAct(StrEnum):
    """What is done about the meeting place."""

    SET = "set"
    SHOW = "show"
    FORGET = "forget"
    TRY = "try"


Act = Annotated[StoreAct, typer.Argument(metavar="set|show|forget|try", help="What to do.")]
Url = Annotated[str, typer.Argument(metavar="URL", help="For set: file:, webdavs:, sftp: or s3:; a folder will do.")]
Name = Annotated[str, typer.Option("--name", help="The name that the place knows, or the id of an access key.")]
SecretFile = Annotated[
    Path | None, typer.Option("--secret-file", help="A file only you may read (0600) with the password of the place.")]
KeyFile = Annotated[Path | None, typer.Option("--key-file", help="A private SSH key, for sftp (0600).")]
Pin = Annotated[str, typer.Option("--pin", help="The host key or the certificate's SHA-256 that the place must show.")]
AlsoLocked = Annotated[
    bool, typer.Option("--also-locked", help="Meet while nobody is signed in: the address and password of the place "
                                             "then lie readable on this laptop.")]
StoreUrl = Annotated[str, typer.Option("--store", metavar="URL", help="Another place, this once.")]


def store(
    folder: Folder, act: Act, url: Url = "", user: User = "", passphrase_file: PassphraseFile = None, name: Name = "",
    secret_file: SecretFile = None, key_file: KeyFile = None, pin: Pin = "", also_locked: AlsoLocked = False,
    as_json: Json = False, lang: Lang = "",
) -> None:
    """Where this profile meets the laptops of colleagues: set, show, try or forget it."""
    with speaking(lang, as_json=as_json):
        if (act is StoreAct.SET) != bool(url):
            raise BadInput("store.which")
        with at_desk(folder, user, passphrase_file) as desk:
            if act is StoreAct.SET:
                desk.meeting.set(url, _credentials(url, name, (secret_file, key_file), pin), also_locked=also_locked)
            elif act is StoreAct.FORGET:
                desk.meeting.forget()
            elif act is StoreAct.TRY:
                desk.meeting.test()
            _show(desk, act, as_json=as_json)


def _credentials(url: str, name: str, files: tuple[Path | None, Path | None], pin: str) -> Credentials:
    """Never an argument: from private files, or typed at the terminal."""
    secret_file, key_file = files
    read = read_address(as_typed(url))
    if read.scheme == "file":
        return Credentials()
    key = secret_in(key_file) if key_file else ""
    if secret_file is not None:
        secret = "".join(secret_in(secret_file).splitlines()[:1])
    elif name and not key and sys.stdin.isatty():
        secret = getpass.getpass(_("Password of the meeting place: "))
    else:
        secret = ""
    if read.scheme == "sftp" and not pin:
        pin = _ask_pin(url)
    return Credentials(name, secret, key, pin)


def _ask_pin(url: str) -> str:
    """Whom one talks to is compared by a person before it is kept."""
    if not sys.stdin.isatty():
        raise BadInput("store.pin")
    from assist.sync.stores.opening import shown_identity

    shown = shown_identity(as_typed(url))
    say(_("The place shows this key: {key}").format(key=shown))
    if input(_("Is it the one that whoever keeps the place told you? (yes/no) ")).strip().lower() != _("yes"):
        raise StoreTrouble("store.changed")
    return shown


def _show(desk: Desk, act: StoreAct, *, as_json: bool) -> None:
    place = desk.meeting.show()
    if as_json:
        document({"store": None if place is None else {
            "kind": place.kind, "where": place.where, "name": place.user, "secret": place.has_secret,
            "pinned": place.is_pinned, "also_locked": place.also_locked}})
    elif place is None:
        say(_("There is no meeting place. Profiles on this laptop meet all the same."))
    else:
        say(_("Meeting place: {kind}, {where}").format(kind=place.kind, where=place.where))
        if place.also_locked:
            say(_("Its address and password lie readable on this laptop, so that it meets while locked."))
        if act is StoreAct.TRY:
            say(_("It was tried: something was put there, read and taken away again."))


def sync(
    folder: Folder, url: StoreUrl = "", user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False,
    as_json: Json = False, lang: Lang = "",
) -> None:
    """One round, safe to run at any time. Without --user sealed objects are only carried: nothing is opened."""
    with speaking(lang, as_json=as_json):
        if not user:
            _mirror(folder, url, as_json=as_json)
            return
        with at_desk(folder, user, passphrase_file, vault=vault) as desk:
            with _coming_in(as_json=as_json) as told:
                met = desk.meeting.round(url, told)
            _told(desk, met, as_json=as_json)


@contextmanager
def _coming_in(*, as_json: bool) -> Iterator[Callable[[int, int], None]]:
    """How many of how many cases a new laptop has taken in, for whoever watches a terminal; it leaves no line."""
    with Progress(console=Console(), transient=True, disable=as_json or not sys.stdout.isatty()) as bar:
        task = bar.add_task(_("Cases come in"), total=None, visible=False)
        yield lambda done, of: bar.update(task, completed=done, total=of, visible=True, refresh=True)


def _mirror(folder: Path, url: str, *, as_json: bool) -> None:
    keep_others_out()
    done = mirror_while_locked(Workspace(folder), url)
    if done.code:
        raise StoreTrouble(done.code)
    if as_json:
        document({"published": done.sent, "pulled": done.received, "conflicts": 0,
                  "problems": [{"kind": code, "count": count} for code, count in sorted(done.failed.items())]})
    else:
        say(_("Carried there: {sent}. Brought from there: {received}. Nothing was opened.").format(
            sent=done.sent, received=done.received))
    if done.failed:
        raise Stop(NEEDS_PERSON)


def _told(desk: Desk, met: Meeting, *, as_json: bool) -> None:
    troubles = [row for row in desk.hearing.troubles() if row.needs_somebody]
    conflicts = sum(each.count for each in ConflictService(desk.bench).all())
    if as_json:
        document({
            "published": met.result.made, "pulled": met.result.changes, "conflicts": conflicts,
            "problems": [{"kind": row.kind, "count": row.count, "since": _day(row.since_ms)} for row in troubles]})
    else:
        say(_("Sent: {sent}. Changes read: {read}.").format(sent=met.result.made, read=met.result.changes))
        for row in troubles:
            # without names: whatever a command prints may end up in a file
            what, safe, todo = of_laptop(row.kind, "", "", row.count)
            say(f"{what} {safe} {todo}")
    if troubles or conflicts:
        raise Stop(NEEDS_PERSON)


def _day(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000).astimezone().date().isoformat()

