# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A package of many rows is made piece by piece: the same bytes as of whole files, and little memory for each row."""

from __future__ import annotations

import gc
import io
import secrets
import tracemalloc
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pyrage
import pytest

from assist import gate
from assist.crypto import age
from assist.errors import BadInput
from assist.exchange import package
from assist.exchange.leaving import Codes, Held, Leaving, alike
from assist.exchange.outgoing import Selection, reference
from assist.exchange.package import Manifest, Receipt
from assist.exchange.parts import PIECE, Part, zipped
from assist.exchange.profile import load
from assist.services import exporting
from assist.services.exporting import Preview
from assist.services.packing import Steps, nobody_waits
from tests.exchanging.packed import SIGNER, manifest

BODIES = {"data.json": b"[]" * PIECE, "losses.txt": b"", "notice.txt": b"\xff\x00" * 7}
KB_A_ROW = 0.45
"""More than it takes, and less than any second copy of the rows."""


def test_a_zip_that_comes_in_pieces_is_the_zip_of_the_whole_files() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, body in BODIES.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, body)
    pieces = list(zipped({name: Part(body) for name, body in reversed(BODIES.items())}))
    assert b"".join(pieces) == out.getvalue()
    assert max(map(len, pieces)) <= PIECE


@pytest.mark.parametrize("count", [0, 1, package.AT_ONCE, 2 * package.AT_ONCE + 1])
def test_receipts_that_come_one_by_one_stand_where_and_as_they_always_stood(count: int) -> None:
    told = [Receipt(f"{at:016x}", "a" * 64, ("codes", 'so "consent_receipts": []'), "2027-01") for at in range(count)]
    plain = manifest(count, recipient_id='An office, "consent_receipts": []')
    whole = msgspec.structs.replace(plain, consent_receipts=tuple(told))
    part = package._manifest(plain, iter(told))
    assert b"".join(part.pieces()) == msgspec.json.format(msgspec.json.encode(whole), indent=1)
    assert msgspec.json.decode(b"".join(part.pieces()), type=Manifest) == whole


def test_what_goes_wrong_on_the_way_to_the_disk_or_before_it_comes_out_as_what_it_is() -> None:
    key = str(pyrage.x25519.Identity.generate().to_public())

    def breaks():
        yield b"a" * PIECE
        raise BadInput("export.changed")

    class Full(io.BytesIO):
        def write(self, content: object) -> int:
            raise OSError(28, "no room")

    with pytest.raises(BadInput, match=r"export\.changed"):
        age.encrypt(breaks(), io.BytesIO(), key)
    with pytest.raises(OSError, match="no room"):
        package.seal(Full(), manifest(0), {}, ([key], SIGNER))


def some_rows(count: int) -> Iterator[Leaving]:
    """As ``select`` makes them: codes and months, a reference and a consent of her own."""
    given = gate.clear(None, gate.Outgoing(gate.OFFICE), date(2026, 11, 30))
    for at in range(count):
        case = secrets.token_bytes(16)
        called = reference(b"key", "office", case)
        yield Leaving(case, called, {
            "x_Reference": called, "x_RegistrationDate": f"2026-{1 + at % 12:02}", "prs_Gender": "Feminine",
            "prs_Citizenship": ("CO", "VE")[:1 + at % 2], "vic_TypeOfExploitation": ("ForcedLabour",),
            "vic_MethodsOfControl": ("DebtBondage", "FalsePromises")[:1 + at % 2], "con_Consent": "TRUE"},
            secrets.token_bytes(16), ("codes",), "2027-01-01", given, frozenset({"cas_Status"}),
            frozenset({"gender"}), 9)


def test_rows_that_are_held_small_are_the_rows_that_were_put_in() -> None:
    rows = list(some_rows(20))
    held, codes = Held(rows[:-1]), Codes()
    held.add(rows[0])
    held.put(19, rows[19])
    for at, row in enumerate(rows):
        codes.add(row.case, f"K{at:07}")
    assert list(held) == rows
    assert held[3:5] == rows[3:5]
    assert list(held.cells()) == [row.cells for row in rows]
    held.say_alike(range(20))
    assert list(alike(held)) == [row.alike for row in held] == list(range(20))
    assert [codes[row.case] for row in rows] == [f"K{at:07}" for at in range(20)]
    assert (len(codes), set(codes)) == (20, {row.case for row in rows})
    assert secrets.token_bytes(16) not in codes
    assert rows[0].case[:9] not in codes


def peak(count: int, out: Path) -> int:
    """Bytes that so many rows take at most, from the gate to the sealed file."""
    told = manifest(count)
    key = str(pyrage.x25519.Identity.generate().to_public())
    gc.collect()
    tracemalloc.start()
    try:
        profile = replace(load("htcds-2.0"), shapes=("csv", "json"))
        preview = Preview(profile, "office", Selection(Held(some_rows(count))), "")
        with out.open("wb") as file:
            package.seal(file, told, exporting._parts(preview, told, Steps(nobody_waits, 1)), ([key], SIGNER),
                         exporting._receipts(preview.selection.rows))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_large_export_holds_no_second_copy_of_its_rows(tmp_path: Path) -> None:
    """What a thousand more of them take: the rows held small, and their files folded."""
    peak(10, tmp_path / "out")  # what is read once
    few, many = (peak(count, tmp_path / "out") for count in (1_000, 2_000))
    assert (many - few) / 1_000 / 1024 < KB_A_ROW
    assert (tmp_path / "out").stat().st_size > 2_000 * 300
