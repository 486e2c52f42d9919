# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""When each laptop of colleagues was heard last, and what somebody must see to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assist import i18n
from assist.i18n import N_, _, ngettext
from assist.messages_of_rounds import of_laptop
from assist.services.hearing import CLOCK_MS, HeardRow, TroubleRow
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.labels import Label
from ui.widgets.lines import Lines

_TONES = {"fresh": "text", "late": "ochre", "lost": "brick", "never": "muted"}
_STANDS = {"late": N_("silent for a week or longer"), "lost": N_("silent for three weeks or longer: is it lost?")}
_MINUTE, _HOUR, _DAY = 60_000, 3_600_000, 86_400_000


class LaptopsHeard(Card):
    """One line a laptop, the longest silent first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Last heard"))
        self._lines: Lines | None = None

    def show_rows(self, rows: Sequence[HeardRow], today: date) -> None:
        """As it is now."""
        if self._lines is not None:
            self._lines.deleteLater()
        self._lines = lines = Lines(132 if rows else 0)
        for row in rows:
            notes = [_(_STANDS[row.standing])] if row.standing in _STANDS else []
            if row.off_ms:
                notes.append(_("its clock looks {time} off").format(time=span(row.off_ms)))
            who = " · ".join(part for part in (row.person, row.laptop) if part)
            lines.put(_when(row, today), who, " · ".join(notes), tone=_TONES[row.standing])
        if not rows:
            lines.put("", _("Nobody else belongs to the organisation yet."), tone="muted")
        self.body.addWidget(lines)


class LaptopTroubles(Card):
    """Each in three sentences, with a button where somebody may put it aside."""

    aside = Signal(str, str)
    """The kind and the stream it is about."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("To see to"))
        self._lines: Lines | None = None

    def show_rows(self, rows: Sequence[TroubleRow], *, may_put_aside: bool) -> None:
        """As it is now; nothing is shown where nothing is wrong."""
        if self._lines is not None:
            self._lines.deleteLater()
        self._lines = lines = Lines(0, spacing=10)
        for row in rows:
            what, safe, todo = of_laptop(row.kind, row.laptop, row.person, row.count)
            tail = None
            if row.can_be_put_aside and may_put_aside:
                tail = LinkButton(_("it was looked into"))
                tail.setAccessibleDescription(what)
                tail.clicked.connect(lambda _on=False, row=row: self.aside.emit(row.kind, row.stream))
            lines.put("", what, f"{safe} {todo}", tone="ochre" if row.needs_somebody else "text", tail=tail)
        self.body.addWidget(lines)
        self.setVisible(bool(rows))


class ClockWarning(Label):
    """Says when the clock of this laptop looks wrong beside that of the place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", tone="ochre", parent=parent)
        self.hide()

    def show_off(self, off_ms: int) -> None:
        """How far it is ahead of the place, in milliseconds."""
        self.setText(_("The clock of this laptop looks {time} off. Set its date and time.").format(time=span(off_ms)))
        self.setVisible(abs(off_ms) > CLOCK_MS)


def span(ms: int) -> str:
    """About how long, in the largest unit that fits."""
    size = abs(ms)
    if size >= 2 * _DAY:
        return ngettext("{count} day", "{count} days", size // _DAY).format(count=size // _DAY)
    if size >= _HOUR:
        return _("{count} h").format(count=round(size / _HOUR))
    return _("{count} min").format(count=round(size / _MINUTE))


def _when(row: HeardRow, today: date) -> str:
    if not row.heard_ms:
        return _("never yet")
    here = datetime.fromtimestamp(row.heard_ms / 1000).astimezone()
    return f"{here:%H:%M}" if here.date() == today else i18n.ago(here.date().isoformat(), today)
