# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A hidden case in an emergency: two people open it together, its readers hear at once, and after a day it is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pytest
from sqlalchemy import event

from assist.changesets import Op, pack_plain
from assist.crypto.codes import shown
from assist.domain import wire
from assist.errors import BadInput, NotAllowed, NotFound, VaultShut
from assist.glassbook import HeldShare
from assist.services.rosters import RosterService
from assist.services.scribe import Target
from assist.sync.glass import put_together
from tests.conftest import PASSPHRASE
from tests.services.test_protection import everything_in
from tests.syncing.houses import house
from tests.syncing.houses import meet as meet_house
from tests.syncing.team import MINUTE, Member, MemoryStore, settle
from tests.syncing.test_protected import answers, told

DAY = 24 * 60 * MINUTE
WHY = "Cuslandia la busca el juzgado"


@pytest.fixture
def five(team: Callable[..., list[Member]], store: MemoryStore) -> tuple[list[Member], str, str]:
    """Ana coordinates and is custodian, Beto works with her, Carla and Dora supervise, Eva is a worker too.

    Beto hides the case with Eva as the second person named; its id and its code.
    """
    members = team("Ana", "Beto", "Carla", "Dora", "Eva")
    ana, beto, carla, dora, eva = members
    for each in (carla, dora):
        RosterService(ana.desk.bench).set_roles(each.desk.me.user, ["supervisor"])
    case = told(beto, "Killa", hopes="Zarquintela", legal_name="Perlunqui")
    settle(members, store)
    for each in members:
        each.reopen()
    code = beto.desk.cases.header(case).code
    beto.desk.protection.set_level(case, 3, [eva.desk.me.user])
    for _turn in range(2):
        settle(members, store)
    return members, case, code


def meet(members: list[Member], store: MemoryStore, seconds: int = 2 * MINUTE) -> None:
    """Each of them once."""
    for member in members:
        member.round(store, seconds)


def lists(member: Member, code: str) -> tuple[object, ...]:
    """Everything in which a case could be noticed."""
    desk = member.desk
    with desk.bench.keeper.reading() as reader:
        return (desk.cases.day(), desk.cases.find(code), desk.cases.find("Killa"), reader.numbers(),
                desk.glass.open_now(), desk.glass.told_lately())


@pytest.mark.rule("WP-06")
def test_two_people_open_it_together_and_its_readers_hear_who_and_why(
    five: tuple[list[Member], str, str], store: MemoryStore
):
    """Neither was named. What was written under earlier keys is there too."""
    members, case, code = five
    ana, beto, carla, dora, eva = members
    assert carla.desk.cases.find(code) == []

    carla.desk.glass.ask(shown(code), WHY)
    meet([carla, ana, dora], store)
    (asked,) = ana.desk.glass.waiting()
    assert (asked.code, asked.reason, asked.by_name) == (code, WHY, "Carla")
    ana.desk.glass.agree(asked.ref)
    meet([ana, carla, beto, eva, dora], store)

    (opened,) = carla.desk.glass.open_now()
    assert (opened.case, opened.code, opened.other_name) == (case, code, "Ana")
    assert answers(carla, case)["legal_name"] == "Perlunqui"
    assert answers(carla, case)["hopes"] == "Zarquintela"
    for reader in (beto, eva):
        (heard,) = reader.desk.glass.told_of(case)
        assert (heard.by_name, heard.other_name, heard.reason) == ("Carla", "Ana", WHY)
        assert reader.desk.glass.told_lately() == [heard]
    assert ("break-glass", "ok") in on_record(carla)
    assert dora.desk.glass.waiting() == []
    assert ana.desk.cases.find(code) == []


@pytest.mark.rule("WP-06")
def test_whoever_asks_does_not_agree_and_a_refusal_is_on_record(
    five: tuple[list[Member], str, str], store: MemoryStore
):
    members, _case, code = five
    _ana, _beto, carla, dora, _eva = members
    carla.desk.glass.ask(code, WHY)
    (own,) = carla.desk.glass.waiting()
    assert own.is_mine

    with pytest.raises(NotAllowed) as alone:
        carla.desk.glass.agree(own.ref)

    assert alone.value.code == "glass.two_people"
    assert ("break-glass.agree", "refused") in on_record(carla)
    meet([carla, dora], store)
    dora.desk.glass.decline(dora.desk.glass.waiting()[0].ref)
    meet([dora, carla], store)
    assert carla.desk.glass.open_now() == []
    assert dora.desk.glass.waiting() == []


