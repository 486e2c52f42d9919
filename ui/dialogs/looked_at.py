# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An attached file, looked at inside the program: nothing of it is on the disk in the clear, nor stays in memory."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from assist.i18n import _
from ui.dialogs.sheet import Sheet
from ui.theme import Role
from ui.widgets.buttons import QuietButton
from ui.widgets.labels import Label
from ui.widgets.picture import Picture
from ui.widgets.text_area import TextArea

WIDEST = 1180
PAGE_WIDE = 1800
"""Pixels across a page as it is drawn: still sharp at twice its size."""
_LINES = (12, 24)
_AROUND, _LOWEST = 250, 180
"""Pixels that heading and buttons take, and what is left for the picture at least."""


class LookedAt(Sheet):
    """A picture, a text, or a PDF page by page: ``page_wanted`` says which one, counted from 0."""

    page_wanted = Signal(int)

    def __init__(self, name: str, beneath: QWidget, *, words: str = "", pages: int = 1) -> None:
        super().__init__(name or _("Attached file"), beneath, way_out=_("Close"))
        self.card.setMaximumWidth(WIDEST)
        self._pages, self.page = pages, 0
        self.where = Label("", Role.SMALL, "muted")
        self.larger, self.smaller = QuietButton(_("Larger")), QuietButton(_("Smaller"))
        self.before, self.after = QuietButton(_("Page before")), QuietButton(_("Next page"))
        self.picture: Picture | None = None
        self.text: TextArea | None = None
        if words:
            self.text = TextArea(words)
            self.text.setReadOnly(True)
            self.text.set_lines(*_LINES)
            self.text.setAccessibleName(name or _("Attached file"))
            self.add(self.text, first=True)
            self.finish()
            return
        self.picture = Picture(name or _("Attached file"))
        self.add(self.picture, first=True)
        self.add(self.where)
        self._lay_picture()

    def show_page(self, number: int, content: bytes) -> None:
        """This page, as a picture."""
        self.page = number
        if self.picture is not None:
            self.picture.show_picture(content)
        self.where.setText(_("Page {number} of {pages}").format(number=number + 1, pages=self._pages))
        self.where.setVisible(self._pages > 1)
        self.before.setEnabled(number > 0)
        self.after.setEnabled(number + 1 < self._pages)

    def close_sheet(self) -> None:
        """And what was shown is forgotten."""
        if self.picture is not None:
            self.picture.forget()
        if self.text is not None:
            self.text.clear()
        super().close_sheet()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus and minus also beside the picture."""
        steps = {"+": 1, "-": -1}.get(event.text(), 0)
        if steps and self.picture is not None:
            self.picture.resize_by(steps)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture takes what the buttons leave."""
        super().resizeEvent(event)
        if self.picture is not None:
            self.picture.setFixedHeight(max(_LOWEST, self.height() - _AROUND))

    def _lay_picture(self) -> None:
        picture = self.picture
        assert picture is not None  # noqa: S101 - made just before
        self.larger.clicked.connect(lambda: picture.resize_by(1))
        self.smaller.clicked.connect(lambda: picture.resize_by(-1))
        self.before.clicked.connect(lambda: self.page_wanted.emit(self.page - 1))
        self.after.clicked.connect(lambda: self.page_wanted.emit(self.page + 1))
        turning = (self.before, self.after) if self._pages > 1 else ()
        self.finish(*turning, self.larger, self.smaller)
        self.where.hide()
