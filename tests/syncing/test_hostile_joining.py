# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Joining when somebody means harm: forged requests, stolen ids, answers of others, a person in between."""

from __future__ import annotations

import random  # noqa: TID251 - what is damaged must be the same for the same seed
import secrets
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from assist.crypto.kdf import FOR_TESTS
from assist.crypto.sign import SigningKey
from assist.crypto.wrap import PrivateKey
from assist.desk import Desk
from assist.errors import BadInput, DamagedFile
from assist.services.inviting import Invited, Wanted
from assist.services.joining import NewMember, WaitingProfile
from assist.sync import invitations, roster, welcome
from assist.sync.invitations import Invitation
from tests.conftest import PASSPHRASE
from ui.wiring import Door

HERS = "luna papel cabra roble piano tigre"
Request = Callable[[roster.Newcomer], roster.Newcomer]


@pytest.fixture
def invited(desk: Desk) -> Invited:
    """Ana invites a caseworker."""
    return desk.inviting.invite(Wanted("Beto", ("caseworker",), "", "es"))


@pytest.fixture
def waits(invited: Invited, tmp_path: Path, clock) -> WaitingProfile:
    """Beto asked, on a laptop of his own."""
    file = tmp_path / "invitation"
    file.write_bytes(invited.file)
    door = Door(tmp_path / "new laptop", clock, FOR_TESTS)
    made = door.join(door.open_invitation(file, invited.words), NewMember("Beto", HERS, "portátil azul"))
    door.leave()
    return made


def opened(invited: Invited) -> tuple[Invitation, bytes]:
    """Somebody who got hold of file and words."""
    return invitations.open_invitation(invited.file, invited.words, 0, for_tests=True)


def asks(invited: Invited, change: Request | None = None) -> bytes:
    """A request with keys of one's own; ``change`` says what one pretends to be."""
    signing = SigningKey(secrets.token_bytes(32))
    user, profile, ordinary, protected = (secrets.token_bytes(16) for _each in range(4))
    mine = roster.Newcomer(
        roster.User(user, signing.public, "Beto", ("coordinator",), ()),
        roster.Stream(profile, user, ordinary, protected, signing.public, PrivateKey.generate().public,
                      PrivateKey.generate().public, "azul"))
    return invitations.ask(*opened(invited), change(mine) if change else mine, signing)[0]


def as_user(user: bytes) -> Request:
    """As somebody who is a member."""
    return lambda it: roster.Newcomer(
        msgspec.structs.replace(it.user, user=user), msgspec.structs.replace(it.stream, user=user))


def with_stream(**fields: object) -> Request:
    """With something else in the entry of the laptop."""
    return lambda it: roster.Newcomer(it.user, msgspec.structs.replace(it.stream, **fields))


def with_user(**fields: object) -> Request:
    """With something else in the entry of the person."""
    return lambda it: roster.Newcomer(msgspec.structs.replace(it.user, **fields), it.stream)


# -- forged requests ----------------------------------------------------------------------


def test_nobody_asks_as_somebody_who_is_a_member(desk, invited):
    """Nor with her streams, her profile or her key."""
    me = desk.bench.ring.identity
    for change in (as_user(me.user), with_stream(profile=me.profile), with_stream(ordinary=me.ordinary_stream),
                   with_stream(protected=me.ordinary_stream), with_stream(ordinary=me.protected_stream)):
        with pytest.raises(DamagedFile) as refused:
            desk.inviting.read_request(asks(invited, change))
        assert refused.value.code == "invite.request"
    assert desk.inviting.open_ones()[0].compared == ""


def test_a_second_laptop_can_only_be_that_persons(desk):
    """Whoever asks with such an invitation asks as her or not at all."""
    made = desk.inviting.invite(Wanted("", (), desk.me.user, "es"))

    with pytest.raises(DamagedFile):
        desk.inviting.read_request(asks(made))
    desk.inviting.read_request(asks(made, as_user(desk.bench.user)))
    assert desk.inviting.open_ones()[0].compared


