# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A practice workspace with a whole team: everybody was invited, let in by six words, and wrote her share of the work.

They meet over the relay of the workspace as colleagues on one laptop do; what each of them sees is what her keys open.
"""

from __future__ import annotations

import random  # noqa: TID251 - invented people must be the same for the same seed
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from assist.clock import FixedClock
from assist.crypto import age
from assist.desk import Desk
from assist.domain.protection import HIDDEN
from assist.errors import BadInput
from assist.practice import LATEST, Inventor, PracticeOrder, listed_words, word_lists
from assist.practice_directory import invent_directory
from assist.services.inviting import Wanted
from assist.services.joining import NewMember, Opened, WaitingProfile
from assist.services.profiles import NewProfile
from assist.views import CaseQuery, CaseRow

COORDINATOR, SUPERVISOR, WORKER, STAND_IN, AUDITOR = (
    "Clara Ceibo", "Sofía Ceibo", "Ana Ceibo", "Bruno Ceibo", "Alma Ceibo")
MEMBERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (COORDINATOR, ("coordinator", "custodian")), (SUPERVISOR, ("supervisor", "custodian")), (WORKER, ("caseworker",)),
    (STAND_IN, ("caseworker",)), (AUDITOR, ("auditor",)),
)
"""Who they are and what they do; the first founds the organisation and lets the others in. Two of them are custodians:
so many it takes to open a hidden case that neither of them may read."""

LAPTOP = "Ceibo 1"
"""The one they share."""

ROUNDS = 3
"""What one writes after hearing of another's work reaches everybody in so many rounds."""


class Building(Protocol):
    """Where people sign in; see ui.wiring.Door."""

    def found(self, new: NewProfile) -> Desk:
        """The first person."""
        ...

    def read_invitation(self, file: bytes, words: str) -> Opened:
        """What somebody was sent."""
        ...

    def join(self, opened: Opened, new: NewMember) -> WaitingProfile:
        """A profile that waits."""
        ...

    def ask(self, waits: WaitingProfile) -> None:
        """Lay down what she asks."""
        ...

    def admitted(self, waits: WaitingProfile, answer: bytes) -> Desk:
        """She is let in."""
        ...


@dataclass(frozen=True, slots=True)
class PracticeTeam:
    """What was made: the desk of a worker, open; what everybody types at the door; who there is.

    ``hidden`` is the code of a case at level 3 that the two workers read and nobody else; none where there were too
    few to hide one.
    """

    desk: Desk
    user: str
    passphrase: str
    hidden: str = ""
    users: tuple[tuple[str, tuple[str, ...]], ...] = (*MEMBERS[2:4], MEMBERS[1], MEMBERS[0], MEMBERS[4])
    """Names and roles; whoever accompanies cases first."""


def make_team(
    building: Building, order: PracticeOrder, progress: Callable[[int], None] = lambda done: None
) -> PracticeTeam:
    """Found a practice workspace, let everybody in, and have each of them write her share."""
    dice = random.Random(order.seed)  # noqa: S311 - invented people, not secrets
    passphrase = listed_words(order, dice)
    desks = _everybody(building, order, passphrase)
    try:
        hidden = _write(desks, order, dice, progress)
    except BaseException:
        for desk in desks.values():
            desk.close()
        raise
    worker = desks.pop(WORKER)
    for desk in desks.values():
        desk.close()
    return PracticeTeam(worker, WORKER, passphrase, hidden)


def _everybody(building: Building, order: PracticeOrder, passphrase: str) -> dict[str, Desk]:
    founder = building.found(NewProfile(
        word_lists(order.language)["organisation"], COORDINATOR, passphrase, LAPTOP, practice=True))
    desks = {COORDINATOR: founder}
    for name, roles in MEMBERS[1:]:
        made = founder.inviting.invite(Wanted(name, roles, language=order.language))
        opened = building.read_invitation(made.file, made.words)
        waits = building.join(opened, NewMember(name, passphrase, LAPTOP))
        building.ask(waits)
        founder.inviting.look_everywhere()
        desks[name] = building.admitted(waits, founder.inviting.admit(made.ref, waits.compared))
        desks[name].signed.open_vault(passphrase)
    founder.rosters.set_roles(founder.me.user, MEMBERS[0][1])
    meet(desks.values())
    return desks


