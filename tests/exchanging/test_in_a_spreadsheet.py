# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""LibreOffice opens what we write, shows every payload as it was written, and works nothing out."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from assist.exchange.columns import Cell
from assist.exchange.profile import load
from assist.exchange.writers.guarding import guarded
from assist.exchange.writers.shapes import to_stream
from tests.exchanging.payloads import PAYLOADS, WORKED_OUT

OFFICE = shutil.which("soffice") or "soffice is not here; run.py test brings it"
HTCDS = load("htcds-2.0")
ROWS: list[Mapping[str, Cell]] = [{"x_Reference": payload} for payload in PAYLOADS]
AS_CSV = "Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1,true"
"""Comma, quotes, UTF-8, from the first line, numbers looked for, and formulas worked out: the least careful way."""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """By name, what LibreOffice makes of a file: flat XML, in which a formula would be called one."""
    folder = tmp_path_factory.mktemp("office")
    for shape in ("csv", "xlsx"):
        with (folder / f"ours_{shape}.{shape}").open("wb") as out:
            to_stream(out, HTCDS, shape, ROWS)
    with (folder / "bare.csv").open("w", encoding="utf-8", newline="") as bare:
        csv.writer(bare).writerows([[payload] for payload in PAYLOADS])
    _convert(folder, "ours_csv.csv", "bare.csv", f"--infilter={AS_CSV}")
    _convert(folder, "ours_xlsx.xlsx")
    return {name: (folder / f"{name}.fods").read_text("utf-8") for name in ("ours_csv", "ours_xlsx", "bare")}


def _convert(folder: Path, *words: str) -> None:
    subprocess.run(
        [OFFICE, f"-env:UserInstallation={(folder / 'settings').as_uri()}", "--headless", "--norestore",
         "--convert-to", "fods", "--outdir", str(folder), *words],
        check=True, timeout=180, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=os.environ | {"HOME": str(folder)})


def test_the_payloads_are_dangerous_where_nobody_guards_them(opened: Mapping[str, str]):
    """Else the next test would show nothing."""
    assert opened["bare"].count("table:formula=") >= 10
    assert f"<text:p>{WORKED_OUT}</text:p>" in opened["bare"]
    assert "table:dde-link" in opened["bare"]


@pytest.mark.parametrize("name", ["ours_csv", "ours_xlsx"])
def test_no_cell_is_worked_out(opened: Mapping[str, str], name: str):
    """Not one formula, and each of the thirty stands there as text, whole."""
    sheet = opened[name]

    assert "table:formula=" not in sheet
    assert "table:dde-link" not in sheet
    assert f"<text:p>{WORKED_OUT}</text:p>" not in sheet
    assert sheet.count('office:value-type="string"') >= len(PAYLOADS) + len(HTCDS.columns)


@pytest.mark.parametrize("shape", ["csv", "xlsx"])
def test_what_it_saves_again_reads_as_we_wrote_it(tmp_path: Path, shape: str):
    """Through LibreOffice and out again: the same codes in the same columns."""
    out = io.BytesIO()
    rows: list[Mapping[str, Cell]] = [
        {"x_Reference": "ABCD2345", "prs_Gender": "Feminine", "prs_Citizenship": ("CO", "VE")}]
    to_stream(out, HTCDS, shape, rows)
    (tmp_path / f"in.{shape}").write_bytes(out.getvalue())
    subprocess.run(
        [OFFICE, f"-env:UserInstallation={(tmp_path / 'settings').as_uri()}", "--headless", "--convert-to", "csv:"
         + AS_CSV.split(",-1")[0], "--outdir", str(tmp_path / "out"), *([f"--infilter={AS_CSV}"] if shape == "csv"
         else []), f"in.{shape}"], check=True, timeout=180, cwd=tmp_path, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, env=os.environ | {"HOME": str(tmp_path)})
    (row,) = csv.DictReader(io.StringIO((tmp_path / "out" / "in.csv").read_text("utf-8-sig")))

    assert {name: said for name, said in row.items() if said} == {
        "x_Reference": guarded("ABCD2345"), "prs_Gender": "Feminine", "prs_Citizenship": "CO;VE"}
