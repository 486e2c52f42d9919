# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One person at the window, from signing in to the lock: going places, covering, opening and shutting the vault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from assist.device import Device
from assist.i18n import _, ngettext
from assist.services.practice_keys import PracticeKey
from assist.services.preferences import Preferences
from ui.context import Surroundings
from ui.hub import Hub
from ui.shell.asking import Asker
from ui.shell.clipboard import ClipboardWatch
from ui.shell.cover import Cover
from ui.shell.foot import Foot
from ui.shell.frame import Frame
from ui.shell.idle import Clocks, Idle, Limits
from ui.shell.leaving import Claimed, Leaving
from ui.shell.meetings import Meetings
from ui.shell.places import HOME
from ui.shell.return_code import ReturnCode
from ui.shell.system_watch import SystemWatch
from ui.shell.together import LookingTogether
from ui.shell.troubles import Troubles
from ui.shell.window import Window
from ui.tasks import Lane, with_both
from ui.widgets.hidden import HiddenText

if TYPE_CHECKING:
    from assist.desk import Desk
    from assist.services.meeting import Meeting

FIRST_ROUND_MS = 250
"""After the first page was read: it is painted before a round takes its share of the laptop."""


@dataclass(frozen=True)
class Keys:
    """What the entrance hands over: the open desk, who holds the claim, the lanes, the way back."""

    desk: Desk
    door: Claimed
    lanes: tuple[Lane, Lane, Lane]
    meeting_lane: Lane
    code: ReturnCode
    device: Callable[[], Device]
    clocks: Clocks
    practice: PracticeKey | None = None


