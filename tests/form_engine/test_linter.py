# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every form must keep, and the checker that says so: each check is seen to find its own mistake."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from forms import loader
from forms.linter import lint_file, lint_form, lint_shipped
from forms.model import Choice, FieldType, Reask, Source, Tone
from forms.score_sheets import may_ask, read_sheet, score_sheet, score_sheets
from forms.wording import MOST_WORDS, page_text, reading_ease, sentences, word_count

LANGUAGES = ("en", "es", "pt", "fr")


def test_every_form_that_ships_keeps_every_rule():
    """Nothing to mend, in any language."""
    assert [str(finding) for finding in lint_shipped()] == []


def broken(field, form_of):
    """One form a check, each with one thing wrong."""
    same = dict.fromkeys(LANGUAGES, "x")
    long_text = same | {"es": "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"}
    return {
        1: form_of(field("q", required=True)),
        2: form_of(field("q", why={"en": "x"})),
        3: form_of(field("q", "choice", choices=())),
        5: form_of(field("q", tags=("trauma_narrative",))),
        6: form_of(field("q", tags=("location",))),
        7: form_of(field("q", "choice", export=("anybody",))),
        8: form_of(field("q", export=("htcds",))),
        9: form_of(field("q", level=4, print=("individual_report",))),
        10: form_of(*(field(f"q{n}") for n in range(6))),
        11: form_of(field("q", retention="")),
        12: form_of(field("q", level=3, coview=True)),
        14: form_of(field("q", "choice", choices=(Choice("sí", same),))),
        15: form_of(field("q", label=same | {"es": "¿Por qué confesó?"})),
        "long": form_of(field("q", label=long_text)),
        "order": form_of(field("a", tone=Tone.HARD), field("b", tone=Tone.WISH)),
        "twice": form_of(field("q"), field("q")),
        "nowhere": form_of(field("q", show_if={"field": "other", "in": ["yes"]})),
    }


@pytest.mark.parametrize("check", [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15])
def test_each_check_finds_its_mistake(check: int, field, form_of):
    """And a form without it has no such finding."""
    found = {finding.check for finding in lint_form(broken(field, form_of)[check])}

    assert check in found
    assert lint_form(form_of(field("q"))) == []


@pytest.mark.parametrize(("which", "check"), [("long", 2), ("order", 10), ("twice", 14), ("nowhere", 14)])
def test_the_finer_checks_find_theirs(which: str, check: int, field, form_of):
    """Long sentences, hard questions first, doubled keys, rules that read nothing."""
    assert check in {finding.check for finding in lint_form(broken(field, form_of)[which])}


def test_a_label_changed_without_a_new_version_is_noticed(monkeypatch):
    """Check sixteen: what people were asked must be known by its version."""
    shipped = loader.forms()
    changed = replace(shipped[0], title=shipped[0].title, pages=tuple(
        replace(page, fields=tuple(replace(field, label={**field.label, "es": "otra"}) for field in page.fields))
        for page in shipped[0].pages))
    monkeypatch.setattr(loader, "forms", lambda: (changed, *shipped[1:]))

    assert 16 in {finding.check for finding in lint_shipped()}


def test_one_concept_is_one_kind_of_question(monkeypatch, field, form_of):
    """Check four, over all forms together."""
    pair = (form_of(field("a", concept="c", reask=Reask.NEVER)),
            form_of(field("b", "int", concept="c", reask=Reask.NEVER), ident="T2"))
    monkeypatch.setattr(loader, "forms", lambda: pair)

    assert 4 in {finding.check for finding in lint_shipped()}


@pytest.mark.parametrize("content", [
    "form: [", "just words", "", "form: X\npages: 7", "form: X\ntitle: {en: x}\npages: [{key: p}]", "- a\n- b",
    "form: X\ntitle: {en: x}\npages: [{key: p, title: {en: x}, fields: [{key: q, type: photo, source: P}]}]",
    "form: X\ntitle: {en: x}\npages: [{key: p, title: {en: x}, fields: [{key: q, type: choice, choices: lk_none,"
    " source: P, reask: R, level: 1, label: {en: x}}]}]", "&a [*a, *a]", "form: !!python/object:os.system x",
])
def test_a_broken_definition_is_one_plain_sentence(content: str, tmp_path: Path):
    """Whatever is in the file."""
    file = tmp_path / "mine.yaml"
    file.write_text(content, "utf-8")

    findings = lint_file(file)

    assert findings
    assert all(finding.sentence and "Traceback" not in finding.sentence for finding in findings)


def test_yes_and_no_stay_words():
    """A plain reader would make them truth values, and Norway with them."""
    assert loader.read_yaml("a: yes\nb: no\nc: NO\nd: 1", "x") == {"a": "yes", "b": "no", "c": "NO", "d": "1"}


@pytest.mark.rule("NR-02")
def test_no_form_of_the_first_days_asks_what_happened():
    """No narrative, no exploitation field in any form that ships; what is volunteered has its protected place."""
    for form in loader.forms():
        for field in form.fields():
            assert "trauma_narrative" not in field.tags
            assert not {"exploit", "traffick"} & set(field.key.split("_"))
    forbidden = {"legal_name", "document_number", "address", "citizenship", "what_happened", "who_did_it"}
    assert not forbidden & {field.key for field in loader.form("F01").fields()}


@pytest.mark.rule("PA-16")
@pytest.mark.parametrize("form_id", loader.form_ids())
def test_every_question_says_why_it_is_asked(form_id: str):
    """In every language, in fifteen words."""
    for field in loader.form(form_id).fields():
        for asked in (field, *field.columns):
            if asked.is_participant:
                assert set(asked.why) == set(LANGUAGES), asked.key
                assert all(word_count(why) <= 15 for why in asked.why.values())


