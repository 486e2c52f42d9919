# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is protected is looked at again every ninety days, and goes with its key when its time is over (WP-17)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assist.changesets import pack_plain
from assist.country import Retention, country
from assist.crypto.kdf import FOR_TESTS
from assist.domain import wire
from assist.errors import BadInput, NotAllowed, VaultShut
from assist.services.scribe import Put, Target
from assist.services.syncing import SyncService
from tests.conftest import PASSPHRASE
from tests.syncing.erased import DAY, left, ordered, row, unwell, written
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_erasing import pass_days
from ui.wiring import Door

Team = Callable[..., list[Member]]
NAME, FACTS, SEALED = "Killa", "Zarquintela", "Olmevante"
ALL = (NAME, FACTS, SEALED)


def closed(member: Member) -> str:
    """A case with a note and a protected part, and its closing."""
    case = written(member)
    member.save("F15", case, reason="goals_reached", proposed_by="both")
    return case


def comp_keys(member: Member, case: str) -> frozenset[bytes]:
    """Every key of what is protected in it that she holds, now or in what anybody said in the log."""
    with member.desk.bench.keeper.writing() as work:
        return frozenset(key.key for key in work.rounds.protected.keys(bytes.fromhex(case)))


def pass_for_all(members: list[Member], days: int) -> None:
    """Later, for everybody."""
    for member in members:
        pass_days(member, days)


def turns(members: list[Member], store: Any, count: int = 3) -> None:
    """Rounds of everybody, again and again."""
    for _turn in range(count):
        settle(members, store)


def held(member: Member, case: str, *, kept: bool) -> None:
    """As her laptop alone knows it: she has no role to tell the others."""
    with member.desk.bench.keeper.writing() as work:
        dots = member.desk.bench.book(work, bytes.fromhex(case)).case.dots(wire.LEGAL_HOLD)
        member.desk.bench.scribe.write(work, Target(bytes.fromhex(case)), [
            Put(bytes.fromhex(case), wire.CASE, wire.LEGAL_HOLD, pack_plain(kept), supersedes=dots)])
        work.commit()


def rules(member: Member, case: str) -> dict[str, str]:
    """What is due in a case, and when."""
    return {duty.rule: duty.due for duty in member.desk.cases.duties(case)}


# -- looked at again --------------------------------------------------------------------------------------


@pytest.mark.rule("WP-17")
def test_ninety_days_after_the_first_protected_word_it_is_asked_whether_it_is_still_needed(
    team: Team, store: MemoryStore
):
    """Counted from the word, on My day of whoever has the vault open, and again ninety days after each answer."""
    ana, beto = team("Ana", "Beto")
    plain, case = beto.first_contact("Sami"), written(beto)
    settle([ana, beto], store)
    assert rules(beto, case)["protected_review"] == "2027-02-23"
    assert "protected_review" not in rules(beto, plain)
    pass_for_all([ana, beto], 90)
    assert "protected_review" in [duty.rule for duty in beto.desk.cases.day().today]

    beto.desk.keeping.still_needed(case)
    turns([ana, beto], store, 1)

    assert rules(beto, case)["protected_review"] == rules(ana, case)["protected_review"] == "2027-05-24"
    assert left(beto.desk) == left(ana.desk) == list(ALL)


