# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What practice promises of the forms of the first days: first contact, consent, intake, safe contact, children."""

from __future__ import annotations

import pytest

from assist.domain.consents import ON_PAPER, SERVICE
from forms import loader, registry
from forms.answers import AnswerState
from forms.linter import SHARED_VIEW, KeptWords, lint_form
from forms.linter.words import shipped_kept_words
from forms.model import LANGUAGES, FieldType, Reask, Source, Tone
from forms.session import FormSession
from tests.form_engine.first_days import FIRST_DAYS, questions, spoken

IDENTITY = {"person.legal_name", "person.citizenship", "person.birth", "person.people", "contact.value"}
STORY = {
    "en": ("traffick", "exploit", "abus", "recruit", "captiv", "what happened", "who did"),
    "es": ("trata de", "explot", "abus", "reclut", "captad", "lo que pasó", "quién lo hizo"),
    "pt": ("tráfico", "explora", "abus", "alicia", "recrut", "o que aconteceu", "quem fez"),
    "fr": ("traite", "exploit", "abus", "recrut", "ce qui s'est passé", "qui l'a fait"),
}


# -- consent ----------------------------------------------------------------------------


@pytest.mark.rule("CO-07")
def test_the_two_ticks_belong_to_the_service_consent_alone():
    """To be accompanied and to have a record kept are asked with it; sharing is asked by itself."""
    session = FormSession(loader.form("F03"))

    service = session.answer("kind", SERVICE).visible
    sharing = session.answer("kind", "referral").visible

    assert {"accompany", "keep_record"} <= service
    assert not {"recipient", "categories", "withhold"} & service
    assert not {"accompany", "keep_record"} & sharing
    assert {"recipient", "categories", "withhold", "expiry"} <= sharing


@pytest.mark.rule("CO-10")
def test_consent_may_be_spoken_signed_by_hand_or_in_signs_or_lie_on_an_earlier_paper():
    """A spoken one names who heard it."""
    form = loader.form("F03")
    session = FormSession(form)

    modes = [choice.code for choice in form.field("mode").choices]
    before = session.state.visible
    spoken_now = session.answer("mode", "spoken").visible

    assert modes == ["signature", "mark", "spoken", "signed_language", ON_PAPER]
    assert "witness" not in before
    assert "witness" in spoken_now


@pytest.mark.rule("PA-17", "CO-08")
def test_whether_a_guardian_may_be_linked_to_harm_is_asked_where_a_guardian_decides_and_stays_protected():
    """Never for an adult who decides alone."""
    form = loader.form("F03")
    session = FormSession(form)

    adult = session.answer("capacity", "adult").visible
    child = session.answer("capacity", "child").visible

    assert "guardian_conflict" not in adult
    assert "guardian_conflict" in child
    assert form.field("guardian_conflict").level == 4
    assert not form.field("guardian_conflict").is_participant


# -- skipping ---------------------------------------------------------------------------


@pytest.mark.rule("NR-05", "NR-18")
@pytest.mark.parametrize("state", [state for state in AnswerState if not state.carries_value])
@pytest.mark.parametrize("form_id", FIRST_DAYS)
def test_a_form_with_every_question_skipped_is_whole(form_id: str, state: AnswerState):
    """Nothing is lacking because of her silence, and the draft says the same again."""
    form = loader.form(form_id)
    session = FormSession(form)
    for field in form.fields():
        if field.is_participant:
            session.set_state(field.key, state)

    again = FormSession.from_draft(form, session.to_draft())

    assert not session.state.lacking & {field.key for field in form.fields() if field.is_participant}
    assert again.changes() == session.changes()
    assert all(answer.state is state for answer in session.changes().values())


@pytest.mark.rule("NR-06")
@pytest.mark.parametrize("form_id", ["F01", "F02", "F04"])
def test_silence_shows_and_hides_nothing(form_id: str):
    """The page is the same whether she says nothing or prefers not to say."""
    form = loader.form(form_id)
    untouched, silent = FormSession(form), FormSession(form)
    for field in form.fields():
        if field.is_participant:
            silent.set_state(field.key, AnswerState.PREFERS_NOT_TO_SAY)

    assert silent.state.visible == untouched.state.visible


# -- first contact and intake -----------------------------------------------------------


@pytest.mark.rule("NR-02")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form_id", FIRST_DAYS)
def test_no_question_of_the_first_days_comes_near_the_story(form_id: str, language: str):
    """Not in a label, not in a why, not in a choice."""
    for said in spoken(loader.form(form_id), language):
        assert not [stem for stem in STORY[language] if stem in said.casefold()], said


