# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every check for forms is seen to find its own mistake, in a form that is otherwise in order."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from forms import loader, registry
from forms.linter import Finding, KeptWords, lint_file, lint_form, lint_shipped, together
from forms.linter.frozen import changed_unseen, fingerprint
from forms.model import Choice, FieldType, Form, Page, Reask, Tone
from forms.problems import DefinitionProblem
from tests.form_engine.small_forms import SAME, a_duty, a_field, a_form, a_known_field, choices, said

LONG_ES = "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"
WINDING_EN = "We ask what you want when you say that"
KEPT = KeptWords(long={"en": frozenset({"nationality"})})


def a_page(key: str, *fields: Any, **words: Any) -> Page:
    """A page with titles."""
    return Page(key, words.get("title", SAME), fields, words.get("intro", {}))


def alone(**what_matters: Any) -> Form:
    """A form with one question."""
    return a_form(a_field("q", **what_matters))


PLANTED: dict[str, tuple[int, str, Form]] = {
    "a question to the person that is required": (1, "q", alone(required=True)),
    "a column to the person that is required": (
        1, "t.c", a_form(a_field("t", "table", columns=(a_field("c", required=True),)))),
    "a label missing in one language": (2, "q", alone(label={"en": "x", "es": "x", "pt": "x"})),
    "a label of spaces": (2, "q", alone(label=said(fr="  "))),
    "a why missing in one language": (2, "q", alone(why={"en": "x", "es": "x", "fr": "x"})),
    "a why of more than fifteen words": (2, "q", alone(why=said(es=f"{LONG_ES.replace('ocho', 'ocho. Y')} mas."))),
    "a choice missing in one language": (2, "q", alone(type_="choice", choices=(Choice("yes", {"en": "yes"}),))),
    "a title missing in one language": (2, "", replace(alone(), title={"en": "x"})),
    "a page title missing in one language": (2, "page", Form("T1", 1, SAME, (a_page("page", title={"en": "x"}),))),
    "a sentence of more than fourteen words": (2, "q", alone(label=said(es=LONG_ES))),
    "an opening of more than fourteen words": (
        2, "page", Form("T1", 1, SAME, (a_page("page", a_field("q"), intro=said(es=LONG_ES)),))),
    "a hint of more than fourteen words": (2, "q", alone(hint=said(es=LONG_ES))),
    "a sentence that winds": (2, "q", alone(label=said(en=WINDING_EN))),
    "a long word that is on no list": (2, "q", alone(label=said(es="La institucionalidad"))),
    "a page that is hard to read": (2, "page", alone(
        label=said(pt="Documentos registrados precisamos apresentar conforme combinamos amanhã."),
        why=said(pt="Informações verdadeiras aumentaram segurança, respeitaram decisões próprias."))),
    "nothing to choose from": (3, "q", alone(type_="choice", choices=())),
    "an answer state among the choices": (
        3, "q", alone(type_="choice", choices=choices("yes", "no", "prefers_not_to_say"))),
    "asked once without a concept": (4, "q", alone(reask=Reask.NEVER)),
    "one concept twice in a form": (4, "b", a_form(a_known_field("a"), a_known_field("b"))),
    "the story at level 3": (5, "q", alone(tags=("trauma_narrative",), level=3, reask=Reask.VOLUNTEERED)),
    "the story asked for": (5, "q", alone(tags=("trauma_narrative",), level=4, retention="protected")),
    "the story at intake, however protected": (5, "q", a_form(a_field(
        "q", tags=("trauma_narrative",), level=4, retention="protected", reask=Reask.VOLUNTEERED), ident="F02")),
    "a question put where all is volunteered": (
        5, "q", a_form(a_field("q", level=4, retention="protected"), ident="F20")),
    "a place at level 3": (6, "q", alone(tags=("location",), level=3)),
    "other people at level 2": (6, "q", alone(tags=("third_party",))),
    "a level beyond the four": (6, "q", alone(level=5)),
    "no level at all": (6, "q", alone(level=0)),
    "a purpose nobody listed": (7, "q", alone(type_="choice", export=("anybody",))),
    "an answer that is not on the list of its purpose": (7, "q", alone(type_="choice", export=("htcds",))),
    "free text that leaves": (8, "q", alone(export=("htcds",), concept="person.gender", reask=Reask.CONFIRM)),
    "a table with free text that leaves": (
        8, "t", a_form(a_field("t", "table", export=("htcds",), concept="person.gender", reask=Reask.CONFIRM))),
    "a protected answer on paper": (9, "q", alone(level=4, retention="protected", print=("individual_report",))),
    "a paper there is not": (9, "q", alone(print=("individual_rapport",))),
    "six questions on a page": (10, "page", a_form(*(a_field(f"q{number}") for number in range(6)))),
    "eleven questions at first contact": (10, "", Form("F01", 1, SAME, tuple(
        a_page(f"p{number}", a_field(f"q{number}")) for number in range(11)))),
    "twenty-one questions at intake": (10, "", Form("F02", 1, SAME, tuple(
        a_page(f"p{number}", a_field(f"q{number}")) for number in range(21)))),
    "a hard question before a wish": (
        10, "page", a_form(a_field("a"), a_field("b", tone=Tone.HARD), a_field("c", tone=Tone.WISH))),
    "a form that begins with a hard question": (10, "", Form("T1", 1, SAME, (
        a_page("one", a_field("a", tone=Tone.HARD)), a_page("two", a_field("b", tone=Tone.WISH))))),
    "no word on how long it is kept": (11, "q", alone(retention="")),
    "kept in a way there is not": (11, "q", alone(retention="for ever")),
    "protected and kept as if it were not": (11, "q", alone(level=4)),
    "level 3 looked at together": (12, "q", alone(level=3, coview=True)),
    "level 4 looked at together, on her own card": (
        12, "q", a_form(a_field("q", level=4, retention="protected", coview=True), ident="F04")),
    "a code with an accent": (14, "q", alone(type_="choice", choices=choices("sí"))),
    "a code with a space": (14, "q", alone(type_="choice", choices=choices("not sure"))),
    "a code twice": (14, "q", alone(type_="choice", choices=choices("yes", "no", "yes"))),
    "a key twice": (14, "q", a_form(a_field("q"), a_field("q"))),
    "a key with an accent": (14, "año", a_form(a_field("año"))),
    "a column twice": (14, "t.c", a_form(a_field("t", "table", columns=(a_field("c"), a_field("c"))))),
    "a table without columns": (14, "t", a_form(a_field("t", "table", columns=()))),
    "columns without a table": (14, "q", alone(columns=(a_field("c"),))),
    "shown by a question there is not": (14, "q", alone(show_if={"field": "other", "in": ["yes"]})),
    "shown by a question that comes later": (
        14, "a", a_form(a_field("a", show_if={"all": [{"not": {"answered": "b"}}]}), a_field("b"))),
    "shown by a code there is not": (
        14, "b", a_form(a_field("a", "choice"), a_field("b", show_if={"any": [{"field": "a", "not_in": ["si"]}]}))),
    "a gate there is not": (14, "", replace(alone(), gates=("counsel",))),
    "a tab there is not": (14, "", replace(alone(), tab="secrets")),
    "a form that does not ship": (14, "q", alone(hint=said(en="See F99."))),
    "a label that blames": (15, "q", alone(label=said(es="¿Por qué confesó?"))),
    "a why that blames": (15, "q", alone(why=said(fr="Pour savoir ce que vous avouez."))),
    "a choice that labels": (15, "q", alone(type_="choice", choices=(Choice("yes", said(pt="ilegal")),))),
    "a choice of the team that blames": (
        15, "q", a_form(a_duty("q", "choice", choices=(Choice("gone", said(en="Refused")),)))),
    "a code that blames": (15, "q", alone(type_="choice", choices=choices("has_failed"))),
    "a title that blames": (15, "", replace(alone(), title=said(en="Victim sheet"))),
    "a word of an office": (15, "q", alone(label=said(en="Next intervention"))),
    "a gendered ending": (15, "q", alone(label=said(es="¿Está cansada/o?"))),
}


