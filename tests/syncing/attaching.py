# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A team whose organisation switched attached files on."""

from __future__ import annotations

from tests.syncing.team import Member


def switched_on(members: list[Member]) -> list[Member]:
    """The first is the coordinator; everybody has heard of it."""
    assert members[0].desk.attachments.switch(on=True)
    entries = members[0].roster_entries()
    for member in members[1:]:
        member.know(entries, ())
    return members
