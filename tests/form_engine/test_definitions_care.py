# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What practice promises of the forms of accompaniment: levels and voices, silence, safety, conversation, wellbeing."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from assist.casefile import who5_keys
from forms import loader, registry
from forms.answers import AnswerState
from forms.linter import SHARED_VIEW
from forms.model import LANGUAGES, FieldType, Reask, Source, Tone
from forms.problems import FieldProblem
from forms.session import FormSession
from tests.form_engine.care import CARE, LISTED, codes_of, filled, in_silence, places
from tests.form_engine.first_days import spoken

ASSIST = Path(__file__).resolve().parents[2] / "assist"
SILENT = [state for state in AnswerState if not state.carries_value]
PICKED = (FieldType.CHOICE, FieldType.MULTI, FieldType.RANK, FieldType.SCALE5, FieldType.RATING5)
GUESSED = {
    "es": "sola tranquila tranquilo cansada cansado preocupada preocupado bienvenida bienvenido lista listo segura"
          " acompañada acompañado obligada obligado cómoda cómodo contenta contento usuaria usuario",
    "pt": "sozinha sozinho tranquila tranquilo cansada cansado preocupada preocupado pronta pronto segura obrigada"
          " obrigado acompanhada acompanhado usuária usuário satisfeita satisfeito",
    "fr": "seule seul inquiète inquiet fatiguée fatigué prête prêt contente content rassurée rassuré accompagnée"
          " accompagné obligée obligé prudente prudents satisfaite satisfait usagère usager",
}
"""Words that would take the gender of whoever answers for granted."""


# -- as practice lists them ------------------------------------------------------------------


@pytest.mark.parametrize("form_id", CARE)
def test_every_question_is_in_the_voice_and_at_the_level_that_practice_gives(form_id: str):
    """None is missing, none was added unseen, none has slipped to a lower level."""
    expected = dict(each.split() for each in LISTED[form_id].split(", "))
    shipped = {place: f"{field.source.value}{field.level}" for place, field in places(loader.form(form_id))}

    assert shipped == expected


@pytest.mark.parametrize("form_id", CARE)
def test_what_is_protected_is_kept_and_shown_as_such(form_id: str):
    """With the retention of its level; on no paper, in no export, never before two pairs of eyes."""
    for place, field in places(loader.form(form_id)):
        assert not field.export, place
        if field.level == 4:
            assert field.retention == "protected", place
            assert not field.print, place
            assert not field.coview, place


def test_notes_end_first_and_money_has_its_own_term():
    """What was seen and said is the first to go; grants follow the law on accounts."""
    classes = {f"{form_id}/{place}": field.retention for form_id in CARE
               for place, field in places(loader.form(form_id))}

    assert {name for name, kept in classes.items() if kept == "narrative"} == {
        "F07/worker_observation", "F11/person_wants", "F11/done_next", "F11/done_next.what", "F11/done_next.who",
        "F11/facts"}
    assert {name for name, kept in classes.items() if kept == "finance"} == {
        "F10/grant", "F10/grant.amount", "F10/grant.items", "F10/grant.receipt"}


def test_only_what_a_sheet_cannot_be_without_is_a_duty():
    """Which plan and how it was agreed, why it closes, three answers on a threat, the level of a measure."""
    duties = {f"{form_id}/{place}" for form_id in CARE for place, field in places(loader.form(form_id))
              if field.required}

    assert duties == {"AGR/plan", "AGR/how", "F15/reason", "F17/what", "F17/when", "F17/who_at_risk", "PROT/level"}


def test_help_in_danger_and_at_the_end_of_a_talk_waits_for_no_consent():
    """Only what goes on with a person over months does."""
    gated = {form_id for form_id in CARE if loader.form(form_id).gates}

    assert gated == {"F07", "F08", "F10", "F13", "WHO5"}
    assert all(loader.form(form_id).gates == ("consent",) for form_id in gated)


def test_each_form_lies_in_the_part_of_the_file_where_it_is_looked_for():
    """Safety, plan, notes; the two conversations among the forms."""
    tabs: dict[str, set[str]] = {}
    for form_id in CARE:
        tabs.setdefault(loader.form(form_id).tab, set()).add(form_id)

    assert tabs == {"safety": {"F05", "F17", "PROT"}, "plan": {"F08", "F10", "AGR", "F13", "F15"},
                    "notes": {"F11", "CLOSING"}, "forms": {"F07", "WHO5"}}


