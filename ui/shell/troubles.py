# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors on their way to the person: three sentences in the banner, and a next step where there is one."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from assist.errors import NoRoom, VaultShut
from assist.i18n import _
from assist.places import on_disk
from ui.dialogs.show_report import ShowReport
from ui.errors import is_our_mistake, report_of, said
from ui.shell.asking import Asker
from ui.shell.stage import Stage
from ui.tasks import Lane


class Troubles:
    """Shows any error. A mistake of ours can be looked at and saved by hand; it is never sent."""

    def __init__(self, stage: Stage, asker: Asker, paper: Lane) -> None:
        self._stage, self._asker, self._paper = stage, asker, paper

    def show(self, error: Exception) -> None:
        """What was not done, what is safe, what to do."""
        words, act = "", None
        if isinstance(error, VaultShut) and error.code != "travel.away":
            words, act = _("Open protected work"), self._open_vault
        elif is_our_mistake(error):
            words, act = _("See the report"), partial(self._show_report, report_of(error))
        self._stage.banner.show_trouble(*said(error), words, act)

    def _open_vault(self) -> None:
        self._asker.ask(_("The protected work opens with the passphrase again."), self._again, opens_vault=True)

    def _again(self) -> None:
        if self._stage.current is not None:
            self._stage.current.refresh()

    def _show_report(self, report: str) -> None:
        self._asker.away()
        sheet = ShowReport(report, self._stage.content)
        sheet.wanted.connect(self._save)
        self._asker.lay(sheet)

    def _save(self, file: str, report: str) -> None:
        self._paper.run(
            partial(_write, Path(file), report), owner=self._stage,
            then=lambda _done: self._stage.banner.show_good(_("The report was saved.")), failed=self._not_saved)

    def _not_saved(self, error: Exception) -> None:
        self._stage.banner.show_trouble(*said(error if isinstance(error, NoRoom) else NoRoom("disk.failed")))


def _write(file: Path, report: str) -> None:
    with on_disk():
        file.write_text(report, "utf-8")