@pytest.mark.rule("WP-11")
def test_asking_for_a_code_that_is_nobodys_is_answered_the_same(
    five: tuple[list[Member], str, str], store: MemoryStore
):
    """For whoever asks, for whoever agrees, and in what they write: as many objects of the same size."""
    members, _case, code = five
    ana, _beto, carla, dora, _eva = members
    free = dora.desk.cases.header(dora.first_contact("Nadie")).code

    def emergency(which: str) -> tuple[object, ...]:
        changes = carla.desk.glass.ask(which, WHY)
        meet([carla], store)
        meet([ana], store)
        before = dict(store.objects)
        seen = lists(ana, which)
        agreed = ana.desk.glass.agree(ana.desk.glass.waiting()[0].ref)
        assert lists(ana, which)[:2] + lists(ana, which)[3:] == seen[:2] + seen[3:]
        meet([ana], store)
        return changes, agreed, sorted(len(each) for name, each in store.objects.items() if name not in before)

    emergency(free)
    assert emergency(free) == emergency(code) == emergency(free)


@pytest.mark.rule("WP-11", "WP-12")
def test_asking_and_agreeing_ask_the_databases_the_same_for_any_code(
    five: tuple[list[Member], str, str], store: MemoryStore
):
    """The same statements in number and shape (ruling 39), in both databases."""
    members, _case, code = five
    ana, _beto, carla, _dora, _eva = members
    free = carla.desk.cases.header(carla.first_contact("Nadie")).code
    traces: list[list[str]] = []
    for which in (free, free, code):
        with traced(carla) as asked:
            carla.desk.glass.ask(which, WHY)
        meet([carla, ana], store, 0)
        (request,) = ana.desk.glass.waiting()
        with traced(ana) as agreed:
            ana.desk.glass.agree(request.ref)
        traces.append([*asked, *agreed])

    assert traces[1] == traces[2] != []


@contextmanager
def traced(member: Member) -> Iterator[list[str]]:
    """Every statement to the writer and to the vault meanwhile."""
    seen: list[str] = []
    keeper = member.desk.bench.keeper
    engines = [keeper._writer, keeper._vault]  # type: ignore[attr-defined]

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.rule("WP-11", "WP-12")
def test_shares_show_nothing_to_those_who_hold_them(five: tuple[list[Member], str, str]):
    """A holder's lists are those of a colleague who holds none; her databases name neither the case nor its code."""
    members, case, code = five
    ana, _beto, carla, dora, _eva = members
    for holder in (ana, carla, dora):
        with holder.desk.bench.keeper.writing() as work:
            shares = work.rounds.protected.glass.shares()
            assert len(shares) == 1
            assert bytes.fromhex(case) not in work.all_cases()
        assert all(bytes.fromhex(case) not in bytes(part) for part in shares[0] if isinstance(part, bytes))
        assert holder.desk.cases.find(code) == []
        assert holder.desk.glass.told_lately() == []
        signed = holder.desk.signed
        assert code.encode() not in everything_in(signed.place.folder, signed.database_key, "case.db", ("audit",))


def test_one_share_opens_nothing_and_any_two_do(five: tuple[list[Member], str, str]):
    members, case, _code = five
    ana, _beto, carla, dora, _eva = members
    held: list[HeldShare] = []
    for holder in (ana, carla, dora):
        with holder.desk.bench.keeper.writing() as work:
            held += work.rounds.protected.glass.shares()

    assert len({share.share for share in held}) == 3
    for one, other in combinations(held, 2):
        (key,) = put_together([one], [other])
        assert key.case == bytes.fromhex(case)
    for share in held:
        assert list(put_together([share], [share])) == []


@pytest.mark.rule("WP-12")
def test_after_a_day_nothing_is_left_even_if_the_laptop_was_off(
    five: tuple[list[Member], str, str], store: MemoryStore
):
    """Done when the protected work is opened next, before anything is shown; a clock set back does not help."""
    members, case, code = five
    ana, _beto, carla, _dora, _eva = members
    opened_for(carla, ana, code, store)
    assert answers(carla, case)["legal_name"] == "Perlunqui"
    signed = carla.desk.signed
    signed.shut_vault()
    later(carla, DAY)
    vault = signed.vault_secret(_who(carla))
    assert vault is not None

    signed.open_vault(PASSPHRASE)

    assert carla.desk.glass.open_now() == []
    assert carla.desk.cases.find(code) == []
    with carla.desk.bench.keeper.writing() as work:
        assert bytes.fromhex(case) not in work.all_cases()
        assert work.rounds.protected.keys(bytes.fromhex(case)) == []
    content = everything_in(signed.place.folder, vault.database_key, "vault.db", ())
    assert b"Perlunqui" not in content
    assert b"Zarquintela" not in content
    meet([carla], store)
    assert carla.desk.glass.open_now() == []


