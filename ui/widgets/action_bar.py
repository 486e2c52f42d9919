# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The foot of a screen: its acts from left to right, and one quiet word at the right."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QWidget

from assist.i18n import _
from ui.theme import NARROW, Role, colours
from ui.widgets.buttons import Button, QuietButton
from ui.widgets.choice import ChoiceButtons
from ui.widgets.fitting import Fitting
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import Label
from ui.widgets.worded import Worded


class ActionBar(Fitting, QWidget):
    """Buttons beside each other, a second line where there is little room; the quiet word gives way first.

    With ``folds`` there is never a second line: what does not fit waits behind *more*.
    """

    def __init__(self, acts: Iterable[QWidget] = (), *, folds: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folds = folds
        self._acts: list[QWidget] = []
        self._waiting: list[QAbstractButton] = []
        self.quiet = Label("", Role.BODY, "muted", wrap=False)
        self.quiet.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.quiet.hide()
        self.more = QuietButton(_("More"), icon="menu")
        self.more.clicked.connect(self._open)
        self._left = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._left.setSizePolicy(policy)
        self._flow = FlowLayout(self._left, 4, middle=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(12)
        row.addWidget(self._left, 1)
        row.addWidget(self.quiet)
        self.set_acts(acts)

    def set_acts(self, acts: Iterable[QWidget]) -> None:
        """These and no others, in this order; the keyboard stays at the foot when it was there."""
        wanted = list(acts)
        here = any(act.hasFocus() for act in self._acts) or self.more.hasFocus()
        while self._flow.count():
            self._flow.takeAt(0)
        for gone in self._acts:
            if gone not in wanted:
                gone.hide()
                gone.deleteLater()
        self._acts = wanted
        for act in [*wanted, self.more]:
            self._flow.addWidget(act)
        for act in [*wanted, self.more]:
            act.setVisible(act is not self.more)
        self.fit()
        if here and wanted:
            wanted[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def acts(self) -> tuple[QWidget, ...]:
        """What stands there, in order."""
        return tuple(self._acts)

    def say(self, words: str) -> None:
        """The quiet word at the right."""
        self.quiet.setText(words)
        self.fit()

    def fits(self, width: int) -> bool:
        """Whether what is offered now stands on one line of so many pixels."""
        return sum(act.sizeHint().width() + 4 for act in self._acts if not act.isHidden()) <= width + 4

    def waiting(self) -> tuple[str, ...]:
        """The words of what waits behind *more*."""
        return tuple(_words(act) for act in self._waiting)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A hairline above."""
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, QColor(colours().line))
        painter.end()

    def fit(self) -> None:
        """What fits stands; the rest waits."""
        self.quiet.setVisible(bool(self.quiet.text()) and self._has_room_for_words())
        if self._folds:
            self._fold()
        # Never higher than its lines: on an empty page it still stays at the foot.
        self.setMaximumHeight(self.heightForWidth(self.width()))

    def _has_room_for_words(self) -> bool:
        if self._folds:
            return self.window().width() >= NARROW
        return self.fits(self.width() - 12 - self.quiet.sizeHint().width())

    def _fold(self) -> None:
        quiet = 0 if self.quiet.isHidden() else self.quiet.sizeHint().width() + 12
        room, self._waiting = self.width() - quiet, []
        widths = [act.sizeHint().width() + 4 for act in self._acts]
        fits = sum(widths) <= room
        taken = 0 if fits else self.more.sizeHint().width()
        for place, act in enumerate(self._acts):
            taken += widths[place]
            stays = fits or place == 0 or taken <= room
            act.setVisible(stays)
            if not stays:
                self._waiting += _pressed(act)
        self.more.setVisible(bool(self._waiting))

    def _open(self) -> None:
        menu = QMenu(self)
        for act in self._waiting:
            line = menu.addAction(_words(act))
            line.setCheckable(act.isCheckable())
            line.setChecked(act.isChecked())
            line.triggered.connect(act.click)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(4, -menu.sizeHint().height())))


def _pressed(act: QWidget) -> list[QAbstractButton]:
    """A button, or the choices of a row of them: what no longer fits is reached all the same."""
    if isinstance(act, ChoiceButtons):
        return list(act.buttons())
    return [act] if isinstance(act, Button) else []


def _words(act: QAbstractButton) -> str:
    return act.words() if isinstance(act, Worded) else act.text()
