# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people write apart about the same person: the careful answer is believed, and one of them settles it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assist.changesets import pack_plain
from assist.differences import STAYS, TAKEN_OUT, DifferenceRow
from assist.domain import wire
from assist.errors import BadInput, NotAllowed, NotFound
from assist.reading import number, text
from assist.services.scribe import Put, Target
from tests.syncing.team import Member, MemoryStore, met, settle

Team = Callable[..., list[Member]]
WEEKS = 21 * 24 * 3600


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """``team("Ana", "Beto")``: the first founded the organisation, the others joined it."""
    members: list[Member] = []

    def meet(*called: str) -> list[Member]:
        members.extend(met(tmp_path, *called))
        return members

    yield meet
    for member in members:
        member.close()


@pytest.fixture
def store() -> MemoryStore:
    """Where they meet."""
    return MemoryStore()


def later(member: Member, seconds: int) -> None:
    """Her clock goes on."""
    member.clock.set(datetime.fromtimestamp(member.clock.now_ms() / 1000 + seconds, UTC))


def apart(members: list[Member], store: MemoryStore, form: str, answers: list[dict[str, object]]) -> str:
    """A case everybody knows, the same form of it filled in apart, three weeks between one and the next; then met."""
    case = consented(members[0])
    _case, record = members[0].save(form, case, **answers[0])
    settle(members, store)
    for place, (member, said) in enumerate(zip(members, answers[1:], strict=False)):
        later(member, place * WEEKS + 60)
        member.save(form, case, record, **said)
    settle(members, store)
    return case


def only(member: Member, case: str) -> DifferenceRow:
    """The one difference that waits."""
    found = member.desk.conflicts.of(case)
    assert len(found) == 1
    return member.desk.conflicts.reveal(found[0]) if found[0].closed else found[0]


def told(row: DifferenceRow) -> list[object]:
    """What the sides say."""
    return [side.answer.value if side.answer else side.plain for side in row.sides]


def believed(member: Member, case: str, concept: str) -> str:
    """What every list and gate of this laptop reads."""
    return text(member.desk.bench.look_up(case).person, concept)


def written(member: Member, case: str, field: int, value: object) -> None:
    """Something of the case itself, written past the acts that usually do."""
    bench = member.desk.bench
    with bench.keeper.writing() as work:
        book = bench.book(work, bytes.fromhex(case))
        put = Put(book.case_id, wire.CASE, field, pack_plain(value), 1, book.case.dots(field))
        bench.scribe.write(work, Target(book.case_id, book.level), [put])
        work.commit()


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
        assert [(each.code != "", each.count) for each in member.desk.conflicts.all()] in ([(True, 1)], [])

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


def consented(member: Member) -> str:
    """Somebody who knows the limits and agreed to be accompanied."""
    case = member.first_contact("Killa")
    member.save("LIMITS", case, explained="yes")
    member.save("F03", case, kind="accompaniment", recipient="team", decision="yes", mode="spoken",
                expiry=(member.clock.today() + timedelta(days=300)).isoformat())
    return case


# -- consent ----------------------------------------------------------------------------------


@pytest.mark.rule("CO-06")
def test_a_withdrawal_wins_over_what_was_written_at_the_same_time(team: Team, store: MemoryStore):
    """Stopped here, said yes again there: it is stopped."""
    ana, beto = team("Ana", "Beto")
    case = consented(ana)
    settle([ana, beto], store)
    record = next(each.record for each in ana.desk.cases.records(case) if each.form == "F03")
    ana.desk.care.withdraw(case, record)
    later(beto, WEEKS)
    beto.save("F03", case, record, decision="yes", recipient="team")
    settle([ana, beto], store)

    for member in (ana, beto):
        assert [row.standing for row in member.desk.cases.consents(case)] == ["withdrawn"]
        assert "consent" not in member.desk.cases.gates_met(case)


