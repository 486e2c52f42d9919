# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How work is spread: counts by worker that agree with her lists, for coordinator and supervisor; nothing of a case."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from assist.changesets import pack_plain
from assist.domain import wire
from assist.errors import NotAllowed
from assist.services.rosters import RosterService
from assist.services.scribe import Put, Target
from assist.teambook import Load
from tests.syncing.team import Member
from tests.syncing.test_supervising import Team, accompanied, meet, team

__all__ = ["team"]


def of(member: Member, name: str) -> Load:
    """The line of somebody; of nobody for an empty name."""
    return next(load for load in member.desk.workload.loads() if load.name == name)


def in_danger(member: Member, case: str) -> None:
    """The last look at safety found a high risk."""
    bench, ident = member.desk.bench, bytes.fromhex(case)
    with bench.keeper.writing() as work:
        book = bench.book(work, ident)
        bench.scribe.write(work, Target(ident, 0, (book.newest_stamp,)), [
            Put(ident, wire.CASE, wire.BAND, pack_plain("high"), 1),
            Put(ident, wire.CASE, wire.BAND_ON, pack_plain(bench.today()), 1)])
        work.commit()


def test_every_count_is_what_her_own_lists_say(team: Team):
    ana, beto, carla, store = team
    first, second = accompanied(beto, "Killa"), accompanied(beto, "Irma")
    accompanied(carla, "Rosa")
    in_danger(beto, first)
    beto.desk.care.pause(second)
    beto.save("APPT", first, on="2026-11-27", kind="health")
    beto.save("APPT", first, on="2026-12-20", kind="health")
    meet((ana, beto, carla), store)

    loads = ana.desk.workload.loads()
    assert [load.name for load in loads] == ["Beto", "Carla"]
    hers = of(ana, "Beto")
    assert (hers.cases, hers.grave, hers.resting, hers.meetings) == (2, 1, 1, 1)
    assert (of(ana, "Carla").cases, of(ana, "Carla").grave) == (1, 0)
    today, until = "2026-11-25", "2026-12-01"
    duties = [duty.due[:10] for case in (first, second) for duty in beto.desk.cases.duties(case)]
    assert hers.due == sum(1 for due in duties if today <= due <= until)
    assert hers.late == sum(1 for due in duties if due < today)
    assert hers.due > 0


def test_whoever_left_and_what_is_nobodys_stand_last(team: Team):
    ana, beto, carla, store = team
    accompanied(beto, "Killa")
    meet((ana, beto, carla), store)
    ana.desk.leaving.person(beto.desk.me.user)
    loads = ana.desk.workload.loads()
    assert [(load.name, load.cases, load.has_left) for load in loads] == [("Carla", 0, False), ("Beto", 1, True)]


@pytest.mark.rule("WP-11")
def test_a_hidden_case_is_counted_only_for_whoever_reads_it(team: Team):
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    RosterService(ana.desk.bench).set_roles(carla.desk.me.user, ["supervisor", "caseworker"])
    meet((ana, beto, carla), store)
    carla.reopen()
    beto.desk.protection.set_level(case, 3, [carla.desk.me.user])
    meet((ana, beto, carla), store)
    assert of(ana, "Beto") == Load(beto.desk.me.user, "Beto")
    assert of(carla, "Beto").cases == 1


def test_it_is_for_coordinators_and_supervisors(team: Team):
    ana, beto, carla, store = team
    with pytest.raises(NotAllowed, match=r"policy\.role"):
        beto.desk.workload.loads()
    RosterService(ana.desk.bench).set_roles(carla.desk.me.user, ["coordinator"])
    accompanied(beto, "Killa")
    meet((ana, beto, carla), store)
    carla.reopen()
    assert [load.name for load in carla.desk.workload.loads()] == ["Beto"]


@pytest.mark.rule("CO-11", "WP-18")
def test_the_paper_says_the_same_and_is_on_record_before_it_is_there(team: Team, tmp_path: Path):
    ana, beto, carla, store = team
    code = beto.desk.cases.header(accompanied(beto, "Zarquintela")).code
    meet((ana, beto, carla), store)
    paper, print_id = ana.desk.workload.paper(ana.desk.workload.loads(), "es")
    saved = ana.desk.workload.papers.save(paper, print_id, tmp_path / "workload.pdf")

    with pypdfium2.PdfDocument(saved.file) as document:
        words = "".join(page.get_textpage().get_text_range() for page in document)
    assert "Beto" in words
    assert "Carla" in words
    assert print_id in words
    assert code not in words
    assert "Zarquintela" not in words
    found = ana.desk.reports.printed(print_id)
    assert (found.verb, found.user_name) == ("report.save", "Ana")


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_no_word_of_the_paper_is_cut(language: str):
    from assist.reports.order import ReportOrder
    from assist.reports.workload import render

    loads = [Load("", "María Fernanda de los Ángeles Quispe", 128, 28, 12, 120, 99, 101, True), Load("", "", 1)]
    pdf = render(loads, ReportOrder(language=language, today="2026-11-25", print_id="7K3PQ9XM")).pdf
    with pypdfium2.PdfDocument(pdf) as document:
        words = "".join(page.get_textpage().get_text_range() for page in document)
    assert "…" not in words
