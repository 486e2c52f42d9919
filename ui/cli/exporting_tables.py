# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a profile of tables tells an authority, as the command line shows it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assist.errors import BadInput
from assist.figures.words import mark, marks
from assist.i18n import _, text_of
from assist.services.exporting_tables import LONGEST_TEXT, TablePreview
from ui.cli.answers import document, say, table

Year = Annotated[str, typer.Option("--year", help="For a profile of tables: a year that is over, else the last one.")]
Text = Annotated[Path | None, typer.Option(
    "--text", help="For a profile with headings: a file with one part for each, after a line that begins with #.")]


def text_in(file: Path | None) -> str:
    """What somebody wrote for the paper. Raises BadInput ``export.text``."""
    if file is None:
        return ""
    try:
        with file.open("rb") as source:
            return source.read(4 * LONGEST_TEXT + 1).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise BadInput("export.text") from None


def show(preview: TablePreview, *, as_json: bool) -> None:
    """Every number as it would leave, and what the marks mean."""
    if as_json:
        document({"year": preview.year, "people": preview.people, "rows": [dict(row) for row in preview.rows],
                  "divided_otherwise": [told.table.name for told in preview.tables if told.published is None],
                  "stands": bool(preview.edition.stands)})
        return
    say(_("{year}: {count} people").format(year=preview.year, count=preview.people))
    for told in preview.tables:
        if told.published is None:
            say(f"{text_of(told.table.title)}: " + _(
                "left out: people were already divided otherwise in what left about that year."))
            continue
        cells = dict(zip(told.published.rows, told.published.cells, strict=True))
        table([text_of(told.table.title), _("People")], [
            [text_of(told.table.rows[code]), mark(cell, preview.edition.threshold)] for code, cell in cells.items()])
    for sign, sentence in marks(preview.edition):
        say(f"{sign}: " + _(sentence).format(count=int(preview.edition.threshold)))
    for heading, text in zip(preview.profile.narrative, preview.texts, strict=False):
        say(f"{text_of(heading)}\n{text}")
    if preview.edition.stands:
        say(_("Too little has changed since figures about that year left: the same ones leave again."))
