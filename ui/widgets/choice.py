# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Choices as buttons that can be pointed at, one or several, in order where the order matters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QWidget

from assist.i18n import ngettext
from ui.theme import Role, colours, font
from ui.widgets.buttons import QuietButton
from ui.widgets.flow import FlowLayout
from ui.widgets.painting import body, brush, paint_body, paint_ring
from ui.widgets.roving import Roving, RovingRow
from ui.widgets.worded import WORDS, Worded

OPEN_UP_TO = 9
"""Longer lists begin with eight and a button that shows the rest."""


class _Choice(Worded):
    """How one choice looks, whether it is one of several or the only one."""

    side = 14
    code, label, place = "", "", 0

    def show_place(self, place: int) -> None:
        """1, 2, 3 before the words of a ranked choice; 0 for none."""
        self.place = place
        self.set_text(f"{place} · {self.label}" if place else self.label)

    def widest(self) -> QFont:
        """Picked words are heavier."""
        heavy = QFont(self.font())
        heavy.setWeight(font(Role.STRONG).weight())
        return heavy

    def paintEvent(self, event: QPaintEvent) -> None:
        """Picked: tinted, framed in the main colour and heavier, so that it also shows without colour."""
        now, picked = colours(), self.isChecked()
        painter = brush(self)
        fill = now.primary_tint if picked else now.rail if self.underMouse() else now.surface
        paint_body(painter, body(self), fill, now.primary if picked else now.field_line)
        painter.setFont(self.widest() if picked else self.font())
        painter.setPen(QColor(now.primary if picked else now.text))
        area = body(self).adjusted(self.side, 0, 1 - self.side, 0)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter | WORDS), self.words())
        paint_ring(painter, self)
        painter.end()


class _One(_Choice, QRadioButton):
    """A choice that excludes the others."""


class _Several(_Choice, QCheckBox):
    """A choice beside others."""


class ChoiceButtons(RovingRow, QWidget):
    """Pairs of code and words, one Tab stop: arrows move, Space picks and takes back.

    ``limit`` is how many may be picked (0: any number); one more is not taken and ``full`` says so.
    ``ranked`` keeps the order of picking and shows 1 · 2 · 3.
    """

    chosen = Signal(tuple)
    """Something was picked or taken back by the person: all codes picked now."""
    full = Signal(int)

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        multiple: bool = False,
        limit: int = 0,
        ranked: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._several = multiple or ranked
        self._limit, self._ranked = limit, ranked
        self._picked: list[str] = []
        self._roving = Roving()
        self._buttons = {code: self._made(code, label) for code, label in choices}
        self._more = self._made_more(max(0, len(choices) - OPEN_UP_TO + 1) if len(choices) > OPEN_UP_TO else 0)
        self._lay()

    def picked(self) -> tuple[str, ...]:
        """The codes picked: in order of picking when ranked, else in the order shown."""
        return tuple(self._picked) if self._ranked else tuple(code for code in self._buttons if code in self._picked)

    def pick(self, codes: Iterable[str]) -> None:
        """Show these as picked, saying nothing; unknown codes are left out."""
        self._picked = [code for code in codes if code in self._buttons]
        self._show()

    def buttons(self) -> tuple[QAbstractButton, ...]:
        """One button a choice, in order."""
        return tuple(self._buttons.values())

    def show_all(self) -> None:
        """Show the rest of a long list."""
        if self._more.isHidden():
            return
        here = self._more.hasFocus()
        hidden = [button for button in self._buttons.values() if button.isHidden()]
        self._more.hide()
        for button in hidden:
            button.show()
        if here and hidden:
            hidden[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _made(self, code: str, label: str) -> _Choice:
        button = _Several(self) if self._several else _One(self)
        button.code, button.label, button.roving = code, label, self._roving
        button.setAutoExclusive(False)
        button.dress_words()
        button.set_text(label)
        button.clicked.connect(lambda _on=False, code=code: self._clicked(code))
        return button

    def _made_more(self, count: int) -> QuietButton:
        more = QuietButton(ngettext("{count} more", "{count} more", count).format(count=count), parent=self)
        more.roving = self._roving
        more.clicked.connect(self.show_all)
        more.setVisible(bool(count))
        return more

    def _lay(self) -> None:
        flow = FlowLayout(self)
        members = [*self._buttons.values(), self._more]
        for member in members:
            flow.addWidget(member)
        if not self._more.isHidden():
            for button in members[OPEN_UP_TO - 1 : -1]:
                button.hide()
        self._roving.put(members)

    def _clicked(self, code: str) -> None:
        if code in self._picked:
            self._picked.remove(code)
        elif not self._several:
            self._picked = [code]
        elif self._limit and len(self._picked) >= self._limit:
            self._show()
            self.full.emit(self._limit)
            return
        else:
            self._picked.append(code)
        self._show()
        self.chosen.emit(self.picked())

    def _show(self) -> None:
        for code, button in self._buttons.items():
            picked = code in self._picked
            button.setChecked(picked)
            if self._ranked:
                button.show_place(self._picked.index(code) + 1 if picked else 0)
            if picked and button.isHidden():
                self.show_all()
        if self._picked and not any(button.hasFocus() for button in self._buttons.values()):
            self._roving.rest_on(self._buttons[self._picked[0]])
