# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A member of the team who means harm may write lies of his own, signed by him for ever, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from assist import changesets
from assist.changesets import Changeset, Op, pack_plain
from assist.domain import wire
from assist.sync import bundles, names
from assist.sync.bundles import Content, Manifest, Part, SignedChange
from tests.syncing.team import Member, MemoryStore, met, settle

OTHER_CASE = bytes(range(16))


@pytest.fixture
def members(tmp_path: Path) -> Iterator[list[Member]]:
    """Ana, who founded it, and Beto, who means harm."""
    both = met(tmp_path, "Ana", "Beto")
    yield both
    for member in both:
        member.close()


@pytest.fixture
def store() -> MemoryStore:
    """Where they meet."""
    return MemoryStore()


class Forger:
    """Writes whatever he likes as the next bundle of his own stream."""

    def __init__(self, member: Member, store: MemoryStore) -> None:
        self.member, self.store, self.ring = member, store, member.desk.bench.ring

    def change(self, case: bytes, **instead: object) -> SignedChange:
        """A change of his in that case, with some of it told otherwise; signed by him."""
        with self.member.desk.bench.keeper.writing() as work:
            n = work.rounds.sent(self.ring.ordinary_stream).n + 1
        op = Op(wire.OP_SET, case, wire.CASE, wire.BAND, pack_plain("low"))
        made = msgspec.structs.replace(
            Changeset(changesets.VERSION, self.ring.ordinary_stream, n, 1 << 60, bytes(16), self.ring.user, 1, case, 1,
                      (op,)), **instead)
        body = changesets.encode(made)
        return SignedChange(body, self.ring.sign(body), made.n, changesets.digest(body))

    def send(self, *parts: Part) -> None:
        """As an honest laptop would send it."""
        with self.member.desk.bench.keeper.writing() as work:
            sent, (team, _epoch, key) = work.rounds.sent(self.ring.ordinary_stream), work.team_key()
            organisation = self.member.sync._circle(work).organisation
        manifest = Manifest(
            1, organisation, team, self.ring.ordinary_stream, sent.seq + 1, sent.head, 1, 1, 1, (), 1, bytes(32), 1,
            bytes(32), sent.n + 1, sent.n + 1, 0, ())
        bundle, body = self.ring.write_bundle(manifest, parts)
        name = names.bundle_name(names.name_key(key), self.ring.ordinary_stream, sent.seq + 1)
        self.store.put(name, bundles.sealed(name, key, body))
        with self.member.desk.bench.keeper.writing() as work:
            work.rounds.put_sent(self.ring.ordinary_stream, sent._replace(
                seq=sent.seq + 1, head=bundle.head, n=sent.n + 1))
            work.commit()


def key_of(member: Member, case: str) -> bytes:
    """The key of a case."""
    with member.desk.bench.keeper.writing() as work:
        held = work.case_key(bytes.fromhex(case))
    assert held is not None
    return held[1]


Forgery = Callable[[Forger, Member, str], Part]


def another_author(forger: Forger, ana: Member, case: str) -> Part:
    """In Ana's name."""
    return Part(key_of(ana, case), Content((forger.change(bytes.fromhex(case), user=ana.desk.bench.ring.user),)))


def another_stream(forger: Forger, ana: Member, case: str) -> Part:
    """In Ana's stream."""
    stream = ana.desk.bench.ring.ordinary_stream
    return Part(key_of(ana, case), Content((forger.change(bytes.fromhex(case), stream=stream),)))


def another_case(forger: Forger, ana: Member, case: str) -> Part:
    """About a case whose key he does not have, under the key of one that he has."""
    return Part(key_of(ana, case), Content((forger.change(bytes.fromhex(case), comp=OTHER_CASE),)))


def another_number(forger: Forger, ana: Member, case: str) -> Part:
    """Far ahead in his stream, so that everything between would count as seen."""
    return Part(key_of(ana, case), Content((forger.change(bytes.fromhex(case), n=1 << 40),)))


def moved_in_her_name(forger: Forger, ana: Member, case: str) -> Part:
    """Values said to have changed database: a moved value keeps the name of whoever wrote it, here Ana's."""
    ident, stream = bytes.fromhex(case), ana.desk.bench.ring.ordinary_stream
    value = msgspec.msgpack.encode([[ident, wire.CASE, wire.BAND, stream, 1 << 20, 0, 1 << 61, pack_plain("low")]])
    op = Op(wire.OP_MOVE, ident, wire.CASE, wire.MOVE_REGISTERS, value)
    return Part(key_of(ana, case), Content((forger.change(ident, ops=(op,)),)))


def no_signature(forger: Forger, ana: Member, case: str) -> Part:
    """Signed by nobody: later he could say that it was never his."""
    made = forger.change(bytes.fromhex(case))
    return Part(key_of(ana, case), Content((msgspec.structs.replace(made, signature=bytes(64)),)))


