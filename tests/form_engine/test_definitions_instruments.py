# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Questionnaires as licensed data: numbers and our own words, off until switched on, and what is kept out stays out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from forms import loader
from forms.model import LANGUAGES, Reask
from forms.problems import DefinitionProblem
from forms.score_sheets import CustodianRecord, NotPermitted, kept_out, read_sheet, score_sheet, score_sheets
from tests.form_engine.care import filled
from tests.form_engine.first_days import questions
from tests.form_engine.test_score_sheets import written

AS_PRACTICE_SAYS = {
    # form, items, scale, days apart, a year, on from the start, for which hands, somebody reachable
    "who5": ("WHO5", 5, "0-5", 14, 6, True, (), False), "rci24": ("F14", 24, "0-1", 90, 0, True, (), False),
    "gas": ("", 0, "-2..2", 0, 0, True, (), False), "wgss": ("WGSS", 6, "1-4", 365, 0, True, (), False),
    "phq9": ("PHQ9", 9, "0-3", 14, 6, False, ("psychologist", "caseworker"), True),
    "phq8": ("PHQ8", 8, "0-3", 14, 6, False, ("psychologist", "caseworker"), False),
    "phq4": ("PHQ4", 4, "0-3", 14, 6, False, ("caseworker", "psychologist", "livelihood", "legal"), False),
    "gad7": ("GAD7", 7, "0-3", 14, 6, False, ("psychologist", "caseworker"), False),
    "k6": ("K6", 6, "0-4", 30, 4, False, ("psychologist", "caseworker"), False),
    "itq": ("ITQ", 18, "0-4", 30, 4, False, ("psychologist",), False),
}
QUESTIONED = tuple(line[0] for line in AS_PRACTICE_SAYS.values() if line[0] not in ("", "F14"))
CODES = {"0-3": "0123", "0-4": "01234", "1-4": "1234", "0-5": "543210"}


@pytest.mark.rule("NR-08")
def test_what_ships_is_what_practice_lists_and_nothing_else():
    """With its interval, its number a year and whose hands it may be in."""
    shipped = {sheet.id: (sheet.form, sheet.items, sheet.scale, sheet.interval_days, sheet.max_per_year,
                          sheet.on_by_default, sheet.roles, sheet.needs_responder) for sheet in score_sheets()}

    assert shipped == AS_PRACTICE_SAYS
    assert score_sheet("phq9").instead == "phq8"


@pytest.mark.parametrize("form_id", QUESTIONED)
def test_a_sheet_is_numbers_and_a_few_words_of_ours_a_line(form_id: str):
    """No sentence and no scale of its owner in any language; what is asked is on the owner's paper."""
    sheet = next(each for each in score_sheets() if each.form == form_id)
    items = [item for item in questions(loader.form(form_id)) if item.key != "today"]

    assert len(items) == sheet.items + (form_id == "PHQ9")
    for item in items:
        assert "".join(choice.code for choice in item.choices) == CODES[sheet.scale]
        assert (item.level, item.required, item.print, item.export) == (3, False, (), ())
        for language in LANGUAGES:
            number, words = item.label[language].split(" · ")
            assert number.lower() in (item.key.removeprefix("item"), item.key)
            assert len(words.replace("'", " ").split()) <= 5
        for choice in item.choices:
            assert all(len(choice.label[language].split()) <= 5 for language in LANGUAGES)


@pytest.mark.rule("CO-17")
@pytest.mark.parametrize("form_id", QUESTIONED)
def test_each_begins_by_asking_whether_today(form_id: str):
    """A no shows no line; silence about it hides nothing."""
    items = {item.key for item in questions(loader.form(form_id))} - {"today"}

    assert next(loader.form(form_id).fields()).key == "today"
    assert not items & filled(form_id, today="not_today").state.visible
    assert items <= filled(form_id).state.visible


def test_functioning_is_confirmed_once_a_year_and_never_called_by_a_label():
    """It is part of the intake, for adjustments; what she told is known the next time."""
    form = loader.form("WGSS")
    items = [field for field in form.fields() if field.key.startswith("item")]

    assert form.gates == ("limits", "consent")
    assert all(item.reask is Reask.CONFIRM and item.concept.startswith("functioning.") for item in items)
    said = " ".join(" ".join(text.values()) for item in items for text in (item.label, item.why))
    said += " ".join([*form.title.values(), *form.about.values()])
    assert not [stem for stem in ("disab", "discapac", "deficien", "handicap") if stem in said.casefold()]


def test_where_a_band_begins_is_cited(tmp_path: Path):
    """A cut-off is data with a source; without one the sheet is not read."""
    with pytest.raises(DefinitionProblem, match="bands_source"):
        read_sheet(written(tmp_path, bands={"low": "0"}))
    for sheet in score_sheets():
        assert list(sheet.bands.values()) == sorted(sheet.bands.values())


@pytest.mark.rule("NR-09")
@pytest.mark.parametrize("name", [
    "RHS-15", "WHODAS 2.0", "Outcomes Star", "LEC-5", "TVIT", "HTQ", "CD-RISC", "C-SSRS", "PCL-5", "Rosenberg"])
def test_what_its_owner_keeps_is_kept_out_by_name(tmp_path: Path, name: str):
    """By its id or its title, in whichever spelling; and it says on which terms."""
    by_id = name.casefold().replace(" ", "").replace("-", "")

    with pytest.raises(NotPermitted, match="kept out"):
        read_sheet(written(tmp_path, title={"en": name, "es": name, "pt": name, "fr": name}))
    (tmp_path / "again").mkdir()
    with pytest.raises(NotPermitted):
        read_sheet(written(tmp_path / "again", id=by_id))


@pytest.mark.rule("NR-09")
@pytest.mark.parametrize(("record", "is_read"), [
    (CustodianRecord("Ana Ríos", "2026-11-30", "agreement 12/2026", "needed for the health service"), True),
    (CustodianRecord("Ana Ríos", "2026-11-30", "", "needed"), False), (CustodianRecord("", "", " ", ""), False),
])
def test_only_a_whole_record_of_a_custodian_lets_it_in(tmp_path: Path, record: CustodianRecord, is_read: bool):
    """Who, when, under which licence and for what."""
    path = written(tmp_path, id="whodas12")

    if is_read:
        assert read_sheet(path, record).id == "whodas12"
    else:
        with pytest.raises(NotPermitted):
            read_sheet(path, record)


@pytest.mark.rule("NR-09")
def test_no_record_lets_a_list_of_events_in(tmp_path: Path):
    """Nobody is asked by checklist what was done to her."""
    record = CustodianRecord("Ana Ríos", "2026-11-30", "all of them", "research")

    with pytest.raises(DefinitionProblem, match="not asked here"):
        read_sheet(written(tmp_path, tags=["event_checklist"]), record)


def test_nothing_that_is_kept_out_ships_and_each_says_why():
    """The list and the folder do not contradict each other."""
    names = {sheet.id for sheet in score_sheets()}

    assert not names & set(kept_out())
    assert all(len(terms.split()) >= 4 for terms in kept_out().values())


def test_each_was_looked_at_by_somebody_on_a_day():
    """Licence, source and day; the build fails without."""
    for sheet in score_sheets():
        assert sheet.license_note.strip()
        assert sheet.source_url.startswith("https://")
        assert date.fromisoformat(sheet.verified_on) <= date.today()
