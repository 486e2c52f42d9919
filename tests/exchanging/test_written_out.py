# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows as files: the same in every shape, whole or not at all, and nothing a spreadsheet would work out."""

from __future__ import annotations

import csv
import io
import os
import re
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist import gate
from assist.errors import BadInput
from assist.exchange.columns import Cell
from assist.exchange.profile import Profile, load, profile_ids
from assist.exchange.writers.cells import EVERY, Stopped
from assist.exchange.writers.guarding import guarded, unguarded, writable
from assist.exchange.writers.shapes import read_back, to_file, to_stream
from assist.gate import Clearance, Outgoing
from tests.exchanging.payloads import PAYLOADS
from tests.exchanging.standards import rows_with_every_code

SHAPED = [(ident, shape) for ident in profile_ids() for shape in load(ident).shapes if load(ident).unit == "case"]
HTCDS = load("htcds-2.0")
ROW: Mapping[str, Cell] = {"prs_Gender": "Feminine", "prs_Citizenship": ("CO", "VE")}


def written(profile: Profile, shape: str, rows: list[Mapping[str, Cell]]) -> bytes:
    """A file in memory."""
    out = io.BytesIO()
    assert to_stream(out, profile, shape, rows) == len(rows)
    return out.getvalue()


def let_out() -> Clearance:
    """A clearance, as the gate gives it for a paper that holds nobody's answers."""
    return gate.clear(None, Outgoing(gate.CASELOAD), date(2026, 11, 30))


@pytest.mark.parametrize(("ident", "shape"), SHAPED)
def test_every_code_of_a_profile_comes_back_from_every_shape(ident: str, shape: str):
    """All 182 of HTCDS among them, alone and together: labels with a semicolon inside too."""
    profile = load(ident)
    rows = rows_with_every_code(profile)

    assert read_back(profile, shape, written(profile, shape, rows)) == rows


@pytest.mark.parametrize(("ident", "shape"), SHAPED)
def test_what_is_not_known_is_written_as_the_profile_writes_it(ident: str, shape: str):
    """Blank, or -99, which stays a number that no guard touches; and no file says when it was made."""
    profile = load(ident)
    content = written(profile, shape, [{}])

    if shape == "csv":
        _names, row = csv.reader(io.StringIO(content.decode("utf-8-sig")))
        assert set(row) == {profile.unknown}
    assert content == written(profile, shape, [{}])


def test_a_comma_separated_file_begins_with_its_mark_and_the_names():
    """So that a spreadsheet reads accents rightly."""
    content = written(HTCDS, "csv", [ROW])

    assert content.startswith(b"\xef\xbb\xbfx_Reference,")
    assert b",CO;VE," in content


def test_the_template_hides_the_names_and_shows_labels():
    """First a number for each row, then the standard's own words, several of them with a semicolon and a blank."""
    template = load("htcds-2.0-template")
    rows: list[Mapping[str, Cell]] = [{"vic_ForcedLabourIndustry": (
        "E_WaterSupplySewerageWasteManagement", "F_Construction")}]
    content = written(template, "xlsx", rows)

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        words = book.read("xl/sharedStrings.xml").decode()
    assert re.search(r'<row r="1"[^>]* hidden="1"', sheet)
    assert '<c r="A3"><v>1</v></c>' in sheet
    assert "Water supply; sewerage, waste management and remediation; Construction" in sheet
    assert "Mailing Zip/Postal Code" in words
    assert read_back(template, "xlsx", content) == rows


@given(st.text(max_size=30))
def test_a_guard_can_be_taken_away_again_and_leaves_nothing_to_work_out(text: str):
    """Whatever it is; and a number is left alone."""
    text = writable(text)
    safe = guarded(text)

    assert unguarded(safe) == text
    if not re.fullmatch(r"-?\d+(\.\d+)?", text, re.ASCII):
        assert not re.match(r"[=+\-@＝＋－＠\t\r\n]", safe.strip(" "))
        for piece in re.split(r"[;,|\t\n]", safe):
            assert not re.match(r"\s*[=+\-@＝＋－＠]", piece) or piece == ""


