# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people write apart about the same person, and one of them settles it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assist.errors import BadInput, NotAllowed, NotFound
from assist.reading import number, text
from tests.syncing.team import MemoryStore, settle
from tests.syncing.written_apart import Team, apart, believed, consented, later, only, told

# -- test 20: three weeks apart -------------------------------------------------------------


@pytest.mark.parametrize("carefully", [0, 1])
def test_the_same_question_on_two_laptops_for_three_weeks(team: Team, store: MemoryStore, carefully: int):
    """Two values on both, one difference each, the careful one shown on both; who settles, settles it for all."""
    ana, beto = team("Ana", "Beto")
    answers = ["nothing", "first_name"] if carefully == 0 else ["first_name", "nothing"]
    case = apart([ana, beto], store, "F04", [
        {"may_say": "neutral"}, {"may_say": answers[0]}, {"may_say": answers[1]}])

    for member in (ana, beto):
        row = only(member, case)
        assert told(row) == answers
        assert row.shown == carefully
        assert [side.by for side in row.sides] == ["Ana", "Beto"]
        assert believed(member, case, "contact.may_say") == "nothing"

    assert [(each.case, each.name, each.count) for each in ana.desk.conflicts.all()] == [(case, "Killa", 1)]
    assert beto.desk.conflicts.all() == (), "she is not accompanied by him"
    later(beto, 3600)
    beto.desk.conflicts.choose(only(beto, case), answers.index("first_name"))
    settle([ana, beto], store)

    for member in (ana, beto):
        assert member.desk.conflicts.of(case) == ()
        assert member.desk.conflicts.all() == ()
        assert believed(member, case, "contact.may_say") == "first_name"
        assert member.desk.bench.keeper.projection_drift() == []
    assert ana.everything() == beto.everything()


def test_what_came_meanwhile_is_not_settled_unseen(team: Team, store: MemoryStore):
    """A third value reached this laptop after she had looked: it stays beside her choice (ruling 62)."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = consented(ana)
    _case, record = ana.save("F02", case, self_term="person")
    settle([ana, beto, carla], store)
    for member, term in ((ana, "survivor"), (beto, "other"), (carla, "none")):
        member.save("F02", case, record, self_term=term)
    settle([ana, beto], store)
    looked = only(ana, case)
    assert len(looked.sides) == 2
    settle([carla, ana], store)

    ana.desk.conflicts.choose(looked, told(looked).index("survivor"))

    assert sorted(map(str, told(only(ana, case)))) == ["none", "survivor"]


def test_what_somebody_settled_meanwhile_is_not_settled_twice(team: Team, store: MemoryStore):
    """The choice comes too late, and says so."""
    ana, beto = team("Ana", "Beto")
    case = apart([ana, beto], store, "F02", [
        {"self_term": "person"}, {"self_term": "survivor"}, {"self_term": "other"}])
    looked = only(ana, case)
    beto.desk.conflicts.choose(only(beto, case), 1)
    settle([ana, beto], store)

    with pytest.raises(NotFound, match=r"difference\.gone"):
        ana.desk.conflicts.choose(looked, 0)


def test_a_side_that_was_replaced_meanwhile_cannot_be_chosen(team: Team, store: MemoryStore):
    """Its author wrote something else by now."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = consented(ana)
    _case, record = ana.save("F02", case, self_term="person")
    settle([ana, beto, carla], store)
    for member, term in ((ana, "survivor"), (beto, "other"), (carla, "none")):
        member.save("F02", case, record, self_term=term)
    beto.round(store)
    ana.round(store)
    looked = only(ana, case)
    beto.save("F02", case, record, self_term="victim")
    settle([beto, carla, ana], store)

    with pytest.raises(NotFound, match=r"difference\.gone"):
        ana.desk.conflicts.choose(looked, told(looked).index("other"))
    assert len(only(ana, case).sides) == 3


def test_two_who_settle_differently_differ_again_and_two_who_settle_alike_do_not(team: Team, store: MemoryStore):
    """Settling is writing like any other."""
    ana, beto = team("Ana", "Beto")
    case = apart([ana, beto], store, "F02", [
        {"self_term": "person"}, {"self_term": "survivor"}, {"self_term": "other"}])
    ana.desk.conflicts.choose(only(ana, case), 0)
    beto.desk.conflicts.choose(only(beto, case), 1)
    settle([ana, beto], store)

    assert sorted(map(str, told(only(ana, case)))) == sorted(map(str, told(only(beto, case)))) == ["other", "survivor"]

    for member in (ana, beto):
        row = only(member, case)
        member.desk.conflicts.choose(row, told(row).index("survivor"))
    settle([ana, beto], store)

    for member in (ana, beto):
        assert member.desk.conflicts.of(case) == ()
        assert believed(member, case, "person.self_term") == "survivor"


def test_two_who_heard_the_same_have_nothing_to_settle(team: Team, store: MemoryStore):
    """On different days, from different people."""
    ana, beto = team("Ana", "Beto")
    case = apart([ana, beto], store, "F02", [
        {"self_term": "person"}, {"self_term": "survivor"}, {"self_term": "survivor"}])

    assert ana.desk.conflicts.of(case) == beto.desk.conflicts.of(case) == ()


# -- what can be kept ------------------------------------------------------------------------


