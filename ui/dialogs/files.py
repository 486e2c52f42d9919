# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Choosing a file or folder; where somebody looked is remembered by nobody (WP-12)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QTreeView, QWidget

from assist.i18n import _

Chosen = Callable[[Path], object]
_SHARE = 0.9
_KIND = 2
"""The column of Qt's list with the kind of each file."""


def ask_for_file(near: QWidget, title: str, kinds: str, chosen: Chosen) -> None:
    """One file that is there; ``kinds`` is a name filter of Qt."""
    dialog = _dialog(near, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(kinds)
    _open(dialog, chosen)


def ask_for_folder(near: QWidget, title: str, chosen: Chosen) -> None:
    """A folder."""
    dialog = _dialog(near, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _open(dialog, chosen)


def ask_where_to_save(near: QWidget, title: str, name: str, chosen: Chosen) -> None:
    """A file that need not be there yet; an old one is asked about before."""
    dialog = _dialog(near, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.selectFile(name)
    _open(dialog, chosen)


def forget_places() -> None:
    """Nothing of what a dialog wrote down about folders stays."""
    kept = QSettings(QSettings.Scope.UserScope, "QtProject")
    kept.remove("FileDialog")
    kept.sync()


def _dialog(near: QWidget, title: str) -> QFileDialog:
    dialog = QFileDialog(near.window(), title)
    # What Qt itself says in English where the desktop has no dialog of its own.
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, _("Where:"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, _("Kind of file:"))
    listed = dialog.findChild(QTreeView, "treeView")
    if listed is not None:  # Qt's own again; its list says *Folder* in English in half of our languages
        listed.setColumnHidden(_KIND, True)
    dialog.setDirectory(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return dialog


def _open(dialog: QFileDialog, chosen: Chosen) -> None:
    # Window-modal without a loop of its own: a cover or a lock can close it at any moment.
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    room = dialog.screen().availableSize() * _SHARE
    dialog.resize(dialog.size().boundedTo(room))  # at twice the size Qt's own is higher than a small screen
    dialog.finished.connect(forget_places)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
