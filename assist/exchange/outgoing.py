# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which rows, and which cells of them, may leave for one recipient today; pure, and asked of the gate (CO-11, WP-09).

Nobody is in it without her live consent for exactly this recipient, purpose and kind of thing. Identity and free text
never leave, a day leaves as its month, a cell that is no code of a closed list is emptied, and a reference means
something to one recipient alone. Cases under protection are not in it, and one at level 3 is not spoken of.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from assist import gate
from assist.casebook import Book
from assist.consentbook import consent_for
from assist.domain.consents import Need
from assist.domain.protection import HIDDEN
from assist.errors import BadInput, NotAllowed
from assist.exchange.columns import MERGED, Cell, map_case
from assist.exchange.leaving import Held, Leaving, alike
from assist.exchange.profile import Column, Profile, Sensitivity
from assist.gate import COUNTING, Outgoing

CODES = "codes"
"""The kind of thing every row needs a yes to (``lk_category``)."""

TOO_FEW = "alike"
REFERENCE = "x_Reference"
"""Where a reference stands for programs when the profile has no column for it."""

_NEVER = frozenset({Sensitivity.IDENTITY, Sensitivity.FREE_TEXT})
_LABEL = b"amparo/export-pseudonym/v1"

Key = Callable[[Book], bytes]
"""The secret of a case from which its references are made; empty where it has none yet."""


@dataclass(frozen=True, slots=True)
class Stays:
    """Somebody who is not in it, and why: a code of the gate, or ``alike``, ``not_a_victim``."""

    case: bytes
    why: str


@dataclass(frozen=True, slots=True)
class Selection:
    """Everything that would leave, and who stays."""

    rows: Sequence[Leaving]
    stays: tuple[Stays, ...] = field(default=())

    @property
    def fewest(self) -> int:
        """The smallest number of people who look alike; 0 without rows."""
        return min(alike(self.rows), default=0)

    def lonely(self, k: int) -> int:
        """Of how many rows fewer than this look alike."""
        return sum(1 for many in alike(self.rows) if many < k)


def reference(key: bytes, recipient: str, case: bytes) -> str:
    """How one recipient knows a person: the same each time, and nothing to any other recipient."""
    ours = hmac.new(key, _LABEL + recipient.strip().encode(), hashlib.sha256).digest()
    return base64.b32encode(hmac.new(ours, case, hashlib.sha256).digest()[:16]).decode().rstrip("=").lower()


def select(profile: Profile, books: Iterable[Book], recipient: str, today: date, key: Key) -> Selection:
    """Who is in it and with what. Raises BadInput ``export.refused`` for a profile without rows."""
    if profile.refused or profile.unit != "case":
        raise BadInput("export.refused")
    kept, stays = Held(), list[Stays]()
    for book in books:
        if book.level >= HIDDEN:
            continue
        found = _asked(profile, book, recipient.strip(), today, key)
        kept.add(found) if isinstance(found, Leaving) else stays.append(found)
    _generalise(profile, kept)
    if profile.k_is_hard:
        stays += [Stays(row.case, TOO_FEW) for row in kept if row.alike < profile.k]
        kept = Held(row for row in kept if row.alike >= profile.k)
        kept.say_alike(_alike(profile, kept))
    return Selection(kept, tuple(stays))


