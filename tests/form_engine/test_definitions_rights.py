# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What practice promises of the forms of rights and justice: levels, voices, free choices, and no story anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.services.paper import print_blank
from forms import loader
from forms.model import LANGUAGES, FieldType, Reask, Source
from tests.form_engine.care import codes_of, filled, places
from tests.form_engine.rights import LISTED, ON_PAPER, RIGHTS


@pytest.mark.parametrize("form_id", RIGHTS)
def test_every_question_is_in_the_voice_and_at_the_level_that_practice_gives(form_id: str):
    """None is missing, none was added unseen, none has slipped to a lower level."""
    expected = dict(each.split() for each in LISTED[form_id].split(", "))
    shipped = {place: f"{field.source.value}{field.level}" for place, field in places(loader.form(form_id))}

    assert shipped == expected


@pytest.mark.parametrize("form_id", RIGHTS)
def test_nothing_of_it_is_a_duty_to_answer_or_leaves_by_itself(form_id: str):
    """A line of help needs its service; what is protected stands on no paper and before no two pairs of eyes."""
    form = loader.form(form_id)

    assert form.gates == {"F20": ("consent",), "F12": ("referral",)}.get(form_id, ())
    for place, field in places(form):
        assert field.required == ((form_id, place) == ("F23", "service")), place
        assert not field.export, place
        assert not (field.level == 4 and (field.print or field.coview)), place
    assert set(form.about) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form_id", ON_PAPER)
def test_each_prints_blank_in_every_language(form_id: str, language: str, tmp_path: Path):
    """To be filled in by hand and typed in later (ruling 50)."""
    paper = tmp_path / "blank.pdf"

    assert print_blank(form_id, language, paper) >= 1
    assert paper.read_bytes().startswith(b"%PDF")


@pytest.mark.rule("WP-14")
def test_taking_part_in_justice_is_one_of_five_answers_and_may_change():
    """"Not now" is as good as yes, and a page says that help does not depend on it."""
    form = loader.form("F18")

    assert codes_of("F18", "justice_participation") == ["not_decided", "yes", "partly", "not_now", "no"]
    assert form.field("justice_participation").reask is Reask.CONFIRM
    assert form.pages[0].fields[0].key == "justice_participation"
    assert form.pages[0].intro["en"] == "Help does not depend on it. You can change your mind."


@pytest.mark.rule("NR-02", "WP-13")
def test_of_a_statement_only_that_it_exists_who_holds_it_and_its_reference():
    """And those two only where there is one; no field of the form takes a story."""
    asked = [field for _place, field in places(loader.form("F18"))]

    assert not any(field.type is FieldType.TEXT_LONG for field in asked)
    assert not any("trauma_narrative" in field.tags for field in asked)
    assert {"statement_holder", "statement_ref"} <= filled("F18", statement_exists="given").state.visible
    assert not {"statement_holder", "statement_ref"} & filled("F18", statement_exists="none").state.visible


@pytest.mark.rule("WP-10")
def test_a_demand_for_data_says_who_what_and_how_it_was_looked_at():
    """What was handed over, whether a lawyer looked, whether she was told or who forbids it."""
    assert codes_of("F18", "demands.released") == ["nothing", "least", "all"]
    assert codes_of("F18", "demands.notice") == ["told", "not_yet", "law_forbids", "court_forbids"]


@pytest.mark.rule("PA-07")
def test_a_wish_about_her_data_is_one_of_eight_and_needs_no_reason():
    """Her words are asked for a correction and for a note; why not all of it, only where not all was done."""
    form = loader.form("F19")

    assert codes_of("F19", "kind") == [
        "see", "copy", "correct", "note", "restrict", "stop_sharing", "object_figures", "erase"]
    assert "her_words" in filled("F19", kind="correct").state.visible
    assert "her_words" not in filled("F19", kind="erase").state.visible
    assert "not_reason" in filled("F19", decision="partly").state.visible
    assert "not_reason" not in filled("F19", decision="done").state.visible
    assert not any("reason" in field.key for field in form.fields() if field.is_participant)


def test_no_child_is_ever_asked_anything_and_none_is_measured():
    """Told by whoever cares for the child; where it learns, who fetches it and what keeps it safe, behind the seal."""
    children = loader.form("F22").field("children")

    assert not any(field.is_participant for _place, field in places(loader.form("F22")))
    assert not any(column.type in (FieldType.SCALE5, FieldType.RATING5, FieldType.INT) for column in children.columns)
    assert {column.key for column in children.columns if column.level == 4} == {"school", "may_collect", "safety_line"}


def test_help_given_keeps_accounts_apart_and_names_no_place():
    """Amount, receipt and funder have the term of accounts; they are asked once something was handed over."""
    form = loader.form("F23")
    kept = {field.key for field in form.fields() if field.retention == "finance"}

    assert kept == {"amount", "receipt", "funder"}
    assert {"amount", "receipt"} <= filled("F23", given="fare").state.visible
    assert not {"amount", "receipt", "goal"} & filled("F23", given="nothing").state.visible
    assert codes_of("F23", "given")[1:5] == ["cash", "fare", "kit", "grant"]
    assert form.field("place").type is FieldType.CODE


@pytest.mark.rule("NR-02", "NR-09")
def test_nothing_for_recognition_or_reports_is_ever_asked():
    """Every line is volunteered, protected and off every paper; opened, the form puts no question to anybody."""
    form = loader.form("F20")
    state = filled("F20", exploitation=("forced_labour", "sexual")).state

    assert {field.reask for field in form.fields()} == {Reask.VOLUNTEERED}
    assert {field.level for field in form.fields()} == {4}
    assert not form.paper
    assert not state.prompted
    assert {"sector", "sex_kind"} <= state.quiet
    assert not any(field.type in (FieldType.TEXT_SHORT, FieldType.TEXT_LONG, FieldType.DATE) for field in form.fields())


@pytest.mark.rule("CO-01", "NR-03")
def test_a_referral_begins_with_what_not_to_ask_again_and_goes_to_one_service():
    """By voice, on paper or as a file for them alone; what left is written by the program and by nobody else."""
    form = loader.form("F12")

    assert form.pages[0].fields[0].key == "already_told"
    assert form.field("to").type is FieldType.REF
    assert codes_of("F12", "handover") == ["paper", "voice", "file"]
    assert {field.key for field in form.fields() if field.source is Source.AUTOMATIC} == {
        "sent_on", "sent_what", "sent_hash", "sent_consent"}
    assert "why_not" in filled("F12", status="not_received").state.visible
    assert "why_not" not in filled("F12", status="received").state.visible
