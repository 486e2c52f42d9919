# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files in the shape of HTCDS come in: names of its fields or their labels, its codes, its forms filled on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assist.desk import Desk
from assist.exchange.cells import listed, many, one
from assist.exchange.headings import field_of
from assist.exchange.mapping import FIELDS
from forms.loader import choice_list
from tests.exchanging.standards import HTCDS_COLUMNS
from tests.exchanging.written import Rows

ROW = {
    "prs_FirstName": "Ñusta", "prs_SecondName": "Peña", "prs_Birthdate": "1990-05-14", "prs_Gender": "Feminine",
    "prs_Citizenship": "PER BOL", "prs_PrimaryLanguage": "spa", "cas_Status": "FollowUp", "con_Consent": "TRUE",
    "vic_TypeOfExploitation": "ForcedLabour", "spl_Objectives": "un taller"}
LABELS = {
    "prs_FirstName": "First Name", "prs_SecondName": "Second Name", "prs_Birthdate": "Birthdate",
    "prs_Gender": "Gender", "prs_Citizenship": "Citizenship", "prs_PrimaryLanguage": "Primary Language",
    "cas_Status": "Status", "con_Consent": "Consent", "vic_TypeOfExploitation": "Type of Exploitation",
    "spl_Objectives": "Objectives"}


def test_the_map_has_every_field_of_the_standard_and_no_other():
    """Each is taken for something of ours, or kept behind the seal."""
    mapped = listed("htcds")

    assert set(HTCDS_COLUMNS) <= set(mapped)
    assert set(mapped.values()) <= {*FIELDS, ""}
    assert {field: field_of(name) for name, field in mapped.items() if field} == {
        field: field for field in mapped.values() if field}


@pytest.mark.parametrize("shape", ["names", "labels", "phone", "template"])
def test_a_row_says_the_same_in_every_shape(shape: str, desk: Desk, csv_file: Callable[..., Path],
                                            workbook: Callable[[Rows], Path]):
    """Names or labels as headings, groups of a form before the names, labels below the names in a workbook."""
    headings = {"names": list(ROW), "labels": list(LABELS.values()), "template": list(ROW),
                "phone": [f"group_{name[:3]}/{name}" for name in ROW]}[shape]
    file = (workbook([headings, list(LABELS.values()), list(ROW.values())]) if shape == "template"
            else csv_file(",".join(headings), ",".join(ROW.values())))

    plan = desk.imports.look(file)

    [person] = plan.people.values()
    assert person.held == []
    assert person.values == {
        "birth": "1990-05", "gender": "woman", "citizenship": ("PE", "BO"), "language": "es", "consent": "yes",
        "legal_name": "Ñusta Peña", "state": "implementing", "exploited_type": person.values["exploited_type"]}
    assert any("un taller" in words for words in person.protected)


def test_countries_and_languages_are_understood_in_three_letters():
    """A code that stands for a whole family of languages is not guessed at."""
    assert all(many("country", three).value for three in ("PER", "hti", "VEN"))
    assert (one("language", "hat").value, one("language", "por").value) == ("ht", "pt-BR")
    assert one("language", "que").held == "unclear"
    assert {one("language", choice.code).value for choice in choice_list("lk_lang")} == {
        choice.code for choice in choice_list("lk_lang")}