@pytest.mark.parametrize("change", [
    with_stream(kem_pub=bytes(1216)), with_stream(kem_pub=b"short"), with_stream(vault_kem_pub=b"\xff" * 1216),
    with_stream(ordinary=b""), with_stream(profile=bytes(17)), with_stream(laptop="azul\u202eluza"),
    with_stream(laptop="x" * 121), with_user(name=""), with_user(name="Beto\nAna"), with_user(name="x" * 5000),
    with_user(ed_pub=bytes(32)),
])
def test_keys_that_are_none_and_names_that_deceive_are_refused(desk, invited, change):
    """Before anything is shown to anybody."""
    with pytest.raises(DamagedFile) as refused:
        desk.inviting.read_request(asks(invited, change))
    assert refused.value.code == "invite.request"


def test_what_she_is_allowed_is_said_by_the_invitation_and_not_by_her(desk, invited, waits):
    """A request that asks to be coordinator gets the role that was ticked."""
    desk.inviting.read_request(asks(invited))
    (asked,) = desk.inviting.open_ones()
    desk.inviting.admit(asked.ref, asked.compared)

    came = next(each for each in desk.rosters.now().people.values() if each.name == "Beto")
    assert came.roles == ("caseworker",)


def test_flipped_and_cut_requests_are_refused_and_change_nothing(desk, invited, waits):
    """At any place."""
    dice, right = random.Random(7), waits.request
    for _turn in range(60):
        at = dice.randrange(len(right))
        for harmed in (right[:at] + bytes([right[at] ^ (1 << dice.randrange(8))]) + right[at + 1:], right[:at]):
            with pytest.raises(DamagedFile):
                desk.inviting.read_request(harmed)
    assert desk.inviting.open_ones()[0].compared == ""


def test_a_request_made_with_another_invitation_belongs_to_that_one(desk, invited, waits):
    """Each opens with its own secret alone."""
    other = desk.inviting.invite(Wanted("Eva", ("legal",), "", "es"))

    assert desk.inviting.read_request(asks(other)) == other.ref
    assert desk.inviting.read_request(waits.request) == invited.ref


def test_whoever_stands_between_shows_other_words(desk, invited, waits):
    """She has file and words and asks with her own keys: the two who compare do not see the same."""
    desk.inviting.read_request(asks(invited))
    (asked,) = desk.inviting.open_ones()

    assert asked.compared != waits.compared
    with pytest.raises(BadInput) as refused:
        desk.inviting.admit(asked.ref, waits.compared)
    assert refused.value.code == "join.words"
    assert len(desk.rosters.now().people) == 1


def test_the_newcomer_hears_when_somebody_was_faster(desk, invited, waits, door):
    """Another request lies where hers should: she is told, and hers is not lost."""
    from assist.sync import names
    from assist.sync.stores.folder import FolderStore

    relay = FolderStore(door.workspace.relay)
    relay.put(names.request_name(opened(invited)[1]), asks(invited))

    with pytest.raises(BadInput) as refused:
        waits.ask_at(relay)
    assert refused.value.code == "join.asked"


# -- forged answers ---------------------------------------------------------------------------


@pytest.fixture
def answer(desk: Desk, invited: Invited, waits: WaitingProfile) -> bytes:
    """Beto was let in."""
    desk.inviting.read_request(waits.request)
    return desk.inviting.admit(invited.ref, waits.compared)


def refused_by(waits: WaitingProfile, tmp_path: Path, clock, content: bytes) -> str:
    """How his laptop takes an answer; afterwards he still waits."""
    door = Door(tmp_path / "new laptop", clock, FOR_TESTS)
    with pytest.raises(DamagedFile) as refused:
        door.admitted(waits, content)
    assert isinstance(door.enter("Beto", HERS), WaitingProfile)
    door.leave()
    return refused.value.code


def test_flipped_and_cut_answers_are_refused_and_he_goes_on_waiting(waits, answer, tmp_path, clock):
    """At any place."""
    dice = random.Random(11)
    for _turn in range(8):
        at = dice.randrange(len(answer))
        for harmed in (answer[:at] + bytes([answer[at] ^ (1 << dice.randrange(8))]) + answer[at + 1:], answer[:at]):
            assert refused_by(waits, tmp_path, clock, harmed) == "join.answer"


