# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A list full of words nobody else writes, and what is asked of whatever was brought."""

from __future__ import annotations

from collections.abc import Iterable

from assist.desk import Desk
from assist.services.drafting import FormOpening
from assist.workplace import ImportedRow

CANARIES = ("Zarquintela Olmevante", "Perlunqui", "Vostrelia", "Quimbarado", "Tesfiloro", "Ondrupel")
FULL = ("N°;Nombre y apellidos;Apodo;Observaciones;Meta psicosocial;Protección;Tratante;Sexo",
        f"1;{CANARIES[0]};{CANARIES[1]};{CANARIES[2]};{CANARIES[3]};testigo {CANARIES[4]};{CANARIES[5]};M",
        f"2;{CANARIES[0]};{CANARIES[1]}b;{CANARIES[2]};{CANARIES[3]};no;{CANARIES[5]};Mujer")


def fates(rows: Iterable[ImportedRow]) -> dict[int, str]:
    """Row number → fate."""
    return {row.row: row.fate for row in rows}


def explained(desk: Desk, case: str) -> FormOpening:
    """The limits of secrecy explained to her: work done in a case after it was brought; not saved yet."""
    opening = desk.records.open("LIMITS", case)
    opening.session.answer("explained", "yes")
    return opening
