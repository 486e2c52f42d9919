# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""People who met once and are copied: to found profiles and to let people in takes seconds, to open them a moment.

What is copied are their real files and what lay in their store, laid down when all had gone home. Everybody in a copy
is the same person as in another: nothing may go from one to the other.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.syncing.team import Member

Forming = Callable[..., tuple[Sequence["Member"], dict[str, bytes], Any]]
"""Gets a folder and words; who is in it, what lies in their store, and what else a test has to know."""


@dataclass(frozen=True, slots=True)
class Person:
    """Where her files lie, what her clock says, and whether protected work was open."""

    folder: str
    name: str
    now: datetime
    vault_open: bool


@dataclass(frozen=True, slots=True)
class LaidDown:
    """What is copied."""

    folder: Path
    people: tuple[Person, ...]
    objects: dict[str, bytes]
    told: Any


@cache
def laid_down(form: Forming, *words: Any) -> LaidDown:
    """Formed in this process once."""
    folder = Path(tempfile.mkdtemp(prefix="amparo-people-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    members, objects, told = form(folder, *words)
    people = tuple(_person(folder, member) for member in members)
    for member in members:
        member.close()
    return LaidDown(folder, people, dict(objects), told)


def _person(folder: Path, member: Member) -> Person:
    desk = member.desk
    return Person(
        str(member.door.workspace.root.relative_to(folder)), desk.signed.sign_in_name,
        datetime.fromtimestamp(member.clock.now_ms() / 1000, UTC), desk.vault_open)


def copied(folder: Path, form: Forming, *words: Any) -> tuple[list[Person], dict[str, bytes], Any]:
    """Fresh copies of their files in ``folder``; who is to be opened there, and what lies in their store."""
    kept = laid_down(form, *words)
    shutil.copytree(kept.folder, folder, dirs_exist_ok=True)
    return list(kept.people), dict(kept.objects), kept.told