def test_a_clock_set_back_opens_it_no_longer(five: tuple[list[Member], str, str], store: MemoryStore):
    members, _case, code = five
    ana, _beto, carla, _dora, _eva = members
    opened_for(carla, ana, code, store)
    later(carla, DAY)
    carla.first_contact("Sisa")
    later(carla, -DAY)

    carla.desk.glass.forget_what_is_over()

    assert carla.desk.glass.open_now() == []


def test_readers_write_under_another_key_once_the_day_is_over(
    five: tuple[list[Member], str, str], store: MemoryStore
):
    """One of them makes it; what is written then stays closed to whoever kept the key, and opens for two again."""
    members, case, code = five
    ana, beto, carla, dora, eva = members
    opened_for(carla, ana, code, store)
    with carla.desk.bench.keeper.writing() as work:
        old = work.rounds.protected.keys(bytes.fromhex(case))[-1]
    meet([beto, eva], store)
    for each in members:
        later(each, DAY)
    for _turn in range(2):
        meet([beto, eva], store)
    for each in (beto, eva):
        later(each, DAY)
    for _turn in range(3):
        meet([beto, eva], store)

    with beto.desk.bench.keeper.writing() as work:
        now = work.rounds.protected.keys(bytes.fromhex(case))[-1]
    with eva.desk.bench.keeper.writing() as work:
        assert work.rounds.protected.keys(bytes.fromhex(case))[-1] == now
    assert now.epoch == old.epoch + 1
    assert now.key != old.key
    record = next(row.record for row in beto.desk.cases.records(case) if row.form == "F02")
    beto.save("F02", case, record, hopes="Olmevante")
    for _turn in range(2):
        meet([beto, eva, carla, dora, ana], store)
    assert answers(eva, case)["hopes"] == "Olmevante"
    opened_for(dora, carla, code, store)
    assert answers(dora, case)["hopes"] == "Olmevante"


def test_whoever_opened_it_reads_and_does_not_write(
    five: tuple[list[Member], str, str], store: MemoryStore, tmp_path: Path
):
    """Nor does she print it alone."""
    members, case, code = five
    ana, beto, carla, _dora, _eva = members
    opened_for(carla, ana, code, store)
    record = next(row.record for row in carla.desk.cases.records(case) if row.form == "F02")

    with pytest.raises(NotAllowed) as alone:
        carla.desk.reports.individual(case, "supervision", "es", tmp_path / "r.pdf", paper_safe=True)
    with pytest.raises(NotAllowed) as refused:
        carla.save("F02", case, record, hopes="Olmevante")
    meet([carla, beto], store)

    assert alone.value.code == "report.two_people"
    assert refused.value.code == "glass.only_reads"
    assert carla.desk.drops.open(shown(code)).address == shown(code)  # a threat is taken from anybody (ruling 4)
    assert answers(beto, case)["hopes"] == "Zarquintela"


def test_it_needs_a_whole_code_a_reason_the_role_and_the_vault(five: tuple[list[Member], str, str]):
    members, _case, code = five
    _ana, beto, carla, _dora, _eva = members
    for typed, reason, which in ((code[:5], WHY, "glass.code"), (code, "  ", "policy.reason")):
        with pytest.raises(BadInput) as refused:
            carla.desk.glass.ask(typed, reason)
        assert refused.value.code == which
    with pytest.raises(NotAllowed):
        beto.desk.glass.ask(code, WHY)
    carla.desk.signed.shut_vault()
    with pytest.raises(VaultShut):
        carla.desk.glass.ask(code, WHY)


def test_a_request_nobody_answered_in_three_days_is_over(five: tuple[list[Member], str, str], store: MemoryStore):
    members, _case, code = five
    _ana, _beto, carla, dora, _eva = members
    carla.desk.glass.ask(code, WHY)
    meet([carla, dora], store)
    (asked,) = dora.desk.glass.waiting()
    later(dora, 3 * DAY)

    assert dora.desk.glass.waiting() == []
    with pytest.raises(NotFound):
        dora.desk.glass.agree(asked.ref)