@pytest.mark.parametrize("mistake", PLANTED)
def test_a_planted_mistake_is_found_where_it_stands(mistake: str):
    """And it is the only one found, so that the check and no other found it."""
    check, place, form = PLANTED[mistake]

    found = lint_form(form, KEPT)

    assert {(finding.check, finding.place) for finding in found} == {(check, place)}
    assert all(finding.file == form.id and finding.sentence for finding in found)


def test_a_form_in_order_has_no_findings():
    """With every kind of question, tables, rules and a duty of the team."""
    kinds = [a_field(kind.value, kind.value) for kind in FieldType]
    pages = tuple(a_page(field.key, field) for field in kinds)
    last = a_page("more", a_field("more", show_if={"field": "choice", "in": ["yes"]}), a_duty("note", required=True),
                  a_known_field("name"), a_field("story", "text_long", tags=("trauma_narrative",), level=4,
                                                 retention="protected", reask=Reask.VOLUNTEERED))

    assert lint_form(Form("T1", 1, SAME, (*pages, last)), KEPT) == []


def test_all_sixteen_checks_have_a_planted_mistake():
    """Thirteen by what is asked and four here below: pictures, one list everywhere, versions, and files unread."""
    planted = {check for check, _place, _form in PLANTED.values()}

    assert planted == set(range(1, 16)) - {13}


