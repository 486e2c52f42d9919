# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of every row: looked at first, then brought, then taken back if need be."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist import i18n
from assist.i18n import _, ngettext
from assist.services.import_plans import FATES, Brought, ImportPlan, shown_fate
from assist.workplace import ImportedRow
from ui.delegates.table import RowTable
from ui.dialogs.sheet import Sheet
from ui.models.import_rows import FatesModel
from ui.models.paged import PagedModel
from ui.theme import Role
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import DangerButton, PrimaryButton, QuietButton
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label
from ui.widgets.lines import Lines
from ui.widgets.scrolling import ScrollPage

_ROW, _FATE, _CODE = 90, 190, 120
NOTHING = ImportPlan((), (), 0, "", "")


class FatesPage(QWidget):
    """Says ``agreed`` when it may come in, ``stopped`` while it does, ``taken_back`` afterwards."""

    agreed = Signal()
    stopped = Signal()
    taken_back = Signal()
    back = Signal()
    over = Signal()
    see_cases = Signal()

    def __init__(self, *, sees_cases: bool) -> None:
        """``sees_cases``: whoever brings a register need not be somebody who keeps cases."""
        super().__init__()
        self._sees_cases = sees_cases
        self.model = FatesModel(self)
        self.table = RowTable(self.model, _("Rows of the file"))
        self.table.horizontalHeader().setSortIndicatorShown(False)
        for column, wide in ((0, _ROW), (1, _FATE), (3, _CODE)):
            self.table.setColumnWidth(column, wide)
        self.table.stretch(2)
        self.table.opened.connect(self._read)
        self.filter = ChoiceButtons([("", "")])
        self.said = Label("", Role.SMALL, "muted")
        self.far = Label("", Role.STRONG)
        self.told, self._lines = ScrollPage(), Lines(200)
        self.told.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # arrows go through what does not fit
        self.told.setAccessibleName(_("A sealed referral"))
        self.foot = ActionBar(folds=True)
        self._lay()

    # -- before ---------------------------------------------------------------------------

    def show_plan(self, plan: ImportPlan) -> None:
        """Nothing is written yet."""
        self._show_rows(plan.rows)
        self.table.setColumnHidden(3, True)
        self._show_told(plan)
        others = [plan.dates_said, *(f"{_(FATES[shown_fate(row)])}. {row.reason}" for row in plan.rows
                                     if plan.told and row.reason)]
        if plan.empty:
            others.append(ngettext("{count} empty row is left out.", "{count} empty rows are left out.", plan.empty)
                          .format(count=i18n.number(plan.empty)))
        if plan.unread_sheets:
            others.append(_("Sheets further on were not looked at."))
        self.said.setText(" ".join(filter(None, others)))
        self.said.setVisible(bool(self.said.text()))
        self.far.hide()
        comes = plan.counts["imported"] + plan.counts["flagged"]
        go = PrimaryButton(ngettext("Bring {count} person in", "Bring {count} people in", comes).format(
            count=i18n.number(comes)))
        go.setEnabled(comes > 0)
        go.clicked.connect(self.agreed)
        away = QuietButton(_("Back"))
        away.clicked.connect(self.back)
        self.foot.set_acts([go, away])
        (go if comes else away).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_told(self, plan: ImportPlan) -> None:
        """Of a sealed referral its words stand here instead of the one row."""
        lines = Lines(200)
        for label, words in plan.told:
            lines.put(label, words)
        self.told.body.replaceWidget(self._lines, lines)
        self._lines.hide()
        self._lines.setParent(None)  # nothing of it can be read any more, not even by a screen reader
        self._lines.deleteLater()
        self._lines = lines
        self.told.setVisible(bool(plan.told))
        self.table.setVisible(not plan.told)
        self.filter.setVisible(not plan.told)

    # -- meanwhile and afterwards -----------------------------------------------------------

    def begin(self) -> None:
        """It comes in; other work goes on."""
        stop = QuietButton(_("Stop for now"))
        stop.clicked.connect(self.stopped)
        self.foot.set_acts([stop])
        self.far.show()

    def show_far(self, done: int, of: int) -> None:
        """So many of so many."""
        self.far.setText(_("{done} of {count} are in.").format(done=i18n.number(done), count=i18n.number(of)))

    def show_brought(self, brought: Brought, done: int, of: int) -> None:
        """What is in, each with its code."""
        self.told.hide()
        self.table.show()
        self._show_rows(brought.rows)
        self.table.setColumnHidden(3, False)
        self.far.show()
        self.show_far(done, of)
        cases, other, undo = PrimaryButton(_("See the cases")), QuietButton(_("Another file")), DangerButton(
            _("Take it all back"))
        cases.clicked.connect(self.see_cases)
        other.clicked.connect(self.over)
        undo.clicked.connect(self.taken_back)
        acts = [*([cases] if self._sees_cases else []), other, *([undo] if brought.batch else [])]
        self.foot.set_acts(acts)
        acts[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_taking_back(self) -> None:
        """Of many cases it takes a while; once is enough."""
        self.far.setText(_("It is being taken back."))
        self.foot.set_acts([])

    def clear(self) -> None:
        """Nothing of a file stays."""
        self.model.put_all(())
        self._show_told(NOTHING)
        self.said.clear()

    def _show_rows(self, rows: tuple[ImportedRow, ...]) -> None:
        counts = Counter(map(shown_fate, rows))
        labels = [("", _("all: {count}").format(count=i18n.number(len(rows))))]
        labels += [(fate, f"{_(FATES[fate])}: {i18n.number(count)}") for fate in FATES if (count := counts[fate])]
        fresh = ChoiceButtons(labels)
        fresh.pick([""])
        fresh.chosen.connect(lambda picked: self.model.only((picked or ("",))[0]))
        self._outer.replaceWidget(self.filter, fresh)
        fresh.setVisible(not self.filter.isHidden())
        self.filter.hide()
        self.filter.deleteLater()
        self.filter = fresh
        self.model.put_all(rows)
        self.table.stay_at("")

    def _read(self, index: QModelIndex) -> None:
        """The whole of why, where a line does not hold it."""
        row = index.data(PagedModel.RowRole)
        if row.reason:
            sheet = Sheet(_("Row {number}").format(number=i18n.number(row.row)), self, way_out=_("Close"))
            sheet.add(Label(_(FATES[shown_fate(row)]), Role.STRONG))
            sheet.add(Label(row.reason))
            sheet.finish()

    def _lay(self) -> None:
        self._outer = outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 8, 0, 0)
        outer.setSpacing(8)
        self.told.body.addWidget(self._lines)
        self.told.body.addStretch(1)
        for part in (self.filter, self.said, self.far):
            outer.addWidget(part)
        outer.addWidget(self.told, 1)
        outer.addWidget(self.table, 1)
        outer.addWidget(self.foot)
