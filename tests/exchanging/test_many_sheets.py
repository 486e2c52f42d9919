# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A workbook of more sheets than are looked at: that is said, and a sheet further on can be named."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from assist.errors import BadInput
from assist.exchange.readers import read_table
from assist.exchange.tables import MOST_SHEETS
from tests.exchanging.conftest import Said
from tests.exchanging.written import Rows, sheet, write

REGISTER = [["N°", "Nombre y apellidos", "Nacionalidad", "Fecha ingreso"],
            [1, "Nina Ríos", "Perú", "2024-02-03"], [2, "Yma Paz", "Bolivia", "2024-03-04"]]
SHEET = {"es": "hoja", "pt": "aba", "fr": "feuille", "en": "sheet"}


def workbook(path: Path, count: int, sheets: Mapping[int, Rows]) -> Path:
    """A file of so many sheets, named by their number; empty where nothing is given."""
    return write(path, {f"h{place}": sheet(sheets.get(place, [])) for place in range(1, count + 1)})


def test_sheets_that_were_not_looked_at_are_counted_in_the_report(command: Callable[..., Said], tmp_path: Path):
    """A register on the last sheet may be the one that was meant."""
    file = workbook(tmp_path / "a.xlsx", MOST_SHEETS + 2, {1: REGISTER, MOST_SHEETS + 2: REGISTER})

    status, out, _ = command(file, "--dry-run")
    document = json.loads(command(file, "--dry-run", "--json")[1])

    assert status == 0
    assert ("2 sheets after the first 50 were not looked at. If you want one of them, name it with --sheet."
            ) in out.splitlines()
    assert document["unread_sheets"] == ["h51", "h52"]
    assert document["sheet"] == "h1"


def test_it_is_said_in_the_language_of_the_person(command: Callable[..., Said], tmp_path: Path):
    """In four, before anything else of the file."""
    file = workbook(tmp_path / "a.xlsx", MOST_SHEETS + 1, {1: REGISTER})

    firsts = {language: command(file, "--dry-run", "--lang", language)[1].splitlines()[0] for language in SHEET}

    for language, first in firsts.items():
        assert re.findall("[0-9]+", first) == ["1", "50"]
        assert f" {SHEET[language]} " in first
        assert "--sheet" in first
    assert len(set(firsts.values())) == len(SHEET)


def test_where_every_sheet_was_looked_at_nothing_is_said(command: Callable[..., Said], tmp_path: Path):
    """Up to fifty."""
    file = workbook(tmp_path / "a.xlsx", MOST_SHEETS, {MOST_SHEETS: REGISTER})

    status, out, _ = command(file, "--dry-run")

    assert status == 0
    assert "looked at" not in out
    assert json.loads(command(file, "--dry-run", "--json")[1])["unread_sheets"] == []


def test_a_sheet_further_on_is_read_when_it_is_named(command: Callable[..., Said], tmp_path: Path):
    """Capitals or not, as with any other; then it is no longer among the unread."""
    file = workbook(tmp_path / "a.xlsx", MOST_SHEETS + 3, {1: REGISTER, MOST_SHEETS + 2: REGISTER[:2]})

    document = json.loads(command(file, "--sheet", "H52", "--dry-run", "--json")[1])

    assert [row["row"] for row in document["rows"]] == [2]
    assert document["unread_sheets"] == ["h51", "h53"]
    assert document["other_sheets"] == ["h1"]


def test_a_workbook_that_begins_with_empty_sheets_is_not_called_empty(tmp_path: Path):
    """It says how far was looked, and how to go on."""
    file = workbook(tmp_path / "a.xlsx", MOST_SHEETS + 1, {MOST_SHEETS + 1: REGISTER})

    with pytest.raises(BadInput) as refused:
        read_table(file)

    assert refused.value.code == "import.empty_so_far"
    assert read_table(file, "h51").sheet == "h51"


def test_a_workbook_without_any_row_is_empty(tmp_path: Path):
    """Nothing further on was left out."""
    with pytest.raises(BadInput) as refused:
        read_table(workbook(tmp_path / "a.xlsx", 3, {}))

    assert refused.value.code == "import.empty"
