# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a paper is made of: blocks of typed lines, every word already chosen and in its language."""

from __future__ import annotations

from dataclasses import dataclass

SUPERVISION, PARTICIPANT, SAFETY_PLAN = "supervision", "participant", "safety_plan"
MY_INFORMATION = "my_information"
TEMPLATES = (SUPERVISION, PARTICIPANT)
"""For the team's own supervision, by code; and the person's own copy, without a trace of whose it is."""

HER_OWN = frozenset({PARTICIPANT, SAFETY_PLAN, MY_INFORMATION})
"""Papers that are hers: her plan, her safety plan, which is on no other paper, and what is held of her."""

WHOLE = frozenset({SAFETY_PLAN, MY_INFORMATION})
"""Those that are made with protected work open only: half of them would not be true."""

A4, LETTER = "a4", "letter"

BETTER, SAME, LESS, UNCLEAR = "better", "same", "less", "unclear"
"""Which way something went; ``unclear`` when there are not enough answers to say."""


@dataclass(frozen=True, slots=True)
class Voice:
    """The person's own words, with a small line that says when."""

    text: str
    caption: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal: own words, small facts, and where it stands in two voices (-2…2, None when not said).

    ``words`` and ``disagreement`` come with their quotation marks. ``level`` says in words where it
    stands; the disagreement prints under the goal it is about (PA-03), introduced by ``differs``.
    """

    words: str
    facts: str
    hers: int | None
    team: int | None
    level: str = ""
    differs: str = ""
    disagreement: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """Which way something went, as a sign and a word, and between which days."""

    label: str
    way: str
    word: str
    detail: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a picture: its name and dated values from 0 to 100."""

    label: str
    points: tuple[tuple[str, float], ...]
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Trend:
    """A picture of one or two series over time; ``months`` are the names along its foot, by ISO month."""

    series: tuple[Series, ...]
    months: tuple[tuple[str, str], ...]
    on: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what is known."""

    label: str
    value: str
    on: str = ""


@dataclass(frozen=True, slots=True)
class Checks:
    """A row of short checks: ``yes`` is ticked, ``no`` is left empty."""

    label: str
    items: tuple[tuple[str, str], ...]
    on: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One agreed step: what, who, by when."""

    what: str
    who: str = ""
    when: str = ""
    done: bool = False
    on: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A quiet sentence of ours; ``strong`` when it is meant for the person and not small print."""

    text: str
    strong: bool = False
    on: str = ""


Line = Voice | Goal | Arrow | Trend | Fact | Checks | Step | Note
"""Every kind of line. ``on`` is the day it belongs to: where there is no room, the oldest go first."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading and its lines; ``aside`` stands small beside the heading."""

    key: str
    heading: str
    lines: tuple[Line, ...]
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The few words the pages themselves need, in the language of the paper.

    ``rated``: the level stands beside the bar as a number; the person's own copy shows only bars.
    """

    hers: str
    team: str
    more: str
    page: str
    done: str
    rated: bool = True


@dataclass(frozen=True, slots=True)
class Dossier:
    """A case as one printable tree, already filtered: what is not in here cannot be printed.

    ``mark`` stands large at the top right (the case code, or nothing), ``care`` warns the reader
    to handle the paper with care, ``foot`` is the small print of every page.
    """

    title: str
    subtitle: str
    template: str
    language: str
    mark: str
    facts: tuple[Fact, ...]
    blocks: tuple[Block, ...]
    care: str
    foot: tuple[str, ...]
    print_id: str
    words: Words
    paper: str = A4


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished PDF and how many pages it has."""

    pdf: bytes
    pages: int
