# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exactly what would leave, row by row; who stays and why; what is lost on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from assist import i18n
from assist.crypto.codes import shown
from assist.exchange.leaving import Leaving
from assist.exchange.looked import Looked, as_looked
from assist.exchange.profile import Profile
from assist.i18n import _, ngettext
from assist.services.exporting import Preview, left_out
from ui.delegates.table import RowTable
from ui.export_words import told_outside, why_not
from ui.models.text_table import TextTableModel
from ui.screens.exporting.one_row import OneRow
from ui.screens.exporting.under_way import Going
from ui.theme import GAP, Role
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.empty import Empty
from ui.widgets.labels import Label
from ui.widgets.lines import Lines
from ui.widgets.scrolling import QuietBar, ScrollPage
from ui.widgets.tabs import TabRow

WIDEST, CODE_WIDE, DAY_WIDE = 230, 120, 160
_OURS = 3
"""Columns before the first one that leaves."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look found, made ready beside the window. ``stays``: codes of ours, and why."""

    preview: Preview
    looked: Looked
    stays: tuple[tuple[str, str], ...]
    emptied: tuple[tuple[str, int], ...]
    merged: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, preview: Preview, going: Going) -> Seen:
        """In the lane that looked."""
        rows, profile = preview.selection.rows, preview.profile
        stays = sorted((why_not(each.why), shown(preview.codes[each.case])) for each in preview.selection.stays)
        return cls(preview, as_looked(profile, rows, going.goes_on), tuple((code, why) for why, code in stays),
                   _counted(preview, (row.blanked for row in rows)), _counted(preview, (row.merged for row in rows)))


def _counted(preview: Preview, groups: Iterable[frozenset[str]]) -> tuple[tuple[str, int], ...]:
    counts = Counter(name for group in groups for name in group)
    return tuple((_called(preview.profile, name), many) for name, many in sorted(counts.items()))


def _called(profile: Profile, name: str) -> str:
    """A column as the standard calls it; of what we ask, the columns in which it stands."""
    labels = Counter(column.label for column in profile.columns)
    found = [column for column in profile.columns if name == column.name or name in column.facts]
    return ", ".join(column.label if labels[column.label] == 1 else f"{column.label} ({column.name})"
                     for column in found) or name


