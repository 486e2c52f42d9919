# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two long texts beside each other: which paragraphs are the same, and which are not."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher


def marked(texts: Sequence[str]) -> list[list[tuple[str, bool]]]:
    """Each text as its paragraphs, each with whether it stands in no other one."""
    every = [[part.strip() for part in text.splitlines() if part.strip()] for text in texts]
    return [
        [(part, any(place not in _shared(own, other) for other in every if other is not own))
         for place, part in enumerate(own)]
        for own in every
    ]


def _shared(own: Sequence[str], other: Sequence[str]) -> set[int]:
    """Places of the paragraphs that stand in the other text too, in the same order."""
    found = SequenceMatcher(a=own, b=other, autojunk=False).get_matching_blocks()
    return {place for block in found for place in range(block.a, block.a + block.size)}
