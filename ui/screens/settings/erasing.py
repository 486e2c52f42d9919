# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Erasing: what waits for somebody, what was kept long enough, and how far every order is on all laptops."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist import i18n
from assist.crypto.codes import shown
from assist.domain.erasure import BASIS_WORDS, KIND_WORDS
from assist.i18n import _, ngettext
from assist.keptbook import Amount, Figure
from assist.policy import may
from assist.services.erasure_rows import ErasureAsked, ErasureDue
from assist.services.erasure_status import ErasureRow
from assist.sync.erasures import AGREE, ASK
from assist.views import Changes
from ui.context import Surroundings
from ui.dialogs.erasure_asked import ErasureAskedPart, confirm_erasing
from ui.dialogs.files import ask_where_to_save
from ui.screens.settings.staying import what_stays
from ui.screens.settings.tab import Tab, row_of
from ui.tasks import with_both
from ui.theme import Role
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label
from ui.widgets.lines import Hairline


@dataclass(frozen=True, slots=True)
class _Read:
    waiting: tuple[ErasureAsked, ...]
    due: tuple[ErasureDue, ...]
    rows: tuple[ErasureRow, ...]
    count: int
    """How many cases are due, for somebody who is shown none of them."""
    amounts: tuple[Amount, ...] = ()
    figures: tuple[Figure, ...] = ()


