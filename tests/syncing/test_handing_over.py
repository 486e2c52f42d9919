# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Handing a caseload over: offered case by case, taken over by whoever is asked, and never half-done."""

from __future__ import annotations

import pypdfium2
import pytest

from assist.errors import BadInput, NotAllowed, NotFound
from assist.reports.order import ReportOrder
from assist.services.handing_over import HandoverService, Outcome, Wish
from assist.services.rosters import RosterService
from assist.supervisionbook import ASKED_BACK, PLAN
from tests.syncing.team import Member
from tests.syncing.test_supervising import Team, accompanied, later, meet, team

__all__ = ["team"]
NOTE = "Prefiere las tardes; espera su cédula"


def duties(member: Member, case: str) -> dict[str, str]:
    """What is to be done, with its day."""
    return {duty.rule: duty.due for duty in member.desk.cases.duties(case)}


def worker_of(member: Member, case: str) -> str:
    """Whose case it is, on this laptop."""
    return member.desk.cases.rows_of([case])[0].worker


def test_a_caseload_is_offered_with_a_note_each_and_taken_over(team: Team):
    ana, beto, carla, store = team
    first, second = accompanied(beto, "Killa"), accompanied(beto, "Irma")
    assert [row.case for row in beto.desk.handover.cases(beto.desk.me.user)] == sorted(
        (first, second), key=lambda case: beto.desk.cases.header(case).code)
    done = beto.desk.handover.offer(
        [Wish(first, NOTE, "yes"), Wish(second)], carla.desk.me.user, "2026-12-20")
    assert [(each.done, each.why) for each in done] == [(True, ""), (True, "")]
    meet((ana, beto, carla), store)

    assert worker_of(carla, first) == beto.desk.me.user
    offer = next(row for row in carla.desk.handover.offers() if row.case == first)
    assert (offer.giver, offer.note, offer.told, offer.until, offer.to_me) == ("Beto", NOTE, "yes", "2026-12-20", True)
    carla.desk.handover.accept(first)
    meet((ana, beto, carla), store)

    assert {worker_of(each, first) for each in (ana, beto, carla)} == {carla.desk.me.user}
    assert {worker_of(each, second) for each in (ana, beto, carla)} == {beto.desk.me.user}
    assert [row.case for row in beto.desk.handover.offers()] == [second]
    (told,) = beto.desk.handover.of_case(first)
    assert (told.giver, told.taker, told.answer, told.answered_on) == ("Beto", "Carla", "accepted", "2026-11-25")
    assert "case.offer" in {row.verb for row in beto.desk.auditing.of_case(first)}
    assert "case.take" in {row.verb for row in carla.desk.auditing.of_case(first)}


def test_the_new_worker_is_to_introduce_herself_and_to_hand_it_back_on_the_day(team: Team):
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    beto.desk.handover.offer([Wish(case)], carla.desk.me.user, "2026-12-20")
    meet((ana, beto, carla), store)
    assert "introduce_yourself" not in duties(carla, case)
    carla.desk.handover.accept(case)
    assert duties(carla, case)["introduce_yourself"] == "2026-11-28"
    assert duties(carla, case)["hand_back"] == "2026-12-20"
    beto.save("F11", case, outcome="held")
    meet((ana, beto, carla), store)
    assert "introduce_yourself" in duties(carla, case)
    carla.save("F11", case, outcome="held")
    assert "introduce_yourself" not in duties(carla, case)

    for member in (beto, carla):
        later(member, 26)
    carla.desk.handover.offer([Wish(case)], beto.desk.me.user)
    meet((ana, beto, carla), store)
    beto.desk.handover.accept(case)
    assert "hand_back" not in duties(beto, case)
    assert "introduce_yourself" in duties(beto, case)


