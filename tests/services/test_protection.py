# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protection: raised in one minute by one person, lowered by two, and nothing of it left behind."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from assist.changesets import decode
from assist.desk import Desk
from assist.errors import NotAllowed, NotFound, VaultShut
from assist.rows import EMPTIED
from assist.views import CaseQuery
from db import connection as raw
from tests.conftest import NOON

SECRETS = ("Zarquintela", "Olmevante", "Perlunqui", "Mistralcoya")


def only(desk: Desk):
    """The one case there is."""
    (row,) = desk.cases.listed(CaseQuery())
    return row


@pytest.fixture
def told(fill, desk: Desk, case: str) -> str:
    """A case with something at every level."""
    fill("F02", case, hopes=SECRETS[0], people=SECRETS[1], legal_name=SECRETS[2],
         trusted=[{"called": SECRETS[3], "may_call": "no"}])
    fill("F11", case, outcome="held", facts="Hechos Zarquintela", protected_part="Olmevante aparte")
    return case


def everything_in(folder: Path, key: bytes, name: str, without: Collection[str] = ()) -> bytes:
    """Every value of every table of a database but some, as one heap of bytes."""
    found = b""
    connection = raw.bare(folder / name, key)
    try:
        for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            if table in without:
                continue
            for row in connection.execute(f'SELECT * FROM "{table}"').fetchall():
                found += b"\x1f".join(
                    value if isinstance(value, bytes) else str(value).encode() for value in row) + b"\n"
    finally:
        connection.close()
    return found


def readable(desk: Desk) -> bytes:
    """All that can be read with the vault shut: tables, and every log body that is not sealed."""
    with desk.bench.keeper.writing() as work:
        bodies = b"".join(bytes(str(decode(row.body)), "utf-8") for row in work.log.every() if row.kind == 0)
    folder = desk.signed.place.folder
    return everything_in(folder, desk.signed.database_key, "case.db") + bodies


@pytest.mark.rule("WP-07")
def test_three_answers_raise_protection_hold_what_leaves_and_open_a_review(fill, desk: Desk, case: str):
    """In the same commit as the report itself."""
    saved = fill("F17", case, what="seen_near", when="now", who_at_risk=("person",))

    head = desk.cases.header(case)
    assert saved.raised_to == 2
    assert (head.level, head.hold) == (2, True)
    assert ("risk_review", "2026-11-26") in {(row.rule, row.due) for row in desk.cases.duties(case)}


def test_less_than_three_answers_is_no_threat_report(fill, desk: Desk, case: str):
    """Nothing is half-raised."""
    from assist.errors import BadInput

    with pytest.raises(BadInput):
        fill("F17", case, what="call", when="now")

    assert only(desk).level == 0


def test_a_threat_can_be_written_with_the_vault_shut(fill, desk: Desk, case: str):
    """At any hour: it is sealed at once and level two holds; what was written cannot be read back (ruling 4)."""
    desk.signed.shut_vault()

    fill("F17", case, what="message", when="today", who_at_risk=("family",), facts="Perlunqui llamó")

    assert desk.cases.header(case).level == 2
    assert desk.cases.safety(case).threats == ()
    assert b"Perlunqui" not in readable(desk)


@pytest.mark.rule("WP-01")
def test_the_flag_warns_without_telling(fill, desk: Desk, told: str):
    """The header shows a level; the reasons need the vault."""
    fill("F17", told, what="seen_near", when="now", who_at_risk=("person",), facts="Mistralcoya")
    desk.signed.shut_vault()

    head, seen = desk.cases.header(told), desk.cases.safety(told)

    assert head.level == 2
    assert seen.threats == ()
    with pytest.raises((NotFound, VaultShut)):
        desk.cases.reveal_threat(told, "00" * 16)


@pytest.mark.rule("WP-02")
def test_a_legal_name_is_in_no_list_and_no_search(desk: Desk, told: str):
    """Pseudonym everywhere: the name lies behind the seal even in an ordinary case."""
    assert only(desk).name == "Killa"
    assert desk.cases.find(SECRETS[2]) == []
    desk.signed.shut_vault()

    assert SECRETS[2].encode() not in readable(desk)


