# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody leaves, or a laptop is lost: what was sent until now is read first, for nothing later counts."""

from __future__ import annotations

from contextlib import suppress

from assist.errors import Busy, StoreTrouble
from assist.services.meeting import MeetingService
from assist.services.rosters import RosterService


class LeavingService:
    """Meets before it takes out. A place that cannot be reached is no reason to wait: somebody may be in danger."""

    def __init__(self, rosters: RosterService, meeting: MeetingService) -> None:
        self._rosters, self._meeting = rosters, meeting

    def person(self, user: str) -> bool:
        """See RosterService.revoke_person."""
        self._hear()
        return self._rosters.revoke_person(user)

    def laptop(self, profile: str) -> bool:
        """See RosterService.revoke_laptop."""
        self._hear()
        return self._rosters.revoke_laptop(profile)

    def _hear(self) -> None:
        with suppress(StoreTrouble, Busy):
            self._meeting.round()
