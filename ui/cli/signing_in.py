# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in from a terminal: name, and a passphrase that is typed or read from a private file."""

from __future__ import annotations

import getpass
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from assist.desk import Desk
from assist.errors import BadInput, NotFound
from assist.i18n import _
from assist.places import keep_others_out
from ui.wiring import Door

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The workspace folder.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
Lang = Annotated[str, typer.Option("--lang", metavar="en|es|pt|fr", help="Language of the answer.")]
User = Annotated[str, typer.Option("--user", help="Sign-in name.")]
PassphraseFile = Annotated[
    Path | None, typer.Option("--passphrase-file", help="A file only you may read (0600) that holds the passphrase.")]
Vault = Annotated[bool, typer.Option("--vault", help="Open the protected work too.")]


def passphrase(file: Path | None) -> str:
    """Typed at the terminal, or the first line of a private file; never an argument, never printed."""
    if file is None:
        return at_terminal(lambda: getpass.getpass(_("Passphrase: ")), "signin.no_terminal")
    content = secret_in(file)
    return content.splitlines()[0] if content else ""


def at_terminal(ask: Callable[[], str], otherwise: str = "terminal.missing") -> str:
    """What a person types when there is one; raises BadInput ``otherwise`` where there is no terminal."""
    if not sys.stdin.isatty():
        raise BadInput(otherwise)
    return ask()


def secret_in(file: Path) -> str:
    """What a file holds that only its owner may read; raises BadInput."""
    try:
        mode = file.stat().st_mode
        content = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadInput("signin.file_unreadable") from None
    if os.name != "nt" and stat.S_IMODE(mode) & 0o077:
        raise BadInput("signin.file_open")
    return content


@contextmanager
def at_desk(
    folder: Path, user: str, file: Path | None, *, vault: bool = False, if_here: bool = False, typed: str = ""
) -> Iterator[Desk]:
    """A signed-in desk for the time of a command; the vault opens only when it is asked for (ruling 75).

    ``if_here``: not on a journey, when its keys are elsewhere. ``typed``: the passphrase, asked for before.
    """
    keep_others_out()
    door = Door(folder)
    if not door.exists:
        raise NotFound("workspace.none")
    if not user:
        raise BadInput("signin.needs_user")
    typed = typed or passphrase(file)
    desk = door.sign_in(user, typed)
    try:
        if vault and not (if_here and desk.signed.travels):
            desk.signed.open_vault(typed)
        yield desk
    finally:
        desk.close()
        door.leave()
