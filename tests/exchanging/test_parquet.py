# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parquet of an office that receives: read back by the description of the format, and nothing that was taken back."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assist.exchange import received
from assist.exchange.writers.parquet import AT_ONCE, parquet
from assist.rows import Received
from assist.services import receiving
from tests.exchanging.packed import SIGNER, office, put, rows, sealed

CELLS = st.one_of(st.none(), st.text(st.characters(exclude_categories=("Cs",)), max_size=12))


class Thrift:
    """The compact encoding, read by its description: a struct is its fields by number."""

    def __init__(self, content: bytes, at: int = 0) -> None:
        self.content, self.at = content, at

    def varint(self) -> int:
        number = shift = 0
        while True:
            byte = self.content[self.at]
            self.at += 1
            number |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return number

    def value(self, kind: int) -> Any:
        if kind in (4, 5, 6):
            number = self.varint()
            return number >> 1 ^ -(number & 1)
        if kind == 8:
            size = self.varint()
            self.at += size
            return self.content[self.at - size:self.at]
        if kind == 9:
            head = self.content[self.at]
            self.at += 1
            size = self.varint() if head >> 4 == 15 else head >> 4
            return [self.value(head & 15) for _ in range(size)]
        assert kind == 12
        return self.struct()

    def struct(self) -> dict[int, Any]:
        found, number = {}, 0
        while head := self.content[self.at]:
            self.at += 1
            number = number + (head >> 4) if head >> 4 else self.value(4)
            found[number] = self.value(head & 15)
        self.at += 1
        return found


def read_back(content: bytes) -> tuple[list[str], list[list[str | None]]]:
    """Names and rows of a file."""
    assert content[:4] == content[-4:] == b"PAR1"
    size = int.from_bytes(content[-8:-4], "little")
    told = Thrift(content, len(content) - 8 - size).struct()
    names = [each[4].decode() for each in told[2][1:]]
    assert told[2][0][5] == len(names)
    found: list[list[str | None]] = []
    for group in told[4]:
        columns = [_column(content, chunk[3]) for chunk in group[1]]
        assert {len(column) for column in columns} == {group[3]}
        found += [list(row) for row in zip(*columns, strict=True)]
    assert told[3] == len(found)
    return names, found


def _column(content: bytes, said: dict[int, Any]) -> list[str | None]:
    page = Thrift(content, said[9])
    head = page.struct()
    body = gzip.decompress(content[page.at:page.at + head[3]])
    assert (head[2], said[5], page.at + head[3] - said[9]) == (len(body), head[5][1], said[7])
    size = int.from_bytes(body[:4], "little")
    levels = Thrift(body, 4)
    groups = levels.varint()
    assert groups & 1
    bits = body[levels.at:4 + size]
    assert len(bits) == groups >> 1
    at, cells = 4 + size, []
    for place in range(said[5]):
        if bits[place // 8] >> place % 8 & 1:
            length = int.from_bytes(body[at:at + 4], "little")
            cells.append(body[at + 4:at + 4 + length].decode())
            at += 4 + length
        else:
            cells.append(None)
    assert at == len(body)
    return cells


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=20))
def test_whatever_is_written_is_read_back(cells: Sequence[Sequence[str | None]]):
    """Any text, and what is missing apart from what is empty."""
    assert read_back(parquet(["a", "", "ñ"], cells)) == (["a", "", "ñ"], [list(row) for row in cells])


def test_many_rows_and_many_columns_keep_their_order():
    """Past one group, and past the sizes for which the encoding has a short form."""
    names = [f"c{number}" for number in range(20)]
    many = [[str(number)] * 20 for number in range(AT_ONCE + 9)]

    assert read_back(parquet(names, many)) == (names, many)


def test_what_was_taken_back_is_gone_from_every_file_of_the_folder(tmp_path: Path):
    """Wanted once, it is written from then on, with the same rows as the other file."""
    key, public = office(tmp_path)
    (tmp_path / "org.pub").write_bytes(SIGNER.public.file())
    secrets, signers = receiving.secrets_in(key.read_text()), receiving.signers_in([tmp_path / "org.pub"])
    put(tmp_path / "in", sealed(rows(3), public))
    receiving.into_folder(tmp_path / "kept", receiving.open_all([tmp_path / "in"], secrets, signers), parquet=True)
    names, found = read_back((tmp_path / "kept" / "htcds-2.0.parquet").read_bytes())
    assert names == [*received.HEAD, "prs_Gender", "vic_TypeOfExploitation"]
    assert [row[3:] for row in found] == [[f"R00000{at}", "Feminine", "A;B"] for at in range(3)]

    later = sealed([], public, made="2026-12-01T10:00:00Z", schema="retraction", retracts=("R000001",))
    put(tmp_path / "later", later)
    receiving.into_folder(tmp_path / "kept", receiving.open_all([tmp_path / "later"], secrets, signers))

    _names, found = read_back((tmp_path / "kept" / "htcds-2.0.parquet").read_bytes())
    assert [row[3] for row in found] == ["R000000", "R000002"]
    assert "R000001" not in (tmp_path / "kept" / "htcds-2.0.csv").read_text("utf-8")


def test_a_cell_that_was_not_filled_is_missing_there():
    """And no apostrophe stands before what a spreadsheet would work out: this is no file of spreadsheets."""
    item = Received("s", "1", "2026-11-30T10:00:00Z", "p", (), (), {"r1": {"a": "=1+1"}, "r2": {"b": ["x", "y"]}})

    files = received.as_files([item], parquet=True)

    assert read_back(files["p.parquet"])[1] == [
        ["s", "1", "2026-11-30T10:00:00Z", "r1", "=1+1", None], ["s", "1", "2026-11-30T10:00:00Z", "r2", None, "x;y"]]
    assert b"'=1+1" in files["p.csv"]
