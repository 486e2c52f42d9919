# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of a report: two at most, silent about their maker, deaf to what looks like a command."""

from __future__ import annotations

import builtins
from collections import Counter
from collections.abc import Iterator

import pypdfium2
import pytest

from assist.casebook import Book
from assist.reports.dossier import build
from assist.reports.lines import PARTICIPANT, SUPERVISION
from assist.reports.pdf import MOST_PAGES, render
from assist.reports.speech import Speech
from forms.model import FieldType
from tests.domain.printed_papers import EVERY_PAPER, PRINT_ID, keep_all, order, printed, read
from tests.domain.written_case import FREE, WrittenCase, marked_case


def crowded_case() -> WrittenCase:
    case = marked_case("quiero ")
    words = "quiero levantarme sin apuro y vender lo que yo misma hago " * 20
    for number in range(12):
        case.sheet("F10" if number % 2 else "F08", f"2026-{6 + number % 5:02}-{10 + number}", {
            "goal_own_words": f"meta {number}: {words}"[:400], "status": "under_way", "rating_p": number % 5 - 2,
            "level_m2": words[:160], "level_m1": words[:160], "level_0": words[:160], "level_p1": words[:160],
            "level_p2": words[:160], "disagree": words[:1000],
            "step": [{"what": words[:160], "who": words[:60], "by_when": "2027-01", "done": "no"}] * 3,
        })
    return case


@pytest.mark.parametrize(("template", "language"), EVERY_PAPER)
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_twelve_long_goals_still_fit_two_pages_and_say_what_is_missing(
    template: str, language: str, paper: str
) -> None:
    finished = render(build(crowded_case().book, order(template, language, paper=paper)))

    assert finished.pages == MOST_PAGES
    assert Speech(language).say("… more in the file") in read(finished.pdf)


def test_where_there_is_no_room_the_newest_goals_stay() -> None:
    text = printed(crowded_case().book, order())

    assert "meta 4:" in text
    assert "meta 0:" not in text


def test_an_empty_case_is_one_calm_page() -> None:
    finished = render(build(Book(b"x" * 16, []), order(PARTICIPANT)))

    assert finished.pages == 1
    assert read(finished.pdf)


def test_the_same_case_gives_the_same_bytes() -> None:
    book = marked_case("quiero ").book

    assert render(build(book, order())).pdf == render(build(book, order())).pdf


@pytest.mark.rule("WP-12")
def test_the_file_says_nothing_of_who_made_it_and_where() -> None:
    document = pypdfium2.PdfDocument(render(build(marked_case().book, order())).pdf)

    told = {key: value for key, value in document.get_metadata_dict().items() if value}
    document.close()

    assert told.pop("Title") == PRINT_ID
    assert set(told) <= {"CreationDate", "ModDate"}
    assert all("20000101" in value for value in told.values())


def test_every_font_travels_inside_the_file() -> None:
    pdf = render(build(marked_case().book, order())).pdf
    document = pypdfium2.PdfDocument(pdf)

    fonts: Counter[str] = Counter()
    for number in range(len(document)):
        for item in document[number].get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_TEXT,)):
            font = item.get_font()
            fonts[font.get_base_name()] += 1
            assert font.is_embedded
    document.close()

    assert fonts
    assert all("Noto" in name for name in fonts)


INJECTIONS = (
    "<a href='file:///etc/passwd'>abrir</a>", "<img src='/etc/hostname' width='9'/>", "<b>fuerte</b> & más",
    "<para><font name='x'>z</font></para>", "]]> <!DOCTYPE x>", "=HYPERLINK('x')", "{who} %s %(a)s {0}", "&lt;ya&gt;",
    "\\n (paréntesis) >> endobj", "<onDraw name='x' label='y'/>", "<seq id='x'/>",
)


@pytest.fixture
def _no_way_out(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Opening a file or a line to anywhere fails, once everything that is ours was read."""
    render(build(marked_case().book, order(PARTICIPANT, "es")))
    render(build(marked_case().book, order()))

    def refused(*_arguments: object, **_named: object) -> None:
        raise AssertionError("a paper opened something")

    with monkeypatch.context() as patched:
        patched.setattr(builtins, "open", refused)
        patched.setattr("socket.socket", refused)
        yield


@pytest.mark.usefixtures("_no_way_out")
@pytest.mark.parametrize("words", INJECTIONS)
def test_words_that_look_like_commands_are_printed_as_words(words: str) -> None:
    case = WrittenCase()
    case.sheet("F08", "2026-07-01", {"goal_own_words": words, "disagree": words})

    pdf = render(build(case.book, order(keep=keep_all(case.book, SUPERVISION)))).pdf

    assert read(pdf).count(words) == 2
    for command in (b"/URI", b"/Annots", b"/JavaScript", b"/XObject", b"/Launch"):
        assert command not in pdf


@pytest.mark.parametrize("words", ["", "   ", "\x00\x07", "‮abc‬ def", "a" * 5000, "😀 你好 ᎠᎡ", "g̃uarani ñandutí"])
def test_any_words_leave_a_readable_page(words: str) -> None:
    case = WrittenCase()
    case.sheet("F02", "2026-06-03", {"hopes": words})

    finished = render(build(case.book, order(keep=keep_all(case.book, SUPERVISION))))

    assert finished.pages == 1
    assert "‮" not in read(finished.pdf)


def test_hidden_types_are_no_free_text() -> None:
    """The marks of these tests reach every kind of field that holds words."""
    assert set(FREE) == {FieldType.TEXT_LONG, FieldType.TEXT_SHORT, FieldType.CODE}
