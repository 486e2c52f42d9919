# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a profile and its copy wrote behind the seal under the same numbers comes together everywhere, and is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from assist.errors import NameTaken
from assist.services.resending import Resending
from db.keeper import Store
from tests.conftest import PASSPHRASE
from tests.syncing.at_place import at
from tests.syncing.cut_off import PowerCut
from tests.syncing.team import Member
from tests.syncing.test_copied_profile import Copy, Restored, goes_on
from tests.syncing.test_protected import told

OURS, THEIRS = "Perlunqui", "Zarquintela"
Copied = tuple[Member, Member, Copy, str]


@pytest.fixture
def copied(team: Callable[..., list[Member]], stick: Path, tmp_path: Path) -> Iterator[Copied]:
    """Ana the custodian, Beto who works with somebody whose legal name all readers know, and a copy of Beto."""
    ana, beto = team("Ana", "Beto")
    case = told(beto, "Killa", legal_name="Olmevante", worker_pref=("woman",))
    for member in (beto, ana, beto, ana):
        at(member, stick)
    copy = Copy(beto, tmp_path / "copy")
    copy.desk.signed.open_vault(PASSPHRASE)
    yield ana, beto, copy, case
    copy.close()


def called(member: Member, case: str, *names: str) -> None:
    """She writes one legal name after the other."""
    record = next(row.record for row in member.desk.cases.records(case) if row.form == "F02")
    for name in names:
        member.save("F02", case, record, legal_name=name)


def names_of(member: Member, case: str) -> set[str]:
    """Every legal name that stands in the case on this laptop."""
    known = ("Olmevante", OURS, THEIRS, "Quilpenar", "Mistralcoya")
    return {name for name in known for row in member.protected(case) if name.encode() in bytes(row[-1])}  # type: ignore[arg-type]


def all_meet(members: list[Member], stick: Path, turns: int = 3) -> None:
    """Everybody, several times."""
    for _turn in range(turns):
        for member in members:
            at(member, stick)


def alike(members: list[Member], case: str) -> bool:
    """Whether all of them hold the same protected values, and lists that are right."""
    return len({member.protected(case) for member in members}) == 1 and not any(
        member.desk.bench.keeper.projection_drift() for member in members)


def both_write(one: Member, other: Member, case: str) -> None:
    """Each behind the seal and in the open, under the same numbers."""
    for member, name in ((one, OURS), (other, THEIRS)):
        called(member, case, name)
        member.save("F01", case, chosen_name=f"Killa {name}")


def test_both_names_of_one_field_stand_on_every_laptop(copied: Copied, stick: Path, tmp_path: Path):
    """The same field under the same number: a person chooses, and nobody loses a word."""
    ana, beto, copy, case = copied
    called(beto, case, OURS)
    called(copy, case, THEIRS)
    at(beto, stick)
    third = meets_and_goes_on(copy, ana, stick, tmp_path)
    all_meet([ana, third, beto], stick)

    for member in (ana, beto, third):
        assert names_of(member, case) == {OURS, THEIRS}
        assert len(member.desk.conflicts.of(case)) == 1
    assert alike([ana, beto, third], case)
    assert third.desk.hearing.troubles() == beto.desk.hearing.troubles() == []
    third.close()


def test_the_other_one_has_replaced_its_own_words_before_they_come(copied: Copied, stick: Path, tmp_path: Path):
    """What it replaced had the number of a word of this laptop, which it never saw."""
    ana, beto, copy, case = copied
    called(beto, case, "Quilpenar", OURS)
    called(copy, case, "Mistralcoya", THEIRS)
    at(beto, stick)
    third = meets_and_goes_on(copy, ana, stick, tmp_path)
    all_meet([ana, third, beto], stick)

    assert alike([ana, beto, third], case)
    assert names_of(third, case) == {OURS, THEIRS}
    third.close()


def test_a_colleague_has_replaced_the_others_word_before(copied: Copied, stick: Path, tmp_path: Path):
    """She knew of that one and not of what has its number here."""
    ana, beto, copy, case = copied
    called(beto, case, "Quilpenar")
    called(copy, case, THEIRS)
    all_meet([beto, ana], stick, 1)
    called(ana, case, OURS)
    at(ana, stick)
    third = meets_and_goes_on(copy, ana, stick, tmp_path)
    all_meet([ana, third, beto], stick)

    assert alike([ana, beto, third], case)
    assert names_of(third, case) == {OURS, THEIRS}
    third.close()


def test_in_the_open_a_colleague_has_replaced_the_others_word_before(copied: Copied, stick: Path, tmp_path: Path):
    """The same of what is no secret: it stays replaced on the laptop that goes on anew, and its own word is said."""
    ana, beto, copy, case = copied
    record = next(row.record for row in ana.desk.cases.records(case) if row.form == "F02")
    beto.save("F02", case, record, hopes="Quilpenar")
    copy.save("F02", case, record, hopes=THEIRS)
    all_meet([beto, ana], stick, 1)
    ana.save("F02", case, record, hopes=OURS)
    at(ana, stick)
    third = meets_and_goes_on(copy, ana, stick, tmp_path)
    all_meet([ana, third, beto], stick)

    assert ana.registers(case) == beto.registers(case) == third.registers(case)
    held = b"".join(bytes(row[-1]) for row in third.registers(case))  # type: ignore[arg-type]
    assert [name for name in (OURS, THEIRS, "Quilpenar") if name.encode() in held] == [OURS, THEIRS]
    third.close()


