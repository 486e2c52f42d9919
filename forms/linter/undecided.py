# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a draft still leaves open: each a finding of its own, and the other checks speak as if it were decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from forms.linter.finding import Finding

UNDECIDED = "undecided"
"""Stands in a draft where somebody has to decide. The loader takes no definition that says so."""

TO_DECIDE: Mapping[str, tuple[int, str]] = {
    "source": (2, "whose words the answer is, is not decided: P (the person), W (the worker) or A (the program)"),
    "reask": (4, "whether it may be asked again is not decided: N (never), C (whether it still holds), R (each time), "
                 "V (only what is offered) or - (no question)"),
    "level": (6, "how sensitive it is, is not decided: 1 (the office), 2 (the team), 3 (who works with her) or 4 "
                 "(protected)"),
    "retention": (11, "how long it is kept is not decided: core, finance, narrative or protected"),
    "show_if": (14, "what shows it is not decided: write a rule, or take the line away so that it is always asked"),
}
"""The lines that may be open, with the check each belongs to."""

_STANDS_IN = {"source": "P", "reask": "-", "level": "1", "retention": "core"}
"""What brings no finding of its own: words are looked at as if they were said to the person."""


def undecided(raw: Mapping[str, Any]) -> Iterator[Finding]:
    """Everything in a definition that still is to be decided, in its order."""
    for place, asked in _asked(raw):
        for line, (check, sentence) in TO_DECIDE.items():
            if asked.get(line) == UNDECIDED:
                yield Finding(str(raw.get("form", "")), place, check, sentence)


def as_if_decided(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The same definition with something in every open place, for checks alone."""
    pages = raw.get("pages")
    if not isinstance(pages, list):
        return dict(raw)
    return dict(raw) | {"pages": [_page(page) for page in pages]}


def _page(page: object) -> object:
    if not isinstance(page, Mapping) or not isinstance(page.get("fields"), list):
        return page
    return dict(page) | {"fields": [_closed(asked) for asked in page["fields"]]}


def _closed(asked: object) -> object:
    if not isinstance(asked, Mapping):
        return asked
    found = {line: _STANDS_IN.get(line) if said == UNDECIDED and line in TO_DECIDE else said
             for line, said in asked.items()}
    if isinstance(asked.get("columns"), list):
        found["columns"] = [_closed(column) for column in asked["columns"]]
    return found


def _asked(raw: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every question and column with its place."""
    for page in _parts(raw.get("pages")):
        for asked in _parts(page.get("fields")):
            yield str(asked.get("key", "")), asked
            for column in _parts(asked.get("columns")):
                yield f"{asked.get('key', '')}.{column.get('key', '')}", column


def _parts(value: object) -> list[Mapping[str, Any]]:
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, list) else []