@pytest.mark.rule("UX-14")
def test_she_may_choose_any_word_for_herself_and_only_there_one_of_them_stands():
    """Nobody calls her a victim; she may, and the list of kept words says why (ruling 43)."""
    form, kept = loader.form("F02"), shipped_kept_words()

    codes = [choice.code for choice in form.field("self_term").choices]
    caught = {(finding.place, finding.check) for finding in lint_form(form, KeptWords({}, kept.long))}

    assert codes == ["person", "survivor", "victim", "other", "none"]
    assert caught == {("self_term", 15)}
    assert {(place, word) for place, _language, word in kept.kept} == {("F02/self_term", "victim")}
    assert lint_form(form) == []


@pytest.mark.rule("NR-02", "WP-02")
def test_first_contact_takes_no_identity():
    """No legal name, birth, nationality, number or address; nothing protected, no long text."""
    form = loader.form("F01")

    assert not IDENTITY & {field.concept for field in form.fields()}
    assert all(field.level < 4 for field in form.fields())
    assert all(field.type is not FieldType.TEXT_LONG for field in form.fields())
    assert not form.gates


@pytest.mark.rule("UX-13")
def test_first_contact_begins_with_a_wish_and_ends_with_danger():
    """Nine questions on two pages, and one page for the team."""
    pages = loader.form("F01").pages
    asked = [field for page in pages for field in page.fields if field.is_participant]

    assert asked[0].tone is Tone.WISH
    assert (asked[-1].key, asked[-1].tone) == ("danger_now", Tone.HARD)
    assert len(asked) <= 9
    assert [any(field.is_participant for field in page.fields) for page in pages] == [True, True, False]


def test_what_the_children_need_is_noted_only_where_there_are_children():
    """The team writes it; nobody asks them."""
    session = FormSession(loader.form("F01"))

    untouched = session.state.visible
    none = session.answer("minors_count", 0).visible
    two = session.answer("minors_count", 2).visible

    assert "minors_note" not in untouched | none
    assert "minors_note" in two


@pytest.mark.rule("CO-13")
def test_intake_waits_for_the_limits_and_for_consent_and_first_contact_for_nothing():
    """The form says so; the services keep it."""
    assert set(loader.form("F02").gates) == {"limits", "consent"}
    assert loader.form("F02").single
    assert all(not loader.form(form_id).gates for form_id in ("F00", "F01", "F03", "F04", "LIMITS"))


@pytest.mark.rule("UX-13")
def test_intake_begins_with_wishes_and_strengths():
    """The first page is hers."""
    first = loader.form("F02").pages[0]

    assert [field.key for field in first.fields][:2] == ["hopes", "strengths"]
    assert {field.tone for field in first.fields[:2]} == {Tone.WISH, Tone.STRENGTH}
    assert loader.form("F02").field("strengths").reask is Reask.VOLUNTEERED


def test_who_she_is_and_whom_she_trusts_lies_behind_the_seal():
    """Legal name, wishes about people, people she trusts and official recognition (ruling 72)."""
    form = loader.form("F02")
    sealed = [form.field(key) for key in ("legal_name", "worker_pref", "trusted", "formal_identification",
                                         "formal_authority", "formal_on")]

    for field in (*sealed, *form.field("trusted").columns):
        assert (field.level, field.retention) == (4, "protected"), field.key
        assert not field.print
        assert not field.export
        assert not field.coview


@pytest.mark.rule("NR-21")
def test_official_recognition_is_the_teams_to_know_and_never_asked():
    """Its office and month appear only when there is something to say."""
    form = loader.form("F02")
    session = FormSession(form)

    none = session.answer("formal_identification", "none").visible
    granted = session.answer("formal_identification", "granted").visible

    assert form.field("formal_identification").source is Source.WORKER
    assert not form.field("formal_identification").required
    assert not {"formal_authority", "formal_on"} & none
    assert {"formal_authority", "formal_on"} <= granted


@pytest.mark.rule("UX-15")
def test_a_birthday_is_asked_to_the_month_and_may_be_about():
    """The day is not needed."""
    session = FormSession(loader.form("F02"))

    session.answer("birth", "1994~")

    assert loader.form("F02").field("birth").type is FieldType.MONTH
    assert session.answer_of("birth").precision == "about"


def test_every_paper_has_a_state_of_its_own():
    """Had, lost, held by others, never had; and each may be left unsaid."""
    session = FormSession(loader.form("F02"))
    first, second = session.add_row("documents"), session.add_row("documents")
    session.answer_cell("documents", first, "paper", "passport")
    session.answer_cell("documents", first, "state", "held_by_others")
    session.answer_cell("documents", second, "paper", "birth")
    session.set_cell_state("documents", second, "state", AnswerState.PREFERS_NOT_TO_SAY)

    cells = {row.id: row.cells for row in session.rows("documents")}

    assert (cells[first]["paper"].value, cells[first]["state"].value) == ("passport", "held_by_others")
    assert cells[second]["state"].state is AnswerState.PREFERS_NOT_TO_SAY


