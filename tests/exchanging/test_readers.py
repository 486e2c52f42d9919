# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever the file, there is a table with every row, or one plain sentence; the program goes on."""

from __future__ import annotations

import os
import struct
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assist.errors import BadInput
from assist.exchange.headings import likeness
from assist.exchange.mapping import mapped
from assist.exchange.readers import read_table
from assist.exchange.tables import MOST_BYTES, MOST_ROWS
from assist.messages import BY_CODE
from tests.exchanging.written import Rows, raw_sheet, sheet, write

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
HEADED = [["Nombre", "Sexo", "Fecha ingreso"], ["Yma", "F", "2024-01-02"]]


def refusal(path: Path, **asked: str) -> str:
    """The code with which a file is refused; every code has its sentences."""
    with pytest.raises(BadInput) as refused:
        read_table(path, **asked)
    assert refused.value.code in BY_CODE
    return refused.value.code


# -- text ----------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_any_encoding_and_delimiter(encoding: str, delimiter: str, csv_file: Callable[..., Path]):
    """Accents arrive whole from whatever program wrote the file."""
    lines = [["Nome social", "Idioma", "Chegada"], ["Ñasaindy", "português", "2024-01-02"], ["Ámbar", "ñ", "2024"]]

    table = mapped(read_table(csv_file(*(delimiter.join(line) for line in lines), encoding=encoding)), {})

    assert [[line.said(place) for place in range(3)] for line in table.lines] == lines[1:]


def test_a_file_glued_together_from_two_programs(tmp_path: Path):
    """Each line is read in its own encoding."""
    path = tmp_path / "a.csv"
    path.write_bytes("Nome;Sexo\nÑasaindy;F\n".encode() + "Ámbar;F\n".encode("cp1252"))

    lines = read_table(path).lines

    assert [line.said(0) for line in lines] == ["Nome", "Ñasaindy", "Ámbar"]


def test_the_line_by_which_a_program_names_its_delimiter(csv_file: Callable[..., Path]):
    """It counts as a row, so that row numbers fit what the person sees."""
    table = read_table(csv_file("sep=|", "Nome|Sexo", "Yma|F"))

    assert [(line.number, line.said(0)) for line in table.lines] == [(1, ""), (2, "Nome"), (3, "Yma")]


def test_commas_inside_quotes_cut_nothing(csv_file: Callable[..., Path]):
    """The delimiter is the one that agrees with quoting."""
    table = read_table(csv_file('Nome,Obs', '"Peña, Yma","dice: ""no, gracias"""', 'Nina,"dos\nlíneas"'))

    assert [(line.number, line.cells) for line in table.lines] == [
        (1, ("Nome", "Obs")), (2, ("Peña, Yma", 'dice: "no, gracias"')), (3, ("Nina", "dos\nlíneas"))]


def test_a_formula_stays_the_text_it_is(csv_file: Callable[..., Path]):
    """Nothing is computed, nothing is cut."""
    table = read_table(csv_file("Nome;Obs", '=cmd|"/c x"!A1;@SUM(1)'))

    assert table.lines[1].cells == ('=cmd|"/c x"!A1', "@SUM(1)")


@pytest.mark.parametrize("lines", [
    ["Nome;Obs;Sexo;Idade", 'Yma;"abierto;F;20', "Nina;b;F;21", "Flor;c;F;22"],
    ["Nome;Obs;Sexo;Idade", 'Yma;"abierto;F;20', "Nina;b;F;21", 'Flor;"c;F;22', "Sami;d;F;23", "Tika;e;F;24"],
])
def test_an_open_quotation_mark_is_refused_with_its_row(lines: list[str], csv_file: Callable[..., Path]):
    """It would swallow the rows after it, and nobody would notice."""
    with pytest.raises(BadInput) as refused:
        read_table(csv_file(*lines))

    assert (refused.value.code, refused.value.details["row"]) == ("import.open_quote", 2)


