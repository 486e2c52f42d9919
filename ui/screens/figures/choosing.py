# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Of what time, for whom; and the reports that were made before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist import i18n
from assist.i18n import N_, _, text_of
from assist.indicators.funded import templates
from assist.indicators.shapes import Period
from assist.reportbook import Kept
from assist.reports.figure_words import title_of
from assist.reports.speech import Speech
from assist.services.programme import Wanted
from ui.theme import GAP, Role
from ui.widgets.buttons import PrimaryButton
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceButtons
from ui.widgets.columns import TwoColumns
from ui.widgets.date_field import DateField
from ui.widgets.drop_list import DropList
from ui.widgets.empty import Empty
from ui.widgets.labels import Label
from ui.widgets.lines import PressLines, Said
from ui.widgets.scrolling import ScrollPage

TEAM, OUTSIDE, DONOR = "team", "outside", "donor"
WHOM = {TEAM: N_("for the team"), OUTSIDE: N_("to be handed out"), DONOR: N_("for a donor")}
ABOUT = {
    TEAM: N_("Fewer than five people are not told. For whoever works here."),
    OUTSIDE: N_("Fewer than eleven people are not told. Whoever asked not to be counted is in no figure. "
                "Whole quarters and years only."),
    DONOR: N_("Help given with the money of one funder: people, times, money. Fewer than eleven people are not told. "
              "Whole quarters and years only."),
}
OTHER = "other"
QUARTERS, YEARS = 4, 1
MOST_SHOWN = 24


class Choosing(QWidget):
    """Says ``wanted`` with what is to be made, ``opened`` with a report that was; ``donors_asked``: who has paid?"""

    wanted = Signal(object)
    opened = Signal(object)
    donors_asked = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._times = {f"{first}/{last}": Period(first, last) for first, last in whole_times(today)}
        self.whom = ChoiceButtons([(code, _(words)) for code, words in WHOM.items()])
        self.about = Label("", Role.SMALL, "muted")
        speech = Speech(i18n.language())
        self.time = ChoiceButtons([*((code, speech.span(*period)) for code, period in self._times.items()),
                                   (OTHER, _("another time"))])
        self.first, self.last = DateField(), DateField()
        self.funder = DropList()
        self.template = ChoiceButtons([(ident, text_of(each.title)) for ident, each in templates().items()])
        self.make = PrimaryButton(_("Work out the figures"), icon="reports")
        self.no_funder = Label(_("No help given names a funder yet: its code stands on the sheet of help given."),
                               Role.SMALL, "ochre")
        self._free, self._donor = QWidget(), QWidget()
        self._knows_funders = False
        self.before = Card(_("Made before"))
        self._lines: QWidget = Empty(_("A report that was made once stands here and says the same every time."))
        self._lay()
        self._connect()
        self.whom.pick([TEAM])
        self.time.pick([next(iter(self._times))])
        self.template.pick([next(iter(templates()))])
        self._fit()

    def show_kept(self, held: Sequence[Kept]) -> None:
        """Reports that were made, the newest first."""
        lines: QWidget = PressLines()
        speech = Speech(i18n.language())
        if not held:
            lines = Empty(_("A report that was made once stands here and says the same every time."))
        for kept in held[:MOST_SHOWN]:
            said = Said(speech.span(*kept.period), " · ".join(filter(None, (title_of(kept, speech), kept.funder))),
                        _(WHOM[OUTSIDE]) if kept.is_outside else _(WHOM[TEAM]))
            if isinstance(lines, PressLines):
                lines.put(said).clicked.connect(lambda _on=False, kept=kept: self.opened.emit(kept))
        self.before.body.replaceWidget(self._lines, lines)
        self._lines.hide()
        self._lines.setParent(None)
        self._lines.deleteLater()
        self._lines = lines

    def show_funders(self, codes: Sequence[str]) -> None:
        """Codes of funders that stand on help given."""
        self._knows_funders = True
        self.funder.clear()
        self.funder.addItems(list(codes))
        self._fit()

    def ready(self, *, is_ready: bool) -> None:
        """Whether another one may be asked for."""
        self.make.setEnabled(is_ready)

    def wish(self) -> Wanted:
        """What is chosen now."""
        picked, whom = self.time.picked()[0], self.whom.picked()[0]
        period = self._times.get(picked) or Period(self.first.value(), self.last.value())
        funder = self.funder.currentText() if whom == DONOR else ""
        return Wanted(period, whom != TEAM, funder, self.template.picked()[0] if funder else "")

    def _fit(self) -> None:
        whom = self.whom.picked()[0]
        self.about.setText(_(ABOUT[whom]))
        self._free.setVisible(self.time.picked()[0] == OTHER)
        self._donor.setVisible(whom == DONOR)
        has_funder = self.funder.count() > 0
        self.no_funder.setVisible(self._knows_funders and not has_funder)
        self.funder.setVisible(has_funder)
        self.template.setVisible(has_funder)
        self.make.setEnabled(whom != DONOR or has_funder)

    def _whom(self) -> None:
        self._stays(self.whom, TEAM)
        if self.whom.picked() == (DONOR,) and not self._knows_funders:
            self.donors_asked.emit()

    def _stays(self, row: ChoiceButtons, otherwise: str) -> None:
        """One of them is always chosen."""
        if not row.picked():
            row.pick([otherwise])
        self._fit()

    def _lay(self) -> None:
        for widget, words in ((self.whom, _("For whom")), (self.time, _("Of what time")), (self.funder, _("Funder")),
                              (self.first, _("First day")), (self.last, _("Last day")),
                              (self.template, _("What it is made of"))):
            widget.setAccessibleName(words)
        _column(self._free, (Label(_("First day"), Role.SMALL, "muted"), self.first,
                             Label(_("Last day"), Role.SMALL, "muted"), self.last))
        _column(self._donor, (Label(_("Whose money?"), Role.STRONG), self.no_funder, self.funder, self.template))
        card = Card(_("Figures of the team"))
        for part in (Label(_("For whom?"), Role.STRONG), self.whom, self.about, self._donor,
                     Label(_("Of what time?"), Role.STRONG), self.time, self._free):
            card.body.addWidget(part)
        card.body.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)
        self.before.body.addWidget(self._lines)
        columns = TwoColumns()
        columns.left.addWidget(card)
        columns.left.addStretch(1)
        columns.right.addWidget(self.before)
        columns.right.addStretch(1)
        page = ScrollPage()
        page.body.setContentsMargins(0, 0, 0, GAP)
        page.body.addWidget(columns)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)

    def _connect(self) -> None:
        self.whom.chosen.connect(lambda _picked: self._whom())
        self.time.chosen.connect(lambda _picked: self._stays(self.time, next(iter(self._times))))
        self.template.chosen.connect(lambda _picked: self._stays(self.template, next(iter(templates()))))
        self.make.clicked.connect(lambda _on=False: self.wanted.emit(self.wish()))


def _column(holder: QWidget, parts: Sequence[QWidget]) -> None:
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    for part in parts:
        column.addWidget(part)


def whole_times(today: date) -> Iterator[tuple[str, str]]:
    """The last quarters and years that are over, the newest first, as ISO days."""
    end = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1) - timedelta(days=1)
    for _number in range(QUARTERS):
        first = date(end.year, end.month - 2, 1)
        yield first.isoformat(), end.isoformat()
        end = first - timedelta(days=1)
    for year in range(today.year - 1, today.year - 1 - YEARS, -1):
        yield f"{year}-01-01", f"{year}-12-31"
