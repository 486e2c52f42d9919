# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Blank forms, the caseload on paper, and the pages as pictures."""

from __future__ import annotations

import struct
import zlib

import pypdfium2
import pytest

from assist.domain.duties import RULES
from assist.reports import caseload
from assist.reports.codesheet import ROWS_A_PAGE
from assist.reports.lines import Paper
from assist.reports.order import ReportOrder
from assist.reports.paper import blank_form
from assist.reports.preview import pages_as_png
from assist.reports.speech import Speech
from assist.views import CaseloadRow
from forms.loader import consent_texts, forms, sentences
from forms.model import LANGUAGES, Reask, Source

PAPERS = [form.id for form in forms() if form.paper]
NUMBER = "7KQ2M4"


def read(paper: Paper) -> str:
    document = pypdfium2.PdfDocument(paper.pdf)
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    document.close()
    return " ".join(" ".join(pages).split())


def flat(text: str) -> str:
    return " ".join(text.split())


# -- blank forms ----------------------------------------------------------------------


def test_first_contact_consent_and_safe_contact_can_be_printed() -> None:
    assert {"F01", "F03", "F04"} <= set(PAPERS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ident", PAPERS)
def test_every_question_is_on_the_sheet_in_its_language(ident: str, language: str) -> None:
    """But for what is only ever volunteered: that is put to nobody, on paper either."""
    form = next(each for each in forms() if each.id == ident)

    text = read(blank_form(ident, language, number=NUMBER))

    for asked in form.fields():
        if asked.source is not Source.AUTOMATIC:
            assert (flat(asked.label[language]) in text) == (asked.reask is not Reask.VOLUNTEERED), asked.key


@pytest.mark.rule("NR-05")
@pytest.mark.parametrize("ident", PAPERS)
def test_silence_has_a_box_at_every_question_to_the_person(ident: str) -> None:
    form = next(each for each in forms() if each.id == ident)
    asked = [field for field in form.fields()
             if field.is_participant and field.level < 4 and field.reask is not Reask.VOLUNTEERED]

    text = read(blank_form(ident, "en", number=NUMBER))

    assert text.count("prefers not to say") == len(asked)
    assert text.count("does not know") == len(asked)


@pytest.mark.rule("WP-18")
def test_a_protected_answer_has_no_place_on_paper() -> None:
    text = read(blank_form("F04", "en", number=NUMBER))

    assert "Never on paper, only typed into the laptop: Number or handle" in text
    assert ". Number or handle" not in text


@pytest.mark.rule("PA-05")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ident", PAPERS)
def test_a_blank_form_bears_no_sign_of_the_house(ident: str, language: str) -> None:
    document = pypdfium2.PdfDocument(blank_form(ident, language, number=NUMBER).pdf)
    told = {key: value for key, value in document.get_metadata_dict().items() if value}
    document.close()

    text = read(blank_form(ident, language, number=NUMBER)).casefold()

    for word in ("amparo", "traffick", "trata de", "tráfico", "traite des", "victim", "víctima", "vítima", "albergue"):
        assert word not in text, word
    assert set(told) <= {"Title", "CreationDate", "ModDate"}


def test_the_number_is_on_the_sheet_and_on_the_part_to_tear_off() -> None:
    one, two = read(blank_form("F04", "en", number=NUMBER)), read(blank_form("F01", "en", number=NUMBER))

    assert one.count(NUMBER) == 3
    assert two.count(NUMBER) == 4
    assert "Tear off here." in one


@pytest.mark.rule("CO-04", "CO-05")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_consent_form_brings_the_text_that_is_explained_with_its_version(language: str) -> None:
    text = read(blank_form("F03", language, number=NUMBER))

    for kind, explained in consent_texts().items():
        version = Speech(language).say("text {number}").format(number=explained["meaning"])
        assert f"{Speech(language).listed('lk_consent_kind', kind)} ({version})" in text
        for step in explained["steps"]:
            if "text" in step:
                assert flat(step["text"][language]) in text
    assert flat(sentences()["S07"][language]) in text


@pytest.mark.parametrize("size", ["a4", "letter"])
@pytest.mark.parametrize("ident", PAPERS)
def test_nothing_is_drawn_outside_the_sheet_or_over_the_part_to_tear_off(ident: str, size: str) -> None:
    document = pypdfium2.PdfDocument(blank_form(ident, "fr", size, NUMBER).pdf)

    for number in range(len(document)):
        page = document[number]
        wide, high = page.get_size()
        for item in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_TEXT,)):
            left, bottom, right, top = item.get_bounds()
            assert left >= 40
            assert right <= wide - 40
            assert bottom >= 20
            assert top <= high - 20
            assert not (number == 0 and 100 < bottom < 112)
    document.close()


# -- the caseload ---------------------------------------------------------------------


def row(number: int) -> CaseloadRow:
    return CaseloadRow(f"K7Q{number:04}C", "implementing", "2026-12-02", "review", number, "moderate", "Ana Ríos")


def order(language: str = "en", paper: str = "a4") -> ReportOrder:
    return ReportOrder(language=language, today="2026-11-25", print_id="7KQ2M4XC", paper=paper)


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (ROWS_A_PAGE, 1), (ROWS_A_PAGE + 1, 2), (200, 5)])
def test_a_page_of_the_caseload_has_forty_five_lines(count: int, pages: int) -> None:
    assert caseload.render([row(number) for number in range(count)], order()).pages == pages


@pytest.mark.rule("WP-02")
def test_the_caseload_shows_codes_and_duties_and_no_name() -> None:
    text = read(caseload.render([row(7)], order()))

    assert "K7Q-000-7C On the way 2 Dec 2026 · Look at the plan together 7 moderate" in text
    assert "Ana" not in text


def test_every_duty_and_gap_can_be_shown() -> None:
    rows = [CaseloadRow(f"K7Q{number:04}C", "pause", "9999", rule, None, "", "") for number, rule in enumerate(RULES)]

    text = read(caseload.render(rows, order(paper="letter")))

    assert "9999" not in text
    assert text.count("Resting") == len(RULES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_code_line_stays_on_its_line(language: str) -> None:
    paper = caseload.render([row(number) for number in range(ROWS_A_PAGE)], order(language, "letter"))
    document = pypdfium2.PdfDocument(paper.pdf)

    lowest = min(
        item.get_bounds()[1] for item in document[0].get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_TEXT,)))
    document.close()

    assert lowest > 15


# -- pictures of pages ----------------------------------------------------------------


def test_every_page_becomes_a_picture_of_the_width_asked_for() -> None:
    paper = caseload.render([row(number) for number in range(60)], order())

    pictures = pages_as_png(paper.pdf, 420)

    assert len(pictures) == 2
    for png in pictures:
        assert png.startswith(b"\x89PNG\r\n\x1a\n")
        width, height = struct.unpack(">II", png[16:24])
        assert width == 420
        assert height == round(420 * 841.89 / 595.28) or abs(height - 594) <= 1


def test_the_picture_shows_ink_on_white() -> None:
    png = pages_as_png(caseload.render([row(1)], order()).pdf, 300)[0]
    start = png.index(b"IDAT") + 4
    size = struct.unpack(">I", png[start - 8:start - 4])[0]

    pixels = zlib.decompress(png[start:start + size])

    assert pixels.count(b"\xff") > len(pixels) * 0.8
    assert min(pixels[1:300 * 3]) == 255
    assert any(value < 80 for value in pixels[300 * 3 * 10:])
