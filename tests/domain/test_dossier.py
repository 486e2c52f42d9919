# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may and what may not be on a paper about a case (practice.md d1)."""

from __future__ import annotations

import builtins
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pypdfium2
import pytest

from assist.casebook import Book
from assist.domain import wire
from assist.reports.allowed import FIELDS, only
from assist.reports.dossier import ReportOrder, build, language_of, own_words
from assist.reports.lines import PARTICIPANT, SUPERVISION, TEMPLATES, Dossier, Goal
from assist.reports.pdf import MOST_PAGES, render
from assist.reports.speech import Speech, field_of
from forms.model import LANGUAGES, FieldType
from forms.wording import banned_in
from tests.domain.written_case import FREE, WrittenCase, canary, free_fields, marked_case

PRINT_ID = "7KQ2M4XC"
TODAY = "2026-11-25"
EVERY_PAPER = [(template, language) for template in TEMPLATES for language in LANGUAGES]

TELLING = (
    "traffick", "smuggl", "victim", "survivor", "shelter", "refuge", "police", "exploit", "amparo", "casa prueba",
    "trata de", "tráfico", "víctima", "sobreviviente", "albergue", "policía", "explota", "protegid", "testigo",
    "vítima", "sobrevivente", "abrigo", "polícia", "testemunha", "protegida", "traite", "victime", "survivant",
    "foyer", "hébergement", "témoin", "protégée",
)
"""Words that would tell whoever finds the paper where she was and why (PA-05)."""


def order(template: str = SUPERVISION, language: str = "en", **what_matters: object) -> ReportOrder:
    return replace(ReportOrder(template, language, TODAY, PRINT_ID, worker_initials="A. R."), **what_matters)