def test_protected_answers_of_an_ordinary_case_are_not_in_the_open_database(desk: Desk, told: str):
    """Level four lives in the vault from the first keystroke; level three of an ordinary case does not."""
    desk.signed.shut_vault()
    heap = readable(desk)

    assert SECRETS[3].encode() not in heap
    assert b"Olmevante aparte" not in heap
    assert SECRETS[1].encode() in heap


def test_raising_moves_what_is_sensitive_and_leaves_nothing_behind(fill, desk: Desk, told: str):
    """Rows, log bodies, search, freed pages and older backups: nothing of level three is left in the open."""
    desk.backups.make()
    fill("F17", told, what="seen_near", when="now", who_at_risk=("person",))
    desk.signed.shut_vault()

    heap = readable(desk)
    log = desk.signed.place.folder / "case.db-wal"

    assert SECRETS[1].encode() not in heap
    assert b"Hechos" not in heap
    assert SECRETS[0].encode() in heap
    assert not log.exists() or log.stat().st_size == 0 or SECRETS[1].encode() not in log.read_bytes()
    assert len(desk.backups.shelf()) == 1


def test_what_was_moved_is_all_there_when_the_vault_is_open(fill, desk: Desk, told: str):
    """Moving is not editing: every answer reads as before."""
    fill("F17", told, what="seen_near", when="now", who_at_risk=("person",))
    record = next(row.record for row in desk.cases.records(told) if row.form == "F02")

    _, answers = desk.records.answers(told, record)

    assert answers["people"].value == SECRETS[1]
    assert answers["legal_name"].value == SECRETS[2]
    assert answers["trusted"].value[0].cells["called"].value == SECRETS[3]


def test_at_the_highest_level_the_case_does_not_exist_while_the_vault_is_shut(desk: Desk, told: str):
    """Not in the list, not in a count, not by its code, not in what is due, not in search."""
    code = only(desk).code
    desk.protection.set_level(told, 3)
    desk.signed.shut_vault()

    assert desk.cases.listed(CaseQuery()) == []
    assert desk.cases.find(code) == []
    assert desk.status.read().cases == 0
    assert desk.cases.day().soon == ()
    assert desk.cases.find_words(SECRETS[0]) == []
    with pytest.raises(NotFound) as hidden:
        desk.cases.by_code(code)
    with pytest.raises(NotFound) as missing:
        desk.cases.by_code("00000000")
    assert hidden.value.code == missing.value.code


@pytest.mark.rule("WP-11")
def test_a_hidden_case_costs_the_same_statements_as_a_missing_one(desk: Desk, told: str):
    """The same statements, in number and shape, and the same answer (ruling 39)."""
    from sqlalchemy import event

    code = only(desk).code
    desk.protection.set_level(told, 3)
    desk.signed.shut_vault()
    desk.cases.find("warm up")
    traces: list[list[str]] = []

    for typed in (code, "ZZZZZZZZ"):
        seen: list[str] = []
        engine = desk.bench.keeper._reader

        def note(_c, _cursor, statement, *_rest, into=seen):
            into.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        assert desk.cases.find(typed) == []
        event.remove(engine, "before_cursor_execute", note)
        traces.append(seen)

    assert traces[0] == traces[1]
    assert traces[0]


@pytest.mark.parametrize("level", [1, 2, 3])
def test_keys_in_memory_open_no_protected_byte(level: int, fill, desk: Desk, told: str):
    """With case.db open and the vault shut, every key in memory is tried on every sealed thing."""
    fill("F17", told, what="seen_near", when="now", who_at_risk=("person",), facts="Perlunqui")
    if level == 3:
        desk.protection.set_level(told, 3)
    desk.signed.shut_vault()
    ring = desk.bench.ring

    from assist.crypto import labels, seal, wrap
    from assist.errors import DamagedFile

    secret = desk.signed._secret
    keys = [secret.database_key, secret.signing_seed, ring._mark_key, secret.kem.x25519, secret.kem.mlkem_seed[:32]]
    opened = 0
    with desk.bench.keeper.writing() as work:
        keys.append(work.team_key()[2])
        sealed = [row for row in work.log.every() if row.kind == 1]
        bodies = [body for _, body in work.audit_tail(500)]
    assert ring.vault is None
    for row in sealed:
        where = row.stream + row.n.to_bytes(8, "big")
        cut = wrap.WRAPPED_KEY_BYTES
        for key in keys:
            for label in (labels.SEALED_ROW, labels.SEALED_DRAFT, labels.AUDIT_NOTE, labels.GRANT):
                try:
                    seal.unseal(key, label, where, row.body[cut:])
                    opened += 1
                except DamagedFile:
                    pass
        try:
            wrap.unwrap(secret.kem, labels.SEALED_ROW + where, row.body[:cut])
            opened += 1
        except DamagedFile:
            pass
    assert sealed
    assert opened == 0
    assert all(b"Perlunqui" not in body for body in bodies)


