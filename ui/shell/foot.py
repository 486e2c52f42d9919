# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines at the foot of the rail: is the protected work open, when did laptops meet, when was the last backup
(rulings 23 and 42)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from assist import i18n
from assist.i18n import _, ngettext
from assist.workplace import StatusView
from ui.hub import UnderWay
from ui.shell.rail import Rail
from ui.tasks import Lane

if TYPE_CHECKING:
    from assist.desk import Desk
    from assist.services.meeting import MeetingState

QUIET_DAYS = 7
"""So long may changes wait before the line looks like something to see to."""
_DAY_MS = 24 * 3600 * 1000


class Foot:
    """Asks beside the window and writes the lines; everybody with a vault always sees the first one."""

    def __init__(
        self, rail: Rail, desk: Desk, lanes: tuple[Lane, Lane], failed: Callable[[Exception], object],
    ) -> None:
        self._rail, self._desk, self._failed = rail, desk, failed
        self._write, self._read = lanes
        self._state: MeetingState | None = None
        self._show_vault(is_open=desk.vault_open)
        self._rail.backup.set_line(_("Backup"), "save")
        self._rail.meeting.set_line(_("Meeting place"), "sharing")

    @property
    def has_place(self) -> bool:
        """Whether there is a place to meet, as far as was seen."""
        return self._state is not None and self._state.has_place

    def refresh(self) -> None:
        """Look again."""
        self._show_vault(is_open=self._desk.vault_open)
        self._read.run(self._desk.status.read, owner=self._rail, then=self._show, failed=self._failed)
        self.look_at_meeting()

    def look_at_meeting(self) -> None:
        """How far things are shared."""
        self._write.run(self._desk.meeting.state, owner=self._rail, then=self._show_meeting, failed=self._failed)

    def show_round(self, now: UnderWay | None) -> None:
        """A round is under way, or over; in a new laptop, how many cases are here."""
        if now is not None and now.done < now.of:
            words = _("Cases come in: {done} of {count}")
            self._rail.meeting.set_line(words.format(done=i18n.number(now.done), count=i18n.number(now.of)), "sharing")
        elif now is not None and self.has_place:
            self._rail.meeting.set_line(_("Syncing …"), "sharing")
        elif self._state is not None:
            self._show_meeting(self._state)

    def _show(self, status: StatusView) -> None:
        self._show_vault(is_open=status.vault_open)
        when = _("none yet")
        if status.last_backup:
            here = datetime.fromisoformat(status.last_backup).astimezone()
            when = i18n.ago(here.date().isoformat(), self._desk.clock.today())
        self._rail.backup.set_line(_("Backup: {when}").format(when=when), "save")

    def _show_vault(self, *, is_open: bool) -> None:
        words = _("Protected work: open") if is_open else _("Protected work: shut")
        if self._desk.signed.travels:
            words = _("Protected work: not here")
        self._rail.vault.set_line(words, "unlock" if is_open else "lock", "protect" if is_open else "muted")

    def _show_meeting(self, state: MeetingState) -> None:
        self._state = state
        days = (self._desk.clock.now_ms() - state.oldest_ms) // _DAY_MS if state.oldest_ms else 0
        words = " · ".join(part for part in (self._last(state), _waiting(state, days)) if part)
        self._rail.meeting.set_line(words, "sharing", "ochre" if state.has_place and days >= QUIET_DAYS else "muted")

    def _last(self, state: MeetingState) -> str:
        if not state.has_place:
            return _("No meeting place")
        if not state.met_ms:
            return _("Not synced yet")
        here = datetime.fromtimestamp(state.met_ms / 1000).astimezone()
        today = self._desk.clock.today()
        when = f"{here:%H:%M}" if here.date() == today else i18n.ago(here.date().isoformat(), today)
        return _("Last synced {when}").format(when=when)


def _waiting(state: MeetingState, days: int) -> str:
    """What only this laptop has; said from a day on, because until then the next round is on its way."""
    if not state.has_place or days < 1:
        return ""
    return " ".join((
        ngettext("{count} change not yet shared,", "{count} changes not yet shared,", state.waiting),
        ngettext("the oldest {days} day", "the oldest {days} days", days),
    )).format(count=state.waiting, days=days)