@pytest.mark.parametrize("kind", ["photo", "image", "geopoint", "Photo", "audio"])
def test_pictures_and_places_by_satellite_are_no_kind_of_question(kind: str, tmp_path: Path):
    """Check thirteen, in a file from outside."""
    asked = {"key": "q", "type": kind, "source": "P", "reask": "R", "level": "2", "label": SAME, "why": SAME}
    raw = {"form": "T1", "title": SAME, "pages": [{"key": "p", "title": SAME, "fields": [asked]}]}
    file = tmp_path / "mine.yaml"
    file.write_text(yaml.safe_dump(raw), "utf-8")

    assert [(finding.check, finding.place) for finding in lint_file(file)] == [(13, "q")]


@pytest.mark.rule("NR-03")
def test_one_concept_is_one_kind_of_question_with_one_list_everywhere():
    """Check four, over forms together."""
    first = a_form(a_known_field("a", type_="choice"), ident="T1")
    same = a_form(a_known_field("b", type_="choice"), ident="T2")
    other_kind = a_form(a_known_field("c", type_="int"), ident="T3")
    other_list = a_form(a_known_field("d", type_="choice", choices=choices("yes", "no")), ident="T4")

    found = list(together.asked_once([first, same, other_kind, other_list]))

    assert [(finding.file, finding.place, finding.check) for finding in found] == [("T3", "c", 4), ("T4", "d", 4)]


# -- versions ---------------------------------------------------------------------------


def versions(*forms: Form) -> dict[str, Any]:
    """What was frozen of these."""
    return {f"{form.id}/{form.version}": fingerprint(form) for form in forms}


FROZEN = a_form(a_field("a"), a_field("b", "choice"), a_field("t", "table"))
WITHOUT_A = tuple(FROZEN.fields())[1:]


def with_b(*listed: Choice) -> Form:
    """The frozen form with other choices."""
    return a_form(a_field("a"), a_field("b", "choice", choices=listed), a_field("t", "table"))


