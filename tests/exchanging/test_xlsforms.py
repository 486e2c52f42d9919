# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""XLSForms in: a draft that invents nothing and says what is open. Out: nothing that is not for a telephone."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.errors import BadInput
from assist.exchange.writers.workbook import book_of
from assist.exchange.xlsform.as_yaml import as_yaml
from assist.exchange.xlsform.conditions import NotOurs, condition_of, limits_of, rule_of
from assist.exchange.xlsform.drafting import Draft, draft_of
from assist.exchange.xlsform.going import going, may_go
from assist.exchange.xlsform.sheets import MOST_ROWS, column_of, read_xlsform
from assist.services.xlsforms import draft_from, put_xlsform
from forms.linter import lint_file
from forms.linter.undecided import TO_DECIDE, UNDECIDED
from forms.loader import build_definition, forms, load_file, read_definition, read_yaml
from forms.model import Reask
from forms.problems import DefinitionProblem
from tests.exchanging import htcds_survey
from ui.cli import main as command_line

Sheet = Sequence[Sequence[str]]
DECIDED = {"source": "P", "reask": "R", "level": "2", "retention": "core"}


def workbook(folder: Path, survey: Sheet, choices: Sheet = (), settings: Sheet = ()) -> Path:
    """An XLSForm of these rows."""
    sheets = {"survey": survey, "choices": choices, "settings": settings}
    file = folder / "form.xlsx"
    file.write_bytes(book_of({name: rows for name, rows in sheets.items() if rows}))
    return file


def drafted(folder: Path, *rows: Sequence[str], head: str = "type name label relevant constraint parameters",
            choices: Sheet = ()) -> Draft:
    """The draft of these rows under these headings."""
    return draft_of(read_xlsform(workbook(folder, [head.split(), *rows], choices)), "form", "en")


def asked_in(draft: Draft) -> list[dict[str, Any]]:
    """Every question, page by page."""
    return [asked for page in draft.raw["pages"] for asked in page["fields"]]


def decided(file: Path) -> Path:
    """The draft as its author would leave it, for partners to ask."""
    raw = read_definition(file)
    for page in raw["pages"]:
        for asked in page["fields"]:
            asked |= {line: DECIDED[line] for line in DECIDED if asked[line] == UNDECIDED}
    done = file.with_suffix(".json")
    done.write_text(json.dumps(raw), "utf-8")
    return done


# -- the standard's own form --------------------------------------------------------------


@pytest.fixture
def htcds(tmp_path: Path) -> Path:
    """The XLSForm of HTCDS."""
    file = tmp_path / "htcds_xlsform.xlsx"
    file.write_bytes(book_of(htcds_survey.SHEETS))
    return file


def test_the_form_of_the_standard_comes_out_as_it_went_in(htcds: Path, tmp_path: Path):
    """Names, kinds, labels and every code in their order, through a draft that somebody decided on."""
    draft_from(htcds, tmp_path / "draft.yaml", "en")
    before = read_definition(tmp_path / "draft.yaml")

    put_xlsform(str(decided(tmp_path / "draft.yaml")), tmp_path / "out.xlsx", "en")

    out = read_xlsform(tmp_path / "out.xlsx")
    kinds = [[row.word("type").split()[0], row.word("name"), row.text("label", "?")["en"]]
             for row in out.survey if row.text("label", "?")]
    assert kinds == [[kind.split()[0], name, label] for kind, name, label in htcds_survey.ASKED]
    again = draft_of(out, "again", "en").raw
    assert [page["fields"] for page in again["pages"]] == [page["fields"] for page in before["pages"]]
    assert "DebtBondage" in json.dumps(again)


def test_a_draft_says_in_place_what_is_open_and_the_linter_names_each(htcds: Path, tmp_path: Path):
    """Whose words, how sensitive, how long, asked again and why: nothing of it is invented, and it is no form yet."""
    made = draft_from(htcds, tmp_path / "draft.yaml")

    assert made.questions == len(htcds_survey.ASKED)
    for line in ("source", "reask", "level", "retention"):
        check, sentence = TO_DECIDE[line]
        assert sum((each.check, each.sentence) == (check, sentence) for each in made.findings) == made.questions
    whys = [each for each in made.findings if each.sentence == "why: it is missing in en, es, pt, fr"]
    assert len(whys) == made.questions
    text = (tmp_path / "draft.yaml").read_text("utf-8")
    assert text.count("undecided  # to decide") == 4 * made.questions
    assert text.count("why: {}  # to write") == made.questions
    assert [line for line in made.remarks if "start, end" in line]
    with pytest.raises(DefinitionProblem):
        load_file(tmp_path / "draft.yaml")
    assert not [each for each in lint_file(decided(tmp_path / "draft.yaml")) if "decided" in each.sentence]


