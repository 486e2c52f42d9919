# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Meeting colleagues while somebody works: those of this laptop at once, at the place now and then, or when asked."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from assist.errors import AssistError, Busy
from assist.services.preferences import Preferences
from assist.views import Changes
from ui.hub import Hub, UnderWay
from ui.tasks import Lane

if TYPE_CHECKING:
    from assist.desk import Desk
    from assist.services.meeting import Meeting

MINUTE_MS = 60_000
_SOONEST_MS = MINUTE_MS
"""Whoever has just signed in is left in peace for so long."""


def _between() -> float:
    """From two thirds to four thirds: an hour becomes 40 to 80 minutes, so that times of meeting say little."""
    return (2 + 2 * secrets.randbelow(10_001) / 10_000) / 3


class Meetings(QObject):
    """One round at a time, in a lane of its own: a place that says nothing keeps nobody waiting.

    ``hub.round_is`` says that one is under way, and how far a new laptop is. ``done`` is said with what came of
    a round somebody asked for, ``failed`` with its error. What the schedule could not do is only seen in the
    quiet line.
    """

    done = Signal(object)
    failed = Signal(object)

    def __init__(
        self, desk: Desk, hub: Hub, lane: Lane, parent: QObject | None = None, between: Callable[[], float] = _between,
    ) -> None:
        super().__init__(parent)
        self._desk, self._hub, self._lane, self._between = desk, hub, lane, between
        self._minutes = 0
        self._is_running = self._is_over = self._once_more = False
        self._tell = lane.teller(self, self._heard)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self._due)

    @property
    def is_running(self) -> bool:
        """Whether a round is under way."""
        return self._is_running

    def begin(self) -> None:
        """The first page is there: what colleagues of this laptop left is read, in milliseconds.

        A laptop that has never met its colleagues does not wait for the schedule.
        """
        self._run(self._first_round, asked=False)

    def obey(self, preferences: Preferences) -> None:
        """Meet so often from now on; the first time soon when the last one is long ago."""
        if preferences.meet_minutes != self._minutes:
            self._minutes = preferences.meet_minutes
            self._plan(first=True)

    def now(self) -> None:
        """Somebody asks for a round; while one is under way, nothing."""
        self._run(lambda: self._desk.meeting.round(progress=self._progress), asked=True)

    def soon(self) -> None:
        """What was decided a moment ago is carried, by a round of its own after the one under way."""
        if self._is_running:
            self._once_more = True
        else:
            self._run(self._round_if_there_is_a_place, asked=False)

    def stop(self) -> None:
        """No further step of the round under way; what was done until then stays done."""
        if self._is_running:
            self._desk.meeting.stop()

    def close(self) -> None:
        """No further step; what is on the way is not waited for."""
        self._is_over = True
        self.timer.stop()
        self._desk.meeting.stop()

    # -- inside -----------------------------------------------------------------------------

    def _due(self) -> None:
        self._run(self._round_if_there_is_a_place, asked=False)
        self._plan(first=False)

    def _round_if_there_is_a_place(self) -> Meeting:
        meeting = self._desk.meeting
        if meeting.place() is None:
            return meeting.local_round(self._progress)
        return meeting.round(progress=self._progress)

    def _first_round(self) -> Meeting:
        meeting = self._desk.meeting
        if meeting.is_new_here():
            return meeting.round(progress=self._progress)
        return meeting.local_round(self._progress)

    def _progress(self, done: int, of: int) -> None:
        """In the lane."""
        self._tell(UnderWay(done, of))

    def _heard(self, now: UnderWay) -> None:
        if self._is_running:
            self._hub.tell_round(now)

    def _plan(self, *, first: bool) -> None:
        self.timer.stop()
        if not self._minutes or self._is_over:
            return
        whole = round(self._minutes * MINUTE_MS * self._between())
        if first:
            self._lane.run(lambda: self._desk.meeting.state().met_ms, owner=self,
                           then=partial(self._plan_after, whole), failed=lambda _error: self.timer.start(whole))
        else:
            self.timer.start(whole)

    def _plan_after(self, whole: int, met_ms: int) -> None:
        gone = max(0, self._desk.clock.now_ms() - met_ms)
        soonest = round(_SOONEST_MS * self._between())
        if not self._is_over and self._minutes:
            self.timer.start(min(whole, max(soonest, whole - gone)))

    def _run(self, work: Callable[[], Meeting], *, asked: bool) -> None:
        if self._is_running or self._is_over:
            return
        self._is_running = True
        self._hub.tell_round(UnderWay())
        self._lane.run(work, owner=self, then=partial(self._came, asked), failed=partial(self._could_not, asked))

    def _came(self, asked: bool, met: Meeting) -> None:
        self._rest()
        if met.result.changes:
            self._hub.changed.emit(Changes(met.result.cases, frozenset({"round"})))
        if asked:
            self.done.emit(met)

    def _could_not(self, asked: bool, error: Exception) -> None:
        self._rest()
        if isinstance(error, Busy) or self._is_over:
            return
        if asked or not isinstance(error, AssistError):
            self.failed.emit(error)

    def _rest(self) -> None:
        self._is_running = False
        self._hub.tell_round(None)
        self._hub.met.emit()
        if self._once_more:
            self._once_more = False
            self.soon()
