# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Crossing a border without the keys of protected work, and coming home (test 50 of security-and-sync.md 10)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlcipher3.dbapi2 import DatabaseError

from assist.crypto import seal, slot, wrap
from assist.crypto.kdf import FOR_TESTS
from assist.crypto.slot import Credentials
from assist.desk import Desk
from assist.errors import (
    AssistError,
    BadInput,
    DamagedFile,
    NotAllowed,
    VaultShut,
    WrongPassphrase,
)
from assist.ports import UnitOfWork
from assist.services import travelling
from assist.sync import roster
from db import connection as raw
from tests.conftest import PASSPHRASE
from tests.syncing.team import Member, met
from ui.wiring import Door

SECRET_WORDS = "La casa azul detrás del mercado"


@pytest.fixture
def team(tmp_path: Path) -> Iterator[list[Member]]:
    """Ana, who founded it and holds every role, and Berta, a caseworker who is to travel."""
    members = met(tmp_path, "Ana", "Berta")
    for member in members:
        member.desk.signed.open_vault(PASSPHRASE)
    yield members
    for member in members:
        member.close()


def protected_case(member: Member) -> str:
    """A person with something at level 4."""
    case = member.first_contact("Killa")
    member.save("F17", case, what="call", when="now", who_at_risk=("person",), facts=SECRET_WORDS)
    return case


def told(work: UnitOfWork, case: str) -> str:
    """Every text in a case, protected ones too as far as they can be read."""
    return " ".join(bytes(row.value).decode("utf-8", "replace") for row in work.rows_of(bytes.fromhex(case)))


def again(member: Member, words: str = PASSPHRASE) -> Desk:
    """Lock, and sign in."""
    member.desk.close()
    member.desk = member.door.sign_in(member.desk.signed.sign_in_name, words)
    return member.desk


