# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What left, and what is still to be said of it: take back for whoever withdrew, until the recipient confirms."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist import i18n
from assist.i18n import _, ngettext
from assist.services.export_ledger import Due, Figures, Ledger, Sent, TakenBack
from ui.theme import GAP, Role
from ui.widgets.buttons import LinkButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.labels import Label
from ui.widgets.lines import Lines

Package = Sent | Figures | TakenBack
SHOWN = 8
"""Packages listed at first; the rest is one press away."""
_LEFT = Qt.AlignmentFlag.AlignLeft


class LedgerCards(QWidget):
    """Says ``take_back`` with a recipient, ``confirmed`` with what waits, ``open_wanted`` for protected work."""

    take_back = Signal(str)
    confirmed = Signal(object)
    open_wanted = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._cards: list[Card] = []
        self._ledger = Ledger()
        self._all = False
        self.backs: dict[str, QuietButton] = {}
        self.heards: dict[str, QuietButton] = {}

    def show_ledger(self, ledger: Ledger) -> None:
        """As it is now."""
        self._ledger = ledger
        self._clear()
        if ledger.due:
            self._put(self._due(ledger.due))
        self._put(self._what_left(ledger))

    def _clear(self) -> None:
        for card in self._cards:
            card.hide()
            card.setParent(None)
            card.deleteLater()
        self._cards, self.backs, self.heards = [], {}, {}

    def _put(self, card: Card) -> None:
        self._column.addWidget(card)
        self._cards.append(card)
        card.show()

    def _due(self, due: tuple[Due, ...]) -> Card:
        card, lines = Card(_("To be taken back")), Lines(0)
        for each in due:
            if each.export_id:
                words = ngettext("asked on {day} to delete {count} row, and did not confirm yet",
                                 "asked on {day} to delete {count} rows, and did not confirm yet", each.rows)
                act = QuietButton(_("They confirmed"))
                act.clicked.connect(lambda _on=False, each=each: self.confirmed.emit(each))
                self.heards[each.export_id] = act
            else:
                words = ngettext("{count} row has left, and she took it back",
                                 "{count} rows have left, and they were taken back", each.rows)
                act = QuietButton(_("Take back"))
                act.clicked.connect(lambda _on=False, to=each.recipient: self.take_back.emit(to))
                self.backs[each.recipient] = act
            act.setAccessibleName(_("{act}: {what}").format(act=act.words(), what=each.recipient))
            lines.put("", each.recipient, words.format(day=self._day(each.since), count=i18n.number(each.rows)),
                      below=act)
        card.body.addWidget(lines)
        return card

    def _what_left(self, ledger: Ledger) -> Card:
        card = Card(_("What left"))
        if not ledger.whole:
            card.body.addWidget(Label(_("Protected work is shut: this may not be all."), tone="ochre"))
            opened = QuietButton(_("Open protected work"), icon="unlock")
            opened.clicked.connect(lambda _on=False: self.open_wanted.emit())
            card.body.addWidget(opened, 0, _LEFT)
        every = _every(ledger)
        if not every:
            card.body.addWidget(Empty(_("Every package that left stands here, and what became of it.")))
            return card
        lines = Lines()
        for day, each in every if self._all else every[:SHOWN]:
            lines.put(self._day(day), *self._said(each))
        card.body.addWidget(lines)
        if not self._all and len(every) > SHOWN:
            more = LinkButton(_("show all {count}").format(count=i18n.number(len(every))))
            more.clicked.connect(self._show_all)
            card.body.addWidget(more, 0, _LEFT)
        card.body.addWidget(Label(_("What left of one person stands on her page: My information."), Role.SMALL,
                                  "muted"))
        return card

    def _said(self, each: Package) -> tuple[str, str]:
        """Words, and a note under them."""
        if isinstance(each, Figures):
            words = _("figures of {year}").format(year=each.year)
            return " · ".join((each.recipient, words)), " · ".join((each.profile, each.export_id))
        return self._sent(each) if isinstance(each, Sent) else self._taken_back(each)

    def _sent(self, sent: Sent) -> tuple[str, str]:
        rows = ngettext("{count} row", "{count} rows", sent.rows).format(count=i18n.number(sent.rows))
        back = ngettext("{count} taken back", "{count} taken back", sent.back).format(
            count=i18n.number(sent.back)) if sent.back else ""
        gone = _("{count} confirmed gone").format(count=i18n.number(sent.gone)) if sent.gone else ""
        words = " · ".join((sent.recipient, rows))
        return words, " · ".join(part for part in (sent.profile, back, gone, sent.export_id) if part)

    def _taken_back(self, back: TakenBack) -> tuple[str, str]:
        rows = ngettext("{count} row taken back", "{count} rows taken back", back.rows).format(
            count=i18n.number(back.rows))
        said = (_("They confirmed on {day}.").format(day=self._day(back.heard_on)) if back.heard_on
                else _("They did not confirm yet."))
        return " · ".join((back.recipient, rows)), " · ".join((said, back.export_id))

    def _show_all(self) -> None:
        self._all = True
        self.show_ledger(self._ledger)

    def _day(self, iso: str) -> str:
        return i18n.day(iso, today=self._today) if iso else ""


def _every(ledger: Ledger) -> list[tuple[str, Package]]:
    """Each package with its day, the newest first."""
    every: list[tuple[str, Package]] = [(each.made, each) for each in (*ledger.sent, *ledger.figures)]
    every += [(each.on, each) for each in ledger.taken_back]
    return sorted(every, key=lambda told: (told[0], isinstance(told[1], TakenBack)), reverse=True)
