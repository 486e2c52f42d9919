# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""So many of so many, as a part of a hundred, where neither side of it tells of a few; pure."""

from __future__ import annotations

from dataclasses import dataclass

BELOW, ABOVE = "<", ">"


@dataclass(frozen=True, slots=True)
class Share:
    """``whole``: of how many; None where these are few. ``percent``: None where nothing can be said.

    ``sign``: empty, or ``<`` and ``>`` where all that is told is on which side of ``percent`` it lies.
    """

    whole: int | None
    percent: int | None = None
    sign: str = ""


def share(part: int, whole: int, threshold: int) -> Share:
    """A share of which no number below the threshold can be worked out, of those in it or of those not in it.

    Where few or nobody, or nearly all, are in it, it is told in steps of ten so wide that at least as many different
    numbers fit as the threshold. Raises ValueError for more than the whole.
    """
    if not 0 <= part <= whole:
        raise ValueError("more than the whole")
    if whole < threshold:
        return Share(None)
    rest = whole - part
    if part >= threshold and rest >= threshold:
        return Share(whole, _rounded(part, whole))
    if whole < 2 * threshold - 1:
        return Share(whole)
    edge = -(-10 * threshold // whole) * 10
    if edge >= 100:
        return Share(whole)
    return Share(whole, edge, BELOW) if part < threshold else Share(whole, 100 - edge, ABOVE)


def _rounded(part: int, whole: int) -> int:
    return (200 * part + whole) // (2 * whole)
