# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody leaves, or a laptop is lost: what was sent until now is read first, for nothing later counts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from assist.errors import Busy, StoreTrouble
from assist.services.meeting import MeetingService
from assist.services.rosters import RosterService


class LeavingService:
    """Meets before it takes out. A place that cannot be reached is no reason to wait: somebody may be in danger."""

    def __init__(self, rosters: RosterService, meeting: MeetingService) -> None:
        self._rosters, self._meeting = rosters, meeting
        self._decided: dict[str, Callable[[], bool]] = {}

    def person(self, user: str) -> bool:
        """See RosterService.revoke_person; takes as long as a round."""
        return self.decide_person(user)()

    def laptop(self, profile: str) -> bool:
        """See RosterService.revoke_laptop; takes as long as a round."""
        return self.decide_laptop(profile)()

    def decide_person(self, user: str) -> Callable[[], bool]:
        """It is decided, and is done by what is given back, at the latest when the profile is closed."""
        return self._decide(user, partial(self._rosters.revoke_person, user))

    def decide_laptop(self, profile: str) -> Callable[[], bool]:
        """The same of one laptop."""
        return self._decide(profile, partial(self._rosters.revoke_laptop, profile))

    def at_once(self) -> None:
        """The profile is being closed: what was decided and still waits for a place is done without it."""
        for whom in list(self._decided):
            self._take_out(whom)

    def _decide(self, whom: str, act: Callable[[], bool]) -> Callable[[], bool]:
        self._decided[whom] = act
        return partial(self._hear_and_take_out, whom)

    def _hear_and_take_out(self, whom: str) -> bool:
        with suppress(StoreTrouble, Busy):
            self._meeting.round()
        return self._take_out(whom)

    def _take_out(self, whom: str) -> bool:
        """Once: whichever of two lanes comes first takes the decision with it."""
        act = self._decided.pop(whom, None)
        return act is None or act()
