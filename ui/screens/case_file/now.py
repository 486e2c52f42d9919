# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The case at a glance: what she wants, how it goes, what is next, and nothing that hurts to read."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from assist import i18n
from assist.domain.stages import CLOSED
from assist.i18n import _, ngettext
from assist.views import Agreement, ConsentRow, DutyRow, NowView
from ui import wording
from ui.charts.circles import CircleRows, rows_of
from ui.charts.trend import TrendChart, wellbeing_and_daily_life
from ui.screens.case_file.goal import GoalSummary, area_of, next_step
from ui.screens.case_file.remarks import RemarksPart
from ui.screens.case_file.tab import Tab
from ui.theme import Role
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.empty import Empty
from ui.widgets.labels import Label
from ui.widgets.lines import Hairline, Lines

DUTY_FORMS = {
    "first_safety_look": "F05", "next_safety_look": "F05", "risk_review": "F05", "confirm_contact": "F04",
    "safety_plan": "F06", "safety_plan_again": "F06",
    "tell_review": "F04", "renew_consent": "F03", "paper_consent": "F03",
    "refresh_consent": "F03", "agree_plan": "AGR", "review": "F13",
    "aftercare": "F13", "measure_review": "PROT", "paper_ends": "F10", "supervisor_look": "F15",
    "court_measure": "F18", "hearing_before": "F05", "hearing_eve": "F04", "hearing_after": "F05", "wish_due": "F19",
    "referral_check": "F12", "introduce_yourself": "F11", "remind_appointment": "F04", "appointment_after": "APPT",
}
"""Where each duty is done. The way to reach her stands on the safe-contact card, so that comes before a call."""
SAME_SHEET = frozenset({"measure_review", "paper_ends", "supervisor_look", "court_measure", "wish_due",
                        "referral_check", "appointment_after"})
"""Done on the sheet the duty comes from; a second one beside it would leave the first due for ever."""
ASKED_ANEW = frozenset({"refresh_consent", "renew_consent"})
"""Asked on a new sheet that says already what it is about and for whom; the sheet of the duty says that."""
DUTY_TABS = {"child_said_no": "consent", "protected_review": "safety", "erasure_asked": "consent",
             "tell_recipient": "consent",
             "erase_due": "consent", "notes_due": "consent", "protected_due": "consent", "kept_by_law": "consent",
             "rest_look": "now",
             "referral_answer": "services"}
"""Duties of no form, with the part of the file where they are done."""
DUTY_PLACES = {"hand_back": ("team", "handover")}
"""Duties that are done outside the file, with the place and its part."""
HEAD_LETTERS = 40
"""More than this may not stand whole in the head of the file."""
DUTIES_SHOWN, STEPS_SHOWN = 3, 4
NEXT_FORMS = {"contact": "LIMITS", "introduced": "F03", "consented": "F02"}
"""What comes next on the path while the work has not begun."""


