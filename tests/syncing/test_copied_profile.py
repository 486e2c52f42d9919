# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One profile in use on two laptops: whoever comes second is told, writes nothing over, and goes on as another."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assist.crypto.kdf import FOR_TESTS
from assist.services.hearing import COPIED
from assist.services.rosters import RosterService
from assist.services.syncing import SyncService
from tests.conftest import PASSPHRASE
from tests.syncing.at_place import at, later
from tests.syncing.team import Member
from ui.wiring import Door

HOUR = 3600


class Copy(Member):
    """The same files on another laptop."""

    def __init__(self, whose: Member, folder: Path) -> None:
        shutil.copytree(whose.door.workspace.root, folder)
        self.clock, self.door = whose.clock, Door(folder, whose.clock, FOR_TESTS)
        self.desk = self.door.sign_in(whose.desk.signed.sign_in_name, PASSPHRASE)
        self.sync = SyncService(self.desk.bench)


class Restored(Member):
    """What the copy is told to do: a backup is made there and brought back."""

    def __init__(self, whose: Member, folder: Path) -> None:
        self.clock, self.door = whose.clock, Door(folder / "again", whose.clock, FOR_TESTS)
        self.desk = self.door.restore(folder / "b.amparo", whose.desk.signed.sign_in_name, PASSPHRASE)
        self.sync = SyncService(self.desk.bench)


def goes_on(
    second: Member, coordinator: Member, stick: Path, folder: Path, *, with_vault: bool = True
) -> Restored:
    """She brings her backup back as she is told to, and a coordinator lets her go on."""
    second.desk.backups.make(folder / "b.amparo")
    third = Restored(second, folder)
    if not with_vault:
        third.desk.signed.shut_vault()
    at(third, stick)
    later(coordinator, HOUR)
    at(coordinator, stick)
    (asked,) = RosterService(coordinator.desk.bench).proposals()
    RosterService(coordinator.desk.bench).agree(asked.ref)
    return third


@pytest.fixture
def copied(team: Callable[..., list[Member]], stick: Path, tmp_path: Path) -> Iterator[
        tuple[Member, Member, Copy, str]]:
    """Ana, Beto, a copy of Beto, and a case that all know."""
    ana, beto = team("Ana", "Beto")
    case = ana.first_contact("Killa")
    for member in (ana, beto, ana, beto):
        at(member, stick)
    copy = Copy(beto, tmp_path / "copy")
    yield ana, beto, copy, case
    copy.close()


@pytest.mark.parametrize("is_copy_first", [True, False])
def test_whoever_comes_second_is_told_and_goes_on_as_a_new_laptop(
    copied: tuple[Member, Member, Copy, str], stick: Path, tmp_path: Path, is_copy_first: bool
):
    """Nothing is written over; a coordinator who meets at the same place finds who asks, and lets her go on.

    What each of the two wrote under the same numbers comes together, on theirs and on everybody's.
    """
    ana, beto, copy, case = copied
    first, second = (copy, beto) if is_copy_first else (beto, copy)
    for word, member in {"by the first": first, "by the second": second}.items():
        member.save("F01", case, chosen_name=word)
    hers = second.first_contact("Inti")
    second.save("F01", hers, chosen_name="Inti, only here")
    at(first, stick)
    before = lying(stick)
    at(second, stick)

    assert [row.kind for row in second.desk.hearing.troubles()] == [COPIED]
    assert before.items() <= lying(stick).items()
    assert first.desk.hearing.troubles() == []

    third = goes_on(second, ana, stick, tmp_path)
    new = third.first_contact("Wayra")
    for _turn in range(3):
        for member in (ana, third, first):
            at(member, stick)

    assert ana.registers(new) == first.registers(new) == third.registers(new) != frozenset()
    for member in (ana, first, third):
        for word in (b"by the first", b"by the second"):
            assert any(word in row[-1] for row in map(tuple, member.registers(case))), word  # type: ignore[operator]
    for each in (case, hers):
        assert ana.registers(each) == first.registers(each) == third.registers(each) != frozenset()
    assert any(b"only here" in row[-1] for row in map(tuple, ana.registers(hers)))  # type: ignore[operator]
    third.close()
    assert first.desk.hearing.troubles() == []  # both histories are one again


def test_what_both_wrote_behind_the_seal_comes_together_too(
    copied: tuple[Member, Member, Copy, str], stick: Path, tmp_path: Path
):
    """Nothing is lost: whoever reads it has both in the end, the laptop that goes on anew too."""
    ana, beto, copy, case = copied
    threats = {"seen_near": beto, "message": copy}
    for what, member in threats.items():
        member.save("F17", case, what=what, when="now", who_at_risk=("person",))
        at(member, stick)
    third = goes_on(copy, ana, stick, tmp_path)
    for _turn in range(4):
        for member in (ana, third, beto):
            at(member, stick)
    for member in (ana, beto, third):
        said = {bytes(word) for row in member.protected(case) for word in map(str.encode, threats)
                if word in bytes(row[-1])}  # type: ignore[arg-type]
        assert said == {word.encode() for word in threats}
    assert ana.protected(case) == beto.protected(case) == third.protected(case)
    third.close()