def test_what_is_declined_or_taken_back_stays_where_it_is(team: Team):
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    beto.desk.handover.offer([Wish(case)], carla.desk.me.user)
    meet((ana, beto, carla), store)
    with pytest.raises(NotFound, match=r"handover\.gone"):
        beto.desk.handover.decline(case)
    carla.desk.handover.decline(case)
    meet((ana, beto, carla), store)
    assert worker_of(ana, case) == beto.desk.me.user
    assert [row.answer for row in beto.desk.handover.of_case(case)] == ["declined"]

    beto.desk.handover.offer([Wish(case)], carla.desk.me.user)
    with pytest.raises(NotFound, match=r"handover\.gone"):
        carla.desk.handover.take_back(case)
    beto.desk.handover.take_back(case)
    meet((ana, beto, carla), store)
    assert carla.desk.handover.offers() == []
    with pytest.raises(NotFound, match=r"handover\.gone"):
        carla.desk.handover.accept(case)


def test_doing_it_again_goes_on_with_the_rest(team: Team, monkeypatch: pytest.MonkeyPatch):
    """The power goes between two cases: the first is offered, the second is not, and neither is anything else."""
    ana, beto, carla, store = team
    cases = [accompanied(beto, name) for name in ("Killa", "Irma", "Rosa")]
    wishes, whom = [Wish(case, NOTE) for case in cases], carla.desk.me.user
    whole, tried = HandoverService._offer_one, []

    def cut_off(self: HandoverService, wish: Wish, taker: tuple[str, str], until: str) -> tuple[str, bool]:
        tried.append(wish.case)
        if len(tried) == 2:
            raise OSError("the power is gone")
        return whole(self, wish, taker, until)

    with monkeypatch.context() as broken:
        broken.setattr(HandoverService, "_offer_one", cut_off)
        with pytest.raises(OSError, match="power"):
            beto.desk.handover.offer(wishes, whom)
    assert [row.case for row in beto.desk.handover.offers()] == [cases[0]]

    assert all(each.done for each in beto.desk.handover.offer(wishes, whom))
    meet((ana, beto, carla), store)
    assert {row.case for row in carla.desk.handover.offers()} == set(cases)
    assert all(len(carla.desk.handover.of_case(case)) == 1 for case in cases)


@pytest.mark.rule("NR-14", "WP-05")
def test_whom_she_keeps_away_is_asked_for_no_case_and_reads_no_reason(team: Team):
    ana, beto, carla, store = team
    first, second = accompanied(beto, "Killa"), accompanied(beto, "Irma")
    keep_away(beto, first, "Cárla")
    done = beto.desk.handover.offer([Wish(first, NOTE), Wish(second)], carla.desk.me.user)
    code = beto.desk.cases.header(first).code
    assert done[0] == Outcome(first, code, done=False, why="case.kept_away")
    assert done[1].done
    meet((ana, beto, carla), store)
    assert [row.case for row in carla.desk.handover.offers()] == [second]


def keep_away(member: Member, case: str, who: str) -> None:
    """She wants somebody else."""
    opening = member.desk.records.open("F02", case)
    opening.session.answer("keep_away", "yes")
    row = opening.session.add_row("exclusions")
    opening.session.answer_cell("exclusions", row, "who", who)
    member.desk.records.save(opening)


@pytest.mark.rule("WP-11", "WP-05")
def test_a_hidden_case_is_read_by_whoever_is_asked_and_no_longer_once_she_declined(team: Team):
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    meet((ana, beto, carla), store)
    beto.desk.protection.set_level(case, 3, [ana.desk.me.user])
    meet((ana, beto, carla), store)
    with pytest.raises(NotFound):
        carla.desk.cases.header(case)
    beto.desk.handover.offer([Wish(case, NOTE)], carla.desk.me.user)
    meet((ana, beto, carla), store)
    assert [(row.case, row.note) for row in carla.desk.handover.offers()] == [(case, NOTE)]
    assert {each.name for each in beto.desk.naming.named(case)} == {"Ana", "Beto", "Carla"}

    carla.desk.handover.decline(case)
    meet((ana, beto, carla), store)
    meet((ana, beto, carla), store)
    assert {each.name for each in beto.desk.naming.named(case)} == {"Ana", "Beto"}
    with pytest.raises(NotFound):
        carla.desk.cases.header(case)
    assert worker_of(beto, case) == beto.desk.me.user


