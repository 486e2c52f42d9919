# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command that looks again whether what is protected in a case is still needed."""

from __future__ import annotations

from typing import Annotated

import typer

from assist.errors import BadInput
from assist.i18n import _, ngettext
from assist.keepingbook import ProtectedSheet
from ui.cli.answers import document, say, speaking
from ui.cli.casework import Code
from ui.cli.signing_in import Folder, Json, Lang, PassphraseFile, User, at_desk
from ui.wording import form_title

SHOWN = 8


def protected(
    folder: Folder, code: Code,
    needed: Annotated[bool, typer.Option("--needed", help="All of it is still needed.")] = False,
    strike: Annotated[list[str] | None, typer.Option(
        "--strike", metavar="ID", help="Not needed any more; the first signs are enough. May be given again.")] = None,
    user: User = "", passphrase_file: PassphraseFile = None, as_json: Json = False, lang: Lang = "",
) -> None:
    """What is protected in a case, form by form and without a word of it: is it still needed?"""
    with speaking(lang, as_json=as_json), at_desk(folder, user, passphrase_file, vault=True) as desk:
        case = desk.cases.by_code(code)
        if needed and strike:
            raise BadInput("keeping.none")
        if needed:
            desk.keeping.still_needed(case)
        elif strike:
            desk.keeping.strike(case, [_one(desk.keeping.sheets(case), ref) for ref in strike])
        sheets = desk.keeping.sheets(case)
        due = next((duty.due for duty in desk.cases.duties(case) if duty.rule == "protected_review"), "")
        if as_json:
            document({"protected": [
                {"id": each.record, "form": each.form or None, "on": each.on, "answers": each.answers}
                for each in sheets], "look_by": due or None})
            return
        for each in sheets:
            title = form_title(each.form) if each.form else _("What is known of her")
            answers = ngettext("{count} answer", "{count} answers", each.answers).format(count=each.answers)
            say(f"{each.record[:SHOWN]}  {title}  {each.on}  {answers}")
        if due:
            say(_("Are they still needed? Look by {date}.").format(date=due))


def _one(sheets: tuple[ProtectedSheet, ...], ref: str) -> str:
    found = [each.record for each in sheets if ref and each.record.startswith(ref.lower())]
    if len(found) != 1:
        raise BadInput("keeping.none")
    return found[0]
