# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The 33 words of one paper of the recovery kit, one after the other: four letters are enough for each."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist.errors import UserError
from assist.i18n import _
from assist.services import ceremony
from ui.dialogs.entrance_page import labelled
from ui.errors import said
from ui.theme import Role
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit

_SHOWN = 6
"""Words that are offered while one is typed."""
_HINTS = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText


class _WordLine(LineEdit):
    """Space ends a word; backspace in an empty line takes the last one back."""

    ended = Signal()
    back = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Two keys mean more here than elsewhere."""
        if event.key() == Qt.Key.Key_Space:
            self.ended.emit()
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.back.emit()
        else:
            super().keyPressEvent(event)


class PaperWords(QWidget):
    """Says ``filled`` once all words are there and fit together.

    A word is taken at a space or Enter, many at once by pasting. A number goes back to that word, to type it anew.
    """

    filled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words: list[str] = []
        self._at = 0
        self.label = Label("", Role.CAPTION)
        self.line = _WordLine()
        self.line.setInputMethodHints(_HINTS)
        self.line.setMaxLength(2000)
        self.line.textChanged.connect(self._typed)
        self.line.returnPressed.connect(self._take)
        self.line.ended.connect(self._take)
        self.line.back.connect(self._take_back)
        self.hint = Label("", Role.SMALL, "muted")
        self.so_far = Label("", Role.SMALL)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(labelled("", self.line, self.label))
        column.addWidget(self.hint)
        column.addWidget(self.so_far)
        self.setFocusProxy(self.line)
        self.forget()

    @property
    def text(self) -> str:
        """All words, when the paper holds together; else nothing."""
        return " ".join(self.words) if self._trouble() == "" else ""

    def forget(self) -> None:
        """Nothing of it stays."""
        self.words, self._at = [], 0
        self.line.clear()
        self._show()

    # -- typing -------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        if len(text.split()) > 1:  # pasted
            self._take()
            return
        typed = text.strip()
        if not typed or typed.isdigit():
            self._say("", "muted")
            return
        found = ceremony.continued(typed)
        more = " …" if len(found) > _SHOWN else ""
        self._say(" · ".join(found[:_SHOWN]) + more if found else _("No word of the list begins so."),
                  "muted" if found else "ochre")

    def _take(self) -> None:
        """Every whole word in the line; what is none stays in it."""
        left = self.line.text().split()
        while left:
            if left[0].isdigit():
                self._go_to(int(left[0]))
            elif self._at < ceremony.WORDS and (word := ceremony.word_of(left[0]) or self._only(left[0])):
                self._put(word)
            else:
                break
            left = left[1:]
        self.line.blockSignals(True)
        self.line.setText(" ".join(left))
        self.line.blockSignals(False)
        self._show()
        if left and self._at < ceremony.WORDS:
            self._say(_("Number {number} is not on the list; compare it with the paper.").format(
                number=self._at + 1), "ochre")

    def _only(self, typed: str) -> str:
        found = ceremony.continued(typed)
        return found[0] if len(found) == 1 else ""

    def _go_to(self, number: int) -> None:
        if 1 <= number <= len(self.words):
            self._at = number - 1

    def _put(self, word: str) -> None:
        if self._at < len(self.words):
            self.words[self._at] = word
        else:
            self.words.append(word)
        self._at = len(self.words)

    def _take_back(self) -> None:
        if self.words:
            self.words.pop()
            self._at = len(self.words)
            self._show()

    # -- showing ------------------------------------------------------------------------

    def _trouble(self) -> str:
        """What does not fit; a space while words are missing."""
        if len(self.words) < ceremony.WORDS:
            return " "
        try:
            ceremony.check(" ".join(self.words))
        except UserError as error:
            return " ".join(said(error)[::2])
        return ""

    def _show(self) -> None:
        is_full = len(self.words) == ceremony.WORDS and self._at == ceremony.WORDS
        words = _("Word {number} of {count}").format(number=min(self._at + 1, ceremony.WORDS), count=ceremony.WORDS)
        self.label.setText(_("A number, to correct that word") if is_full else words)
        self.line.setAccessibleName(self.label.text())
        self.so_far.setText("   ".join(f"{at}\u00a0{word}" for at, word in enumerate(self.words, 1)))
        self.so_far.setVisible(bool(self.words))
        trouble = self._trouble() if is_full else " "
        self._say(trouble.strip(), "ochre")
        if is_full and not trouble:
            self._say(_("All {count} words fit together.").format(count=ceremony.WORDS), "green")
            self.filled.emit()

    def _say(self, words: str, tone: str) -> None:
        self.hint.setText(words or _("Four letters of each are enough. The words are English."))
        self.hint.set_tone(tone if words else "muted")
