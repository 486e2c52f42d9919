# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Headings are found where they stand, and taken for no more than they say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assist.errors import BadInput
from assist.exchange.cells import fold, listed
from assist.exchange.headings import field_of
from assist.exchange.mapping import FIELDS, Mapped, mapped
from assist.exchange.readers import read_table
from tests.exchanging.written import Rows, sheet, write


def named(table: Mapped) -> dict[str, str]:
    """Heading → what it is taken for."""
    return {column.heading: column.field for column in table.columns}


@pytest.mark.parametrize(("heading", "field"), [
    ("N°", "number"), ("Nombre y apellidos", "full_name"), ("F. nac.", "birth"), ("Consent.", "consent"),
    ("Nome social", "chosen_name"), ("Encaminhado por", "ref_source"), ("Meta da pessoa", "goal_own"),
    ("Date de naissance", "birth"), ("Prénom", "first_name"), ("Nationalité", "citizenship"), ("Besoins", "needs"),
    ("Date of birth", "birth"), ("Referred by", "ref_source"), ("Case status", "state"), ("Langue", "language"),
    ("prs_Gender", "gender"), ("prs_First_Name", "first_name"), ("cas_IncomingReferralDate", "arrived"),
    ("vic_Methods_of_Control", "exploitation"), ("con_Consent", "consent"), ("prs_NumberOfChildren", "children"),
    ("FECHA DE NACIMIENTO (dd/mm/aaaa)", "birth"), ("1. Nombre de la usuaria", "full_name"), ("P3 Edad actual", "age"),
    ("Sexo (M/F)", "gender"), ("ingreso/Fecha de ingreso", "arrived"), ("Teléfono de contacto", "contact"),
])
def test_headings_in_four_languages(heading: str, field: str):
    """Accents, capitals, numbering, notes in brackets and small words around them do not matter."""
    assert field_of(heading) == field


@pytest.mark.parametrize("heading", [
    "Nombre de la madre", "Nombre del agresor", "Edad de los hijos", "País de destino", "País", "Estado civil",
    "Fecha de ingreso al país", "Idioma de la entrevista", "Documentos entregados", "Ingresos mensuales",
    "Nome do tratante", "Sexe de l'enfant", "Name of the employer", "Language of the interview", "Fecha", "",
])
def test_a_heading_that_speaks_of_something_else_is_not_taken_for_ours(heading: str):
    """The name of her mother is not her name; what is not known is kept behind the seal."""
    assert field_of(heading) == ""


def test_every_word_of_the_lists_is_folded_and_stands_once():
    """A heading that is not folded would never be found; one that stands twice would mean two things."""
    headings = listed("headings")
    every = [heading for said in headings.values() for heading in said]

    assert set(headings) <= set(FIELDS)
    assert [heading for heading in every if fold(heading) != heading] == []
    assert sorted(every) == sorted(set(every))


def test_titles_and_notes_may_stand_above_the_headings(workbook: Callable[[Rows], Path]):
    """Anywhere in the first fifteen rows; rows keep the numbers they have in the file."""
    above = [["Casa de prueba", "", "Nombre de la responsable: Nela"], [], ["Confidencial"], ["Página", 1]]
    table = mapped(read_table(workbook([*above, ["Nombre", "Sexo"], ["Yma", "F"]])), {})

    assert [line.number for line in table.lines] == [6]


def test_headings_in_two_rows_are_read_as_one(tmp_path: Path):
    """"Fecha" merged over "nacimiento" and "ingreso"; a name merged over both rows."""
    rows = [["N°", "Nombre", "Fecha", "", "Quién", ""], ["", "", "nacimiento", "ingreso", "deriva", "visita"],
            [1, "Yma", "1990", "2024", "PNP", "nadie"]]
    merged = ["A1:A2", "B1:B2", "C1:D1", "E1:F1"]
    table = mapped(read_table(write(tmp_path / "a.xlsx", {"R": sheet(rows, merged)})), {})

    assert [column.field for column in table.columns] == ["number", "full_name", "birth", "arrived", "ref_source", ""]
    assert [line.number for line in table.lines if line.number not in table.repeated] == [3]