class PreviewPage(QWidget):
    """Says ``out`` when somebody wants to let it out, ``back`` when not. ``seen`` is what is shown."""

    out = Signal()
    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.seen: Seen | None = None
        self.rows, self.stay = TextTableModel(self), TextTableModel(self)
        self.table = RowTable(self.rows, _("What leaves"))
        self.stays = RowTable(self.stay, _("Who stays"))
        self.nobody = Empty(_("Nobody is in it. The next part says why each person stays."))
        self.few, self.told = Label("", tone="ochre"), Label("", tone="muted")
        self.lost = ScrollPage()
        self._losses: QWidget | None = None
        self.tabs = TabRow([_("What leaves"), _("Who stays"), _("What is lost")])
        self.parts = QStackedWidget()
        self.send = PrimaryButton(_("Let it out"))
        self.back = QuietButton(_("Back to the choice"))
        self.foot = ActionBar([self.send, self.back])
        self._lay()
        self.tabs.changed.connect(self.parts.setCurrentIndex)
        self.table.opened.connect(self._open_row)
        self.send.clicked.connect(self.out)
        self.back.clicked.connect(self.back_wanted)

    def show_seen(self, seen: Seen) -> None:
        """This look; the keyboard is in the table, or where it says why nobody is in it."""
        self.seen = seen
        selection, looked = seen.preview.selection, seen.looked
        self.rows.show_lines(
            (_("Code"), _("Alike"), _("Agreed until"), *(heading.label for heading in looked.headings)),
            len(selection.rows), self._line)
        self.stay.show_lines((_("Code"), _("Why she is not in it")), len(seen.stays), seen.stays.__getitem__)
        self.foot.say(_("{rows} would leave, {stays} stay.").format(
            rows=i18n.number(len(selection.rows)), stays=i18n.number(len(selection.stays))))
        self.few.setText(ngettext(
            "Of {count} row fewer than {k} look alike: somebody could be recognised.",
            "Of {count} rows fewer than {k} look alike: somebody could be recognised.", self._lonely()).format(
                count=i18n.number(self._lonely()), k=seen.preview.profile.k))
        self.few.setVisible(seen.preview.needs_a_word)
        self.told.setText(_told(seen.preview))
        self._show_losses(seen)
        has_rows = bool(selection.rows)
        self.nobody.setVisible(not has_rows)
        self.table.setVisible(has_rows)
        self.send.setEnabled(has_rows)
        self._go(0 if has_rows or not seen.stays else 1)
        self._fit()

    def forget(self) -> None:
        """Nothing of it stays in memory."""
        self.seen, nothing = None, ""
        for model in (self.rows, self.stay):
            model.forget()
        for label in (self.few, self.told):
            label.setText(nothing)
        self.foot.say(nothing)
        self._put_losses(QWidget())

    # -- rows -----------------------------------------------------------------------------

    def _line(self, row: int) -> tuple[str, ...]:
        seen = self.seen
        if seen is None:
            return ()
        leaving = seen.preview.selection.rows[row]
        return (shown(seen.preview.codes[leaving.case]), _alike(leaving), i18n.day(leaving.expires),
                *seen.looked.lines[row])

    def _open_row(self, index: QModelIndex) -> None:
        seen = self.seen
        if seen is None:
            return
        leaving = seen.preview.selection.rows[index.row()]
        why = (_("She agreed that {recipient} gets this, until {day}.").format(
            recipient=seen.preview.recipient, day=i18n.day(leaving.expires)), _alike_sentence(leaving))
        OneRow(shown(seen.preview.codes[leaving.case]), why, seen.looked.headings, seen.looked.lines[index.row()], self)

    def _lonely(self) -> int:
        seen = self.seen
        return 0 if seen is None else seen.preview.selection.lonely(seen.preview.profile.k)

    # -- what is lost ---------------------------------------------------------------------

    def _show_losses(self, seen: Seen) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, GAP, 0, GAP)
        for title, counts in ((_("Emptied or made coarser"), seen.emptied),
                              (_("Fewer codes there than here"), seen.merged)):
            if counts:
                column.addSpacing(GAP if column.count() else 0)
                column.addWidget(Label(title, Role.CARD_TITLE, "muted"))
                lines = Lines(0)
                for label, many in counts:
                    lines.put("", label, ngettext("in {count} row", "in {count} rows", many).format(
                        count=i18n.number(many)))
                column.addWidget(lines)
        if not seen.emptied and not seen.merged:
            column.addWidget(Label(_("Nothing is lost on the way."), tone="muted"))
        column.addStretch(1)
        self._put_losses(holder)

    def _put_losses(self, holder: QWidget) -> None:
        if self._losses is not None:
            self._losses.hide()
            self._losses.setParent(None)
            self._losses.deleteLater()
        self._losses = holder
        self.lost.body.addWidget(holder)

    # -- building -------------------------------------------------------------------------

    def _go(self, part: int) -> None:
        self.tabs.set_current(part)
        self.parts.setCurrentIndex(part)
        (self.table, self.stays)[part].setFocus(Qt.FocusReason.OtherFocusReason)
        for table in (self.table, self.stays):
            if table.model().rowCount():
                table.setCurrentIndex(table.model().index(0, 0))

    def _lay(self) -> None:
        for table in (self.table, self.stays):
            header = table.horizontalHeader()
            header.setSectionsClickable(False)
            header.setSortIndicatorShown(False)
        self.table.setHorizontalScrollBar(QuietBar(Qt.Orientation.Horizontal))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setHorizontalScrollMode(RowTable.ScrollMode.ScrollPerPixel)
        self.table.setAccessibleDescription(_("Enter shows one row whole."))
        for widgets in ((self.few, self.nobody, self.table), (self.told, self.stays), (self.lost,)):
            part = QWidget()
            column = QVBoxLayout(part)
            column.setContentsMargins(0, 6, 0, 0)
            column.setSpacing(6)
            for widget in widgets:
                column.addWidget(widget, int(isinstance(widget, RowTable | ScrollPage)))
            column.addStretch(0)
            self.parts.addWidget(part)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.tabs)
        outer.addWidget(self.parts, 1)
        outer.addWidget(self.foot)

    def _fit(self) -> None:
        """Each column as wide as its heading, within reason."""
        for at in range(self.rows.columnCount()):
            least = DAY_WIDE if at == _OURS - 1 else CODE_WIDE
            self.table.setColumnWidth(at, max(least, min(WIDEST, self.table.heading_wide(at))))
        self.stays.setColumnWidth(0, CODE_WIDE)
        if self.stay.columnCount() > 1:
            self.stays.stretch(1)


def _alike(leaving: Leaving) -> str:
    return _("one of {count}").format(count=i18n.number(leaving.alike))


def _alike_sentence(leaving: Leaving) -> str:
    if leaving.alike == 1:
        return _("No other row looks like it.")
    return ngettext("{count} row looks like this one, itself included.",
                    "{count} rows look like this one, itself included.", leaving.alike).format(count=leaving.alike)


def _told(preview: Preview) -> str:
    """What the recipient reads of those who stay."""
    told = " · ".join(_("{act}: {what}").format(act=told_outside(why), what=count)
                      for why, count in left_out(preview.selection).items())
    if not told:
        return _("The recipient is told of nobody who stays.")
    return _("Codes stay here. The recipient reads no more than this: {told}").format(told=told)
