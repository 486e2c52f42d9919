# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is protected is looked at again every ninety days, and goes with its key when its time is over (WP-17)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assist.crypto.kdf import FOR_TESTS
from assist.domain import wire
from assist.errors import BadInput, NotAllowed, VaultShut
from assist.services.syncing import SyncService
from tests.conftest import PASSPHRASE
from tests.syncing.at_place import at, later
from tests.syncing.erased import DAY, left, row, unwell, written
from tests.syncing.kept import ALL, FACTS, NAME, SEALED, closed, comp_keys, held, pass_for_all, rooms_of, rules, turns
from tests.syncing.team import Member, MemoryStore, settle
from ui.wiring import Door

Team = Callable[..., list[Member]]


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
def test_a_backup_of_who_ordered_it_brings_nothing_back_beside_her_working_laptop(
        team: Team, store: MemoryStore, tmp_path: Path):
    """Her own word reaches what she brought back, though it stands in a stream that was hers."""
    ana, beto = team("Ana", "Beto")
    case = closed(beto)
    turns([ana, beto], store)
    pass_for_all([ana, beto], 365)
    stick = beto.desk.backups.make(tmp_path / "stick.amparo")
    beto.desk.erasing.erase_due(case, "protected")
    turns([beto, ana], store, 4)

    again = Member.__new__(Member)
    again.clock, again.door = beto.clock, Door(tmp_path / "from the drawer", beto.clock, FOR_TESTS)
    again.desk = again.door.restore(stick, "Beto", PASSPHRASE)
    again.sync = SyncService(again.desk.bench)
    again.desk.signed.open_vault(PASSPHRASE)
    turns([again, ana, beto], store, 3)

    assert left(again.desk) == [NAME, FACTS]
    again.close()


@pytest.mark.rule("WP-17")
@pytest.mark.parametrize("basis", ["protected_request", "notes_request"])
def test_met_at_a_place_it_brings_nothing_back_either(team: Team, stick: Path, tmp_path: Path, basis: str):
    """At her wish, agreed by two: what the backup brought back goes in its first meetings, before it is let in."""
    ana, beto = team("Ana", "Beto")
    case = written(beto)
    for member in (beto, ana, beto, ana):
        at(member, stick)
    drawer = beto.desk.backups.make(tmp_path / "stick.amparo")
    beto.desk.erasing.ask(case, basis, nobody_asked_for_it=True)
    pass_for_all([ana, beto], 1)
    for member in (beto, ana, beto, ana):
        at(member, stick)
    wish = ana.desk.erasing.waiting(case)[0]
    ana.desk.erasing.agree(case, wish.ref)
    for member in (ana, beto, ana, beto, ana):
        later(member, 3600)
        at(member, stick)
    gone = [word for word in ALL if word not in left(beto.desk)]
    assert gone

    again = Member.__new__(Member)
    again.clock, again.door = beto.clock, Door(tmp_path / "from the drawer", beto.clock, FOR_TESTS)
    again.desk = again.door.restore(drawer, "Beto", PASSPHRASE)
    again.sync = SyncService(again.desk.bench)
    again.desk.signed.open_vault(PASSPHRASE)
    for _turn in range(3):
        for member in (again, ana, beto):
            at(member, stick)

    assert not set(left(again.desk)) & set(gone)
    assert again.desk.hearing.troubles() == []
    again.close()


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
    since = comp_keys(ana, case)
    beto.save("F11", case, outcome="held", minutes=5, facts="Nuvarelo")
    turns([ana, beto], store)
    assert "Nuvarelo" in left(ana.desk, ("Nuvarelo",))
    assert comp_keys(ana, case) == comp_keys(beto, case) == since


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


@pytest.mark.rule("WP-17")
def test_another_key_that_somebody_makes_of_what_is_gone_is_not_taken(team: Team, store: MemoryStore):
    """She takes a reader off before she heard of it, and sends everybody else another key of a room that is no more."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = closed(beto)
    turns([ana, beto, carla], store)
    beto.desk.protection.set_level(case, 3, [ana.desk.me.user, carla.desk.me.user])
    turns([ana, beto, carla], store, 4)
    pass_for_all([ana, beto, carla], 365)
    gone = rooms_of(ana, case)
    beto.desk.erasing.erase_due(case, "protected")
    beto.round(store)
    ana.desk.naming.unname(case, carla.desk.me.user)
    for member in (beto, ana, beto):
        member.round(store)
    assert not rooms_of(beto, case) & gone

    turns([ana, beto, carla], store, 4)
    beto.save("F11", case, outcome="held", minutes=5, facts="Nuvarelo")
    turns([ana, beto, carla], store)

    assert rooms_of(ana, case) == rooms_of(beto, case)
    assert not rooms_of(ana, case) & gone
    assert left(ana.desk, (SEALED, "Nuvarelo")) == ["Nuvarelo"]