def test_an_open_quotation_mark_in_a_long_file(csv_file: Callable[..., Path]):
    """The rest of the file is longer than any cell may be."""
    path = csv_file("Nome;Obs", 'Yma;"abierto', *("Nina;palabras" for _ in range(20_000)))

    assert refusal(path) == "import.open_quote"


@QUICK
@given(content=st.binary(max_size=600) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
def test_no_bytes_bring_the_reader_down(content: bytes, tmp_path: Path):
    """Whatever the bytes, there is a table or one plain sentence."""
    path = tmp_path / "any.csv"
    path.write_bytes(content)

    said = ""
    try:
        mapped(read_table(path, "", likeness), {})
    except BadInput as refused:
        said = refused.code

    assert said == "" or (said.startswith("import.") and said in BY_CODE)


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@QUICK
@given(rows=st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=8))
def test_every_row_of_a_text_file_is_read(rows: list[list[str]], tmp_path: Path):
    """However it is quoted, as many rows come out as went in, each with its number."""
    import csv

    path = tmp_path / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([["Nombre", "Sexo", "Edad", "Obs"], *rows, ["Fin", "F", "1", "x"]])

    table = read_table(path)

    assert [line.number for line in table.lines] == list(range(1, len(rows) + 3))
    assert table.lines[-1].said(0) == "Fin"


# -- workbooks -------------------------------------------------------------------------------


def test_typed_cells_keep_their_kind(workbook: Callable[[Rows], Path]):
    """Dates are dates, numbers numbers, truth truth, and text that looks like any of these stays text."""
    table = read_table(workbook([["a", "b", "c", "d", "e"], [date(1988, 3, 13), 7, True, "07", "=1+1"]]))

    assert table.lines[1].cells == (date(1988, 3, 13), 7.0, True, "07", "=1+1")


def test_the_sheet_with_headings_is_chosen_and_the_others_are_named(tmp_path: Path):
    """A long list of choices on another sheet does not win over the register."""
    lists = sheet([[f"opción {number}", number, number] for number in range(60)])
    path = write(tmp_path / "a.xlsx", {"Listas": lists, "Vacía": sheet([]), "Registro": sheet(HEADED)})

    table = read_table(path, likeness=likeness)

    assert (table.sheet, table.others) == ("Registro", ("Listas",))
    assert len(read_table(path, "Listas").lines) == 60
    assert refusal(path, sheet="Hoja 9") == "import.no_such_sheet"


def test_cells_merged_downwards_say_the_same_in_every_row(tmp_path: Path):
    """Two people of one referral share a cell; a title merged sideways is noted and not repeated."""
    rows = [["Nombre", "Quién deriva"], ["Yma", "Fiscalía"], ["Nina", ""], ["AÑO 2024", "", ""]]
    table = read_table(write(tmp_path / "a.xlsx", {"R": sheet(rows, ["B2:B3", "A4:C4"])}))

    assert [line.said(1) for line in table.lines] == ["Quién deriva", "Fiscalía", "Fiscalía", ""]
    assert dict(table.spans) == {4: ((0, 2),)}


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9, 0.99])
def test_a_torn_workbook_is_refused_in_one_sentence(cut: float, register: Path):
    """Nothing half-read."""
    content = register.read_bytes()
    register.write_bytes(content[:int(len(content) * cut)])

    assert refusal(register) == "import.unreadable"