@pytest.mark.rule("WP-17")
def test_nobody_without_the_vault_learns_that_there_is_anything_protected(team: Team, store: MemoryStore):
    """Neither the duty nor that it was answered stands in the open half of anybody's laptop."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = written(beto)
    beto.desk.keeping.still_needed(case)
    turns([ana, beto, carla], store, 1)

    assert "protected_review" not in rules(carla, case)
    with carla.desk.bench.keeper.writing() as work:
        rows = work.rows_of(bytes.fromhex(case))
    assert wire.LOOKED_AGAIN not in {each.etype for each in rows}
    beto.desk.signed.shut_vault()
    assert "protected_review" not in rules(beto, case)
    with pytest.raises(VaultShut):
        beto.desk.keeping.still_needed(case)


@pytest.mark.rule("WP-17")
def test_what_is_not_needed_any_more_is_struck_on_every_laptop_with_its_words(team: Team, store: MemoryStore):
    """Of the sheets that were chosen alone; the open half of the same sheet stays."""
    ana, beto = team("Ana", "Beto")
    case = written(beto)
    beto.save("F11", case, outcome="held", minutes=10, protected_part="Tarvelindo")
    turns([ana, beto], store, 1)
    first, _number, second = beto.desk.keeping.sheets(case)
    assert (first.form, first.answers) == ("F11", 1)
    assert "Olmevante" in left(ana.desk)
    backup = [file.path for file in ana.desk.backups.shelf()] or [ana.desk.backups.make()]

    beto.desk.keeping.strike(case, [first.record])
    turns([ana, beto], store)

    for member in (ana, beto):
        assert left(member.desk, (*ALL, "Tarvelindo")) == [NAME, FACTS, "Tarvelindo"]
        assert unwell(member.desk) == []
        assert [sheet.record for sheet in member.desk.keeping.sheets(case)] == [_number.record, second.record]
    assert not backup[0].exists()
    assert row(beto).basis == "struck"
    assert row(beto).done == 2


@pytest.mark.rule("WP-17")
def test_only_what_is_there_is_struck_and_nothing_that_the_law_wants(team: Team, store: MemoryStore):
    """A sheet of another case is none of this one; a hold refuses."""
    [ana] = team("Ana")
    case, other = written(ana), written(ana, "Sami")
    [first, _number] = ana.desk.keeping.sheets(case)
    with pytest.raises(BadInput, match=r"keeping\.none"):
        ana.desk.keeping.strike(other, [first.record])
    with pytest.raises(BadInput, match=r"keeping\.none"):
        ana.desk.keeping.strike(case, [])
    ana.desk.erasing.keep_by_law(case, kept=True)

    with pytest.raises(NotAllowed, match=r"erase\.legal_hold"):
        ana.desk.keeping.strike(case, [first.record])

    assert left(ana.desk) == list(ALL)


# -- gone with its key ----------------------------------------------------------------------------------------


@pytest.mark.rule("WP-17")
def test_a_year_after_closing_what_is_protected_goes_with_its_key_and_the_rest_stays(
    team: Team, store: MemoryStore
):
    """Out of the databases of both readers; no key of it is held, or comes again."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case, other = closed(beto), ana.first_contact("Sami")
    ana.save("F11", other, outcome="held", minutes=30, protected_part="Tarvelindo")
    turns([ana, beto, carla], store)
    with pytest.raises(NotAllowed, match=r"erase\.not_due"):
        beto.desk.erasing.erase_due(case, "protected")
    pass_for_all([ana, beto, carla], 365)
    before = comp_keys(beto, case)
    assert before
    assert {(each.case, each.kind) for each in ana.desk.erasing.due()} == {(case, "notes"), (case, "protected")}

    ana.desk.erasing.erase_due(case, "protected")
    turns([ana, beto, carla], store, 5)

    for member in (ana, beto, carla):
        assert SEALED not in left(member.desk)
        assert FACTS in left(member.desk)
        assert not comp_keys(member, case) & before
        assert unwell(member.desk) == []
        assert (case, "protected") not in {(each.case, each.kind) for each in member.desk.erasing.due()}
    assert beto.desk.keeping.sheets(case) == ()
    assert [sheet.answers for sheet in ana.desk.keeping.sheets(other)] == [1]
    pass_for_all([ana, beto, carla], 31)
    turns([ana, beto, carla], store, 3)
    assert (row(ana).basis, row(ana).done, row(ana).is_complete) == ("protected_schedule", 3, True)


@pytest.mark.rule("WP-17")
def test_a_hold_of_the_law_keeps_it_and_says_so(team: Team, store: MemoryStore):
    """Where it is asked, on a laptop that hears an order and knows more, and in the list of what is due."""
    ana, beto = team("Ana", "Beto")
    case = closed(beto)
    turns([ana, beto], store)
    pass_for_all([ana, beto], 365)
    held(beto, case, kept=True)  # a letter came here, and nobody else knows of it yet
    assert [(each.kind, each.is_kept) for each in beto.desk.erasing.due()] == [("core", True)]
    assert {"notes_due", "protected_due", "erase_due"}.isdisjoint(rules(beto, case))
    assert rules(beto, case)["kept_by_law"] == "2027-11-25"

    with pytest.raises(NotAllowed, match=r"erase\.legal_hold"):
        beto.desk.erasing.erase_due(case, "protected")
    ana.desk.erasing.erase_due(case, "protected")
    turns([ana, beto], store)

    assert SEALED in left(beto.desk)
    assert [each.name for each in row(ana).missing] == ["Beto"]
    held(beto, case, kept=False)
    turns([ana, beto], store, 4)
    assert SEALED not in left(beto.desk)


@pytest.mark.rule("WP-17")
def test_no_backup_from_before_opens_it(team: Team, store: MemoryStore, tmp_path: Path):
    """Those on the laptop are gone; one from a drawer is emptied in its first round, whatever keys it brought."""
    ana, beto = team("Ana", "Beto")
    case = closed(beto)
    turns([ana, beto], store)
    pass_for_all([ana, beto], 365)
    beto.desk.backups.make()
    older = [file.path for file in beto.desk.backups.shelf()]
    stick, before = beto.desk.backups.make(tmp_path / "stick.amparo"), comp_keys(beto, case)

    ana.desk.erasing.erase_due(case, "protected")
    turns([ana, beto], store, 4)

    assert not any(file.exists() for file in older)
    [shelf] = beto.desk.backups.shelf()
    beto.desk.close()
    beto.door.leave()
    beto.door = Door(tmp_path / "again", beto.clock, FOR_TESTS)
    beto.desk = beto.door.restore(shelf.path, "Beto", PASSPHRASE)
    beto.desk.signed.open_vault(PASSPHRASE)
    assert left(beto.desk) == [NAME, FACTS]
    beto.desk.close()
    beto.door.leave()
    beto.door = Door(tmp_path / "from the drawer", beto.clock, FOR_TESTS)
    beto.desk = beto.door.restore(stick, "Beto", PASSPHRASE)
    beto.sync = SyncService(beto.desk.bench)
    beto.desk.signed.open_vault(PASSPHRASE)
    turns([beto, ana], store)
    assert left(beto.desk) == [NAME, FACTS]
    assert not comp_keys(beto, case) & before
    assert unwell(beto.desk) == []