def test_the_answer_to_somebody_else_is_no_answer(desk, waits, answer, tmp_path, clock):
    """Neither is the one to another invitation."""
    other = desk.inviting.invite(Wanted("Eva", ("legal",), "", "es"))
    desk.inviting.read_request(asks(other))
    (asked,) = desk.inviting.open_ones()
    to_eva = desk.inviting.admit(asked.ref, asked.compared)

    assert refused_by(waits, tmp_path, clock, to_eva) == "join.answer"


def test_file_and_words_make_no_answer(invited, waits, tmp_path, clock):
    """A list of one's own, with him in it, is not the list of that organisation."""
    invitation, secret = opened(invited)
    signing = SigningKey(bytes(range(32)))
    ids = [secrets.token_bytes(16) for _each in range(4)]
    thief = roster.Founder(*ids, "Ana Ríos", "", signing, PrivateKey.generate().public, PrivateKey.generate().public)
    founding = roster.genesis("Casa Prueba", thief, 1)
    newcomer = waits._newcomer
    added = roster.admit(
        founding.entries, thief, newcomer, roster.TeamGrant(founding.team, 1, founding.team_key), 2)

    forged = welcome.answer(invitation, secret, [*founding.entries, *added], newcomer)
    assert refused_by(waits, tmp_path, clock, forged) == "join.answer"


def test_a_list_without_him_or_with_other_keys_is_no_answer(desk, invited, waits, tmp_path, clock):
    """The true list, and the true list with a profile of somebody else's making."""
    invitation, secret = opened(invited)
    with desk.bench.keeper.writing() as work:
        entries, grant = work.roster(), roster.TeamGrant(*work.team_key())
    without = welcome.answer(invitation, secret, entries, waits._newcomer)
    other = roster.Newcomer(waits._newcomer.user, msgspec.structs.replace(
        waits._newcomer.stream, vault_kem_pub=PrivateKey.generate().public))
    by = desk.bench.ring.signer(1)
    payloads = [(2, other.user), (3, other.stream), (7, roster.epoch_for(grant, [other.stream]))]
    changed = welcome.answer(
        invitation, secret, [*entries, *roster.appended(entries, by, payloads)], waits._newcomer)

    for each in (without, changed):
        assert refused_by(waits, tmp_path, clock, each) == "join.answer"


def test_the_words_alone_open_no_answer(invited, waits, answer):
    """Should they come to light later: it opens with his own key too, and that never left his laptop."""
    invitation, secret = opened(invited)

    with pytest.raises(DamagedFile):
        welcome.open_answer(answer, invitation, secret, waits._newcomer, PrivateKey.generate())


def test_an_answer_read_twice_changes_nothing(desk, waits, answer, tmp_path, clock):
    """He is in already."""
    door = Door(tmp_path / "new laptop", clock, FOR_TESTS)
    hers = door.admitted(waits, answer)
    before = hers.rosters.now()
    hers.close()
    again = door.admitted(waits, answer)

    assert again.rosters.now() == before
    again.close()
    door.leave()


def test_another_passphrase_opens_no_waiting_profile(waits, tmp_path, clock):
    """It is protected like any other."""
    from assist.errors import WrongPassphrase

    door = Door(tmp_path / "new laptop", clock, FOR_TESTS)
    with pytest.raises(WrongPassphrase):
        door.enter("Beto", PASSPHRASE)
    door.leave()


@pytest.mark.parametrize("settings", [(1 << 31, 3, 4), (64 * 1024, 200, 4), (64 * 1024, 3, 200), (8, 0, 1), (8, 1, 0)])
def test_a_file_that_asks_for_all_memory_or_time_is_refused_at_once(invited, settings):
    """It came from outside; nothing is derived for it."""
    memory, passes, lanes = settings
    at = 5 + 16
    harmed = invited.file[:at] + memory.to_bytes(4, "big") + bytes([passes, lanes]) + invited.file[at + 6:]

    with pytest.raises(DamagedFile) as refused:
        invitations.open_invitation(harmed, invited.words, 0, for_tests=True)
    assert refused.value.code == "invite.damaged"
