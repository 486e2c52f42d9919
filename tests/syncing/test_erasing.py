# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case that is erased is gone from every laptop, once two people wanted it; until then one of them can stay it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assist.changesets import pack_plain
from assist.crypto.kdf import FOR_TESTS
from assist.domain import wire
from assist.errors import BadInput, NotAllowed, NotFound
from assist.practice import fill
from assist.services.scribe import Put, Target
from assist.services.syncing import SyncService
from tests.conftest import PASSPHRASE
from tests.syncing.erased import DAY, WORDS, asked, left, ordered, row, unwell, written
from tests.syncing.team import Member, MemoryStore, settle
from ui.wiring import Door

Team = Callable[..., list[Member]]


def pass_days(member: Member, days: int) -> None:
    """Her clock, later."""
    member.clock.set(datetime.fromtimestamp(member.clock.now_ms() / 1000, UTC) + timedelta(days=days))


# -- the day in which it may be taken back ---------------------------------------------------------


def test_for_a_day_nothing_is_told_and_one_step_takes_it_back(team: Team, store: MemoryStore):
    """Nothing leaves the laptop but what would have left it anyway, and afterwards everything is as it was."""
    ana, beto = team("Ana", "Beto")
    case = written(beto)
    settle([ana, beto], store)
    before, lying = beto.everything(), set(store.objects)

    beto.desk.erasing.ask(case, "own_request", nobody_asked_for_it=True)
    beto.round(store, DAY - 4 * 3600)

    assert set(store.objects) == lying
    [wish] = beto.desk.erasing.waiting()
    assert (wish.state, wish.case, wish.is_mine) == ("undo", case, True)
    beto.desk.erasing.take_back(wish.ref)
    beto.round(store, 2 * DAY)
    settle([ana, beto], store)
    assert beto.desk.erasing.waiting() == ana.desk.erasing.waiting() == []
    assert beto.everything() == ana.everything() == before


def test_after_the_day_it_waits_for_another_person_who_may_say_no(team: Team, store: MemoryStore):
    """Whoever asked cannot agree herself; a no leaves everything as it was; a fortnight without answer is one."""
    ana, beto = team("Ana", "Beto")
    case = written(beto)
    settle([ana, beto], store)
    wish = asked(beto, [ana, beto], store, case)
    with pytest.raises(NotFound):
        beto.desk.erasing.take_back(wish.ref)
    with pytest.raises(NotAllowed, match=r"policy\.role"):
        beto.desk.erasing.agree(case, wish.ref)
    assert "erasure_asked" in [duty.rule for duty in ana.desk.cases.duties(case)]
    pass_days(ana, 1)
    days = [member.desk.cases.day() for member in (ana, beto)]
    assert [[duty.rule for duty in (*day.today, *day.late)].count("erasure_asked") for day in days] == [1, 0]

    ana.desk.erasing.decline(case, wish.ref)
    settle([ana, beto], store)

    assert beto.desk.erasing.waiting() == []
    assert "erasure_asked" not in [duty.rule for duty in beto.desk.cases.duties(case)]
    asked(beto, [ana, beto], store, case)
    pass_days(beto, 16)
    settle([ana, beto], store)
    settle([ana, beto], store)
    assert beto.desk.erasing.waiting() == ana.desk.erasing.waiting() == []
    assert left(beto.desk) == list(WORDS)


def test_what_somebody_asked_who_is_gone_since_lapses_all_the_same(team: Team, store: MemoryStore):
    """Nobody else would ever take the duty from the others."""
    ana, beto = team("Ana", "Beto")
    case = written(beto)
    settle([ana, beto], store)
    asked(beto, [ana, beto], store, case)
    assert "erasure_asked" in [duty.rule for duty in ana.desk.cases.duties(case)]
    ana.desk.leaving.person(beto.desk.me.user)
    pass_days(ana, 16)
    ana.round(store), ana.round(store)

    assert "erasure_asked" not in [duty.rule for duty in ana.desk.cases.duties(case)]


def test_alone_with_the_right_to_agree_she_decides_alone(team: Team, store: MemoryStore):
    """Where there is no second person nobody is waited for; the day to take it back stays."""
    ana, beto = team("Ana", "Beto")
    case = written(ana)
    settle([ana, beto], store)

    ana.desk.erasing.ask(case, "own_request", nobody_asked_for_it=True)
    ana.round(store, DAY)

    assert not ana.registers(case)
    settle([ana, beto], store)
    assert not beto.registers(case)


# -- who is refused, and when ----------------------------------------------------------------------


