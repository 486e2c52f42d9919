# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A short fact in a rounded frame: a code, a language, what to avoid."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme import RING, Role, colours, font
from ui.widgets.painting import between, brush, paint_body

KINDS = ("plain", "ochre", "protect", "green", "primary")
SIDE = 10


class Chip(QLabel):
    """A label that can be told at a glance; its words say everything its colour says.

    A ``whole`` one is never cut: of a code, every letter counts.
    """

    def __init__(
        self, text: str = "", kind: str = "plain", parent: QWidget | None = None, *, whole: bool = False
    ) -> None:
        super().__init__(parent)
        self._whole = whole
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(Role.SMALL))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setText(text)
        self.set_kind(kind)

    @property
    def kind(self) -> str:
        """One of ``KINDS``."""
        return self._kind

    def set_kind(self, kind: str) -> None:
        """Another colour; raises ValueError for an unknown one."""
        if kind not in KINDS:
            raise ValueError(f"no chip is {kind}")
        self._kind = kind
        self.update()

    def sizeHint(self) -> QSize:
        """As long as its words."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 2 * (SIDE + RING) + 2, metrics.height() + 8)

    def minimumSizeHint(self) -> QSize:
        """A few letters; the rest is cut with a sign and stays readable to screen readers."""
        hint = self.sizeHint()
        return hint if self._whole else QSize(min(hint.width(), 72), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, hairline and words."""
        now = colours()
        plain = self._kind == "plain"
        fill = now.surface if plain else getattr(now, f"{self._kind}_tint")
        ink = now.muted if plain else getattr(now, self._kind)
        painter = brush(self)
        area = QRectF(self.rect()).adjusted(RING, 0, -RING, 0)
        paint_body(painter, area, fill, now.line if plain else between(fill, ink), area.height() / 2)
        painter.setPen(QColor(ink))
        inner = area.adjusted(SIDE, 0, -SIDE, 0)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, round(inner.width()) + 1)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.end()
