# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One difference after the other, its sides beside each other; without a case, the cases that have some."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist.crypto.codes import shown
from assist.differences import DifferenceRow, DifferingCase
from assist.i18n import _, ngettext
from assist.views import Changes
from forms.model import FieldType
from ui import difference_words as words
from ui.context import Screen, Surroundings
from ui.screens.conflicts.opened import ForAWhile
from ui.screens.conflicts.own import WriteOwn
from ui.screens.conflicts.paragraphs import marked
from ui.screens.conflicts.side import SideCard
from ui.theme import GAP, Role
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import Button, LinkButton, PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.columns import TwoColumns
from ui.widgets.labels import Label
from ui.widgets.lines import PressLines, Said
from ui.widgets.page_head import PageHead
from ui.widgets.roving import Roving
from ui.widgets.scrolling import ScrollPage


class DifferencesScreen(Screen):
    """Settles what colleagues wrote apart. Nothing is chosen before somebody chooses."""

    def __init__(self, surroundings: Surroundings, case: str = "") -> None:
        super().__init__()
        self._s, self._case = surroundings, case
        self.rows: list[DifferenceRow] = []
        self._at = 0
        self._picked = -1
        self.cards: list[SideCard] = []
        self._roving = Roving()
        self._open = ForAWhile(self)
        self._open.over.connect(self.refresh)
        self._code = Chip("", whole=True)
        self._code.hide()
        self._page = ScrollPage()
        self._page.body.setContentsMargins(0, 0, 0, GAP)
        self._content: QWidget | None = None
        self.foot = ActionBar(folds=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._page, 1)
        outer.addWidget(self.foot)
        surroundings.hub.changed.connect(self._heard)
        surroundings.hub.vault.connect(self._vault_changed)

    def title(self) -> str:
        """Differences; never whose."""
        return _("Differences")

    def header(self) -> QWidget:
        """The name of the screen and the code of the case."""
        return PageHead(self.title(), self._code)

    def keys(self) -> dict[str, str]:
        """Keys of this screen."""
        return {"← →": _("to the other side"), "Enter": _("this one")}

    def refresh(self) -> None:
        """Ask again: for the cases, or on record for one of them."""
        self._open.stop()
        if not self._case:
            self._s.read.run(self._s.desk.conflicts.all, owner=self, then=self._show_cases, failed=self._s.trouble)
            return
        self._s.write.run(self._read, owner=self, then=self._show_case, failed=self._s.trouble)

    def leave(self) -> bool:
        """What was opened closes."""
        self._open.stop()
        return True

    def _heard(self, changes: Changes) -> None:
        if self.isVisible() and (not self._case or not changes.cases or self._case in changes.cases):
            self.refresh()

    def _vault_changed(self, opened: bool) -> None:
        """Shut: what was shown goes at once."""
        if not opened:
            self.rows = []
            self._put(QWidget())
            self.foot.set_acts([])
        if self.isVisible():
            self.refresh()

    # -- the cases ------------------------------------------------------------------------

    def _show_cases(self, cases: Sequence[DifferingCase]) -> None:
        card = Card(_("Colleagues wrote different things apart"))
        card.body.addWidget(Label(
            _("Until somebody settles it, the more careful answer counts wherever it matters."), Role.SMALL, "muted"))
        lines = PressLines()
        for each in cases:
            told = ngettext("{count} difference", "{count} differences", each.count).format(count=each.count)
            line = lines.put(Said(each.name or shown(each.code), told, small=shown(each.code) if each.name else ""))
            line.clicked.connect(lambda _on=False, case=each.case: self._s.go("differences", case=case))
        card.body.addWidget(lines)
        self._put(_at_the_top(card if cases else self._nothing()))
        self.foot.set_acts([])

    def _nothing(self) -> Card:
        card = Card()
        card.body.addWidget(Label(_("There is nothing to settle.")))
        back = LinkButton(_("To the case file") if self._case else _("To My day"))
        back.clicked.connect(self._go_back)
        card.body.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _go_back(self) -> None:
        if self._case:
            self._s.go("case", case=self._case)
        else:
            self._s.go("my_day")

    # -- one case -------------------------------------------------------------------------

    def _read(self) -> tuple[str, tuple[DifferenceRow, ...]]:
        desk = self._s.desk
        return desk.cases.header(self._case).code, desk.conflicts.of(self._case)

    def _show_case(self, read: tuple[str, tuple[DifferenceRow, ...]]) -> None:
        code, rows = read
        self._code.setText(shown(code))
        self._code.setAccessibleName(f"{_('Case code')}: {shown(code)}")
        self._code.show()
        self.rows = list(rows)
        self._at = min(self._at, max(0, len(rows) - 1))
        self._show()

    def row(self) -> DifferenceRow | None:
        """The difference that is shown."""
        return self.rows[self._at] if self._at < len(self.rows) else None

    def _show(self) -> None:
        row = self.row()
        self._picked, self.cards = -1, []
        if row is None:
            self._put(_at_the_top(self._nothing()))
            self.foot.set_acts([])
            return
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._question(row))
        column.addWidget(self._sides(row))
        column.addStretch(1)
        self._put(page)
        self._show_acts(row)
        if self.cards and not row.closed:
            self.cards[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _question(self, row: DifferenceRow) -> Card:
        card = Card()
        count = _("{place} of {count}").format(place=self._at + 1, count=len(self.rows))
        card.body.addWidget(Label(f"{count} · {words.place(row)}", Role.SMALL, "muted"))
        card.body.addWidget(Label(words.question(row), Role.QUESTION))
        card.body.addWidget(Label(_(row.why), Role.SMALL, "ochre"))
        if row.closed:
            self.show_both = LinkButton(_("show what they wrote"))
            self.show_both.clicked.connect(self._reveal)
            self.show_both.setVisible(row.may_settle)
            card.body.addWidget(self.show_both, 0, Qt.AlignmentFlag.AlignLeft)
        if not row.may_settle:
            card.body.addWidget(Label(_("Somebody who fills in this form settles it."), Role.SMALL, "muted"))
        return card

    def _sides(self, row: DifferenceRow) -> QWidget:
        columns = TwoColumns(1, 1)
        is_long = row.question is not None and row.question.type is FieldType.TEXT_LONG and not row.closed
        told = [words.said(row, side) for side in row.sides]
        texts: Sequence[str | Sequence[tuple[str, bool]]] = marked(told) if is_long else told
        self._roving = Roving()
        for place, side in enumerate(row.sides):
            note = _("This one takes two people.") if side.two_people else ""
            card = SideCard(texts[place], side, is_shown=place == row.shown, note=note)
            card.setEnabled(row.may_settle and not row.closed and not side.two_people)
            card.roving = self._roving
            card.clicked.connect(partial(self._pick, place))
            (columns.left if place % 2 == 0 else columns.right).addWidget(card)
            self.cards.append(card)
        self._roving.put([card for card in self.cards if card.isEnabled()])
        return columns

    def _put(self, content: QWidget) -> None:
        if self._content is not None:
            self._page.body.removeWidget(self._content)
            self._content.hide()
            self._content.setParent(None)  # nothing of it can be read any more, not even by a screen reader
            self._content.deleteLater()
        self._content = content
        self._page.body.addWidget(content)
        content.show()

    # -- choosing -------------------------------------------------------------------------

    def _show_acts(self, row: DifferenceRow) -> None:
        acts: list[Button] = []
        if row.may_settle and not row.closed:
            self.settle = PrimaryButton(_("Settle it so"))
            self.settle.setEnabled(False)
            self.settle.clicked.connect(self._choose)
            acts.append(self.settle)
            if row.may_keep_both:
                self.both = self._quiet(_("Keep both"), self._keep_both)
                acts.append(self.both)
            if row.may_write:
                self.own = self._quiet(_("Write another"), self._ask_own)
                acts.append(self.own)
        if len(self.rows) > 1:
            self.next = self._quiet(_("Leave it, show the next"), self._go_on)
            acts.append(self.next)
        acts.append(self._quiet(_("To the case file"), self._go_back))
        self.foot.set_acts(acts)

    def _quiet(self, told: str, pressed: Callable[[], object]) -> QuietButton:
        made = QuietButton(told)
        made.clicked.connect(lambda _on=False: pressed())
        return made

    def _pick(self, place: int, _on: bool = False) -> None:
        """This one, until it is settled; the keyboard goes on to the button that settles it."""
        self._picked = place
        for at, card in enumerate(self.cards):
            card.setChecked(at == place)
        self.settle.setEnabled(True)
        self.settle.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_on(self) -> None:
        self._open.stop()
        self._at = (self._at + 1) % len(self.rows)
        self._show()
        row = self.row()
        if row is not None and not row.closed and any(side.answer for side in row.sides):
            self.refresh()

    def _reveal(self) -> None:
        row = self.row()
        if row is not None:
            self._s.write.run(
                partial(self._s.desk.conflicts.reveal, row), owner=self, then=self._opened, failed=self._failed)

    def _opened(self, row: DifferenceRow) -> None:
        for place, held in enumerate(self.rows):
            if held.key == row.key:
                self.rows[place], self._at = row, place
                self._open.begin()
                self._show()

    def _choose(self) -> None:
        row = self.row()
        if row is not None and self._picked >= 0:
            self._settle(partial(self._s.desk.conflicts.choose, row, self._picked))

    def _keep_both(self) -> None:
        row = self.row()
        if row is not None:
            self._settle(partial(self._s.desk.conflicts.keep_both, row))

    def _ask_own(self) -> None:
        row = self.row()
        if row is not None:
            sheet = WriteOwn(row, self)
            sheet.given.connect(lambda raw: self._settle(partial(self._s.desk.conflicts.write_own, row, raw)))

    def _settle(self, work: Callable[[], Changes]) -> None:
        self._s.write.run(work, owner=self, then=self._settled, failed=self._failed)

    def _settled(self, changes: Changes) -> None:
        self._open.stop()
        self._s.banner.show_good(_("It is settled. Your colleagues see it when you meet."))
        self._s.hub.changed.emit(changes)

    def _failed(self, error: Exception) -> None:
        self._s.trouble(error)
        self.refresh()


def _at_the_top(card: Card) -> QWidget:
    """No higher than what stands in it."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(card)
    column.addStretch(1)
    return page
