# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands about what leaves for a reporting system: look, send, take back; a supervisor's, with the passphrase."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress as Bar

from assist.crypto.codes import shown
from assist.desk import Desk
from assist.exchange.leaving import cells
from assist.i18n import _
from assist.services.exporting import Left, Preview
from assist.services.exporting_tables import is_of_tables
from assist.services.packing import Progress
from ui.cli.answers import document, long_document, say, speaking, table
from ui.cli.casework import say_or_document
from ui.cli.exporting_tables import Text, Year, show, text_in
from ui.cli.signing_in import Folder, Json, Lang, PassphraseFile, User, at_desk, passphrase
from ui.export_words import why_not

export = typer.Typer(no_args_is_help=True, help="What leaves for a reporting system: look, send, due, take-back.")

Profile = Annotated[str, typer.Option("--profile", help="The standard, for instance htcds-2.0.")]
To = Annotated[str, typer.Option("--to", help="The recipient, as it stands on the consents.")]
Since = Annotated[str, typer.Option("--since", help="Only whose case was opened on this day or later: 2026-01-31.")]
Until = Annotated[str, typer.Option("--until", help="Only whose case was opened on this day or before.")]
Out = Annotated[Path, typer.Option("--out", help="The folder for the package and its signature.")]


@export.callback()
def at(context: typer.Context, folder: Folder) -> None:
    """What leaves for a reporting system: look, send, due, take-back."""
    context.obj = folder


@contextmanager
def _desk(context: typer.Context, user: str, file: Path | None) -> Iterator[tuple[Desk, str]]:
    """Signed in with protected work open, and the passphrase that was typed."""
    typed = passphrase(file)
    with at_desk(context.obj, user, file, vault=True, typed=typed) as desk:
        yield desk, typed


@contextmanager
def _far(*, as_json: bool) -> Iterator[Progress]:
    """How far it is, on a terminal alone; Ctrl+C ends it with nothing written."""
    with Bar(console=Console(), transient=True, disable=as_json or not sys.stdout.isatty()) as bar:
        task = bar.add_task(_("Looking at every case"), total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


@export.command()
def look(
    context: typer.Context, profile: Profile, to: To, since: Since = "", until: Until = "", year: Year = "",
    text: Text = None, user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Every row as it would leave today, and who stays and why; of a profile of tables every number."""
    with speaking(lang, as_json=as_json), _desk(context, user, passphrase_file) as (desk, _typed):
        if is_of_tables(profile):
            with _far(as_json=as_json) as progress:
                counted = desk.exporting_tables.look(profile, to, year, text_in(text), progress)
            show(counted, as_json=as_json)
            return
        with _far(as_json=as_json) as progress:
            preview = desk.exporting.look(profile, to, (since, until), progress)
        if as_json:
            selection = preview.selection
            long_document(
                {"rows": cells(selection.rows),
                 "stays": ({"code": shown(preview.codes[each.case]), "why": each.why} for each in selection.stays)},
                {"fewest_alike": selection.fewest, "needs_a_word": preview.needs_a_word})
            return
        _told(preview)


def _told(preview: Preview) -> None:
    for row in preview.selection.rows:
        say(f"{shown(preview.codes[row.case])}  " + _("one of {count}").format(count=row.alike))
        for name, cell in row.cells.items():
            say(f"    {name}: {cell if isinstance(cell, str) else '; '.join(cell)}")
    if preview.selection.stays:
        table([_("Code"), _("Why she is not in it")], [
            [shown(preview.codes[each.case]), why_not(each.why)]
            for each in preview.selection.stays])
    say(_("{rows} would leave, {stays} stay.").format(
        rows=len(preview.selection.rows), stays=len(preview.selection.stays)))


@export.command()
def send(
    context: typer.Context, profile: Profile, to: To, out: Out, since: Since = "", until: Until = "",
    few: Annotated[bool, typer.Option("--few", help="I looked, and may let out rows of which few look alike.")] = False,
    year: Year = "", text: Text = None, user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Seal what `look` shows to the recipient's key and sign it. All of it, or nothing."""
    with speaking(lang, as_json=as_json), _desk(context, user, passphrase_file) as (desk, typed):
        if is_of_tables(profile):
            with _far(as_json=as_json) as progress:
                counted = desk.exporting_tables.look(profile, to, year, text_in(text), progress)
                left = desk.exporting_tables.leave(counted, out, typed, progress)
            _said(left, as_json=as_json)
            return
        with _far(as_json=as_json) as progress:
            preview = desk.exporting.look(profile, to, (since, until), progress)
            left = desk.exporting.leave(preview, out, typed, few_agreed=few, progress=progress)
        _said(left, as_json=as_json)


@export.command()
def due(
    context: typer.Context, user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Who is to be told that a consent was taken back, and who was told and has not confirmed."""
    with speaking(lang, as_json=as_json), _desk(context, user, passphrase_file) as (desk, _typed):
        rows = desk.ledger.due()
        if as_json:
            document({"due": [asdict(row) for row in rows]})
            return
        table([_("Recipient"), _("Rows"), _("Package"), _("Since")], [
            [row.recipient, str(row.rows), row.export_id or _("not told yet"), row.since] for row in rows])


@export.command("take-back")
def take_back(
    context: typer.Context, to: To, out: Out, user: User = "", passphrase_file: PassphraseFile = None,
    as_json: Json = False, lang: Lang = "",
) -> None:
    """One package that takes back every row whose consent was taken back."""
    with speaking(lang, as_json=as_json), _desk(context, user, passphrase_file) as (desk, typed):
        _said(desk.ledger.take_back(to, out, typed), as_json=as_json)


@export.command()
def heard(
    context: typer.Context, package: Annotated[str, typer.Argument(metavar="PACKAGE", help="The number of it.")],
    user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Note that the recipient confirmed that rows which were taken back are gone."""
    with speaking(lang, as_json=as_json), _desk(context, user, passphrase_file) as (desk, _typed):
        count = desk.ledger.heard(package)
        say_or_document(as_json, {"rows": count}, _("Noted."))


@export.command()
def key(
    context: typer.Context, out: Annotated[Path, typer.Option("--out", help="The file, ending in .pub.")],
    user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Write the public key that recipients check your packages with."""
    with speaking(lang, as_json=as_json), _desk(context, user, passphrase_file) as (desk, _typed):
        desk.exporting.put_key(out)
        say_or_document(as_json, {"file": str(out)}, str(out))


def _said(left: Left, *, as_json: bool) -> None:
    say_or_document(as_json, {"export_id": left.export_id, "file": str(left.file), "rows": left.rows}, "\n".join((
        str(left.file), _("Give both files to the recipient: the package, and its signature beside it."))))