def test_of_lists_both_can_be_kept(team: Team, store: MemoryStore):
    """Everything either of them named."""
    ana, beto = team("Ana", "Beto")
    case = apart([ana, beto], store, "F02", [
        {"adjustments": ("breaks",)}, {"adjustments": ("quiet",)}, {"adjustments": ("large_print",)}])

    row = only(ana, case)
    assert row.shown == -1, "what is shown holds more than either"
    ana.desk.conflicts.keep_both(row)
    settle([ana, beto], store)

    book = beto.desk.bench.look_up(case)
    assert set(book.person.answer(number("person.adjustments")).value) == {"quiet", "large_print"}
    assert beto.desk.conflicts.of(case) == ()


def test_of_long_words_both_can_stay_one_after_the_other(team: Team, store: MemoryStore):
    """Nothing is melted together sign by sign."""
    ana, beto = team("Ana", "Beto")
    case = apart([ana, beto], store, "F02", [
        {"hopes": "A house."}, {"hopes": "A house.\nWork."}, {"hopes": "A house.\nTo study."}])

    row = only(beto, case)
    beto.desk.conflicts.keep_both(row)

    book = beto.desk.bench.look_up(case)
    assert text(book.of_form("F02")[-1].entity, "F02/hopes") == "A house.\nWork.\n\nA house.\nTo study."


def test_another_answer_can_be_written_and_is_read_like_any(team: Team, store: MemoryStore):
    """By the rules of its kind, dated today and by whoever settled it."""
    ana, beto = team("Ana", "Beto")
    case = apart([ana, beto], store, "F02", [
        {"self_term": "person"}, {"self_term": "survivor"}, {"self_term": "other"}])
    row = only(ana, case)

    with pytest.raises(BadInput):
        ana.desk.conflicts.write_own(row, "not a choice")
    assert only(ana, case) == row
    ana.desk.conflicts.write_own(row, "none")

    answer = ana.desk.bench.look_up(case).person.answer(number("person.self_term"))
    assert (answer.value, answer.asked_on, answer.asked_by) == (
        "none", ana.desk.bench.today(), ana.desk.bench.user.hex())


@pytest.mark.rule("PA-03")
def test_her_own_words_are_kept_or_both_but_never_written_anew(team: Team, store: MemoryStore):
    """Whoever settles chooses; the words stay hers."""
    ana, beto = team("Ana", "Beto")
    case = consented(ana)
    _case, record = ana.save("F08", case, goal_own_words="Sleep well", goal_area="rest")
    settle([ana, beto], store)
    ana.save("F08", case, record, goal_own_words="Sleep well. Sing.")
    beto.save("F08", case, record, goal_own_words="Sleep well. Walk.")
    settle([ana, beto], store)
    row = only(ana, case)

    assert not row.may_write
    with pytest.raises(BadInput):
        ana.desk.conflicts.write_own(row, "Be quiet")
    ana.desk.conflicts.keep_both(row)
    assert "Sing." in ana.desk.cases.plan(case).psychosocial[0].own_words


# -- who may, and what is on record ------------------------------------------------------------


def test_words_above_level_two_come_once_somebody_asks_and_that_is_on_record(team: Team, store: MemoryStore):
    """The question stands there, the answers do not."""
    ana, beto = team("Ana", "Beto")
    case = apart([ana, beto], store, "F04", [
        {"may_say": "neutral"}, {"may_say": "nothing"}, {"may_say": "first_name"}])

    closed = ana.desk.conflicts.of(case)[0]
    assert closed.closed
    assert [side.answer for side in closed.sides] == [None, None]
    assert closed.question is not None
    opened = ana.desk.conflicts.reveal(closed)
    assert told(opened) == ["nothing", "first_name"]
    ana.desk.conflicts.choose(closed, 0)
    verbs = [line.verb for line in ana.desk.auditing.of_case(case)]
    assert verbs[0] == "difference.settle"
    assert {"difference.view", "reveal"} <= set(verbs)


def test_only_who_may_fill_in_forms_may_settle(team: Team, store: MemoryStore, monkeypatch: pytest.MonkeyPatch):
    """Others see that there is something, and settle nothing."""
    ana, beto = team("Ana", "Beto")
    case = apart([ana, beto], store, "F02", [
        {"self_term": "person"}, {"self_term": "survivor"}, {"self_term": "other"}])
    row = only(beto, case)
    beto.desk.bench.me = beto.desk.bench.me.__class__(
        **{**{name: getattr(beto.desk.me, name) for name in beto.desk.me.__slots__}, "roles": frozenset({"auditor"})})

    assert beto.desk.conflicts.all() == ()
    assert not beto.desk.conflicts.of(case)[0].may_settle
    with pytest.raises(NotAllowed):
        beto.desk.conflicts.choose(row, 0)


def test_a_clock_that_does_not_fit_is_said(team: Team, store: MemoryStore):
    """Ten years ahead, or weeks behind what it had read: do not go by the time."""
    ana, beto = team("Ana", "Beto")
    case = consented(ana)
    _case, record = ana.save("F02", case, self_term="person")
    settle([ana, beto], store)
    before = beto.clock.now_ms()
    beto.clock.set(datetime.fromtimestamp(before / 1000 - 40 * 24 * 3600, UTC))
    ana.save("F02", case, record, self_term="survivor")
    beto.save("F02", case, record, self_term="other")
    beto.clock.set(datetime.fromtimestamp(before / 1000, UTC))
    settle([ana, beto], store)

    by = {side.by: side.clock_off for side in only(ana, case).sides}
    assert by == {"Ana": False, "Beto": True}
