# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command that counts how work is spread over a team."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assist import i18n
from assist.i18n import _
from ui.cli.answers import document, speaking, table
from ui.cli.casework import say_or_document
from ui.cli.signing_in import Folder, Json, Lang, PassphraseFile, User, Vault, at_desk


def workload(
    folder: Folder, out: Annotated[Path | None, typer.Option("--out", metavar="F.pdf")] = None,
    user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """How work is spread: one line a worker by name, with counts and no sum of them."""
    with speaking(lang, as_json=as_json), at_desk(folder, user, passphrase_file, vault=vault) as desk:
        loads = desk.workload.loads()
        if out is not None:
            saved = desk.workload.papers.save(*desk.workload.paper(loads, i18n.language()), out)
            say_or_document(as_json, {"file": str(saved.file), "pages": saved.pages, "print_id": saved.print_id},
                            _("Saved: {file}").format(file=saved.file))
        elif as_json:
            document({"workload": [{
                "worker": load.name or None, "has_left": load.has_left, "cases": load.cases, "high_risk": load.grave,
                "resting": load.resting, "late": load.late, "due_this_week": load.due,
                "appointments_this_week": load.meetings} for load in loads]})
        else:
            table([_("Worker"), _("Open cases"), _("High risk"), _("Resting"), _("Late"), _("This week"),
                   _("Appointments")], [
                [load.name or _("nobody's case"),
                 *map(str, (load.cases, load.grave, load.resting, load.late, load.due, load.meetings))]
                for load in loads])
