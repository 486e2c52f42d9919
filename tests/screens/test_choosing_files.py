# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a file is chosen in a window of Qt's own, it speaks the language of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QTreeView

from tests.screens.at_window import AtWindow
from ui.dialogs.files import ask_where_to_save
from ui.screens.unlock import UnlockScreen
from ui.wiring import Door

ENGLISH = {"Folder", "File", "Name", "Size", "Type", "Date Modified", "Look in:", "Save", "Cancel", "Files of type:",
           "File &name:", "&Save"}


@pytest.fixture
def at_door(at_window: AtWindow, desk, door: Door) -> AtWindow:
    """The door of a workspace nobody has open."""
    root = door.workspace.root
    desk.close()
    door.leave()
    at_window.start(root)
    at_window.settle()
    return at_window


@pytest.mark.parametrize(("language", "save"), [("es", "Guardar"), ("pt", "Salvar"), ("fr", "Enregistrer")])
def test_what_qt_says_itself_is_in_the_language_of_the_window(at_door: AtWindow, language: str, save: str):
    """Its buttons and menus too."""
    at_door.amparo.screen.language_chosen.emit(language)
    at_door.settle()

    assert QCoreApplication.translate("QPlatformTheme", "Save") == save


@pytest.mark.parametrize("language", ["es", "pt", "fr"])
def test_the_window_for_files_says_nothing_in_english(at_door: AtWindow, language: str, tmp_path: Path):
    """Neither its buttons nor what stands in its list."""
    (tmp_path / "carpeta").mkdir()
    at_door.amparo.screen.language_chosen.emit(language)
    at_door.settle()
    assert isinstance(at_door.amparo.screen, UnlockScreen)

    ask_where_to_save(at_door.amparo.screen, "título", "nombre.pdf", lambda file: None)
    (dialog,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible()]
    dialog.setDirectory(str(tmp_path))
    listed = dialog.findChild(QTreeView, "treeView")
    at_door.until(lambda: bool(_cells(listed)))
    said = {*_cells(listed), *_heads(listed), *(one.text() for one in dialog.findChildren(QLabel)),
            *(one.text() for one in dialog.findChildren(QPushButton))}
    dialog.done(QFileDialog.DialogCode.Rejected)

    assert "carpeta" in said
    assert not said & ENGLISH


def _heads(listed: QTreeView) -> list[str]:
    model = listed.model()
    return [str(model.headerData(column, Qt.Orientation.Horizontal)) for column in _columns(listed)]


def _cells(listed: QTreeView) -> list[str]:
    model, root = listed.model(), listed.rootIndex()
    return [str(model.data(model.index(row, column, root)) or "")
            for row in range(model.rowCount(root)) for column in _columns(listed)]


def _columns(listed: QTreeView) -> list[int]:
    return [one for one in range(listed.model().columnCount(QModelIndex())) if not listed.isColumnHidden(one)]
