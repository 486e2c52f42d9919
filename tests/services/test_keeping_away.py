# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom she does not want near does not come near: a yes or a no, and never why."""

from __future__ import annotations

import pytest

from assist.desk import Desk
from assist.errors import NotAllowed, VaultShut
from assist.messages import sentence
from tests.services.conftest import Fill


@pytest.fixture
def wary(fill: Fill, case: str) -> str:
    """Somebody with a list: the only colleague there is, an interpreter, an office."""
    fill("F02", case, keep_away="yes", exclusions=[
        {"who": "Ana Rios", "kind": "person"}, {"who": "I-7", "kind": "person"},
        {"who": "Oficina X", "kind": "office"}])
    return case


def own(desk: Desk) -> str:
    """Her who is signed in."""
    return desk.bench.user.hex()


def refused(error: NotAllowed | None) -> str:
    """The words somebody reads."""
    return " ".join(sentence(error)) if error is not None else ""


@pytest.mark.rule("NR-14", "WP-05")
def test_a_colleague_on_her_list_gets_no_case_of_hers_and_nobody_reads_why(fill: Fill, desk: Desk, wary: str):
    """Accents and capitals make no difference. Somebody else may."""
    worker = next(each for each in desk.assigning.colleagues())
    fill("F02", wary, exclusions=[{"who": worker.name.upper(), "kind": "person"}])
    _give_away(desk, wary)

    with pytest.raises(NotAllowed) as refusal:
        desk.assigning.assign(wary, worker.user)

    assert refusal.value.code == "case.kept_away"
    assert worker.name not in refused(refusal.value)
    assert not refusal.value.details


def _give_away(desk: Desk, case: str) -> None:
    """Her case is nobody's for the moment."""
    from assist.changesets import pack_plain
    from assist.domain import wire
    from assist.services.scribe import Put, Target

    with desk.bench.keeper.writing() as work:
        book = desk.bench.book(work, bytes.fromhex(case))
        desk.bench.scribe.write(work, Target(book.case_id, book.level, (book.newest_stamp,)), [Put(
            book.case_id, wire.CASE, wire.WORKER, pack_plain(b"\0" * 16), 1, book.case.dots(wire.WORKER))])
        work.commit()


@pytest.mark.rule("NR-14", "WP-05")
@pytest.mark.parametrize(("form", "said"), [
    ("F11", {"outcome": "held", "interpreter": "i-7"}),
    ("AGR", {"plan": "productive", "how": "through_interpreter", "interpreter": "I-7"}),
    ("F03", {"kind": "aftercare", "decision": "no", "interpreter": "I-7"})])
def test_an_interpreter_on_her_list_is_not_written_down_for_her(
    form: str, said: dict[str, str], fill: Fill, desk: Desk, wary: str,
):
    """On no form, and the refusal says nothing of her reasons."""
    before = len(desk.cases.records(wary))

    with pytest.raises(NotAllowed) as refusal:
        fill(form, wary, **said)

    assert refusal.value.code == "case.kept_away"
    assert len(desk.cases.records(wary)) == before
    fill("F11", wary, outcome="held", interpreter="I-8")


@pytest.mark.rule("WP-05")
def test_with_protected_work_shut_nobody_can_look_so_nobody_is_let_near(fill: Fill, desk: Desk, wary: str):
    """It opens with the passphrase; a case without a list asks for none."""
    other = fill("F01", may_keep_note="yes").case
    desk.signed.shut_vault()

    with pytest.raises(VaultShut):
        fill("F11", wary, outcome="held", interpreter="I-8")
    fill("F11", wary, outcome="held")
    fill("F11", other, outcome="held", interpreter="I-7")


@pytest.mark.rule("WP-05")
def test_that_there_is_a_list_is_all_the_open_half_knows(fill: Fill, desk: Desk, wary: str):
    """Names and offices are behind the seal."""
    record = next(row.record for row in desk.cases.records(wary) if row.form == "F02")
    desk.signed.shut_vault()

    answers = desk.records.answers(wary, record)[1]

    assert answers["keep_away"].value == "yes"
    assert "exclusions" not in answers
