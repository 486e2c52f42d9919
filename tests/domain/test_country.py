# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Country packs: whole in every language, honest about who has read them, and nothing legal in code."""

from __future__ import annotations

import pytest

import resources
from assist.country import CLASSES, countries, country, read_country
from assist.domain.duties import PROTECTED_DAYS, WITHOUT_FILE_DAYS
from forms.loader import forms
from forms.model import LANGUAGES
from forms.problems import DefinitionProblem
from forms.wording import banned_in, too_long, word_count

GENERIC = resources.text("country/generic.yaml")


def test_the_generic_pack_says_that_no_counsel_has_read_it():
    """An empty name is no name; a signed pack is one."""
    signed = read_country(GENERIC.replace('reviewed_by: ""', 'reviewed_by: "Counsel Invented"'), "signed.yaml")

    assert not country().is_reviewed
    assert signed.is_reviewed


def test_the_generic_pack_comes_first_and_names_no_number_to_call():
    """Which number helps depends on the country; a wrong one is worse than none."""
    assert countries()[0] == "generic"
    assert country().emergency == ()


def test_every_pack_that_ships_can_be_read():
    """Each under the name of its file."""
    assert [country(code).code for code in countries()] == list(countries())


def test_an_unknown_country_is_not_there():
    """No path is made of what somebody typed."""
    for code in ("zz", "../country/generic", ""):
        with pytest.raises(KeyError):
            country(code)


def test_how_long_things_are_kept_is_as_practice_wants():
    """Weeks for what was not taken up, a year for narrative and protected, two for the rest, five for receipts."""
    kept = country().retention

    assert {name: kept[name].days for name in CLASSES} == {
        "without_file": 42, "narrative": 365, "protected": 365, "core": 730, "consent": 1826, "finance": None,
        "looks": 365, "receipts": 1826,
    }
    assert (kept["protected"].at_end, kept["protected"].look_every) == ("destroy_key", 90)
    assert kept["core"].at_end == "anonymise"
    assert (kept["looks"].counted_from, kept["looks"].at_least) == ("anonymised", 730)
    assert kept["finance"].at_end == "by_law"


def test_the_duties_of_the_team_and_the_pack_count_the_same_days():
    """Two numbers for one thing would be one too many."""
    kept = country().retention

    assert kept["without_file"].days == WITHOUT_FILE_DAYS
    assert kept["protected"].look_every == PROTECTED_DAYS


def test_every_question_of_every_form_is_kept_for_a_time_the_pack_knows():
    """No answer without an end."""
    classes = {asked.retention for form in forms() for field in form.fields() for asked in (field, *field.columns)}

    assert classes <= set(country().retention)


@pytest.mark.rule("CO-13")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_limits_of_secrecy_are_said_whole_in_every_language(language: str):
    """Every limit is named, nothing is left to fill in, and it can be said in short breaths."""
    said = country().secrecy(language)

    assert all(limit[language] in said for limit in country().limits)
    assert "{" not in said
    assert not too_long(said), too_long(said)
    assert not banned_in(said, language)
    assert word_count(said) <= 60


@pytest.mark.rule("CO-13")
def test_a_new_meaning_of_the_limits_is_another_text_and_a_new_wording_is_not():
    """What was explained is known by its id: a form filled before a new meaning no longer counts for it."""
    again = read_country(GENERIC.replace("meaning: 1", "meaning: 2"), "x.yaml")
    reworded = read_country(GENERIC.replace("a life is in danger", "a life is at risk"), "x.yaml")

    assert country().text_id == "generic/1"
    assert again.text_id == "generic/2"
    assert reworded.text_id == "generic/1"


def test_ages_are_those_of_the_pack():
    """Grown at the age of majority, asked from the age of assent."""
    pack = read_country(GENERIC.replace("majority: 18", "majority: 21"), "x.yaml")

    assert (country().majority, country().assent) == (18, 12)
    assert pack.majority == 21


def test_what_the_law_wants_of_the_team_is_said_in_every_language():
    """By stable codes, each once."""
    duties = country().duties

    assert len({duty.code for duty in duties}) == len(duties) > 0
    assert all(duty.text[language] for duty in duties for language in LANGUAGES)


@pytest.mark.parametrize(("wrong", "instead"), [
    ("country: generic", "land: generic"), ("majority: 18", "majority: grown"), ("assent: 12", "assent: 19"),
    ('fr: "un enfant est en danger"', 'fr: ""'), (', fr: "une vie est en danger"', ""),
    ("days: 42", "days: 0"), ("days: never", "days: 90"), ("days: 730", "days: never"),
    ("at_end: anonymise", "at_end: keep"), ("counted_from: opened", "counted_from: someday"), ("emergency: []", ""),
    ('reviewed_by: ""', ""), ("retention:", "retention: ["),
])
def test_a_pack_with_something_wrong_is_one_plain_sentence(wrong: str, instead: str):
    """Whatever is wrong, it names the file."""
    assert wrong in GENERIC

    with pytest.raises(DefinitionProblem) as found:
        read_country(GENERIC.replace(wrong, instead), "xx.yaml")

    assert found.value.file == "xx.yaml"
    assert found.value.sentence


@pytest.mark.parametrize("content", ["", "- a", "just words", "country: xx", "country: xx\nages: 7"])
def test_a_file_that_is_no_pack_is_one_plain_sentence_too(content: str):
    """Nothing, a list, prose, half a pack."""
    with pytest.raises(DefinitionProblem):
        read_country(content, "xx.yaml")
