# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Questionnaires come as licensed data, are not asked by habit, and never count what was done to a person."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from forms import loader
from forms.loader import INSTRUMENTS
from forms.problems import DefinitionProblem
from forms.score_sheets import LICENCES, ScoreSheet, TooSoon, may_ask, read_sheet, score_sheet, score_sheets
from tests.form_engine.first_days import questions

TODAY = date(2026, 11, 25)
LANTERN: dict[str, object] = {
    "id": "lantern", "form": "", "title": {"en": "Lantern", "es": "Farol", "pt": "Farol", "fr": "Lanterne"},
    "items": "7", "scale": "0-3", "scoring": "sum of the seven items", "license": "GPL-3.0-or-later",
    "license_note": "Made up for a test.", "source_url": "https://lantern.example/", "verified_by": "a tester",
    "verified_on": "2026-11-01", "languages": ["en"], "interval_days": "30", "max_per_year": "4",
    "on_by_default": "false", "tags": [],
}
"""An instrument that exists in these tests alone."""

days_ago = st.lists(st.integers(0, 800), max_size=12)


def written(folder: Path, **lines: object) -> Path:
    """A file of the test instrument with some lines said otherwise; None leaves a line out."""
    content = {key: value for key, value in (LANTERN | lines).items() if value is not None}
    (folder / "lantern").mkdir()
    path = folder / "lantern" / "instrument.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    return path


@pytest.fixture(scope="module")
def lantern(tmp_path_factory: pytest.TempPathFactory) -> ScoreSheet:
    """Thirty days apart, four a year."""
    return read_sheet(written(tmp_path_factory.mktemp("sheets")))


def asked(*ago: int) -> list[str]:
    """Days on which it was asked, so many days before today."""
    return [(TODAY - timedelta(days=days)).isoformat() for days in ago]


# -- not by habit -------------------------------------------------------------------------


@pytest.mark.rule("NR-08")
def test_the_first_time_nothing_stands_in_the_way(lantern: ScoreSheet):
    """Whether it is offered at all is another question."""
    assert may_ask(lantern, [], TODAY) is None


@pytest.mark.rule("NR-08")
@pytest.mark.parametrize(("ago", "until"), [(0, "2026-12-25"), (1, "2026-12-24"), (29, "2026-11-26"), (30, None)])
def test_between_two_times_the_interval_passes(lantern: ScoreSheet, ago: int, until: str | None):
    """On its last day not yet; on the day it ends it may be asked again."""
    expected = TooSoon("instrument.interval", until) if until else None

    assert may_ask(lantern, asked(ago), TODAY) == expected


@pytest.mark.rule("NR-08")
def test_a_year_holds_so_many_and_no_more(lantern: ScoreSheet):
    """Counted back from today, not by the calendar."""
    full = asked(364, 300, 200, 100)

    assert may_ask(lantern, full, TODAY) == TooSoon("instrument.year", "2026-11-26")
    assert may_ask(lantern, asked(365, 300, 200, 100), TODAY) is None
    assert may_ask(lantern, full[1:], TODAY) is None


@pytest.mark.rule("NR-08")
def test_whatever_order_the_days_come_in(lantern: ScoreSheet):
    """And with the hour beside the day."""
    days = asked(300, 10, 200)

    assert may_ask(lantern, days, TODAY) == may_ask(lantern, sorted(days), TODAY)
    assert may_ask(lantern, [f"{day}T09:30:00Z" for day in days], TODAY) == may_ask(lantern, days, TODAY)


@pytest.mark.rule("NR-08")
def test_a_written_reason_overrides_and_an_empty_one_does_not(lantern: ScoreSheet):
    """Blanks are no reason."""
    assert may_ask(lantern, asked(3), TODAY, "She asked for it") is None
    assert may_ask(lantern, asked(3), TODAY, " \n ") is not None


@pytest.mark.rule("NR-08")
def test_a_sheet_from_paper_weighs_by_the_day_it_was_asked(lantern: ScoreSheet):
    """What was asked later does not make an earlier sheet too soon."""
    assert may_ask(lantern, asked(3), TODAY - timedelta(days=40)) is None
    assert may_ask(lantern, asked(3, 50), TODAY - timedelta(days=40)) is not None


def test_a_method_without_a_form_has_no_interval():
    """Goals are looked at as often as the two agree."""
    assert may_ask(score_sheet("gas"), asked(0, 0, 1, 2), TODAY) is None


