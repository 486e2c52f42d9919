# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may and what may not be said on a paper about a case (practice.md d1)."""

from __future__ import annotations

import pytest

from assist.domain import wire
from assist.reports.allowed import FIELDS, only
from assist.reports.dossier import build, language_of, own_words
from assist.reports.lines import PARTICIPANT, SUPERVISION, TEMPLATES, Dossier, Goal
from assist.reports.speech import Speech, field_of
from forms.model import LANGUAGES
from forms.wording import banned_in
from tests.domain.printed_papers import EVERY_PAPER, PRINT_ID, keep_all, order, printed
from tests.domain.written_case import FREE, WrittenCase, canary, free_fields, marked_case

TELLING = (
    "traffick", "smuggl", "victim", "survivor", "shelter", "refuge", "police", "exploit", "amparo", "casa prueba",
    "trata de", "tráfico", "víctima", "sobreviviente", "albergue", "policía", "explota", "protegid", "testigo",
    "vítima", "sobrevivente", "abrigo", "polícia", "testemunha", "protegida", "traite", "victime", "survivant",
    "foyer", "hébergement", "témoin", "protégée",
)
"""Words that would tell whoever finds the paper where she was and why (PA-05)."""


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
def test_of_sensitive_fields_only_codes_and_scales_are_on_the_list_and_never_words() -> None:
    for names in FIELDS.values():
        for name in names:
            asked = field_of(name) if "/" in name else None
            assert asked is None or asked.level < 3 or asked.type not in FREE, name


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

    text = "".join(printed(case.book, order(PARTICIPANT, language, keep=keep)).casefold()
                   for keep in (None, frozenset[str]()))

    for word in (*TELLING, Speech(language).say("Handle with care").casefold(), "protect", "protég"):
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


@pytest.mark.rule("PA-05", "UX-25")
def test_what_became_of_her_copies_stands_with_her_rights() -> None:
    """Of the consent and of each plan, the newest answer; on her own paper it would tell on her."""
    case = WrittenCase()
    case.sheet("F03", "2026-06-04", {"kind": "accompaniment", "decision": "yes", "copy": "read_out"})
    for on, plan, copy in (("2026-07-01", "psychosocial", "given"), ("2026-07-02", "psychosocial", "not_safe"),
                           ("2026-07-03", "productive", None)):
        case.sheet("AGR", on, {"plan": plan, "how": "spoken"} | ({"copy": copy} if copy else {}))

    supervision = printed(case.book, order(SUPERVISION)).lower()

    assert "copy of the consent" in supervision
    assert "copy of the plan" in supervision
    assert "a copy is not safe" in supervision
    assert "copy given" not in supervision
    assert "copy is not safe" not in printed(case.book, order(PARTICIPANT)).lower()


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
    """With all her lines kept, so that every heading that goes with them stands there too."""
    book = marked_case("quiero ").book

    text = printed(book, order(template, language, keep=keep_all(book, template)))

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
