# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings of one profile on this laptop, within the bounds the organisation may choose (ruling 29)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace

from assist.errors import BadInput
from assist.services.bench import Bench, Look

_KEY = "preferences"
TITLES = ("Amparo", "Agenda", "Notas")
BOUNDS = {"cover_seconds": (30, 300), "lock_minutes": (2, 15), "vault_minutes": (1, 15), "meet_minutes": (0, 240)}


@dataclass(frozen=True, slots=True)
class Preferences:
    """Cover after so many seconds without input, lock and close the vault after so many minutes.

    ``meet_minutes``: about so often the meeting place is met while somebody works, 0 for only when asked.
    ``day_of``: whose cases *My day* is about, ``mine`` or ``team``; empty until somebody chose, then by her roles.
    """

    cover_seconds: int = 90
    lock_minutes: int = 10
    vault_minutes: int = 5
    title: str = "Amparo"
    codes_only: bool = False
    meet_minutes: int = 60
    day_of: str = ""


class PreferenceService:
    """Reads and keeps them; they never travel and hold nothing of any person."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def read(self) -> Preferences:
        """As kept; whatever is missing or out of bounds is as shipped."""
        with self._bench.keeper.reading() as reader:
            kept = reader.meta(_KEY)
        try:
            found = json.loads(kept or b"{}")
        except ValueError:
            return Preferences()
        plain = Preferences()
        usable = {
            each.name: found[each.name] for each in fields(Preferences)
            if each.name in found and type(found[each.name]) is type(getattr(plain, each.name))
        }
        try:
            return _checked(replace(plain, **usable))
        except BadInput:
            return plain

    def write(self, preferences: Preferences) -> None:
        """Keep them; raises BadInput when out of bounds."""
        content = json.dumps(asdict(_checked(preferences))).encode()
        with self._bench.keeper.writing() as work:
            work.put_meta(_KEY, content)
            self._bench.audit(work, Look("settings"))
            work.commit()


def _checked(preferences: Preferences) -> Preferences:
    for name, (low, high) in BOUNDS.items():
        if not low <= getattr(preferences, name) <= high:
            raise BadInput("settings.bounds")
    if preferences.title not in TITLES or preferences.day_of not in ("", "mine", "team"):
        raise BadInput("settings.bounds")
    return preferences