def test_what_the_other_sends_only_later_comes_together_too(copied: Copied, stick: Path, tmp_path: Path):
    """His vault was shut while he met the others; by then this laptop has said its own again."""
    ana, beto, copy, case = copied
    both_write(beto, copy, case)
    for member in (beto, copy):
        member.desk.signed.shut_vault()
    at(beto, stick)
    third = meets_and_goes_on(copy, ana, stick, tmp_path)
    all_meet([ana, third, beto], stick)
    assert names_of(third, case) == {THEIRS}

    beto.desk.signed.open_vault(PASSPHRASE)
    all_meet([beto, ana, third], stick)

    assert alike([ana, beto, third], case)
    assert names_of(third, case) == {OURS, THEIRS}
    third.close()


def test_each_of_the_two_was_first_in_one_of_the_streams(copied: Copied, stick: Path, tmp_path: Path):
    """One vault was shut and the other was not: both are told, both go on, and nothing is lost."""
    ana, beto, copy, case = copied
    both_write(beto, copy, case)
    beto.desk.signed.shut_vault()
    at(beto, stick)
    third = meets_and_goes_on(copy, ana, stick, tmp_path)
    all_meet([ana, third, beto], stick)
    beto.desk.signed.open_vault(PASSPHRASE)
    (tmp_path / "his").mkdir()
    fourth = meets_and_goes_on(beto, ana, stick, tmp_path / "his")
    all_meet([ana, third, fourth], stick)

    assert alike([ana, fourth, third], case)
    assert names_of(third, case) == {OURS, THEIRS}
    assert ana.registers(case) == third.registers(case) == fourth.registers(case)
    third.close()
    fourth.close()


def test_a_case_that_was_raised_on_the_copy_keeps_what_went_behind_the_seal(
        copied: Copied, stick: Path, tmp_path: Path):
    """What it had written in the open and then hid has a number that another laptop used."""
    ana, beto, copy, case = copied
    record = next(row.record for row in copy.desk.cases.records(case) if row.form == "F02")
    copy.save("F02", case, record, people=THEIRS)
    copy.desk.protection.set_level(case, 2)
    called(beto, case, OURS)
    beto.save("F01", case, chosen_name="Killa Q")
    at(beto, stick)
    third = meets_and_goes_on(copy, ana, stick, tmp_path)
    all_meet([ana, third, beto], stick, 4)

    for member in (ana, beto, third):
        assert member.desk.cases.header(case).level == 2
        assert names_of(member, case) == {OURS, THEIRS}
    assert alike([ana, beto, third], case)
    third.close()


@pytest.mark.parametrize("step", range(4))
@pytest.mark.parametrize("is_between", [False, True])
def test_the_power_fails_while_both_come_together(
        copied: Copied, stick: Path, tmp_path: Path, step: int, is_between: bool):
    """Before a transaction, and between what it wrote to the one database and to the other."""
    ana, beto, copy, case = copied
    called(beto, case, "Quilpenar", OURS)
    called(copy, case, "Mistralcoya", THEIRS)
    at(beto, stick)
    third = meets_and_goes_on(copy, ana, stick, tmp_path)
    at(ana, stick)
    with pytest.MonkeyPatch.context() as patch, suppress(PowerCut):
        cut_in_resending(patch, third, step, is_between=is_between)
        at(third, stick)
    third.reopen()
    all_meet([third, ana, beto], stick)

    assert alike([ana, beto, third], case)
    assert names_of(third, case) == {OURS, THEIRS}
    third.close()


def cut_in_resending(patch: pytest.MonkeyPatch, member: Member, step: int, *, is_between: bool) -> None:
    """From the time when it says again what it had written, the n-th transaction, or writing of the vault, fails."""
    keeper, left, run = member.desk.bench.keeper, [step], Resending.run
    name = "_catch_up" if is_between else "writing"
    real = getattr(Store, name)

    def cut(self: Store, *given: object) -> object:
        if self is keeper:
            if left[0] == 0:
                raise PowerCut
            left[0] -= 1
        return real(self, *given)

    def start(self: Resending, place: str) -> bool:
        patch.setattr(Store, name, cut)
        return run(self, place)

    patch.setattr(Resending, "run", start)


def meets_and_goes_on(second: Member, coordinator: Member, stick: Path, folder: Path) -> Restored:
    """She is told that somebody else writes as she does, and does what she is told."""
    with suppress(NameTaken):
        at(second, stick)
    third = goes_on(second, coordinator, stick, folder)
    return third