# -- in -----------------------------------------------------------------------------------


def test_kinds_groups_tables_and_limits_are_taken_over(tmp_path: Path):
    """Groups are pages with their opening, five questions at most; a repeated group is a table."""
    draft = drafted(
        tmp_path, ["begin group", "home", "Home"], ["note", "n", "A few words"], ["text", "street", "Street"],
        ["integer", "rooms", "Rooms", "", ". > 0 and . <= 9"],
        ["range", "warm", "Warm", "", "", "start=0 end=4 step=1"],
        ["end group", ""], ["begin_repeat", "kin", "Kin"], ["select_one yn", "near", "Near?"], ["end_repeat", ""],
        *(["text", f"t{number}", f"T{number}"] for number in range(6)),
        choices=[["list name", "name", "label"], ["yn", "y", "Yes"], ["yn", "n", "No"]])

    home, rest, more = draft.raw["pages"]
    assert (home["key"], home["title"], home["intro"]) == ("home", {"en": "Home"}, {"en": "A few words"})
    assert [each["type"] for each in home["fields"]] == ["text_short", "int", "scale5"]
    assert (home["fields"][1]["minimum"], home["fields"][1]["maximum"]) == ("1", "9")
    assert rest["fields"][0]["columns"][0]["choices"] == [
        {"code": "y", "label": {"en": "Yes"}}, {"code": "n", "label": {"en": "No"}}]
    assert [len(page["fields"]) for page in (rest, more)] == [5, 2]


@pytest.mark.parametrize(("condition", "rule"), [
    ("${a} = 'x'", {"field": "a", "in": ["x"]}),
    ("selected(${a}, \"x\") or ${b}='2'", {"any": [{"field": "a", "in": ["x"]}, {"field": "b", "in": ["2"]}]}),
    ("${a} != '' and not(${b} = 1)", {"all": [{"answered": "a"}, {"not": {"field": "b", "in": ["1"]}}]}),
    ("(${a}='' or string-length(${b}) > 0) and ${c} != 'no '", {"all": [
        {"any": [{"not": {"answered": "a"}}, {"answered": "b"}]}, {"not": {"field": "c", "in": ["no"]}}]}),
])
def test_a_condition_means_the_same_in_both_languages(condition: str, rule: dict[str, Any]):
    """Read, written and read again."""
    assert rule_of(condition) == rule
    assert rule_of(condition_of(rule, {name: (name,) for name in "abc"})) == rule


@pytest.mark.parametrize("condition", [
    "${age} > 17", "count(${kin}) = 2", "${a} = ${b}", "${a} = 'x' and", "today() > ${a}", "${a} = 1.5", "'x' = ${a}",
    "(" * 60 + "${a}='x'" + ")" * 60, "not(" * 12 + "${a}='x'" + ")" * 12, "${a}='x'; drop",
])
def test_a_condition_of_another_kind_stays_open_and_stands_there_in_words(tmp_path: Path, condition: str):
    """Half of a condition would show a question to people it is not meant for."""
    with pytest.raises(NotOurs):
        rule_of(condition)
    draft = drafted(tmp_path, ["text", "q", "Q", condition])

    assert asked_in(draft)[0]["show_if"] == UNDECIDED
    assert f"could not be taken over: {condition[:200]}" in as_yaml(draft)


def test_a_group_shows_its_questions_only_where_it_is_shown(tmp_path: Path):
    """And a question in it only where both say so."""
    draft = drafted(tmp_path, ["text", "a", "A"], ["begin_group", "g", "G", "${a} = 'x'"],
                    ["text", "b", "B", "${a} != ''"], ["end_group", ""])

    assert asked_in(draft)[1]["show_if"] == {"all": [{"field": "a", "in": ["x"]}, {"answered": "a"}]}


