# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who was heard when, whose clock is wrong, and every trouble as sentences that somebody can act on; all of it ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from string import Formatter

import pytest

from assist import i18n
from assist.errors import NotAllowed
from assist.messages_of_rounds import OF_LAPTOPS, of_laptop
from assist.roundbook import Applied
from assist.services.hearing import COPIED, LIST_WITHHELD, LOST_BY_PLACE, OF_LIST, OUT
from assist.sync.pull import DAMAGED, FORK, LEFT, LIST, MISSING, NEWER, REFUSED
from assist.sync.stores.opening import open_store
from assist.sync.stores.web import _clock_off
from tests.conftest import NOON
from tests.syncing.stores_served import answering, name_of
from tests.syncing.team import Member, MemoryStore

DAY = 24 * 3600
Team = Callable[..., list[Member]]


def trouble(member: Member, kind: str, stream: bytes, seq: int, days_ago: float = 0) -> None:
    """Something went wrong some days ago."""
    with member.desk.bench.keeper.writing() as work:
        work.rounds.put_trouble(kind, stream, seq, member.clock.now_ms() - int(days_ago * DAY * 1000))
        work.commit()


def stream_of(member: Member) -> bytes:
    """Her ordinary one."""
    return member.desk.bench.ring.ordinary_stream


def move(member: Member, seconds: int) -> None:
    """Her clock, on or back."""
    member.clock.set(datetime.fromtimestamp(NOON.timestamp() + seconds, UTC))


def standing(member: Member) -> list[str]:
    """Of every laptop."""
    return [row.standing for row in member.desk.hearing.last_heard()]


# -- last heard -------------------------------------------------------------------------------


def test_a_silent_laptop_is_late_after_a_week_and_lost_after_three(team: Team):
    """To the second; before it was ever heard it is neither."""
    ana, beto = team("Ana", "Beto")
    store = MemoryStore()
    assert standing(ana) == ["never"]
    beto.round(store)
    ana.round(store)

    seen = []
    for days, seconds in ((7, -1), (7, 0), (21, -1), (21, 0)):
        move(ana, 120 + days * DAY + seconds)
        seen += standing(ana)

    assert seen == ["fresh", "late", "late", "lost"]
    [row] = ana.desk.hearing.last_heard()
    assert row.person == "Beto"


def test_an_old_word_that_comes_today_is_old(team: Team):
    """A stick that lay in a drawer for three weeks says nothing about now."""
    ana, beto = team("Ana", "Beto")
    store = MemoryStore()
    beto.round(store)
    move(ana, 22 * DAY)

    ana.sync.round(store)

    assert standing(ana) == ["lost"]


@pytest.mark.parametrize(("ahead", "seen"), [(9 * 60, 0), (11 * 60, 11 * 60), (3 * 3600, 3 * 3600)])
def test_a_clock_that_runs_ahead_is_noticed_from_ten_minutes_on(team: Team, ahead: int, seen: int):
    """Nobody can have written tomorrow."""
    ana, beto = team("Ana", "Beto")
    store = MemoryStore()
    move(beto, ahead)
    beto.sync.round(store)

    ana.sync.round(store)

    [row] = ana.desk.hearing.last_heard()
    assert row.off_ms == seen * 1000


def test_a_clock_that_is_behind_is_noticed_where_it_answers_what_it_cannot_have_read_yet(team: Team):
    """An old date alone proves nothing: the update may have been under way for long."""
    ana, beto = team("Ana", "Beto")
    store = MemoryStore()
    move(beto, -3 * 3600)
    beto.sync.round(store)
    ana.sync.round(store)
    [before] = ana.desk.hearing.last_heard()

    ana.first_contact("Killa")
    ana.round(store)
    beto.sync.round(store)  # reads it
    beto.first_contact("Inti")
    beto.round(store)  # and says so
    ana.round(store, 0)
    [after] = ana.desk.hearing.last_heard()

    assert before.off_ms == 0
    assert after.off_ms < -2 * 3600 * 1000


def test_the_clock_of_the_place_tells_whether_ours_is_wrong():
    """By the date of its answers; an answer without one, or with nonsense, changes nothing."""
    with answering(lambda _method, _target: (404, b"")) as host, open_store(f"webdav://{host}") as store:
        before = store.clock_off_ms
        store.get(name_of(1))
        after = store.clock_off_ms
    earlier = format_datetime(datetime.now(UTC) - timedelta(hours=3))

    assert before is None
    assert abs(after) < 5000
    assert abs(_clock_off(earlier, None) - 3 * 3600 * 1000) < 5000
    assert [_clock_off(odd, 7) for odd in ("", "yesterday", "Mon, 99 Foo 2026")] == [7, 7, 7]


# -- troubles ------------------------------------------------------------------------------------


