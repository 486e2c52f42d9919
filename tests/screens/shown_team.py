# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of what several people do together: differences, who joins, two signatures, protection, laptops."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from assist.clock import FixedClock
from assist.crypto.kdf import FOR_TESTS
from assist.desk import Desk
from assist.device import Device, write_device
from assist.practice import PracticeOrder, fill
from assist.practice_team import AUDITOR, COORDINATOR, STAND_IN, SUPERVISOR, WORKER, make_team
from assist.services.inviting import Wanted
from assist.services.joining import NewMember
from assist.services.two_people import LOWER
from assist.sync.pull import MISSING
from assist.views import CaseQuery
from tests.conftest import PASSPHRASE
from tests.screens.laptop import Laptop
from tests.screens.shown_supervision import (
    of_the_coordinator,
    of_the_supervisor,
    of_the_worker,
    write_of_the_team,
)
from ui.dialogs.ask_reason import AskReason
from ui.dialogs.sheet import Sheet
from ui.hub import UnderWay
from ui.widgets.buttons import LinkButton, QuietButton
from ui.wiring import Door

if TYPE_CHECKING:
    from tests.screens.shown_screens import Album

TODAY = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
CASES, SEED = 6, 5


def make_team_workspace(folder: Path) -> dict[str, str]:
    """A team in the middle of its work: somebody asks to join, a proposal waits, one case is at level 2."""
    clock = FixedClock(TODAY - timedelta(minutes=30))
    door = Door(folder / "team", clock, FOR_TESTS)
    made = make_team(door, PracticeOrder(CASES, SEED, "es"))
    made.desk.signed.open_vault(made.passphrase)
    hidden, held = _protected(made.desk), ""
    made.desk.close()
    (folder / "stick").mkdir()
    clara = door.sign_in(COORDINATOR, made.passphrase)
    for name, roles in ((SUPERVISOR, ("supervisor", "custodian", "coordinator")),
                        (STAND_IN, ("caseworker", "coordinator"))):
        clara.rosters.set_roles(clara.people.person(name).user, roles)
    clara.leaving.person(clara.people.person(AUDITOR).user)
    clara.meeting.set((folder / "stick").as_uri())
    _somebody_asks(clara, Door(folder / "hers", clock, FOR_TESTS))
    with clara.bench.keeper.writing() as work:
        other = next(each for each in clara.rosters.now().streams.values() if each.profile.hex() != _own(clara))
        work.rounds.put_trouble(MISSING, other.ordinary, 3, clara.clock.now_ms())
        work.commit()
    clara.close()
    for turn, name in enumerate((WORKER, SUPERVISOR, COORDINATOR, WORKER, SUPERVISOR), 1):
        clock.set(TODAY - timedelta(minutes=30 - 2 * turn))
        desk = door.sign_in(name, made.passphrase)
        desk.signed.open_vault(made.passphrase)
        desk.meeting.local_round()
        held = held or (_held(desk, made.users[0][0]) if name == SUPERVISOR else "")
        desk.close()
    write_of_the_team(door, clock, made.passphrase, TODAY - timedelta(minutes=4))
    door.leave()
    return {"team": str(folder / "team"), "team_passphrase": made.passphrase, "team_hidden": hidden,
            "team_held": held}


def _own(desk: Desk) -> str:
    return desk.bench.ring.identity.profile.hex()


def _protected(ana: Desk) -> str:
    """A case of hers at level 2, with somebody named; she asks for nothing herself."""
    row = max((row for row in ana.cases.listed(CaseQuery(stage="open"), CASES) if row.worker == ana.me.user
               and row.level == 0), key=lambda row: row.name)
    ana.protection.set_level(row.case, 2, ())
    return row.case


def _held(sofia: Desk, worker: str) -> str:
    """A case on hold after a threat that the supervisor heard of: a hold begins on one laptop and stays there."""
    row = min((row for row in sofia.cases.listed(CaseQuery(stage="open"), CASES) if row.worker_name == worker
               and row.level == 0), key=lambda row: row.name)
    opening = sofia.records.open("F17", row.case)
    fill(opening, {"what": "seen_near", "when": "today", "who_at_risk": ("person",)})
    sofia.records.save(opening)
    return row.case


def _somebody_asks(clara: Desk, newcomer: Door) -> None:
    made = clara.inviting.invite(Wanted("Noelia", ("caseworker",), "", "es"))
    waits = newcomer.join(newcomer.read_invitation(made.file, made.words), NewMember("Noelia", PASSPHRASE, "azul"))
    newcomer.leave()
    clara.inviting.read_request(waits.request)
    clara.inviting.invite(Wanted("Rosa", ("legal",), "", "es"))


