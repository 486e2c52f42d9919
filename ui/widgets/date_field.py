# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A date as exact as the person wants it: written freely, and said back as it was understood."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist.i18n import N_, _, partial
from forms.partial_dates import Finest, parse_partial, precision_of
from forms.problems import FieldProblem
from ui.theme import Role
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit

EXAMPLES = {
    Finest.DAY: N_("2024-05-12, 05/2024 or about 2019"),
    Finest.MONTH: N_("05/2024, 2024 or about 2019"),
    Finest.YEAR: N_("2024 or about 2019"),
}


class DateField(QWidget):
    """``2024-05-12``, ``05/2024``, ``about 2019`` or her own words; under it what was understood.

    It never guesses: a day and month that could be swapped stay unread, and the line below says
    how to write them. ``changed`` tells the text as written, for whoever parses it.
    """

    changed = Signal(str)
    left = Signal()
    """The keyboard went elsewhere."""

    def __init__(self, finest: Finest = Finest.DAY, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._finest = finest
        self.edit = LineEdit(placeholder=_(EXAMPLES[finest]))
        self.edit.set_letters(34)
        self.edit.textEdited.connect(self._edited)
        self.edit.editingFinished.connect(self.left)
        self.understood = Label(" ", Role.SMALL, "muted")
        self.setFocusProxy(self.edit)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignLeft)
        outer.addWidget(self.understood)

    def value(self) -> str:
        """EDTF text, "" for nothing or for what cannot be read."""
        try:
            return parse_partial(self.edit.text(), self._finest)
        except FieldProblem:
            return ""

    def precision(self) -> str:
        """``day month year about relative``, "" for no date."""
        return precision_of(self.value())

    def text(self) -> str:
        """What is written, read or not."""
        return self.edit.text()

    def set_value(self, value: str) -> None:
        """Show a stored date, saying nothing."""
        self.edit.setText(value[1:] if value.startswith("=") else value)
        self._say()

    def setAccessibleName(self, name: str) -> None:
        """The name of the line that is written on."""
        self.edit.setAccessibleName(name)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard to the line."""
        self.edit.setFocus(event.reason())

    def _edited(self, text: str) -> None:
        self._say()
        self.changed.emit(text)

    def _say(self) -> None:
        said = self.value()
        words = partial(said) if said else ""
        self.understood.setText(_("Understood: {date}").format(date=words) if words else " ")
        self.edit.setAccessibleDescription(self.understood.text().strip())