@pytest.mark.parametrize(("changed", "place"), [
    (a_form(a_field("a", label=said(fr="y")), *WITHOUT_A), "a"),
    (a_form(a_field("a", "int"), *WITHOUT_A), "a"),
    (with_b(*choices("yes", "no")), "b"),
    (with_b(*choices("no", "yes", "not_sure")), "b"),
    (with_b(Choice("yes", said(es="y")), *choices("no", "not_sure")), "b"),
    (a_form(*tuple(FROZEN.fields())[:2], a_field("t", "table", columns=(a_field("what", label=said(pt="y")),
                                                                        a_field("count", "int")))), "t.what"),
    (a_form(*FROZEN.fields(), a_field("new")), "new"),
    (a_form(*WITHOUT_A), "a"),
])
def test_what_people_are_asked_changes_only_with_the_version(changed: Form, place: str):
    """Check sixteen: label, kind, choices, their order and words, columns, questions added or taken out."""
    unseen = list(changed_unseen(changed, versions(FROZEN)))
    seen = list(changed_unseen(replace(changed, version=2), versions(FROZEN, replace(changed, version=2))))

    assert [(finding.place, finding.check) for finding in unseen] == [(place, 16)]
    assert 16 not in {finding.check for finding in seen}


def test_a_why_or_a_hint_may_be_said_better_at_any_time():
    """Answers mean the same."""
    better = a_form(a_field("a", why=said(es="y"), hint=SAME), *WITHOUT_A)

    assert list(changed_unseen(better, versions(FROZEN))) == []


def test_a_version_nobody_froze_is_noticed():
    """It ships, so it must be remembered."""
    assert [finding.check for finding in changed_unseen(FROZEN, {})] == [16]


def test_a_code_once_taken_out_is_not_given_again():
    """Check fourteen, over time: old answers would change what they say."""
    first = a_form(a_field("b", "choice", choices=choices("yes", "no")))
    second = a_form(a_field("b", "choice", choices=choices("yes")), version=2)
    third = a_form(a_field("b", "choice", choices=choices("yes", "no")), version=3)
    never_out = a_form(a_field("b", "choice", choices=choices("yes", "no")), version=2)

    found = list(changed_unseen(third, versions(first, second, third)))

    assert [(finding.place, finding.check) for finding in found] == [("b", 14)]
    assert list(changed_unseen(never_out, versions(first, never_out))) == []


def test_a_key_does_not_become_another_kind_of_question():
    """Its old answers could not be read any more."""
    first, second = a_form(a_field("b", "choice")), a_form(a_field("b", "text_short"), version=2)

    assert [finding.check for finding in changed_unseen(second, versions(first, second))] == [14]


# -- words that stay -----------------------------------------------------------------------


def test_a_word_may_stay_for_a_reason_at_one_place_in_one_language():
    """The name of a law, for instance; and nowhere else."""
    law = KeptWords({("T1/q", "es", "ilegal"): "the name of a law"})
    form = alone(label=said(es="Ley de residencia ilegal"))
    elsewhere = a_form(a_field("r", label=said(es="Ley de residencia ilegal")))

    assert lint_form(form, law) == []
    assert {finding.check for finding in lint_form(elsewhere, law)} == {15}
    assert {finding.check for finding in lint_form(form, KeptWords({("T1/q", "es", "ilegal"): ""}))} == {15}


@pytest.mark.parametrize("kept", [
    KeptWords({("T1/q", "es", "ilegal"): " "}), KeptWords({("T1/q", "es", "ilegales"): "a law"}),
    KeptWords({("T1/other", "es", "ilegal"): "a law"}), KeptWords(long={"xx": frozenset()}),
])
def test_a_kept_word_without_a_reason_or_without_its_place_is_noticed(kept: KeptWords):
    """So that the list does not outlive what it was for."""
    form = alone(label=said(es="Ley de residencia ilegal"))

    assert {finding.check for finding in together.kept_words([form], kept)} == {15}
    assert list(together.kept_words([form], KeptWords({("T1/q", "es", "ilegal"): "a law"}))) == []


# -- files from outside ----------------------------------------------------------------------


