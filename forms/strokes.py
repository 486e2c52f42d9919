# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody drew with a hand, as numbers: strokes of points, never a picture.

As text ``"12,80 30,76;40,90 41,92"``: points parted by blanks, strokes by semicolons, on a ground that is 1000 wide
and 320 high, from its upper left corner.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

Point = tuple[int, int]
Strokes = tuple[tuple[Point, ...], ...]

WIDE, HIGH = 1000, 320
LONGEST = 8_000
"""Signs of the text: far more than a name takes."""
NEAR = 4
"""Points nearer to each other than this are one."""

_TEXT = re.compile(r"\d{1,4},\d{1,3}(?:[ ;]\d{1,4},\d{1,3})*", re.ASCII)

CROSS: Strokes = (((400, 80), (600, 240)), ((600, 80), (400, 240)))
"""A mark for whoever puts one without drawing it."""


def strokes_of(text: str) -> Strokes:
    """The strokes of a text; raises ValueError for anything else."""
    if not text or len(text) > LONGEST or not _TEXT.fullmatch(text):
        raise ValueError("no strokes")
    found = tuple(tuple(_point(each) for each in stroke.split(" ")) for stroke in text.split(";"))
    if any(x > WIDE or y > HIGH for stroke in found for x, y in stroke):
        raise ValueError("beyond the ground")
    return found


def text_of_strokes(strokes: Iterable[Sequence[Point]]) -> str:
    """As they are kept; what no longer fits is left out, point by point."""
    said = ""
    for stroke in strokes:
        sign = ";" if said else ""
        for x, y in thinned(stroke):
            more = f"{sign}{x},{y}"
            if len(said) + len(more) > LONGEST:
                return said
            said, sign = said + more, " "
    return said


def thinned(stroke: Sequence[Point]) -> tuple[Point, ...]:
    """Without points that lie nearly on the one before; the last one stays."""
    kept: list[Point] = []
    for x, y in stroke:
        if not kept or abs(x - kept[-1][0]) >= NEAR or abs(y - kept[-1][1]) >= NEAR:
            kept.append((x, y))
    if stroke and kept[-1] != stroke[-1]:
        kept.append(stroke[-1])
    return tuple(kept)


def _point(text: str) -> Point:
    x, y = text.split(",")
    return int(x), int(y)
