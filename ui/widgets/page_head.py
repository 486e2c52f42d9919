# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in the head of a page: its title on one line, and small things beside it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.widgets.labels import OneLineTitle


class PageHead(QWidget):
    """The title, then whatever is ``beside`` it; the rest stays free."""

    def __init__(self, title: str, *beside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for widget in (OneLineTitle(title), *beside):
            row.addWidget(widget)
        row.addStretch(1)
