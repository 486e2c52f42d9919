# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A step of a plan in free words is no way around her no: nobody of the family is contacted without her yes (WP-15)."""

from __future__ import annotations

import pytest

from assist.desk import Desk
from assist.domain.kin_words import meant
from assist.errors import NotAllowed
from assist.messages import sentence
from assist.reading import fold
from tests.services.conftest import Fill

LISTED = ("tia rosa", "el mayor", "abuela")

CONTACT = [
    ("visitar a la tía Rosa", {"tia rosa"}), ("Llamar al mayor el lunes", {"el mayor"}),
    ("una carta para la abuela", {"abuela"}), ("escribirle a su mamá", {"mama"}),
    ("Visit her mother", {"mother"}), ("call the grandmother on Sunday", {"grandmother"}),
    ("write a letter to tía Rosa", {"tia rosa"}), ("ligar para a avó", {"avo"}), ("visita à mãe", {"mae"}),
    ("mandar mensagem ao irmão dela", {"irmao"}), ("rendre visite à sa mère", {"mere"}),
    ("appeler le frère", {"frere"}), ("lettre à Tía Rosa", {"tia rosa"}), ("Tía Rosa: llamada el martes", {"tia rosa"}),
    ("appeler sa sœur", {"soeur"}),
]
MENTION = [
    "No llamar a la abuela", "nunca visitar a la tía Rosa", "ne pas appeler sa mère", "não ligar para a mãe",
    "never call her father", "don't write to tía Rosa", "cuidar al bebé con la abuela",
    "foto de la tía Rosa en la pared",
    "Llamar al consulado por la partida de nacimiento de su madre", "visitar la escuela", "call the clinic",
    "ligar para a escola", "écrire un CV", "la calle del mercado", "hablar de la abuela",
    "Llamar a mi abuela los domingos", "Call my cousin on Sundays", "Ligar para minha prima", "Appeler ma cousine",
]
"""What names a relative and contacts nobody, or nobody of the family; and what she does herself, in her words."""


@pytest.fixture
def with_family(fill: Fill, case: str) -> str:
    """A yes, a no, a silence."""
    fill("F04", case, relatives=[{"called": "Tía Rosa", "may_contact": "yes"},
                                 {"called": "el mayor", "may_contact": "no"}, {"called": "abuela"}])
    return case


@pytest.mark.rule("WP-15")
@pytest.mark.parametrize(("words", "whom"), CONTACT)
def test_a_letter_a_call_or_a_visit_is_read_as_one(words: str, whom: set[str]):
    """In four languages; a relative she never named is one, too."""
    assert meant(fold(words), LISTED) == whom


@pytest.mark.parametrize("words", MENTION)
def test_a_mention_and_a_not_are_no_contact(words: str):
    """Her plan may speak of her family as she likes."""
    assert not meant(fold(words), LISTED)


@pytest.mark.rule("WP-15")
@pytest.mark.parametrize(("form", "table"), [("F08", "step"), ("F10", "step"), ("F11", "done_next")])
@pytest.mark.parametrize("words", ["visitar al mayor", "llamar a la abuela", "carta a su padre"])
def test_a_step_to_a_relative_without_her_yes_is_not_kept(
        words: str, form: str, table: str, fill: Fill, desk: Desk, with_family: str):
    """Neither a no, nor a silence, nor somebody nobody asked her about; the sentence names nobody."""
    before = len(desk.cases.records(with_family))

    with pytest.raises(NotAllowed) as refused:
        fill(form, with_family, **{table: [{"what": words, "who": "el equipo"}]})

    assert refused.value.code == "case.step_to_relative"
    said = " ".join(sentence(refused.value))
    assert "not kept" in said
    assert not any(word in said for word in ("mayor", "abuela", "padre"))
    assert len(desk.cases.records(with_family)) == before


@pytest.mark.rule("WP-15")
@pytest.mark.parametrize("step", [
    {"what": "visitar a la tía Rosa", "who": "el equipo"}, {"what": "visitar a la tía", "who": "el equipo"},
    {"what": "llamar a la abuela", "who": "Killa"}, {"what": "llamar a la abuela", "who": "ella"},
    {"what": "no llamar a la abuela"}, {"what": "llamar a la abuela", "who": "el equipo", "done": "yes"}])
def test_with_her_yes_by_herself_or_as_something_that_happened_it_is_kept(
        step: dict[str, str], fill: Fill, desk: Desk, with_family: str):
    """Whom she calls herself is hers to decide."""
    saved = fill("F08", with_family, goal_own_words="estar con los míos", step=[step])

    assert desk.cases.plan(with_family).psychosocial[0].steps[0].what == step["what"]
    opening = desk.records.open("F08", with_family, saved.record)
    opening.session.answer("disagree", "yo lo veo distinto")
    assert desk.records.save(opening)


@pytest.mark.rule("WP-15")
def test_a_step_that_stands_is_asked_about_again_only_when_its_words_change(
        fill: Fill, desk: Desk, with_family: str):
    """She took a yes back: the step may be marked as done, and no further one is written."""
    record = fill("F08", with_family, goal_own_words="x", step=[{"what": "visitar a la tía Rosa"}]).record
    fill("F04", with_family, relatives=[{"called": "tia rosa", "may_contact": "no"}])

    _change(desk, with_family, record, "by_when", "2027-01")
    with pytest.raises(NotAllowed, match="step_to_relative"):
        _change(desk, with_family, record, "support", "con taxi")
    _change(desk, with_family, record, "done", "yes")


def _change(desk: Desk, case: str, record: str, column: str, value: str) -> None:
    """One cell of the only step of a goal."""
    opening = desk.records.open("F08", case, record)
    (row,) = opening.session.rows("step")
    opening.session.answer_cell("step", row.id, column, value)
    desk.records.save(opening)


@pytest.mark.rule("WP-15")
def test_with_protected_work_shut_words_of_a_plan_are_kept(fill: Fill, desk: Desk, with_family: str):
    """Nobody can look there, and a plan is not stopped by a word; a contact on the list of a note is."""
    desk.signed.shut_vault()

    fill("F08", with_family, goal_own_words="x", step=[{"what": "llamar a la abuela", "who": "el equipo"}])

    assert desk.cases.plan(with_family).psychosocial[0].steps
