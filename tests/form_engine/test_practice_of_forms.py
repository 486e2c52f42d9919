# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What practice promises of every form that ships, proven on the forms themselves and not by the checker's word."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from forms import loader
from forms.answers import Answer, AnswerState, Row
from forms.model import LANGUAGES, Field, Form, Reask, Source, Tone
from forms.score_sheets import may_ask, read_sheet, score_sheet, score_sheets
from forms.scoring import risk_of, who5_of
from forms.session import FormSession
from forms.wording import LEAST_EASE, banned_in, page_text, reading_ease, sentences, word_count
from tests.form_engine.first_days import questions, spoken

FORMS = loader.form_ids()
ROOT = Path(__file__).resolve().parents[2]
BLAMING = {
    "en": "victim prostitut illegal claim alleg admit refus fail non-complian broken rescu",
    "es": "prostitut ilegal delat confes incumpl fracas rescat",
    "pt": "prostitut ilegal confess recus descumpr fracass resgat",
    "fr": "prostitu illégal avou aveu refus manquement échec sauvet",
}
"""As practice lists them (UX-14), written down once more so that the checker's own list can be wrong."""

OFFICES = {
    "en": "beneficiar intervention complian disclosure", "es": "beneficiari intervenci cumplimiento divulga",
    "pt": "beneficiári intervenç cumpriment divulga", "fr": "bénéficiaire intervention conformité divulga",
}
TURNED = {
    "en": "failed, claims, refused, beneficiaries, compliant, disclosed",
    "es": "se niega, se negó, confiesa, confesó, beneficiarias, intervenciones, divulgar",
    "pt": "recusou, confessa, beneficiárias, intervenções, divulgar",
    "fr": "refusée, avoue, aveux, bénéficiaires, interventions, divulguer",
}
"""The same words as they stand in a sentence."""

CHOSEN = {("F02", "victim")}
"""Banned unless chosen: a word she may take for herself stands alone, as one choice among five."""

HARDNESS = {Tone.WISH: 0, Tone.STRENGTH: 0, Tone.PLAIN: 1, Tone.HARD: 2}


def asked_of(form: Form) -> list[Field]:
    """Questions to the person, columns left out."""
    return [field for field in form.fields() if field.is_participant]


# -- words ------------------------------------------------------------------------------


@pytest.mark.rule("NR-10", "UX-14", "UX-12")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form_id", FORMS)
def test_no_form_blames_labels_or_speaks_like_an_office(form_id: str, language: str):
    """Titles, openings, labels, whys, hints and choices."""
    stems = [*BLAMING[language].split(), *OFFICES[language].split()]
    for said in spoken(loader.form(form_id), language):
        if (form_id, said) in CHOSEN:
            continue
        words = re.findall(r"[\w'’-]+", said.casefold())
        assert not [word for word in words for stem in stems if word.startswith(stem)], said
        assert "se neg" not in said.casefold()


@pytest.mark.rule("UX-14", "UX-12")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_such_word_is_caught_before_it_is_said(language: str):
    """The check that every text goes through knows each stem of practice, and what becomes of it in a sentence."""
    known = [*BLAMING[language].split(), *TURNED[language].split(", ")]

    assert [word for word in known if not banned_in(f"«{word.capitalize()}».", language)] == []


@pytest.mark.rule("PA-16")
@pytest.mark.parametrize("form_id", FORMS)
def test_every_question_says_why_it_is_asked(form_id: str):
    """In every language, in one to fifteen words, columns too."""
    for asked in questions(loader.form(form_id)):
        assert set(asked.why) == set(LANGUAGES), asked.key
        assert all(1 <= word_count(why) <= 15 for why in asked.why.values()), asked.key


@pytest.mark.rule("UX-02")
@pytest.mark.parametrize("form_id", FORMS)
def test_pages_are_short_and_sentences_too(form_id: str):
    """At most five questions a page, fourteen words a sentence."""
    form = loader.form(form_id)
    for place, page in enumerate(form.pages):
        assert len(page.fields) <= 5
        for language in LANGUAGES:
            said = sentences(page_text(form, place, language))
            assert all(word_count(sentence) <= 14 for sentence in said), (page.key, language)


@pytest.mark.rule("UX-02")
@pytest.mark.parametrize(("language", "least"), LEAST_EASE.items())
@pytest.mark.parametrize("form_id", FORMS)
def test_pages_read_easily(form_id: str, language: str, least: int):
    """As easy as a primary-school page, page by page."""
    form = loader.form(form_id)
    for place, page in enumerate(form.pages):
        text = page_text(form, place, language)
        if word_count(text) > 12:
            assert reading_ease(text, language) >= least, (page.key, round(reading_ease(text, language)), text)


