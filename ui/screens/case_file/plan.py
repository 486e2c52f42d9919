# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Plan tab: both plans, whether each is agreed and why not, and every version that was agreed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from assist import i18n
from assist.i18n import N_, _
from assist.views import Agreement, GoalRow, PlanView
from ui import wording
from ui.screens.case_file.goal import GoalPart
from ui.screens.case_file.priorities import priorities_card
from ui.screens.case_file.tab import Tab
from ui.theme import Role
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.empty import Empty
from ui.widgets.labels import Label
from ui.widgets.lines import Hairline, Lines

FORMS = {"psychosocial": "F08", "productive": "F10"}
TITLES = {"psychosocial": N_("Psychosocial plan"), "productive": N_("Productive plan")}
NEW = {"psychosocial": N_("New psychosocial goal"), "productive": N_("New productive goal")}
EMPTY = {
    "psychosocial": N_("What she wants for rest, health, people and rights stands here, in her words."),
    "productive": N_("What she wants for work, study, papers and money stands here, in her words."),
}
CAN_AGREE = ("plan.not_agreed_yet", "plan.changed_since")


class PlanTab(Tab):
    """Her words first, two voices, steps, and what is agreed."""

    _view: PlanView | None = None

    def ask(self) -> None:
        """Both plans."""
        self.read(lambda: self.s.desk.cases.plan(self.case), self._show)

    def acts(self) -> list[Button]:
        """The filled one is what comes next: agree, look together, or a first goal."""
        view = self._view
        agree = self.quiet(_("Agree the plan"), lambda: self.form("AGR"), "hand")
        look = self.quiet(_("Look at the plan together"), lambda: self.form("F13"), "people")
        new = [self.quiet(_(NEW[plan]), lambda plan=plan: self.form(FORMS[plan]), "plus") for plan in FORMS]
        if view is None or not (view.psychosocial or view.productive):
            return [self.filled(_(NEW["psychosocial"]), lambda: self.form("F08"), "plus"), new[1]]
        if any(why in CAN_AGREE for why in view.why_not.values()):
            return [self.filled(agree.words(), lambda: self.form("AGR"), "hand"), look, *new]
        if "agreed" in view.states.values():
            return [self.filled(look.words(), lambda: self.form("F13"), "people"), *new]
        return [self.filled(_(NEW["psychosocial"]), lambda: self.form("F08"), "plus"), new[1], look]

    def _show(self, view: PlanView) -> None:
        self._view = view
        plans = {"psychosocial": view.psychosocial, "productive": view.productive}
        left = [self._plan(plan, goals, view) for plan, goals in plans.items()]
        self.show_columns(left, [
            priorities_card(self, view.priorities), self._agreements(view.agreements)], (3, 1))

    def _plan(self, plan: str, goals: tuple[GoalRow, ...], view: PlanView) -> Card:
        card = Card(_(TITLES[plan]))
        if not goals:
            empty = Empty(_(EMPTY[plan]), _(NEW[plan]))
            empty.clicked.connect(lambda: self.form(FORMS[plan]))
            card.body.addWidget(empty)
            return card
        card.body.addLayout(self._state(plan, view))
        today = self.s.desk.clock.today()
        for goal in goals:
            card.body.addWidget(Hairline())
            about = goal.own_words or goal.worker_words
            change = self.link(_("change this goal"), lambda goal=goal: self.form(FORMS[plan], goal.record), about)
            card.body.addWidget(GoalPart(goal, today, change))
        return card

    def _state(self, plan: str, view: PlanView) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        state = view.states.get(plan, "none")
        row.addWidget(Chip(wording.plan_state(state), "green" if state == "agreed" else "plain"))
        row.addWidget(Label(wording.why_not(view.why_not.get(plan, "")), Role.SMALL, "muted"), 1)
        return row

    def _agreements(self, agreements: tuple[Agreement, ...]) -> QWidget:
        card = Card(_("Agreed versions"))
        if not agreements:
            card.body.addWidget(Empty(_("Each version stands here once it was agreed together.")))
            return card
        lines = Lines(0)
        for each in agreements:
            lines.put_widget(self._agreement(each))
        card.body.addWidget(lines)
        return card

    def _agreement(self, each: Agreement) -> QWidget:
        """One version; its words open below it and stay readable for good (PA-02)."""
        part = Card()
        part.fill = part.line = "surface"
        part.layout().setContentsMargins(0, 0, 0, 0)
        part.body.setSpacing(1)
        name = _("{plan}, version {number}").format(plan=wording.plan(each.plan), number=each.version)
        part.body.addWidget(Label(name, Role.STRONG))
        about = (i18n.long_day(each.on), wording.chosen("AGR", "how", each.how),
                 wording.listed("language", each.language), _("holds") if each.current else "")
        part.body.addWidget(Label(" · ".join(words for words in about if words), Role.SMALL, "muted"))
        words = Label("", Role.BODY)
        words.hide()
        read = self.link(_("read it"), lambda: self._read_version(each, words), name)
        part.body.addWidget(read, 0, Qt.AlignmentFlag.AlignLeft)
        part.body.addWidget(words)
        return part

    def _read_version(self, each: Agreement, words: Label) -> None:
        if not words.isHidden():
            words.hide()
            return

        def show(text: str) -> None:
            words.setText("\n".join(wording.quoted(line) for line in text.splitlines()))
            words.show()

        self.read(lambda: self.s.desk.cases.agreed_text(self.case, each.record), show)
