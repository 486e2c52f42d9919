# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command that makes the programme's report or a donor's, or prints one again that was made."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assist import i18n
from assist.desk import Desk
from assist.errors import BadInput
from assist.i18n import _
from assist.indicators.shapes import Period
from assist.reportbook import Kept
from assist.reports.figure_words import folded, parts_of, title_of
from assist.reports.speech import Speech
from assist.services.programme import Wanted
from ui.cli.answers import document, say, speaking, table
from ui.cli.signing_in import Folder, Json, Lang, PassphraseFile, User, at_desk

_From = Annotated[str, typer.Option("--from", metavar="DAY", help="The first day, such as 2026-07-01.")]
_To = Annotated[str, typer.Option("--to", metavar="DAY", help="The last day.")]


def programme(
    folder: Folder, first: _From = "", last: _To = "",
    out: Annotated[Path | None, typer.Option("--out", metavar="F.pdf", help="Pages, not encrypted.")] = None,
    book: Annotated[Path | None, typer.Option("--table", metavar="F.xlsx", help="A workbook, not encrypted.")] = None,
    outside: Annotated[bool, typer.Option(
        "--outside", help="To be handed out: whole quarters or years, nothing of fewer than eleven people.")] = False,
    donor: Annotated[str, typer.Option("--donor", metavar="CODE", help="Help given with this funder's money.")] = "",
    template: Annotated[str, typer.Option(help="What a donor's report is made of.")] = "help",
    again: Annotated[str, typer.Option("--again", metavar="REF", help="One that was made before.")] = "",
    user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Figures of the programme for a time; without days, the reports that were made."""
    with speaking(lang, as_json=as_json), at_desk(folder, user, passphrase_file, vault=True) as desk:
        if not (first or last or again):
            _listed(desk, as_json=as_json)
            return
        kept = _found(desk, again) if again else desk.programme.make(
            Wanted(Period(first, last), outside, donor, template if donor else ""))
        saved = _saved(desk, kept, out, book)
        if as_json:
            document({"ref": kept.ref, **saved, "figures": _figures(kept)})
            return
        _said(kept)
        for file in filter(None, (out, book)):
            say(_("Saved, and not encrypted any more: {file}").format(file=file))


def _found(desk: Desk, ref: str) -> Kept:
    """By the beginning of its reference, as the list shows it."""
    found = [each for each in desk.programme.kept() if each.ref.startswith(ref.strip().lower())]
    if len(found) != 1:
        raise BadInput("programme.which")
    return found[0]


def _saved(desk: Desk, kept: Kept, out: Path | None, book: Path | None) -> dict[str, object]:
    """Files under one print id; signing in just now was the passphrase again."""
    if out is None and book is None:
        return {}
    made = desk.programme.paper(kept, i18n.language())
    if out is not None:
        desk.programme.save(made, out, confirmed=True)
    if book is not None:
        desk.programme.save_workbook(made, i18n.language(), book, confirmed=True)
    files = [str(file) for file in (out, book) if file is not None]
    return {"files": files, "pages": made.paper.pages, "print_id": made.print_id}


def _listed(desk: Desk, *, as_json: bool) -> None:
    held = desk.programme.kept()
    if as_json:
        document({"reports": [{"ref": each.ref, "kind": each.kind, "from": each.period.first, "to": each.period.last,
                               "outside": each.is_outside, "funder": each.funder or None, "made_on": each.made_on}
                              for each in held]})
        return
    speech = Speech(i18n.language())
    table([_("Reference"), _("Report"), _("Time"), _("Made on")], [
        [each.ref[:8], " ".join(filter(None, (title_of(each, speech), each.funder))),
         speech.span(*each.period), each.made_on] for each in held])


def _said(kept: Kept) -> None:
    speech = Speech(i18n.language())
    say(f"{title_of(kept, speech)}  {speech.span(*kept.period)}")
    for part in folded(parts_of(kept, speech), kept, speech):
        say(f"{part.ident:7} {part.title}")
        for row in part.rows:
            say(f"        {row.label}: {row.text}")
        for words in part.hidden:
            say(f"        {words}")


def _figures(kept: Kept) -> list[dict[str, object]]:
    speech = Speech(i18n.language())
    return [{"number": part.ident or None, "title": part.title, "hidden": list(part.hidden), "lines": [
        {"line": row.label, "figure": row.text, "count": row.count, "of": row.whole, "value": row.value}
        for row in part.rows]} for part in parts_of(kept, speech)]