class NowTab(Tab):
    """One page, two columns."""

    _view: NowView | None = None

    def ask(self) -> None:
        """The picture of now."""
        self.read(lambda: self.s.desk.cases.now(self.case), self._show)

    def acts(self) -> list[Button]:
        """What comes next, the note of today, a threat, and resting or going on."""
        stage = self.head.stage if self.head else ""
        threat = self.quiet(_("Record a threat"), lambda: self.form("F17"), "warning")
        if stage in CLOSED:
            return [self.filled(_("Open the case again"), self._reopen, "undo"), threat]
        if stage == "pause":
            note = self.quiet(_("Note of today"), lambda: self.form("F11"))
            return [self.filled(_("She is ready to go on"), self._ready), note, threat]
        if stage in NEXT_FORMS:
            form = NEXT_FORMS[stage]
            coming = self.filled(_("Next: {form}").format(form=wording.form_title(form)), lambda: self.form(form))
            rest = [self.quiet(_("Rest a while"), self._pause)] if stage == "consented" else []
            return [coming, self.quiet(_("Note of today"), lambda: self.form("F11")), threat, *rest]
        return [self.filled(_("Note of today"), lambda: self.form("F11")), threat,
                self.quiet(_("Rest a while"), self._pause)]

    def quiet_word(self) -> str:
        """How many see it, and when it was last looked at."""
        view = self._view
        if view is None or not view.last_seen:
            return ""
        seen = ngettext("{count} person sees it", "{count} people see it", view.seen_by).format(count=view.seen_by)
        moment = datetime.fromisoformat(view.last_seen.replace("Z", "+00:00")).astimezone()
        ago = i18n.ago(moment.date().isoformat(), self.s.desk.clock.today())
        return _("{who} · last look {day} {time}").format(who=seen, day=ago, time=f"{moment:%H:%M}")

    # -- acts -----------------------------------------------------------------------------

    def _pause(self) -> None:
        self.act(lambda: self.s.desk.care.pause(self.case), _("Resting. Only safety goes on until she is ready."))

    def _ready(self) -> None:
        self.act(lambda: self.s.desk.care.ready(self.case), _("She goes on, from today."))

    def _reopen(self) -> None:
        self.act(lambda: self.s.desk.care.reopen(self.case),
                 _("The case is open again. Everything is kept, nothing is asked twice."))

    # -- showing --------------------------------------------------------------------------

    def _show(self, view: NowView) -> None:
        self._view = view
        left: list[QWidget] = [self._goals(view)]
        if view.to_sort:
            left.insert(0, RemarksPart(self, view.to_sort))
        left.append(self._trend(view))
        self.show_columns(left, [self._next(view.next_steps), self._safety(view), self._path(view)],
                          fills=True)

    def _goals(self, view: NowView) -> Card:
        card = Card(" · ".join(part for part in (_("What she wants"), self._agreed(view)) if part))
        if not view.goals:
            if view.hopes:
                card.body.addWidget(Label(wording.quoted(view.hopes), Role.LEAD))
                card.body.addWidget(Label(_("said at intake, for the next three months"), Role.SMALL, "muted"))
            rests = self.head is not None and self.head.stage == "pause"
            empty = Empty(_("Her goals stand here, in her words."), "" if rests else _("Write a first goal"))
            empty.clicked.connect(lambda: self.form("F08"))
            card.body.addWidget(empty)
        for place, goal in enumerate(view.goals):
            if place:
                card.body.addWidget(Hairline())
            step = next_step(goal)
            about = " · ".join(part for part in (
                wording.plan(goal.plan), area_of(goal), _("next: {step}").format(step=step) if step else "") if part)
            card.body.addWidget(GoalSummary(goal, about))
        return card

    def _agreed(self, view: NowView) -> str:
        """When the plan that holds was agreed, and how; that it is proposed otherwise."""
        current: list[Agreement] = [each for each in view.agreements if each.current]
        if not current:
            return _("proposed, not agreed yet") if view.goals else ""
        newest = max(current, key=lambda each: each.on)
        on = i18n.day(newest.on, today=self.s.desk.clock.today())
        words = _("agreed {date}, with an interpreter") if newest.with_interpreter else _("agreed {date}")
        return words.format(date=on)

    def _trend(self, view: NowView) -> Card:
        card = Card(_("How it goes, as she tells it"))
        series = wellbeing_and_daily_life(view.wellbeing, view.daily_life)
        if series:
            chart = TrendChart(series)
            chart.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            card.body.addWidget(chart)
        else:
            card.body.addWidget(Empty(_("Two lines grow here with each conversation, if she wants them.")))
            card.body.addStretch(1)
        if view.checkins:
            card.body.addWidget(CircleRows(rows_of(view.checkins)))
        return card

    def _next(self, duties: tuple[DutyRow, ...]) -> Card:
        card = Card(_("What is next"))
        if not duties:
            card.body.addWidget(Empty(_("Nothing is due.")))
            return card
        today = self.s.desk.clock.today()
        lines = Lines(104, spacing=0)
        for duty in duties[:DUTIES_SHOWN]:
            words = wording.duty(duty.rule)
            is_here = duty.rule in {*DUTY_FORMS, *DUTY_TABS, *DUTY_PLACES}
            tail = self.link(_("do it"), lambda duty=duty: self._do(duty), words) if is_here else None
            late = duty.due[:10] < today.isoformat()
            lines.put(wording.when(duty.due, today), words, first_tone="ochre" if late else "muted", tail=tail)
        card.body.addWidget(lines)
        return card

    def _do(self, duty: DutyRow) -> None:
        if duty.rule in DUTY_PLACES:
            place, tab = DUTY_PLACES[duty.rule]
            self.s.go(place, tab=tab)
            return
        if duty.rule in DUTY_TABS:
            self.s.go("case", case=self.case, tab=DUTY_TABS[duty.rule])
            return
        form = DUTY_FORMS[duty.rule]
        if duty.rule in ASKED_ANEW and duty.record:
            self._ask_anew(form, duty.record)
            return
        if duty.rule not in SAME_SHEET or duty.record:
            self.form(form, duty.record if duty.rule in SAME_SHEET else "")
            return
        records = self.s.desk.cases.records
        self.read(lambda: next((row.record for row in records(self.case) if row.form == form), ""),
                  lambda record: self.form(form, record))

    def _ask_anew(self, form: str, record: str) -> None:
        """A sheet of its own about the same thing and for the same people; what she decides stands on none yet."""
        def ask(rows: tuple[ConsentRow, ...]) -> None:
            about = next(({"kind": row.kind, "recipient": row.recipient} for row in rows if row.record == record), {})
            self.s.go("form", form=form, case=self.case, **{key: said for key, said in about.items() if said})

        consents = self.s.desk.cases.consents
        self.read(lambda: consents(self.case), ask)

    def _safety(self, view: NowView) -> Card:
        card = Card(_("Safety"))
        if view.band:
            row = QHBoxLayout()
            row.setSpacing(6)
            row.addWidget(Chip(wording.band(view.band), "green" if view.band == "low" else "ochre"))
            parts = (
                _("her view: {word}").format(word=wording.own_band(view.own_band)) if view.own_band else "",
                wording.trend(view.band_trend),
            )
            row.addWidget(Label(" · ".join(part for part in parts if part)), 1)
            card.body.addLayout(row)
            on = i18n.day(view.band_on, today=self.s.desk.clock.today())
            card.body.addWidget(Label(_("looked at {date}").format(date=on), Role.SMALL, "muted"))
        else:
            card.body.addWidget(Empty(_("Safety was not looked at together yet.")))
        if self.head is not None and self.head.hold:
            card.body.addWidget(Label(_("On hold: nothing leaves."), Role.SMALL, "protect"))
        if self.head is not None and len(self.head.avoid) > HEAD_LETTERS:
            card.body.addWidget(Label(_("Avoid here: {what}").format(what=self.head.avoid), Role.SMALL, "ochre"))
        return card

    def _path(self, view: NowView) -> Card:
        stage = wording.stage(self.head.stage) if self.head else ""
        card = Card(" · ".join(part for part in (_("Path"), stage) if part))
        lines = Lines()
        today = self.s.desk.clock.today()
        for row in view.path[:STEPS_SHOWN]:
            words = f"{wording.path(row.what)}: {wording.quoted(row.detail)}" if row.detail else wording.path(row.what)
            lines.put(i18n.day(row.on, today=today), words)
        card.body.addWidget(lines)
        card.body.addStretch(1)
        return card