@pytest.mark.rule("UX-02")
@pytest.mark.parametrize("form_id", loader.form_ids())
def test_pages_are_short_and_sentences_too(form_id: str):
    """At most five questions a page, fourteen words a sentence."""
    form = loader.form(form_id)
    for place, page in enumerate(form.pages):
        assert len(page.fields) <= 5
        for language in LANGUAGES:
            said = page_text(form, place, language)
            assert all(word_count(sentence) <= MOST_WORDS + 1 for sentence in sentences(said)), (page.key, language)


@pytest.mark.rule("UX-02")
@pytest.mark.parametrize(("language", "least"), [("es", 80), ("pt", 75), ("fr", 80)])
@pytest.mark.parametrize("form_id", ["F01", "F02", "F03", "F04", "F05", "F07", "F08", "F10", "F13", "F15"])
def test_pages_read_easily(form_id: str, language: str, least: int):
    """As easy as a primary-school page, page by page."""
    form = loader.form(form_id)
    for place, page in enumerate(form.pages):
        text = page_text(form, place, language)
        if word_count(text) > 12:
            assert reading_ease(text, language) >= least, (page.key, round(reading_ease(text, language)), text)


@pytest.mark.rule("UX-13")
@pytest.mark.parametrize("form_id", loader.form_ids())
def test_wishes_come_before_what_is_hard(form_id: str):
    """On every page, and over the pages of the whole form hard questions are not first."""
    weight = {Tone.WISH: 0, Tone.STRENGTH: 0, Tone.PLAIN: 1, Tone.HARD: 2}
    form = loader.form(form_id)
    asked = [field for field in form.fields() if field.is_participant]

    for page in form.pages:
        order = [weight[field.tone] for field in page.fields if field.is_participant]
        assert order == sorted(order)
    assert not asked or asked[0].tone is not Tone.HARD


@pytest.mark.rule("PA-10", "UX-14")
def test_outcomes_blame_nobody():
    """No "no-show", no "failed", no "refused"."""
    codes = {choice.code for choice in loader.choice_list("lk_outcome_session")}

    assert not codes & {"non_compliant", "no_show", "refused", "failed", "absent"}


@pytest.mark.rule("PA-11")
def test_her_choice_is_the_first_reason_to_close():
    """And it is as good as any."""
    assert loader.choice_list("lk_close")[0].code == "my_choice"


@pytest.mark.rule("PA-09")
@pytest.mark.parametrize("form_id", ["F08", "F10"])
def test_a_goal_has_five_levels_and_two_ratings_hers_first(form_id: str):
    """Written together, rated by both."""
    form = loader.form(form_id)
    keys = [field.key for field in form.fields()]

    assert {"level_m2", "level_m1", "level_0", "level_p1", "level_p2"} <= set(keys)
    assert keys.index("rating_p") < keys.index("rating_w")
    assert form.field("rating_p").source is Source.PARTICIPANT


@pytest.mark.rule("WP-07")
def test_a_threat_takes_three_answers_on_one_page():
    """Everything else can wait."""
    form = loader.form("F17")

    assert [field.key for field in form.pages[0].fields] == ["what", "when", "who_at_risk"]
    assert all(field.level == 4 for field in form.fields() if field.key != "raise_level")


def test_first_contact_asks_nine_things_at_most():
    """In five minutes, half of them skipped."""
    assert sum(field.is_participant for field in loader.form("F01").fields()) <= 9
    assert sum(field.is_participant for field in loader.form("F02").fields()) <= 20


@pytest.mark.rule("NR-09")
def test_no_list_of_events_ships_and_none_can_be_read(tmp_path: Path):
    """Interrogations by checklist are not asked here, whatever their licence."""
    assert all("event_checklist" not in sheet.tags for sheet in score_sheets())
    source = (Path(loader.HOME).parent / "instruments" / "who5" / "instrument.yaml").read_text("utf-8")
    folder = tmp_path / "events"
    folder.mkdir()
    (folder / "instrument.yaml").write_text(source.replace("tags: []", "tags: [event_checklist]"), "utf-8")

    with pytest.raises(ValueError, match="not asked here"):
        read_sheet(folder / "instrument.yaml")


@pytest.mark.parametrize("line", ["license", "source_url", "verified_on", "verified_by"])
def test_a_sheet_without_licence_source_or_date_does_not_ship(line: str, tmp_path: Path):
    """The build fails."""
    source = (Path(loader.HOME).parent / "instruments" / "who5" / "instrument.yaml").read_text("utf-8")
    kept = [each for each in source.splitlines() if not each.startswith(f"{line}:")]
    folder = tmp_path / "who5"
    folder.mkdir()
    (folder / "instrument.yaml").write_text("\n".join(kept), "utf-8")

    with pytest.raises(ValueError, match=line):
        read_sheet(folder / "instrument.yaml")


@pytest.mark.rule("NR-08")
def test_the_interval_and_the_year_of_an_instrument():
    """Fourteen days apart, six a year; a written reason overrides."""
    from datetime import date

    sheet = score_sheet("who5")
    day = date(2026, 11, 25)

    assert may_ask(sheet, ["2026-11-20"], day).until == "2026-12-04"
    assert may_ask(sheet, ["2026-11-11"], day) is None
    assert may_ask(sheet, [f"2026-{month:02}-01" for month in range(1, 7)], day).code == "instrument.year"
    assert may_ask(sheet, ["2026-11-20"], day, "She asked") is None


def test_no_form_shows_a_photo_or_a_place_by_satellite():
    """Those kinds of question do not exist."""
    assert not {"photo", "image", "geopoint"} & {kind.value for kind in FieldType}
