# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What nothing of ours can be faster than: the driver alone, Qt alone, reportlab alone, doing the same errand."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHeaderView,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QWidget,
)

from db import connection as raw

PAGE = 200
COLUMNS = ("code", "name", "stage", "language", "next_due", "last_contact", "band")
SIZE = QSize(1366, 768)
NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class RawList:
    """The same list read by the driver alone: ids in order, then pages of rows."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._connection = raw.connect(folder / "case.db", key, 32, raw.READ_ONLY)

    def keys(self, sort: str = "next_due", where: str = "is_open = 1", values: Sequence[object] = ()) -> list[int]:
        """Row ids in order."""
        found = self._connection.execute(
            f"SELECT {sort}, id FROM p_case WHERE {where} ORDER BY {sort}, id", values)
        return [row[1] for row in found.fetchall()]

    def page(self, keys: Sequence[int]) -> list[tuple[Any, ...]]:
        """The rows of these ids, in that order."""
        marks = ", ".join("?" * len(keys))
        found = self._connection.execute(
            f"SELECT p.id, {', '.join(COLUMNS)} FROM p_case p JOIN cas c ON c.id = p.id WHERE p.id IN ({marks})", keys)
        rows = {row[0]: row[1:] for row in found.fetchall()}
        return [rows[key] for key in keys]

    def matching(self, words: str) -> list[tuple[Any, ...]]:
        """Twenty notes that hold a word."""
        return self._connection.execute(
            "SELECT t.form, t.on_date, t.body FROM note_fts f JOIN p_text t ON t.id = f.rowid"
            " JOIN p_case p ON p.id = t.cas WHERE note_fts MATCH ? LIMIT 20", (words,)).fetchall()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


class PlainModel(QAbstractTableModel):
    """Ids, and pages fetched when they are painted."""

    def __init__(self, source: RawList) -> None:
        super().__init__()
        self._source = source
        self._keys: list[int] = []
        self._pages: dict[int, list[tuple[Any, ...]]] = {}

    def show(self, keys: list[int]) -> None:
        """Another list."""
        self.beginResetModel()
        self._keys, self._pages = keys, {}
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many."""
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """As many as ours."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        page, row = divmod(index.row(), PAGE)
        if page not in self._pages:
            self._pages[page] = self._source.page(self._keys[page * PAGE : (page + 1) * PAGE])
        return self._pages[page][row][index.column()]


def plain_table(model: QAbstractTableModel) -> QTableView:
    """Qt's own table, set up to be quick."""
    table = QTableView()
    table.setModel(model)
    table.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 8)
    table.setWordWrap(False)
    return table


def plain_window(middle: QWidget) -> QMainWindow:
    """A window with menus and a bar of tools around something."""
    window = QMainWindow()
    for name in ("Cases", "Reports", "Sharing", "Settings"):
        menu = window.menuBar().addMenu(name)
        for number in range(6):
            menu.addAction(f"{name} {number}")
    tools = window.addToolBar("Tools")
    for number in range(8):
        tools.addAction(f"Tool {number}")
    window.setCentralWidget(middle)
    window.resize(SIZE)
    return window


def plain_form(fields: int) -> QScrollArea:
    """That many fields of the usual kinds in Qt's own form."""
    page, inner = QScrollArea(), QWidget()
    form = QFormLayout(inner)
    for number in range(fields):
        if number % 6 == 4:
            field: QWidget = QComboBox()
            field.addItems([f"choice {place}" for place in range(12)])
        else:
            field = QPlainTextEdit() if number % 6 == 5 else QLineEdit()
        form.addRow(f"question {number}", field)
    page.setWidget(inner)
    page.setWidgetResizable(True)
    return page


class RawSaves:
    """One narrow row, one searched text, one line of a chain, flushed to the disk: what any save costs here."""

    def __init__(self, file: Path, key: bytes) -> None:
        file.touch(0o600)
        self._connection = raw.connect(file, key, 32)
        for statement in (
            "CREATE TABLE line (id INTEGER PRIMARY KEY, code TEXT, name TEXT, due TEXT)",
            "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
            "CREATE VIRTUAL TABLE note_fts USING fts5(body, content='note', content_rowid='id')",
            "CREATE TRIGGER added AFTER INSERT ON note BEGIN"
            " INSERT INTO note_fts(rowid, body) VALUES (new.id, new.body); END",
            "CREATE TABLE look (n INTEGER PRIMARY KEY, body BLOB, h BLOB)",
        ):
            self._connection.execute(statement)

    def save(self, number: int, body: str) -> None:
        """One commit."""
        run = self._connection.execute
        run("BEGIN IMMEDIATE")
        run("INSERT INTO line(code, name, due) VALUES (?, 'Luz', '2026-11-25')", (f"{number:08}",))
        run("INSERT INTO note(body) VALUES (?)", (body,))
        run("INSERT INTO look(body, h) VALUES (?, ?)", (bytes(120), bytes(32)))
        run("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def words_of(pdf: bytes) -> list[list[str]]:
    """The lines of each page of a paper."""
    import pypdfium2

    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return [page.get_textpage().get_text_range().splitlines() for page in document]


def plain_paper(pages: list[list[str]], font: bytes) -> bytes:
    """The same lines as paragraphs, set by reportlab alone in the same font."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    _register(font)
    out, style = io.BytesIO(), ParagraphStyle("plain", fontName="Plain", fontSize=9)
    story: list[Any] = []
    for lines in pages:
        story += [*(Paragraph(escape(line), style) for line in lines), PageBreak()]
    SimpleDocTemplate(out).build(story)
    return out.getvalue()


def plain_sheet(rows: Sequence[Sequence[str]], font: bytes) -> bytes:
    """A table over many pages with its head on each, set by reportlab alone in the same font."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

    _register(font)
    out, style = io.BytesIO(), ParagraphStyle("plain", fontName="Plain", fontSize=9)
    head = [Paragraph(escape(word), style) for word in ("Code", "Stage", "Next", "Days", "Risk")]
    body = [[row[0], row[1], Paragraph(escape(row[2]), style), *row[3:]] for row in rows]
    table = LongTable([head, *body], repeatRows=1, style=[("FONT", (0, 0), (-1, -1), "Plain", 9)])
    SimpleDocTemplate(out).build([table])
    return out.getvalue()


def _register(font: bytes) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont("Plain", io.BytesIO(font)))
