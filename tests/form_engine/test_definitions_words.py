# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words, lists and consents that ship: whole in four languages, short, plain and kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from assist.domain.consents import SERVICE
from forms import loader
from forms.linter.words import shipped_kept_words
from forms.model import LANGUAGES
from forms.wording import GENDERED, banned_in, page_text, reading_ease, too_long, word_count
from tests.form_engine.first_days import EASE, FIRST_DAYS, spoken

CODES = {
    "lk_yn3": "yes no not_sure",
    "lk_mode": "read listen sign interpreter write_myself",
    "lk_agegroup": "0_11 12_14 15_17 18_24 25_34 35_44 45_59 60_plus",
    "lk_gender": "woman man trans_woman trans_man nonbinary other_own_words",
    "lk_isced": "none early primary lower_sec upper_sec post_sec short_tertiary bachelor master doctoral",
    "lk_need": "sleep_place food health_now rest clothes call_someone child_care interpreter documents legal money"
               " safety work study emotional community travel_home other",
    "lk_service": "shelter food health mental_health peer_support legal documents education training job enterprise"
                  " cash child_care interpretation transport safety family_work return other",
    "lk_ref_source": "self ngo police prosecutor consulate labour_inspection health school child_protection community"
                     " hotline other",
    "lk_outcome_session": "held partly not_today moved reached_out_no_answer other",
    "lk_ref_status": "draft consented sent accepted waiting received partly not_received declined_by_participant"
                     " closed",
    "lk_goal_status": "not_started under_way achieved changed paused not_wanted_now",
    "lk_threat_kind": "seen_near message call visit followed family_contacted online_exposure data_exposure"
                      " official_leak violence other",
    "lk_measure": "identity_reserved address_reserved video_link screen_in_court apart_waiting escort relocation"
                  " no_contact_order number_change monitored_home programme_entry other",
    "lk_close": "my_choice goals_reached moved other_service no_contact_agreed_limit programme_ended safety_reason"
                " died other",
    "lk_scale5": "0 1 2 3 4",
    "lk_legalwork": "national permit_work permit_no_work applied asylum_process none not_sure",
}
LANGUAGES_SPOKEN = (
    "es pt-BR fr en nl ht quz quy qub qug gug ayr ayc nhe nhx ncj quc cak mam kek arn yua tzo tzh jam srn sign:lsm"
    " sign:bzs sign:ase sign:prl other"
)
AMERICAS = (
    "AG AR BB BO BR BS BZ CA CL CO CR CU DM DO EC GD GT GY HN HT JM KN LC MX NI PA PE PY SR SV TT US UY VC VE"
    " AW BL BM CW FK GF GL GP KY MF MQ MS PM PR SX TC VG VI"
)


def definitions() -> dict[str, Any]:
    """Everything that ships as text, file by file."""
    return {
        path.stem: loader.read_yaml(path.read_text("utf-8"), path.name)
        for path in loader.HOME.glob("*.yaml") if path.stem != "numbers"
    }


