# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Erasing, where her rights stand: asking for it, what waits, and what the law wants kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from assist import i18n
from assist.domain.erasure import ASKABLE, BASIS_WORDS, CORE, KIND_WORDS, PARTS
from assist.i18n import _
from assist.policy import may
from assist.services.erasing import KEPT_BY_LAW
from assist.services.erasure_rows import ErasureAsked, ErasureDue
from assist.sync.erasures import AGREE, ASK
from assist.views import Changes
from ui.context import Surroundings
from ui.dialogs.erasure_asked import ErasureAskedPart, confirm_erasing
from ui.dialogs.sheet import Sheet
from ui.screens.case_file.tab import Tab
from ui.tasks import with_both
from ui.theme import Role
from ui.widgets.buttons import DangerButton
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label

_LEFT = Qt.AlignmentFlag.AlignLeft
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class ToErase:
    """What there is to say of a case: what waits, whether the law wants it kept, papers that were made of it."""

    waiting: tuple[ErasureAsked, ...]
    is_kept: bool
    papers: tuple[str, ...]
    due: tuple[ErasureDue, ...]
    gone: tuple[tuple[str, str], ...]


def to_erase(s: Surroundings, case: str) -> ToErase:
    """Read it."""
    return ToErase(tuple(s.desk.erasing.waiting(case)), s.desk.erasing.is_kept_by_law(case),
                   s.desk.erasures.papers(case), tuple(each for each in s.desk.erasing.due() if each.case == case),
                   s.desk.keeping.gone(case))


class Erasing:
    """Builds the card and does what it asks for."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab

    def cards(self, held: ToErase) -> list[QWidget]:
        """One card; none for whoever may not ask."""
        tab, roles = self._tab, self._tab.s.desk.me.roles
        if not may(roles, ASK).ok:
            return []
        card = Card(_("Erasing"))
        if held.is_kept:
            card.body.addWidget(Label(_("Kept because the law asks for it: it cannot be erased now."), tone="ochre"))
        for on, kind in held.gone:
            card.body.addWidget(Label(_("Erased on {date}: {what}").format(
                date=i18n.day(on, today=tab.s.desk.clock.today()), what=_(KIND_WORDS[kind])), Role.SMALL, "muted"))
        for each in held.waiting:
            part = ErasureAskedPart(each, tab.s.desk.clock.today(), tab.ground, may_agree=may(roles, AGREE).ok)
            part.decided.connect(lambda what, each=each: self._decide(what, each))
            card.body.addWidget(part)
        due = [] if held.is_kept else held.due
        for each in due:
            what = _("Kept as long as it may be: {what}").format(what=_(KIND_WORDS[each.kind]))
            card.body.addWidget(Label(what, tone="ochre"))
            erase = tab.quiet(_("Erase"), lambda kind=each.kind: self._ask_once_more(kind))
            erase.setAccessibleDescription(what)
            card.body.addWidget(erase, 0, _LEFT)
        if not held.waiting and not held.is_kept and not any(each.kind == CORE for each in due):
            card.body.addWidget(Label(
                _("She may ask at any time that everything about her be erased, or a part of it."), tone="muted"))
            card.body.addWidget(tab.quiet(_("Erase this case"), lambda: self._ask(held.papers)), 0, _LEFT)
        if may(roles, KEPT_BY_LAW).ok:
            words = _("the law asks no longer to keep it") if held.is_kept else _("the law asks to keep it")
            card.body.addWidget(tab.link(words, lambda: self._keep(kept=not held.is_kept)), 0, _LEFT)
        return [card]

    def _ask(self, papers: Sequence[str]) -> None:
        tab, desk = self._tab, self._tab.s.desk
        sheet = AskErase(papers, tab.ground)
        sheet.chosen.connect(lambda basis: tab.act(
            lambda: desk.erasing.ask(tab.case, basis, nobody_asked_for_it=True),
            _("For a day one step takes it back, and nobody is told.")))

    def _keep(self, *, kept: bool) -> None:
        tab, desk = self._tab, self._tab.s.desk
        tab.act(lambda: desk.erasing.keep_by_law(tab.case, kept=kept),
                _("Kept: nothing erases it until this is lifted.") if kept else _("It is not kept by law any more."))

    def _ask_once_more(self, kind: str) -> None:
        tab = self._tab
        sheet = confirm_erasing(tab.ground)
        sheet.agreed.connect(lambda: self._erase(
            lambda: tab.s.desk.erasing.erase_due(tab.case, kind), is_whole=kind == CORE))

    def _erase(self, act: Callable[[], Changes], *, is_whole: bool) -> None:
        """Erasing closes what readers hold: the read lane rests meanwhile."""
        tab = self._tab
        with_both(tab.s.write, tab.s.read, act, owner=tab, then=lambda changes: self._gone(changes, is_whole=is_whole),
                  failed=tab.s.trouble)

    def _decide(self, what: str, asked: ErasureAsked) -> None:
        tab, erasing = self._tab, self._tab.s.desk.erasing
        if what == "take_back":
            tab.act(lambda: erasing.take_back(asked.ref), _("It stays as it is."))
        elif what == "decline":
            tab.act(lambda: erasing.decline(asked.case, asked.ref), _("It stays as it is."))
        else:
            self._erase(lambda: erasing.agree(asked.case, asked.ref), is_whole=asked.basis not in PARTS)

    def _gone(self, changes: Changes, *, is_whole: bool) -> None:
        """The file of a case that went is left; where a class of it went it stays."""
        tab = self._tab
        if is_whole:
            tab.s.go("cases")
        tab.s.hub.changed.emit(changes)
        tab.s.banner.show_good(_("Erased here. Settings, Erasing says when every laptop has confirmed."))


class AskErase(Sheet):
    """Says ``chosen`` with the reason, once it was said that no authority asks for these data."""

    chosen = Signal(str)

    def __init__(self, papers: Sequence[str], beneath: QWidget) -> None:
        super().__init__(_("Erase this case"), beneath)
        self.add(Label(_("It goes from every laptop, with its keys and older backups: everything about her, or only "
                         "the part she names. For a day it can be taken back; then a second person decides, where "
                         "there is one."), tone="muted"))
        self.basis = ChoiceButtons([(code, _(BASIS_WORDS[code])) for code in ASKABLE])
        self.basis.setAccessibleName(_("Why"))
        self.basis.chosen.connect(lambda _codes: self._fit())
        self.add(self.basis, first=True)
        self.add(Label(_("Destroying what a court or an authority has asked for may be a crime."), tone="ochre"))
        self.notice = ChoiceButtons([(NOBODY, _("No court or authority has asked for these data"))], multiple=True)
        self.notice.setAccessibleName(_("No court or authority has asked for these data"))
        self.notice.chosen.connect(lambda _codes: self._fit())
        self.add(self.notice)
        if papers:
            self.add(Label(_("Papers made before are not reached by this: {numbers}").format(
                numbers=", ".join(papers)), Role.SMALL, "muted"))
        self.erase = DangerButton(_("Erase a day from now"))
        self.erase.clicked.connect(self._choose)
        self.finish(self.erase)
        self._fit()

    def _fit(self) -> None:
        self.erase.setEnabled(bool(self.basis.picked() and self.notice.picked()))

    def _choose(self) -> None:
        basis = self.basis.picked()[0]
        self.close_sheet()
        self.chosen.emit(basis)