def test_what_is_never_asked_for_is_left_out_and_said(tmp_path: Path):
    """Pictures, recordings and places by satellite; what a telephone notes; sums; tables in tables."""
    draft = drafted(
        tmp_path, ["image", "face", "Picture"], ["geopoint", "where", "Where"], ["deviceid", "dev", ""],
        ["calculate", "sum", ""], ["begin_repeat", "r", "R"], ["text", "t", "T"], ["begin_repeat", "rr", "RR"],
        ["text", "tt", "TT"], ["end_repeat", ""], ["end_repeat", ""], ["osm", "map", "Map"], ["decimal", "d", "D"],
        ["begin_kobomatrix", "m", "M"], ["text", "mm", "MM"],
        ["end_kobomatrix", ""])

    assert draft.left == {"never": ["face", "where"], "phone": ["dev"], "reckoned": ["sum"], "deep": ["rr", "tt"],
                          "kind": ["map", "m", "mm"]}
    assert draft.notes == {"d": [("decimal", "")]}
    assert "face" not in [each["key"] for each in asked_in(draft)]


def test_languages_are_told_by_their_code_or_their_name():
    """However the heading is written; one that nobody knows is no language."""
    assert column_of("label::Español (es)") == ("label", "es")
    assert column_of("Hint :: Kreyòl Ayisyen (ht)") == ("hint", "ht")
    assert column_of("label:English") == ("label", "en")
    assert column_of("label::Português (pt-BR)") == ("label", "pt")
    assert column_of("label::Quechua") is None
    assert column_of("bind::relevant") == ("relevant", "")
    assert limits_of(". >= 1 and . > 2") is None
    assert limits_of(f".{' ' * 3_000}>= 1{' ' * 900}and . < 5") == {"minimum": "1", "maximum": "4"}


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from([UNDECIDED, "P", "no", "1"]))
def test_whatever_stands_in_a_workbook_the_draft_reads_as_it_was_meant(words: str, other: str, said: str):
    """Quotes, colons, line ends, signs that cannot be seen: never a line of its own, never another value."""
    raw = {"form": words, "version": "1", "title": {"en": other}, "pages": [{"key": other, "title": {}, "fields": [
        {"key": words, "type": said, "label": {words: other}, "choices": [{"code": words, "label": {"en": other}}],
         "why": {}, "show_if": {"all": [{"field": words, "in": [other]}, {"answered": other}]},
         "columns": [{"key": other, "label": {}}]}]}]}
    draft = Draft(raw, {words: [("other", other)]}, {"phone": [words, other]})

    assert read_yaml(as_yaml(draft), "draft") == raw


@pytest.mark.parametrize(("rows", "code"), [
    ([["a", "b"], ["1", "2"]], "xlsform.none"), ([["type", "name"]], "xlsform.none"),
    ([["type", "name"], ["note", "n"]], "xlsform.none"), ([["type", "name"], ["end_group", ""]], "xlsform.open"),
    ([["type", "name"], ["begin_group", "g"], ["text", "q"]], "xlsform.open"),
    ([["type", "name"], ["begin_repeat", "g"], ["end_group", ""]], "xlsform.open"),
    ([["type", "name"], *([["text", "q"]] * (MOST_ROWS + 1))], "xlsform.too_big"),
    ([["type", "name", "label"], ["text", "q", "x" * 5000]], "xlsform.too_big"),
])
def test_a_workbook_that_is_no_form_is_refused_and_leaves_nothing(tmp_path: Path, rows: Sheet, code: str):
    """One sentence, and no file; those that no spreadsheet program would write are refused by the common reader."""
    with pytest.raises(BadInput, match=code):
        draft_from(workbook(tmp_path, rows), tmp_path / "draft.yaml")

    assert not (tmp_path / "draft.yaml").exists()


def test_other_files_are_refused_and_nothing_is_written_over(tmp_path: Path):
    """Text, an old workbook, none at all; and a draft that somebody may have worked on stays."""
    for content, code in ((b"type,name\ntext,q\n", "import.unreadable"), (b"\xd0\xcf\x11\xe0old", "import.old"),
                          (b"PK\x03\x04broken", "import.unreadable"), (b"", "import.empty")):
        (tmp_path / "x.xlsx").write_bytes(content)
        with pytest.raises(BadInput, match=code):
            draft_from(tmp_path / "x.xlsx", tmp_path / "draft.yaml")
    (tmp_path / "draft.yaml").write_text("mine")
    with pytest.raises(BadInput, match=r"xlsform\.exists"):
        draft_from(workbook(tmp_path, [["type", "name"], ["text", "q"]]), tmp_path / "draft.yaml")
    with pytest.raises(BadInput, match=r"xlsform\.language"):
        draft_from(tmp_path / "form.xlsx", tmp_path / "other.yaml", "xx")
    assert (tmp_path / "draft.yaml").read_text() == "mine"


