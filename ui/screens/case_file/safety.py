# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Safety tab: how it stands, the safe contact with its rules first, and what is protected."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from assist import i18n
from assist.i18n import N_, _, ngettext
from assist.policy import may
from assist.services.naming import NamedPerson
from assist.views import RecordRow, SafetyView, ThreatRow
from ui import wording
from ui.screens.case_file.contact import ContactPart
from ui.screens.case_file.filled import show_filled
from ui.screens.case_file.keeping import KeepingPart, Kept, kept
from ui.screens.case_file.raising import RaiseLevel
from ui.screens.case_file.second_person import Around, SecondPerson, around
from ui.screens.case_file.tab import Tab
from ui.tasks import with_both
from ui.theme import Role
from ui.widgets.buttons import Button
from ui.widgets.calm import CalmHidden
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.empty import Empty
from ui.widgets.labels import Label
from ui.widgets.lines import Lines

HIGHEST = 3
LEVELS = {
    0: N_("Not protected beyond what every case has."),
    1: N_("Nothing leaves without a second look."),
    2: N_("Sensitive answers are behind the passphrase; the team sees code, stage and plan."),
    3: N_("For everybody not named, this case is not there."),
}


@dataclass(frozen=True, slots=True)
class _Read:
    view: SafetyView
    trend: str
    around: Around
    kept: Kept


