# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people say of the house: quarter by quarter, question by question, from five answers on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assist.i18n import N_, _, text_of
from assist.policy import may
from assist.services.feedback import READ_FIRST, SERVICE, ItemRow, QuarterRow, UnreadLine
from forms.loader import form
from ui.context import Screen, Surroundings
from ui.theme import GAP, Role
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label
from ui.widgets.lines import Hairline
from ui.widgets.scrolling import ScrollPage
from ui.widgets.text_area import TextArea

_LEFT = Qt.AlignmentFlag.AlignLeft
QUARTERS = {"Q1": N_("January to March {year}"), "Q2": N_("April to June {year}"),
            "Q3": N_("July to September {year}"), "Q4": N_("October to December {year}")}


@dataclass(frozen=True, slots=True)
class _Read:
    quarters: list[QuarterRow]
    unread: list[UnreadLine]


class FeedbackResultsScreen(Screen):
    """Sums only. ``areas`` hold free words that wait for a second person, by reference."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__()
        self._s = surroundings
        self._reads_first = may(surroundings.desk.me.roles, READ_FIRST).ok
        self.areas: dict[str, TextArea] = {}
        self.kept: dict[str, PrimaryButton] = {}
        self.left_out: dict[str, QuietButton] = {}
        self._cards: list[Card] = []
        self._page = ScrollPage()
        self._page.body.setContentsMargins(0, GAP, 0, GAP)
        self._page.body.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._page)

    def title(self) -> str:
        """What people say."""
        return _("What people say of the house")

    def refresh(self) -> None:
        """Everything that is enough, and free words nobody has read yet."""
        feedback, reads = self._s.desk.feedback, self._reads_first
        self._s.write.run(lambda: _Read(feedback.quarters(), feedback.unread() if reads else []), owner=self,
                          then=self._show, failed=self._s.trouble)

    def leave(self) -> bool:
        """No words stay in memory."""
        self._clear()
        return True

    def _clear(self) -> None:
        for card in self._cards:
            card.hide()
            card.setParent(None)
            card.deleteLater()
        self._cards, self.areas, self.kept, self.left_out = [], {}, {}, {}

    def _show(self, read: _Read) -> None:
        self._clear()
        self._cards = [self._about(nothing=not read.quarters)]
        if read.unread:
            self._cards.append(self._unread(read.unread))
        self._cards += [_quarter(each) for each in read.quarters]
        for place, card in enumerate(self._cards):
            self._page.body.insertWidget(place, card)
            card.show()

    def _about(self, *, nothing: bool) -> Card:
        card = Card()
        if nothing:
            card.body.addWidget(Label(_("Not enough answers."), Role.QUESTION))
        for words in (
            _("Opinions have no name, no case and no hour. Five that wait enter together when somebody signs in."),
            _("A small house may never reach five. They stay in this profile, on this laptop."),
        ):
            card.body.addWidget(Label(words, tone="muted"))
        return card

    def _unread(self, lines: list[UnreadLine]) -> Card:
        card = Card(_("Read first"))
        card.body.addWidget(Label(
            _("Take out names, places and whatever tells whose words these are. What you take out is gone.")))
        for number, line in enumerate(lines, 1):
            area = TextArea(line.words)
            area.setAccessibleName(_("Free words {number}").format(number=number))
            keep, leave_out = PrimaryButton(_("Show these words")), QuietButton(_("Leave them out"))
            for button, said in ((keep, area.toPlainText), (leave_out, str)):
                button.setAccessibleDescription(area.accessibleName())
                button.clicked.connect(lambda _on=False, ref=line.ref, said=said: self._pass_on(ref, said()))
            self.areas[line.ref], self.kept[line.ref], self.left_out[line.ref] = area, keep, leave_out
            row = QHBoxLayout()
            for widget in (keep, leave_out):
                row.addWidget(widget)
            row.addStretch(1)
            card.body.addWidget(area)
            card.body.addLayout(row)
        return card

    def _pass_on(self, ref: str, words: str) -> None:
        feedback = self._s.desk.feedback
        self._s.write.run(lambda: feedback.pass_on(ref, words), owner=self, then=lambda _done: self.refresh(),
                          failed=self._s.trouble)


def _quarter(row: QuarterRow) -> Card:
    year, quarter = row.quarter.split("-")
    card = Card(_(QUARTERS[quarter]).format(year=year))
    enough = [item for item in row.items if item.count]
    for place, item in enumerate(enough):
        if place:
            card.body.addWidget(Hairline())
        card.body.addWidget(_item(item))
    few = [text_of(item.label) for item in row.items if not item.count]
    if few:
        card.body.addWidget(Label(_("Not enough answers: {questions}").format(questions=" · ".join(few)), Role.SMALL,
                                  "muted"))
    if row.services:
        names = {choice.code: text_of(choice.label) for choice in form("F16").field(SERVICE).choices}
        card.body.addWidget(Label(_("Which help: {services}").format(services=" · ".join(
            f"{names.get(code, code)} {count}" for code, count in row.services)), Role.SMALL, "muted"))
    for words in row.words:
        card.body.addWidget(Hairline())
        card.body.addWidget(Label(words))
    return card


def _item(item: ItemRow) -> QWidget:
    yes, partly, no = item.shares
    line = QWidget()
    column = QVBoxLayout(line)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(Label(text_of(item.label), Role.STRONG))
    shares = _("yes {yes} % · partly {partly} % · no {no} %").format(yes=yes, partly=partly, no=no)
    count = _("{count} answers").format(count=item.count)
    column.addWidget(Label(f"{shares} · {count}"))
    return line
