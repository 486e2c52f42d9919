# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking somebody out loses nothing of what she sent before, and waits for no place that cannot be reached."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assist.services.hearing import OUT
from tests.syncing.team import Member

Team = Callable[..., list[Member]]


def later(member: Member, seconds: int) -> None:
    """Time passes at her laptop."""
    member.clock.set(datetime.fromtimestamp(member.clock.now_ms() / 1000 + seconds, UTC))


@pytest.mark.parametrize("what", ["person", "laptop"])
def test_what_she_sent_before_is_read_first(team: Team, stick: Path, what: str):
    ana, beto = team("Ana", "Beto")
    for member in (ana, beto):
        member.desk.meeting.set(f"file:{stick}")
    early = beto.first_contact("Irma")
    later(beto, 120)
    beto.desk.meeting.round()
    later(ana, 240)

    who = beto.desk.me.user if what == "person" else beto.desk.bench.ring.identity.profile.hex()
    assert getattr(ana.desk.leaving, what)(who)

    assert ana.desk.cases.rows_of([early])
    late = beto.first_contact("Zoe")
    later(beto, 600)
    beto.desk.meeting.round()
    ana.desk.meeting.round()
    assert not ana.desk.cases.rows_of([late])


def test_a_place_that_is_gone_keeps_nobody_in(team: Team, stick: Path):
    ana, beto = team("Ana", "Beto")
    ana.desk.meeting.set(f"file:{stick}")
    stick.rmdir()
    assert ana.desk.leaving.person(beto.desk.me.user)
    assert not ana.desk.rosters.now().is_active(bytes.fromhex(beto.desk.me.user))


def test_who_was_taken_out_is_told_that_and_not_that_the_place_lost_her_news(team: Team, stick: Path):
    """A coordinator's snapshot stands for what she sent by then; that is nothing she should look into."""
    ana, beto = team("Ana", "Beto")
    for member in (ana, beto):
        member.desk.meeting.set(f"file:{stick}")
    beto.first_contact("Irma")
    for member in (beto, ana, beto, ana):
        later(member, 120)
        member.desk.meeting.round()
    sent = set(beto.desk.meeting.relay().list(""))
    assert ana.desk.leaving.person(beto.desk.me.user)
    for _turn in range(2):
        later(ana, 120)
        ana.desk.meeting.round()
    assert sent - {path.name for path in stick.rglob("*")}

    later(beto, 120)
    beto.desk.meeting.round()

    assert [row.kind for row in beto.desk.hearing.troubles()] == [OUT]
