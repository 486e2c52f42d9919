# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a widget paints, command by command: a sheet that keeps no picture and writes down what it was asked for."""

from __future__ import annotations

from PySide6.QtGui import QPaintDevice, QPaintEngine, QPaintEngineState
from PySide6.QtWidgets import QWidget


class _Pen(QPaintEngine):
    """Writes down what is painted with pixels; everything else passes."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.pixels: list[str] = []
        self.others = 0

    def begin(self, device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None:
        """Nothing is drawn, so nothing is kept of it."""

    def drawPixmap(self, *_what: object) -> None:
        self.pixels.append("pixmap")

    def drawTiledPixmap(self, *_what: object) -> None:
        self.pixels.append("tiled pixmap")

    def drawImage(self, *_what: object) -> None:
        self.pixels.append("image")

    def _other(self, *_what: object) -> None:
        self.others += 1

    drawTextItem = drawPath = drawRects = drawPolygon = drawLines = drawEllipse = drawPoints = _other


class _Sheet(QPaintDevice):
    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.pen, metric = _Pen(), QPaintDevice.PaintDeviceMetric
        self._metrics = {
            metric.PdmWidth: widget.width(), metric.PdmHeight: widget.height(), metric.PdmWidthMM: 300,
            metric.PdmHeightMM: 200, metric.PdmNumColors: 1 << 24, metric.PdmDepth: 32, metric.PdmDpiX: 96,
            metric.PdmDpiY: 96, metric.PdmPhysicalDpiX: 96, metric.PdmPhysicalDpiY: 96,
            metric.PdmDevicePixelRatio: 1, metric.PdmDevicePixelRatioScaled: 1 << 16}

    def paintEngine(self) -> QPaintEngine:
        return self.pen

    def metric(self, which: QPaintDevice.PaintDeviceMetric) -> int:
        return self._metrics.get(which, 0)


def pixels_painted(widget: QWidget) -> list[str]:
    """Which commands that paint pixels a widget gives, itself and all in it; it must paint something."""
    sheet = _Sheet(widget)
    widget.render(sheet)
    assert sheet.pen.others, "nothing was painted at all"
    return sheet.pen.pixels
