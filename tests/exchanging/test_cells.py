# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people write in cells is understood in four languages, or held back."""

from __future__ import annotations

import pytest

from assist.exchange import cells
from assist.exchange.cells import NOTHING, UNCLEAR, Read, fold, listed, one
from assist.exchange.tables import Cell
from forms.loader import choice_list
from forms.model import LANGUAGES

COUNTRIES = [
    "Bolivia (Plurinational State of)", "Venezuela (Bolivarian Republic of)", "Korea, Republic of", "Viet Nam",
    "Iran (Islamic Republic of)", "Congo, Democratic Republic of the", "Trinidad and Tobago", "Côte d'Ivoire",
    "Virgin Islands (U.S.)", "Saint Lucia", "Turkey", "Myanmar", "Taiwan, Province of China", "Holy See",
]
"""Names of the international list that differ from those people use."""


@pytest.mark.parametrize(("cell", "value"), [
    ("Sí", "yes"), ("si", "yes"), ("SIM", "yes"), ("s", "yes"), ("Oui", "yes"), ("yes", "yes"), (True, "yes"),
    ("TRUE", "yes"), ("No", "no"), ("NÃO", "no"), ("non", "no"), ("N", "no"), (False, "no"),
])
def test_yes_and_no_in_four_languages(cell: Cell, value: str):
    """Typed or written, with or without accents."""
    assert cells.yes_or_no(cell) == Read(value)


@pytest.mark.parametrize("cell", ["sí, pero sin fotos", "quizás", "?", "yes and no"])
def test_half_a_yes_is_no_yes(cell: str):
    """A condition is not a yes."""
    assert cells.yes_or_no(cell) == UNCLEAR


def test_every_country_is_known_by_its_names_in_four_languages():
    """And by the names of the international list."""
    for choice in choice_list("lk_country"):
        for language in LANGUAGES:
            assert one("country", choice.label[language]).value is not None, choice.code
    assert [name for name in COUNTRIES if one("country", name).value is None] == []


@pytest.mark.parametrize(("said", "code"), [
    ("peruana", "PE"), ("BRASILEIRO", "BR"), ("haïtienne", "HT"), ("R. Dominicana", "DO"), ("colombiana ", "CO"),
    ("Venezuelan", "VE"), ("VENEZUELA", "VE"), ("hondureña", "HN"),
])
def test_nationalities_are_countries(said: str, code: str):
    """In the words people use of themselves."""
    assert one("country", said).value == code


def test_a_word_means_one_thing():
    """No word stands for two codes of one list, neither in our lists nor against the labels of the forms."""
    for kind in ("gender", "need", "ref_source", "language", "country", "age"):
        meanings: dict[str, set[str]] = {}
        for code, said in listed("words")[kind].items():
            for word in said:
                meanings.setdefault(fold(word), set()).add(code)
        for choice in choice_list(cells._LISTS[kind]):
            for language in LANGUAGES:
                meanings.setdefault(fold(choice.label[language]), set()).add(choice.code)
        assert {word: codes for word, codes in meanings.items() if len(codes) > 1} == {}, kind


def test_every_code_of_our_lists_is_a_code_of_the_forms():
    """A word that leads to no choice would be refused by the form."""
    for kind, name in cells._LISTS.items():
        assert set(listed("words")[kind]) <= {choice.code for choice in choice_list(name)}


@pytest.mark.parametrize(("cell", "read"), [
    ("Bolivia; Haití", Read(("BO", "HT"))), ("Haití e Brasil", Read(("HT", "BR"))),
    ("peruana/boliviana", Read(("PE", "BO"))),
    ("Colombia; Venezuela (Bolivarian Republic of)", Read(("CO", "VE"))), ("BO HT", Read(("BO", "HT"))),
    ("Bolivia; Narnia", Read(("BO",), "unclear")), ("Narnia", UNCLEAR), ("no dice", NOTHING),
])
def test_several_in_one_cell(cell: str, read: Read):
    """Whatever parts them; what is not understood is said."""
    assert cells.many("country", cell) == read


@pytest.mark.parametrize(("said", "is_unclear"), [
    (["M", "F", "femenino"], False), (["M", "F", "Mujer"], True), (["M", "H"], True), (["m", "mujer trans", "F"], True),
    (["M", "M"], True), (["M", "F", "X"], False), (["M", "Sexo (M/F)"], False), (["M", "Sexo (H/M)"], True),
    (["M", "female"], False), (["Mulher", "M", "F"], True),
])
def test_m_is_a_man_only_where_the_column_leaves_no_doubt(said: list[str], is_unclear: bool):
    """*Mujer*, *mulher* and *masculino* begin with the same letter (ruling 37)."""
    assert cells.is_m_unclear(said) is is_unclear
    assert cells.gender("M", m_unclear=is_unclear) == (Read(held="m_unclear") if is_unclear else Read("man"))


@pytest.mark.parametrize(("cell", "read"), [
    ("mujer trans", Read("trans_woman")), ("TransgenderMasculine", Read("trans_man")),
    ("Não binária", Read("nonbinary")),
    ("femme", Read("woman")), ("X", UNCLEAR), ("NonSpecifiedUnknown", NOTHING), ("Not Specified/Unknown", NOTHING),
])
def test_genders_in_four_languages(cell: str, read: Read):
    """As people and as the standard write them."""
    assert cells.gender(cell, m_unclear=True) == read


@pytest.mark.parametrize(("cell", "read"), [
    (34.0, Read("25_34")), ("17", Read("15_17")), ("34 años", Read("25_34")), ("22 ans", Read("18_24")),
    ("18-24", Read("18_24")), ("25 a 34", Read("25_34")), ("60+", Read("60_plus")), ("16-25", UNCLEAR),
    ("200", UNCLEAR), ("joven", UNCLEAR), (34.5, UNCLEAR), ("", NOTHING),
])
def test_ages_and_bands(cell: Cell, read: Read):
    """A band that reaches into two of ours is held back."""
    assert cells.age_group(cell) == read


@pytest.mark.parametrize(("name", "called"), [
    ("Yma Peña Güemes", "Yma"), ("Peña Güemes, Yma", "Yma"), ("Sra. Yma Peña", "Yma"), ("  Nina  ", "Nina"),
    ("Sra. L.", ""),
])
def test_what_she_might_be_called(name: str, called: str):
    """A first name is proposed, a title or an initial is not."""
    assert cells.called(name, surname_first=False) == called


def test_a_surname_is_never_proposed():
    """Where the heading says that surnames come first, only a comma shows where the name begins."""
    assert cells.called("Peña Güemes Yma", surname_first=True) == ""
    assert cells.called("Peña Güemes, Yma", surname_first=True) == "Yma"


@pytest.mark.parametrize(("name", "is_none"), [
    ("N.N.", True), ("n n", True), ("(reservado)", True), ("Sin nombre", True), ("Nina", False), ("Nona N.", False),
])
def test_no_name_is_no_name(name: str, is_none: bool):
    """Signs and capitals do not matter."""
    assert cells.has_no_name(name) is is_none
