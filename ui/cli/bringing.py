# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command that brings a spreadsheet, shows every row's fate, and takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from assist.crypto.codes import shown
from assist.errors import BadInput
from assist.exchange.tables import MOST_SHEETS
from assist.i18n import _, ngettext
from assist.services.import_plans import FATES
from assist.services.receiving import secrets_in
from assist.workplace import ImportedRow
from ui.cli.answers import document, say, speaking
from ui.cli.signing_in import Folder, Json, Lang, PassphraseFile, User, at_desk, secret_in


def bring(
    folder: Folder, file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV or XLSX, with any headings.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="The same report; nothing is written.")] = False,
    maps: Annotated[list[str] | None, typer.Option("--map", metavar="HEADING=FIELD", help="Change the mapping.")] =
    None, sheet: Annotated[str, typer.Option("--sheet", help="Which sheet of the workbook.")] = "",
    source: Annotated[str, typer.Option("--source", help="Which organisation the file comes from.")] = "",
    key: Annotated[Path | None, typer.Option(
        "--key", help="For a sealed referral: the file that `amparo keygen` wrote.")] = None,
    user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Bring a spreadsheet or a sealed referral: every row is imported, flagged or skipped with a reason."""
    with speaking(lang, as_json=as_json), at_desk(folder, user, passphrase_file, vault=True) as desk:
        plan = (desk.imports.look(file, _changes(maps or []), sheet=sheet, source=source) if key is None
                else desk.imports.look_sealed(file, secrets_in(secret_in(key)), source))
        rows: Sequence[ImportedRow] = plan.rows if dry_run else desk.imports.bring(plan).rows
        counts = {fate: sum(row.fate == fate for row in rows) for fate in ("imported", "skipped", "flagged")}
        if as_json:
            document({
                "rows": [{"row": row.row, "fate": row.fate, "reason": row.reason or None,
                          "case": shown(row.code) if row.code else None} for row in rows], **counts,
                "empty": plan.empty, "columns": [{"heading": each.heading, "field": each.field or None}
                                                 for each in plan.columns],
                "dates": plan.dates_said, "sheet": plan.sheet or None, "other_sheets": list(plan.other_sheets),
                "unread_sheets": list(plan.unread_sheets), "dry_run": dry_run})
            return
        if plan.unread_sheets:
            say(_not_looked_at(len(plan.unread_sheets)))
        if plan.other_sheets:
            said = _("Read: {sheet}. These sheets hold rows too: {sheets}. Choose one with --sheet.")
            say(said.format(sheet=plan.sheet, sheets=", ".join(plan.other_sheets)))
        remark = _("kept as a protected remark")
        for each in plan.columns:
            say(f"  {each.heading} → {each.field or remark}")
        if plan.dates_said:
            say(plan.dates_said)
        for label, _words in plan.told:
            say(f"  {label}")
        for row in rows:
            fate, code = _(FATES.get(row.fate, row.fate)), shown(row.code) if row.code else ""
            say(f"{row.row:>5}  {fate:<12} {code:<10} {row.reason}")
        say(_("{imported} imported, {flagged} imported with cells held back, {skipped} skipped, {empty} empty")
            .format(**counts, empty=plan.empty))


def _not_looked_at(count: int) -> str:
    """That there are sheets further on, and how one of them is read."""
    said = ngettext(
        "{count} sheet after the first {limit} was not looked at. If it is the one you want, name it with --sheet.",
        "{count} sheets after the first {limit} were not looked at. If you want one of them, name it with --sheet.",
        count)
    return said.format(count=count, limit=MOST_SHEETS)


def _changes(maps: Sequence[str]) -> dict[str, str]:
    """Heading → question; the last sign parts them, a heading may hold one. Raises BadInput without any."""
    if any("=" not in item for item in maps):
        raise BadInput("import.map_shape")
    return {heading: field for heading, _sign, field in (item.rpartition("=") for item in maps)}


def undo(
    folder: Folder, user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Take the last import back, except cases somebody has worked on since."""
    with speaking(lang, as_json=as_json), at_desk(folder, user, passphrase_file, vault=True) as desk:
        undone = desk.imports.undo_last()
        if as_json:
            document({"removed": undone.removed, "kept": [shown(code) for code in undone.kept]})
        else:
            said = ngettext("{count} case was taken back.", "{count} cases were taken back.", undone.removed)
            say(said.format(count=undone.removed))