def everything_in(folder: Path) -> Iterator[bytes]:
    """Every file of a profile, and every member of every backup in it."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as package:
                    yield from (package.read(name) for name in package.namelist())


def test_on_the_road_no_key_here_opens_protected_work(team: list[Member]):
    """Not the passphrase, not what it opens, not an older slot, not a backup; and all is said as it is."""
    _ana, berta = team
    protected_case(berta)
    place, signed = berta.desk.signed.place, berta.desk.signed
    who = Credentials(signed.sign_in_name, PASSPHRASE)
    signed.change_passphrase(PASSPHRASE, PASSPHRASE)  # there is an older slot too
    berta.desk.backups.make()
    before = place.slot.read_bytes()
    vault = slot.open_vault_wrap(before, who, for_tests=True)

    berta.desk.travelling.leave(PASSPHRASE, even_unsent=True)

    assert berta.desk.travelling.state().away
    assert not berta.desk.vault_open
    assert berta.desk.bench.ring.vault is None
    with pytest.raises(VaultShut) as refused:
        berta.desk.signed.open_vault(PASSPHRASE)
    assert refused.value.code == "travel.away"
    berta.desk.close()
    slots = [content for content in everything_in(place.folder) if content[:7] == before[:7]]
    assert len(slots) >= 2
    for content in slots:
        with pytest.raises((DamagedFile, WrongPassphrase)):
            slot.open_vault_wrap(content, who, for_tests=True)
    assert not place.slot_before.exists()
    keys = [vault.database_key, slot.open_slot(place.slot.read_bytes(), who, for_tests=True).database_key]
    for key in keys:
        assert not _opens(place.vault_db, key)
    assert _opens(place.case_db, keys[1])


def _opens(file: Path, key: bytes) -> bool:
    try:
        raw.connect(file, key).close()
    except (AssistError, DatabaseError):
        return False
    return True


def test_no_row_of_the_ordinary_database_gives_the_vault_keys(team: list[Member]):
    """Whatever lies there is for colleagues: all keys of the traveller on all of it."""
    _ana, berta = team
    protected_case(berta)
    signed = berta.desk.signed
    vault = slot.open_vault_wrap(
        signed.place.slot.read_bytes(), Credentials(signed.sign_in_name, PASSPHRASE), for_tests=True)

    berta.desk.travelling.leave(PASSPHRASE, even_unsent=True)

    with berta.desk.bench.keeper.writing() as work:
        run = work.case.connection.exec_driver_sql  # type: ignore[attr-defined]
        tables = [name for (name,) in run("SELECT name FROM sqlite_master WHERE type = 'table'").all()]
        cells = [cell for table in tables for row in run(f'SELECT * FROM "{table}"').all() for cell in row
                 if isinstance(cell, bytes)]
    private = (vault.database_key, vault.kem.x25519, vault.kem.mlkem_seed)
    assert not any(key in cell for key in private for cell in cells)
    away = msgspec.msgpack.decode(next(cell for cell in cells if _is_away(cell)), type=travelling._Away)
    info = travelling.labels.TRAVEL_KEY + away.held_for
    for _profile, wrapped in away.grants:
        with pytest.raises(DamagedFile):
            wrap.unwrap(signed.secret.kem, info, wrapped)
    for key in (signed.secret.database_key, signed.secret.signing_seed, bytes(32)):
        with pytest.raises(DamagedFile):
            seal.unseal(key, travelling.labels.TRAVEL, away.held_for, away.sealed)


def _is_away(cell: bytes) -> bool:
    try:
        return bool(msgspec.msgpack.decode(cell, type=travelling._Away).grants)
    except (msgspec.MsgspecError, ValueError):
        return False


def test_ordinary_work_goes_on_and_threats_are_still_taken(team: list[Member]):
    """What is protected is sealed as ever, and read at home; the laptop may be locked in between."""
    ana, berta = team
    berta.desk.travelling.leave(PASSPHRASE, even_unsent=True)

    desk = again(berta)
    case = berta.first_contact("Sami")
    berta.save("F17", case, what="call", when="now", who_at_risk=("person",), facts=SECRET_WORDS)
    assert desk.travelling.state().away
    assert desk.status.read().sealed_waiting > 0
    answer = ana.desk.travelling.give(desk.travelling.request())
    desk.travelling.take(PASSPHRASE, answer)

    assert desk.vault_open
    assert desk.status.read().sealed_waiting == 0
    with desk.bench.keeper.writing() as work:
        assert SECRET_WORDS in told(work, case)


def test_everything_is_as_it_was_once_a_colleague_gave_it_back(team: list[Member]):
    """Nothing of what was protected before is lost; everybody hears of going and of coming back."""
    ana, berta = team
    case = protected_case(berta)
    with berta.desk.bench.keeper.writing() as work:
        before = sorted(map(repr, work.rows_of(bytes.fromhex(case))))
    berta.desk.travelling.leave(PASSPHRASE, even_unsent=True)
    again(berta)

    asked = berta.desk.travelling.request()
    assert ana.desk.travelling.asked(asked).name == "Berta"
    berta.desk.travelling.take(PASSPHRASE, ana.desk.travelling.give(asked))

    with berta.desk.bench.keeper.writing() as work:
        assert sorted(map(repr, work.rows_of(bytes.fromhex(case)))) == before
    assert [what.what for _ms, what in berta.desk.rosters.now().told] == ["travelling", "back"]
    desk = again(berta)
    desk.signed.open_vault(PASSPHRASE)
    assert not desk.travelling.state().away
    assert all(row.ok for row in desk.checks.run())


def test_the_colleague_who_gives_it_back_never_holds_the_vault_keys(team: list[Member]):
    """She holds a key to a box that only the traveller has; her vault keys would open what others were granted."""
    ana, berta = team
    signed = berta.desk.signed
    vault = slot.open_vault_wrap(
        signed.place.slot.read_bytes(), Credentials(signed.sign_in_name, PASSPHRASE), for_tests=True)
    berta.desk.travelling.leave(PASSPHRASE, even_unsent=True)

    request = berta.desk.travelling.request()
    answer = ana.desk.travelling.give(request)

    held = msgspec.msgpack.decode(msgspec.msgpack.decode(request)[0])
    opened = [ana.desk.bench.ring.unwrap_with_vault(travelling.labels.TRAVEL_KEY + held[2], wrapped)
              for profile, wrapped in held[3] if profile == ana.desk.bench.ring.identity.profile]
    for key in (vault.database_key, vault.kem.x25519, vault.kem.mlkem_seed):
        assert not any(key in content for content in (request, answer, *opened))


def test_what_no_colleague_has_yet_is_counted_and_asked_about(team: list[Member]):
    """If the laptop is lost on the way, it is lost: so the answer is no until somebody says yes."""
    _ana, berta = team
    protected_case(berta)
    unsent = berta.desk.travelling.state().unsent
    assert unsent > 0

    with pytest.raises(NotAllowed) as refused:
        berta.desk.travelling.leave(PASSPHRASE)

    assert (refused.value.code, refused.value.details) == ("travel.unsent", {"count": unsent})
    assert berta.desk.vault_open
    assert not berta.desk.travelling.state().away


def test_a_wrong_passphrase_takes_nobody_anywhere(team: list[Member]):
    """Neither out nor home."""
    ana, berta = team
    with pytest.raises(WrongPassphrase):
        berta.desk.travelling.leave("otra cosa muy larga y distinta")
    assert berta.desk.vault_open

    berta.desk.travelling.leave(PASSPHRASE, even_unsent=True)
    answer = ana.desk.travelling.give(berta.desk.travelling.request())
    with pytest.raises(WrongPassphrase):
        berta.desk.travelling.take("otra cosa muy larga y distinta", answer)
    assert berta.desk.travelling.state().away


def test_with_nobody_to_give_it_back_it_is_not_taken_away(desk: Desk):
    """Alone and without a kit it would be gone for good."""
    with pytest.raises(NotAllowed) as refused:
        desk.travelling.leave(PASSPHRASE, even_unsent=True)

    assert refused.value.code == "travel.nobody"
    assert desk.vault_open


def test_the_recovery_kit_brings_it_back_too(desk: Desk, door):  # type: ignore[no-untyped-def]
    """For somebody who works alone."""
    kit = desk.recovery.draw()
    desk.recovery.keep(kit)
    desk.travelling.leave(PASSPHRASE, even_unsent=True)
    desk.close()
    away = door.sign_in("Ana Ríos", PASSPHRASE)

    with pytest.raises(BadInput):
        away.travelling.take_by_kit(PASSPHRASE, kit.papers[:1])
    away.travelling.take_by_kit(PASSPHRASE, kit.papers[1:])

    assert away.vault_open
    away.close()


def test_a_backup_of_the_road_comes_home_still_travelling(desk: Desk, tmp_path: Path, clock):  # type: ignore[no-untyped-def]
    """The laptop broke on the way; on a new one ordinary work goes on, and the kit brings the rest."""
    kit = desk.recovery.draw()
    desk.recovery.keep(kit)
    desk.travelling.leave(PASSPHRASE, even_unsent=True)
    file = desk.backups.make(tmp_path / "road.amparo-backup")
    other = Door(tmp_path / "new", clock, FOR_TESTS)

    restored = other.restore(file, "Ana Ríos", PASSPHRASE)

    assert restored.travelling.state().away
    assert not restored.vault_open
    restored.travelling.take_by_kit(PASSPHRASE, kit.papers[:2])
    assert restored.vault_open
    restored.close()
    other.leave()


def test_forgotten_on_the_road_the_papers_bring_ordinary_work_and_the_journey_goes_on(desk: Desk, door):  # type: ignore[no-untyped-def]
    """A ceremony is no way home."""
    kit = desk.recovery.draw()
    desk.recovery.keep(kit)
    desk.travelling.leave(PASSPHRASE, even_unsent=True)
    desk.close()
    ceremony = door.ceremony()
    ceremony.renew(ceremony.open(kit.papers[:2])[0], "lago tinta viento claro pan roca cielo")

    away = door.sign_in("Ana Ríos", "lago tinta viento claro pan roca cielo")

    assert away.travelling.state().away
    away.travelling.take_by_kit("lago tinta viento claro pan roca cielo", kit.papers[:2])
    assert away.vault_open
    away.close()


def test_a_passphrase_changed_or_renewed_on_the_road_keeps_the_journey(team: list[Member]):
    """Somebody may have looked over her shoulder at the border."""
    ana, berta = team
    case = protected_case(berta)
    berta.desk.travelling.leave(PASSPHRASE, even_unsent=True)

    berta.desk.signed.change_passphrase(PASSPHRASE, "lago tinta viento claro pan roca cielo")
    berta.desk = berta.door.renew(berta.desk, "lago tinta viento claro pan roca cielo", PASSPHRASE)

    assert berta.desk.travelling.state().away
    berta.desk.travelling.take(PASSPHRASE, ana.desk.travelling.give(berta.desk.travelling.request()))
    with berta.desk.bench.keeper.writing() as work:
        assert SECRET_WORDS in told(work, case)


def test_forged_damaged_or_foreign_papers_give_nothing(team: list[Member]):
    """Requests and answers: another's signature, a changed bit, another journey, no right to give."""
    ana, berta = team
    berta.desk.travelling.leave(PASSPHRASE, even_unsent=True)
    request = berta.desk.travelling.request()
    body, _signature = msgspec.msgpack.decode(request)
    forged = msgspec.msgpack.encode([body, ana.desk.bench.ring.sign_as(travelling.labels.TRAVEL_REQUEST, body)])
    for content in (b"", request[:-1], request + b"\0", forged, bytes([request[0]]) + bytes(len(request) - 1)):
        with pytest.raises(BadInput) as refused:
            ana.desk.travelling.give(content)
        assert refused.value.code == "travel.request"

    answer = ana.desk.travelling.give(request)
    inner, _ = msgspec.msgpack.decode(answer)
    own = msgspec.msgpack.encode([inner, berta.desk.bench.ring.sign_as(travelling.labels.TRAVEL_ANSWER, inner)])
    for content in (b"", answer[:-1], own):
        with pytest.raises(BadInput) as refused:
            berta.desk.travelling.take(PASSPHRASE, content)
        assert refused.value.code == "travel.answer"
    berta.desk.travelling.take(PASSPHRASE, answer)
    berta.desk.travelling.leave(PASSPHRASE, even_unsent=True)
    with pytest.raises(BadInput):
        berta.desk.travelling.take(PASSPHRASE, answer)
    assert berta.desk.travelling.state().away


