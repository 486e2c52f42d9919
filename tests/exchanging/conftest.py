# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small register with all the trouble a real one has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.exchanging.written import Rows, sheet, write

HEADINGS = ["N°", "Nombre y apellidos", "F. nac.", "Nacionalidad", "Sexo", "Fecha ingreso", "Necesidades",
            "Quién deriva", "Consent.", "Meta psicosocial", "Meta productiva", "Protección", "Observaciones", "Estado"]

REGISTER = [
    ["CASA – REGISTRO (CONFIDENCIAL)"], [], HEADINGS,
    [1, "Ñusta Peña Güemes", date(1988, 3, 13), "peruana", "Mujer", "aprox. 2022", "comida; documentos", "otra ONG",
     "sí (verbal)", "dormir mejor", "curso de panadería", "TESTIGO PROTEGIDA", "", "ACTIVO"],
    [2, "N.N.", "12/10/1990", "Haití", "M", "14/03/2025", "abogado", "Fiscalía", "pendiente", "", "", "",
     "No preguntar por el hermano.", "seguimiento"],
    [3, "Conceição Ávila", "28-09-93", "brasileira", "F", "2023-07-03", "alojamiento; psicóloga", "vino sola", True, "",
     "coser", "riesgo alto", "Llamar sólo de mañana", "cerrado 2025"],
    [], [1, "Ñusta Peña Güemes", date(1988, 3, 13), "peruana", "Mujer", "aprox. 2022", "comida; documentos", "otra ONG",
         "sí (verbal)", "dormir mejor", "curso de panadería", "TESTIGO PROTEGIDA", "", "ACTIVO"],
    [4, "=HYPERLINK(1)", "", "no dice", "X", "", "", "", "NO", "", "", "no", "@pendiente", "activo"],
    ["TOTAL", 4],
]


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[[Rows], Path]:
    """Write rows into a workbook and say where it lies."""
    return lambda rows: write(tmp_path / "registro.xlsx", {"Registro": sheet(rows)})


@pytest.fixture
def register(workbook: Callable[[Rows], Path]) -> Path:
    """The small register as a file."""
    return workbook(REGISTER)


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    """Write lines into a text file and say where it lies."""
    def write_lines(*lines: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "lista.csv"
        path.write_bytes("\r\n".join(lines).encode(encoding))
        return path
    return write_lines
