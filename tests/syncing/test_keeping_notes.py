# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words of notes, and help without a file, go on the days of the country; the rest stays, and she may see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assist.country import Retention, country
from assist.errors import NotAllowed
from tests.syncing.erased import DAY, left, ordered, row, unwell, written
from tests.syncing.kept import ALL, FACTS, NAME, SEALED, closed, pass_for_all, rules, turns
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_erasing import pass_days

Team = Callable[..., list[Member]]


# -- the words of notes -------------------------------------------------------------------------------------------


def test_a_year_after_closing_the_words_of_notes_go_and_codes_and_plan_stay(team: Team, store: MemoryStore):
    """Out of values, search, log bodies and backups of both laptops; what else was said that day stays."""
    ana, beto = team("Ana", "Beto")
    case = written(beto)
    beto.save("LIMITS", case, explained="yes")
    beto.save("F03", case, kind="accompaniment", decision="yes", expiry="2027-11-20", mode="spoken")
    beto.save("F08", case, goal_own_words="Quinoaleda")
    beto.save("F15", case, reason="goals_reached", proposed_by="both")
    turns([ana, beto], store)
    with pytest.raises(NotAllowed, match=r"erase\.not_due"):
        beto.desk.erasing.erase_due(case, "notes")
    pass_for_all([ana, beto], 365)
    older = ana.desk.backups.make()

    beto.desk.erasing.erase_due(case, "notes")
    turns([ana, beto], store, 4)

    for member in (ana, beto):
        assert left(member.desk, (*ALL, "Quinoaleda")) == [NAME, SEALED, "Quinoaleda"]
        assert unwell(member.desk) == []
        [note] = member.desk.cases.notes(case)
        assert (note.outcome, note.has_facts) == ("held", False)
    assert ana.registers(case) == beto.registers(case)
    assert not older.exists()
    assert (row(ana).basis, row(ana).is_complete) == ("notes_schedule", True)
    assert "notes_due" not in rules(beto, case)
    assert "protected_due" in rules(beto, case)


def test_she_may_ask_that_the_notes_go_now_and_keep_the_plan(team: Team, store: MemoryStore):
    """What is written after that stays; what was not sent yet when it went is sent without its words."""
    ana, beto = team("Ana", "Beto")
    case = written(beto)
    turns([ana, beto], store)
    beto.desk.erasing.ask(case, "notes_request", nobody_asked_for_it=True)
    beto.round(store, DAY)
    settle([ana, beto], store)
    [wish] = ana.desk.erasing.waiting()
    assert "erasure_asked" in rules(ana, case)
    ana.save("F11", case, outcome="held", minutes=7, facts="Parvulesca")

    ana.desk.erasing.agree(case, wish.ref)
    turns([ana, beto], store)
    beto.save("F11", case, outcome="held", minutes=8, facts="Nuvarelo")
    turns([ana, beto], store)

    for member in (ana, beto):
        assert left(member.desk, (FACTS, "Parvulesca", "Nuvarelo")) == ["Nuvarelo"]
        assert "erasure_asked" not in rules(member, case)  # the case stays, and with it the words of the wish
        assert [note.has_facts for note in member.desk.cases.notes(case)] == [True, False, False]
        assert unwell(member.desk) == []
    assert ana.registers(case) == beto.registers(case)


def test_a_note_that_was_begun_before_goes_with_the_notes_and_one_begun_since_stays(
    team: Team, store: MemoryStore
):
    """A draft holds words too, on every laptop."""
    ana, beto = team("Ana", "Beto")
    case = closed(beto)
    turns([ana, beto], store)
    pass_for_all([ana, beto], 365)
    begun(ana, case)
    begun(ana, case, sealed=True)
    pass_for_all([beto], 1)
    beto.desk.erasing.erase_due(case, "notes")
    pass_for_all([ana], 2)
    since = {begun(ana, case), begun(ana, case, sealed=True)}

    turns([beto, ana], store)

    assert {row.draft for row in ana.desk.records.drafts()} == since


def begun(member: Member, case: str, *, sealed: bool = False) -> str:
    """A note that is not kept yet, in the open or with a protected part."""
    opening = member.desk.records.open("F11", case)
    opening.session.answer("protected_part" if sealed else "facts", "Parvulesca")
    return member.desk.records.keep_draft(opening)