def test_only_custodians_and_coordinators_give_back_and_only_with_their_vault_open(team: list[Member]):
    """A caseworker holds no key for anybody."""
    ana, berta = team
    berta.desk.travelling.leave(PASSPHRASE, even_unsent=True)
    request = berta.desk.travelling.request()

    with pytest.raises(NotAllowed) as refused:
        berta.desk.travelling.give(request)
    assert refused.value.code == "policy.role"
    ana.desk.signed.shut_vault()
    with pytest.raises(VaultShut):
        ana.desk.travelling.give(request)


def test_who_left_the_organisation_gets_nothing_back(team: list[Member]):
    """Her laptop was lost on the way and taken off the list."""
    ana, berta = team
    berta.desk.travelling.leave(PASSPHRASE, even_unsent=True)
    request = berta.desk.travelling.request()
    with ana.desk.bench.keeper.writing() as work:
        profile = next(each for each in roster.verify(work.roster()).streams.values()
                       if each.user == berta.desk.bench.user).profile
    ana.desk.rosters.revoke_laptop(profile.hex())

    with pytest.raises(BadInput):
        ana.desk.travelling.give(request)


@pytest.mark.parametrize("step", ["prepare_vault", "take_prepared_vault", "drop_prepared_vault"])
def test_cut_off_while_leaving_she_has_left_or_she_has_not(
    team: list[Member], step: str, monkeypatch: pytest.MonkeyPatch
):
    """Power fails at each step; after the next sign-in it is one or the other, and nothing is lost."""
    ana, berta = team
    case = protected_case(berta)
    databases = berta.desk.travelling._databases

    def dies(*_what: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(databases, step, dies)
        with pytest.raises(KeyboardInterrupt):
            berta.desk.travelling.leave(PASSPHRASE, even_unsent=True)

    desk = again(berta)
    if desk.travelling.state().away:
        desk.travelling.take(PASSPHRASE, ana.desk.travelling.give(desk.travelling.request()))
    else:
        desk.signed.open_vault(PASSPHRASE)
    with desk.bench.keeper.writing() as work:
        assert SECRET_WORDS in told(work, case)
        assert not [kind for _ref, kind, _body in work.jobs() if kind == travelling.JOB]
    assert not (desk.signed.place.folder / "vault.new").exists()
