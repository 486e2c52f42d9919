# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shape of a form definition after loading: plain, frozen, language-complete."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LANGUAGES = ("en", "es", "pt", "fr")

Text = Mapping[str, str]
"""Language code to text; every built-in text has all of ``LANGUAGES``."""


class Source(StrEnum):
    """Whose voice the answer is."""

    PARTICIPANT = "P"
    WORKER = "W"
    AUTOMATIC = "A"


class Reask(StrEnum):
    """May this be asked again? (practice.md 0.3)"""

    NEVER = "N"
    CONFIRM = "C"
    REPEATED = "R"
    VOLUNTEERED = "V"
    NONE = "-"


class Tone(StrEnum):
    """How a question weighs; pages order wishes and strengths before hard ones (UX-13)."""

    WISH = "wish"
    STRENGTH = "strength"
    PLAIN = "plain"
    HARD = "hard"


class FieldType(StrEnum):
    """Kinds of question."""

    TEXT_SHORT = "text_short"
    TEXT_LONG = "text_long"
    CHOICE = "choice"
    MULTI = "multi"
    RANK = "rank"
    CHECKLIST = "checklist"
    DATE = "date"
    MONTH = "month"
    YEAR = "year"
    TIME = "time"
    INT = "int"
    MONEY = "money"
    BOOL3 = "bool3"
    SCALE5 = "scale5"
    RATING5 = "rating5"
    CODE = "code"
    REF = "ref"
    STROKES = "strokes"
    TABLE = "table"
    GROUP = "group"
    MATRIX = "matrix"


APART = "apart"
"""The condition of a form that no case ever meets."""
MAY_NOT_APPLY = "may_not_apply"
"""Tag of a question that does not apply to everybody."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A stable ASCII code and what people read."""

    code: str
    label: Text


Rule = Mapping[str, object]
"""``{field, in|not_in: [codes]}`` · ``{answered: key}`` · ``{all|any: [rules]}`` · ``{not: rule}``."""


@dataclass(frozen=True, slots=True)
class Field:
    """One question, with everything the engine, the linter, the page and the gate must know.

    ``number`` is the register field number (ruling 61); N and C fields carry the number of their
    ``concept`` and live on the person, all others on the record.
    """

    key: str
    number: int
    label: Text
    type: FieldType
    source: Source
    reask: Reask
    level: int
    retention: str
    concept: str = ""
    why: Text = field(default_factory=dict)
    hint: Text = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    choice_list: str = ""
    required: bool = False
    coview: bool = False
    print: tuple[str, ...] = ()
    export: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    tone: Tone = Tone.PLAIN
    columns: tuple[Field, ...] = ()
    show_if: Rule | None = None
    max_length: int = 0
    minimum: int | None = None
    maximum: int | None = None
    pick: int = 0

    @property
    def is_participant(self) -> bool:
        """Asked of the person: never required, always skippable."""
        return self.source is Source.PARTICIPANT

    @property
    def may_not_apply(self) -> bool:
        """It does not apply to everybody, and saying so is one of the ways to leave it (no work, no children …)."""
        return MAY_NOT_APPLY in self.tags

    @property
    def lives_on_person(self) -> bool:
        """Ask once: the answer belongs to the person, not to the sheet it was written on."""
        return bool(self.concept) and self.reask in (Reask.NEVER, Reask.CONFIRM)

    @property
    def has_rows(self) -> bool:
        """Its value is a tuple of rows."""
        return self.type in (FieldType.TABLE, FieldType.GROUP, FieldType.MATRIX)


@dataclass(frozen=True, slots=True)
class Page:
    """Up to five questions shown together."""

    key: str
    title: Text
    fields: tuple[Field, ...]
    intro: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form.

    ``single``: a case has one living record of it (F02, F04 …); otherwise each filling is a new
    record. ``gates`` are conditions checked by the services before it opens: ``limits`` (limits of
    secrecy explained), ``consent`` (live service consent), ``referral`` (a yes to telling one service),
    ``apart`` (its answers belong to no case, and no case ever opens it). ``tab`` says where the case file lists it.
    """

    id: str
    version: int
    title: Text
    pages: tuple[Page, ...]
    single: bool = False
    gates: tuple[str, ...] = ()
    tab: str = "forms"
    paper: bool = False
    offered: bool = True
    about: Text = field(default_factory=dict)
    meaning: int = 1
    reviewed_by_survivor_group: Text = field(default_factory=dict)
    """For each language the ISO day on which a group of survivors read its words; none or empty: not yet (PA-13)."""

    @property
    def is_for_participants(self) -> bool:
        """Whether any of its questions is put to the person."""
        return any(asked.is_participant for asked in self.fields())

    def is_reviewed(self, language: str) -> bool:
        """Whether survivors read it in this language; what is put to nobody needs no review."""
        return not self.is_for_participants or bool(self.reviewed_by_survivor_group.get(language))

    def fields(self) -> Iterator[Field]:
        """Every top-level field, page by page."""
        for page in self.pages:
            yield from page.fields

    def field(self, key: str) -> Field:
        """The field of that key; raises KeyError."""
        for candidate in self.fields():
            if candidate.key == key:
                return candidate
        raise KeyError(key)
