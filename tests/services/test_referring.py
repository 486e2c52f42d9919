# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A referral: exactly what she ticked, to exactly whom she agreed to, with a receipt of every line."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.consentbook import consent_for
from assist.desk import Desk
from assist.domain.consents import SHARING, Need
from assist.errors import BadInput, NotAllowed
from assist.reports.referral import CATEGORY, FORM
from assist.services.referring import Held
from forms.answers import AnswerState
from forms.loader import choice_list, form
from tests.domain.printed_papers import read
from tests.domain.written_case import WrittenCase
from tests.services.conftest import Fill

OFFICE = "Oficina de documentos"


@pytest.fixture
def agreed(fill: Fill, case: str) -> str:
    """She agreed that one office is told her name, needs and plan, for a month."""
    fill("F03", case, kind="referral", recipient=OFFICE, categories=("name", "needs", "plan"), decision="yes",
         expiry="2026-12-20", mode="spoken", withhold="de mi familia nada")
    fill("F08", case, goal_own_words="Dormir tranquila")
    fill("F02", case, legal_status="none", health_link="yes", people="CANARYPEOPLE")
    return case


def looked(fill: Fill, desk: Desk, case: str, *parts: str, **more: object) -> Held:
    """A referral with these parts ticked, as it would leave."""
    saved = fill("F12", case, **{"to": OFFICE, "need": "documents", "payload": parts, **more})
    return desk.referring.look(case, saved.record, "es")


def test_every_part_that_may_leave_has_a_category_her_consent_can_name():
    """And is a choice of the form; nothing above level 3 is among them."""
    categories = {choice.code for choice in choice_list("lk_category")}

    assert list(CATEGORY) == [choice.code for choice in form(FORM).field("payload").choices]
    assert set(CATEGORY.values()) <= categories


@pytest.mark.rule("CO-11")
def test_without_her_yes_to_a_service_there_is_no_referral(fill: Fill, desk: Desk, case: str):
    """The form itself stays closed; a no opens nothing."""
    fill("F03", case, kind="referral", recipient=OFFICE, decision="no")

    with pytest.raises(NotAllowed) as refused:
        desk.records.open("F12", case)

    assert refused.value.code == "gate.referral"
    assert desk.referring.recipients(case) == ()


@pytest.mark.rule("NR-05")
def test_every_question_of_a_referral_may_be_skipped(fill: Fill, desk: Desk, agreed: str):
    """She says nothing, and it is prepared all the same."""
    opening = desk.records.open("F12", agreed)
    for asked in opening.form.fields():
        if asked.is_participant:
            opening.session.set_state(asked.key, AnswerState.PREFERS_NOT_TO_SAY)

    assert desk.records.save(opening).record


def test_only_what_was_ticked_and_answered_is_told(fill: Fill, desk: Desk, agreed: str):
    """In the language asked for; what she wants kept back stands above it."""
    held = looked(fill, desk, agreed, "called", "goals", "adjustments", already_told=("statement", "family"))

    assert [(key, words) for key, _label, words in held.letter.parts] == [
        ("called", "Killa"), ("goals", "«Dormir tranquila»")]
    assert held.letter.not_again == ("la declaración que di", "mi familia")
    assert held.withhold == "de mi familia nada"


@pytest.mark.rule("CO-01", "CO-11")
@pytest.mark.parametrize("purpose", sorted(SHARING))
def test_a_yes_that_names_nobody_is_not_kept_and_lets_nothing_leave(
        purpose: str, fill: Fill, desk: Desk, case: str):
    """Nor does one that was kept before this was asked for: what is for nobody is for no one who comes."""
    yes = {"kind": purpose, "categories": ("name",), "decision": "yes", "expiry": "2026-12-20", "mode": "spoken"}
    for nobody in ({}, {"recipient": "  "}):
        with pytest.raises(BadInput, match=r"consent\.one_recipient"):
            fill("F03", case, **yes, **nobody)
    assert [row.kind for row in desk.cases.consents(case)] == ["accompaniment"]

    before = WrittenCase()
    before.sheet("F03", "2026-11-25", yes)
    said, _consent = consent_for(before.book, Need(purpose, "", frozenset({"name"})), desk.clock.today())
    assert said == "wrong_recipient"


