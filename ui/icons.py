# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Our own family of icons: drawn once, tinted when shown."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

import resources

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

SIZE = 20


@lru_cache(maxsize=256)
def _drawing(name: str, colour: str) -> QSvgRenderer:
    from PySide6.QtSvg import QSvgRenderer  # the door is painted without a drawing

    source = resources.text(f"icons/{name}.svg").replace("currentColor", colour)
    return QSvgRenderer(QByteArray(source.encode()))


def paint_icon(painter: QPainter, name: str, target: QRectF, colour: str) -> None:
    """Draw an icon, sharp at any scale."""
    _drawing(name, colour).render(painter, target)


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size: int = SIZE, ratio: float = 1.0) -> QPixmap:
    """An icon as a picture, for places that want one."""
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint_icon(painter, name, QRectF(0, 0, size, size), colour)
    painter.end()
    return made


def icon(name: str, colour: str, size: int = SIZE) -> QIcon:
    """An icon for menus and models."""
    made = QIcon(pixmap(name, colour, size))
    made.addPixmap(pixmap(name, colour, size, 2.0))
    return made


def names() -> tuple[str, ...]:
    """Every icon there is."""
    found = (entry.name for entry in resources.path("icons").iterdir())
    return tuple(sorted(name[:-4] for name in found if name.endswith(".svg")))