def test_a_hidden_case_is_worked_on_by_whoever_took_it_over(team: Team):
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    meet((ana, beto, carla), store)
    beto.desk.protection.set_level(case, 3, [ana.desk.me.user])
    beto.desk.handover.offer([Wish(case, NOTE)], carla.desk.me.user)
    meet((ana, beto, carla), store)
    carla.desk.handover.accept(case)
    carla.save("F11", case, outcome="held", facts="Vino por la tarde")
    meet((ana, beto, carla), store)
    assert worker_of(ana, case) == carla.desk.me.user
    assert "F11" in {row.form for row in ana.desk.cases.records(case)}


def test_protected_words_of_an_ordinary_case_follow_to_the_new_worker(team: Team):
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    note = beto.save("F11", case, outcome="held", protected_part="Sabana")[1]
    meet((ana, beto, carla), store)
    beto.desk.handover.offer([Wish(case)], carla.desk.me.user)
    meet((ana, beto, carla), store)
    carla.desk.handover.accept(case)
    meet((ana, beto, carla), store)
    assert carla.desk.cases.reveal_facts(case, note)[1] == "Sabana"


def test_a_lead_hands_over_the_cases_of_somebody_who_left(team: Team):
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    meet((ana, beto, carla), store)
    gone = beto.desk.me.user
    ana.desk.leaving.person(gone)
    assert gone in {each.user for each in ana.desk.handover.givers()}
    assert [each.name for each in ana.desk.handover.takers(gone)] == ["Carla"]
    assert [row.case for row in ana.desk.handover.cases(gone)] == [case]
    ana.desk.handover.offer([Wish(case)], carla.desk.me.user)
    meet((ana, carla), store)
    carla.desk.handover.accept(case)
    meet((ana, carla), store)
    assert worker_of(ana, case) == carla.desk.me.user


def test_nobody_hands_over_what_is_not_hers(team: Team):
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    meet((ana, beto, carla), store)
    (done,) = carla.desk.handover.offer([Wish(case)], carla.desk.me.user)
    assert (done.done, done.why) == (False, "policy.role")
    with pytest.raises(NotAllowed, match=r"policy\.role"):
        carla.desk.handover.cases(beto.desk.me.user)
    assert [each.name for each in carla.desk.handover.givers()] == ["Carla"]
    with pytest.raises(BadInput, match=r"assign\.nobody"):
        beto.desk.handover.offer([Wish(case)], ana.desk.me.user)
    with pytest.raises(BadInput, match=r"handover\.until"):
        beto.desk.handover.offer([Wish(case)], carla.desk.me.user, "2026-11-25")
    assert beto.desk.handover.of_case(case) == []


def test_an_offer_made_by_somebody_who_might_not_is_worth_nothing(team: Team):
    """Ana offered it while she led; then she leads no longer, and the case was never hers."""
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    meet((ana, beto, carla), store)
    ana.desk.handover.offer([Wish(case)], carla.desk.me.user)
    meet((ana, beto, carla), store)
    assert carla.desk.handover.offers()
    RosterService(ana.desk.bench).set_roles(ana.desk.me.user, ["coordinator"])
    meet((ana, beto, carla), store)
    with pytest.raises(NotFound, match=r"handover\.gone"):
        carla.desk.handover.accept(case)
    assert worker_of(carla, case) == beto.desk.me.user


def test_a_second_person_is_not_asked_while_the_first_has_not_answered(team: Team):
    ana, beto, carla, store = team
    RosterService(ana.desk.bench).set_roles(ana.desk.me.user, ["supervisor", "caseworker", "coordinator"])
    case = accompanied(beto, "Killa")
    meet((ana, beto, carla), store)
    beto.desk.handover.offer([Wish(case)], carla.desk.me.user)
    (done,) = beto.desk.handover.offer([Wish(case)], ana.desk.me.user)
    assert done.why == "handover.offered"