@pytest.mark.rule("WP-06")
def test_lowering_and_release_take_two_people(fill, desk: Desk, case: str):
    """One alone is refused, and the refusal is on record."""
    fill("F17", case, what="seen_near", when="now", who_at_risk=("person",))

    with pytest.raises(NotAllowed) as lower:
        desk.protection.set_level(case, 1)
    with pytest.raises(NotAllowed) as release:
        desk.protection.release_hold(case)

    assert lower.value.code == release.value.code == "protection.two_people"
    assert desk.cases.header(case).level == 2
    refused = [row for row in desk.auditing.newest() if row.outcome == "refused"]
    assert {row.verb for row in refused} == {"protection.lower", "protection.release"}


def test_planned_protection_raises_without_an_incident(fill, desk: Desk, case: str):
    """Its own card: no threat, no hold, no review within a day (ruling 2)."""
    fill("PROT", case, level="1", measure="identity_reserved")

    head = desk.cases.header(case)
    assert (head.level, head.hold) == (1, False)
    assert "risk_review" not in {row.rule for row in desk.cases.duties(case)}


def test_level_three_needs_the_vault_open(fill, desk: Desk, case: str):
    """The case must not vanish from its own worker."""
    desk.signed.shut_vault()

    with pytest.raises(VaultShut):
        desk.protection.set_level(case, 3)


def test_a_raise_that_was_cut_off_is_finished_at_the_next_sign_in(
    fill, desk: Desk, door, told: str, passphrase: str, monkeypatch
):
    """The job is recorded before anything moves."""
    protection = desk.protection
    monkeypatch.setattr(protection, "_finish", lambda refs: (_ for _ in ()).throw(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        fill("F17", told, what="seen_near", when="now", who_at_risk=("person",))
    desk.close()

    again = door.sign_in("Ana Ríos", passphrase)
    with again.bench.keeper.writing() as work:
        assert work.jobs() == []
    assert SECRETS[1].encode() not in readable(again)
    again.close()


def test_what_leaves_both_databases_stays_out_though_the_power_fails_between_them(
    desk: Desk, told: str, passphrase: str
):
    """One commits before the other: what was to leave the vault leaves it at its next opening, and once only."""
    class PowerCut(Exception):
        """The power failed after the first commit."""

    case = bytes.fromhex(told)
    tag = desk.bench.ring.vault.tag(case)
    with suppress(PowerCut), desk.bench.keeper.writing() as work:
        for row in work.log_of_tag(tag):
            work.replace_log(replace(row, kind=EMPTIED, body=b"", signature=b"", tag=None))
        work.forget_ordinary(case, frozenset())
        work.forget_protected(case)
        work.commit()
        raise PowerCut
    with desk.bench.keeper.writing() as work:
        assert case in work.all_cases()  # this is what the vault still holds

    desk.signed.shut_vault()
    desk.signed.open_vault(passphrase)

    with desk.bench.keeper.writing() as work:
        assert case not in work.all_cases()
        assert work.jobs() == []
    assert SECRETS[2].encode() not in everything_in(
        desk.signed.place.folder, desk.bench.keeper._vault_key, "vault.db")


@pytest.mark.rule("WP-07")
def test_a_look_on_the_day_of_the_threat_is_the_look_that_was_due(fill, desk: Desk, case: str, clock):
    """One before the threat is not."""
    look = {"own_band": "careful", "item": [{"object": "person", "kind": "debt", "likelihood": "2", "severity": "3"}]}
    fill("F05", case, **look)
    clock.set(NOON + timedelta(hours=1))
    fill("F17", case, what="seen_near", when="today", who_at_risk=("person",))
    assert desk.cases.safety(case).review_due == "2026-11-26"

    clock.set(NOON + timedelta(hours=2))
    fill("F05", case, **look)

    assert desk.cases.safety(case).review_due == ""
    assert "risk_review" not in {row.rule for row in desk.cases.duties(case)}
