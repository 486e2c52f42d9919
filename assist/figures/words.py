# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a cell is written, in every language alike, and the sentences that say why; never silently."""

from __future__ import annotations

from assist.figures.shapes import Cell, Edition, Why
from assist.i18n import N_

HIDDEN = "*"

WHY = {
    Why.FEW: N_("fewer than {count}, perhaps nobody"),
    Why.ALSO: N_("{count} or more; hidden so that no smaller number can be worked out from it"),
    Why.WITHHELD: N_("hidden: too few people to say how they divide"),
}
"""What each mark means; ``{count}`` is the threshold."""


def mark(cell: Cell, threshold: int) -> str:
    """A cell as text: the number, ``<11``, ``11+``, ``*``, or nothing where nobody can stand."""
    return {
        Why.SHOWN: str(cell.value), Why.FEW: f"<{threshold}", Why.ALSO: f"{threshold}+", Why.WITHHELD: HIDDEN,
        Why.NEVER: ""}[cell.why]


def marks(edition: Edition) -> tuple[tuple[str, str], ...]:
    """The marks that stand somewhere in an edition, each with its sentence, not translated yet."""
    met = {cell.why for shown in edition.tables for cell in shown.cells} | {
        cell.why for cell in edition.totals.values()}
    return tuple((mark(Cell(None, why), edition.threshold), sentence) for why, sentence in WHY.items() if why in met)
