# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers from a telephone come into the forms they were asked by, and what was left alone in words stays so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assist.desk import Desk
from assist.exchange.headings import likeness
from assist.exchange.mapping import mapped
from assist.exchange.readers import read_table
from assist.exchange.xlsform.going import going, places_of, why_it_stays
from assist.views import CaseQuery
from forms.answers import AnswerState
from forms.loader import form
from tests.exchanging.brought import fates
from tests.exchanging.written import sheet, write

KOBO = ("start;amparo_form;asked_on;page_today/needs_now__1;page_today/needs_now__2;page_today/chosen_name;"
        "page_today/lang_pref;page_today/mode_pref;page_today/mode_pref/read;page_today/mode_pref/listen;"
        "page_safe/age_group;page_safe/may_keep_note;_uuid;_notes")
ROWS = ("2026-11-20T10:00:00;F01.3;2026-11-20;food;legal;Killa;quz;read listen;1;1;18_24;yes;u-1;n",
        "2026-11-20T11:00:00;F01.3;2026-11-20;prefers_not_to_say;;Wayra;does_not_know;;0;0;prefers_not_to_say;yes;u-2;",
        "2026-11-20T12:00:00;F01.3;2026-11-20;food;;Illari;es;;0;0;;no;u-3;",
        "2026-11-20T13:00:00;F01.3;2026-11-20;food;;Sami;klingon;;0;0;;yes;u-4;")


@pytest.fixture
def sent(csv_file: Callable[..., Path]) -> Path:
    """Four rows as Kobo writes them."""
    return csv_file(KOBO, *ROWS)


def first_contacts(desk: Desk) -> dict[str, dict]:
    """What each first contact says, by the name she chose."""
    found = {}
    for row in desk.cases.listed(CaseQuery()):
        (sheet,) = [each for each in desk.cases.records(row.case) if each.form == "F01"]
        _form, answers = desk.records.answers(row.case, sheet.record)
        found[str(answers["chosen_name"].value)] = {
            key: (each.value, each.state) for key, each in answers.items()} | {"on": sheet.on}
    return found


def test_rows_come_into_the_form_that_was_asked(desk: Desk, sent: Path):
    """Told elsewhere, in her order, on the day it was asked; a cell that is no code is held back; twice is once."""
    plan = desk.imports.look(sent)
    assert fates(plan.rows) == {2: "imported", 3: "imported", 4: "skipped", 5: "flagged"}

    desk.imports.bring(plan)

    said = first_contacts(desk)
    told = AnswerState.TOLD_ELSEWHERE
    assert said["Killa"]["needs_now"] == (("food", "legal"), told)
    assert set(said["Killa"]["mode_pref"][0]) == {"read", "listen"}
    assert said["Killa"]["age_group"] == ("18_24", told)
    assert said["Killa"]["on"] == "2026-11-20"
    assert "lang_pref" not in said["Sami"]
    assert set(fates(desk.imports.look(sent).rows).values()) == {"skipped"}


def test_what_was_left_alone_in_words_is_no_answer_and_no_silence(desk: Desk, sent: Path):
    """She preferred not to say, or did not know: so it stands, and it is not asked again as if it had been open."""
    desk.imports.bring(desk.imports.look(sent))

    wayra = first_contacts(desk)["Wayra"]
    assert wayra["needs_now"] == (None, AnswerState.PREFERS_NOT_TO_SAY)
    assert wayra["lang_pref"] == (None, AnswerState.DOES_NOT_KNOW)


def test_nobody_who_did_not_agree_to_a_note_is_kept(desk: Desk, sent: Path):
    """A no, a state and silence alike: the row is skipped, and its words are nowhere."""
    plan = desk.imports.look(sent)

    desk.imports.bring(plan)

    assert "Illari" not in first_contacts(desk)
    assert [row.reason for row in plan.rows if row.row == 4] == ["there is no yes to keeping a note"]


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_a_file_in_words_reads_as_one_in_codes(csv_file: Callable[..., Path], language: str):
    """Kobo writes labels unless it is told otherwise; Central puts a dash after the group."""
    asked = {name: each for each in form("F01").fields() if not why_it_stays(each) for name in places_of(each)}
    heads = [f"{each.label[language]} ({name[-1]})" if "__" in name else each.label[language]
             for name, each in asked.items()]
    wanted = [f"F01/{name}" for name in asked]
    labelled = csv_file("\t".join(["amparo_form", *heads]), "\t".join(["F01.3", *["x"] * len(heads)]))
    assert [column.field for column in mapped(read_table(labelled), {}).columns][1:] == wanted
    dashed = csv_file(",".join(["amparo_form", *(f"page_today-{name}" for name in asked)]), "F01.3,x")
    assert [column.field for column in mapped(read_table(dashed), {}).columns][1:] == wanted


def test_of_a_workbook_the_sheet_with_the_form_is_read(tmp_path: Path):
    """Rows of a table lie on a sheet of their own, and may be many more."""
    book = write(tmp_path / "kobo.xlsx", {
        "skills": sheet([["_index", "skills/what"], *([number, "x"] for number in range(20))]),
        "F09": sheet([["amparo_form", "page_a/study_wish"], ["F09.1", "yes"]])})

    table = read_table(book, "", likeness)

    assert (table.sheet, table.others) == ("F09", ("skills",))


def test_every_question_that_goes_is_known_when_it_comes_back(csv_file: Callable[..., Path]):
    """For each form that partners may ask, but for tables, which come on a sheet of their own."""
    for ident in ("F01", "F09", "F14"):
        rows = going(form(ident), "en").sheets["survey"][1:]
        names, inside = [], False
        for row in rows:
            inside = row[0] == "begin_repeat" or (inside and row[0] != "end_repeat")
            if not inside and row[0].split()[0] not in ("begin_group", "end_group", "end_repeat", "note", "today",
                                                         "calculate"):
                names.append(row[1])
        file = csv_file(",".join(["amparo_form", *names]), f"{ident}.1,x")
        found = [each.field for each in mapped(read_table(file), {}).columns][1:]
        assert found == [f"{ident}/{name}" for name in names]
