# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A line for a passphrase, and what most often goes wrong with one: capitals and the keyboard's language."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from assist.i18n import _
from ui.theme import Role
from ui.widgets.buttons import LinkButton
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit

LETTERS = 34
_HINTS = (
    Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase
)


class KeyboardHint(Label):
    """Says when Caps Lock seems to be on, and which language the keyboard writes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", Role.SMALL, "muted", parent=parent)
        self._capitals = False
        QGuiApplication.inputMethod().localeChanged.connect(self._say)
        self._say()

    def heard(self, event: QKeyEvent) -> None:
        """A key as it was pressed: a capital without Shift, or a small letter with it, means Caps Lock."""
        letter = event.text()
        if len(letter) == 1 and letter.isalpha() and letter.upper() != letter.lower():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._capitals = (letter == letter.upper()) is not shift
        elif event.key() == Qt.Key.Key_CapsLock:
            self._capitals = False
        self._say()

    def _say(self) -> None:
        parts = [_("Caps Lock seems to be on.")] if self._capitals else []
        keyboard = keyboard_language()
        if keyboard:
            parts.append(_("Keyboard: {language}").format(language=keyboard))
        self.setText(" ".join(parts))
        self.setVisible(bool(parts))


def keyboard_language() -> str:
    """The language the keyboard writes, in its own words; empty when the system does not say."""
    locale = QGuiApplication.inputMethod().locale()
    if locale.language() in (QLocale.Language.C, QLocale.Language.AnyLanguage):
        return ""
    return locale.nativeLanguageName() or locale.languageToCode(locale.language())


class PassphraseField(QWidget):
    """Dots while typing, *show* beside them, the hint below; pasting is welcome."""

    entered = Signal()
    """Enter was pressed."""
    typed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = LineEdit()
        self.line.set_letters(LETTERS)
        self.line.setMaxLength(512)
        self.line.setInputMethodHints(_HINTS)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setAccessibleName(name)
        self.line.returnPressed.connect(self.entered)
        self.line.textEdited.connect(self.typed)
        self.show_button = LinkButton(_("show"))
        self.show_button.setCheckable(True)
        self.show_button.clicked.connect(self._show_or_hide)
        self.hint = KeyboardHint()
        self.line.installEventFilter(self)
        self.setFocusProxy(self.line)
        self._lay()

    def text(self) -> str:
        """What was typed."""
        return self.line.text()

    def forget(self) -> None:
        """Empty the line, and its undo with it."""
        self.line.setText("")
        self.show_button.setChecked(False)
        self._show_or_hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys are looked at on their way to the line."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self.hint.heard(event)
        return False

    def _show_or_hide(self) -> None:
        shown = self.show_button.isChecked()
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.show_button.set_text(_("hide") if shown else _("show"))

    def _lay(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.show_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2)
        outer.addLayout(row)
        outer.addWidget(self.hint)