def test_what_the_law_wants_kept_is_not_erased(team: Team, store: MemoryStore):
    """Neither where it is asked nor on a laptop that hears the order and knows more."""
    ana, beto = team("Ana", "Beto")
    case = written(beto)
    settle([ana, beto], store)
    with pytest.raises(BadInput, match=r"erase\.notice"):
        beto.desk.erasing.ask(case, "own_request", nobody_asked_for_it=False)
    ana.desk.erasing.keep_by_law(case, kept=True)
    with pytest.raises(NotAllowed, match=r"erase\.legal_hold"):
        ana.desk.erasing.ask(case, "own_request", nobody_asked_for_it=True)
    ana.desk.erasing.keep_by_law(case, kept=False)
    wish = asked(beto, [ana, beto], store, case)
    with beto.desk.bench.keeper.writing() as work:  # a letter came here, and nobody else knows of it yet
        beto.desk.bench.scribe.write(work, Target(bytes.fromhex(case)), [
            Put(bytes.fromhex(case), wire.CASE, wire.LEGAL_HOLD, pack_plain(True))])
        work.commit()

    ana.desk.erasing.agree(case, wish.ref)
    settle([ana, beto], store)

    assert left(ana.desk) == []
    assert left(beto.desk) == list(WORDS)
    assert (row(beto).done, row(beto).of, [each.name for each in row(beto).missing]) == (1, 2, ["Beto"])
    with beto.desk.bench.keeper.writing() as work:
        dots = beto.desk.bench.book(work, bytes.fromhex(case)).case.dots(wire.LEGAL_HOLD)
        beto.desk.bench.scribe.write(work, Target(bytes.fromhex(case)), [
            Put(bytes.fromhex(case), wire.CASE, wire.LEGAL_HOLD, pack_plain(False), supersedes=dots)])
        work.commit()
    settle([ana, beto], store)
    assert left(beto.desk) == []


