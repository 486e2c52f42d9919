# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows that pass between the application and whoever keeps its data; what is asked for stands in ``assist.ports``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import msgspec

from assist.changesets import Dot, FieldKey
from assist.teambook import TeamLine

READABLE, SEALED, EMPTIED = 0, 1, 2
"""Kinds of rows of the log: its body as signed, sealed to the owner's vault, or taken out."""


class RegRow(NamedTuple):
    """One live value of one register. ``protected`` rows come from the vault, on twin entities."""

    entity: bytes
    etype: int
    field: FieldKey
    dot: Dot
    hlc: int
    value: bytes
    protected: bool = False


class AttachedRow(NamedTuple):
    """A register that says of an attachment: its case, the stream and number of the change that attached it, and the
    entity it stands on, which behind the seal is a twin."""

    case: bytes
    stream: bytes
    n: int
    value: bytes
    entity: bytes


@dataclass(frozen=True, slots=True)
class LogRow:
    """One row of the log. ``kind``: 0 readable, 1 sealed to the owner's vault key, 2 emptied."""

    stream: bytes
    n: int
    hlc: int
    group: bytes
    kind: int
    body: bytes
    signature: bytes
    digest: bytes
    wall_ms: int
    case: bytes | None = None
    tag: bytes | None = None
    batch: bytes | None = None


@dataclass(frozen=True, slots=True)
class CaseFields:
    """The narrow row of the list of cases."""

    code: str
    name: str
    name_fold: str
    stage: str
    stage_no: int
    worker: bytes | None
    level: int
    band: str
    band_no: int
    language: str
    opened_on: str
    closed_on: str
    last_contact: str
    next_due: str
    next_duty: str
    hold: int
    sleeping: int
    is_open: int
    without_file: int


@dataclass(frozen=True, slots=True)
class DutyFields:
    """One line of what is due."""

    rule: str
    due: str
    record: bytes | None


@dataclass(frozen=True, slots=True)
class RecordFields:
    """One filled form; ``entity`` is the id under which this database knows it."""

    entity: bytes
    form: str
    version: int
    on: str
    by: bytes | None
    answered: int


@dataclass(frozen=True, slots=True)
class DiaryFields:
    """A day on which something is agreed, its hour or empty, and the sheet that says what.

    ``waits``: nobody has said yet what came of it.
    """

    on: str
    record: bytes
    at: str = ""
    waits: bool = True


@dataclass(frozen=True, slots=True)
class TextFields:
    """A piece of text that search may find."""

    entity: bytes
    form: str
    level: int
    author: bytes | None
    on: str
    body: str


@dataclass(frozen=True, slots=True)
class CaseProjection:
    """All that lists and searches need to know of one case, made from its registers alone."""

    case: CaseFields | None
    duties: tuple[DutyFields, ...] = ()
    records: tuple[RecordFields, ...] = ()
    texts: tuple[TextFields, ...] = ()
    diary: tuple[DiaryFields, ...] = ()
    team: tuple[TeamLine, ...] = ()
    differences: int = 0
    whose: frozenset[bytes] | None = None
    """Entities whose records and texts these are, those that have none any more too; None: all of the case."""


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A form left half-way; ``body`` is sealed to the vault when it holds protected answers."""

    id: str
    case: bytes | None
    form: str
    sealed: bool
    body: bytes
    ms: int


@dataclass(frozen=True, slots=True)
class TextHit:
    """One found note."""

    case: bytes
    entity: bytes
    form: str
    on: str
    author: bytes | None
    body: str


@dataclass(frozen=True, slots=True)
class DueHit:
    """One duty of one case the reader may see."""

    case: bytes
    code: str
    name: str
    rule: str
    due: str
    record: bytes | None


@dataclass(frozen=True, slots=True)
class ShelfFile:
    """One backup file; an unreadable one is shown, and never counted as a backup."""

    path: Path
    made_ms: int
    size: int
    is_readable: bool


class Received(msgspec.Struct, frozen=True):
    """What a receiving office keeps of a package: what it replaces and takes back, and its rows by reference.

    ``made``: the second, UTC, as ISO text; later ones of the same sender count more. A row that stands no more is
    None: its reference is remembered, so that no older package brings it back.
    """

    sender: str
    export_id: str
    made: str
    schema: str
    supersedes: tuple[str, ...]
    retracts: tuple[str, ...]
    rows: dict[str, dict[str, str | list[str]] | None]

    @property
    def key(self) -> tuple[str, str]:
        """Nobody takes back or replaces what somebody else sent."""
        return self.sender, self.export_id
