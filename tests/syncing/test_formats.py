# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Frozen bytes of every format: what this version wrote, each later one must still read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assist import changesets
from assist.casestate import Covered, Killed, Parked, Read
from assist.compartmentbook import SECTIONS, CompartmentKey, ProtectedPart
from assist.crypto import labels, sign, wrap
from assist.crypto.sign import SigningKey
from assist.crypto.wrap import PrivateKey
from assist.domain import wire
from assist.errors import BadInput, DamagedFile
from assist.sync import blobs, bundles, glass, invitations, names, roster, roster_objects, snapshots, welcome
from assist.sync.circle import TeamKey
from assist.sync.compartments import given_in, unwrapped
from assist.sync.protected_snapshots import opened_section, place_of
from assist.sync.shapes import is_well_formed

DATA = Path(__file__).parents[1] / "data"
AUTHOR, TEAM_KEY = SigningKey(bytes(range(32))), bytes(range(32, 64))
ORG, TEAM, STREAM, OTHER = (bytes([sign]) * 16 for sign in (1, 2, 3, 4))
CASE, KEY = bytes([5]) * 16, bytes([7]) * 32
BETO = bytes([21]) * 16
NOW = 1_900_000_000_000


def held(file: str) -> dict[str, Any]:
    """What was frozen."""
    found: dict[str, Any] = json.loads((DATA / file).read_text("utf-8"))
    return found


def test_a_changeset_of_the_first_version_is_still_read():
    """Every kind of operation, its signature, and the very same bytes again."""
    frozen = held("changeset_v1.json")
    body = bytes.fromhex(frozen["body"])

    made = changesets.decode(body)

    assert sign.verify(AUTHOR.public, labels.CHANGESET, body, bytes.fromhex(frozen["signature"]))
    assert changesets.encode(made) == body
    assert (made.stream, made.n, made.comp) == (STREAM, 9, CASE)
    assert [op.kind for op in made.ops] == sorted(wire.KNOWN_OPS)
    assert made.ops[2].supersedes == ((OTHER, 3, 1),)
    assert is_well_formed(made)


def test_a_snapshot_of_the_first_version_is_still_read():
    """Who signed it, what the team reads, and the whole state of a case."""
    frozen = held("snapshot_v1.json")
    name = names.snapshot_name(names.name_key(TEAM_KEY), STREAM, 3)
    assert frozen["name"] == name

    found = snapshots.opened(name, TEAM_KEY, bytes.fromhex(frozen["object"]), AUTHOR.public)
    shared = snapshots.for_team_in(TEAM_KEY, (STREAM, 3, 0, 0), found.sections[0])
    state = snapshots.state_in(KEY, (STREAM, 3, 0, 1), found.sections[1])

    assert snapshots.whole([found], (ORG, TEAM, STREAM, 3))
    assert (found.manifest.seq, found.manifest.n, found.manifest.head) == (12, 7, bytes(range(32)))
    assert [bundles.opened_key(each, TEAM_KEY) for each in shared.keys] == [KEY]
    assert (shared.empty[0].n, shared.holes[0].places, shared.words[0].body) == (4, (1,), b"word")
    assert state.cursor == (Read(STREAM, 7), Read(OTHER, 3))
    assert [(each.field, each.n) for each in state.live] == [(wire.CODE, 7), ("form/key", 3)]
    assert state.killed == (Killed(CASE, wire.CASE, wire.STAGE, OTHER, 9, 2),)
    assert state.parked == (Parked(OTHER, 2, 0, 5, 77, b"later"),)
    assert state.covered == (Covered(OTHER, 1),)


def test_a_snapshot_of_protected_work_of_the_first_version_is_still_read():
    """The protected half of a case, whose keys were given to whom, and shares for whoever may open it by two."""
    frozen = held("snapshot_protected_v1.json")
    name = names.snapshot_name(names.name_key(TEAM_KEY), STREAM, 3)
    found = snapshots.opened(name, TEAM_KEY, bytes.fromhex(frozen["object"]), AUTHOR.public)
    shared = snapshots.for_team_in(TEAM_KEY, (STREAM, 3, 0, 0), found.sections[0])
    part = ProtectedPart(
        STREAM, SECTIONS + 3, 1, found.manifest.sections[1].key_id, 0, found.manifest.n, found.sections[1])
    key = CompartmentKey(CASE, TEAM, 2, KEY)

    section = opened_section(part, key)

    readers, shares, former = section.ops
    assert given_in(readers) == (key, (BETO,))
    assert given_in(former) is None
    assert (glass.shares_as_cut(CASE, shares.value), glass.earlier_in(shares)) == (
        shares, [CompartmentKey(CASE, TEAM, 1, TEAM_KEY, may_write=False)])
    assert [(each.field, each.n) for each in section.state.live] == [(wire.LEVEL, 7)]
    mine = PrivateKey(b")" * 32, b")" * 64)
    opened = [wrap.unwrap(mine, labels.CLOSED_GRANT + place_of(STREAM, 3), each) for each in shared.grants]
    assert [glass.share_in(each) is not None for each in opened] == [False, True]
    assert unwrapped(opened[0], may_write=True) == key


