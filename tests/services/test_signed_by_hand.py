# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A signature drawn on screen is numbers, where her form says they lie, and lines on her own paper; never a picture."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from assist.desk import Desk
from assist.errors import NotAllowed, VaultShut
from assist.reading import number, text
from forms.fieldtypes import parse
from forms.loader import form
from forms.problems import FieldProblem
from forms.strokes import CROSS, LONGEST, strokes_of, text_of_strokes, thinned
from tests.conftest import PASSPHRASE
from tests.services.conftest import Fill

HAND = "100,60 140,200 180,90;220,80 260,200 300,70 340,210"
SIGNED = {"kind": "referral", "recipient": "Centro Sur", "categories": ("legal",), "decision": "yes",
          "expiry": "2027-05-01", "mode": "signature", "drawn": HAND}


def objects_of(file: Path) -> tuple[list[int], str]:
    """Which kinds of objects a page of a PDF is made of, and its words."""
    with pypdfium2.PdfDocument(file) as document:
        page = document[0]
        return [each.type for each in page.get_objects()], page.get_textpage().get_text_bounded()


@pytest.mark.parametrize("raw", ["1,2", HAND, text_of_strokes(CROSS), "0,0 1000,320"])
def test_strokes_are_kept_as_they_were_drawn(raw: str):
    """Read and written again they are the same, on every laptop."""
    field = form("F03").field("drawn")

    assert parse(field, raw) == raw
    assert text_of_strokes(strokes_of(raw)) == raw


@pytest.mark.parametrize("raw", ["hello", "1001,5", "5,321", "1,2;", "1,2 ;3,4", "1.5,2", "-1,2", "1,2  3,4", 7,
                                 "data:image/png;base64,iVBOR", "1,2 " * LONGEST, "١,٢"])
def test_what_is_no_drawing_is_refused(raw: object):
    """A picture least of all."""
    with pytest.raises(FieldProblem) as refused:
        parse(form("F03").field("drawn"), raw)

    assert refused.value.code == "field.strokes_unreadable"


def test_a_long_drawing_is_thinned_and_cut_where_there_is_no_more_room():
    """Nothing a hand draws is too large to be kept."""
    endless = [[(x % 1000, (x * 7) % 320) for x in range(0, 3000, 2)] for _stroke in range(9)]

    kept = text_of_strokes(endless)

    assert len(kept) <= LONGEST
    assert len(strokes_of(kept)) >= 1
    assert len(kept) > LONGEST - 12
    assert thinned([(1, 1), (2, 2), (3, 1), (9, 9), (10, 9)]) == ((1, 1), (9, 9), (10, 9))


def test_her_hand_lies_where_the_form_says(desk: Desk, case: str, fill: Fill):
    """Behind the seal from level two on; a consent counts whether or not anything was drawn."""
    record = fill("F03", case, **SIGNED).record
    desk.signed.open_vault(PASSPHRASE)
    desk.protection.set_level(case, 2)

    def drawn() -> str:
        sheet = next(each for each in desk.bench.look_up(case).of_form("F03") if each.entity.id.hex() == record)
        return text(sheet.entity, "F03/drawn")

    assert drawn() == HAND
    desk.signed.shut_vault()
    assert drawn() == ""
    with desk.bench.keeper.writing() as work:
        assert number("F03/drawn") not in {row.field for row in work.ordinary_rows(bytes.fromhex(case))}


@pytest.mark.rule("CO-10")
@pytest.mark.parametrize("mode", ["signature", "mark", "spoken"])
def test_nothing_has_to_be_drawn(desk: Desk, case: str, fill: Fill, mode: str):
    """Saying it aloud, or signing on paper, counts the same."""
    fill("F03", case, **{**SIGNED, "mode": mode, "drawn": None})

    assert desk.referring.recipients(case) == ("Centro Sur",)


def test_her_copy_holds_her_hand_as_lines_and_no_picture(desk: Desk, case: str, fill: Fill, tmp_path: Path):
    """What she was asked and said, in her language; the name of a service only if she lets it stand there."""
    record, out = fill("F03", case, **SIGNED).record, tmp_path / "hers.pdf"
    with pytest.raises(NotAllowed, match=r"report\.not_safe"):
        desk.consent_copies.save(case, record, out, "es", paper_safe=False, with_name=True)
    assert not out.exists()
    plain = fill("F03", case, **{**SIGNED, "mode": "spoken", "drawn": None}).record

    desk.consent_copies.save(case, record, out, "es", paper_safe=True, with_name=False)
    desk.consent_copies.save(case, plain, tmp_path / "said.pdf", "es", paper_safe=True, with_name=True)

    kinds, words = objects_of(out)
    spoken, said = objects_of(tmp_path / "said.pdf")
    assert pdfium.FPDF_PAGEOBJ_IMAGE not in kinds
    assert kinds.count(pdfium.FPDF_PAGEOBJ_PATH) == spoken.count(pdfium.FPDF_PAGEOBJ_PATH) + 2 + 1  # strokes, a rule
    assert "Centro Sur" not in words
    assert "Centro Sur" in said
    assert "derivación" in words.casefold()
    assert out.stat().st_mode & 0o077 == 0
    assert "report.save" in [row.verb for row in desk.auditing.of_case(case, 20)]


def test_half_a_paper_is_none(desk: Desk, case: str, fill: Fill, tmp_path: Path):
    """Where her hand is behind the seal, it opens first."""
    record = fill("F03", case, **SIGNED).record
    desk.signed.open_vault(PASSPHRASE)
    desk.protection.set_level(case, 2)
    desk.signed.shut_vault()

    with pytest.raises(VaultShut):
        desk.consent_copies.save(case, record, tmp_path / "hers.pdf", "es", paper_safe=True, with_name=False)
    assert not (tmp_path / "hers.pdf").exists()