@pytest.mark.rule("NR-08")
@given(days_ago)
def test_on_the_day_that_is_named_it_may_be_asked(lantern: ScoreSheet, ago: list[int]):
    """And on no day before it, however often a reason had overridden."""
    soon = may_ask(lantern, asked(*ago), TODAY)

    if soon is not None:
        until = date.fromisoformat(soon.until)
        assert until > TODAY
        assert may_ask(lantern, asked(*ago), until) is None
        assert may_ask(lantern, asked(*ago), until - timedelta(days=1)) is not None


@pytest.mark.rule("NR-08")
@given(days_ago)
def test_it_is_refused_for_the_interval_or_for_the_year_and_for_nothing_else(lantern: ScoreSheet, ago: list[int]):
    """Said once more in another way."""
    too_near = any(days < 30 for days in ago)
    too_often = sum(days < 365 for days in ago) >= 4

    assert (may_ask(lantern, asked(*ago), TODAY) is not None) == (too_near or too_often)


# -- licence, source, date ------------------------------------------------------------------


@pytest.mark.parametrize("line", [
    "license", "license_note", "source_url", "verified_by", "verified_on", "scoring", "scale"])
@pytest.mark.parametrize("said", [None, "", "  "])
def test_a_sheet_that_does_not_say_where_it_comes_from_is_not_read(tmp_path: Path, line: str, said: str | None):
    """The build fails, and names the line."""
    with pytest.raises(DefinitionProblem, match=line):
        read_sheet(written(tmp_path, **{line: said}))


@pytest.mark.parametrize(("lines", "sentence"), [
    ({"license": "all rights reserved"}, "licence"), ({"verified_on": "last week"}, "out of place"),
    ({"items": "some"}, "out of place"), ({"title": None}, "out of place"), ({"languages": None}, "out of place"),
])
def test_a_sheet_out_of_order_is_one_plain_sentence(tmp_path: Path, lines: dict[str, object], sentence: str):
    """With the name of its folder."""
    with pytest.raises(DefinitionProblem, match=sentence) as problem:
        read_sheet(written(tmp_path, **lines))

    assert problem.value.place == "lantern"


@pytest.mark.rule("NR-09")
@pytest.mark.parametrize("licence", sorted(LICENCES))
def test_a_list_of_events_is_not_read_under_any_licence(tmp_path: Path, licence: str):
    """Interrogations by checklist are not asked here."""
    with pytest.raises(DefinitionProblem, match="not asked here"):
        read_sheet(written(tmp_path, license=licence, tags=["short", "event_checklist"]))


@pytest.mark.rule("NR-09")
def test_what_ships_is_wellbeing_goals_and_our_own_check_in_and_no_list_of_events():
    """Each with terms, source and the day somebody looked."""
    sheets = {sheet.id: sheet for sheet in score_sheets()}

    assert {"gas", "rci24", "who5"} <= set(sheets)
    for sheet in sheets.values():
        assert sheet.license in LICENCES
        assert sheet.source_url.startswith("https://")
        assert date.fromisoformat(sheet.verified_on) <= date.today()
        assert "event_checklist" not in sheet.tags


def test_an_unknown_sheet_is_not_there():
    """No sheet is made up."""
    with pytest.raises(KeyError):
        score_sheet("lantern")


# -- the wording stays with its owner ----------------------------------------------------------


def test_the_wellbeing_sheet_is_numbers_and_one_word_of_ours_a_line():
    """No sentence of the official form, in no language: it stays on its paper."""
    form = loader.form("WHO5")
    items = [item for item in questions(form) if item.key != "today"]

    assert [item.key for item in items] == [f"item{number}" for number in range(1, 6)]
    for number, item in enumerate(items, 1):
        assert [choice.code for choice in item.choices] == ["5", "4", "3", "2", "1", "0"]
        assert not item.required
        for language, label in item.label.items():
            assert label.startswith(f"{number} · "), (language, label)
            assert len(label.split()) == 3
        assert all(len(choice.label[language].split()) in (1, 3) for choice in item.choices for language in item.label)


def test_the_terms_lie_beside_the_wellbeing_sheet():
    """In our own words, with the owner's name; and the sheet agrees with the sums."""
    sheet = score_sheet("who5")
    terms = (INSTRUMENTS / "who5" / "LICENSE.md").read_text("utf-8")

    assert "World Health Organization" in terms
    assert (sheet.items, sheet.scale, sheet.interval_days, sheet.max_per_year) == (5, "0-5", 14, 6)
    assert sheet.on_by_default
    assert set(sheet.languages) == {"en", "es", "pt", "fr"}