def test_the_note_of_a_case_at_level_two_is_read_once_it_is_hers(team: Team):
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    meet((ana, beto, carla), store)
    beto.desk.protection.set_level(case, 2, ())
    beto.desk.handover.offer([Wish(case, NOTE, "yes")], carla.desk.me.user)
    meet((ana, beto, carla), store)
    assert [(row.note, row.sealed, row.told) for row in carla.desk.handover.offers()] == [("", True, "yes")]
    carla.desk.handover.accept(case)
    for _turn in range(2):
        meet((ana, beto, carla), store)
    assert [row.note for row in carla.desk.handover.of_case(case)] == [NOTE]


@pytest.mark.rule("NR-12")
def test_words_of_the_team_about_its_work_are_on_no_paper_of_hers(team: Team):
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    beto.save("F08", case, goal_own_words="Quiero volver a tejer")
    meet((ana, beto, carla), store)
    carla.desk.cases.open(case, "Zarquintela uno")
    ana.desk.supervision.answer(case, PLAN, "psychosocial", ASKED_BACK, "Zarquintela dos")
    beto.desk.handover.offer([Wish(case, "Zarquintela tres")], carla.desk.me.user)
    meet((ana, beto, carla), store)
    beto.desk.supervision.reply(case, beto.desk.supervision.asked_of_me()[0].word, "Zarquintela cuatro")
    for kind in ("supervision", "participant"):
        pdf = beto.desk.reports.preview(case, ReportOrder(kind, "es")).pdf
        with pypdfium2.PdfDocument(pdf) as document:
            words = "".join(page.get_textpage().get_text_range() for page in document)
        assert "tejer" in words
        assert "Zarquintela" not in words
    assert "Zarquintela" not in repr(beto.desk.reports.my_information(case, "es"))


def test_an_offer_ends_when_somebody_else_is_given_the_case(team: Team):
    """Whoever has it now may offer it to anybody, and whoever was asked waits for nothing."""
    ana, beto, carla, store = team
    RosterService(ana.desk.bench).set_roles(ana.desk.me.user, ["supervisor", "caseworker", "coordinator"])
    meet((ana, beto, carla), store)
    ana.reopen()
    case = accompanied(beto, "Killa")
    beto.desk.handover.offer([Wish(case)], carla.desk.me.user)
    meet((ana, beto, carla), store)
    ana.desk.assigning.assign(case, ana.desk.me.user)
    meet((ana, beto, carla), store)

    assert (carla.desk.handover.offers(), beto.desk.handover.offers()) == ([], [])
    assert [row.answer for row in ana.desk.handover.of_case(case)] == ["lapsed"]
    (done,) = ana.desk.handover.offer([Wish(case)], beto.desk.me.user)
    assert (done.done, done.why) == (True, "")
    meet((ana, beto, carla), store)
    beto.desk.handover.accept(case)
    assert worker_of(beto, case) == beto.desk.me.user


def test_one_case_that_cannot_be_taken_over_keeps_no_other_back(team: Team):
    ana, beto, carla, store = team
    cases = [accompanied(beto, name) for name in ("Killa", "Irma", "Rosa")]
    beto.desk.handover.offer([Wish(case) for case in cases], carla.desk.me.user)
    meet((ana, beto, carla), store)
    keep_away(carla, cases[0], "Carla")
    done = carla.desk.handover.accept_all(cases)
    assert [(each.case, each.done, each.why) for each in done] == [
        (cases[0], False, "case.kept_away"), (cases[1], True, ""), (cases[2], True, "")]
    assert all(each.code for each in done)
    assert [worker_of(carla, case) == carla.desk.me.user for case in cases] == [False, True, True]