@QUICK
@given(place=st.floats(0, 1), byte=st.integers(0, 255))
def test_a_damaged_workbook_never_ends_the_program(place: float, byte: int, tmp_path: Path):
    """One wrong byte anywhere."""
    path = write(tmp_path / "a.xlsx", {"R": sheet(HEADED)}, zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    content[int(place * (len(content) - 1))] = byte
    path.write_bytes(content)

    said = ""
    try:
        read_table(path)
    except BadInput as refused:
        said = refused.code

    assert said == "" or said in BY_CODE


FAR = [
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>',
    '<row><c><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>',
    "<row r='1'><c r='A1'><v>1</v></c></row><row r='9999'><c t='n' r='SF9999'><v>1</v></c></row>",
    '<row r="1"><c x=">" r="XFD1048576"><v>1</v></c></row>',
    '<row r="1"><c r="&#88;FD1048576"><v>1</v></c></row>',
]


@pytest.mark.parametrize("rows", FAR)
def test_one_cell_very_far_away_does_not_fill_the_memory(rows: str, tmp_path: Path):
    """A sheet is a rectangle: two cells may ask for half a terabyte, and such a file is refused unopened."""
    path = write(tmp_path / "far.xlsx", {"R": raw_sheet(rows)})

    assert refusal(path) in ("import.too_many_rows", "import.too_big", "import.unreadable")


def test_formats_down_to_the_last_row_are_no_rows(tmp_path: Path):
    """Coloured but empty cells are what many sheets have."""
    styled = '<row r="1048576"><c r="A1048576" s="1"/></row>'
    rows = '<row r="1"><c r="A1" t="str"><v>Nombre</v></c></row>' + styled

    assert len(read_table(write(tmp_path / "a.xlsx", {"R": raw_sheet(rows)})).lines) == 1


def test_a_file_that_unpacks_to_a_mountain_is_refused(tmp_path: Path):
    """A workbook is a zip file; its size on paper is read before it is opened."""
    path = write(tmp_path / "bomb.xlsx", {"R": sheet(HEADED)})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"xl/{number}.xml", bytes(45 * 1024 * 1024))

    assert path.stat().st_size < MOST_BYTES
    assert refusal(path) == "import.too_big"


def test_a_part_that_lies_about_its_size_is_refused(tmp_path: Path):
    """What is unpacked is measured, not believed."""
    path = write(tmp_path / "liar.xlsx", {"R": sheet([*HEADED, *([["x" * 200]] * 200)])})
    with zipfile.ZipFile(path) as archive:
        real = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", real), struct.pack("<I", 100)))

    assert refusal(path) == "import.unreadable"


def test_other_files_and_places_are_refused_in_one_sentence(tmp_path: Path):
    """A document, an old or locked workbook, a folder, nothing, too much."""
    for name, content, code in (
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + os.urandom(600), "import.old_or_locked"),
        ("empty.csv", b"", "import.empty"), ("blank.csv", b"\r\n \r\n", "import.empty"),
        ("rows.csv", b"a;b\n" * (MOST_ROWS + 1), "import.too_many_rows"),
        ("wide.csv", b";" * 600 + b"\n", "import.too_big"),
        ("binary.csv", b"\xff\xfe" + b"\x00\xd8" * 5, "import.unreadable"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        assert refusal(path) == code
    (tmp_path / "big.csv").write_bytes(b"a" * (MOST_BYTES + 1))
    with zipfile.ZipFile(tmp_path / "letter.docx", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refusal(tmp_path / "big.csv") == "import.too_big"
    assert refusal(tmp_path / "letter.docx") == "import.unreadable"
    assert refusal(tmp_path) == "import.unreadable"
    assert refusal(tmp_path / "nowhere.xlsx") == "import.unreadable"


def test_a_row_as_excel_writes_it_is_read(tmp_path: Path):
    """With the height of its letters, under the longest name of anything that stands in a row."""
    row = '<row r="1" spans="1:2" s="3" customFormat="1" ht="15.75" customHeight="1" x14ac:dyDescent="0.2">'
    cells = '<c r="A1" s="1" t="inlineStr"><is><t>Nombre</t></is></c><c r="B1" t="str"><f>1</f><v>x</v></c></row>'
    book = write(tmp_path / "excel.xlsx", {"Hoja": raw_sheet(row + cells).replace(
        "<worksheet ", '<worksheet xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" ')})

    assert read_table(book).lines[0].cells == ("Nombre", "x")