def test_a_yes_and_a_no_are_a_no_at_every_gate(team: Team, store: MemoryStore):
    """Until one of them settles it."""
    ana, beto = team("Ana", "Beto")
    case = consented(ana)
    settle([ana, beto], store)
    record = next(each.record for each in ana.desk.cases.records(case) if each.form == "F03")
    ana.save("F03", case, record, decision="no")
    later(beto, WEEKS)
    beto.save("F03", case, record, decision="later")
    settle([ana, beto], store)

    for member in (ana, beto):
        assert "consent" not in member.desk.cases.gates_met(case)
        assert [row.decision for row in member.desk.cases.consents(case)] == ["no"]
        assert len(only(member, case).sides) == 2


# -- level, hold, band, stage -------------------------------------------------------------------


@pytest.mark.rule("WP-06")
def test_of_two_levels_one_person_can_keep_only_the_careful_one(team: Team, store: MemoryStore):
    """The other takes two."""
    ana, beto = team("Ana", "Beto")
    case = ana.first_contact("Killa")
    settle([ana, beto], store)
    written(ana, case, wire.LEVEL, 1)
    later(beto, 3600)
    written(beto, case, wire.LEVEL, 0)
    settle([ana, beto], store)

    row = only(beto, case)
    with pytest.raises(NotAllowed, match=r"protection\.two_people"):
        beto.desk.conflicts.choose(row, 1)
    assert only(beto, case) == row
    assert row.shown == 0
    beto.desk.conflicts.choose(row, 0)
    assert beto.desk.conflicts.of(case) == ()
    assert beto.desk.bench.look_up(case).level == 1


def test_a_band_is_settled_with_the_days_that_were_written_with_it(team: Team, store: MemoryStore):
    """The next look is the one of the look that was believed."""
    ana, beto = team("Ana", "Beto")
    case = consented(ana)
    settle([ana, beto], store)
    ana.save("F05", case, own_band="worried")
    later(beto, WEEKS)
    beto.save("F05", case, own_band="in_danger")
    settle([ana, beto], store)

    row = next(each for each in ana.desk.conflicts.of(case) if each.field == wire.BAND)
    before = ana.desk.cases.safety(case)
    assert told(row)[row.shown] == before.band == max(told(row), key=["low", "moderate", "high", "extreme"].index)
    ana.desk.conflicts.choose(row, row.shown)
    settle([ana, beto], store)

    after = beto.desk.cases.safety(case)
    assert after.band == before.band
    assert after.own_band == "in_danger"
    assert [len(beto.desk.bench.look_up(case).case.fields[each]) for each in (wire.NEXT_LOOK, wire.BAND_ON)] == [1, 1]


def test_closed_here_and_gone_on_there_is_still_open(team: Team, store: MemoryStore):
    """Nobody is forgotten because two people did not know of each other."""
    ana, beto = team("Ana", "Beto")
    case = consented(ana)
    settle([ana, beto], store)
    ana.save("F15", case, reason="my_choice")
    beto.save("F02", case, hopes="To go on")
    settle([ana, beto], store)

    row = next(each for each in beto.desk.conflicts.of(case) if each.field == wire.STAGE)
    assert [each.case for each in beto.desk.cases.listed(_open_cases())] == [case]
    beto.desk.conflicts.choose(row, row.shown)
    settle([ana, beto], store)
    assert [each.case for each in ana.desk.cases.listed(_open_cases())] == [case]
    assert ana.desk.bench.look_up(case).case.plain(wire.CLOSED_ON) == ""


def _open_cases():
    from assist.views import CaseQuery

    return CaseQuery(stage="open")


# -- test 22: taken out here, changed there --------------------------------------------------------


def rows_of(member: Member, case: str) -> list[str]:
    """What the steps of the first goal say."""
    return [step.what for step in member.desk.cases.plan(case).psychosocial[0].steps]


def with_step(members: list[Member], store: MemoryStore) -> tuple[str, str, str]:
    """A goal with one step that both know: case, record, row."""
    case = consented(members[0])
    _case, record = members[0].save(
        "F08", case, goal_own_words="Sleep", goal_area="rest", step=[{"what": "Walk", "who": "both"}])
    row = members[0].desk.cases.plan(case).psychosocial[0].steps[0].row
    settle(members, store)
    return case, record, row