def read(pdf: bytes) -> str:
    """Everything a reader of the pages can read, with one space between words."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    document.close()
    return " ".join(" ".join(pages).split())


def printed(book: Book, wanted: ReportOrder) -> str:
    return read(render(build(book, wanted)).pdf)


def keep_all(book: Book, template: str) -> frozenset[str]:
    return frozenset(line.key for line in own_words(book, template))


# -- nothing but the list (NR-12) -----------------------------------------------------


@pytest.mark.rule("NR-12", "WP-02")
@pytest.mark.parametrize(("template", "language"), EVERY_PAPER)
def test_no_word_from_a_field_off_the_list_is_ever_printed(template: str, language: str) -> None:
    book = marked_case("quiero ").book
    listed = {line.text for line in own_words(book, template)}

    text = printed(book, order(template, language, keep=keep_all(book, template)))

    for place, _ in free_fields():
        allowed = any(canary(place) in words for words in listed)
        assert text.count(canary(place)) == int(allowed), place
    assert "zqpinned" not in text


@pytest.mark.rule("NR-12")
@pytest.mark.parametrize("template", TEMPLATES)
def test_what_is_left_out_is_not_printed_at_all(template: str) -> None:
    book = marked_case("quiero ").book

    text = printed(book, order(template, keep=frozenset()))

    assert "zq" not in text


@pytest.mark.rule("NR-12")
@pytest.mark.parametrize("template", TEMPLATES)
def test_the_book_a_paper_is_built_from_holds_no_other_field(template: str) -> None:
    book = only(marked_case().book, template)

    named = {field for entity in book.entities.values() for field in entity.fields if isinstance(field, int)}
    values = [row.value for entity in book.entities.values() for rows in entity.fields.values() for row in rows]

    for place, asked in free_fields():
        held = any(canary(place).encode() in value for value in values)
        assert held == (asked.number in named and _is_listed(place, template)), place


def _is_listed(place: str, template: str) -> bool:
    asked = field_of(place)
    assert asked is not None
    once = asked.concept if asked.lives_on_person else place
    return once in FIELDS[template]


@pytest.mark.rule("WP-18", "NR-12")
def test_nothing_protected_is_on_the_list() -> None:
    for names in FIELDS.values():
        for name in names:
            asked = field_of(name) if "/" in name else None
            assert asked is None or asked.level < 4, name


@pytest.mark.rule("NR-12")
def test_printable_words_of_hers_are_marked_printable_in_their_form() -> None:
    for names in FIELDS.values():
        for name in names:
            asked = field_of(name) if "/" in name and "." not in name else None
            if asked is not None and asked.type in FREE and asked.is_participant:
                assert asked.print, name


@pytest.mark.rule("NR-12")
def test_answers_of_an_instrument_are_shown_as_a_direction_only() -> None:
    case = WrittenCase()
    for on, marks in (("2026-07-01", "11331"), ("2026-10-01", "54444")):
        case.sheet("WHO5", on, {f"item{item}": mark for item, mark in enumerate(marks, 1)})

    text = printed(case.book, order())

    assert "Wellbeing: better" in text
    for score in ("36", "84"):
        assert score not in text


def test_too_few_answers_are_said_and_not_judged() -> None:
    case = WrittenCase()
    case.sheet("WHO5", "2026-07-01", {f"item{item}": "2" for item in range(1, 6)})
    case.sheet("WHO5", "2026-09-01", {f"item{item}": "4" for item in range(1, 5)})

    text = printed(case.book, order())

    assert "Wellbeing: not enough answers" in text
    assert "“Not enough answers”:" in text


# -- own words ------------------------------------------------------------------------


@pytest.mark.rule("NR-12", "WP-03")
@pytest.mark.parametrize("words", [
    "Vivir tranquila en la calle Los Sauces 214", "Encontrar trabajo cerca del mercado", "Que Marta me acompañe",
    "No ver nunca a mi ex marido", "Que me llamen al 999 888 777", "Olvidar que me obligaron", "estudar no Recife",
    "trabalhar na Rua das Flores", "ne plus avoir peur de mon mari", "près de la gare", "I was forced to stay",
    "next to the market", "MI CASA EN LIMA",
])
def test_a_line_that_may_name_a_place_a_person_or_harm_starts_left_out(words: str) -> None:
    case = WrittenCase()
    case.sheet("F08", "2026-07-01", {"goal_own_words": words})

    text = printed(case.book, order())

    assert [line.look_again for line in own_words(case.book)] == [True]
    assert words not in text
    assert "A goal whose words stay in the file" in text


@pytest.mark.parametrize("words", [
    "Coser y vender lo mío", "Que mi hijo vuelva a la escuela", "Ser mi propia jefa", "Estudiar enfermería",
    "Aprender patrones de costura", "Tocar el violín", "Dormir toda la noche", "I want to learn English",
    "Ter a minha própria casa", "Tocar violão", "Avoir mon atelier", "Que mi familia me trate con respeto",
])
def test_a_plain_wish_needs_no_second_look(words: str) -> None:
    case = WrittenCase()
    case.sheet("F08", "2026-07-01", {"goal_own_words": words})

    text = printed(case.book, order())

    assert [line.look_again for line in own_words(case.book)] == [False]
    assert words in text


@pytest.mark.rule("PA-03")
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_disagreement_prints_under_the_goal_it_is_about(template: str) -> None:
    case = WrittenCase()
    case.sheet("F08", "2026-07-01", {"goal_own_words": "dormir bien", "disagree": "prefiero hablar a solas"})
    case.sheet("F08", "2026-08-01", {"goal_own_words": "estudiar de noche"})

    text = printed(case.book, order(template))

    assert text.index("dormir bien") < text.index("prefiero hablar a solas") < text.index("estudiar de noche")


@pytest.mark.rule("PA-03")
def test_a_disagreement_left_out_is_still_said_to_be_there() -> None:
    case = WrittenCase()
    case.sheet("F08", "2026-07-01", {"goal_own_words": "dormir bien", "disagree": "prefiero hablar a solas"})
    without = frozenset(line.key for line in own_words(case.book) if not line.key.startswith("differs:"))

    text = printed(case.book, order(keep=without))

    assert "prefiero" not in text
    assert "The person sees it differently; the words are in the file" in text
    assert "1 line in own words stays in the file." in text


@pytest.mark.rule("PA-01", "PA-09")
def test_both_views_of_a_goal_are_kept_apart() -> None:
    case = WrittenCase()
    case.sheet("F08", "2026-07-01", {"goal_own_words": "dormir bien", "rating_p": 1, "rating_w": -1})

    goal = _goals(build(case.book, order()))[0]

    assert (goal.hers, goal.team) == (1, -1)


@pytest.mark.rule("PA-01")
def test_the_words_of_the_team_never_stand_for_hers() -> None:
    case = WrittenCase()
    case.sheet("F08", "2026-07-01", {"goal_worker_words": "mejorar la higiene", "proposal_only": "yes"})

    text = printed(case.book, order())

    assert "higiene" not in text
    assert "A proposal of the team, not yet talked about" in text


@pytest.mark.rule("PA-02")
def test_a_plan_changed_after_its_agreement_prints_as_proposed() -> None:
    case = WrittenCase()
    case.sheet("F08", "2026-07-01", {"goal_own_words": "dormir bien"})
    case.agree("psychosocial", "2026-08-01")
    agreed = printed(case.book, order())

    case.sheet("F08", "2026-09-01", {"goal_own_words": "estudiar"})
    changed = printed(case.book, order())

    assert "agreed on" in agreed
    assert "not agreed yet" not in agreed
    assert "proposed, not agreed yet" in changed


def _goals(dossier: Dossier) -> list[Goal]:
    return [line for block in dossier.blocks for line in block.lines if isinstance(line, Goal)]


# -- the two papers -------------------------------------------------------------------


@pytest.mark.rule("WP-01", "WP-02")
@pytest.mark.parametrize("language", LANGUAGES)
def test_protection_shows_on_the_teams_paper_as_care_and_never_as_a_level(language: str) -> None:
    case = WrittenCase()
    case.plain(wire.LEVEL, 2)
    case.plain(wire.HOLD, True)

    text = printed(case.book, order(language=language)).casefold()

    assert Speech(language).say("Handle with care").casefold() in text
    for word in ("level 2", "nivel 2", "nível 2", "niveau 2", "protect", "protegid", "protég"):
        assert word not in text


def test_an_unprotected_case_carries_no_mark() -> None:
    assert "Handle with care" not in printed(WrittenCase().book, order())


@pytest.mark.rule("PA-05", "WP-02")
@pytest.mark.parametrize("language", LANGUAGES)
def test_her_own_copy_tells_a_finder_nothing(language: str) -> None:
    case = marked_case("quiero ")
    case.plain(wire.LEVEL, 2)
    case.plain(wire.HOLD, True)

    text = printed(case.book, order(PARTICIPANT, language)).casefold()

    for word in TELLING:
        assert word not in text, word
    assert "k7q" not in text
    assert "a. r." not in text


@pytest.mark.rule("PA-05")
def test_her_own_copy_bears_the_name_she_chose_or_none() -> None:
    case = WrittenCase()
    case.sheet("F01", "2026-06-03", {"chosen_name": "Killa"})
    case.sheet("F08", "2026-07-01", {"goal_own_words": "dormir bien"})
    without = keep_all(case.book, PARTICIPANT) - {"name"}

    assert "Killa" in printed(case.book, order(PARTICIPANT))
    assert "Killa" not in printed(case.book, order(PARTICIPANT, keep=without))
    assert "Killa" not in printed(case.book, order(SUPERVISION))


@pytest.mark.rule("PA-05", "PA-15")
@pytest.mark.parametrize(("preferred", "paper"), [
    ("es", "es"), ("pt-BR", "pt"), ("fr", "fr"), ("en", "en"), ("quz", "es"), ("sign:lsm", "es"), ("", "es"),
])
def test_her_own_copy_is_in_her_language_where_a_paper_can_be(preferred: str, paper: str) -> None:
    case = WrittenCase()
    case.sheet("F01", "2026-06-03", {"lang_pref": preferred} if preferred else {})

    assert language_of(case.book, "es") == paper


@pytest.mark.rule("NR-10", "UX-14")
@pytest.mark.parametrize(("template", "language"), EVERY_PAPER)
def test_our_own_words_on_paper_never_blame(template: str, language: str) -> None:
    book = marked_case("quiero ").book

    text = printed(book, order(template, language, keep=frozenset()))

    assert banned_in(text, language) == ""


def test_labels_are_in_the_language_of_the_paper_and_not_of_the_window() -> None:
    case = WrittenCase()
    case.sheet("F08", "2026-07-01", {"goal_own_words": "x", "goal_area": "rest", "status": "under_way"})

    lines = {language: _goals(build(case.book, order(language=language)))[0].facts for language in LANGUAGES}

    assert "under way" in lines["en"]
    assert "en camino" in lines["es"]
    assert "em andamento" in lines["pt"]
    assert "en route" in lines["fr"]
    assert len(set(lines.values())) == len(LANGUAGES)


def test_a_practice_case_is_marked_as_invented_on_both_papers() -> None:
    for template in TEMPLATES:
        assert "Practice: an invented person" in printed(WrittenCase().book, order(template, practice=True))


@pytest.mark.rule("WP-18")
def test_the_team_paper_says_until_when_it_is_kept() -> None:
    text = printed(WrittenCase().book, order())

    assert "Keep until 23 Feb 2027, then destroy." in text
    assert PRINT_ID in text


def test_recipients_and_employers_stay_in_the_file() -> None:
    case = WrittenCase()
    case.sheet("F03", "2026-07-01", {"kind": "referral", "recipient": "Fiscalia Norte", "decision": "yes",
                                     "expiry": "2026-12-02", "mode": "spoken"})
    case.sheet("F10", "2026-07-01", {"goal_own_words": "coser", "placement": [
        {"kind": "temporary", "sector": "C", "start": "2026-09", "employer": "Textiles del Sur"}],
        "documents_step": [{"paper": "pasaporte", "state": "requested"}], "enterprise": [
        {"idea": "venta de polleras", "started": "2026-08", "active": "yes"}]})

    text = printed(case.book, order())

    for kept_back in ("Fiscalia", "Textiles", "pasaporte", "polleras"):
        assert kept_back not in text
    assert "Holds until 2 Dec 2026, ends soon" in text
    assert "Temporary · manufacturing (C) · since Sept 2026" in text
    assert "Active · 3 months" in text
    assert "Requested: 1" in text


# -- the pages ------------------------------------------------------------------------


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
