# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever is no reader, with every key she has and every object there is, opens not one byte of protected work."""

from __future__ import annotations

import zlib
from contextlib import suppress
from secrets import token_hex

import pytest
from sqlalchemy import event

from assist.crypto import labels, seal, wrap
from assist.errors import AssistError, DamagedFile
from assist.sync import bundles
from assist.sync.compartments import where
from assist.views import CaseQuery
from tests.services.test_protection import everything_in
from tests.syncing.cut_off import open_and_cut_off
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_protected import answers, log, told

CANARIES = {0: "Perlunqui", 1: "Mistralcoya", 2: "Olmevante", 3: "Zarquintela"}
"""Something protected of a case at each level."""


def with_canaries(ana: Member, beto: Member) -> dict[int, str]:
    """A case at each level with a canary in what that level protects; the code of the hidden one."""
    cases = {}
    for level, canary in CANARIES.items():
        case = beto.first_contact(f"Killa {level}")
        if level:
            beto.desk.protection.set_level(case, level, [ana.desk.me.user] if level == 3 else [])
        beto.save("LIMITS", case, explained="yes")
        beto.save("F03", case, kind="accompaniment", accompany="yes", keep_record="yes", decision="yes",
                  expiry="2027-11-24", mode="spoken")
        field = {0: "legal_name", 1: "legal_name", 2: "people", 3: "hopes"}[level]
        beto.save("F02", case, **{field: canary})
        if level >= 2:
            beto.save("F17", case, what="seen_near", when="now", who_at_risk=("person",), facts=canary)
        cases[level] = case
    return cases


def every_key(member: Member) -> tuple[list[bytes], list[wrap.PrivateKey]]:
    """All symmetric and all private keys of an open profile, the vault's included."""
    secret, vault = member.desk.signed.secret, member.desk.bench.ring.vault
    assert vault is not None
    with member.desk.bench.keeper.writing() as work:
        team = work.team_key()[0]
        shared = [secret.database_key, secret.signing_seed, member.desk.bench.ring._mark_key,
                  *(key for _epoch, key in work.rounds.team_keys(team)),
                  *(held.key for held in work.rounds.case_keys()),
                  *(key.key for key in work.rounds.protected.keys(None)),
                  *(key for _case, _epoch, key in work.rounds.protected.former_keys())]
    return shared, [secret.kem, vault._keys, *vault.custodian_keys.values()]


def opened_by_force(member: Member, store: MemoryStore) -> list[bytes]:
    """What every key opens of every object, every part and every row, in the clear."""
    shared, private = every_key(member)
    found: list[bytes] = []
    for name, content in store.objects.items():
        for key in shared:
            with suppress(AssistError):
                body = seal.unpad(seal.unseal(key, labels.BUNDLE, name.encode(), content))
                found.append(body)
                found += segments_by_force(body, shared, private)
    with member.desk.bench.keeper.writing() as work:
        parts = [part for tried in (False, True) for part in work.rounds.protected.parts(tried=tried)]
    for part in parts:
        found += unsealed(shared, labels.SEGMENT, part.stream + part.seq.to_bytes(8, "big")
                          + part.part.to_bytes(4, "big"), part.content)
    return found


def segments_by_force(body: bytes, shared: list[bytes], private: list[wrap.PrivateKey]) -> list[bytes]:
    """The parts of one bundle, and the wrapped keys in what opened."""
    end = 4 + int.from_bytes(body[:4], "big")
    manifest = bundles._manifests.decode(body[4:end])
    found, at = [], end + 64
    for index, ref in enumerate(manifest.segments):
        place = manifest.stream + manifest.seq.to_bytes(8, "big") + index.to_bytes(4, "big")
        found += unsealed(shared, labels.SEGMENT, place, body[at : at + ref.length])
        at += ref.length
    for content in list(found):
        for start in range(len(content) - wrap.WRAPPED_KEY_BYTES):
            if content[start : start + 1] == bytes([wrap.HYBRID]) and content[start - 3 : start - 2] == b"\xc5":
                end = start + int.from_bytes(content[start - 2 : start], "big")
                for key in private:
                    with suppress(DamagedFile):
                        info = labels.CLOSED_GRANT + where(manifest.stream, manifest.seq)
                        found.append(wrap.unwrap(key, info, content[start:end]))
    return found


def unsealed(shared: list[bytes], label: bytes, aad: bytes, content: bytes) -> list[bytes]:
    """With each key, as it lies, unpacked and unpadded."""
    found = []
    for key in shared:
        with suppress(DamagedFile):
            plain = seal.unseal(key, label, aad, content)
            found.append(plain)
            for packed in (plain, plain[4:]):
                with suppress(zlib.error):
                    found.append(zlib.decompressobj().decompress(packed))
    return found


