# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands of an office that receives packages; they need no workspace and no sign-in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assist.crypto.age import READ_OUT
from assist.i18n import _
from assist.services import receiving
from ui.cli.answers import speaking
from ui.cli.casework import say_or_document
from ui.cli.signing_in import Json, Lang, secret_in
from ui.wiring import load_received

_DATABASES = ("postgresql://", "postgres://")


def keygen(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="Where the secret half goes; it must not exist yet.")],
    as_json: Json = False, lang: Lang = "",
) -> None:
    """Make a key that packages and referrals can be sealed to; its secret half stays in FILE."""
    with speaking(lang, as_json=as_json):
        public = receiving.make_key(out)
        end = " ".join(public[-READ_OUT:][at:at + 4] for at in range(0, READ_OUT, 4))
        say_or_document(as_json, {"key": public, "read_out": public[-READ_OUT:]}, "\n".join((
            public, _("Give this line to whoever sends you files, and read its last twelve signs out to them on the"
                      " telephone: {signs}").format(signs=end),
            _("Keep a copy of the file in a safe place. Without it nothing that was sealed for you can be opened."))))


def receive(
    packages: Annotated[list[Path], typer.Argument(metavar="PACKAGE…", help="Files *.cmx, or folders of them.")],
    key: Annotated[Path, typer.Option("--key", help="The file that `amparo keygen` wrote.")],
    signed_by: Annotated[list[Path], typer.Option(
        "--signed-by", help="Public keys of senders (*.pub), or a folder of them; nobody else's packages are taken.")],
    into: Annotated[str, typer.Option("--into", metavar="FOLDER|postgresql://…", help="Where the rows are kept.")],
    parquet: Annotated[bool, typer.Option("--parquet", help="In a folder: the same tables as Parquet too.")] = False,
    as_json: Json = False, lang: Lang = "",
) -> None:
    """Open packages, check every one, and keep the rows that stand; the same packages twice change nothing."""
    with speaking(lang, as_json=as_json):
        opened = receiving.open_all(
            packages, receiving.secrets_in(secret_in(key)), receiving.signers_in(signed_by))
        new = (load_received(into, opened) if into.startswith(_DATABASES)
               else receiving.into_folder(Path(into), opened, parquet=parquet))
        say_or_document(as_json, {"packages": len(opened), "new": new}, _(
            "{count} packages checked, {new} of them new.").format(count=len(opened), new=new))