def test_headings_split_over_two_rows_without_merging(csv_file: Callable[..., Path]):
    """The lower row has most of them, the upper one the rest."""
    table = mapped(read_table(csv_file("N°;Nombre;;", ";;Sexo;Edad", "1;Yma;F;20")), {})

    assert [column.field for column in table.columns] == ["number", "full_name", "gender", "age"]


def test_a_second_row_of_people_is_no_second_row_of_headings(csv_file: Callable[..., Path]):
    """Nobody is swallowed by the headings."""
    table = mapped(read_table(csv_file("Nombre;Sexo;;Obs", "Yma;mujer;x;nota", "Nina;mujer;;")), {})

    assert [line.number for line in table.lines if line.number not in table.repeated] == [2, 3]


def test_the_labels_of_a_standard_count_where_its_codes_disagree(workbook: Callable[[Rows], Path]):
    """People filled in what they saw: the template calls the street by the code of the city."""
    codes = ["", "prs_Gender", "prs_Birthdate", "con_Consent", "prs_Email", "prs_MailingCity", "", "cas_Status"]
    labels = ["", "Gender", "Birthdate", "Consent", "Email", "Mailing Street", "Reason for Outgoing Referral", "Status"]
    table = mapped(read_table(workbook([codes, labels, [1, "Feminine", "", "", "", "Calle 1", "Other", "Active"]])), {})

    assert named(table) == {
        "1": "number", "prs_Gender": "gender", "prs_Birthdate": "birth", "con_Consent": "consent",
        "prs_Email": "contact", "Mailing Street": "contact", "Reason for Outgoing Referral": "", "cas_Status": "state"}
    assert table.repeated >= {1, 2}


def test_a_person_may_change_the_mapping(csv_file: Callable[..., Path]):
    """Any heading may become any field of ours, be left out, or be only kept."""
    path = csv_file("Nome social;Quien es;Chegada;Sexo", "Lúcia;Luz;2024-01-02;F")

    changed = mapped(read_table(path), {"quien ES": "remarks", "Sexo": "leave_out", "Chegada": ""})

    assert named(changed) == {"Nome social": "chosen_name", "Quien es": "remarks", "Chegada": "", "Sexo": "leave_out"}


def test_headings_in_a_language_we_do_not_have_are_named_by_hand(csv_file: Callable[..., Path]):
    """What a person says makes a row of headings too."""
    path = csv_file("Sutiy;Watay", "Yma;1990")

    table = mapped(read_table(path), {"Sutiy": "chosen_name"})

    assert named(table) == {"Sutiy": "chosen_name", "Watay": ""}


@pytest.mark.parametrize(("changes", "code"), [
    ({"Sexo": "sexx"}, "import.unknown_field"), ({"Sexa": "gender"}, "import.unknown_heading"),
])
def test_a_change_that_fits_nothing_is_refused(changes: dict[str, str], code: str, csv_file: Callable[..., Path]):
    """A correction that did nothing would be worse than none."""
    path = csv_file("Nombre;Sexo", "Yma;F")

    with pytest.raises(BadInput) as refused:
        mapped(read_table(path), changes)

    assert refused.value.code == code


def test_a_file_without_any_known_heading_is_refused(csv_file: Callable[..., Path]):
    """One word that happens to be a heading does not make a register."""
    with pytest.raises(BadInput) as refused:
        mapped(read_table(csv_file("uno;dos;nombre", "a;b;c")), {})

    assert refused.value.code == "import.no_headings"


def test_a_state_of_the_country_is_no_stage(csv_file: Callable[..., Path]):
    """"Estado" means two things; the cells decide."""
    place = mapped(read_table(csv_file("Nombre;Estado", "Yma;Oaxaca", "Nina;Chiapas")), {})
    stage = mapped(read_table(csv_file("Nombre;Estado", "Yma;activo", "Nina;?")), {})

    assert [table.columns[1].field for table in (place, stage)] == ["", "state"]
