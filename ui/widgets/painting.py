# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Strokes that every control shares: its body, its hairline and the ring that shows where the keyboard is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QWidget

from ui.theme import RING, ROUND, colours

TONES = ("text", "muted", "primary", "ochre", "protect", "green", "brick")
"""Colours that words may have; each is a token of the theme."""


def tone(name: str) -> QColor:
    """The colour of a tone in the palette in use; raises AttributeError for an unknown one."""
    return QColor(getattr(colours(), name))


def body(widget: QWidget) -> QRectF:
    """Where a control paints itself: all but the room for its ring."""
    return QRectF(widget.rect()).adjusted(RING, RING, -RING, -RING)


def brush(widget: QWidget) -> QPainter:
    """A smooth painter on the widget; the caller ends it."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def paint_body(painter: QPainter, area: QRectF, fill: str, line: str = "", round_by: float = ROUND) -> None:
    """A rounded ground with a hairline just inside its edge."""
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(line), 1.0) if line else Qt.PenStyle.NoPen)
    inset = 0.5 if line else 0.0
    painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), round_by, round_by)


def paint_ring(painter: QPainter, widget: QWidget, round_by: float = ROUND) -> None:
    """The ring of a control that has the keyboard; nothing otherwise."""
    if widget.hasFocus():
        ring_around(painter, QRectF(widget.rect()), round_by)


def ring_around(painter: QPainter, area: QRectF, round_by: float = ROUND) -> None:
    """Three pixels of focus colour along the inside of ``area``."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours().focus), 3.0))
    painter.drawRoundedRect(area.adjusted(1.5, 1.5, -1.5, -1.5), round_by + 2.5, round_by + 2.5)


def between(fill: str, ink: str) -> str:
    """A hairline a quarter of the way from a ground to its ink."""
    parts = zip(QColor(fill).getRgb()[:3], QColor(ink).getRgb()[:3], strict=True)
    return QColor(*((3 * one + two) // 4 for one, two in parts)).name()


def see_through(widget: QWidget) -> None:
    """Let an ordinary field show the ground that we paint, whatever palette comes later."""
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
    widget.setPalette(palette)
