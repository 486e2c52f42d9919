# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A hidden case opened by two in an emergency, as several pages show it: until when, and who did it and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist import i18n
from assist.i18n import _
from assist.services.glass import OpenNow, Told
from ui.theme import Role
from ui.widgets.card import Card
from ui.widgets.labels import Label

_TICK_MS, _MINUTE_MS = 20_000, 60_000
BY_TWO = 2


def moment(ms: int) -> str:
    """Day and hour, as here."""
    when = datetime.fromtimestamp(ms / 1000, UTC).astimezone()
    return f"{i18n.long_day(when.date().isoformat())}, {when:%H:%M}"


def left(now_ms: int, until_ms: int) -> str:
    """How long it is still open, in hours and minutes; the last minute is counted whole."""
    minutes = max(0, -(-(until_ms - now_ms) // _MINUTE_MS))
    return _("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)


def emergency_words(people: int) -> str:
    """Who else could open a hidden case; said where one is hidden."""
    if people < BY_TWO:
        return _("In an emergency nobody else could open it: that takes two custodians or supervisors.")
    return _("In an emergency any two custodians or supervisors together can open it for a day; you would be told.")


def sentence(told: Told) -> str:
    """Who opened it with whom."""
    return _("{name} opened it in an emergency; {other} agreed.").format(
        name=told.by_name or _("somebody"), other=told.other_name or _("somebody"))


class OpenStrip(Card):
    """Stands over a case that is open for a day: how long still. Says ``over`` when the day is."""

    over = Signal()

    def __init__(self, now_ms: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.fill, self.line = "protect_tint", "protect"
        self._now_ms, self._open = now_ms, OpenNow("", "", "", 0)
        self.words = Label("", tone="protect")
        self.body.addWidget(self.words)
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self.look)
        self.hide()

    def show_open(self, opened: OpenNow | None) -> None:
        """This one, or nothing where the case is open to her anyway."""
        self._clock.stop()
        self.setVisible(opened is not None)
        if opened is not None:
            self._open = opened
            self._clock.start()
            self.look()

    def look(self) -> None:
        """At the clock."""
        now = self._now_ms()
        if now >= self._open.until_ms:
            self._clock.stop()
            self.over.emit()
            return
        words = _("Open in an emergency for {time} more; {name} agreed. It can be read and not changed.")
        self.words.setText(words.format(
            time=left(now, self._open.until_ms), name=self._open.other_name or _("somebody")))


def told_card(told: Sequence[Told], now_ms: int) -> Card:
    """For whoever reads the case: each time it was opened, with names and reason."""
    card = Card(_("Opened in an emergency"))
    card.fill, card.line = "protect_tint", "protect"
    for each in told:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(Label(sentence(each)))
        column.addWidget(Label(each.reason))
        when = (_("Since {when}; closed again {until}.") if now_ms < each.until_ms
                else _("From {when} to {until}.")).format(when=moment(each.at_ms), until=moment(each.until_ms))
        column.addWidget(Label(when, Role.SMALL, "muted"))
        card.body.addWidget(box)
    return card
