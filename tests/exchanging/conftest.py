# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Spreadsheets as shelters have them, made here so that the tests carry no file from anybody."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

_SHEET = (
    '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{rows}</sheetData></worksheet>"
)
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
    'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Registro" '
    'sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1">'
    '<font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/>'
    '</cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
}


def _cell(value: object) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        return f'<c s="1"><v>{value.toordinal() - date(1899, 12, 30).toordinal()}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[[Sequence[Sequence[object]]], Path]:
    """Write rows into a workbook and say where it lies."""
    def write(rows: Sequence[Sequence[object]]) -> Path:
        path = tmp_path / "registro.xlsx"
        body = "".join(f"<row>{''.join(_cell(cell) for cell in row)}</row>" for row in rows)
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in _PARTS.items():
                archive.writestr(name, content)
            archive.writestr("xl/worksheets/sheet1.xml", _SHEET.format(rows=body))
        return path
    return write


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
def register(workbook: Callable[[Sequence[Sequence[object]]], Path]) -> Path:
    """A small register with all the trouble a real one has."""
    return workbook(REGISTER)