@pytest.mark.parametrize("is_sent", [False, True])
def test_a_late_note_loses_its_words_too_and_nothing_else(team: Team, store: MemoryStore, is_sent: bool):
    """Written before the others let go of theirs, and heard of by them afterwards: sent by then, or not yet."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = closed(beto)
    turns([ana, beto, carla], store)
    pass_for_all([ana, beto, carla], 365)
    ana.save("F11", case, outcome="held", minutes=7, facts="Parvulesca")
    pass_for_all([beto, carla], 1)
    beto.desk.erasing.erase_due(case, "notes")
    if is_sent:
        ana.round(store)
    pass_for_all([ana], 1)

    turns([beto, carla, ana], store, 4)

    for member in (ana, beto, carla):
        assert left(member.desk, (FACTS, "Parvulesca")) == []
        assert unwell(member.desk) == []
        assert len(member.desk.cases.notes(case)) == 2
    assert ana.registers(case) == beto.registers(case) == carla.registers(case)


def test_the_whole_case_stands_for_its_parts_when_its_own_day_has_come(team: Team, store: MemoryStore):
    """One line, not three; and what a backup brought back goes as the whole case does."""
    ana, beto = team("Ana", "Beto")
    case = closed(beto)
    turns([ana, beto], store, 1)
    pass_for_all([ana, beto], 730)
    assert [(each.case, each.kind) for each in beto.desk.erasing.due()] == [(case, "core")]

    ordered(beto, ana, [ana, beto], store, case)
    turns([ana, beto], store)

    assert left(ana.desk) == left(beto.desk) == []


# -- help without a file, and what others may know ---------------------------------------------------------------------


def test_help_without_a_file_is_erased_by_the_clock_of_the_country_and_certified(
    team: Team, store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """After as many days as the pack says, without anybody's word; then there is a page that says so."""
    shorter = replace(country(), retention=country().retention | {"without_file": Retention(10, "opened", "erase")})
    for module in ("assist.projection", "assist.services.wiping"):
        monkeypatch.setattr(f"{module}.country", lambda: shorter)
    ana, beto = team("Ana", "Beto")
    case = beto.save("F01", needs_now=("food",), may_keep_note="no")[0]
    turns([ana, beto], store)
    assert rules(beto, case)["erase_without_file"] == "2026-12-05"
    pass_for_all([ana, beto], 9)
    turns([ana, beto], store, 1)
    assert ana.registers(case)
    pass_for_all([ana, beto], 1)

    turns([ana, beto], store, 5)

    assert not ana.registers(case) | beto.registers(case)
    orders = beto.desk.erasures.rows()  # each laptop may have seen the day first
    assert {(each.basis, each.done, each.is_complete) for each in orders} == {("without_file", 2, True)}
    assert beto.desk.erasures.save(orders[0].ref, "es", tmp_path / "c.pdf") == 1


def test_her_page_says_when_classes_go_and_that_they_went(team: Team, store: MemoryStore):
    """Days and kinds, for her; nothing of what they held."""
    [ana] = team("Ana")
    case = closed(ana)
    pass_days(ana, 365)
    before = repr(ana.desk.reports.my_information(case, "en").blocks)
    ana.desk.erasing.erase_due(case, "notes")
    ana.round(store)
    ana.desk.erasing.erase_due(case, "protected")

    after = repr(ana.desk.reports.my_information(case, "en").blocks)

    assert "Notes, and what is protected, until 25 Nov 2027" in before
    assert "were erased" not in before
    assert "the words of my notes were erased" in after
    assert "what is protected about me was erased" in after


def test_whoever_answers_for_keeping_and_sees_no_case_is_told_how_many_are_due(team: Team, store: MemoryStore):
    """A number, and neither a code nor a day; nobody without that role hears even that."""
    ana, beto = team("Ana", "Beto")
    closed(beto)
    turns([ana, beto], store)
    pass_for_all([ana, beto], 365)
    for member, roles in ((ana, {"coordinator"}), (beto, {"house"})):
        member.desk.bench.learn(roles, member.desk.bench.names)

    assert (ana.desk.erasing.due(), ana.desk.keeping.how_many_due()) == ([], 1)
    assert (beto.desk.erasing.due(), beto.desk.keeping.how_many_due()) == ([], 0)