@pytest.mark.parametrize("form_id", CARE)
def test_each_form_says_in_a_sentence_or_three_what_it_is_for(form_id: str):
    """In every language, on the page before the questions."""
    about = loader.form(form_id).about

    assert set(about) == set(LANGUAGES)
    assert all(text.endswith(".") and 4 <= len(text.split()) <= 30 for text in about.values())


@pytest.mark.rule("PA-04")
@pytest.mark.parametrize("form_id", CARE)
def test_what_is_looked_at_together_is_in_her_voice_and_light(form_id: str):
    """Never what the team wrote; level 3 only where she is answering about herself."""
    highest = 3 if form_id in SHARED_VIEW else 2
    together = [field for _place, field in places(loader.form(form_id)) if field.coview]

    assert all(field.is_participant and field.level <= highest for field in together)


@pytest.mark.rule("UX-14")
@pytest.mark.parametrize("language", GUESSED)
@pytest.mark.parametrize("form_id", CARE)
def test_nothing_said_to_a_person_takes_a_gender_for_granted(form_id: str, language: str):
    """With safety, with worry, with calm: whoever answers."""
    guessed = set(GUESSED[language].split())

    for said in spoken(loader.form(form_id), language):
        assert not guessed & set(re.findall(r"[\w']+", said.casefold())), said


def test_every_answer_the_services_read_is_asked_somewhere():
    """A name that no form has reads as silence for ever, and nobody would notice."""
    read = {name for path in ASSIST.rglob("*.py") for name in _names_read(ast.parse(path.read_text("utf-8")))}
    asked = {spec.name for spec in registry.all_specs().values()}

    assert {"F05/item", "F08/step.what", "F10/step.what", "F15/aftercare_months", "PROT/review_on"} <= asked
    assert len(read) > 60
    assert sorted(read - asked) == []


def _names_read(tree: ast.Module) -> set[str]:
    """``"F11/facts"`` as it stands, and ``f"{form}/step.what"`` for both plans."""
    found: set[str] = set()
    pieces = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pieces:
            if re.fullmatch(r"(F\d\d|AGR|PROT|WHO5|CLOSING|LIMITS)/[a-z]\w*(\.\w+)?", node.value):
                found.add(node.value)
        elif isinstance(node, ast.JoinedStr) and len(node.values) == 2:
            form, rest = node.values
            if isinstance(form, ast.FormattedValue) and ast.unparse(form.value) == "form" and isinstance(
                    rest, ast.Constant) and re.fullmatch(r"/[a-z]\w*(\.\w+)?", str(rest.value)):
                found |= {f"F08{rest.value}", f"F10{rest.value}"}
    return found


# -- silence -----------------------------------------------------------------------------------


@pytest.mark.rule("NR-05", "NR-18")
@pytest.mark.parametrize("state", SILENT)
@pytest.mark.parametrize("form_id", CARE)
def test_skipping_everything_keeps_a_whole_sheet_that_says_the_same_tomorrow(form_id: str, state: AnswerState):
    """In the cells of its tables too, through a draft and back."""
    form = loader.form(form_id)
    session = in_silence(form, state)

    again = FormSession.from_draft(form, session.to_draft())

    duties = {field.key for field in form.fields() if field.required}
    assert session.state.lacking == duties
    assert again.changes() == session.changes()
    assert again.state == session.state


@pytest.mark.rule("NR-06")
@pytest.mark.parametrize("state", SILENT)
@pytest.mark.parametrize("form_id", CARE)
def test_silence_opens_and_closes_nothing(form_id: str, state: AnswerState):
    """The same questions stand there whether she keeps silent or was never asked."""
    form = loader.form(form_id)
    silent = FormSession(form)
    for field in form.fields():
        if field.is_participant:
            silent.set_state(field.key, state)

    assert silent.state.visible == FormSession(form).state.visible


# -- safety ----------------------------------------------------------------------------------


@pytest.mark.rule("UX-13")
def test_a_look_at_safety_begins_with_her_view_and_no_hard_question():
    """How safe, in which days, then danger; the team's lines are a page of their own."""
    pages = loader.form("F05").pages

    assert [field.key for field in pages[0].fields] == ["own_view", "own_band", "danger_now", "known_places"]
    assert pages[0].fields[0].tone is Tone.PLAIN
    assert all(field.source is Source.WORKER for field in pages[1].fields)
    assert codes_of("F05", "item.kind")[-1] == "other"
    assert {"self_harm", "finding_place", "threats_family", "online"} <= set(codes_of("F05", "item.kind"))


