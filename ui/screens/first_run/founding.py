# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the first run is given, and the three ways a workspace comes to be; all of it runs beside the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from assist.places import Workspace
from assist.services.practice_keys import PracticeKey, leave_practice_key, practice_key
from ui.tasks import Lane

if TYPE_CHECKING:
    from assist.desk import Desk
    from ui.wiring import Door

PRACTICE_CASES, PRACTICE_SEED = 40, 7


@dataclass(frozen=True)
class Ground:
    """Where workspaces are made, and in which lane; meeting places are asked in ``meeting``.

    ``practice`` is where invented people live.
    ``here`` is the workspace that was open last, where a colleague of this laptop would join.
    """

    make_door: Callable[[Path], Door]
    lane: Lane
    paper: Lane
    meeting: Lane
    folder: Path
    practice: Path
    here: Path | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What the first person of an organisation has said so far."""

    organisation: str = ""
    name: str = ""
    folder: Path = Path()
    title: str = "Amparo"
    passphrase: str = field(default="", repr=False)


@dataclass(frozen=True)
class Opened:
    """A desk, and who holds the claim to its workspace."""

    desk: Desk
    door: Door


def found(ground: Ground, plan: Plan) -> Opened:
    """A workspace and its first person; raises what ``ProfileService.found`` raises."""
    from assist.services.profiles import NewProfile

    door = ground.make_door(plan.folder)
    with given_back(door):
        desk = door.found(NewProfile(plan.organisation, plan.name, plan.passphrase))
        desk.preferences.write(replace(desk.preferences.read(), title=plan.title))
    return Opened(desk, door)


def practise(ground: Ground, folder: Path, language: str, tell: Callable[[int], None]) -> Opened:
    """A workspace full of invented people, its passphrase and who works there beside it."""
    from assist.practice import PracticeOrder
    from assist.practice_team import make_team

    door = ground.make_door(folder)
    with given_back(door):
        made = make_team(door, PracticeOrder(PRACTICE_CASES, PRACTICE_SEED, language), tell)
        others = tuple((name, roles[0]) for name, roles in made.users if name != made.user)
        leave_practice_key(folder, PracticeKey(made.user, made.passphrase, others))
    return Opened(made.desk, door)


def restore(ground: Ground, file: Path, plan: Plan) -> Opened:
    """What a backup holds, as a new workspace."""
    door = ground.make_door(plan.folder)
    with given_back(door):
        desk = door.restore(file, plan.name, plan.passphrase)
    return Opened(desk, door)


def practice_place(ground: Ground) -> tuple[Path, bool]:
    """Where invented people live, and whether they are there already; one cut off half-way is passed over."""
    for number in count(1):
        folder = ground.practice if number == 1 else ground.practice.with_name(f"{ground.practice.name}-{number}")
        if not Workspace(folder).exists:
            return folder, False
        if practice_key(folder) is not None:
            return folder, True
    raise AssertionError


@contextmanager
def given_back(door: Door) -> Iterator[None]:
    """Whatever fails, the workspace is free for others afterwards."""
    try:
        yield
    except BaseException:
        door.leave()
        raise
