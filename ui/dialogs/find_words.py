# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking for words in notes: which sheets hold them, never what they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from assist.i18n import _, ngettext
from ui.dialogs.sheet import Sheet
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit
from ui.widgets.lines import PressLines, Said

LEAST_LETTERS = 3


class FindWords(Sheet):
    """Says ``asked`` with the words; its owner answers ``show_found``."""

    asked = Signal(str)

    def __init__(self, whose: str, beneath: QWidget) -> None:
        super().__init__(_("Find in notes"), beneath, way_out=_("Close"))
        self.words = LineEdit(placeholder=_("whole words"))
        self.words.setMaxLength(80)
        self.words.setAccessibleName(_("Words to look for"))
        self.words.returnPressed.connect(self._ask)
        self.look = PrimaryButton(_("Look"))
        self.look.clicked.connect(self._ask)
        self.said = Label("", Role.SMALL, "muted")
        self._found: PressLines | None = None
        row = QWidget()
        beside = QHBoxLayout(row)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.words, 1)
        beside.addWidget(self.look)
        self.add(Label(whose, tone="muted"))
        self.add(row)
        self.add(self.said)
        self._place = self.body.count()
        self.finish()
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_found(self, lines: Sequence[Said], pick: Callable[[int], object]) -> None:
        """The sheets that hold the words; ``pick`` is called with the place of one."""
        if self._found is not None:
            self._found.hide()
            self._found.deleteLater()
        self._found = PressLines()
        for place, said in enumerate(lines):
            self._found.put(said).clicked.connect(lambda _on=False, place=place: pick(place))
        self.body.insertWidget(self._place, self._found)
        count = len(lines)
        self.said.setText(
            ngettext("{count} sheet holds these words.", "{count} sheets hold these words.", count).format(count=count)
            if count else _("No sheet you may read holds these words."))

    def found(self) -> PressLines | None:
        """The lines shown."""
        return self._found

    def _ask(self) -> None:
        if len(self.words.text().strip()) >= LEAST_LETTERS:
            self.said.setText(_("Looking …"))
            self.asked.emit(self.words.text().strip())
