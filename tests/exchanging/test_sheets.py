# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A workbook of several sheets: which one was read is said, and a person may choose another."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exchanging.conftest import Said
from tests.exchanging.written import sheet, write

HEADINGS = ["N°", "Nombre y apellidos", "Nacionalidad", "Fecha ingreso"]
YEARS = {
    "2024": [HEADINGS, [1, "Nina Ríos", "Perú", "2024-02-03"], [2, "Yma Paz", "Bolivia", "2024-03-04"]],
    "2025": [HEADINGS, [3, "Flor Luz", "Chile", "2025-02-03"]],
    "Apuntes": [["pedir sillas"]],
    "vacía": [],
}

@pytest.fixture
def years(tmp_path: Path) -> Path:
    """A workbook with a sheet a year, one of notes and an empty one."""
    return write(tmp_path / "registro.xlsx", {name: sheet(rows) for name, rows in YEARS.items()})


def rows_of(said: Said) -> list[int]:
    """The rows a ``--json`` document speaks of."""
    return [row["row"] for row in json.loads(said[1])["rows"]]


def test_the_sheet_that_was_read_is_named_with_those_that_were_not(command: Callable[..., Said], years: Path):
    """An empty one holds nothing and is not spoken of."""
    status, out, _ = command(years, "--dry-run")

    assert status == 0
    assert "Read: 2024. These sheets hold rows too: 2025, Apuntes. Choose one with --sheet." in out.splitlines()
    document = json.loads(command(years, "--dry-run", "--json")[1])
    assert (document["sheet"], document["other_sheets"]) == ("2024", ["2025", "Apuntes"])


def test_a_file_of_one_sheet_is_not_explained(command: Callable[..., Said], tmp_path: Path):
    """There was nothing to choose."""
    book = write(tmp_path / "uno.xlsx", {"Registro": sheet(YEARS["2024"]), "vacía": sheet([])})

    status, out, _ = command(book, "--dry-run")

    assert status == 0
    assert "Read:" not in out


def test_another_sheet_can_be_chosen(command: Callable[..., Said], years: Path):
    """As it stands on its tab, capitals or not; and it is what is brought."""
    assert rows_of(command(years, "--sheet", "2025", "--json")) == [2]
    assert rows_of(command(years, "--sheet", "2024", "--dry-run", "--json")) == [2, 3]
    assert command(years, "--sheet", "APUNTES", "--map", "pedir sillas=remarks", "--dry-run")[0] == 0


def test_a_sheet_that_is_not_there_is_answered_with_those_that_are(command: Callable[..., Said], years: Path):
    """One sentence, and nothing is brought."""
    status, out, err = command(years, "--sheet", "2026", "--json")

    assert (status, json.loads(out)["error"]["code"]) == (1, "import.no_such_sheet")
    assert "2024, 2025, Apuntes" in err
    assert "vacía" not in err
    assert len(err.splitlines()) == 1


def test_a_text_file_has_no_sheets_to_choose(command: Callable[..., Said], tmp_path: Path):
    """A name for one is not passed over."""
    file = tmp_path / "lista.csv"
    file.write_text("N°;Nombre;Nacionalidad\n1;Nina;Perú\n", "utf-8")

    status, out, _ = command(file, "--sheet", "2024", "--json")

    assert (status, json.loads(out)["error"]["code"]) == (1, "import.no_sheets")


def test_a_mapping_without_its_sign_is_refused(command: Callable[..., Said], years: Path):
    """It is not passed over as if it had not been given; the heading itself may hold the sign."""
    status, out, err = command(years, "--map", "Nacionalidad", "--json")

    assert (status, json.loads(out)["error"]["code"]) == (1, "import.map_shape")
    assert "HEADING=QUESTION" in err
    odd = write(years.with_name("raro.xlsx"), {"a": sheet([[*HEADINGS, "a=b"], [1, "Nina", "Perú", "2024", "x"]])})
    columns = json.loads(command(odd, "--map", "a=b=remarks", "--dry-run", "--json")[1])["columns"]
    assert {"heading": "a=b", "field": "remarks"} in columns