def test_a_list_of_people_of_the_first_version_still_holds():
    """Every kind of entry, one of a kind that is not known yet, and an entry as it lies in a place."""
    frozen = held("roster_v1.json")
    entries, team = [bytes.fromhex(each) for each in frozen["entries"]], bytes.fromhex(frozen["team"])

    known = roster.verify(entries)

    assert known.name == "Casa Prueba"
    assert {each.name for each in known.people.values()} == {"Ana Ríos", "Beto"}
    assert not known.is_active(BETO)
    assert known.roles_ever(BETO) == {"caseworker", "supervisor"}
    assert known.until[bytes([23]) * 16].seq == 4
    assert known.until[bytes([24]) * 16].seq == 0
    assert known.policy["lock_minutes"] == 5
    assert known.recovery is not None
    assert known.recovery.marks == (b"m" * 8,)
    assert known.custodians is not None
    assert known.erasures[0].basis == "request"
    assert known.min_version is not None
    assert known.told[0][1].what == "recovered"
    key = bytes.fromhex(frozen["team_key"])
    team_key = TeamKey(1, key, names.name_key(key))
    assert roster_objects.opened(frozen["name"], team_key, bytes.fromhex(frozen["object"])) == entries[1]
    keys = roster_objects.ListKeys(known.organisation, team, (team_key,), ())
    assert roster_objects.shelved(entries, keys, 2) == (frozen["name"], bytes.fromhex(frozen["object"]))
    assert [each.key for each in roster.granted(entries, bytes([12]) * 16, PrivateKey(b")" * 32, b")" * 64))] == [key]


def test_joining_as_the_first_version_wrote_it_still_works():
    """The file with its twelve words, what the newcomer asks, the six words, and the answer."""
    frozen = held("joining_v1.json")

    invitation, secret = invitations.open_invitation(
        bytes.fromhex(frozen["file"]), frozen["words"], NOW, for_tests=True)
    asked = invitations.open_request(bytes.fromhex(frozen["request"]), invitation, secret)
    given = welcome.open_answer(
        bytes.fromhex(frozen["answer"]), invitation, secret, asked.newcomer, PrivateKey(b"," * 32, b"," * 64))

    assert (invitation.organisation, invitation.name, invitation.place) == ("Casa Prueba", "Beto", b"place")
    assert (asked.newcomer.user.name, asked.compared) == ("Beto", frozen["compared"])
    assert [each.key.hex() for each in given.keys] == [frozen["team_key"]]


def test_an_attachment_of_the_first_version_is_still_read():
    """What a register says of it, its object, and the very same bytes when it is sealed again."""
    frozen = held("blob_v1.json")
    content, made = bytes.fromhex(frozen["content"]), blobs.unpacked(bytes.fromhex(frozen["value"]))
    assert names.blob_name(names.name_key(TEAM_KEY), made.blob, 0) == frozen["name"]

    chunk = blobs.opened(KEY, made, 0, bytes.fromhex(frozen["object"]))

    assert blobs.whole(made, [chunk]) == content
    assert [each.hex() for each in blobs.sealed(KEY, made.blob, content)] == [frozen["object"]]
    assert (made.parts, made.epoch, made.name) == (1, 0, "foto.jpg")
    with pytest.raises(DamagedFile):
        blobs.opened(TEAM_KEY, made, 0, bytes.fromhex(frozen["object"]))


@pytest.mark.parametrize("file", [
    "changeset_v1.json", "snapshot_v1.json", "snapshot_protected_v1.json", "roster_v1.json", "joining_v1.json"])
def test_one_changed_bit_of_what_was_frozen_is_noticed(file: str):
    """Or reading it would prove nothing."""
    frozen = held(file)
    flipped = bytearray.fromhex(frozen[next(key for key in ("body", "object", "file") if key in frozen)])
    flipped[len(flipped) // 2] ^= 1

    assert not reads(file, frozen, bytes(flipped))


def reads(file: str, frozen: dict[str, Any], content: bytes) -> bool:
    """Whether this version takes it for what it was."""
    try:
        if file == "changeset_v1.json":
            return sign.verify(AUTHOR.public, labels.CHANGESET, content, bytes.fromhex(frozen["signature"]))
        if file.startswith("snapshot"):
            snapshots.opened(frozen["name"], TEAM_KEY, content, AUTHOR.public)
        elif file == "roster_v1.json":
            key = bytes.fromhex(frozen["team_key"])
            roster_objects.opened(frozen["name"], TeamKey(1, key, names.name_key(key)), content)
        else:
            invitations.open_invitation(content, frozen["words"], NOW, for_tests=True)
    except (BadInput, DamagedFile):
        return False
    return True