def texts(content: Any, place: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every text in several languages, with its place; the days on which survivors read a language are no text."""
    if isinstance(content, dict):
        if "en" in content:
            yield place, content
        for key, inner in content.items():
            if key != "reviewed_by_survivor_group":
                yield from texts(inner, f"{place}.{key}")
    elif isinstance(content, list):
        for number, inner in enumerate(content):
            yield from texts(inner, f"{place}[{number}]")


def consent_text(kind: str, language: str) -> str:
    """All that is said before one kind of consent."""
    fixed = loader.sentences()
    said = []
    for step in loader.consent_texts()[kind]["steps"]:
        said += [step["text"][language]] if "text" in step else []
        said += [fixed[key][language] for key in step["sentences"]]
    return " ".join(said)


# -- words ------------------------------------------------------------------------------


def test_every_text_is_there_in_four_languages_and_in_no_other():
    """Labels, whys, hints, titles, choices, sentences, consents: none is lost to a stray comma."""
    broken = [
        place for place, text in texts(definitions(), "")
        if set(text) != set(LANGUAGES) or not all(str(said).strip() for said in text.values())
    ]

    assert broken == []


@pytest.mark.rule("UX-12", "UX-14", "NR-10")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form_id", FIRST_DAYS)
def test_nothing_said_to_a_person_blames_labels_or_takes_a_gender_for_granted(form_id: str, language: str):
    """Titles, hints and choices too, not the labels alone; a kept word stands by itself, as a choice of hers."""
    kept = {word for place, tongue, word in shipped_kept_words().kept
            if place.startswith(f"{form_id}/") and tongue == language}
    for said in spoken(loader.form(form_id), language):
        assert said in kept or not banned_in(said, language), said
        assert not GENDERED.search(said), said


@pytest.mark.rule("UX-12", "UX-14", "UX-02")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fixed_sentences_are_short_and_kind(language: str):
    """S01 to S15, in at most fourteen words a sentence."""
    said = loader.sentences()

    assert list(said) == [f"S{number:02}" for number in range(1, 16)]
    for text in said.values():
        assert not too_long(text[language]), text[language]
        assert not banned_in(text[language], language)
        assert not GENDERED.search(text[language])


def test_only_the_sentence_about_secrecy_is_filled_in_and_in_every_language():
    """With the limits of the country, and with nothing else."""
    for key, text in loader.sentences().items():
        for language in LANGUAGES:
            assert text[language].count("{limits}") == (1 if key == "S05" else 0), (key, language)
            assert text[language].count("{") == text[language].count("{limits}")


@pytest.mark.rule("UX-02")
@pytest.mark.parametrize(("language", "least"), EASE.items())
def test_the_three_taps_before_a_meeting_read_easily(language: str, least: int):
    """They are said aloud, often through somebody."""
    assert reading_ease(page_text(loader.form("F00"), 0, language), language) >= least


# -- lists ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CODES)
def test_the_codes_of_a_list_are_those_of_practice(name: str):
    """Codes are stable: what was stored once means the same for ever."""
    assert [choice.code for choice in loader.choice_list(name)] == CODES[name].split()


def test_people_from_everywhere_find_their_country_and_their_language():
    """All of the Americas, and the languages spoken there."""
    countries = {choice.code for choice in loader.choice_list("lk_country")}
    languages = {choice.code for choice in loader.choice_list("lk_lang")}

    assert set(AMERICAS.split()) <= countries
    assert set(LANGUAGES_SPOKEN.split()) <= languages


# -- consent ----------------------------------------------------------------------------


@pytest.mark.rule("CO-04")
def test_every_kind_of_consent_has_its_text_and_no_text_is_without_a_kind():
    """What can be decided can be explained; keeping and copying the record is no kind of its own (ruling 9)."""
    kinds = [choice.code for choice in loader.choice_list("lk_consent_kind")]

    assert kinds == list(loader.consent_texts())
    assert kinds[0] == SERVICE
    assert not {"record", "sync_backup", "photo_audio"} & set(kinds)


@pytest.mark.rule("CO-04", "CO-05")
@pytest.mark.parametrize("kind", loader.consent_texts())
def test_a_consent_is_explained_in_four_steps_and_never_a_condition(kind: str):
    """For what, what helps and what may not, what if not, in her own words."""
    text = loader.consent_texts()[kind]
    said = [key for step in text["steps"] for key in step["sentences"]]

    assert [step["key"] for step in text["steps"]] == ["explain", "benefits_risks", "what_if_not", "teach_back"]
    assert {"S06", "S07", "S08", "S13"} <= set(said) <= set(loader.sentences())
    assert int(text["meaning"]) >= 1


@pytest.mark.rule("UX-02", "UX-14")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", loader.consent_texts())
def test_a_consent_is_short_plain_and_kind(kind: str, language: str):
    """At most 120 words with the fixed sentences, short ones, as easy as a primary-school page."""
    said = consent_text(kind, language)

    assert word_count(said) <= 120
    assert not too_long(said), too_long(said)
    assert not banned_in(said, language)
    assert not GENDERED.search(said)
    assert reading_ease(said, language) >= EASE.get(language, 70)


@pytest.mark.parametrize(("language", "words"), [
    ("en", ("laptops", "copies", "a year")), ("es", ("laptops", "copias", "un año")),
    ("pt", ("laptops", "cópias", "um ano")), ("fr", ("ordinateurs", "copies", "un an")),
])
def test_the_service_consent_tells_where_the_record_lies_and_for_how_long(language: str, words: tuple[str, ...]):
    """Copies between laptops are explained there and asked for nowhere else."""
    said = consent_text(SERVICE, language)

    assert all(word in said for word in words)
