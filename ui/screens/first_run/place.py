# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the workspace will lie: a safe proposal, and refusals that say why."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assist.errors import AssistError, BadInput
from assist.i18n import _
from assist.places import Workspace
from assist.unsafe_places import refuse_unsafe
from ui.dialogs.files import ask_for_folder
from ui.theme import Role
from ui.widgets.buttons import LinkButton
from ui.widgets.labels import Label


class PlaceLine(QWidget):
    """Shows a folder and lets another one be chosen; ``refused`` says which error speaks against it.

    ``beside_others``: a workspace that is there already will do, where colleagues have their profiles.
    """

    refused = Signal(object)
    changed = Signal()

    def __init__(self, folder: Path, parent: QWidget | None = None, *, beside_others: bool = False) -> None:
        super().__init__(parent)
        self.folder, self._beside_others = folder, beside_others
        self.shown = Label(str(folder), Role.SMALL, "muted")
        self.change = LinkButton(_("another folder"))
        self.change.clicked.connect(self._ask)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.shown, 1)
        row.addWidget(self.change)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(Label(_("Where it will lie on this laptop"), Role.CAPTION))
        outer.addLayout(row)

    def put(self, folder: Path) -> None:
        """Take this folder, or one of our own inside it when other things lie there."""
        is_ours = self._beside_others and Workspace(folder).exists
        inside = folder / "Amparo" if not is_ours and _has_other_things(folder) else folder
        try:
            refuse_unsafe(inside)
            if not is_ours and _has_other_things(inside):
                raise BadInput("place.not_empty")
        except AssistError as error:
            self.refused.emit(error)
            return
        self.folder = inside
        self.shown.setText(str(inside))
        self.changed.emit()

    def _ask(self) -> None:
        ask_for_folder(self, _("Folder for the workspace"), self.put)


def _has_other_things(folder: Path) -> bool:
    try:
        return folder.is_dir() and any(folder.iterdir())
    except OSError:
        return False
