# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One line when a text reads like a place: places are protected data (WP-03, ruling 40)."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from assist.domain.whereabouts import names_a_place
from assist.i18n import N_, _
from forms.model import Field, FieldType
from ui.theme import Role
from ui.widgets.buttons import LinkButton
from ui.widgets.labels import Label

SENTENCE = N_("This may name a place. Places are kept safest in the protected parts.")
_TEXTS = (FieldType.TEXT_SHORT, FieldType.TEXT_LONG)


def watches(field: Field) -> bool:
    """Free text below the protected level is looked at; nothing else is."""
    return field.type in _TEXTS and field.level < 4


class PlaceHint(QWidget):
    """Asks once and quietly, never stops a save, and goes when it is sent away."""

    def __init__(self, question: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dismissed = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.addWidget(Label(_(SENTENCE), Role.SMALL, "ochre"), 1)
        self.keep = LinkButton(_("it is fine so"))
        self.keep.setAccessibleDescription(question)
        self.keep.clicked.connect(self._dismiss)
        row.addWidget(self.keep)
        self.hide()

    def look(self, text: object) -> None:
        """Show the line when this text reads like a place."""
        self.setVisible(not self._dismissed and isinstance(text, str) and names_a_place(text))

    def _dismiss(self) -> None:
        self._dismissed = True
        self.hide()
