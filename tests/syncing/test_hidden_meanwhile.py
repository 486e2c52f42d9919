# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case is hidden while others change who reads it, or hear of the two halves of the hiding apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pytest

from assist.compartmentbook import Order
from assist.services.rosters import RosterService
from assist.sync import names, roster
from assist.sync.orders import NEVER, hiding, said_since
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_day_of_each import nobodys
from tests.syncing.test_protected import answers, told

Team = Callable[..., list[Member]]


class Holding(MemoryStore):
    """Gives what is held back to nobody until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.held: frozenset[str] = frozenset()

    def get(self, name: str) -> bytes | None:
        """See ports.Store."""
        return None if name in self.held else super().get(name)

    def hold(self, member: Member, half: str) -> None:
        """What she sends from now on of one half of her work."""
        ring = member.desk.bench.ring
        stream = ring.ordinary_stream if half == "ordinary" else ring.protected_stream
        with member.desk.bench.keeper.writing() as work:
            key = names.name_key(work.team_key()[2])
        self.held = frozenset(names.bundle_name(key, stream, seq) for seq in range(1, 60)) - frozenset(self.objects)


def has_nothing_of(member: Member, case: str) -> bool:
    """Neither keys nor words nor its id, the next morning either."""
    member.reopen()
    ident = bytes.fromhex(case)
    with member.desk.bench.keeper.writing() as work:
        return not (work.rounds.protected.keys(ident) or work.rows_of(ident) or ident in work.all_cases())


def apart(store: MemoryStore, *days: tuple[Member, Sequence[Callable[[], object]]]) -> None:
    """Each does what she does, sending after each, without hearing of the others; then all of it lies in one place."""
    places = []
    for member, acts in days:
        place = MemoryStore()
        place.objects = dict(store.objects)
        for act in acts:
            act()
            member.round(place)
        member.round(place)
        places.append(place.objects)
    for objects in places:
        store.objects |= objects


def writes(member: Member, case: str, **said: object) -> None:
    """Into the form that is there."""
    record = next(row.record for row in member.desk.cases.records(case) if row.form == "F02")
    member.save("F02", case, record, **said)


@pytest.mark.rule("WP-11")
@pytest.mark.parametrize("late", ["ordinary", "protected"])
def test_whichever_half_comes_first_nothing_of_a_hidden_case_stays(three: list[Member], late: str):
    """The place holds one of them back for a while; she works on meanwhile."""
    ana, beto, carla = three
    store = Holding()
    case = told(beto, "Killa", hopes="Zarquintela", legal_name="Perlunqui")
    settle([beto, ana, carla], store)
    store.hold(beto, late)
    beto.desk.protection.set_level(case, 3, [carla.desk.me.user])
    for _turn in range(2):
        settle([beto, ana, carla], store)
    ana.first_contact("Otra")
    settle([ana, beto, carla], store)

    store.held = frozenset()
    for _turn in range(3):
        settle([beto, ana, carla], store)

    assert has_nothing_of(ana, case)
    for member in (beto, carla):
        assert answers(member, case) == {"hopes": "Zarquintela", "legal_name": "Perlunqui"}


@pytest.mark.rule("WP-11")
@pytest.mark.parametrize("keys", [1, 2])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_key_made_meanwhile_keeps_a_hidden_case_with_nobody(
    team: Team, store: MemoryStore, keys: int, is_first: bool
):
    """A custodian takes readers off on the morning on which it is hidden from her: she made another key of that
    number, or of a higher one. Whoever reads it goes on writing to each other."""
    ana, beto, carla, *taken_off = team("Ana", "Beto", "Carla", *("Dana", "Eva")[:keys])
    everybody = [beto, ana, carla, *taken_off]
    case = told(beto, "Killa", hopes="Zarquintela", legal_name="Perlunqui")
    for member in taken_off:
        beto.desk.naming.name_reader(case, member.desk.me.user)
    for _turn in range(2):
        settle(everybody, store)
    assert answers(taken_off[-1], case)["legal_name"] == "Perlunqui"

    hers = ana, [partial(ana.desk.naming.unname, case, member.desk.me.user) for member in taken_off]
    his = beto, [partial(beto.desk.protection.set_level, case, 3, [carla.desk.me.user])]
    apart(store, *([hers, his] if is_first else [his, hers]))
    for _turn in range(4):
        settle(everybody, store)

    assert all(has_nothing_of(member, case) for member in (ana, *taken_off))
    writes(beto, case, hopes="Olmevante")
    for _turn in range(2):
        settle(everybody, store)
    writes(carla, case, people="Quillavante")
    for _turn in range(2):
        settle(everybody, store)
    for member in (beto, carla):
        assert answers(member, case) == {
            "hopes": "Olmevante", "legal_name": "Perlunqui", "people": "Quillavante"}


@pytest.mark.rule("WP-11")
def test_whoever_was_named_meanwhile_reads_a_hidden_case(team: Team, store: MemoryStore):
    """Both said so, and neither took it back: what left her laptop with the hiding comes again."""
    ana, beto, carla, dana = team("Ana", "Beto", "Carla", "Dana")
    everybody = [beto, ana, carla, dana]
    case = told(beto, "Killa", hopes="Zarquintela", legal_name="Perlunqui")
    for _turn in range(2):
        settle(everybody, store)

    apart(store, (ana, [partial(ana.desk.naming.name_reader, case, dana.desk.me.user)]),
          (beto, [partial(beto.desk.protection.set_level, case, 3, [carla.desk.me.user])]))
    for _turn in range(4):
        settle(everybody, store)

    assert has_nothing_of(ana, case)
    for member in (beto, carla, dana):
        assert answers(member, case) == {"hopes": "Zarquintela", "legal_name": "Perlunqui"}
        member.reopen()
        assert answers(member, case)["hopes"] == "Zarquintela"


@pytest.mark.rule("WP-06", "WP-11")
def test_whoever_is_taken_off_after_two_people_lowered_it_keeps_nothing_protected(team: Team, store: MemoryStore):
    """From then on it goes by what is said of readers again."""
    ana, beto, carla, dana = team("Ana", "Beto", "Carla", "Dana")
    everybody = [ana, beto, carla, dana]
    RosterService(ana.desk.bench).set_roles(carla.desk.me.user, ["caseworker", "supervisor", "custodian"])
    case = told(beto, "Killa", hopes="Zarquintela", legal_name="Perlunqui")
    settle(everybody, store)
    for member in everybody:
        member.reopen()
    beto.desk.protection.set_level(case, 3, [member.desk.me.user for member in (ana, carla, dana)])
    for _turn in range(2):
        settle(everybody, store)

    ana.desk.two_people.ask(case, "lower", "Ya no corre peligro", 1)
    settle(everybody, store)
    carla.desk.two_people.agree(case, carla.desk.two_people.waiting(case)[0].ref)
    for _turn in range(2):
        settle(everybody, store)
    assert [beto.desk.cases.header(case).level, answers(dana, case)["legal_name"]] == [1, "Perlunqui"]

    beto.desk.naming.unname(case, dana.desk.me.user)
    for _turn in range(3):
        settle(everybody, store)
    dana.reopen()
    with dana.desk.bench.keeper.writing() as work:
        assert not work.rounds.protected.keys(bytes.fromhex(case))
    assert "legal_name" not in answers(dana, case)
    assert answers(ana, case)["legal_name"] == "Perlunqui"


@pytest.mark.rule("WP-11")
@pytest.mark.parametrize("sealed", [{}, {"legal_name": "Perlunqui"}])
@pytest.mark.parametrize("taken_off", [False, True])
def test_two_who_hide_it_apart_lose_no_word_of_either(
    team: Team, store: MemoryStore, taken_off: bool, sealed: dict[str, str]
):
    """Her custodian and her worker, on one afternoon; one of them takes a reader off as well, which makes her key the
    newer one. Whoever either named reads what both wrote."""
    ana, beto, carla, dana, eva = team("Ana", "Beto", "Carla", "Dana", "Eva")
    everybody = [ana, beto, carla, dana, eva]
    case = told(beto, "Killa", hopes="Zarquintela", **sealed)
    for _turn in range(2):
        settle(everybody, store)

    hers = [partial(ana.desk.protection.set_level, case, 3, [each.desk.me.user for each in (dana, eva)]),
            partial(writes, ana, case, people="Quillavante")]
    if taken_off:
        hers.append(partial(ana.desk.naming.unname, case, eva.desk.me.user))
    his = [partial(beto.desk.protection.set_level, case, 3, [carla.desk.me.user]),
           partial(writes, beto, case, hopes="Olmevante")]
    apart(store, (ana, hers), (beto, his))
    for _turn in range(6):
        settle(everybody, store)

    for member in (ana, beto, carla, dana):
        assert answers(member, case) == {
            "hopes": "Olmevante", "people": "Quillavante", **sealed}, member.desk.signed.sign_in_name
    if taken_off:
        assert has_nothing_of(eva, case)
    for member, word in ((carla, "Nuvelinda"), (dana, "Farolmira"), (ana, "Cantoverde"), (beto, "Tresolas")):
        writes(member, case, hopes=word)
        for _turn in range(2):
            settle(everybody, store)
        assert {answers(each, case)["hopes"] for each in (ana, beto, carla, dana)} == {word}


@pytest.mark.rule("WP-11")
@pytest.mark.parametrize("taken_off", [False, True])
def test_two_who_hide_it_apart_and_name_nobody_in_common_keep_what_each_wrote(
    team: Team, store: MemoryStore, taken_off: bool
):
    """Nobody accompanies her any more: neither hears whom the other named, and neither is made to forget."""
    ana, beto, carla, dana, eva = team("Ana", "Beto", "Carla", "Dana", "Eva")
    everybody = [ana, beto, carla, dana, eva]
    case = told(beto, "Killa", hopes="Zarquintela", legal_name="Perlunqui")
    nobodys(beto, case)
    for _turn in range(2):
        settle(everybody, store)

    hers = [partial(ana.desk.protection.set_level, case, 3, [each.desk.me.user for each in (dana, eva)])]
    if taken_off:
        hers.append(partial(ana.desk.naming.unname, case, eva.desk.me.user))
    his = [partial(beto.desk.protection.set_level, case, 3, [carla.desk.me.user]),
           partial(writes, beto, case, hopes="Olmevante")]
    apart(store, (ana, hers), (beto, his))
    for _turn in range(4):
        settle(everybody, store)

    assert answers(carla, case)["hopes"] == answers(beto, case)["hopes"] == "Olmevante"
    assert answers(ana, case)["legal_name"] == answers(dana, case)["legal_name"] == "Perlunqui"
    assert has_nothing_of(eva, case) or not taken_off


@pytest.mark.rule("WP-08", "WP-11")
def test_whoever_hears_at_once_that_it_was_raised_and_that_she_was_taken_off_keeps_nothing_behind_the_seal(
    three: list[Member], store: MemoryStore
):
    """What the raise takes from the open half goes behind her seal first; then it goes from there, the same day."""
    ana, beto, carla = three
    case = told(beto, "Killa", people="Zarquintela", legal_name="Perlunqui")
    beto.desk.naming.name_reader(case, carla.desk.me.user)
    for _turn in range(2):
        settle(three, store)
    assert answers(carla, case)["legal_name"] == "Perlunqui"

    beto.desk.protection.set_level(case, 2)
    beto.desk.naming.unname(case, carla.desk.me.user)
    for _turn in range(3):
        for member in (beto, carla, ana):
            member.round(store)

    carla.reopen()
    assert carla.protected(case) == frozenset()
    assert answers(carla, case) == {}
    assert answers(ana, case) == {"people": "Zarquintela", "legal_name": "Perlunqui"}


def test_while_it_is_hidden_no_lower_order_says_who_reads_it(three: list[Member]):
    """Whoever wrote it had not heard of that: readers have an older key than hers, and are readers all the same."""
    def told(level: int, epoch: int, hlc: int, approval: bytes = b"") -> Order:
        return Order(b"m" * 16, level, b"s" * 16, hlc, 0, b"c" * 16, epoch, hlc, approval, bytes([epoch]) * 16)

    with three[0].desk.bench.keeper.writing() as work:
        known = roster.verify(work.roster())
    before, hidden, unaware = told(1, 2, 5), told(3, 2, 6), told(1, 3, 7)

    assert said_since([before], b"case", known) == [before]
    assert said_since([before, hidden], b"case", known) == []
    assert said_since([before, hidden, unaware], b"case", known) == []


def test_an_order_takes_the_place_of_what_its_author_knew_and_was_earlier():
    """Otherwise one who sends it with an old stamp, or of a case that was given away, would let somebody stay."""
    def told(key: int, hlc: int, *after: int, epoch: int = 2) -> Order:
        marks = b"".join(bytes([each]) * 16 for each in after)
        return Order(b"m" * 16, 3, b"s" * 16, hlc, 0, bytes([key % 2]) * 16, epoch, hlc, b"", bytes([key]) * 16, marks)

    def now(*orders: Order) -> list[int]:
        return [order.key_mark[0] for order in hiding(orders).get(b"m" * 16, [])]

    assert now(told(1, 5), told(2, 6)) == [1, 2]
    assert now(told(1, 5), told(2, 6), told(3, 7, 1, 2)) == [3]
    assert now(told(1, 5), told(2, 6), told(3, 7, 1)) == [2, 3]
    assert now(told(1, 5), told(2, 4, 1)) == [1, 2]
    assert now(told(1, 5, epoch=NEVER), told(2, 6, 1)) == [1]
