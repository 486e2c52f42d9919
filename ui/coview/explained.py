# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Before the first look: who sees this, and that she can stop at any time (UX-24, sentences S01 to S03)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assist.i18n import _
from forms.model import LANGUAGES
from ui import wording
from ui.coview import words
from ui.coview.large import DRAWING, GAP, LargeButton, LargeLabel
from ui.icons import paint_icon
from ui.theme import Role, colours
from ui.widgets.flow import FlowLayout
from ui.widgets.painting import brush
from ui.widgets.scrolling import ScrollPage

SENTENCES = (("S01", "pause"), ("S02", "hand"), ("S03", "message"))
"""In this order, each with its drawing."""


class ExplainedPage(QWidget):
    """Large sentences with drawings. In a language we have no words in yet, it says that an interpreter can help."""

    def __init__(self, languages: Sequence[str], *, can_listen: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.go_on = LargeButton(_("Look together"), "people", filled=True)
        self.listen = LargeButton(_("Listen"), "speaker")
        self.listen.setVisible(can_listen)
        self.finish = LargeButton(_("Not now"), "close")
        scroll = ScrollPage()
        body = scroll.body
        body.setSpacing(GAP)
        body.addWidget(LargeLabel(_("Shall we look at this together?"), Role.TITLE))
        body.addLayout(_line(_("You see this, and whoever sits here with you. It is about you alone."), "eye"))
        for ident, drawing in SENTENCES:
            body.addLayout(_line(words.fixed(ident), drawing))
        if languages and not _is_ours(languages):
            body.addLayout(_line(_("We have no words in {language} yet. Somebody can interpret.").format(
                language=wording.listed("language", languages[:1])), "contact"))
        acts = QWidget()
        flow = FlowLayout(acts, 4)
        for act in (self.go_on, self.listen, self.finish):
            flow.addWidget(act)
        body.addWidget(acts)
        body.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)


class _Drawing(QWidget):
    """A drawing beside a sentence; the sentence says what it is."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFixedSize(DRAWING + 14, DRAWING + 14)

    def paintEvent(self, event: object) -> None:
        """In the main colour."""
        painter = brush(self)
        paint_icon(painter, self._name, QRectF(self.rect()).adjusted(2, 2, -2, -2), colours().primary)
        painter.end()


def _line(sentence: str, drawing: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GAP)
    row.addWidget(_Drawing(drawing))
    row.addWidget(LargeLabel(sentence, Role.LEAD), 1)
    return row


def _is_ours(languages: Sequence[str]) -> bool:
    return any(code.split("-")[0] in LANGUAGES for code in languages)