def _asked(profile: Profile, book: Book, recipient: str, today: date, key: Key) -> Leaving | Stays:
    """What the gate says of one person, and what of her cells her consent covers."""
    if not recipient:
        return Stays(book.case_id, "gate.consent_wrong_recipient")
    if book.level > 0:
        return Stays(book.case_id, "gate.protected")
    try:
        clearance = gate.clear(book, Outgoing(COUNTING, recipient, frozenset({CODES})), today)
    except NotAllowed as refused:
        return Stays(book.case_id, refused.code)
    said, consent = consent_for(book, Need(COUNTING, recipient, frozenset({CODES})), today)
    if said != "given" or consent is None:
        return Stays(book.case_id, f"gate.consent_{said}")
    mapped = map_case(profile, book)
    if mapped.left_out:
        return Stays(book.case_id, mapped.left_out)
    cells: dict[str, Cell] = {}
    blanked = set()
    for name, cell in mapped.values.items():
        column = profile.by_name[name]
        may = column.category in consent.categories and not column.own_line and column.sensitivity not in _NEVER
        shown = _coarse(profile, column, cell) if may else ""
        if shown:
            cells[name] = shown
        if shown != cell:
            blanked.add(name)
    called = reference(key(book), recipient, book.case_id)
    if profile.reference:
        cells[profile.reference] = called
    if profile.consent:
        cells[profile.consent] = _yes(profile)
    merged = frozenset(loss.what for loss in mapped.losses if loss.kind == MERGED)
    return Leaving(book.case_id, called, cells, consent.record, tuple(sorted(consent.categories)), consent.expires_on,
                   clearance, frozenset(blanked), merged)


def _yes(profile: Profile) -> str:
    labels = profile.by_name[profile.consent].labels
    return "TRUE" if "TRUE" in labels else profile.yes


def _coarse(profile: Profile, column: Column, cell: Cell) -> Cell:
    """A cell as it may leave: the month of a day, codes of closed lists, and nothing else."""
    if column.sensitivity is Sensitivity.DATE:
        told = cell if isinstance(cell, str) else ""
        parts = told[:7].split("-")
        is_date = all(part.isascii() and part.isdecimal() for part in parts) and len(parts[0]) == 4 and len(parts) <= 2
        return told[:7] if is_date else ""
    known = {*column.labels, *column.codes.values(), *column.bands, profile.yes, profile.no, profile.unknown,
             column.unsaid, column.value} - {""}
    if isinstance(cell, str):
        parts = cell.split("; ") if column.how == "joined" else [cell]
        return cell if all(part in known for part in parts) else ""
    return tuple(code for code in cell if code in known)


# -- how many look alike ------------------------------------------------------------------


def _generalise(profile: Profile, rows: Held) -> None:
    """Made coarser in a fixed order until enough look alike: month to year, country, age (ruling 11)."""
    columns = [profile.by_name[name] for name in profile.alike]
    many = _alike(profile, rows)
    for step in (_years, _places, _coarser):
        if min(many, default=profile.k) < profile.k:
            for at, count in enumerate(many):
                if count < profile.k:
                    rows.put(at, _stepped(rows[at], columns, step))
            many = _alike(profile, rows)
    rows.say_alike(many)


def _stepped(row: Leaving, columns: Sequence[Column], step: Callable[[Column, Cell], Cell]) -> Leaving:
    cells, blanked = dict(row.cells), set(row.blanked)
    for column in columns:
        before = cells.get(column.name, "")
        after = step(column, before) if before else before
        if after != before:
            blanked.add(column.name)
            cells[column.name] = after
            if not after:
                del cells[column.name]
    return replace(row, cells=cells, blanked=frozenset(blanked))


def _years(column: Column, cell: Cell) -> Cell:
    return cell[:4] if column.sensitivity is Sensitivity.DATE else cell


def _places(column: Column, cell: Cell) -> Cell:
    return "" if column.sensitivity is Sensitivity.PLACE else cell


def _coarser(column: Column, cell: Cell) -> Cell:
    return column.coarser.get(cell, cell) if isinstance(cell, str) else cell


def _alike(profile: Profile, rows: Held) -> Sequence[int]:
    """Of each row, how many there are of which the same is told."""
    kinds: dict[tuple[Cell, ...], int] = {}
    which = array("I", (kinds.setdefault(tuple(told.get(name, "") for name in profile.alike), len(kinds))
                        for told in rows.cells()))
    counts = Counter(which)
    return array("I", (counts[kind] for kind in which))