def test_every_trouble_has_three_sentences_in_every_language():
    """With the nick of the laptop and the name of the person, without them for what may be kept in a file."""
    kinds = {DAMAGED, MISSING, REFUSED, LEFT, NEWER, FORK, COPIED, OF_LIST, LIST_WITHHELD, LOST_BY_PLACE,
             OUT}
    assert set(OF_LAPTOPS) == kinds
    for language in ("en", "es", "pt", "fr"):
        i18n.use(language)
        for kind in kinds:
            named = of_laptop(kind, "portátil azul", "Beto", 2)
            assert all(named)
            assert not [part for sentence in named for _, part, *_ in Formatter().parse(sentence) if part]
            assert "Beto" not in "".join(of_laptop(kind, "", "", 2))
    i18n.use("en")


def test_what_heals_by_itself_needs_nobody_for_a_day(team: Team):
    """What does not needs somebody at once; and those come first."""
    ana, beto = team("Ana", "Beto")
    of_beto = stream_of(beto)
    trouble(ana, MISSING, of_beto, 3, days_ago=0.9)
    trouble(ana, DAMAGED, of_beto, 4, days_ago=1.1)
    trouble(ana, REFUSED, of_beto, 2)

    rows = ana.desk.hearing.troubles()

    assert {row.kind: row.needs_somebody for row in rows} == {MISSING: False, DAMAGED: True, REFUSED: True}
    assert [row.needs_somebody for row in rows] == [True, True, False]
    assert {row.person for row in rows} == {"Beto"}


def test_several_of_one_kind_are_one_line(team: Team):
    """Two updates of the blue laptop have not arrived, not two lines."""
    ana, beto = team("Ana", "Beto")
    for seq in (3, 4):
        trouble(ana, MISSING, stream_of(beto), seq)

    [row] = ana.desk.hearing.troubles()

    assert (row.kind, row.count) == (MISSING, 2)


@pytest.mark.parametrize("kind", [MISSING, DAMAGED, NEWER])
def test_what_came_after_all_is_over(team: Team, kind: str):
    """However it came: by itself or with a snapshot that stands for it."""
    ana, beto = team("Ana", "Beto")
    trouble(ana, kind, stream_of(beto), 3)
    ana.desk.hearing.heal()
    before = len(ana.desk.hearing.troubles())

    with ana.desk.bench.keeper.writing() as work:
        work.rounds.put_applied(Applied(stream_of(beto), 5))
        work.commit()
    ana.desk.hearing.heal()

    assert (before, ana.desk.hearing.troubles()) == (1, [])


def test_a_fork_of_a_colleague_ends_when_one_history_went_on_and_nobody_holds_the_other(team: Team):
    """Not while anybody says otherwise."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    of_beto, of_carla = stream_of(beto), stream_of(carla)
    trouble(ana, FORK, of_beto, 3)

    def now(seq: int, heard: bytes) -> list[str]:
        with ana.desk.bench.keeper.writing() as work:
            work.rounds.put_applied(Applied(of_beto, seq, b"a" * 32))
            work.rounds.heard(of_carla, of_beto, seq, heard)
            work.commit()
        ana.desk.hearing.heal()
        return [row.kind for row in ana.desk.hearing.troubles()]

    assert now(3, b"a" * 32) == [FORK]
    assert now(4, b"b" * 32) == [FORK]
    assert now(5, b"a" * 32) == []


def test_a_second_copy_of_this_profile_stays_until_it_goes_on_as_a_new_laptop(team: Team):
    """Nothing that arrives can make one of two."""
    [ana] = team("Ana")
    trouble(ana, FORK, stream_of(ana), 3)

    ana.desk.hearing.heal()

    assert [row.kind for row in ana.desk.hearing.troubles()] == [COPIED]


def test_what_never_ends_by_itself_is_put_aside_by_a_coordinator_and_on_record(team: Team):
    """Anything else stays, whoever asks."""
    ana, beto = team("Ana", "Beto")
    of_beto = stream_of(beto)
    for kind, seq in ((REFUSED, 2), (MISSING, 3)):
        trouble(ana, kind, of_beto, seq)

    for kind in (REFUSED, MISSING):
        ana.desk.hearing.put_aside(kind, of_beto.hex())

    assert [row.kind for row in ana.desk.hearing.troubles()] == [MISSING]
    with ana.desk.bench.keeper.writing() as work:
        assert any(b"trouble.aside" in body for _n, body in work.audit_tail(5))
    object.__setattr__(ana.desk.bench.me, "roles", frozenset({"caseworker"}))
    with pytest.raises(NotAllowed):
        ana.desk.hearing.put_aside(REFUSED, of_beto.hex())


def test_what_somebody_sends_who_left_and_a_forged_list_stay_until_seen(team: Team):
    """They are no colleagues' streams any more, and still need somebody."""
    ana, _beto = team("Ana", "Beto")
    trouble(ana, LEFT, b"x" * 16, 9)
    trouble(ana, REFUSED, LIST, 7)
    trouble(ana, MISSING, b"y" * 16, 2)

    ana.desk.hearing.heal()

    assert {row.kind for row in ana.desk.hearing.troubles()} == {LEFT, OF_LIST}