# -- out ----------------------------------------------------------------------------------

GOING = [form for form in forms() if may_go(form) and going(form, "es").asked]


@pytest.mark.parametrize("form", GOING, ids=lambda form: form.id)
def test_nothing_sealed_of_the_team_or_only_offered_goes_to_a_telephone(form: Any):
    """Neither a question nor a column of a table; nothing is required, and every choice may be left alone."""
    made = going(form, "es")
    survey, choices = made.sheets["survey"], made.sheets["choices"]
    head = survey[0]
    rows = [dict(zip(head, row, strict=True)) for row in survey[1:]]
    names = {row["name"].partition("__")[0] for row in rows}

    every = [each for asked in form.fields() for each in (asked, *asked.columns)]
    may = {each.key for each in every
           if each.is_participant and each.level < 3 and each.reask is not Reask.VOLUNTEERED}
    assert not names & ({each.key for each in every} - may)
    assert {row["required"] for row in rows} <= {"", "no"}
    lists = {row["type"].split()[1] for row in rows if row["type"].startswith("select_")}
    for name in lists:
        assert {"prefers_not_to_say", "does_not_know"} <= {row[1] for row in choices if row[0] == name}
    asked_names = {row["name"] for row in rows}
    for row in rows:
        assert set(re.findall(r"\$\{([^}]+)\}", row["relevant"])) <= asked_names
        assert row["type"].startswith("end_") or re.fullmatch(r"[A-Za-z_][\w.-]*", row["name"])
    assert head[2] == "label::Español (es)"


def test_a_question_stays_where_what_shows_it_stays():
    """A telephone could not know whether it is meant for her."""
    lines = {"label": {"en": "Q"}, "reask": "R", "level": "2", "retention": "core", "type": "choice",
             "choices": [{"code": "x", "label": {"en": "X"}}]}
    fields = [{"key": key, "source": source, **lines, **({"show_if": {"field": by, "in": ["x"]}} if by != " " else {})}
              for key, source, by in ("aW ", "bPa", "cP ", "dPc", "ePb")]
    form = build_definition({"form": "T", "title": {"en": "T"}, "pages": [
        {"key": "p", "title": {}, "fields": fields}]}, "T")

    made = going(form, "en")

    assert made.stays == {"workers": ("a",), "depends": ("b", "e")}
    assert [row[1] for row in made.sheets["survey"][3:]] == ["c", "d"]


def test_an_order_of_three_is_asked_one_by_one():
    """A telephone would have her put the whole list in order."""
    (f01,) = [form for form in GOING if form.id == "F01"]
    rows = {row[1]: row for row in going(f01, "en").sheets["survey"]}

    assert [name for name in rows if name.startswith("needs_now")] == [f"needs_now__{number}" for number in (1, 2, 3)]
    assert "${needs_now__1} != ''" in rows["needs_now__2"]
    assert "needs_now" not in rows


def test_the_commands_say_what_is_open_and_what_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """A draft needs a person; a form that only the team asks is refused in three sentences."""
    def typed(*words: str) -> tuple[int, str]:
        status = command_line.main(["forms", *words, "--lang", "en"], lambda folder: pytest.fail("a window"))
        said = capsys.readouterr()
        return status, said.out + said.err

    file = workbook(tmp_path, [["type", "name", "label"], ["text", "q", "Q"], ["start", "s", ""]])
    status, said = typed("from-xlsform", str(file))
    assert status == 3
    assert "how sensitive it is, is not decided" in said
    assert (tmp_path / "form.yaml").is_file()
    status, said = typed("to-xlsform", "F01", "--out", str(tmp_path / "f01.xlsx"))
    assert (status, "health_now" in said) == (0, True)
    status, said = typed("to-xlsform", "F03", "--out", str(tmp_path / "f03.xlsx"))
    assert (status, "asked by your own team alone" in said) == (1, True)
    assert not (tmp_path / "f03.xlsx").exists()