def another_digest(forger: Forger, ana: Member, case: str) -> Part:
    """Not what the hash says."""
    made = forger.change(bytes.fromhex(case))
    return Part(key_of(ana, case), Content((msgspec.structs.replace(made, digest=bytes(32)),)))


def no_changeset(forger: Forger, ana: Member, case: str) -> Part:
    """Bytes of another kind, well signed."""
    body = b"\x93\x01\x02\x03"
    made = SignedChange(body, forger.ring.sign(body), forger.change(bytes.fromhex(case)).n, changesets.digest(body))
    return Part(key_of(ana, case), Content((made,)))


def another_key(forger: Forger, ana: Member, case: str) -> Part:
    """Another key for a case that Ana holds: it would shut her out of it."""
    with ana.desk.bench.keeper.writing() as work:
        team = work.team_key()[2]
    return Part(team, Content((), (bundles.sealed_key(bytes.fromhex(case), 1, bytes(32), team),)))


def a_text_for_the_team(forger: Forger, ana: Member, case: str) -> Part:
    """Something readable where only empty places may stand."""
    with ana.desk.bench.keeper.writing() as work:
        team = work.team_key()[2]
    return Part(team, Content((forger.change(bytes.fromhex(case)),)))


@pytest.mark.parametrize("forgery", [
    another_author, another_stream, another_case, another_number, moved_in_her_name, no_signature, another_digest,
    no_changeset, another_key, a_text_for_the_team], ids=lambda each: each.__name__)
def test_what_he_may_not_write_is_passed_over_whole(members: list[Member], store: MemoryStore, forgery: Forgery):
    """Nothing of the bundle is taken, it is said whose it was, and his honest work afterwards is read."""
    ana, beto = members
    case = ana.first_contact("Killa")
    settle(members, store)
    before, forger = ana.everything(), Forger(beto, store)

    forger.send(forgery(forger, ana, case), Part(key_of(ana, case), Content()))
    ana.round(store)

    assert ana.everything() == before
    assert [(each.kind, each.stream) for each in ana.sync.troubles()] == [("refused", forger.ring.ordinary_stream)]
    assert ana.desk.bench.keeper.projection_drift() == []


def test_what_he_may_write_is_read(members: list[Member], store: MemoryStore):
    """The same by the same hand without the lie: so it is the lie that was refused."""
    ana, beto = members
    case = ana.first_contact("Killa")
    settle(members, store)
    before, forger = ana.everything(), Forger(beto, store)

    forger.send(Part(key_of(ana, case), Content((forger.change(bytes.fromhex(case)),))))
    ana.round(store)

    assert ana.everything() != before
    assert ana.sync.troubles() == []


def test_a_part_without_a_key_waits_and_is_read_before_what_came_after_it(members: list[Member], store: MemoryStore):
    """A key that comes late opens what was sent before it, in the order in which it was written."""
    ana, beto = members
    case = ana.first_contact("Killa")
    keep_the_key_back(ana, case)
    settle(members, store)
    assert beto.everything() == {}
    with beto.desk.bench.keeper.writing() as work:
        waiting = work.rounds.closed()
    assert len(waiting) == 1
    assert b"Killa" not in waiting[0].content

    ana.save("F01", case, chosen_name="Killa Luz")
    keep_the_key_back(ana, case, is_kept=False)
    settle(members, store)

    assert beto.everything() == ana.everything() != {}
    with beto.desk.bench.keeper.writing() as work:
        assert work.rounds.closed() == []
    assert beto.desk.bench.keeper.projection_drift() == []


def keep_the_key_back(member: Member, case: str, *, is_kept: bool = True) -> None:
    """As if the team had it already, though it never got it."""
    with member.desk.bench.keeper.writing() as work:
        work.case.connection.exec_driver_sql(  # type: ignore[attr-defined]
            "UPDATE cas SET key_sent = ? WHERE cid = ?", (int(is_kept), bytes.fromhex(case)))
        work.commit()


def test_a_newer_version_makes_only_its_own_stream_wait(members: list[Member], store: MemoryStore):
    """Beto has updated the program: Ana is told so, and goes on with everybody else."""
    ana, beto = members
    case = ana.first_contact("Killa")
    settle(members, store)
    forger, write = Forger(beto, store), beto.desk.bench.ring.write_bundle

    def newer(manifest: Manifest, parts: tuple[Part, ...]) -> tuple[bundles.Bundle, bytes]:
        return write(msgspec.structs.replace(manifest, min_reader=99), parts)

    beto.desk.bench.ring.write_bundle = newer  # type: ignore[method-assign, assignment]
    forger.send(Part(key_of(ana, case), Content((forger.change(bytes.fromhex(case)),))))
    before = ana.everything()
    ana.round(store)

    assert ana.everything() == before
    assert [each.kind for each in ana.sync.troubles()] == ["newer"]
