# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Her own safety plan on paper: hers alone, only where a paper is safe, and on no other paper (rulings 12 and 87)."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.desk import Desk
from assist.errors import NotFound, VaultShut
from assist.reports.allowed import FIELDS, OF_HER_SAFETY_PLAN, STRUCTURE
from assist.reports.lines import PARTICIPANT, SAFETY_PLAN, SUPERVISION
from assist.reports.order import ReportOrder
from assist.services.reports import Prepared, Purpose
from forms.loader import form
from forms.model import LANGUAGES
from tests.services.conftest import Fill
from tests.services.reported_case import refused, words_of

WORDS = {"calm_alone": "qzvsola cantar", "people_ok": "qzvamiga", "signs": "qzvpasos", "kids": "qzvescuela"}
STEP = {"if_this": "qzvsi llama", "then_i": "qzvno contesto", "who_helps": "qzvvecina", "how": "qzvtimbre"}
HANDED = Purpose("own_copy", paper_safe=True)


@pytest.fixture
def planned(fill: Fill, case: str) -> str:
    """A case with a safety plan in which every room is filled."""
    fill("F06", case, **WORDS, steps=[STEP], leave_bag=("money", "keys"), online=("location_off",),
         who_has_copy="person", agreed_on="2026-11-25", review_on="2026-12-24")
    return case


def copy(desk: Desk, case: str, language: str = "es", template: str = SAFETY_PLAN) -> Prepared:
    """The paper with every line of hers kept."""
    first = desk.reports.preview(case, ReportOrder(template, language))
    keep = frozenset(line.key for line in first.own_words)
    return desk.reports.preview(case, ReportOrder(template, language, keep=keep))


@pytest.mark.rule("PA-05")
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_of_her_plan_is_on_it_and_nothing_of_the_house(desk: Desk, planned: str, language: str):
    """In three parts, in a language a paper can be in; neither code nor organisation nor a word for what happened."""
    text = words_of(copy(desk, planned, language).pdf)

    for word in (*WORDS.values(), *STEP.values()):
        assert word in text, word
    for page in form("F06").pages[:3]:
        assert page.title[language] in text
    for field, code in (("leave_bag", "money"), ("online", "location_off")):
        assert next(each for each in form("F06").field(field).choices if each.code == code).label[language] in text
    told = text.casefold()
    for word in (desk.cases.header(planned).code.casefold(), "amparo", "traffick", "trata de", "tráfico", "victim",
                 "víctima", "vítima", "safety plan", "plan de seguridad", "plano de segurança", "plan de sécurité"):
        assert word not in told, word


@pytest.mark.rule("PA-05", "WP-18")
def test_it_leaves_only_where_a_paper_is_safe_today(desk: Desk, planned: str, tmp_path: Path):
    """Asked each time; the log says that a copy was given, and no word of it."""
    prepared = copy(desk, planned)

    assert refused(lambda: desk.reports.save(planned, prepared, tmp_path / "a.pdf", Purpose("own_copy"))) == (
        "report.not_safe")
    saved = desk.reports.save(planned, prepared, tmp_path / "a.pdf", HANDED)

    line = desk.reports.printed(saved.print_id)
    assert line is not None
    assert "qzv" not in repr(line)
    assert (tmp_path / "a.pdf").read_bytes() == prepared.pdf


@pytest.mark.rule("WP-06", "NR-12")
@pytest.mark.parametrize("template", [SUPERVISION, PARTICIPANT])
def test_no_other_paper_holds_a_word_of_it(desk: Desk, planned: str, template: str):
    """Neither the team's report nor the copy of her other plan."""
    assert "qzv" not in words_of(copy(desk, planned, template=template).pdf)


def test_the_list_of_what_it_may_hold_is_her_safety_plan_and_her_name():
    """Nothing of any other form, and nothing the case knows of itself."""
    assert {name.split("/")[0] for name in OF_HER_SAFETY_PLAN} == {
        "F06", "person.chosen_name", "safety.leave_bag", "safety.online_steps"}
    assert SAFETY_PLAN not in {*FIELDS, *STRUCTURE}


def test_half_a_plan_is_no_copy_of_it(desk: Desk, planned: str):
    """With the vault shut most of it is not there to be printed."""
    desk.signed.shut_vault()

    with pytest.raises(VaultShut):
        desk.reports.preview(planned, ReportOrder(SAFETY_PLAN, "es"))


def test_without_a_plan_there_is_no_paper(desk: Desk, case: str):
    """And it says where one is written."""
    with pytest.raises(NotFound) as none:
        desk.reports.preview(case, ReportOrder(SAFETY_PLAN, "es"))

    assert none.value.code == "report.no_plan"


def test_what_names_a_place_or_a_person_waits_for_a_second_look(desk: Desk, fill: Fill, case: str):
    """As on every paper; who prints it decides line by line with her."""
    fill("F06", case, calm_alone="respirar", people_ok="mi prima Rosa en la calle Lima 123")

    lines = {line.key.split(":")[0]: line.look_again for line in copy(desk, case).own_words}

    assert lines["people_ok"]
    assert not lines["calm_alone"]
