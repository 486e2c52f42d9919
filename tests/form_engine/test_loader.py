# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading definitions: strings stay strings, what is broken is said in one sentence, what is whole is read once."""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms import loader
from forms.building import FIELD_LINES, build
from forms.model import Form, Reask, Source, Tone
from forms.problems import DefinitionProblem

WORDS = dict.fromkeys(("en", "es", "pt", "fr"), "x")
QUESTION = {
    "key": "q", "type": "choice", "source": "P", "reask": "R", "level": "2", "retention": "core", "label": WORDS,
    "why": WORDS, "choices": [{"code": "yes", "label": WORDS}, {"code": "no", "label": WORDS}],
}
PLAIN: dict[str, Any] = {
    "form": "T1", "version": "1", "title": WORDS, "pages": [{"key": "p", "title": WORDS, "fields": [QUESTION]}],
}
PIECES = ["form: T1\n", "- ", "{", "}", "[", "]", "&a ", "*a ", "!!int ", "!!set ", "!x ", "? ", "<<: ", "'", "\t", "%"]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=6,
)


def built(raw: Any) -> Form:
    """A form from plain lines alone."""
    return build(raw, {}, {}, "mine.yaml")


def question(**lines: Any) -> dict[str, Any]:
    """A form with one question, with these lines changed; None takes a line out."""
    asked = {line: value for line, value in (QUESTION | lines).items() if value is not None}
    return PLAIN | {"pages": [{"key": "p", "title": WORDS, "fields": [asked]}]}


# -- strings ----------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["yes", "no", "NO", "on", "off", "y", "n", "true", "null", "~", "1", "1.5",
                                  "2026-11-25", "0x1F", "1_000", ".inf", "12:30:00", "="])
def test_a_plain_word_of_yaml_stays_the_word(word: str):
    """A usual reader would make a truth, a number or a date of it, and of Norway too."""
    assert loader.read_yaml(f"a: {word}", "x") == {"a": word}


def test_a_definition_in_json_reads_like_one_in_yaml(tmp_path: Path):
    """Numbers and truths there become the same strings."""
    (tmp_path / "mine.json").write_text(json.dumps(question(level=2, required=True, max_length=0)), "utf-8")
    (tmp_path / "mine.yaml").write_text(yaml.safe_dump(question(required="true", max_length="0")), "utf-8")

    assert loader.load_file(tmp_path / "mine.json") == loader.load_file(tmp_path / "mine.yaml")


def test_what_a_definition_leaves_out_is_on_the_careful_side():
    """Not shown together, not printed, not leaving, not required."""
    field = built(question(why=None)).field("q")

    assert (field.coview, field.print, field.export, field.required) == (False, (), (), False)
    assert (field.tone, field.source, field.reask) == (Tone.PLAIN, Source.PARTICIPANT, Reask.REPEATED)


# -- broken definitions -----------------------------------------------------------------


@pytest.mark.parametrize("content", [
    "form: [", "just words", "", "- a\n- b", "&a [*a, *a]", "form: !!python/object:os.system x", "form: !!int abc",
    "form: !!binary ñ", "form: !!set {a}", "? [a]\n: b", "form: \x00", "form: T1\nform: T2", "{" * 2000, "[" * 2000,
    "form: &r\n  x: *r", "form: T1\npages: &p [*p]", "form: T1\npages: {a: b}", "form: T1\ntitle: x\npages: []",
])
@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_a_file_that_is_no_definition_is_one_sentence(content: str, ending: str, tmp_path: Path):
    """Whatever is in the file; the sentence repeats none of it."""
    file = tmp_path / f"mine.{ending}"
    file.write_text(content, "utf-8")

    with pytest.raises(DefinitionProblem) as problem:
        loader.load_file(file)

    assert problem.value.file == file.name
    assert 0 < len(problem.value.sentence) < 160
    assert "\n" not in problem.value.sentence


@pytest.mark.parametrize("content", [b"\xff\xfe\x00form", b"form: \xe9", b"x" * (loader.LARGEST_FILE + 1)])
def test_a_file_in_another_encoding_or_far_too_large_is_one_sentence(content: bytes, tmp_path: Path):
    """Nothing is guessed."""
    file = tmp_path / "mine.yaml"
    file.write_bytes(content)

    with pytest.raises(DefinitionProblem, match="file"):
        loader.load_file(file)


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path):
    """And so is a folder."""
    for place in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(DefinitionProblem, match="cannot be read"):
            loader.load_file(place)


