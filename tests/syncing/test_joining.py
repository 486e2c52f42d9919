# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Joining from end to end: file, twelve words, a profile that waits, six words, the list of people, a first round."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assist.clock import FixedClock
from assist.crypto import words
from assist.crypto.kdf import FOR_TESTS
from assist.desk import Desk
from assist.errors import BadInput, DamagedFile, NotAdmittedYet, NotAllowed, NotFound
from assist.services.inviting import Invited, Wanted
from assist.services.joining import NewMember, WaitingProfile
from assist.sync import invitations
from assist.sync.stores.folder import FolderStore
from tests.conftest import NOON, PASSPHRASE
from ui.wiring import Door

HERS = "luna papel cabra roble piano tigre"
WEEK_S = invitations.VALID_MS // 1000


class Newcomer:
    """Somebody with a laptop of her own, or a seat at a colleague's."""

    def __init__(self, folder: Path, clock: FixedClock) -> None:
        self.door = Door(folder, clock, FOR_TESTS)
        self.clock = clock
        self.desks: list[Desk] = []

    def join(self, file: Path, told: str, name: str = "Beto Quispe", passphrase: str = HERS) -> WaitingProfile:
        """Opens the file with the words she was told and makes her own keys."""
        return self.door.join(self.door.open_invitation(file, told), NewMember(name, passphrase, "portátil azul"))

    def come_in(self, waits: WaitingProfile, answer: bytes) -> Desk:
        """The answer is there."""
        self.desks.append(self.door.admitted(waits, answer))
        return self.desks[-1]

    def close(self) -> None:
        """Goes home."""
        for desk in self.desks:
            desk.close()
        self.door.leave()


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[Newcomer]:
    """On a laptop where there is nothing yet."""
    made = Newcomer(tmp_path / "new laptop", FixedClock(NOON))
    yield made
    made.close()


@pytest.fixture
def invited(desk: Desk, tmp_path: Path) -> Callable[..., tuple[Path, Invited]]:
    """Ana invites: the file as sent, and what was shown to her."""

    def invite(name: str = "Beto", roles: tuple[str, ...] = ("caseworker",), user: str = "") -> tuple[Path, Invited]:
        made = desk.inviting.invite(Wanted(name, roles, user, "es"))
        file = tmp_path / f"{made.ref}.amparo-invitation"
        file.write_bytes(made.file)
        return file, made

    return invite


def later(clock: FixedClock, seconds: float) -> None:
    """Time goes by."""
    clock.set(datetime.fromtimestamp(clock.now_ms() / 1000 + seconds, UTC))


# -- the way in -------------------------------------------------------------------------


def test_she_waits_with_six_words_and_comes_in_when_both_see_the_same(desk, invited, newcomer):
    """Nothing of the organisation is hers before; afterwards her profile is like any other."""
    file, made = invited(roles=("caseworker", "psychologist"))
    waits = newcomer.join(file, made.words)
    with pytest.raises(NotAdmittedYet) as refused:
        newcomer.door.sign_in("Beto Quispe", HERS)

    desk.inviting.read_request(waits.request)
    (asked,) = desk.inviting.open_ones()
    hers = newcomer.come_in(waits, desk.inviting.admit(asked.ref, asked.compared))

    assert refused.value.details["words"] == waits.compared == asked.compared
    assert len(asked.compared.split()) == 6
    assert (asked.asks, asked.laptop) == ("Beto Quispe", "portátil azul")
    assert hers.me.roles == {"caseworker", "psychologist"}
    assert (hers.me.display_name, hers.me.organisation) == ("Beto Quispe", "Casa Prueba")
    assert desk.inviting.open_ones() == []
    assert desk.bench.name_of(hers.bench.user) == "Beto Quispe"
    with hers.bench.keeper.writing() as mine, desk.bench.keeper.writing() as anas:
        assert mine.team_key() == anas.team_key()
        assert mine.roster() == anas.roster()
    hers.close()
    again = newcomer.door.sign_in("Beto Quispe", HERS)
    again.signed.open_vault(HERS)
    again.close()
    newcomer.desks.clear()


def test_a_profile_that_waits_holds_nothing_of_anybody_else(invited, newcomer, desk):
    """No list, no key of the team, no case: only what she made herself and what the invitation said."""
    file, made = invited()
    waits = newcomer.join(file, made.words)

    with desk.bench.keeper.writing() as anas:
        team, _epoch, key = anas.team_key()
    keeper = newcomer.door._databases.open(waits.place.folder, waits.secret.database_key)
    with keeper.writing() as work:
        assert work.roster() == []
        assert work.all_cases() == []
        assert work.rounds.team_keys(team) == []
        assert key not in work.meta("joining")
    keeper.close()