@pytest.mark.rule("UX-13")
@pytest.mark.parametrize("form_id", FORMS)
def test_wishes_come_before_what_is_hard(form_id: str):
    """On every page; and no form begins with something hard when it has something else."""
    form = loader.form(form_id)

    for page in form.pages:
        order = [HARDNESS[field.tone] for field in page.fields if field.is_participant]
        assert order == sorted(order), page.key
    tones = [field.tone for field in asked_of(form)]
    assert not tones or tones[0] is not Tone.HARD or set(tones) == {Tone.HARD}


# -- what is never asked ------------------------------------------------------------------


@pytest.mark.rule("NR-02")
@pytest.mark.parametrize("form_id", FORMS)
def test_no_form_asks_what_happened(form_id: str):
    """No field for the story, for exploitation or for exploiters in any form that asks; F20 asks nothing, sealed."""
    for field in loader.form(form_id).fields():
        for asked in (field, *field.columns):
            if (form_id, asked.reask, asked.level) == ("F20", Reask.VOLUNTEERED, 4):
                continue
            assert "trauma_narrative" not in asked.tags
            assert not {"exploitation", "trafficking", "recruiter", "trafficker", "abuse"} & set(asked.key.split("_"))


@pytest.mark.rule("NR-02")
def test_first_contact_asks_neither_who_she_is_nor_what_was_done():
    """By key, whatever the label says."""
    forbidden = {"legal_name", "document_number", "address", "citizenship", "what_happened", "who_did_it"}

    assert not forbidden & {field.key for field in loader.form("F01").fields()}


def test_first_contact_and_intake_stay_short():
    """Ten questions at first contact, twenty at intake, half of them skipped."""
    assert len(asked_of(loader.form("F01"))) <= 10
    assert len(asked_of(loader.form("F02"))) <= 20


@pytest.mark.rule("NR-09")
def test_no_list_of_events_ships_and_none_can_be_read(tmp_path: Path):
    """Interrogations by checklist are not asked here, whatever their licence."""
    assert all("event_checklist" not in sheet.tags for sheet in score_sheets())
    folder = tmp_path / "events"
    folder.mkdir()
    source = _who5_source().replace("tags: []", "tags: [event_checklist]")
    (folder / "instrument.yaml").write_text(source, "utf-8")

    with pytest.raises(ValueError, match="not asked here"):
        read_sheet(folder / "instrument.yaml")


def _who5_source() -> str:
    return (loader.HOME.parent / "instruments" / "who5" / "instrument.yaml").read_text("utf-8")


@pytest.mark.parametrize("line", ["license", "source_url", "verified_on", "verified_by"])
def test_a_sheet_without_licence_source_or_date_does_not_ship(line: str, tmp_path: Path):
    """The build fails."""
    kept = [each for each in _who5_source().splitlines() if not each.startswith(f"{line}:")]
    folder = tmp_path / "who5"
    folder.mkdir()
    (folder / "instrument.yaml").write_text("\n".join(kept), "utf-8")

    with pytest.raises(ValueError, match=line):
        read_sheet(folder / "instrument.yaml")


@pytest.mark.rule("NR-08")
def test_the_interval_and_the_year_of_an_instrument():
    """Fourteen days apart, six a year; a written reason overrides."""
    sheet = score_sheet("who5")
    day = date(2026, 11, 25)

    assert may_ask(sheet, ["2026-11-20"], day).until == "2026-12-04"
    assert may_ask(sheet, ["2026-11-11"], day) is None
    assert may_ask(sheet, [f"2026-{month:02}-01" for month in range(1, 7)], day).code == "instrument.year"
    assert may_ask(sheet, ["2026-11-20"], day, "She asked") is None


# -- silence ------------------------------------------------------------------------------


@pytest.mark.rule("NR-05", "NR-18")
@pytest.mark.parametrize("state", [state for state in AnswerState if not state.carries_value])
@pytest.mark.parametrize("form_id", FORMS)
def test_a_form_in_which_nothing_is_answered_can_be_kept(form_id: str, state: AnswerState):
    """No duty is lacking because of her silence."""
    form = loader.form(form_id)
    session = FormSession(form)

    for field in asked_of(form):
        session.set_state(field.key, state)

    assert not session.state.lacking & {field.key for field in asked_of(form)}
    assert all(answer.state is state and answer.value is None for answer in session.changes().values())


@pytest.mark.rule("NR-18")
@pytest.mark.parametrize("form_id", FORMS)
def test_only_what_the_team_owes_can_be_lacking(form_id: str):
    """A person's answers are never counted as missing."""
    form = loader.form(form_id)
    duties = {field.key for field in form.fields() if field.required and field.source is not Source.PARTICIPANT}

    assert FormSession(form).state.lacking <= duties