@pytest.mark.rule("WP-17")
def test_with_the_vault_shut_it_goes_when_the_vault_is_opened_next(team: Team, store: MemoryStore):
    """And only then does this laptop say so."""
    ana, beto = team("Ana", "Beto")
    case = closed(beto)
    turns([ana, beto], store)
    pass_for_all([ana, beto], 365)
    beto.desk.signed.shut_vault()

    ana.desk.erasing.erase_due(case, "protected")
    turns([ana, beto], store)

    assert row(ana).done == 1
    beto.desk.signed.open_vault(PASSPHRASE)
    assert left(beto.desk) == [NAME, FACTS]
    turns([ana, beto], store)
    assert row(ana).done == 2


@pytest.mark.rule("WP-17")
@pytest.mark.parametrize("level", [2, 3])
def test_of_a_protected_case_only_the_protected_answers_go_and_the_rest_has_another_key(
    team: Team, store: MemoryStore, level: int
):
    """Her name and the note stay behind the seal, for the same readers, under a key that nobody held before."""
    ana, beto = team("Ana", "Beto")
    case = closed(beto)
    turns([ana, beto], store)
    beto.desk.protection.set_level(case, level, [ana.desk.me.user] if level == 3 else [])
    turns([ana, beto], store)
    pass_for_all([ana, beto], 365)
    before = comp_keys(beto, case) | comp_keys(ana, case)

    beto.desk.erasing.erase_due(case, "protected")
    turns([ana, beto], store, 5)

    for member in (ana, beto):
        assert left(member.desk) == [NAME, FACTS]
        assert comp_keys(member, case)
        assert not comp_keys(member, case) & before
        assert unwell(member.desk) == []
    assert ana.protected(case) == beto.protected(case)
    beto.save("F11", case, outcome="held", minutes=5, facts="Nuvarelo")
    turns([ana, beto], store)
    assert "Nuvarelo" in left(ana.desk, ("Nuvarelo",))


@pytest.mark.rule("WP-17")
def test_her_wish_comes_before_the_calendar_and_takes_two(team: Team, store: MemoryStore):
    """The case is open, and goes on; the day in which it may be taken back is the same."""
    ana, beto = team("Ana", "Beto")
    case = written(beto)
    turns([ana, beto], store)
    beto.desk.erasing.ask(case, "protected_request", nobody_asked_for_it=True)
    beto.round(store, DAY)
    settle([ana, beto], store)
    assert SEALED in left(beto.desk)
    [wish] = ana.desk.erasing.waiting()

    ana.desk.erasing.agree(case, wish.ref)
    turns([ana, beto], store)

    assert left(ana.desk) == left(beto.desk) == [NAME, FACTS]
    beto.save("F11", case, outcome="held", minutes=30, protected_part="Tarvelindo")
    turns([ana, beto], store)
    assert left(ana.desk, (SEALED, "Tarvelindo")) == left(beto.desk, (SEALED, "Tarvelindo")) == ["Tarvelindo"]


@pytest.mark.rule("WP-17")
@pytest.mark.parametrize(("hours", "stays"), [(-1, []), (1, ["Tarvelindo"])])
def test_what_a_late_laptop_still_sends_goes_unless_it_was_written_since(
    team: Team, store: MemoryStore, hours: int, stays: list[str]
):
    """She wrote before she heard of it, and sends it under a key that is no more: by the hour of her word it goes from
    her laptop too, or everybody gets it under another key."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = closed(beto)
    turns([ana, beto, carla], store)
    pass_for_all([ana, beto, carla], 365)
    now = datetime.fromtimestamp(beto.clock.now_ms() / 1000, UTC)
    ana.clock.set(now + timedelta(hours=hours))
    ana.save("F11", case, outcome="held", minutes=30, protected_part="Tarvelindo")
    beto.desk.erasing.erase_due(case, "protected")
    beto.round(store)
    ana.clock.set(now + timedelta(hours=2))

    turns([ana, beto, carla], store, 4)

    for member in (ana, beto, carla):
        assert left(member.desk, (SEALED, "Tarvelindo")) == (stays if member is not carla else [])
        assert unwell(member.desk) == []


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
    ana.save("F11", case, outcome="held", minutes=7, facts="Parvulesca")

    ana.desk.erasing.agree(case, wish.ref)
    turns([ana, beto], store)
    beto.save("F11", case, outcome="held", minutes=8, facts="Nuvarelo")
    turns([ana, beto], store)

    for member in (ana, beto):
        assert left(member.desk, (FACTS, "Parvulesca", "Nuvarelo")) == ["Nuvarelo"]
        assert [note.has_facts for note in member.desk.cases.notes(case)] == [True, False, False]
        assert unwell(member.desk) == []
    assert ana.registers(case) == beto.registers(case)


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