class ErasingTab(Tab):
    """Four cards; those without anything to say are not there."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.shown: list[QWidget] = []
        surroundings.hub.met.connect(self._heard)

    def refresh(self) -> None:
        """As it is now."""
        self._s.write.run(self._ask, owner=self, then=self._show, failed=self._s.trouble)

    def _ask(self) -> _Read:
        desk = self._s.desk
        due, count = tuple(desk.erasing.due()), desk.keeping.how_many_due()
        sees = may(desk.me.roles, ASK).ok
        return _Read(tuple(desk.erasing.waiting()), due, tuple(desk.erasures.rows()), 0 if due else count,
                     tuple(desk.staying.amounts()) if sees else (), tuple(desk.staying.figures()) if sees else ())

    def _heard(self) -> None:
        if self.isVisible():
            self.refresh()

    def _show(self, read: _Read) -> None:
        for old in self.shown:
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self.shown = [card for card in (
            self._waiting(read.waiting), self._due(read.due, read.count), self._rows(read.rows),
            what_stays(read.amounts, read.figures)) if card is not None]
        if not self.shown:
            card = Card(_("Erasing"))
            card.body.addWidget(Label(_("Nothing waits, and nothing was erased yet. A case is erased from its own "
                                        "file, under Consent and sharing."), tone="muted"))
            self.shown.append(card)
        for card in self.shown:
            self.column.addWidget(card)

    # -- what waits ---------------------------------------------------------------------------

    def _waiting(self, waiting: tuple[ErasureAsked, ...]) -> Card | None:
        if not waiting:
            return None
        card, today = Card(_("Asked, and not done yet")), self._s.desk.clock.today()
        may_agree = may(self._s.desk.me.roles, AGREE).ok
        for place, each in enumerate(waiting):
            if place:
                card.body.addWidget(Hairline())
            part = ErasureAskedPart(each, today, self, may_agree=may_agree)
            part.decided.connect(partial(self._decide, each))
            card.body.addWidget(part)
        return card

    def _decide(self, asked: ErasureAsked, what: str) -> None:
        erasing = self._s.desk.erasing
        if what == "take_back":
            self._do(lambda: erasing.take_back(asked.ref), _("It stays as it is."))
        elif what == "decline":
            self._do(lambda: erasing.decline(asked.case, asked.ref), _("It stays as it is."))
        else:
            self._erase(lambda: erasing.agree(asked.case, asked.ref))

    # -- what is due ----------------------------------------------------------------------------

    def _due(self, due: tuple[ErasureDue, ...], count: int) -> Card | None:
        if not due and not count:
            return None
        card = Card(_("Kept long enough"))
        if not due:
            card.body.addWidget(Label(ngettext(
                "{count} closed case holds something that was kept as long as it may be. Its worker or a supervisor "
                "erases it.", "{count} closed cases hold something that was kept as long as it may be. Its worker or a "
                "supervisor erases it.", count).format(count=count)))
            return card
        card.body.addWidget(Label(_("What of closed cases was kept as long as it may be."), tone="muted"))
        today = self._s.desk.clock.today()
        for each in due:
            box = QWidget()
            column = QVBoxLayout(box)
            column.setContentsMargins(0, 0, 0, 0)
            since = _("{code}, since {date}").format(code=shown(each.code), date=i18n.day(each.due, today=today))
            words = f"{since} · {_(KIND_WORDS[each.kind])}"
            column.addWidget(Label(words, Role.STRONG))
            if each.is_kept:
                column.addWidget(Label(_("Kept because the law asks for it: it cannot be erased now."), Role.SMALL,
                                       "ochre"))
            else:
                erase = QuietButton(_("Erase"))
                erase.setAccessibleDescription(words)
                erase.clicked.connect(partial(self._ask_once_more, each.case, each.kind))
                column.addLayout(row_of(erase))
            card.body.addWidget(box)
        return card

    def _ask_once_more(self, case: str, kind: str) -> None:
        sheet = confirm_erasing(self)
        sheet.agreed.connect(lambda: self._erase(lambda: self._s.desk.erasing.erase_due(case, kind)))

    # -- what was erased --------------------------------------------------------------------------

    def _rows(self, rows: tuple[ErasureRow, ...]) -> Card | None:
        if not rows:
            return None
        card = Card(_("Erased"))
        for place, row in enumerate(rows):
            if place:
                card.body.addWidget(Hairline())
            title = f"{row.number} · {_(BASIS_WORDS[row.basis])}"
            card.body.addWidget(Label(title, Role.STRONG))
            for words, tone in self._said(row):
                card.body.addWidget(Label(words, Role.SMALL, tone))
            if row.is_complete and may(self._s.desk.me.roles, ASK).ok:
                paper = QuietButton(_("Save the certificate"), icon="print")
                paper.setAccessibleDescription(title)
                paper.clicked.connect(partial(self._certify, row))
                card.body.addWidget(paper, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _said(self, row: ErasureRow) -> Iterator[tuple[str, str]]:
        def day(iso: str) -> str:
            return i18n.day(iso, today=self._s.desk.clock.today())

        yield _("Asked by {name}, {date}.").format(name=row.by_name, date=day(row.ordered_on)), "muted"
        if not row.holds:
            yield _("Not obeyed: not enough people signed it. Nothing was erased."), "ochre"
            return
        yield _("{done} of {all} laptops have confirmed.").format(done=row.done, all=row.of), "text"
        if row.missing:
            missing = ", ".join(f"{one.name} ({one.laptop})" if one.laptop else one.name for one in row.missing)
            yield _("Not heard from: {laptops}").format(laptops=missing), "ochre"
        if row.rewritten_on:
            yield _("In the meeting place nothing of it lies since {date}.").format(date=day(row.rewritten_on)), "text"
        elif row.rewritten_by:
            yield _("In the meeting place sealed pieces may lie until {date}.").format(
                date=day(row.rewritten_by)), "muted"
        if row.backups_end:
            yield _("The last backup that may hold it ends on {date}.").format(date=day(row.backups_end)), "muted"
        if row.papers:
            yield _("Papers made before are not reached by this: {numbers}").format(
                numbers=", ".join(row.papers)), "muted"

    def _certify(self, row: ErasureRow) -> None:
        ask_where_to_save(self, _("Save the certificate"), f"{row.number}.pdf", lambda file: self._save(row, file))

    def _save(self, row: ErasureRow, file: Path) -> None:
        self._s.paper.run(
            lambda: self._s.desk.erasures.save(row.ref, i18n.language(), file), owner=self,
            then=lambda _pages: self._s.banner.show_good(_("The certificate was saved. It names nobody.")),
            failed=self._s.trouble)

    # -- done -----------------------------------------------------------------------------------------

    def _do(self, act: Callable[[], Changes], good_news: str) -> None:
        def done(changes: Changes) -> None:
            self._s.banner.show_good(good_news)
            self._s.hub.changed.emit(changes)
            self.refresh()

        self._s.write.run(act, owner=self, then=done, failed=self._s.trouble)

    def _erase(self, act: Callable[[], Changes]) -> None:
        """Erasing closes what readers hold: the read lane rests meanwhile."""
        def done(changes: Changes) -> None:
            self._s.hub.changed.emit(changes)
            self._s.carry()
            self.refresh()

        with_both(self._s.write, self._s.read, act, owner=self, then=done, failed=self._s.trouble)
