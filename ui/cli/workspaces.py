# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands about a workspace: make it, practise in it, its state, checks, backup and restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from assist import i18n
from assist.crypto.codes import shown
from assist.errors import BadInput
from assist.i18n import _
from assist.places import keep_others_out, make_folder
from assist.practice import PracticeOrder
from assist.practice_team import make_team
from assist.services.checking import CHECKS
from assist.services.people import ROLES
from assist.services.profiles import NewProfile
from ui.cli.answers import NEEDS_PERSON, Stop, document, say, speaking
from ui.cli.recovery import make_kit, say_of_kit
from ui.cli.signing_in import Folder, Json, Lang, PassphraseFile, User, Vault, at_desk, passphrase
from ui.wiring import Door

HOLDERS = 3
"""Papers of a first kit, two of which are needed."""


def _new_door(folder: Path) -> Door:
    """A door where there is no workspace yet; whatever is made behind it only its owner may read."""
    keep_others_out()
    door = Door(folder)
    if door.exists:
        raise BadInput("workspace.exists")
    return door


def init(
    folder: Folder, organisation: Annotated[str, typer.Option("--organisation", help="Its name.")],
    kit: Annotated[Path | None, typer.Option(
        "--kit", metavar="DIR", help="Where the papers of the recovery kit go; without it, make one later.")] = None,
    user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """An empty workspace with its first person, who holds every role."""
    with speaking(lang, as_json=as_json):
        door = _new_door(folder)
        if kit is not None:
            make_folder(kit)  # before anything else: a workspace without its papers would be half of it
        desk = door.found(NewProfile(organisation, user, passphrase(passphrase_file)))
        try:
            files, holds = make_kit(desk, kit, HOLDERS) if kit else ((), True)
        finally:
            desk.close()
            door.leave()
        if as_json:
            document({"workspace": str(folder), "user": user, "kit": [str(file) for file in files]})
            return
        say(_("The workspace is ready: {folder}").format(folder=folder))
        if files:
            say_of_kit(files, holds=holds)


def demo(
    folder: Folder, cases: Annotated[int, typer.Option("--cases", min=1, max=100_000)] = 40,
    seed: Annotated[int, typer.Option("--seed")] = 7, as_json: Json = False, lang: Lang = "",
) -> None:
    """A practice workspace with invented people and a team of five; prints their names and the passphrase."""
    with speaking(lang, as_json=as_json):
        door = _new_door(folder)
        order = PracticeOrder(cases, seed, i18n.language())
        with Progress(transient=True, disable=as_json) as bar:
            task = bar.add_task(_("Inventing people …"), total=cases)
            made = make_team(door, order, lambda done: bar.update(task, completed=done))
        made.desk.close()
        door.leave()
        if as_json:
            document({"workspace": str(folder), "passphrase": made.passphrase, "hidden": shown(made.hidden),
                      "users": [{"name": name, "roles": list(roles)} for name, roles in made.users]})
        else:
            say(_("A practice workspace with {count} invented people: {folder}").format(count=cases, folder=folder))
            for name, roles in made.users:
                say(_("User name: {name}").format(name=name) + " · " + ", ".join(_(ROLES[role][0]) for role in roles))
            say(_("Passphrase: {words}").format(words=made.passphrase))
            if made.hidden:
                say(_("Hidden case, for emergency opening by two: {code}").format(code=shown(made.hidden)))


def status(
    folder: Folder, user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False,
    as_json: Json = False, lang: Lang = "",
) -> None:
    """Who, how many, last backup, what is due."""
    with speaking(lang, as_json=as_json), at_desk(folder, user, passphrase_file, vault=vault) as desk:
        seen = desk.status.read()
        if as_json:
            document({
                "organisation": seen.organisation, "user": seen.user, "roles": list(seen.roles), "cases": seen.cases,
                "open_cases": seen.open_cases, "due": seen.due, "late": seen.late, "practice": seen.practice,
                "last_backup": seen.last_backup or None, "last_sync": seen.last_sync or None,
                "sealed_waiting": seen.sealed_waiting, "vault_open": seen.vault_open, "schema": seen.schema,
                "heavy_openings": seen.heavy_openings,
            })
            return
        practice = _("practice")
        say(f"{seen.organisation} · {seen.user}" + (f" · {practice}" if seen.practice else ""))
        say(_("Cases: {open} open of {all}").format(open=seen.open_cases, all=seen.cases))
        say(_("Due: {due} ahead, {late} need you").format(due=seen.due, late=seen.late))
        last = i18n.day(seen.last_backup[:10]) if seen.last_backup else _("none yet")
        say(_("Last backup: {when}").format(when=last))
        say(_("Protected work: open") if seen.vault_open else _("Protected work: shut"))


def verify(
    folder: Folder, user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Every page, every chain, every key, every form; a line a check."""
    with speaking(lang, as_json=as_json), at_desk(folder, user, passphrase_file, vault=True, if_here=True) as desk:
        rows = []
        for row in desk.checks.run():
            rows.append(row)
            if not as_json:
                mark = "✓" if row.ok else "✗"
                say(f"{mark} {_(CHECKS[row.name])}" + (f" – {row.detail}" if row.detail else ""))
        if as_json:
            document({"checks": [{"name": row.name, "ok": row.ok, "detail": row.detail} for row in rows]})
        if not all(row.ok for row in rows):
            raise Stop(NEEDS_PERSON)


def backup(
    folder: Folder, out: Annotated[Path, typer.Option("--out", metavar="F", help="The file to make.")],
    user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """One verified file; nobody can read it without the passphrase."""
    with speaking(lang, as_json=as_json), at_desk(folder, user, passphrase_file, vault=True, if_here=True) as desk:
        file = desk.backups.make(out)
        if as_json:
            document({"file": str(file), "rows": desk.backups.check(file)})
        else:
            say(_("Backup made and checked: {file}").format(file=file))


def restore(
    file: Annotated[Path, typer.Argument(metavar="F", help="The backup file.")], folder: Folder,
    user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """A backup into an empty folder; it goes on as a new laptop would."""
    with speaking(lang, as_json=as_json):
        keep_others_out()
        if not user:
            raise BadInput("signin.needs_user")
        door = Door(folder)
        desk = door.restore(file, user, passphrase(passphrase_file))
        count, lacking = desk.status.read().cases, desk.attachments.lacking()
        desk.close()
        door.leave()
        if as_json:
            document({"workspace": str(folder), "cases": count, "files_lacking": lacking})
            return
        say(_("Restored: {count} cases in {folder}").format(count=count, folder=folder))
        if lacking:
            say(_("Backups hold no attached files: they come back from another laptop or the meeting place."))
