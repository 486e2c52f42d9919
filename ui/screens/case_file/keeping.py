# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking again whether what is protected is still needed, on the Safety tab; none of its words is shown (WP-17)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from assist import i18n
from assist.i18n import _, ngettext
from assist.keepingbook import ProtectedSheet
from assist.policy import may
from assist.services.keeping import SHOW
from assist.views import Changes
from ui import wording
from ui.context import Surroundings
from ui.dialogs.sheet import Sheet
from ui.screens.case_file.tab import Tab
from ui.tasks import with_both
from ui.theme import Role
from ui.widgets.buttons import DangerButton
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label

_LEFT = Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class Kept:
    """What is protected in a case, sheet by sheet, and when somebody is to look at it again."""

    sheets: tuple[ProtectedSheet, ...] = ()
    due: str = ""


def kept(s: Surroundings, case: str) -> Kept:
    """Read it; nothing while the vault is shut, and for whoever may not see what is protected."""
    if not s.desk.vault_open or not may(s.desk.me.roles, SHOW).ok:
        return Kept()
    due = (duty.due for duty in s.desk.cases.duties(case) if duty.rule == "protected_review")
    return Kept(s.desk.keeping.sheets(case), next(due, ""))


class KeepingPart:
    """Builds the card and does what it asks for."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab

    def cards(self, held: Kept) -> list[QWidget]:
        """One card; none where nothing is protected."""
        if not held.sheets:
            return []
        tab = self._tab
        card = Card(_("Protected notes"))
        count = len(held.sheets)
        card.body.addWidget(Label(ngettext(
            "{count} form holds protected answers.", "{count} forms hold protected answers.", count).format(
                count=count)))
        today = tab.s.desk.clock.today()
        if held.due:
            is_due = held.due <= today.isoformat()
            words = _("Are they still needed? Look by {date}.").format(date=i18n.day(held.due, today=today))
            card.body.addWidget(Label(words, Role.SMALL, "ochre" if is_due else "muted"))
        card.body.addWidget(tab.quiet(_("All still needed"), self._needed), 0, _LEFT)
        card.body.addWidget(tab.link(_("strike what is no longer needed"), lambda: self._ask(held.sheets)), 0, _LEFT)
        return [card]

    def _needed(self) -> None:
        tab = self._tab
        tab.act(lambda: tab.s.desk.keeping.still_needed(tab.case), _("Noted. It is asked again in ninety days."))

    def _ask(self, sheets: Sequence[ProtectedSheet]) -> None:
        sheet = AskStruck(sheets, self._named, self._tab.ground)
        sheet.chosen.connect(self._strike)

    def _named(self, each: ProtectedSheet) -> str:
        title = wording.form_title(each.form) if each.form else _("What is known of her")
        on = i18n.day(each.on, today=self._tab.s.desk.clock.today())
        answers = ngettext("{count} answer", "{count} answers", each.answers).format(count=each.answers)
        return f"{title} · {on} · {answers}"

    def _strike(self, records: tuple[str, ...]) -> None:
        tab = self._tab

        def done(changes: Changes) -> None:
            tab.s.banner.show_good(_("Struck here. Settings, Erasing says when every laptop has confirmed."))
            tab.s.hub.changed.emit(changes)

        # Taking words out for good closes what readers hold: the read lane rests meanwhile.
        with_both(tab.s.write, tab.s.read, lambda: tab.s.desk.keeping.strike(tab.case, records), owner=tab, then=done,
                  failed=tab.s.trouble)


class AskStruck(Sheet):
    """Says ``chosen`` with the records whose protected answers go."""

    chosen = Signal(tuple)

    def __init__(
        self, sheets: Sequence[ProtectedSheet], named: Callable[[ProtectedSheet], str], beneath: QWidget
    ) -> None:
        super().__init__(_("What is no longer needed?"), beneath)
        self.add(Label(_("The protected answers of what you choose go from every laptop, with older backups. The rest "
                         "of the form stays. Nobody can bring them back."), tone="muted"))
        self.which = ChoiceButtons([(each.record, named(each)) for each in sheets], multiple=True)
        self.which.setAccessibleName(_("What is no longer needed?"))
        self.which.chosen.connect(lambda _codes: self._fit())
        self.add(self.which, first=True)
        self.strike = DangerButton(_("Strike for good"))
        self.strike.clicked.connect(self._choose)
        self.finish(self.strike)
        self._fit()

    def _fit(self) -> None:
        self.strike.setEnabled(bool(self.which.picked()))

    def _choose(self) -> None:
        records = tuple(self.which.picked())
        self.close_sheet()
        self.chosen.emit(records)