@pytest.mark.parametrize(("lines", "said"), [
    ({"key": None}, "'key' is missing"), ({"level": "two"}, "whole number"), ({"level": "-1"}, "whole number"),
    ({"level": None}, "'level' is missing"), ({"type": "photo"}, "'photo' is not a type"),
    ({"source": "X"}, "'X' is not a source"), ({"reask": "sometimes"}, "reask"), ({"tone": "sad"}, "tone"),
    ({"label": "words"}, "each language"), ({"label": {"en": ["x"]}}, "each language"), ({"label": None}, "label"),
    ({"tags": "location"}, "list of words"), ({"print": "plan_copy"}, "list of words"),
    ({"export": [["htcds"]]}, "list of words"), ({"required": "maybe"}, "true or false"),
    ({"choices": "lk_none"}, "no list called lk_none"), ({"choices": [{"code": "a"}]}, "label"),
    ({"choices": ["a"]}, "lines"), ({"choices": {"a": "b"}}, "a list"), ({"lable": WORDS}, "'lable' is not a line"),
    ({"max_length": "many"}, "whole number"), ({"minimum": "few"}, "whole number"),
    ({"columns": [question()["pages"][0]["fields"][0] | {"columns": [QUESTION]}]}, "too deep"),
    ({"show_if": "q"}, "not a rule"), ({"show_if": {"field": "q"}}, "not a rule"),
    ({"show_if": {"field": "q", "in": "yes"}}, "list of codes"), ({"show_if": {"all": []}}, "list of rules"),
    ({"show_if": {"field": "q", "in": ["a"], "not_in": ["b"]}}, "not a rule"),
    ({"show_if": {"not": None}}, "not a rule"),
    ({"show_if": {"any": [{"maybe": "q"}]}}, "not a rule"), ({"show_if": {"answered": ["q"]}}, "not a rule"),
])
def test_a_broken_line_is_named_with_its_place(lines: dict[str, Any], said: str):
    """So that whoever wrote it finds it."""
    with pytest.raises(DefinitionProblem, match=said) as problem:
        built(question(**lines))

    assert problem.value.file == "mine.yaml"
    assert problem.value.place.split(".")[0] == ("p" if "key" in lines else "q")


def test_a_rule_that_never_ends_is_refused():
    """An alias may name what it stands in."""
    rule: dict[str, Any] = {}
    rule["not"] = rule

    with pytest.raises(DefinitionProblem, match="not a rule"):
        built(question(show_if=rule))


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_line_may_be_anything_and_only_one_sentence_comes_out(data: st.DataObject):
    """A form is built, or a DefinitionProblem says why not."""
    raw = copy.deepcopy(question())
    spot = data.draw(st.sampled_from([raw, raw["pages"][0], raw["pages"][0]["fields"][0]]))
    line = data.draw(st.sampled_from(sorted({*spot, *FIELD_LINES})) | st.text(max_size=6))
    spot[line] = data.draw(ANYTHING)
    refused = ""
    try:
        made = built(raw)
    except DefinitionProblem as problem:
        refused = problem.sentence

    assert refused or isinstance(made, Form)
    assert "\n" not in refused


@settings(deadline=None, max_examples=400)
@given(content=st.text(max_size=80) | st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_is_read_or_refused(content: str):
    """By both readers."""
    for read in (loader.read_yaml, loader.read_json):
        refused = ""
        try:
            read(content, "x")
        except DefinitionProblem as problem:
            refused = problem.sentence
        assert "\n" not in refused


# -- a folder of definitions --------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One form and nothing beside it."""
    (tmp_path / "T1.yaml").write_text(yaml.safe_dump(PLAIN), "utf-8")
    return tmp_path


def test_what_was_compiled_says_the_same_as_the_definitions():
    """Whichever of the two is read."""
    assert loader.read_folder(loader.HOME)["forms"].keys() == set(loader.form_ids())
    assert json.loads(json.dumps(loader.read_folder(loader.HOME))) == loader._content()


def test_what_was_compiled_is_left_aside_when_a_definition_is_newer(folder: Path):
    """Or when it is damaged, or of an earlier shape."""
    file = folder / "_compiled.json"
    whole = json.dumps(loader.read_folder(folder))
    file.write_text(whole, "utf-8")
    os.utime(folder / "T1.yaml", (1, 1))
    assert loader.compiled(file, folder) == json.loads(whole)

    for damaged in ("", whole[:-9], "[]", "{}", '{"forms": []}'):
        file.write_text(damaged, "utf-8")
        assert loader.compiled(file, folder) is None

    file.write_text(whole, "utf-8")
    os.utime(file, (2, 2))
    os.utime(folder / "T1.yaml", (3, 3))
    assert loader.compiled(file, folder) is None


def test_two_files_may_not_be_the_same_form(folder: Path):
    """The second would silently take the place of the first."""
    (folder / "T2.yaml").write_text(yaml.safe_dump(PLAIN), "utf-8")

    with pytest.raises(DefinitionProblem, match="called T1 already"):
        loader.read_folder(folder)


def test_a_file_among_ours_that_is_no_form_is_noticed(folder: Path):
    """A form must not get lost by a misspelt first line."""
    (folder / "T2.yaml").write_text("from: T2\n", "utf-8")

    with pytest.raises(DefinitionProblem, match="no line 'form:'"):
        loader.read_folder(folder)


def test_a_form_that_does_not_ship_is_a_missing_key():
    """Not a form of a similar name."""
    for ident in ("F99", "f01", "lists", ""):
        with pytest.raises(KeyError):
            loader.form(ident)


def test_forms_are_the_same_object_every_time():
    """They are frozen, so they may be shared."""
    assert loader.form("F01") is loader.form("F01")
    assert loader.choice_list("lk_yn3") is loader.choice_list("lk_yn3")