def test_what_she_writes_then_reaches_the_team_and_theirs_her(desk, invited, newcomer, tmp_path):
    """She reads what was written before she came, under the keys the answer brought."""
    from tests.screens.histories import first_contact

    before = first_contact(desk, "Killa")
    file, made = invited()
    waits = newcomer.join(file, made.words)
    desk.inviting.read_request(waits.request)
    hers = newcomer.come_in(waits, desk.inviting.admit(made.ref, waits.compared))
    after = first_contact(hers, "Illari")
    (tmp_path / "stick").mkdir()
    address = (tmp_path / "stick").as_uri()

    for _turn in range(2):
        for each in (desk, hers):
            later(each.clock, 120)
            each.meeting.round(address)

    for each in (desk, hers):
        with each.bench.keeper.writing() as work:
            held = {case.hex() for case in work.all_cases()}
        assert {before, after} <= held


def test_file_and_words_go_apart_and_the_rest_through_the_meeting_place(desk, invited, newcomer, tmp_path):
    """Request and answer lie there under names that only the two can make, of the size of everything else."""
    (tmp_path / "stick").mkdir()
    desk.meeting.set((tmp_path / "stick").as_uri())
    file, made = invited()
    waits = newcomer.join(file, made.words)
    newcomer.door.ask(waits)
    store = FolderStore(tmp_path / "stick")

    assert newcomer.door.look_for_answer(waits) is None
    assert desk.inviting.look(store) == 1
    assert desk.inviting.look(store) == 0
    desk.inviting.admit(made.ref, waits.compared.upper())
    desk.meeting.round()
    answer = newcomer.door.look_for_answer(waits)
    hers = newcomer.come_in(waits, answer)

    assert hers.meeting.show() is not None
    assert all(len(store.get(name)) >= 4096 for name in store.list(""))
    assert all(len(name) == 26 for name in store.list(""))


def test_a_colleague_joins_on_the_same_laptop_and_is_found_in_its_relay(desk, door, invited, clock):
    """A workspace may hold several profiles; nothing needs to be carried."""
    file, made = invited()
    waits = door.join(door.open_invitation(file, made.words), NewMember("Beto", HERS, "portátil azul"))
    door.ask(waits)

    assert desk.inviting.look(FolderStore(door.workspace.relay)) == 1
    desk.inviting.admit(made.ref, waits.compared)
    desk.meeting.local_round()
    hers = door.admitted(waits, door.look_for_answer(waits))

    assert len(door.workspace.profiles()) == 2
    assert hers.me.roles == {"caseworker"}
    hers.close()


def test_a_second_laptop_is_the_same_person_with_other_keys(desk, invited, newcomer):
    """Same id, name and roles; both laptops sign, and each opens with its own passphrase."""
    file, made = invited(user=desk.me.user)
    waits = newcomer.join(file, made.words, name="ana en casa")
    desk.inviting.read_request(waits.request)
    second = newcomer.come_in(waits, desk.inviting.admit(made.ref, waits.compared))

    assert (second.me.user, second.me.display_name, second.me.roles) == (
        desk.me.user, desk.me.display_name, desk.me.roles)
    assert second.bench.ring.identity.ordinary_stream != desk.bench.ring.identity.ordinary_stream
    third = second.inviting.invite(Wanted("Eva", ("legal",), "", "es"))  # a coordinator there too
    assert len(third.words.split()) == 12
    assert second.signed.bench.ring._signing.public != desk.bench.ring._signing.public
    desk.rosters.set_policy({"lock_minutes": 8})  # the first laptop's key still counts
    assert desk.rosters.now().policy == {"lock_minutes": 8}


def test_keys_of_the_team_from_before_she_came_are_in_the_answer(desk, invited, newcomer):
    """What colleagues wrote under them can be read too."""
    desk.rosters.renew_team_key()
    file, made = invited()
    waits = newcomer.join(file, made.words)
    desk.inviting.read_request(waits.request)
    hers = newcomer.come_in(waits, desk.inviting.admit(made.ref, waits.compared))

    held = []
    for each in (desk, hers):
        with each.bench.keeper.writing() as work:
            held.append(work.rounds.team_keys(work.team_key()[0]))
    assert held[0] == held[1]
    assert [epoch for epoch, _key in held[0]] == [1, 2]


# -- who may, and when --------------------------------------------------------------------


def test_only_a_coordinator_invites_and_lets_in(desk, invited, newcomer):
    """Everybody else is told whom to ask."""
    file, made = invited()
    waits = newcomer.join(file, made.words)
    desk.inviting.read_request(waits.request)
    hers = newcomer.come_in(waits, desk.inviting.admit(made.ref, waits.compared))

    for act in (lambda: hers.inviting.invite(Wanted("Eva", ("legal",))), hers.inviting.open_ones,
                lambda: hers.inviting.admit("00", "a b c d e f"), lambda: hers.inviting.read_request(b"")):
        with pytest.raises(NotAllowed) as refused:
            act()
        assert refused.value.code == "policy.role"