@pytest.mark.rule("WP-03")
def test_what_others_know_is_ticked_and_never_described():
    """Home, work, school, family, telephone, accounts: no place is written."""
    field = loader.form("F05").field("known_places")

    assert field.type is FieldType.MULTI
    assert "location" in field.tags
    assert codes_of("F05", "known_places") == ["home", "work", "school", "family", "phone", "online"]


@pytest.mark.rule("WP-07")
def test_three_answers_keep_a_threat():
    """They stand alone on the first page; nothing else is lacking afterwards."""
    session = filled("F17", what="seen_near", when="today", who_at_risk=("person", "child"))

    assert [field.key for field in loader.form("F17").pages[0].fields] == ["what", "when", "who_at_risk"]
    assert session.state.lacking == frozenset()
    assert codes_of("F17", "raise_level") == ["1", "2", "3"]


def test_the_number_of_a_lost_paper_is_asked_only_when_something_was_lost():
    """A device, a print, a wrong recipient."""
    assert "breach_ref" not in filled("F17").state.visible
    assert "breach_ref" not in filled("F17", data_breach=("none",)).state.visible
    assert "breach_ref" in filled("F17", data_breach=("print_lost",)).state.visible


def test_a_planned_measure_names_who_decided_on_what_basis_and_until_when():
    """Without asking the person anything (ruling 2)."""
    form = loader.form("PROT")

    assert not any(field.is_participant for field in form.fields())
    assert codes_of("PROT", "level") == ["1", "2", "3"]
    assert form.field("measure").choice_list == "lk_measure"


# -- conversation ------------------------------------------------------------------------------


@pytest.mark.rule("UX-11", "UX-13")
def test_the_cards_are_sentences_of_strength_to_point_at():
    """Eleven, from nought to four, after what she wishes and what has helped."""
    form = loader.form("F07")
    cards = [field.key for field in form.fields() if field.type is FieldType.SCALE5]

    assert sorted(cards) == sorted(["rest", "body", "calm", "handle", "people", "belong", "treated", "decide", "roots",
                                    "hope", "children_bond"])
    assert [field.key for field in form.pages[0].fields][:2] == ["support_wish", "helped_before"]
    assert form.field("substances_wish").reask is Reask.VOLUNTEERED


def test_substances_have_a_place_and_are_never_brought_up():
    """Only if she does."""
    state = filled("F07").state

    assert "substances_wish" in state.quiet
    assert "substances_wish" not in state.prompted


def test_what_to_avoid_here_is_short_seen_by_all_and_on_no_paper():
    """120 signs, level 2; its why says who sees it (ruling 20)."""
    field = loader.form("F07").field("triggers_avoid")

    assert (field.concept, field.level, field.max_length, field.print) == ("person.triggers_avoid", 2, 120, ())
    assert all(word in field.why[language] for language, word in {
        "en": "whole team", "es": "todo el equipo", "pt": "Toda a equipe", "fr": "Toute l'équipe"}.items())
    with pytest.raises(FieldProblem):
        filled("F07", triggers_avoid="x" * 121)


@pytest.mark.rule("NR-02", "NR-20")
@pytest.mark.parametrize(("form_id", "key"), [("F07", "worker_observation"), ("F11", "facts")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_writes_facts_reads_the_four_rules_first(form_id: str, key: str, language: str):
    """Facts with a date, who said it, no opinion, no diagnosis."""
    hint = loader.form(form_id).field(key).hint[language]

    assert len([rule for rule in hint.split(".") if rule.strip()]) == 4
    assert "diagn" in hint.casefold()


# -- wellbeing -------------------------------------------------------------------------------------


def test_the_charts_read_the_five_items_and_not_the_teams_lines():
    """In their order; which paper was used is no item."""
    assert who5_keys() == ("item1", "item2", "item3", "item4", "item5")
    assert codes_of("WHO5", "paper_form") == ["en", "es", "pt", "fr", "other"]


@pytest.mark.parametrize("form_id", CARE)
def test_a_table_cell_that_is_hers_can_be_pointed_at_or_is_short(form_id: str):
    """So that it can be answered, or passed, from the other side of the table."""
    for place, field in places(loader.form(form_id)):
        if "." in place and field.is_participant:
            assert field.type in PICKED or field.max_length <= 200, place
