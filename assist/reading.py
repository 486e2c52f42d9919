# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading single answers of an entity by the name of their field or concept."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from functools import lru_cache

from assist.casebook import Entity
from forms.answers import Answer
from forms.registry import number_of


@lru_cache(maxsize=1024)
def number(name: str) -> int:
    """The register number of a concept or ``form/field``; -1 when no shipped form has it."""
    try:
        return number_of(name)
    except KeyError:
        return -1


def answer(entity: Entity, name: str) -> Answer:
    """The answer held under that name."""
    return entity.answer(number(name))


def said(entity: Entity, name: str) -> object:
    """What was answered here; None for silence and for what others told."""
    found = answer(entity, name)
    return found.value if found.is_answered else None


def held(entity: Entity, name: str) -> object:
    """What is held, whoever told it."""
    found = answer(entity, name)
    return found.value if found.state.carries_value else None


def text(entity: Entity, name: str) -> str:
    """A held text or code; empty when there is none."""
    value = held(entity, name)
    return value if isinstance(value, str) else ""


def codes(entity: Entity, name: str) -> tuple[str, ...]:
    """Held codes; a single one counts as one."""
    value = held(entity, name)
    if isinstance(value, tuple):
        return tuple(item for item in value if isinstance(item, str))
    return (value,) if isinstance(value, str) and value else ()


def rating(entity: Entity, name: str) -> int | None:
    """A rating from -2 to 2 given here."""
    value = said(entity, name)
    return value if isinstance(value, int) else None


def date_of(iso: str, days: int) -> str:
    """A day so many days later; empty when there is no day to count from, or none there in the calendar."""
    try:
        return (date.fromisoformat(iso[:10]) + timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return ""


def fold(name: str) -> str:
    """A name as it is compared: case, accents and spaces do not matter (ruling 28)."""
    plain = unicodedata.normalize("NFKD", name)
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).casefold().split())