class Sitting(QObject):
    """Holds everything of one sign-in together. ``left`` is called once it is all taken down."""

    def __init__(self, window: Window, keys: Keys, left: Callable[[], object]) -> None:
        super().__init__(window)
        self.window, self.desk, self._keys = window, keys.desk, keys
        self.write, self.read, self.paper = keys.lanes
        self.hub = Hub(self)
        self.idle = Idle(keys.clocks, self)
        self.clipboard = ClipboardWatch(parent=self)
        self.cover = Cover(keys.code)
        self.cover.is_open_to_all = keys.desk.me.practice and not keys.code.is_chosen
        self.together = LookingTogether(self, keys.code, self.hub.changed.emit, self.act, self.idle.touch, self)
        self.meetings = Meetings(keys.desk, self.hub, keys.meeting_lane, self)
        self._leaving = Leaving(keys.desk, keys.door, keys.lanes, left, self)
        self._build_page()
        self._connect()
        self.idle.start()
        self.write.run(self.desk.preferences.read, owner=self, then=self._obey, failed=self.trouble)
        self.write.run(self.desk.backups.daily, owner=self, then=self._backed_up, failed=self.trouble)

    # -- going places -----------------------------------------------------------------

    def go(self, place: str, **where: str) -> None:
        """To another screen, unless the one shown asks to stay."""
        self.asker.away()
        try:
            self.frame.stage.go(self.surroundings, place, **where)
        except Exception as error:  # whatever a screen cannot do, the frame stays usable
            self.trouble(error)
        self.frame.rail.set_here(self.frame.stage.kind.under)

    def trouble(self, error: Exception) -> None:
        """Any error, in words, with a next step where there is one."""
        self.troubles.show(error)

    def rebuild(self) -> None:
        """Another language or other colours: the same place, said anew."""
        place, where = self.frame.stage.place, self.frame.stage.where
        self.frame.stage.leave()
        self._build_page()
        self.go(place or HOME, **where)

    def put_aside(self) -> tuple[str, dict[str, str]]:
        """Nothing stays on the window; the place to come back to."""
        place, where = self.frame.stage.place, self.frame.stage.where
        self.frame.stage.leave()
        self._build_page()
        return place or HOME, where

    # -- covering -------------------------------------------------------------------------

    def act(self, name: str) -> None:
        """Pause, hide or lock: all three cover at once."""
        if name == "lock":
            self.lock()
        elif self.together.is_open:
            self.together.act(name)
        elif self.window.is_covered and self.cover.kind == "hide":
            return
        else:
            self._cover(name)
            self.frame.stage.keep_draft()

    def lock(self) -> None:
        """Cover, keep, close, forget: the program starts again at the entrance."""
        self._cover("lock")
        self.together.end_behind_cover()
        self.idle.stop()
        self.clipboard.clear()
        self._keys.code.forget()
        self.meetings.close()
        self._leaving.begin(self._last_words)

    def _last_words(self) -> None:
        self.frame.stage.leave()
        self.write.run(self.desk.leaving.at_once, owner=self, failed=lambda _refused: None)
        self.write.run(self.desk.meeting.lay_down, owner=self)

    def _cover(self, kind: str) -> None:
        self.cover.put(kind)
        self.window.cover_with(self.cover)
        self.cover.setFocus(Qt.FocusReason.OtherFocusReason)
        for hidden in self.frame.findChildren(HiddenText):
            hidden.hide_now()

    def _cover_when_quiet(self) -> None:
        self.together.cover_when_quiet()
        people = self.frame.stage.kind.shows_people and not self.together.is_open
        if people and not (self.window.is_covered and self.cover.kind in ("hide", "lock")):
            self._cover("hide")
            self.frame.stage.keep_draft()

    def _try_words(self, words: str) -> None:
        self.write.run(
            partial(self.desk.signed.check_passphrase, words), owner=self.cover,
            then=lambda _fits: self._came_back(), failed=lambda _error: self.cover.refuse())

    def _came_back(self) -> None:
        self.cover.put("hide")
        self.cover.passphrase.setEnabled(True)
        self.window.uncover()

    # -- the protected work -----------------------------------------------------------------

    def shut_vault(self) -> None:
        """Close the protected work; readers rest meanwhile."""
        if self.desk.vault_open:
            with_both(self.write, self.read, self.desk.signed.shut_vault, owner=self,
                      then=lambda _done: self.hub.vault.emit(False), failed=self.trouble)

    def _vault_is_shut(self) -> None:
        self.together.vault_shut()
        self.frame.stage.banner.offer_no_undo()  # it remembers what stood behind the seal

    def turn_vault(self) -> None:
        """The line at the foot: shut it, or ask for the passphrase to open it."""
        if self.desk.vault_open:
            self.shut_vault()
        else:
            self.asker.ask(_("The protected work opens with the passphrase again."), lambda: None, opens_vault=True)

    # -- colleagues ---------------------------------------------------------------------------

    def meet(self) -> None:
        """The line at the foot: meet now, or choose where."""
        if self.foot.has_place:
            self.meetings.now()
        else:
            self.go("settings", tab="meeting")

    def _met(self, met: Meeting) -> None:
        if not met.stopped:
            read = met.result.changes
            words = ngettext("Synced. {count} change was read.", "Synced. {count} changes were read.", read)
            self.frame.stage.banner.show_good(words.format(count=read))

    def _first_page_is_there(self, busy: bool) -> None:
        if not busy:
            self.read.busy.disconnect(self._first_page_is_there)
            QTimer.singleShot(FIRST_ROUND_MS, self, self.meetings.begin)

    # -- what is decided once ---------------------------------------------------------------

    def _build_page(self) -> None:
        self.frame = Frame(
            self.window.windowTitle(), roles=self.desk.me.roles, practice=self.desk.me.practice)
        stage = self.frame.stage
        self.asker = Asker(stage.content, self.desk, self.hub, (self.write, self.read))
        self.asker.known = self._keys.practice.passphrase if self._keys.practice else ""
        self.troubles = Troubles(stage, self.asker, self.paper)
        self.asker.failed = self.trouble
        self.foot = Foot(self.frame.rail, self.desk, (self.write, self.read), self.trouble)
        self.surroundings = Surroundings(
            desk=self.desk, hub=self.hub, write=self.write, read=self.read, paper=self.paper,
            meeting=self._keys.meeting_lane, go=self.go, banner=stage.banner, trouble=self.trouble,
            ask_passphrase=self.asker.ask, step_up=self.asker.step_up, device=self._keys.device, meet=self.meetings.now,
            carry=self.meetings.soon, stop_meeting=self.meetings.stop, look_together=self.together.ask)
        self.frame.rail.wanted.connect(self._by_rail)
        self.frame.rail.backup_wanted.connect(partial(self.go, "settings", tab="backup"))
        self.frame.rail.vault_wanted.connect(self.turn_vault)
        self.frame.rail.meeting_wanted.connect(self.meet)
        self.frame.corner.asked.connect(self.act)
        for keys, act in (
            ("Ctrl+N", partial(self.go, "form", form="F01")), ("Ctrl+Shift+T", self.report_threat),
            ("Ctrl+F1", self.show_keys),
        ):
            QShortcut(QKeySequence(keys), self.frame).activated.connect(act)
        self.window.show_page(self.frame)
        QTimer.singleShot(0, self.frame, self.foot.refresh)  # behind what the page itself asks for

    def _connect(self) -> None:
        self.window.act.connect(self.act)
        self.window.touched.connect(self.idle.touch)
        self.window.close_wanted.connect(self.lock)
        self.cover.lock_wanted.connect(self.lock)
        self.cover.returned.connect(self._came_back)
        self.cover.offered.connect(self._try_words)
        self.idle.cover_due.connect(self._cover_when_quiet)
        self.idle.vault_due.connect(self.shut_vault)
        self.idle.lock_due.connect(self.lock)
        self.idle.slept.connect(self.lock)
        self.system = SystemWatch(self)
        self.system.away.connect(self.lock)
        for signal in (self.hub.changed, self.hub.vault, self.hub.backed_up):
            signal.connect(lambda *_told: self.foot.refresh())
        self.hub.preferences.connect(self._obey)
        self.hub.changed.connect(self.together.heard)
        self.hub.vault.connect(lambda is_open: None if is_open else self._vault_is_shut())
        self.together.open_is.connect(self.idle.set_together)
        self.hub.met.connect(lambda: self.foot.look_at_meeting())
        self.hub.round_is.connect(lambda now: self.foot.show_round(now))
        self.meetings.done.connect(self._met)
        self.meetings.failed.connect(self.trouble)
        self.read.busy.connect(self._first_page_is_there)

    def _by_rail(self, place: str) -> None:
        self.frame.stage.banner.hide_now()
        self.go(place)

    def report_threat(self) -> None:
        """F17 for the case shown, or about anybody: it is taken whether or not such a case can be seen (ruling 4)."""
        case = self.frame.stage.where.get("case", "")
        if case:
            self.go("form", form="F17", case=case)
        else:
            self.asker.ask_whose(
                _("Record a threat"), _("About whom? It is taken in any case, whether or not you may see the file."),
                lambda whose: self.go("form", form="F17", address=whose))

    def show_keys(self) -> None:
        """Which keys do what here."""
        screen = self.frame.stage.current
        self.asker.show_keys(screen.keys() if screen is not None and hasattr(screen, "keys") else {})

    def _obey(self, preferences: Preferences) -> None:
        self.idle.limits = Limits(
            preferences.cover_seconds, preferences.vault_minutes * 60, preferences.lock_minutes * 60)
        self.window.setWindowTitle(preferences.title)
        self.frame.rail.name.setText(preferences.title)
        self.meetings.obey(preferences)

    def _backed_up(self, made: object) -> None:
        if made is not None:
            self.hub.backed_up.emit()