@given(st.lists(st.text(max_size=20).map(writable).filter(bool), min_size=1, max_size=5))
def test_every_shape_says_the_same(said: list[str]):
    """Any text at all in a column with room for one."""
    rows: list[Mapping[str, Cell]] = [{"x_Reference": text} for text in said]

    for shape in HTCDS.shapes:
        assert read_back(HTCDS, shape, written(HTCDS, shape, rows)) == rows, shape


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_text_in_every_shape(payload: str):
    """No cell of a workbook is a formula or a link, and no cell of text begins like one."""
    rows: list[Mapping[str, Cell]] = [{"x_Reference": payload, "prs_Citizenship": (payload, "CO")}]
    with zipfile.ZipFile(io.BytesIO(written(HTCDS, "xlsx", rows))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "<hyperlink" not in sheet
        assert 't="inlineStr"' in sheet
        assert "externalLinks" not in "".join(book.namelist())
    for row in csv.reader(io.StringIO(written(HTCDS, "csv", rows).decode("utf-8-sig"))):
        assert not [cell for cell in row if re.match(r"\s*[=+\-@＝＋－＠]", cell)]


def test_a_workbook_holds_underscores_that_look_like_codes_of_signs():
    """"_x0041_" is what somebody wrote, and not an A."""
    content = written(HTCDS, "xlsx", [{"x_Reference": "_x0041_"}])

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert "_x005F_x0041_" in book.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("shape", HTCDS.shapes)
def test_many_rows_come_back_in_their_order(shape: str):
    """Past every place where something is emptied."""
    rows: list[Mapping[str, Cell]] = [{"x_Reference": f"r{number}", **ROW} for number in range(2 * EVERY + 1)]

    assert read_back(HTCDS, shape, written(HTCDS, shape, rows)) == rows


# -- as a file ----------------------------------------------------------------------------


@pytest.mark.parametrize("shape", HTCDS.shapes)
def test_a_file_is_for_its_owner_alone_and_replaces_the_old_one_whole(tmp_path: Path, shape: str):
    """Rights of the owner, and nothing else in the folder."""
    out = tmp_path / f"rows.{shape}"
    out.write_bytes(b"old")

    assert to_file(out, HTCDS, shape, [ROW], let_out()) == 1

    assert read_back(HTCDS, shape, out.read_bytes()) == [ROW]
    assert os.name == "nt" or stat.S_IMODE(out.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == [out.name]


@pytest.mark.rule("CO-11")
def test_without_a_clearance_there_is_no_file(tmp_path: Path):
    """Not even an empty one."""
    with pytest.raises(TypeError):
        to_file(tmp_path / "rows.csv", HTCDS, "csv", [ROW], None)  # type: ignore[arg-type]

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("shape", HTCDS.shapes)
def test_it_can_be_taken_back_half_way_and_leaves_nothing(tmp_path: Path, shape: str):
    """The old file stays, whole."""
    out = tmp_path / f"rows.{shape}"
    out.write_bytes(b"old")
    told: list[int] = []

    def going(done: int) -> bool:
        told.append(done)
        return done < 2 * EVERY

    with pytest.raises(Stopped):
        to_file(out, HTCDS, shape, (ROW for _ in range(10 * EVERY)), let_out(), going)

    assert told == [0, EVERY, 2 * EVERY]
    assert out.read_bytes() == b"old"
    assert os.listdir(tmp_path) == [out.name]


@pytest.mark.parametrize("shape", HTCDS.shapes)
def test_a_row_that_cannot_be_made_leaves_nothing(tmp_path: Path, shape: str):
    """Neither of this name nor of any other."""
    def rows() -> Iterator[Mapping[str, Cell]]:
        yield ROW
        raise RuntimeError("planted")

    with pytest.raises(RuntimeError, match="planted"):
        to_file(tmp_path / "rows", HTCDS, shape, rows(), let_out())

    assert not list(tmp_path.iterdir())


KILLED = """
import sys
from datetime import date
from pathlib import Path
from assist import gate
from assist.exchange.profile import load
from assist.exchange.writers.shapes import to_file
def rows():
    for number in range(5000):
        yield {"x_Reference": "zqsecret%d" % number}
    print("there", flush=True)
    sys.stdin.read()
to_file(Path(sys.argv[1]), load("htcds-2.0"), sys.argv[2], rows(),
        gate.clear(None, gate.Outgoing(gate.CASELOAD), date(2026, 11, 30)))
"""


@pytest.mark.parametrize("shape", HTCDS.shapes)
def test_whoever_is_killed_while_writing_leaves_no_plain_file(tmp_path: Path, shape: str):
    """Not in the folder, and not among the temporary files of everybody."""
    folder, temporary = tmp_path / "out", tmp_path / "temporary"
    folder.mkdir()
    temporary.mkdir()
    with subprocess.Popen(
            [sys.executable, "-c", KILLED, str(folder / "rows"), shape], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"TMPDIR": str(temporary)}, cwd=Path(__file__).parents[2]) as writing:
        assert writing.stdout is not None
        assert writing.stdout.readline() == "there\n"
        writing.kill()

    assert not list(folder.iterdir())
    assert not list(temporary.iterdir())


@pytest.mark.parametrize("shape", HTCDS.shapes)
@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04", b'{"a": 1}', b"\xff\xfe"])
def test_what_is_no_such_file_is_refused_with_one_sentence(shape: str, content: bytes):
    """Never with a mistake of our own; text of any kind is a file with no column of ours."""
    if shape == "csv" and content != b"\xff\xfe":
        assert read_back(HTCDS, shape, content) == []
        return
    with pytest.raises(BadInput) as refused:
        read_back(HTCDS, shape, content)
    assert refused.value.code == "import.unreadable"


def test_a_list_of_a_table_has_no_row_for_anybody():
    """A shape a profile has not is refused before anything is opened."""
    with pytest.raises(KeyError):
        to_stream(io.BytesIO(), load("htcds-2.0-template"), "csv", [ROW])


def test_json_is_one_list_of_filled_cells():
    """Several codes stand as a list, and what is not known does not stand there."""
    content = written(HTCDS, "json", [ROW])

    assert msgspec.json.decode(content) == [{"prs_Gender": "Feminine", "prs_Citizenship": ["CO", "VE"]}]