def take_out(member: Member, case: str, record: str, row: str) -> None:
    """She takes a step out."""
    opening = member.desk.records.open("F08", case, record)
    opening.session.remove_row("step", row)
    member.desk.records.save(opening)


def change(member: Member, case: str, record: str, row: str, what: str) -> None:
    """She writes another step there, or a new one."""
    opening = member.desk.records.open("F08", case, record)
    opening.session.answer_cell("step", row or opening.session.add_row("step"), "what", what)
    member.desk.records.save(opening)


@pytest.mark.parametrize("who_is_later", [0, 1])
def test_taken_out_here_and_changed_there_stays_until_somebody_settles_it(
    team: Team, store: MemoryStore, who_is_later: int
):
    """Visible on both, whoever was later; nothing is lost."""
    ana, beto = team("Ana", "Beto")
    case, record, row = with_step([ana, beto], store)
    later((ana, beto)[who_is_later], WEEKS)
    take_out(ana, case, record, row)
    assert rows_of(ana, case) == []
    change(beto, case, record, row, "Walk by the sea")
    settle([ana, beto], store)

    for member in (ana, beto):
        assert rows_of(member, case) == ["Walk by the sea"]
        found = only(member, case)
        assert (found.field, found.shown) == (wire.TOMBSTONE, STAYS)
        assert found.sides[STAYS].answer is not None
        assert found.sides[STAYS].answer.value == "Walk by the sea"
        assert [side.by for side in found.sides] == ["Ana", "Beto"]

    ana.desk.conflicts.choose(only(ana, case), TAKEN_OUT)
    settle([ana, beto], store)
    for member in (ana, beto):
        assert rows_of(member, case) == []
        assert member.desk.conflicts.of(case) == ()
        assert member.desk.bench.keeper.projection_drift() == []


def test_what_stays_is_settled_too(team: Team, store: MemoryStore):
    """And can be taken out later, by whoever has seen it."""
    ana, beto = team("Ana", "Beto")
    case, record, row = with_step([ana, beto], store)
    take_out(ana, case, record, row)
    change(beto, case, record, row, "Walk by the sea")
    settle([ana, beto], store)

    beto.desk.conflicts.choose(only(beto, case), STAYS)
    settle([ana, beto], store)
    assert ana.desk.conflicts.of(case) == ()
    assert rows_of(ana, case) == ["Walk by the sea"]

    take_out(ana, case, record, row)
    settle([ana, beto], store)
    assert rows_of(beto, case) == []
    assert beto.desk.conflicts.of(case) == ()


def test_what_everybody_had_seen_is_simply_gone(team: Team, store: MemoryStore):
    """No difference where there is none."""
    ana, beto = team("Ana", "Beto")
    case, record, row = with_step([ana, beto], store)
    later(beto, WEEKS)
    take_out(ana, case, record, row)
    settle([ana, beto], store)

    assert rows_of(beto, case) == []
    assert beto.desk.conflicts.of(case) == ()


def test_a_row_added_to_a_form_that_was_taken_out_meanwhile_is_seen(team: Team, store: MemoryStore):
    """The form is there again, and waits for somebody to settle whether it stays."""
    ana, beto = team("Ana", "Beto")
    case, record, _row = with_step([ana, beto], store)
    bench = ana.desk.bench
    with bench.keeper.writing() as work:
        book = bench.book(work, bytes.fromhex(case))
        entity = book.entities[bytes.fromhex(record)]
        from assist.conflictbook import seen_of
        from assist.weighing import gone_value
        stone = Put(entity.id, entity.etype, wire.TOMBSTONE, gone_value(seen_of(book, entity)), 1, (),
                    wire.OP_TOMBSTONE)
        bench.scribe.write(work, Target(book.case_id, book.level), [stone])
        work.commit()
    assert ana.desk.cases.plan(case).psychosocial == ()
    change(beto, case, record, "", "Sing")
    settle([ana, beto], store)

    for member in (ana, beto):
        assert rows_of(member, case) == ["Walk", "Sing"]
        assert only(member, case).field == wire.TOMBSTONE


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