class SafetyTab(Tab):
    """What protects, what is due, and nothing painful before somebody asks for it."""

    _view: SafetyView | None = None

    def ask(self) -> None:
        """The safety view and the trend."""
        cases, case = self.s.desk.cases, self.case
        self.read(lambda: _Read(cases.safety(case), cases.now(case).band_trend, around(self.s, case),
                                kept(self.s, case)), self._show)

    def acts(self) -> list[Button]:
        """Look together; record a threat; planned protection."""
        return [
            self.filled(_("Look at safety together"), lambda: self.form("F05"), "shield_check"),
            self.quiet(_("Record a threat"), lambda: self.form("F17"), "warning"),
            self.quiet(_("Planned protection"), lambda: self.form("PROT"), "shield"),
        ]

    def _show(self, read: _Read) -> None:
        view = self._view = read.view
        left: list[QWidget] = [self._standing(view, read.trend), ContactPart(self, view.contact)]
        left.append(self._sheets(_("Looks at safety"), view.assessments, "F05"))
        right: list[QWidget] = [*SecondPerson(self).cards(read.around), self._protection(view, read.around),
                                self._plan(view)]
        if not view.vault_open:
            right.append(self._shut(view.sealed_count))
        if view.threats:
            right.append(self._threats(view.threats))
        if view.measures:
            right.append(self._sheets(_("Planned protection"), view.measures, "PROT"))
        right += KeepingPart(self).cards(read.kept)
        if view.justice:
            right.append(self._sheets(_("Support in justice"), view.justice, "F18"))
        self.show_columns(left, right)

    # -- how it stands --------------------------------------------------------------------

    def _standing(self, view: SafetyView, trend: str) -> Card:
        card = Card(_("How it stands"))
        if not view.band:
            empty = Empty(_("How safe she is, in her view and the team's, stands here once you looked together."))
            card.body.addWidget(empty)
            return card
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(Chip(wording.band(view.band), "ochre" if view.band != "low" else "green"))
        words = " · ".join(part for part in (
            _("her view: {word}").format(word=wording.own_band(view.own_band)) if view.own_band else "",
            wording.trend(trend)) if part)
        row.addWidget(Label(words), 1)
        card.body.addLayout(row)
        today = self.s.desk.clock.today()
        lines = Lines(150)
        lines.put(_("looked at"), i18n.day(view.band_on, today=today))
        if view.next_look:
            lines.put(_("look again"), i18n.day(view.next_look, today=today), i18n.relative(view.next_look, today))
        if view.review_due:
            lines.put(_("risk after the threat"), i18n.relative(view.review_due, today), tone="ochre")
        card.body.addWidget(lines)
        return card

    def _plan(self, view: SafetyView) -> Card:
        """Her safety plan: when it was agreed and is looked at again. What is in it opens with the passphrase."""
        card = Card(wording.form_title("F06"))
        if view.plan is None:
            card.body.addWidget(Empty(_("What helps, and what to do when danger is near, in her words.")))
        else:
            today = self.s.desk.clock.today()
            lines = Lines(150)
            lines.put(_("agreed on"), i18n.day(view.plan_on, today=today))
            if view.plan_review:
                lines.put(_("look again"), i18n.day(view.plan_review, today=today))
            card.body.addWidget(lines)
        words = _("Write the safety plan together") if view.plan is None else _("Look at the safety plan again")
        card.body.addWidget(self.quiet(words, self._open_plan, "shield_check"), 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _open_plan(self) -> None:
        """A plan half of which is behind the seal would look like an empty one: the vault is opened first."""
        if self._view is not None and self._view.plan is not None and not self.s.desk.vault_open:
            self.s.ask_passphrase(_("Most of her safety plan is protected."), lambda: self.form("F06"),
                                  opens_vault=True)
            return
        self.form("F06")

    def _sheets(self, title: str, rows: tuple[RecordRow, ...], form: str) -> Card:
        card = Card(title)
        if not rows:
            card.body.addWidget(Empty(_("No look yet.")))
            return card
        lines = Lines()
        for row in rows:
            words = wording.form_title(form)
            on = i18n.day(row.on, today=self.s.desk.clock.today())
            lines.put(on, words, tail=self.link(_("read"), lambda row=row: show_filled(self, row), f"{words}, {on}"))
        card.body.addWidget(lines)
        return card

    # -- protection -----------------------------------------------------------------------

    def _held(self, since: str) -> str:
        """The day of a hold may itself be on hold, on the laptop of a colleague."""
        if not since:
            return _("On hold: nothing leaves. Lifting this takes two people.")
        day = i18n.day(since, today=self.s.desk.clock.today())
        return _("On hold since {date}: nothing leaves. Lifting this takes two people.").format(date=day)

    def _protection(self, view: SafetyView, held: Around) -> Card:
        card = Card(_("Protection"))
        if view.level:
            card.body.addWidget(Chip(_("Protected · level {level}").format(level=view.level), "protect"))
        card.body.addWidget(Label(_(LEVELS[view.level])))
        if view.hold:
            card.body.addWidget(Label(self._held(view.hold_since), tone="protect"))
        if view.level < HIGHEST and may(self.s.desk.me.roles, "protection.raise").ok:
            card.body.addWidget(self.quiet(_("Raise protection"), self._ask_level, "shield"), 0,
                                Qt.AlignmentFlag.AlignLeft)
        SecondPerson(self).add_to(card, view, held)
        return card

    def _ask_level(self) -> None:
        desk = self.s.desk
        self.write(lambda: (desk.protection.could_read(self.case), desk.naming.nameable(), desk.glass.others()),
                   self._show_levels)

    def _show_levels(self, read: tuple[list[str], list[NamedPerson], int]) -> None:
        view, (readers, people, could_open) = self._view, read
        if view is not None:
            others = [person for person in people if person.user != self.s.desk.me.user]
            sheet = RaiseLevel(view.level, readers, others, self.ground, could_open)
            sheet.chosen.connect(self._raise)

    def _raise(self, level: int, named: tuple[str, ...] = ()) -> None:
        desk = self.s.desk
        if level == HIGHEST and not desk.vault_open:
            self.s.ask_passphrase(_("Level 3 needs the protected work open."), lambda: self._raise(level, named),
                                  opens_vault=True)
            return
        # Raising closes what readers hold: the read lane rests meanwhile.
        with_both(self.s.write, self.s.read, lambda: desk.protection.set_level(self.case, level, named), owner=self,
                  then=lambda changes: self._raised(changes), failed=self.s.trouble)

    def _raised(self, changes: object) -> None:
        self.s.banner.show_good(_("Protection was raised. Older backups of this laptop were replaced."))
        self.s.hub.changed.emit(changes)

    def _shut(self, waiting: int) -> Card:
        card = Card(_("Protected work is closed"))
        card.fill, card.line = "protect_tint", "protect"
        if self.s.desk.signed.travels:
            card.body.addWidget(Label(_(
                "Travelling: protected work cannot be opened on this laptop until you are back.")))
            return card
        card.body.addWidget(Label(_("The number, threats, measures and risk lines open with your passphrase.")))
        if waiting:
            card.body.addWidget(Label(
                ngettext("{count} protected change waits.", "{count} protected changes wait.", waiting).format(
                    count=waiting), Role.SMALL, "muted"))
        card.body.addWidget(self.quiet(_("Open protected work"), self.open_vault, "unlock"), 0,
                            Qt.AlignmentFlag.AlignLeft)
        return card

    # -- threats --------------------------------------------------------------------------

    def _threats(self, threats: tuple[ThreatRow, ...]) -> Card:
        card = Card(_("Threats and exposures"))
        lines = Lines()
        for row in threats:
            on = i18n.day(row.on, today=self.s.desk.clock.today())
            hidden = CalmHidden(self.s.hub, row.record, _("Threat of {date}").format(date=on))
            hidden.asked.connect(lambda row=row, hidden=hidden: self._reveal(row, hidden))
            lines.put(on, wording.form_title("F17"), below=hidden)
        card.body.addWidget(lines)
        return card

    def _reveal(self, row: ThreatRow, hidden: CalmHidden) -> None:
        def show(facts: str) -> None:
            what = wording.chosen("F17", "what", row.what)
            who = wording.chosen("F17", "who_at_risk", row.who_at_risk)
            hidden.reveal("\n".join(part for part in (" · ".join(p for p in (what, who) if p), facts) if part))

        self.write(lambda: self.s.desk.cases.reveal_threat(self.case, row.record), show)
