# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Register numbers: which number stands for which concept or field, given once and never reused (ruling 61).

``python -m forms.registry --assign`` gives numbers to fields that have none yet.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from forms import loader
from forms.model import Field, Form, Reask

CONCEPTS = range(101, 1000)
RANGES = {
    "F00": 2600, "F01": 1000, "F02": 1100, "F03": 1200, "F04": 1300, "F05": 1400, "F07": 1500, "F08": 1600,
    "F10": 1700, "F11": 1800, "F13": 1900, "F15": 2000, "F17": 2100, "PROT": 2200, "AGR": 2300, "CLOSING": 2400,
    "F22": 2500, "WHO5": 2700, "LIMITS": 2800,
    "F06": 2900, "F09": 3000, "F14": 3100, "PHQ9": 3800, "PHQ8": 3900, "PHQ4": 4000, "GAD7": 4100, "K6": 4200,
    "ITQ": 4300, "WGSS": 4400,
    "F18": 3200, "F19": 3300, "F23": 3400, "F20": 3500, "F12": 3600, "F16": 3700, "ASSENT": 4500,
    "RANK": 4600, "VIEW": 4700, "APPT": 4800, "DIR": 4900,
    "SUPPORT": 5900,
}
_SPAN = 100


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """What storage, policy and search must know of a number without opening the form."""

    number: int
    name: str
    form: str
    key: str
    level: int
    type: str
    retention: str
    tags: tuple[str, ...]
    source: str


@lru_cache(maxsize=1)
def numbers() -> dict[str, int]:
    """Every name with its number."""
    return loader.numbers()


def number_of(name: str) -> int:
    """The number of a concept or ``form/field``; raises KeyError."""
    return numbers()[name]


@lru_cache(maxsize=1)
def all_specs() -> dict[int, FieldSpec]:
    """Every number with what it means; the most protective level wins where forms share a concept."""
    found: dict[int, FieldSpec] = {}
    for form in loader.forms():
        for name, field in named_fields(form):
            before = found.get(field.number)
            level = max(field.level, before.level if before else 0)
            found[field.number] = FieldSpec(
                field.number, name, form.id, field.key, level, field.type.value, field.retention, field.tags,
                field.source.value,
            )
    return found


def spec_of(number: int) -> FieldSpec:
    """What a number means; raises KeyError for one no shipped form has."""
    return all_specs()[number]


def named_fields(form: Form) -> Iterator[tuple[str, Field]]:
    """Fields and columns of a form with the names under which they are numbered."""
    for field in form.fields():
        once = bool(field.concept) and field.reask in (Reask.NEVER, Reask.CONFIRM)
        name = field.concept if once else f"{form.id}/{field.key}"
        yield name, field
        for column in field.columns:
            yield f"{name}.{column.key}", column


def missing() -> list[str]:
    """Names without a number, in the order they are met."""
    known = numbers()
    return list(dict.fromkeys(
        name for form in loader.forms() for name, _ in named_fields(form) if name not in known))


def assign() -> list[str]:
    """Give the next free number of its range to every name that has none; returns the new lines."""
    taken = set(numbers().values())
    lines = []
    for name in missing():
        form = name.split("/")[0] if "/" in name else ""
        span = range(RANGES[form], RANGES[form] + _SPAN) if form else CONCEPTS
        number = next(candidate for candidate in span if candidate not in taken)
        taken.add(number)
        lines.append(f"{name}: {number}")
    path = loader.HOME / "numbers.yaml"
    before = path.read_text("utf-8") if path.is_file() else _HEAD
    path.write_text(before + "".join(line + "\n" for line in lines), "utf-8")
    return lines


_HEAD = "# Register numbers. Lines are only ever added: a number once given is never given again.\n"

if __name__ == "__main__":
    if sys.argv[1:] == ["--assign"]:
        print(f"{len(assign())} numbers given")