@pytest.mark.rule("WP-08")
def test_a_colleague_with_all_her_keys_opens_nothing_of_anothers_protected_work(
    three: list[Member], store: MemoryStore
):
    """Tables, closed parts, objects of the store: no canary of any level, while readers read every one."""
    ana, beto, carla = three
    cases = with_canaries(ana, beto)
    for _turn in range(2):
        settle([beto, ana, carla], store)

    signed = carla.desk.signed
    vault = carla.desk.bench.keeper._vault_key  # type: ignore[attr-defined]
    heap = (everything_in(signed.place.folder, signed.database_key, "case.db")
            + everything_in(signed.place.folder, vault, "vault.db") + b"".join(opened_by_force(carla, store)))

    assert b"Killa 0" in heap  # the search itself finds what the team may read
    for level, canary in CANARIES.items():
        assert canary.encode() not in heap, level
        assert canary.encode("utf-16-le") not in heap, level
    assert b"Killa 3" not in heap
    assert bytes.fromhex(cases[3]) not in heap
    assert b"".join(opened_by_force(ana, store)).count(b"Zarquintela") > 0  # a reader's keys do open it
    assert answers(ana, cases[0])["legal_name"] == CANARIES[0]


@pytest.mark.rule("WP-11")
def test_an_outsider_asks_for_a_hidden_code_and_for_a_random_one_alike(three: list[Member], store: MemoryStore):
    """The same statements in number and shape and the same answer, after the case had been here (ruling 39)."""
    ana, beto, carla = three
    case = told(beto, "Killa", hopes="Zarquintela")
    settle([beto, carla, ana], store)
    code = carla.desk.cases.header(case).code
    beto.desk.protection.set_level(case, 3, [ana.desk.me.user])
    for _turn in range(2):
        settle([beto, carla, ana], store)
    carla.desk.cases.find("warm up")
    traces = []

    for typed in (code, "ZZZZZZZZ"):
        seen: list[str] = []
        engine = carla.desk.bench.keeper._reader  # type: ignore[attr-defined]

        def note(_c: object, _cursor: object, statement: str, *_rest: object, into: list[str] = seen) -> None:
            into.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        assert carla.desk.cases.find(typed) == []
        event.remove(engine, "before_cursor_execute", note)
        traces.append(seen)

    assert traces[0] == traces[1] != []
    assert carla.desk.cases.listed(CaseQuery()) == []
    assert carla.desk.status.read().cases == 0
    assert carla.desk.cases.find_words("Zarquintela") == []


def test_nobody_tells_from_outside_for_whom_a_key_is(three: list[Member], store: MemoryStore):
    """Every wrapped key is as long as every other, and holds no id of its reader."""
    _ana, beto, carla = three
    told(beto, "Killa", legal_name="Perlunqui")
    settle([beto, carla], store)
    with carla.desk.bench.keeper.writing() as work:
        run = work.case.connection.exec_driver_sql  # type: ignore[attr-defined]
        grants = [bytes(row[0]) for row in run("SELECT content FROM closed_grant")]

    readers = {member.desk.bench.ring.reader for member in three} | {
        bytes.fromhex(member.desk.me.user) for member in three}
    assert grants
    assert len({len(grant) for grant in grants}) == 1
    assert not any(reader in grant for reader in readers for grant in grants)


def test_parts_of_protected_bundles_come_in_steps_of_a_kibibyte(three: list[Member], store: MemoryStore):
    """Their size says little about what somebody wrote."""
    _ana, beto, carla = three
    for number in range(3):
        case = told(beto, f"Killa {number}", legal_name="Perlunqui")
        beto.save("F11", case, outcome="held", facts="Hechos", protected_part=token_hex(900 * number) or "nada")
    settle([beto, carla], store)

    with carla.desk.bench.keeper.writing() as work:
        parts = work.rounds.protected.parts(tried=True)

    assert len({len(part.content) for part in parts}) > 1
    assert {(len(part.content) - seal.OVERHEAD) % 1024 for part in parts} == {0}


@pytest.mark.parametrize("step", range(6))
def test_cut_off_at_any_step_of_opening_it_is_done_again_and_changes_nothing_twice(
    three: list[Member], store: MemoryStore, step: int
):
    """After the n-th commit the power fails; at the next opening everything is there once."""
    ana, beto, _carla = three
    case = told(beto, "Killa", legal_name="Perlunqui")
    ana.desk.signed.shut_vault()
    settle([beto, ana], store)
    settle([beto, ana], store)
    open_and_cut_off(ana, step)

    assert answers(ana, case)["legal_name"] == "Perlunqui"
    assert ana.protected(case) == beto.protected(case)
    rows = [(row.stream, row.n) for row in log(ana)]
    assert len(rows) == len(set(rows))
