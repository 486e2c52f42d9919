# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""For whom, in which standard, of whom: what has to be said before anything is looked at."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist.exchange.profile import Profile, load, profile_ids
from assist.i18n import N_, _, text_of
from assist.services.exporting import EVERYBODY, Span
from assist.services.recipients import RecipientRow
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceButtons
from ui.widgets.date_field import DateField
from ui.widgets.drop_list import DropList
from ui.widgets.empty import Empty
from ui.widgets.labels import Label
from ui.widgets.text_area import TextArea

ALL, THIS_YEAR, LAST_YEAR, OTHER = "all", "this_year", "last_year", "other"
_TIMES = ((ALL, N_("at any time")), (THIS_YEAR, N_("this year")), (LAST_YEAR, N_("last year")),
          (OTHER, N_("from one day to another")))
_FIRST = "htcds-2.0"
"""The standard that stands there at first."""
TABLES, _YEARS = "table", 6
_LEFT = Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to look at: rows of a ``span``, or figures of a ``year`` with the ``text`` beside them."""

    profile: str
    recipient: str
    span: Span = EVERYBODY
    year: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """Recipients whose key is known, standards that can be written, and what is said of those that cannot."""

    recipients: tuple[RecipientRow, ...] = ()
    profiles: tuple[Profile, ...] = ()
    refused: tuple[str, ...] = ()


def profiles() -> tuple[tuple[Profile, ...], tuple[str, ...]]:
    """Every standard that can be written, and a sentence about each that cannot. Reads files the first time."""
    every = [load(ident) for ident in profile_ids()]
    found = [each for each in every if not each.refused]
    found.sort(key=lambda each: (each.ident != _FIRST, each.unit, each.ident))
    return tuple(found), tuple(text_of(each.refused) for each in every if each.refused)


class Choosing(Card):
    """Says ``wanted`` with a Wish, ``keys_wanted`` where a recipient is missing, ``unreadable`` for days that are none.

    Rows are asked for by the time in which cases were opened, figures by the year, with a text where one belongs.
    ``may_add``: whether this person keeps the keys of recipients.
    """

    wanted = Signal(object)
    keys_wanted = Signal()
    unreadable = Signal()

    def __init__(self, today: date, *, may_add: bool) -> None:
        super().__init__(_("Export for a reporting system"))
        self._today, self._offered = today, Offered()
        self.recipient, self.profile = DropList(), DropList()
        self._of_rows = Label(_(
            "Rows about people who agreed to exactly this recipient. You look at them first; only the recipient can"
            " open what leaves."), tone="muted")
        self.about = Label("", Role.SMALL, "muted")
        self.key = Label("", Role.SMALL, "muted")
        self.time = ChoiceButtons([(code, _(words)) for code, words in _TIMES])
        self.first, self.last = DateField(), DateField()
        self.days, self._time, self._year = QWidget(), QWidget(), QWidget()
        self.year = DropList([str(today.year - back) for back in range(1, _YEARS + 1)])
        self.texts: list[TextArea] = []
        self._written: QWidget | None = None
        self.look = PrimaryButton(_("Look at what would leave"))
        self.nobody = Empty(
            _("No recipient has a key here yet.") if may_add
            else _("No recipient has a key here yet. A coordinator takes it, under Settings."),
            _("To the keys") if may_add else "")
        self.refused = Label("", Role.SMALL, "muted")
        self._asked = QWidget()
        self._lay()
        self._connect()

    def show_offered(self, offered: Offered) -> None:
        """These recipients and standards; what was chosen stays where it is still there."""
        self._offered, before = offered, (self.recipient.currentText(), self.profile.currentText())
        for box, names, held in ((self.recipient, [row.name for row in offered.recipients], before[0]),
                                 (self.profile, [text_of(each.title) for each in offered.profiles], before[1])):
            box.clear()
            box.addItems(names)
            box.set_current(max(0, names.index(held) if held in names else 0))
        self.refused.setText(" ".join(offered.refused))
        self._asked.setVisible(bool(offered.recipients))
        self.nobody.setVisible(not offered.recipients)
        self._fit()

    def span(self) -> Span | None:
        """From which day to which; None where what was written is no day."""
        picked = (self.time.picked() or (ALL,))[0]
        if picked == ALL:
            return EVERYBODY
        if picked == OTHER:
            return _between(self.first, self.last)
        year = self._today.year - (picked == LAST_YEAR)
        return f"{year}-01-01", f"{year}-12-31"

    def forget(self) -> None:
        """Nothing written here stays."""
        for area in self.texts:
            area.clear()

    def _go(self) -> None:
        chosen, whom = self._chosen(), self.recipient.currentText()
        if chosen is None or not whom:
            return
        if chosen.unit == TABLES:
            text = "\n".join(f"#\n{area.toPlainText()}" for area in self.texts) if any(
                area.toPlainText().strip() for area in self.texts) else ""
            self.wanted.emit(Wish(chosen.ident, whom, year=self.year.currentText(), text=text))
        elif (span := self.span()) is not None:
            self.wanted.emit(Wish(chosen.ident, whom, span))
        else:
            self.unreadable.emit()

    def _chosen(self) -> Profile | None:
        at = self.profile.currentIndex()
        return self._offered.profiles[at] if 0 <= at < len(self._offered.profiles) else None

    def _fit(self) -> None:
        chosen, whom, recipients = self._chosen(), self.recipient.currentIndex(), self._offered.recipients
        is_of_tables = chosen is not None and chosen.unit == TABLES
        self.about.setText(text_of(chosen.about) if chosen is not None else "")
        for part in (self._of_rows, self._time):
            part.setVisible(not is_of_tables)
        self._year.setVisible(is_of_tables)
        self._ask_texts([text_of(heading) for heading in chosen.narrative] if chosen is not None else [])
        key = recipients[whom].key if 0 <= whom < len(recipients) else ""
        self.key.setText(_("Sealed to {key}").format(key=f"{key[:16]}…{key[-12:]}") if key else "")
        self.days.setVisible(self.time.picked() == (OTHER,))

    def _ask_texts(self, headings: list[str]) -> None:
        """A place to write under each heading of the standard; what was written stays while they are the same."""
        if [area.accessibleName() for area in self.texts] == headings:
            return
        if self._written is not None:
            self._written.hide()
            self._written.deleteLater()
        self._written, self.texts = QWidget(), [TextArea() for _heading in headings]
        column = _column(self._written)
        for area, words in zip(self.texts, headings, strict=True):
            _named(column, area, words)
        self._year_column.addWidget(self._written)

    def _picked(self, picked: tuple[str, ...]) -> None:
        if not picked:  # one of them always stands
            self.time.pick([ALL])
        self._fit()

    def _connect(self) -> None:
        self.recipient.picked.connect(lambda _at: self._fit())
        self.profile.picked.connect(lambda _at: self._fit())
        self.time.chosen.connect(self._picked)
        self.look.clicked.connect(lambda _on=False: self._go())
        self.nobody.clicked.connect(self.keys_wanted)

    def _lay(self) -> None:
        self.body.addWidget(self._of_rows)
        days, asked = _column(self.days), _column(self._asked)
        for control, words in ((self.first, _("From the day")), (self.last, _("To the day"))):
            _named(days, control, words)
        for box, words, note in (
                (self.recipient, _("Recipient"), self.key), (self.profile, _("Standard"), self.about)):
            _named(asked, box, words)
            asked.addWidget(note)
        time = _column(self._time)
        _named(time, self.time, _("Whose case was opened"))
        time.addWidget(self.days)
        self._year_column = _column(self._year)
        _named(self._year_column, self.year, _("Of which year"))
        for part in (self._time, self._year):
            asked.addWidget(part)
        asked.addWidget(self.look, 0, _LEFT)
        self.time.pick([ALL])
        for widget in (self.nobody, self._asked, self.refused):
            self.body.addWidget(widget)
        self.nobody.hide()
        self._asked.hide()


def _column(holder: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    return column


def _named(column: QVBoxLayout, control: QWidget, words: str) -> None:
    column.addWidget(Label(words, Role.STRONG))
    control.setAccessibleName(words)
    column.addWidget(control)


def _between(first: DateField, last: DateField) -> Span | None:
    """Whole days; a month or a year stands for its first or its last day."""
    found = tuple(_whole(field.value(), ends=ends) if field.text().strip() else ""
                  for field, ends in ((first, False), (last, True)))
    return None if None in found else (str(found[0]), str(found[1]))


def _whole(value: str, *, ends: bool) -> str | None:
    parts: Sequence[str] = value.split("-")
    if not all(part.isdecimal() for part in parts) or len(parts) > 3:
        return None
    year, month = int(parts[0]), int(parts[1]) if len(parts) > 1 else (12 if ends else 1)
    day = int(parts[2]) if len(parts) > 2 else (monthrange(year, month)[1] if ends else 1)
    return date(year, month, day).isoformat()