@pytest.mark.rule("CO-14")
@pytest.mark.parametrize("on_paper", [True, False])
def test_the_receipt_names_exactly_what_left_with_its_fingerprint_day_and_consent(
    on_paper: bool, fill: Fill, desk: Desk, agreed: str, tmp_path: Path,
):
    """On paper or by voice. On the paper stand those lines and nothing else of her."""
    held = looked(fill, desk, agreed, "called", "language", "goals")
    consent = next(row.record for row in desk.cases.consents(agreed) if row.kind == "referral")
    out = tmp_path / "out.pdf" if on_paper else None

    desk.referring.leave(agreed, held.letter, out)

    receipt = desk.records.answers(agreed, held.letter.record)[1]
    assert set(receipt["sent_what"].value) == set(held.letter.keys) == {"called", "language", "goals"}
    assert receipt["sent_hash"].value == held.letter.fingerprint
    assert (receipt["sent_on"].value, receipt["sent_consent"].value, receipt["status"].value) == (
        "2026-11-25", consent, "sent")
    assert [duty.due for duty in desk.cases.duties(agreed) if duty.rule == "referral_check"] == ["2026-12-02"]
    if out is not None:
        words = read(out.read_bytes())
        assert "Killa" in words
        assert "Dormir tranquila" in words
        assert "CANARYPEOPLE" not in words
        assert "familia" not in words


@pytest.mark.rule("CO-11", "CO-14")
@pytest.mark.parametrize(("parts", "code"), [
    (("called", "health_link"), "gate.consent_missing_category"), (("legal_status",), "gate.consent_missing_category")])
def test_what_she_did_not_agree_to_does_not_leave(
    parts: tuple[str, ...], code: str, fill: Fill, desk: Desk, agreed: str, tmp_path: Path,
):
    """No file, no receipt, and words for it."""
    held = looked(fill, desk, agreed, *parts)
    out = tmp_path / "out.pdf"

    with pytest.raises(NotAllowed) as refused:
        desk.referring.leave(agreed, held.letter, out)

    assert refused.value.code == code
    assert not out.exists()
    assert "sent_on" not in desk.records.answers(agreed, held.letter.record)[1]


@pytest.mark.rule("CO-06", "CO-14")
def test_a_stopped_consent_and_a_hold_keep_it_in(fill: Fill, desk: Desk, agreed: str):
    """Between looking and leaving as well."""
    held = looked(fill, desk, agreed, "called")
    consent = next(row.record for row in desk.cases.consents(agreed) if row.kind == "referral")
    desk.care.withdraw(agreed, consent)
    with pytest.raises(NotAllowed, match=r"gate\.consent_withdrawn"):
        desk.referring.leave(agreed, held.letter)

    fill("F17", agreed, what="seen_near", when="now", who_at_risk=("person",))
    with pytest.raises(NotAllowed, match=r"gate\.hold"):
        desk.referring.leave(agreed, held.letter)


def test_what_changed_since_it_was_looked_at_is_looked_at_again(fill: Fill, desk: Desk, agreed: str):
    """What leaves is what was seen."""
    held = looked(fill, desk, agreed, "called")
    fill("F11", agreed, outcome="held")

    with pytest.raises(BadInput, match=r"report\.changed"):
        desk.referring.leave(agreed, held.letter)


@pytest.mark.rule("WP-05")
def test_an_office_on_her_list_is_no_place_to_refer_to(fill: Fill, desk: Desk, agreed: str):
    """Written later, it keeps in what was prepared before; the reason is told to nobody."""
    held = looked(fill, desk, agreed, "called")
    fill("F02", agreed, keep_away="yes", exclusions=[{"who": OFFICE.upper(), "kind": "office"}])
    again = desk.referring.look(agreed, held.letter.record, "es")

    for act in (lambda: desk.referring.leave(agreed, again.letter), lambda: looked(fill, desk, agreed, "called")):
        with pytest.raises(NotAllowed, match=r"case\.kept_away"):
            act()


@pytest.mark.rule("NR-13")
def test_who_gave_a_statement_already_is_not_asked_for_another(fill: Fill, desk: Desk, agreed: str):
    """The referral begins with that ticked, and says so to whoever receives it."""
    from ui.screens.record_editor.opening import prepare
    from ui.screens.record_editor.screen import Wanted

    before = prepare(desk, Wanted(form="F12", case=agreed)).opening.session.answer_of("already_told").value
    fill("F18", agreed, statement_exists="recorded_before", statement_holder="J4")
    prepared = prepare(desk, Wanted(form="F12", case=agreed))

    assert before is None
    assert prepared.opening.session.answer_of("already_told").value == ("statement",)
    assert prepared.offers["to"] == ((OFFICE, OFFICE),)
