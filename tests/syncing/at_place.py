# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Members of a team who meet at a place, each over the relay of her own laptop or of one they share."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from assist.services.hearing import HearingService
from assist.services.meeting import Meeting, MeetingService
from assist.sync.stores.folder import FolderStore
from tests.syncing.team import Member


def later(member: Member, seconds: int = 120) -> None:
    """Time goes by at this laptop."""
    member.clock.set(datetime.fromtimestamp(member.clock.now_ms() / 1000 + seconds, UTC))


def at(member: Member, stick: Path) -> Meeting:
    """Two minutes later she meets the others there."""
    later(member)
    if member.desk.meeting.show() is None:
        member.desk.meeting.set(stick.as_uri())
    return member.desk.meeting.round()


def relay_of(member: Member) -> FolderStore:
    """The folder of her laptop."""
    return member.desk.meeting.relay()


def share_a_laptop(one: Member, other: Member) -> None:
    """Both profiles work on the laptop of the first."""
    bench = other.desk.bench
    shared = MeetingService(bench, one.door.workspace, HearingService(bench))
    object.__setattr__(other.desk, "meeting", shared)