@pytest.mark.rule("UX-16", "NR-20")
def test_not_knowing_weighs_as_much_as_not_having_been_asked():
    """In the risk band and in the scores; it makes nothing higher, lower or less believed."""
    line = Row("0" * 32, {"likelihood": Answer("3"), "severity": Answer("4")})
    table = {"item": Answer((line,))}
    unsure, unasked = Answer(state=AnswerState.DOES_NOT_KNOW), Answer(state=AnswerState.NOT_ASKED)

    for key in ("own_view", "own_band", "danger_now"):
        assert risk_of(table | {key: unsure}) == risk_of(table | {key: unasked}) == risk_of(table)
    keys = [f"item{number}" for number in range(1, 6)]
    full = {key: Answer("3") for key in keys}
    assert who5_of(full | {"item5": unsure}, keys) is None
    assert who5_of(full | {"item5": unasked}, keys) is None


@pytest.mark.rule("NR-20", "NR-18")
@pytest.mark.parametrize("floor", ["resources", "forms", "assist", "db", "ui"])
def test_nothing_scores_credibility_cooperation_or_what_will_be(floor: str):
    """No class, function, attribute, argument, column or key of the whole house is called so; a keyboard may guess."""
    forbidden = re.compile(r"credib|cooperat\w*score|predict(?!iveText)|retraffick", re.IGNORECASE)
    found = [f"{path.relative_to(ROOT)}: {name}" for path in (ROOT / floor).rglob("*.py")
             for name in _names(path) if forbidden.search(name)]

    assert found == []


def _names(path: Path) -> set[str]:
    """Every name a module gives or asks for, and every short word it quotes as one."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        given = [getattr(node, part, None) for part in ("name", "arg", "id", "attr", "asname")]
        given += [node.value] if isinstance(node, ast.Constant) else []
        names |= {each for each in given if isinstance(each, str) and re.fullmatch(r"[\w./-]+", each)}
    return names


@pytest.mark.rule("NR-20")
def test_no_question_list_or_number_is_about_being_believed():
    """Keys, concepts, codes and register names."""
    forbidden = re.compile(r"credib|believ|cooperat\w*score|predict|reliab|truthful", re.IGNORECASE)
    named = [*loader.numbers(), *loader.choice_lists()]
    named += [choice.code for name in loader.choice_lists() for choice in loader.choice_list(name)]
    for form in loader.forms():
        for field in form.fields():
            for asked in (field, *field.columns):
                named += [asked.key, asked.concept, *(choice.code for choice in asked.choices)]

    assert [name for name in named if forbidden.search(name)] == []


# -- taking part ----------------------------------------------------------------------------


@pytest.mark.rule("PA-10", "UX-14")
def test_outcomes_blame_nobody():
    """No "no-show", no "failed", no "refused"."""
    codes = {choice.code for choice in loader.choice_list("lk_outcome_session")}

    assert not codes & {"non_compliant", "no_show", "refused", "failed", "absent"}


@pytest.mark.rule("PA-11")
def test_her_choice_is_the_first_reason_to_close():
    """And it is as good as any."""
    assert loader.choice_list("lk_close")[0].code == "my_choice"


@pytest.mark.rule("PA-09")
@pytest.mark.parametrize("form_id", ["F08", "F10"])
def test_a_goal_has_five_levels_and_two_ratings_hers_first(form_id: str):
    """Written together, rated by both."""
    form = loader.form(form_id)
    keys = [field.key for field in form.fields()]

    assert {"level_m2", "level_m1", "level_0", "level_p1", "level_p2"} <= set(keys)
    assert keys.index("rating_p") < keys.index("rating_w")
    assert form.field("rating_p").source is Source.PARTICIPANT


@pytest.mark.rule("WP-07")
def test_a_threat_takes_three_answers_on_one_page():
    """Everything else can wait."""
    form = loader.form("F17")

    assert [field.key for field in form.pages[0].fields] == ["what", "when", "who_at_risk"]
    assert all(field.level == 4 for field in form.fields() if field.key != "raise_level")


@pytest.mark.rule("NR-03")
def test_what_is_asked_once_has_the_same_number_in_every_form():
    """One register holds it, so one answer serves all forms."""
    numbers: dict[str, set[int]] = {}
    for form in loader.forms():
        for field in form.fields():
            if field.reask is Reask.NEVER and field.is_participant:
                assert field.lives_on_person, (form.id, field.key)
                numbers.setdefault(field.concept, set()).add(field.number)

    assert all(len(each) == 1 for each in numbers.values())
    assert len(set.union(*numbers.values())) == len(numbers)
