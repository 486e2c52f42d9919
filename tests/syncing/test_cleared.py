# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was taken away because something newer stands for it is brought back by nobody, and leaves other relays too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assist.places import Workspace
from assist.services.mirroring import mirror_while_locked
from assist.sync import cleared
from assist.sync.stores.folder import FolderStore
from tests.syncing.at_place import later
from tests.syncing.team import Member
from tests.syncing.test_protected_snapshots import circle, streams

Team = Callable[..., list[Member]]
DAY = 24 * 3600


def workspace(member: Member) -> Workspace:
    """Where her profile lies."""
    return Workspace(member.desk.bench.keeper.folder.parent.parent)


def meet(*members: Member, seconds: int = 120) -> None:
    """A round of each, at her place."""
    for member in members:
        member.clock.set(datetime.fromtimestamp(member.clock.now_ms() / 1000, UTC) + timedelta(seconds=seconds))
        member.desk.meeting.round()


def replaced(team: Team, stick: Path) -> tuple[Member, Member, frozenset[str]]:
    """Two who meet at a stick; the first has replaced her bundles. Their names."""
    ana, beto = team("Ana", "Beto")
    for member in (ana, beto):
        member.desk.meeting.set(f"file:{stick}")
    ana.save("F01", ana.first_contact("Killa"), lang_pref="es")
    meet(ana, beto, ana)
    before = FolderStore(stick).list("")
    assert ana.desk.meeting._sync._snapshots.make(circle(ana))
    for _day in range(3):
        meet(ana, beto, seconds=DAY + 1)
    gone = before - FolderStore(stick).list("")
    assert gone
    return ana, beto, gone


def test_a_locked_laptop_does_not_put_back_what_its_owner_took_away(team: Team, stick: Path):
    """Though it never saw both sides before: neither into the place nor back into the relay."""
    ana, _beto, gone = replaced(team, stick)
    relay, place = FolderStore(workspace(ana).relay), FolderStore(stick)
    assert not relay.list("") & gone
    for name in gone:
        place.put(name, b"from an old copy of the stick")

    mirror_while_locked(workspace(ana), f"file:{stick}", clock=ana.clock)
    assert not relay.list("") & gone

    for name in gone:
        place.delete(name)
        relay.put(name, b"from an old copy of the laptop")
    mirror_while_locked(workspace(ana), f"file:{stick}", clock=ana.clock)
    meet(ana)
    assert not place.list("") & gone


def test_relays_of_colleagues_let_go_of_it_within_a_week(team: Team, stick: Path):
    """And a mirror there that never ran before does not bring it back either."""
    _ana, beto, gone = replaced(team, stick)
    relay = FolderStore(workspace(beto).relay)
    assert relay.list("") & gone

    meet(beto, seconds=8 * DAY)

    assert not relay.list("") & gone
    mirror_while_locked(workspace(beto), f"file:{stick}", clock=beto.clock)
    assert not FolderStore(stick).list("") & gone


def test_nothing_leaves_a_relay_while_the_snapshot_is_not_in_the_place(team: Team, stick: Path):
    """A place that lost everything is no reason to forget what could fill it again."""
    ana, beto, _gone = replaced(team, stick)
    relay, place = FolderStore(workspace(beto).relay), FolderStore(stick)
    held = relay.list("")
    with ana.desk.bench.keeper.writing() as work:
        made = work.rounds.own_snapshot(streams(ana)[0])
    assert made is not None
    for name in place.list(""):
        place.delete(name)

    meet(beto, seconds=8 * DAY)

    assert held <= relay.list("")


def test_names_are_forgotten_after_sixty_days(team: Team, tmp_path: Path):
    """By then every place was cleared."""
    (ana,) = team("Ana")
    now = ana.clock.now_ms()
    cleared.note(workspace(ana), ["a" * 26], now)
    cleared.note(workspace(ana), ["b" * 26], now + 40 * DAY * 1000)

    assert cleared.cleared(workspace(ana), now + 50 * DAY * 1000) == {"a" * 26, "b" * 26}
    assert cleared.cleared(workspace(ana), now + 90 * DAY * 1000) == {"b" * 26}
    (workspace(ana).root / cleared.FILE).write_bytes(b"\xc1")
    assert cleared.cleared(workspace(ana), now) == frozenset()


def test_what_was_sent_today_stays_though_an_earlier_snapshot_waited_a_month(team: Team, stick: Path):
    """A second snapshot stands for it too; but only what the first one stood for goes now, or a colleague who looked
    yesterday whatever lies there would wait for a week."""
    ana, beto = team("Ana", "Beto")
    for member in (ana, beto):
        member.desk.meeting.set(f"file:{stick}")
    ana.save("F01", ana.first_contact("Killa"), lang_pref="es")
    meet(ana, beto, ana)
    early = FolderStore(stick).list("")
    assert ana.desk.meeting._sync._snapshots.make(circle(ana))
    for member in (ana, beto):
        later(member, 31 * DAY)
    beto.desk.meeting.round()
    case = ana.first_contact("Inti")
    later(ana, 120)
    ana.sync.publish()
    assert ana.desk.meeting._sync._snapshots.make(circle(ana))
    ana.desk.meeting.round()

    assert early - FolderStore(stick).list("")
    assert case not in beto.everything()
    meet(beto)
    assert beto.everything()[case] == ana.everything()[case]

    sent = FolderStore(stick).list("")
    meet(ana, seconds=31 * DAY)
    assert sent - FolderStore(stick).list(""), "a month later it goes too, whoever has read it"