def _write(
    desks: dict[str, Desk], order: PracticeOrder, dice: random.Random, progress: Callable[[int], None]
) -> str:
    """Two workers write histories of their own; then each lends the other a hand, and the supervisor looks in.

    The code of the case that was hidden before anybody else had heard of it.
    """
    hands = {name: Inventor(desks[name], order, dice) for name in (WORKER, STAND_IN, SUPERVISOR)}
    half = (order.cases + 1) // 2
    hands[WORKER].invent(progress, range(half))
    hands[STAND_IN].invent(lambda done: progress(half + done), range(half, order.cases))
    with _a_while_ago(desks.values()):
        hidden = _hide(desks)
        invent_directory(desks[SUPERVISOR])
        _agree(desks, hands, word_lists(order.language)["office"])
        meet(desks.values())
        for name, others, form in ((STAND_IN, WORKER, "F11"), (WORKER, STAND_IN, "F11"), (SUPERVISOR, WORKER, "F05")):
            hands[name].lend_a_hand([
                row.case for row in _under_way(desks[name], desks[others].me.user)[::4]], form)
        meet(desks.values())
    _write_apart(desks, hands, order, dice)
    meet(desks.values())
    return hidden


@contextmanager
def _a_while_ago(desks: Iterable[Desk]) -> Iterator[None]:
    """They meet soon after the histories end, so that whatever is written apart afterwards is the newest there is."""
    before = [(desk.bench, desk.bench.clock) for desk in desks]
    for bench, clock in before:
        bench.clock = FixedClock(datetime.fromtimestamp(clock.now_ms() / 1000, UTC) - LATEST + timedelta(minutes=2))
    try:
        yield
    finally:
        for bench, clock in before:
            bench.clock = clock


def _hide(desks: dict[str, Desk]) -> str:
    """The last of those a worker accompanies, for her and whoever stands in for her: two custodians open it, or nobody.

    Before it was ever sent, so that no other laptop has anything to clear away. The first case stays as it is.
    """
    rows = _under_way(desks[WORKER], desks[WORKER].me.user)[1:]
    if not rows:
        return ""
    desks[WORKER].protection.set_level(rows[-1].case, HIDDEN, [desks[STAND_IN].me.user])
    return rows[-1].code


def _agree(desks: dict[str, Desk], hands: dict[str, Inventor], office: str) -> None:
    """Some were asked about figures for an office, which has a key: exports can be looked at and written, and nobody
    has the other half of it."""
    for name in (WORKER, STAND_IN):
        hands[name].agree([row.case for row in _under_way(desks[name], desks[name].me.user) if not row.level], office)
    with suppress(BadInput):  # a laptop without the library writes no packages
        key = age.new_identity()[1]
        desks[COORDINATOR].recipients.put(office, key, key[-age.READ_OUT:])


def _write_apart(desks: dict[str, Desk], hands: dict[str, Inventor], order: PracticeOrder, dice: random.Random) -> None:
    """The same person told each of two workers something else, before either had heard of the other: to be settled."""
    case = _under_way(desks[WORKER], desks[WORKER].me.user)[0].case
    both, one, other = dice.sample(word_lists(order.language)["hopes"], 3)
    hands[WORKER].tell_apart(case, (f"{both}.\n{one}.", "survivor", "nothing"), 5)
    hands[STAND_IN].tell_apart(case, (f"{both}.\n{other}.", "person", "first_name"), 15)


def _under_way(desk: Desk, worker: str) -> list[CaseRow]:
    """Cases of somebody in which plans are at work, the longest accompanied first."""
    rows = [row for row in desk.cases.listed(CaseQuery(stage="open"), 5000)
            if row.stage in ("implementing", "reviewing") and row.worker == worker and row.level < 2]
    return sorted(rows, key=lambda row: (row.opened_on, row.name))


def meet(desks: Iterable[Desk]) -> None:
    """Everybody reads what everybody wrote, over the relay."""
    for desk in list(desks) * ROUNDS:
        desk.meeting.local_round()
