# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three thousand damages of each kind of object that lies in a place: refused, nothing changed, and read once whole.

Bundles of ordinary work are in ``test_hostile_rounds.py``, key files in ``test_hostile_bytes.py``.
"""

from __future__ import annotations

import random  # noqa: TID251 - the same damages for the same seed
from collections.abc import Callable, Iterator

import pytest

from assist.errors import DamagedFile
from assist.sync import bundles, names, roster
from assist.sync.catching_up import find
from assist.sync.roster_objects import followed_by, opened
from tests.syncing.compacting import ALL, DAY, all_agree, circle, compacted, is_new, stream
from tests.syncing.model import RoughStore, counting, meet_until_quiet, steps, team_of
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_protected import answers, told
from tests.syncing.test_roster_rounds import entries_of, list_keys_of, lists, name_of
from tests.totals import Totals

HARMED, IN_ROUNDS = 3000, 12


def damages(whole: bytes) -> Iterator[bytes]:
    """Bits turned, ends cut off, noise put on, without end."""
    dice = random.Random(13)
    while True:
        at = dice.randrange(len(whole))
        yield whole[:at] + bytes([whole[at] ^ 1 << dice.randrange(8)]) + whole[at + 1 :]
        yield whole[:at]
        yield whole + dice.randbytes(9)


def all_refused(whole: bytes, read: Callable[[bytes], object]) -> None:
    """Each by the error that is meant for it."""
    made = damages(whole)
    for _number in range(HARMED):
        with pytest.raises(DamagedFile):
            read(next(made))
    Totals({"damaged objects refused": HARMED}).write("damages")


def test_of_a_snapshot():
    """Whoever begins anew waits for it, and then has everything."""
    store = RoughStore()
    with counting(), team_of(*ALL, store=store) as laptops:
        ana, _beto, _carla, dora = laptops
        meet_until_quiet(laptops, store)
        compacted(ana, store)
        is_new(dora)
        with ana.desk.bench.keeper.writing() as work:
            (name,) = work.rounds.own_snapshot(stream(ana)).names  # type: ignore[union-attr]
        whole, of_dora = store.objects[name], circle(dora)
        author = next(each for each in of_dora.colleagues if each.stream == stream(ana))
        all_refused(whole, lambda harmed: find(lambda asked: harmed if asked == name else None, of_dora, author, 1))

        made = damages(whole)
        for number in range(IN_ROUNDS):
            store.objects[name] = next(made)
            with steps.cutting_at(0):
                dora.round(store, seconds=8 * DAY)
            if not number:
                held = dora.everything()
            assert dora.everything() == held
        assert "damaged" in {each.kind for each in dora.sync.troubles()}
        store.objects[name] = whole
        all_agree(laptops, store)
        assert dora.everything() != held
        assert dora.sync.troubles() == []


def test_of_an_entry_of_the_list(three: list[Member], store: MemoryStore):
    """The list is as it was, and longer once the entry is whole."""
    ana, beto, _carla = three
    settle(three, store)
    lists(ana).set_policy({"vault_minutes": 3})
    ana.round(store)
    entries = entries_of(ana)
    name, key = name_of(entries, list_keys_of(ana), len(entries))
    whole, known = store.objects[name], entries_of(beto)
    assert len(known) == len(entries) - 1

    def read(harmed: bytes) -> None:
        if not followed_by(known, opened(name, key, harmed)):
            raise DamagedFile("roster.broken")

    all_refused(whole, read)
    made = damages(whole)
    for _number in range(IN_ROUNDS):
        store.objects[name] = next(made)
        beto.sync._list._take_next(store)
        assert entries_of(beto) == known
    store.objects[name] = whole
    beto.round(store)
    assert entries_of(beto) == entries
    assert roster.verify(entries_of(beto)).policy == {"vault_minutes": 3}
    assert beto.sync.troubles() == []


def test_of_a_bundle_of_protected_work(three: list[Member], store: MemoryStore):
    """Nothing of it is read behind the seal, nor of what comes after it; then all of it."""
    ana, beto, _carla = three
    case = told(beto, "Killa", hopes="Zarquintela")
    settle(three, store)
    before = set(store.objects)
    record = next(row.record for row in beto.desk.cases.records(case) if row.form == "F02")
    beto.save("F02", case, record, legal_name="Perlunqui")
    beto.round(store)
    key, sealed = circle(beto).key, beto.desk.bench.ring.protected_stream
    name = next(each for seq in range(1, 30) if (each := names.bundle_name(key.names, sealed, seq)) not in before)
    whole, held = store.objects[name], ana.protected(case)
    author = beto.desk.bench.ring._signing.public
    all_refused(whole, lambda harmed: bundles.opened(name, key.key, harmed, author))

    made = damages(whole)
    for _number in range(IN_ROUNDS):
        store.objects[name] = next(made)
        ana.round(store)
        assert ana.protected(case) == held
    store.objects[name] = whole
    settle([ana, beto], store)
    assert answers(ana, case)["legal_name"] == "Perlunqui"
    assert ana.protected(case) == beto.protected(case)
