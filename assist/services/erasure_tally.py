# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was erased, as numbers of each class: all that a certificate may say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from assist.domain import wire
from assist.rows import RegRow
from forms.registry import all_specs


class Tally(msgspec.Struct, array_like=True, frozen=True):
    """What went here, class by class, and the ids of papers that were made of it before; no value, no name."""

    counts: Counter[str] = msgspec.field(default_factory=Counter)
    papers: tuple[str, ...] = ()


def tally_in(packed: bytes) -> Tally:
    """As it was kept."""
    counts, papers = msgspec.msgpack.decode(packed or b"\x92\x80\x90", type=tuple[dict[str, int], tuple[str, ...]])
    return Tally(Counter(counts), papers)


def counted(rows: Iterable[RegRow]) -> Counter[str]:
    """How many values there are of each class of keeping, and how many forms; nothing of what they say."""
    counts: Counter[str] = Counter()
    specs = all_specs()
    for row in rows:
        if row.field == wire.FORM:
            counts["sheets"] += 1
        elif isinstance(row.field, str) or row.field >= 100:
            spec = specs.get(row.field) if isinstance(row.field, int) else None
            counts[spec.retention if spec is not None else "core"] += 1
    return counts
