# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The meeting place: where laptops meet and how often, who was heard when, and what somebody must see to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assist.i18n import N_, _
from assist.policy import acts_of
from assist.services.hearing import HeardRow, TroubleRow
from assist.services.meeting import MeetingState, PlaceView
from assist.services.preferences import Preferences
from ui.context import Surroundings
from ui.dialogs.coming_in import ComingIn
from ui.dialogs.confirm import Confirm
from ui.screens.settings.laptops_heard import ClockWarning, LaptopsHeard, LaptopTroubles
from ui.screens.settings.meeting_form import KINDS, MeetingForm
from ui.screens.settings.tab import Tab, choice_of, row_of
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label

EVERY = {0: N_("only when asked"), 15: N_("15 minutes"), 60: N_("hour"), 240: N_("4 hours")}


@dataclass(frozen=True, slots=True)
class _Now:
    place: PlaceView | None
    state: MeetingState
    heard: Sequence[HeardRow]
    troubles: Sequence[TroubleRow]
    preferences: Preferences


class MeetingTab(Tab):
    """What is kept is shown masked; another place is typed anew."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._now: _Now | None = None
        self.meet = PrimaryButton(_("Meet now"))
        self.meet.clicked.connect(lambda: surroundings.meet())
        self.try_it, self.change, self.forget = (
            QuietButton(words) for words in (_("Try it"), _("Another place"), _("Meet nowhere")))
        self.try_it.clicked.connect(self._try)
        self.change.clicked.connect(lambda: self._show_form(shown=True))
        self.forget.clicked.connect(self._ask_forget)
        self.where, self.open_words, self.clock = Label(""), Label("", tone="ochre"), ClockWarning()
        self.form = MeetingForm(surroundings)
        self.form.kept.connect(self._kept)
        self.form.left.connect(lambda: self._show_form(shown=False))
        self.every = ChoiceButtons([(str(minutes), _(words)) for minutes, words in EVERY.items()])
        self.every.chosen.connect(self._keep_every)
        self.heard, self.troubles = LaptopsHeard(), LaptopTroubles()
        self.troubles.aside.connect(self._put_aside)
        self.troubles.hide()
        surroundings.hub.met.connect(self._heard_of_round)
        self._lay()

    def refresh(self) -> None:
        """As it is now."""
        self._s.write.run(self._read, owner=self, then=self._show, failed=self._s.trouble)

    def leave(self) -> None:
        """Nothing typed stays."""
        self.form.clear()

    # -- showing ------------------------------------------------------------------------

    def _read(self) -> _Now:
        desk = self._s.desk
        return _Now(desk.meeting.show(), desk.meeting.state(), desk.hearing.last_heard(), desk.hearing.troubles(),
                    desk.preferences.read())

    def _heard_of_round(self) -> None:
        if self.isVisible():
            self.refresh()

    def _show(self, now: _Now) -> None:
        before, self._now = self._now, now
        if before is None or (before.place is None) != (now.place is None):
            self._show_form(shown=now.place is None)
        self.where.setText(_said(now.place))
        self.open_words.setText(
            _("Its address and password lie readable on this laptop, so that it meets while locked."))
        self.open_words.setVisible(now.place is not None and now.place.also_locked)
        self.clock.show_off(now.state.off_ms)
        self.every.pick([str(now.preferences.meet_minutes)])
        self.heard.show_rows(now.heard, self._s.desk.clock.today())
        self.troubles.show_rows(now.troubles, may_put_aside="settings" in acts_of(self._s.desk.me.roles))

    def _show_form(self, *, shown: bool) -> None:
        has_place = self._now is not None and self._now.place is not None
        self.form.setVisible(shown)
        self.form.leave.setVisible(has_place)
        for button in (self.meet, self.try_it, self.change, self.forget):
            button.setVisible(has_place and not shown)
        if shown and has_place:
            self.form.kind.buttons()[0].setFocus()

    def _lay(self) -> None:
        place = Card(_("Meeting place"))
        place.body.addWidget(Label(
            _("Laptops of the organisation leave sealed updates there for each other. The place learns how much there "
              "is and when, and nothing else. Profiles on this laptop meet without it."), tone="muted"))
        for part in (self.where, self.open_words, self.clock):
            place.body.addWidget(part)
        place.body.addLayout(row_of(self.meet, self.try_it, self.change, self.forget))
        place.body.addWidget(self.form)
        often = Card(_("How often"))
        often.body.addWidget(choice_of(
            _("While somebody works, about every"), self.every,
            _("Never quite at the same time, so that the place learns less. A press on the line at the left meets "
              "at once.")))
        coming_in = ComingIn(self._s.hub, self._s.stop_meeting, self._s.banner)
        for card in (coming_in, self.troubles, place, often, self.heard):
            self.column.addWidget(card)

    # -- acts ---------------------------------------------------------------------------

    def _kept(self) -> None:
        self._s.hub.met.emit()
        self._s.banner.show_good(_("The meeting place is kept."))

    def _try(self) -> None:
        self.try_it.setEnabled(False)
        self._s.meeting.run(self._s.desk.meeting.test, owner=self, then=self._tried, failed=self._not_tried)

    def _tried(self, _nothing: object) -> None:
        self.try_it.setEnabled(True)
        self._s.banner.show_good(_("It was tried: something was put there, read and taken away again."))

    def _not_tried(self, error: Exception) -> None:
        self.try_it.setEnabled(True)
        self._s.trouble(error)

    def _ask_forget(self) -> None:
        sheet = Confirm(
            _("Meet nowhere"), _("Updates stay on this laptop until there is a place again. Nothing is deleted there."),
            _("Forget the place"), self)
        sheet.agreed.connect(lambda: self._s.write.run(
            self._s.desk.meeting.forget, owner=self, then=lambda _done: self._s.hub.met.emit(),
            failed=self._s.trouble))

    def _put_aside(self, kind: str, stream: str) -> None:
        self._s.write.run(lambda: self._s.desk.hearing.put_aside(kind, stream), owner=self,
                          then=lambda _done: self._s.hub.met.emit(), failed=self._s.trouble)

    def _keep_every(self, picked: tuple[str, ...]) -> None:
        if self._now is None or not picked:
            self.refresh()
            return
        wanted = replace(self._now.preferences, meet_minutes=int(picked[0]))
        self._s.write.run(lambda: self._s.desk.preferences.write(wanted), owner=self,
                          then=lambda _done: self._s.hub.preferences.emit(wanted), failed=self._s.trouble)


def _said(place: PlaceView | None) -> str:
    if place is None:
        return ""
    kind = _(KINDS[place.kind][0]) if place.kind in KINDS else place.kind
    return " · ".join(part for part in (kind, place.where, place.user) if part)