@pytest.mark.parametrize("roles", [(), ("queen",), ("caseworker", "queen")])
def test_roles_are_those_of_the_house(desk, roles):
    """None, or others, make no invitation."""
    with pytest.raises(BadInput) as refused:
        desk.inviting.invite(Wanted("Beto", roles))

    assert refused.value.code == "team.no_role"
    assert desk.inviting.open_ones() == []


@pytest.mark.parametrize("user", ["00" * 16, "no id"])
def test_a_second_laptop_is_for_a_member(desk, user):
    """Not for somebody who is not there."""
    with pytest.raises(NotFound) as refused:
        desk.inviting.invite(Wanted("Beto", (), user))
    assert refused.value.code == "team.not_here"


def test_the_inviter_may_close_the_program_in_between(desk, door, invited, newcomer, passphrase):
    """What is open is kept in her own database, and nowhere in the clear."""
    file, made = invited()
    waits = newcomer.join(file, made.words)
    desk.inviting.read_request(waits.request)
    desk.close()
    again = door.sign_in("Ana Ríos", passphrase)

    (asked,) = again.inviting.open_ones()
    assert (asked.ref, asked.compared, asked.name) == (made.ref, waits.compared, "Beto")
    newcomer.come_in(waits, again.inviting.admit(made.ref, waits.compared))
    again.close()
    secret = words.unspelt(made.words)
    assert all(secret not in path.read_bytes() for path in door.workspace.root.rglob("*") if path.is_file())


def test_an_invitation_is_used_once(desk, invited, newcomer, tmp_path):
    """A second one who has file and words finds it closed."""
    file, made = invited()
    first = newcomer.join(file, made.words)
    second = Newcomer(tmp_path / "another", FixedClock(NOON))
    late = second.join(file, made.words, name="Otra", passphrase=PASSPHRASE)
    desk.inviting.read_request(first.request)
    desk.inviting.admit(made.ref, first.compared)

    with pytest.raises(DamagedFile) as refused:
        desk.inviting.read_request(late.request)
    assert refused.value.code == "invite.request"
    with pytest.raises(NotFound) as gone:
        desk.inviting.admit(made.ref, late.compared)
    assert gone.value.code == "invite.gone"
    second.close()


def test_a_week_later_nobody_comes_in(desk, invited, newcomer, clock):
    """Neither by opening it nor by a request that was made in time."""
    file, made = invited()
    waits = newcomer.join(file, made.words)
    desk.inviting.read_request(waits.request)
    for each in (clock, newcomer.clock):
        later(each, WEEK_S + 1)

    with pytest.raises(BadInput) as late:
        newcomer.door.open_invitation(file, made.words)
    with pytest.raises(NotFound) as gone:
        desk.inviting.admit(made.ref, waits.compared)
    assert (late.value.code, gone.value.code) == ("invite.late", "invite.gone")
    assert desk.inviting.open_ones() == []


@pytest.mark.parametrize("way", ["take_back", "turn_away"])
def test_what_is_taken_back_lets_nobody_in(desk, invited, newcomer, way):
    """And is on record."""
    file, made = invited()
    waits = newcomer.join(file, made.words)
    getattr(desk.inviting, way)(made.ref)

    with pytest.raises(DamagedFile):
        desk.inviting.read_request(waits.request)
    with pytest.raises(NotFound):
        desk.inviting.admit(made.ref, waits.compared)
    with desk.bench.keeper.writing() as work:
        verbs = [desk.bench.read_audit(body).verb for _n, body in work.audit_tail(5)]
    assert {"take_back": "people.uninvite", "turn_away": "people.turn_away"}[way] in verbs


def test_other_six_words_let_nobody_in(desk, invited, newcomer):
    """The invitation stays as it is until a person decides."""
    file, made = invited()
    waits = newcomer.join(file, made.words)
    desk.inviting.read_request(waits.request)
    wrong = " ".join(reversed(waits.compared.split()))

    with pytest.raises(BadInput) as refused:
        desk.inviting.admit(made.ref, wrong)
    assert refused.value.code == "join.words"
    assert len(desk.rosters.now().people) == 1


def test_before_anybody_asked_there_is_nobody_to_let_in(desk, invited):
    """A plain sentence."""
    _file, made = invited()

    with pytest.raises(BadInput) as refused:
        desk.inviting.admit(made.ref, "a b c d e f")
    assert refused.value.code == "invite.no_request"