@pytest.mark.rule("NR-03")
def test_what_is_asked_in_the_first_days_is_asked_in_one_form_only():
    """A concept has one home; any other form would show it as known."""
    homes: dict[str, list[str]] = {}
    for form_id in FIRST_DAYS:
        for field in loader.form(form_id).fields():
            if field.lives_on_person:
                homes.setdefault(field.concept, []).append(form_id)

    assert [concept for concept, where in homes.items() if len(where) > 1] == []
    assert {"person.chosen_name", "person.language", "person.address_form", "contact.channel"} <= set(homes)


# -- safe contact, limits, children ----------------------------------------------------


@pytest.mark.rule("WP-04")
def test_the_contact_card_holds_rules_first_and_the_number_behind_the_seal():
    """Confirmed each time; number, shared telephone, words and what to do without an answer are protected."""
    form = loader.form("F04")
    keys = [field.key for field in form.fields()]

    assert form.single
    assert form.tab == "safety"
    assert keys.index("who_starts") < keys.index("channel") < keys.index("value")
    assert {field.key for field in form.fields() if field.level == 4} == {
        "value", "shared_device", "code_word", "code_word_stop", "if_no_answer", "if_no_answer_note", "relatives"}
    assert all(field.reask is Reask.CONFIRM and field.concept.startswith("contact.") for field in form.fields())
    assert not any(field.print or field.export for field in form.fields())


def test_nothing_is_done_without_an_answer_unless_she_names_it():
    """Doing nothing is the first choice; day or person are asked only when one is wanted."""
    form = loader.form("F04")
    session = FormSession(form)

    nothing = session.answer("if_no_answer", "do_nothing").visible
    person = session.answer("if_no_answer", "tell_person").visible

    assert form.field("if_no_answer").choices[0].code == "do_nothing"
    assert "if_no_answer_note" not in nothing
    assert "if_no_answer_note" in person


def test_a_child_is_counted_and_never_questioned():
    """One line for each, the age band first; told by whoever cares for it, no question to the child (ruling 46)."""
    form = loader.form("F22")

    assert list(questions(form)) == []
    assert [column.key for column in form.field("children").columns] == [
        "age_band", "called", "born", "health_alert", "school", "may_collect", "safety_line"]
    assert form.field("children").level == 3
    assert [choice.code for choice in form.field("children").columns[0].choices] == ["0_11", "12_14", "15_17"]


def test_the_limits_are_explained_by_the_team_and_ask_the_person_nothing():
    """Which text, in which language, in which way."""
    form = loader.form("LIMITS")

    assert list(questions(form)) == []
    assert {"explained", "language", "how", "text_id"} <= {field.key for field in form.fields()}


def test_exactly_the_forms_of_the_first_days_that_say_so_come_on_paper():
    """First contact, consent, safe contact, children who came along (ruling 50)."""
    assert {form_id for form_id in FIRST_DAYS if loader.form(form_id).paper} == {"F01", "F03", "F04", "F22"}


# -- what storage and the gate read -------------------------------------------------------


def test_no_two_fields_share_a_number_and_none_is_without():
    """Numbers are given once and never again."""
    lines = (loader.HOME / "numbers.yaml").read_text("utf-8").splitlines()
    given = [line.split(": ")[1] for line in lines if ": " in line and not line.startswith("#")]

    assert len(given) == len(set(given))
    assert registry.missing() == []
    for form_id in FIRST_DAYS:
        for name, field in registry.named_fields(loader.form(form_id)):
            assert field.number == registry.number_of(name) > 0, name


def test_only_what_may_be_generalised_may_leave():
    """Age band, gender and citizenship, for one purpose; everything else stays."""
    leaving = {field.concept: field.export for form in loader.forms() for field in form.fields() if field.export
               and form.id in FIRST_DAYS}

    assert leaving == {
        "person.age_group": ("htcds",), "person.gender": ("htcds",), "person.citizenship": ("htcds",)}


@pytest.mark.rule("PA-04")
@pytest.mark.parametrize("form_id", FIRST_DAYS)
def test_what_is_looked_at_together_is_hers_and_light(form_id: str):
    """Up to level 2; her own consent and contact card may show level 3, never what is protected."""
    highest = 3 if form_id in SHARED_VIEW else 2
    together = [field for field in loader.form(form_id).fields() if field.coview]

    assert all(field.is_participant and field.level <= highest for field in together)
