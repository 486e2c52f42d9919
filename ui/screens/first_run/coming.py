# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What joining does beside the window: open the invitation, make the keys, ask, look for the answer, come in."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assist.errors import StoreTrouble
from ui.screens.first_run.founding import Ground, Opened, given_back

if TYPE_CHECKING:
    from assist.services.joining import Opened as Invitation
    from assist.services.joining import WaitingProfile
    from ui.wiring import Door


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What somebody says of herself who was invited."""

    invitation: Invitation
    name: str
    laptop: str
    folder: Path
    passphrase: str = field(default="", repr=False)


@dataclass(frozen=True)
class Waits:
    """A profile that waits, and who holds the claim to its workspace."""

    profile: WaitingProfile
    door: Door


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look for the answer found: the answer, or why the meeting place could not be asked."""

    answer: bytes | None = field(default=None, repr=False)
    trouble: Exception | None = None


def open_invitation(ground: Ground, file: Path, words: str) -> Invitation:
    """What the file says to whoever was told its words; raises what ``Door.open_invitation`` raises."""
    return ground.make_door(ground.folder).open_invitation(file, words)


def join(ground: Ground, newcomer: Newcomer) -> Waits:
    """Keys of her own, in a new workspace or beside the profiles of colleagues."""
    from assist.services.joining import NewMember

    door = ground.make_door(newcomer.folder)
    with given_back(door):
        made = door.join(newcomer.invitation, NewMember(newcomer.name, newcomer.passphrase, newcomer.laptop))
    return Waits(made, door)


def look(waits: Waits) -> Looked:
    """Ask once more where that was not possible yet, and see whether there is an answer."""
    try:
        waits.door.ask(waits.profile)
        return Looked(waits.door.look_for_answer(waits.profile))
    except StoreTrouble as trouble:
        return Looked(trouble=trouble)


def come_in(waits: Waits, answer: bytes) -> Opened:
    """She is let in; raises DamagedFile ``join.answer``."""
    return Opened(waits.door.admitted(waits.profile, answer), waits.door)