@pytest.mark.parametrize("content", [
    "form: [", "just words", "", "form: X\npages: 7", "form: X\ntitle: {en: x}\npages: [{key: p}]", "- a\n- b",
    "form: X\ntitle: {en: x}\npages: [7]", "&a [*a, *a]", "form: !!python/object:os.system x", "form: X\npages: {}",
    "form: X\ntitle: {en: x}\npages: [{key: p, title: {en: x}, fields: [{key: q, type: choice, choices: lk_none,"
    " source: P, reask: R, level: 1, label: {en: x}}]}]", "form: X\nform: Y", "form: 1\ntitle: [a]\npages: [a]",
])
@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_a_file_that_cannot_be_read_is_one_plain_sentence(content: str, ending: str, tmp_path: Path):
    """Whatever is in it."""
    file = tmp_path / f"mine.{ending}"
    file.write_text(content, "utf-8")

    found = lint_file(file)

    assert [(finding.file, finding.check) for finding in found] == [(file.name, 0)]
    assert "\n" not in str(found[0])
    assert str(found[0]).startswith(file.name)


def test_a_foreign_form_is_checked_against_what_is_asked_here(tmp_path: Path):
    """A concept of ours as another kind of question would overwrite answers."""
    asked = {"key": "name", "concept": "person.chosen_name", "type": "int", "source": "P", "reask": "N", "level": "2",
             "retention": "core", "label": SAME, "why": SAME}
    raw = {"form": "X1", "title": SAME, "pages": [{"key": "p", "title": SAME, "fields": [asked]}]}
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(raw), "utf-8")

    assert [(finding.place, finding.check) for finding in lint_file(file)] == [("name", 4)]


@pytest.mark.parametrize("path", loader.sources(), ids=lambda path: path.stem)
def test_each_of_our_files_is_in_order_by_itself(path: Path):
    """Read as if it came from outside."""
    assert [str(finding) for finding in lint_file(path)] == []


# -- what ships -------------------------------------------------------------------------------


@pytest.mark.rule("UX-02")
def test_everything_that_ships_keeps_every_rule():
    """Nothing to mend, in any language, in forms, lists, sentences, consents and versions.

    Among it sentences that wind and words that are long, which no count of words finds.
    """
    assert [str(finding) for finding in lint_shipped()] == []


def test_a_mistake_in_what_ships_is_found(monkeypatch: pytest.MonkeyPatch):
    """Among the sentences, the consents, the lists and the numbers too."""
    consents = json.loads(json.dumps(loader.consent_texts()))
    for step in consents["referral"]["steps"]:
        step["sentences"] = [name for name in step["sentences"] if name != "S07"]
    monkeypatch.setattr(loader, "consent_texts", lambda: consents)
    monkeypatch.setattr(loader, "sentences", lambda: {"S01": said(en="You failed."), "S07": {"en": "x"}})
    monkeypatch.setattr(loader, "choice_lists", lambda: ("lk",))
    monkeypatch.setattr(loader, "choice_list", lambda name: choices("no_show", "refused", "no show"))
    monkeypatch.setattr(registry, "numbers", lambda: {"a": 1, "b": 1})

    found = {(finding.file, finding.place.split(" ")[0], finding.check) for finding in lint_shipped()}

    assert {("consents", "referral", 2), ("sentences", "S01", 15), ("sentences", "S07", 2), ("lists", "lk", 15),
            ("lists", "lk", 14), ("numbers", "b", 14), ("numbers", "person.chosen_name", 14)} <= found


def test_a_shipped_file_that_cannot_be_read_is_a_finding_and_no_crash(monkeypatch: pytest.MonkeyPatch):
    """Whoever runs the checks gets a sentence."""
    def broken() -> tuple[Form, ...]:
        raise DefinitionProblem("F05.yaml", "line 3", "this is not valid YAML")

    monkeypatch.setattr(loader, "forms", broken)

    assert lint_shipped() == [Finding("F05.yaml", "line 3", 0, "this is not valid YAML")]
    assert str(lint_shipped()[0]) == "F05.yaml, line 3: this is not valid YAML [0]"
