# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Headings as shelters write them: which row they stand in, and what each is taken for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from assist.errors import BadInput
from assist.exchange.cells import fold, listed, words
from assist.exchange.tables import Line, Spans, Table
from assist.exchange.xlsform.marks import is_mark

HEADER_WITHIN = 15
"""Titles and notes may stand above the headings, in so many rows."""

ENOUGH = 2
"""So many known headings make a row of headings."""

_NOTE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_COUNT = re.compile(r"\d{1,3}|[pq]\d{1,3}")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the headings stand and what they say; ``rows`` are the numbers of all rows they take up."""

    place: int
    texts: Mapping[int, str]
    rows: frozenset[int]


def field_of(heading: str) -> str:
    """What a heading is taken for; empty when it is not known.

    Only words that say nothing of their own may stand around a known heading: "Nombre de la usuaria" is her
    name and "Nombre de la madre" is not.
    """
    for said in (heading, _NOTE.sub(" ", heading), *heading.split("/")[-1:]):
        folded = fold(said)
        for form in (folded, folded.replace("/", " "), _bare(folded)):
            if form in _known():
                return _known()[form]
    return ""


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    known = {fold(heading): field for field, headings in listed("headings").items() for heading in headings}
    return known | {fold(heading): field for heading, field in listed("htcds").items() if field}


def _bare(folded: str) -> str:
    """Without numbering and without the small words around it; as it was when nothing would be left."""
    tokens, small = folded.split(), words("around_headings")
    while tokens and (_COUNT.fullmatch(tokens[0]) or tokens[0] in small):
        tokens.pop(0)
    while tokens and tokens[-1] in small:
        tokens.pop()
    return " ".join(tokens) or folded


def likeness(table: Table) -> int:
    """How many headings are known in the row of the first fifteen that has most."""
    return max((_score(line, {}) for line in table.lines[:HEADER_WITHIN]), default=0)


def first_heading(table: Table) -> dict[str, str]:
    """Where nothing is known: a heading of the fullest of the first rows, as a person would name it to mean nothing."""
    fullest = max(table.lines[:HEADER_WITHIN], key=lambda line: len(_texts(line)))
    return {next(iter(_texts(fullest).values()), ""): ""}


def find_header(table: Table, wanted: Mapping[str, str]) -> Header:
    """The row of headings, with a second row above or below it where headings are split in two.

    ``wanted`` has headings a person named herself. Raises BadInput when no row looks like headings.
    """
    scores = [_score(line, wanted) for line in table.lines[:HEADER_WITHIN]]
    best = max(scores, default=0)
    if best < (1 if wanted else ENOUGH):
        raise BadInput("import.no_headings")
    place = scores.index(best)
    texts = _texts(table.lines[place])
    if place:
        both = _joined(table.lines[place - 1], table.lines[place], table.spans, wanted)
        texts = both if _known_in(both, wanted) > _known_in(texts, wanted) else texts
    rows = {table.lines[place].number}
    if place + 1 < len(table.lines):
        below = table.lines[place + 1]
        if repeats(below, texts):
            return Header(place, _labelled(texts, below), frozenset({*rows, below.number}))
        if _goes_on(table.lines[place], below, table.spans):
            both = _joined(table.lines[place], below, table.spans, wanted)
            if _known_in(both, wanted) > _known_in(texts, wanted):
                return Header(place, texts | both, frozenset({*rows, below.number}))
    return Header(place, texts, frozenset(rows))


def repeats(line: Line, texts: Mapping[int, str]) -> bool:
    """The headings once more, or their long names under the codes."""
    filled = line.filled()
    if len(filled) < 2:
        return False
    same, least, left = 0, max(2, len(filled) * 0.6), len(filled)
    for place in filled:
        same += _like(line.said(place), texts.get(place, ""))
        left -= 1
        if same >= least or same + left < least:
            break
    return same >= least


def _score(line: Line, wanted: Mapping[str, str]) -> int:
    return _known_in(_texts(line), wanted)


def _known_in(texts: Mapping[int, str], wanted: Mapping[str, str]) -> int:
    """How many are known; the mark of a form of ours is enough by itself."""
    return sum(ENOUGH if is_mark(text) else 1 for text in texts.values()
               if fold(text) in wanted or field_of(text) or is_mark(text))


def _texts(line: Line) -> dict[int, str]:
    return {place: line.said(place) for place in line.filled()}


def _joined(upper: Line, lower: Line, spans: Spans, wanted: Mapping[str, str]) -> dict[int, str]:
    """Two rows of headings as one: "Fecha" over "ingreso" is "Fecha ingreso" where that is known."""
    over = _spread(upper, spans)
    found = {}
    for place in sorted({*upper.filled(), *lower.filled()}):
        below, above = lower.said(place), over.get(place, upper.said(place))
        both = f"{above} {below}"
        is_better = above and below and (fold(both) in wanted or (field_of(both) and not field_of(below)))
        found[place] = both if is_better else below or above
    return found


def _spread(line: Line, spans: Spans) -> dict[int, str]:
    return {
        place: line.said(first)
        for first, last in spans.get(line.number, ()) for place in range(first, last + 1)
    }


def _goes_on(upper: Line, lower: Line, spans: Spans) -> bool:
    """A second row of headings has words only, and stands under merged or empty headings too."""
    under = [place for place in lower.filled() if not upper.said(place) or place in _spread(upper, spans)]
    return len(under) > 1 and all(
        isinstance(lower.cells[place], str) and not any(sign.isdigit() for sign in lower.said(place))
        for place in lower.filled())


def _labelled(texts: Mapping[int, str], labels: Line) -> dict[int, str]:
    """Where code and label disagree, people filled in what they saw: the label (its standard has five such)."""
    return dict(texts) | {
        place: labels.said(place) for place in labels.filled() if not _like(labels.said(place), texts.get(place, ""))
    }


def _like(label: str, heading: str) -> bool:
    """The same heading, or its long name: ``Case Owner`` under ``cas_CaseOwner``."""
    short = fold(label).replace(" ", "")[:14]
    return len(short) > 2 and short in _without_gaps(heading)


@lru_cache(maxsize=512)
def _without_gaps(heading: str) -> str:
    return fold(heading).replace(" ", "")