def test_nobody_asks_in_the_name_of_another(five: tuple[list[Member], str, str], store: MemoryStore):
    """A program that was altered writes that somebody else asks: nobody is shown it."""
    members, _case, code = five
    _ana, _beto, carla, dora, _eva = members
    carla.desk.glass.ask(code, WHY)
    bench = carla.desk.bench
    with bench.keeper.writing() as work:
        (room,) = work.rounds.protected.glass.rooms(wire.GLASS)
        (row,) = [each for each in work.rows_of(room) if each.field == wire.GLASS_ASKED]
        bench.scribe.write_protected(work, Target(room), None, (Op(
            wire.OP_SET, row.entity, wire.GLASS, wire.GLASS_ASKED,
            pack_plain([dora.desk.bench.user, code, WHY, bench.clock.now_ms()]), (row.dot,)),))
        work.commit()
    meet([carla, dora], store)

    assert dora.desk.glass.waiting() == []


def test_with_one_such_person_there_are_no_shares(three: list[Member], store: MemoryStore):
    """Nobody else could open it in an emergency, and that can be said."""
    ana, beto, carla = three
    case = told(beto, "Killa", hopes="Zarquintela")
    settle(three, store)
    beto.desk.protection.set_level(case, 3, [carla.desk.me.user])
    for _turn in range(2):
        settle(three, store)

    assert beto.desk.glass.others() == 1
    with ana.desk.bench.keeper.writing() as work:
        assert work.rounds.protected.glass.shares() == []


def test_whoever_becomes_supervisor_later_holds_a_share_of_what_is_hidden_already(
    five: tuple[list[Member], str, str], store: MemoryStore
):
    members, _case, _code = five
    ana, beto, _carla, _dora, eva = members
    RosterService(ana.desk.bench).set_roles(eva.desk.me.user, ["caseworker", "supervisor"])
    for _turn in range(3):
        meet(members, store)

    with eva.desk.bench.keeper.writing() as work:
        assert len(work.rounds.protected.glass.shares()) >= 1
    with beto.desk.bench.keeper.writing() as work:
        assert work.rounds.protected.glass.shares() == []


def on_record(member: Member) -> set[tuple[str, str]]:
    """What the log of this profile says was done, and how it ended."""
    bench = member.desk.bench
    with bench.keeper.writing() as work:
        lines = [bench.read_audit(body) for _n, body in work.audit_tail(50)]
    return {(line.verb, line.outcome) for line in lines if line is not None}


def opened_for(who: Member, other: Member, code: str, store: MemoryStore) -> None:
    """One asks, the other agrees, and both meet."""
    who.desk.glass.ask(code, WHY)
    meet([who, other], store)
    other.desk.glass.agree(next(each.ref for each in other.desk.glass.waiting() if not each.is_mine))
    meet([other, who], store)
    assert [each.code for each in who.desk.glass.open_now()] == [code]


def later(member: Member, seconds: int) -> None:
    """Her clock goes on, or back."""
    member.clock.set(datetime.fromtimestamp(member.clock.now_ms() / 1000 + seconds, UTC))


def _who(member: Member) -> object:
    from assist.crypto import words
    from assist.crypto.slot import Credentials

    return Credentials(member.desk.signed.sign_in_name, words.canonical(PASSPHRASE))




@pytest.mark.rule("WP-11")
def test_whoever_belongs_to_another_team_holds_no_share(tmp_path: Path):
    """She could not be asked, and her team learns nothing of cases of this one."""
    made = house(tmp_path, ("Ana", "Beto"), ("Carla", "Dora"))
    (ana, beto), (carla, _dora) = made.first, made.second
    ana.desk.rosters.set_roles(carla.desk.bench.user.hex(), ["supervisor"])
    meet_house(made)
    case = told(beto, "Killa", hopes="Zarquintela")
    meet_house(made)
    beto.desk.protection.set_level(case, 3, [ana.desk.me.user])
    for _turn in range(2):
        meet_house(made)
    assert beto.desk.glass.others() == 1

    ana.desk.rosters.set_roles(beto.desk.bench.user.hex(), ["caseworker", "supervisor"])
    for _turn in range(3):
        meet_house(made)

    assert beto.desk.glass.others() == 2
    counts = []
    for member in (ana, beto, carla):
        with member.desk.bench.keeper.writing() as work:
            counts.append(len(work.rounds.protected.glass.shares()) > 0)
    made.close()
    assert counts == [True, True, False]
