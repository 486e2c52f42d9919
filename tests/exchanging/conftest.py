# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small register with all the trouble a real one has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assist.services.profiles import NewProfile
from tests.conftest import PASSPHRASE
from tests.exchanging.written import Rows, sheet, write
from ui.cli import main as command_line
from ui.wiring import Door

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

Said = tuple[int, str, str]
"""The status of a command, what it said, what it complained of."""


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """``amparo import`` on a small workspace: its status, what it said, what it complained of."""
    door = Door(tmp_path / "workspace")
    door.found(NewProfile("Casa Prueba", "Ana Ríos", PASSPHRASE)).close()
    door.leave()
    secret = tmp_path / "passphrase"
    secret.touch(0o600)
    secret.write_text(PASSPHRASE, "utf-8")

    def typed(file: Path, *words: str) -> Said:
        capsys.readouterr()
        status = command_line.main(
            ["import", str(door.workspace.root), str(file), "--user", "Ana Ríos", "--passphrase-file", str(secret),
             "--lang", "en", *words], lambda folder: pytest.fail("a window"))
        return status, *capsys.readouterr()

    return typed


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