def rooms_of_a_team(album: Album, told: dict[str, str]) -> None:
    """Each of three people at what is hers."""
    _as(album, told, COORDINATOR, _coordinator)
    _as(album, told, SUPERVISOR, _supervisor)
    _as(album, told, WORKER, _worker)


def _as(album: Album, told: dict[str, str], name: str, walk: Callable[[Album, Laptop, dict[str, str]], None]) -> None:
    write_device(Device("es", told["theme"]))
    laptop, door = Laptop(), Door(Path(told["team"]), FixedClock(TODAY), FOR_TESTS)
    album.fit(laptop.window)
    desk = door.sign_in(name, told["team_passphrase"])
    desk.signed.open_vault(told["team_passphrase"])
    laptop.sit_down(desk, door)
    try:
        walk(album, laptop, told)
    finally:
        laptop.close()
        desk.close()
        door.leave()


def _coordinator(album: Album, laptop: Laptop, _told: dict[str, str]) -> None:
    album.take(laptop, "team-my-day-coordinator")
    laptop.sitting.hub.tell_round(UnderWay(1200, 10_000))
    album.take(laptop, "team-cases-come-in")
    laptop.sitting.hub.tell_round(None)
    for name in ("people", "laptops", "meeting", "recovery", "travel"):
        laptop.go("settings", tab=name)
        album.take(laptop, f"team-{name}")
        laptop.screen.tab.verticalScrollBar().setValue(10_000)
        album.take(laptop, f"team-{name}-below")
    of_the_coordinator(album, laptop)
    laptop.go("settings", tab="laptops")
    laptop.screen.tab.links[0].click()
    album.take(laptop, "team-laptop-out")
    _close_sheet(laptop)


def _supervisor(album: Album, laptop: Laptop, told: dict[str, str]) -> None:
    album.take(laptop, "team-my-day-supervisor")
    of_the_supervisor(album, laptop)
    laptop.go("settings", tab="people")
    album.take(laptop, "team-proposal")
    _open_with_reason(laptop, told["team_hidden"])
    album.take(laptop, "team-safety")
    for words, name in (("pedir que se baje", "lower"), ("elegir quién puede leerlo", "named")):
        _press(laptop, words)
        album.take(laptop, f"team-safety-{name}")
        _close_sheet(laptop)
    _open_with_reason(laptop, told["team_held"])
    _press(laptop, "pedir que se levante la retención")
    album.take(laptop, "team-safety-release")
    _close_sheet(laptop)
    laptop.sitting.desk.two_people.ask(told["team_hidden"], LOWER, "Ya no vive allí.", 0)
    _open_with_reason(laptop, told["team_hidden"])
    album.take(laptop, "team-safety-waits")
    (asked,) = laptop.sitting.desk.two_people.waiting(told["team_hidden"])
    laptop.sitting.desk.two_people.decline(told["team_hidden"], asked.ref)  # the next look begins like this one


def _worker(album: Album, laptop: Laptop, told: dict[str, str]) -> None:
    album.take(laptop, "team-my-day-worker")
    of_the_worker(album, laptop)
    laptop.go("case", case=told["team_hidden"], tab="safety")
    _press(laptop, "Subir la protección")
    laptop.settle()
    sheet = laptop.window.findChild(Sheet)
    if sheet is not None and hasattr(sheet, "levels"):
        sheet.levels.buttons()[-1].click()
    album.take(laptop, "team-raise")
    _close_sheet(laptop)
    laptop.go("differences")
    album.take(laptop, "team-differences")
    differing = laptop.sitting.desk.conflicts.all()[0].case
    screen = laptop.go("differences", case=differing)
    album.take(laptop, "team-difference-closed")
    screen.show_both.click()
    laptop.settle()
    album.take(laptop, "team-difference-open")
    for turn in range(2):
        screen.next.click()
        laptop.settle()
        screen.cards[0].click()
        album.take(laptop, f"team-difference-{turn + 2}")
    screen.own.click()
    album.take(laptop, "team-difference-own")
    _close_sheet(laptop)


def _open_with_reason(laptop: Laptop, case: str) -> None:
    laptop.go("case", case=case, tab="safety")
    for sheet in laptop.window.findChildren(AskReason):
        sheet.reasons.buttons()[3].click()
        sheet.go_on.click()
    laptop.settle()


def _press(laptop: Laptop, words: str) -> None:
    for kind in (LinkButton, QuietButton):
        for button in laptop.screen.findChildren(kind):
            if button.isVisible() and button.words() == words:
                button.click()
                laptop.settle()
                return
    print("nothing says", words)


def _close_sheet(laptop: Laptop) -> None:
    for sheet in laptop.window.findChildren(Sheet):
        sheet.close_sheet()
    laptop.settle()
