# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An invented directory for the practice workspace: some that can be trusted, and some to look into first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

from assist.desk import Desk


class _Invented(NamedTuple):
    """``vetted``: so many days ago; ``promise``: in so many days; 0 for neither."""

    kind: str
    name: str
    said: dict[str, Any]
    vetted: int = 0
    promise: int = 0


ENTRIES = (
    _Invented("interpreter", "Wayra", {"languages": ("quz", "es")}, 60, 200),
    _Invented("interpreter", "Rosemène", {"languages": ("ht", "fr")}, 420, -20),
    _Invented("service", "Centro Retama", {"services": ("health", "mental_health"), "languages": ("es",)}, 90, 275),
    _Invented("trainer", "Taller Retama", {"services": ("training",)}, 30),
    _Invented("employer", "Panadería Ceibo", {}),
)


def invent_directory(desk: Desk) -> None:
    """Put them in through the service that a screen uses."""
    today = desk.clock.today()
    for each in ENTRIES:
        session = desk.directory.open()
        for key, value in (("kind", each.kind), ("name", each.name), *each.said.items()):
            session.answer(key, value)
        if each.vetted:
            session.answer("vetted_on", (today - timedelta(days=each.vetted)).isoformat())
        if each.promise:
            session.answer("promise_until", (today + timedelta(days=each.promise)).isoformat())
        desk.directory.keep(session)