def lying(stick: Path) -> dict[Path, bytes]:
    """What lies in the place."""
    return {path: path.read_bytes() for path in stick.rglob("*") if path.is_file()}


@pytest.mark.parametrize("is_copy_first", [True, False])
def test_nothing_is_lost_where_a_snapshot_has_replaced_the_bundles_of_the_first(
    copied: tuple[Member, Member, Copy, str], stick: Path, tmp_path: Path, is_copy_first: bool
):
    """Weeks later the numbers of the second are free again in the place; what she wrote under them still comes
    to everybody, and what the first wrote does not disappear from hers."""
    ana, beto, copy, case = copied
    first, second = (copy, beto) if is_copy_first else (beto, copy)
    for word, member in {"by the first": first, "by the second": second}.items():
        member.save("F01", case, chosen_name=word)
    hers = second.first_contact("Inti")
    second.save("F01", hers, chosen_name="Inti, only here")
    theirs = first.first_contact("Sami")
    replaced_by_a_snapshot(first, ana, stick)
    at(second, stick)
    at(ana, stick)
    at(second, stick)

    assert COPIED in [row.kind for row in second.desk.hearing.troubles()]
    third = goes_on(second, ana, stick, tmp_path)
    for _turn in range(4):
        for member in (ana, third, first):
            at(member, stick)

    for member in (ana, first, third):
        for word in (b"by the first", b"by the second"):
            assert any(word in row[-1] for row in map(tuple, member.registers(case))), word  # type: ignore[operator]
    for each in (case, hers, theirs):
        assert ana.registers(each) == first.registers(each) == third.registers(each) != frozenset()
    assert any(b"only here" in row[-1] for row in map(tuple, ana.registers(hers)))  # type: ignore[operator]
    third.close()


def test_what_needs_the_vault_waits_for_it_before_such_a_snapshot_is_taken(
    copied: tuple[Member, Member, Copy, str], stick: Path, tmp_path: Path
):
    """Nothing of the stream that was hers is read until the vault is open: afterwards nobody could tell what parted."""
    ana, beto, copy, case = copied
    beto.save("F01", case, chosen_name="by the first")
    hers = copy.first_contact("Inti")
    copy.save("F01", hers, chosen_name="Inti, only here")
    copy.save("F17", case, what="message", when="now", who_at_risk=("person",))
    replaced_by_a_snapshot(beto, ana, stick)
    for member in (copy, ana, copy):
        at(member, stick)
    third = goes_on(copy, ana, stick, tmp_path, with_vault=False)
    at(third, stick)
    assert not any(b"by the first" in row[-1] for row in map(tuple, third.registers(case)))  # type: ignore[operator]
    third.desk.signed.open_vault(PASSPHRASE)
    for _turn in range(4):
        for member in (ana, third, beto):
            at(member, stick)

    for member in (ana, beto, third):
        assert any(b"by the first" in row[-1] for row in map(tuple, member.registers(case)))  # type: ignore[operator]
        assert any(b"only here" in row[-1] for row in map(tuple, member.registers(hers)))  # type: ignore[operator]
        assert any(b"message" in row[-1] for row in map(tuple, member.protected(case)))  # type: ignore[operator]
    assert ana.protected(case) == beto.protected(case) == third.protected(case)
    third.close()


def test_a_copy_takes_nothing_away_and_stands_for_nothing_in_the_place(
    copied: tuple[Member, Member, Copy, str], stick: Path
):
    """Whoever comes second a month later lays no snapshot over the bundles of the first, nor clears them."""
    ana, beto, copy, case = copied
    for word, member in {"by the first": beto, "by the second": copy}.items():
        member.save("F01", case, chosen_name=word)
    at(beto, stick)
    before = lying(stick)
    later(copy, 32 * 24 * HOUR)
    for days in (0, 2, 2, 2):
        for member in (copy, ana):
            later(member, days * 24 * HOUR)
            at(member, stick)
    with copy.desk.bench.keeper.writing() as work:
        made = work.rounds.own_snapshot(copy.desk.bench.ring.ordinary_stream)
    assert made is not None
    assert before.items() <= lying(stick).items()
    assert set(made.names).isdisjoint(path.name for path in lying(stick))


def replaced_by_a_snapshot(member: Member, reader: Member, stick: Path) -> None:
    """A month goes by; the bundles that she sent give way to a snapshot once her colleague has read it."""
    before = set(lying(stick))
    for days in (0, 32, 2, 2, 2):
        for each in (member, reader):
            later(each, days * 24 * HOUR)
            at(each, stick)
    assert before - set(lying(stick))