def test_only_her_worker_or_whoever_leads_may_ask(team: Team, store: MemoryStore):
    """A colleague who reads the case all the same may not, and nobody asks twice."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = written(beto)
    settle([ana, beto, carla], store)

    with pytest.raises(NotAllowed, match=r"erase\.own_case"):
        carla.desk.erasing.ask(case, "own_request", nobody_asked_for_it=True)
    beto.desk.erasing.ask(case, "own_request", nobody_asked_for_it=True)
    with pytest.raises(BadInput, match=r"erase\.asked"):
        beto.desk.erasing.ask(case, "mistake", nobody_asked_for_it=True)


# -- gone ------------------------------------------------------------------------------------------


def test_it_is_gone_everywhere_and_nothing_else_is(team: Team, store: MemoryStore, tmp_path: Path):
    """Rows, words of search, bodies, drafts, keys and backups on three laptops; every chain and list holds."""
    ana, beto, carla = members = team("Ana", "Beto", "Carla")
    case, other = written(beto), beto.first_contact("Sami")
    settle(members, store)
    carla.save("F11", case, outcome="held", minutes=10, facts=WORDS[1])
    for member in members:
        member.desk.records.keep_draft(member.desk.records.open("F11", case))
        member.desk.backups.make()
    settle(members, store)
    before = ana.registers(other)
    with ana.desk.bench.keeper.writing() as work:
        key = work.case_key(bytes.fromhex(case))[1]

    ordered(beto, ana, members, store, case)
    settle(members, store)
    settle(members, store)

    for member in members:
        assert left(member.desk, (*WORDS, "600123123")) == []
        assert member.registers(other) == before
        assert member.desk.records.drafts() == []
        assert unwell(member.desk) == []
        assert [each.case for each in member.desk.cases.find("Killa")] == []
        with member.desk.bench.keeper.writing() as work:
            assert key not in {each.key for each in work.rounds.case_keys()}
            assert work.case_key(bytes.fromhex(case)) is None
        assert row(member).done == row(member).of == 3
    for number, member in enumerate(members):
        [shelf] = member.desk.backups.shelf()
        door = Door(tmp_path / f"restored{number}", member.clock, FOR_TESTS)
        restored = door.restore(shelf.path, member.desk.signed.sign_in_name, PASSPHRASE)
        restored.signed.open_vault(PASSPHRASE)
        assert left(restored) == []
        restored.close()
        door.leave()


def test_its_places_in_the_streams_stay_with_their_hashes(team: Team, store: MemoryStore):
    """So that nobody takes an erased case for a forged history, and nobody can put it back."""
    ana, beto = team("Ana", "Beto")
    case = written(beto)
    settle([ana, beto], store)
    stream = beto.desk.bench.ring.ordinary_stream
    with ana.desk.bench.keeper.writing() as work:
        before = [(each.n, each.digest) for each in work.log_rows(stream, 0, 100)]

    ordered(beto, ana, [ana, beto], store, case)
    settle([ana, beto], store)

    for member in (ana, beto):
        with member.desk.bench.keeper.writing() as work:
            after = [(each.n, each.digest) for each in work.log_rows(stream, 0, len(before))]
        assert after == before


def test_a_certificate_comes_once_every_laptop_has_said_everything(team: Team, store: MemoryStore, tmp_path: Path):
    """It names the day on which the last backup ends, and neither her nor whoever did it."""
    ana, beto = team("Ana", "Beto")
    case = beto.first_contact(WORDS[0])
    settle([ana, beto], store)
    ordered(beto, ana, [ana, beto], store, case)
    with pytest.raises(NotAllowed, match=r"erase\.not_complete"):
        ana.desk.erasures.certificate(row(ana).ref, "es")
    for _turn in range(3):
        settle([ana, beto], store)
    done = row(ana)
    assert (done.done, done.rewritten, done.of, done.missing) == (2, 2, 2, ())
    confirmed = datetime.fromisoformat(done.confirmed_on).date()
    assert done.backups_end == (confirmed + timedelta(days=35)).isoformat()

    pages = ana.desk.erasures.save(done.ref, "es", tmp_path / "c.pdf")

    text = _text_of(tmp_path / "c.pdf")
    assert pages == 1
    assert done.number in text
    assert not [word for word in (WORDS[0], "Ana", "Beto", "Casa Prueba", case) if word in text]
    with ana.desk.bench.keeper.writing() as work:
        last = ana.desk.bench.read_audit(work.audit_tail(1)[0][1])
    assert (last.verb, last.object.hex()) == ("erase.certificate", done.ref)


def _text_of(file: Path) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(file) as document:
        return document[0].get_textpage().get_text_range()


def test_a_form_that_was_still_open_does_not_begin_the_case_anew(team: Team, store: MemoryStore):
    """Whoever has it on her screen while it goes is told, and what she typed reaches nobody."""
    ana, beto = team("Ana", "Beto")
    case = written(beto)
    settle([ana, beto], store)
    opening = beto.desk.records.open("F11", case)
    fill(opening, {"outcome": "held", "minutes": 30, "facts": "Perlunqui"})
    ordered(beto, ana, [ana, beto], store, case)
    settle([ana, beto], store)

    with pytest.raises(NotFound):
        beto.desk.records.save(opening)

    settle([ana, beto], store)
    with beto.desk.bench.keeper.writing() as work:
        assert bytes.fromhex(case) not in work.all_cases()
    assert left(ana.desk, ("Perlunqui",)) == left(beto.desk, ("Perlunqui",)) == []


def test_a_backup_from_before_is_emptied_again_in_its_first_round(team: Team, store: MemoryStore, tmp_path: Path):
    """A memory stick that lay in a drawer brings nothing back, on this laptop or on any other."""
    ana, beto = team("Ana", "Beto")
    case, other = written(beto), beto.first_contact("Sami")
    settle([ana, beto], store)
    file = beto.desk.backups.make(tmp_path / "stick.amparo")
    ordered(beto, ana, [ana, beto], store, case)
    for _turn in range(4):
        settle([ana, beto], store)
    assert row(ana).is_complete
    beto.desk.close()
    beto.door.leave()
    beto.door = Door(tmp_path / "again", beto.clock, FOR_TESTS)
    beto.desk = beto.door.restore(file, "Beto", PASSPHRASE)
    beto.sync = SyncService(beto.desk.bench)
    beto.desk.signed.open_vault(PASSPHRASE)
    assert left(beto.desk) == list(WORDS)

    for _turn in range(3):
        settle([beto, ana], store)

    assert left(beto.desk) == left(ana.desk) == []
    assert beto.registers(other)
    assert unwell(beto.desk) == []


# -- the calendar ----------------------------------------------------------------------------------


def test_a_note_without_a_file_goes_by_itself_after_42_days(team: Team, store: MemoryStore):
    """No signature, no day of waiting; on every laptop, and not a day sooner."""
    ana, beto = team("Ana", "Beto")
    case = beto.save("F01", needs_now=("food",), may_keep_note="no")[0]
    settle([ana, beto], store)
    pass_days(beto, 41)
    pass_days(ana, 41)
    settle([ana, beto], store)
    assert ana.registers(case)
    pass_days(beto, 1)
    pass_days(ana, 1)

    settle([ana, beto], store)
    settle([ana, beto], store)

    assert not ana.registers(case)
    assert not beto.registers(case)
    assert {each.holds for each in ana.desk.erasures.rows()} == {True}


def test_what_was_kept_as_long_as_it_may_be_is_due_and_goes_at_one_step(team: Team, store: MemoryStore):
    """730 days after closing by the generic country; before that it is refused."""
    ana, beto = team("Ana", "Beto")
    case = written(beto)
    beto.save("F15", case, reason="goals_reached", proposed_by="both")
    settle([ana, beto], store)
    with pytest.raises(NotAllowed, match=r"erase\.not_due"):
        beto.desk.erasing.erase_due(case)
    for member in (ana, beto):
        pass_days(member, 730)
    settle([ana, beto], store)
    assert [each.case for each in beto.desk.erasing.due()] == [case]

    beto.desk.erasing.erase_due(case)
    settle([ana, beto], store)

    assert left(ana.desk) == left(beto.desk) == []
    assert beto.desk.erasing.due() == []
