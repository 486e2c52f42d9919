# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Long lists, such as languages and countries: write some letters, with or without accents, and choose."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from PySide6.QtCore import QAbstractListModel, QMargins, QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QCompleter, QListView, QVBoxLayout, QWidget

from assist.i18n import _
from ui.icons import SIZE, paint_icon
from ui.theme import RING, colours
from ui.widgets.buttons import QuietButton
from ui.widgets.flow import FlowLayout
from ui.widgets.line_edit import LineEdit
from ui.widgets.list_look import dress_list
from ui.widgets.painting import brush

Choices = tuple[tuple[str, str], ...]


def folded(text: str) -> str:
    """For comparing: no case, no accents, no spaces at the edges."""
    parts = unicodedata.normalize("NFKD", text.casefold().strip())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


class ChoiceListModel(QAbstractListModel):
    """The pairs of one list, shared by every field that offers it."""

    CodeRole = Qt.ItemDataRole.UserRole + 1
    FoldedRole = Qt.ItemDataRole.UserRole + 2

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self._choices = choices
        self._folded = [folded(label) for _code, label in choices]
        self._place = {code: place for place, (code, _label) in enumerate(choices)}

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        """How many choices there are."""
        return 0 if parent is not None and parent.isValid() else len(self._choices)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words, code or the words as they are compared."""
        if not index.isValid():
            return None
        code, label = self._choices[index.row()]
        shown = {Qt.ItemDataRole.DisplayRole: label, self.CodeRole: code, self.FoldedRole: self._folded[index.row()]}
        return shown.get(role)

    def label(self, code: str) -> str:
        """The words of a code, "" when it is not in the list."""
        return self._choices[self._place[code]][1] if code in self._place else ""

    def code(self, text: str) -> str:
        """The code of words written with or without accents, "" when they are nobody's."""
        wanted = folded(text)
        return next(
            (code for (code, _l), known in zip(self._choices, self._folded, strict=True) if known == wanted), ""
        )


@lru_cache(maxsize=32)
def shared_model(choices: Choices) -> ChoiceListModel:
    """One model a list, however many fields show it."""
    return ChoiceListModel(choices)


class _Completer(QCompleter):
    """Finds letters anywhere in the words, whatever their accents."""

    def splitPath(self, path: str) -> list[str]:
        """What was written, as it is compared."""
        return [folded(path)]


class SearchableChoice(LineEdit):
    """A line that finds one of many: letters narrow the list, Down opens it, Enter chooses.

    ``chosen`` tells the code, "" when the line was emptied. Words that are not in the list stay
    until the keyboard leaves; then what was chosen before stands again.
    """

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(placeholder=_("Write to search"), parent=parent)
        self._model = shared_model(tuple(choices))
        self._code = ""
        self._finder = _Completer(self._model, self)
        self._finder.setCompletionRole(ChoiceListModel.FoldedRole)
        self._finder.setFilterMode(Qt.MatchFlag.MatchContains)
        self._finder.setMaxVisibleItems(9)
        self._finder.setPopup(self._made_list())
        dress_list(self._finder.popup())
        self._finder.setWidget(self)
        self._finder.activated[QModelIndex].connect(self._picked)
        self.setTextMargins(self.textMargins() + QMargins(0, 0, SIZE + 4, 0))
        self.textEdited.connect(self._narrow)
        self.editingFinished.connect(self._settle)

    def code(self) -> str:
        """What is chosen, "" for nothing."""
        return self._code

    def set_code(self, code: str) -> None:
        """Show this as chosen, saying nothing; a code the list does not know is shown as it is."""
        self._code = code
        self.setText(self._model.label(code) or code)

    def matches(self) -> tuple[str, ...]:
        """The words offered for what is written now."""
        found = self._finder.completionModel()
        return tuple(found.index(row, 0).data() for row in range(found.rowCount()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens the list; Enter chooses the only match."""
        if event.key() == Qt.Key.Key_Down and not self._finder.popup().isVisible():
            self._finder.setCompletionPrefix("" if self._code else self.text())
            self._finder.complete()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line with a sign that there is a list."""
        super().paintEvent(event)
        painter = brush(self)
        sign = QRectF(self.width() - RING - 10 - SIZE, (self.height() - SIZE) / 2, SIZE, SIZE)
        paint_icon(painter, "search", sign, colours().muted)
        painter.end()

    def _made_list(self) -> QListView:
        view = QListView()
        view.setUniformItemSizes(True)
        view.setAccessibleName(_("Choices"))
        return view

    def _narrow(self, text: str) -> None:
        self._finder.setCompletionPrefix(text)
        if not text.strip():
            self._finder.popup().hide()
            self._take("")
            return
        self._finder.complete()

    def _picked(self, index: QModelIndex) -> None:
        self._take(str(index.data(ChoiceListModel.CodeRole)))

    def _settle(self) -> None:
        if self._finder.popup().isVisible():
            return
        self._finder.setCompletionPrefix(self.text())
        offered = self.matches() if self.text().strip() else ()
        written = self._model.code(self.text()) or (self._model.code(offered[0]) if len(offered) == 1 else "")
        self._take(written or (self._code if self.text().strip() else ""))

    def _take(self, code: str) -> None:
        changed = code != self._code
        if code or not self.text().strip():
            self.set_code(code)
        if changed:
            self.chosen.emit(code)


class SearchableMany(QWidget):
    """Several of a long list: what is chosen stands as buttons that take it back, below them the search."""

    chosen = Signal(tuple)
    full = Signal(int)

    def __init__(self, choices: Sequence[tuple[str, str]], limit: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = shared_model(tuple(choices))
        self._limit = limit
        self._codes: list[str] = []
        self.search = SearchableChoice(choices)
        self.search.chosen.connect(self._added)
        self.setFocusProxy(self.search)
        self._flow = FlowLayout()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self._flow)
        outer.addWidget(self.search)

    def picked(self) -> tuple[str, ...]:
        """The codes chosen, in the order of choosing."""
        return tuple(self._codes)

    def pick(self, codes: Iterable[str]) -> None:
        """Show these as chosen, saying nothing."""
        self._codes = list(codes)
        self._show()

    def setAccessibleName(self, name: str) -> None:
        """The name of the search."""
        self.search.setAccessibleName(name)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard to the search."""
        self.search.setFocus(event.reason())

    def _added(self, code: str) -> None:
        self.search.set_code("")
        if not code or code in self._codes:
            return
        if self._limit and len(self._codes) >= self._limit:
            self.full.emit(self._limit)
            return
        self._codes.append(code)
        self._changed()

    def _taken_back(self, code: str) -> None:
        self._codes.remove(code)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._changed()

    def _changed(self) -> None:
        self._show()
        self.chosen.emit(self.picked())

    def _show(self) -> None:
        while self._flow.count():
            self._flow.takeAt(0).widget().deleteLater()
        for code in self._codes:
            button = QuietButton(self._model.label(code) or code, icon="close", parent=self)
            button.setAccessibleName(_("Take back: {name}").format(name=button.words()))
            button.clicked.connect(lambda _on=False, code=code: self._taken_back(code))
            self._flow.addWidget(button)
            button.show()
