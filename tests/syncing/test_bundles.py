# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bundles: what goes in comes out for those who may read it, and anything else is refused without a crash."""

from __future__ import annotations

import json
import random  # noqa: TID251 - where a bundle is damaged must be the same for the same seed
import zlib
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.crypto import labels, seal
from assist.crypto.sign import SigningKey
from assist.errors import DamagedFile
from assist.sync import bundles, names
from assist.sync.bundles import Bundle, Content, Head, Manifest, Part, SignedChange
from assist.sync.stores import shelves

AUTHOR, TEAM_KEY = SigningKey(bytes(range(32))), bytes(range(32, 64))
ORG, TEAM, STREAM, OTHER = (bytes([sign]) * 16 for sign in (1, 2, 3, 4))
KEYS = [bytes([sign]) * 32 for sign in (7, 8, 9)]
FIXTURE = Path(__file__).parents[1] / "data" / "bundle_v1.json"
DAMAGES = 3000


def manifest(seq: int = 1, frontier: tuple[Head, ...] = ()) -> Manifest:
    """Of a bundle in the middle of somebody's work."""
    return Manifest(1, ORG, TEAM, STREAM, seq, bundles.FIRST, 1_900_000_000_000, bundles.SCHEMA, bundles.MIN_READER,
                    frontier, 4, bytes(32), 90, bytes(32), 1, 2, 0, ())


def change(n: int, body: bytes = b"changeset") -> SignedChange:
    """As it would lie in the log."""
    return SignedChange(body, AUTHOR.sign(labels.CHANGESET, body), n, sha256(body).digest())


def sent(parts: list[Part], seq: int = 1) -> tuple[str, bytes, Bundle]:
    """Name, object and content of a bundle."""
    name = names.bundle_name(names.name_key(TEAM_KEY), STREAM, seq)
    bundle, body = bundles.written(manifest(seq), parts, AUTHOR)
    return name, bundles.sealed(name, TEAM_KEY, body), bundle


def is_refused(name: str, content: bytes, key: bytes = TEAM_KEY, author: SigningKey = AUTHOR) -> bool:
    """Whether nothing comes of it; any other error than ours fails the test."""
    try:
        bundles.opened(name, key, content, author.public)
    except DamagedFile as error:
        return error.code == "sync.object"
    return False


@given(groups=st.lists(st.lists(st.binary(max_size=400), max_size=6), max_size=3), seq=st.integers(1, 1 << 62))
def test_what_was_sent_is_read_by_those_who_hold_the_keys(groups: list[list[bytes]], seq: int):
    """Team key for the bundle, compartment key for each part, in order and byte for byte."""
    parts = [Part(key, Content(tuple(change(n, body) for n, body in enumerate(group, 1))))
             for key, group in zip(KEYS, groups, strict=False)]
    name, content, bundle = sent(parts, seq)

    found = bundles.opened(name, TEAM_KEY, content, AUTHOR.public)

    assert found == bundle
    assert [bundles.content_of(found, at, part.key) for at, part in enumerate(parts)] == [
        part.content for part in parts]
    assert [ref.key_id for ref in found.manifest.segments] == [
        bundles.key_id(part.key, STREAM, seq) for part in parts]


def test_a_part_is_closed_to_a_member_of_the_team_without_its_key():
    """The bundle opens for the whole team; a case opens for its members."""
    name, content, _bundle = sent([Part(KEYS[0], Content((change(1),)))])

    found = bundles.opened(name, TEAM_KEY, content, AUTHOR.public)

    with pytest.raises(DamagedFile) as refused:
        bundles.content_of(found, 0, KEYS[1])
    assert refused.value.code == "sync.segment"


def test_the_key_of_a_case_travels_for_the_team_alone():
    """Sealed to this case and epoch; somebody else's, or another case's, opens nothing."""
    held = bundles.sealed_key(STREAM, 1, KEYS[0], TEAM_KEY)

    assert bundles.opened_key(held, TEAM_KEY) == KEYS[0]
    for wrong, key in ((held, KEYS[1]), (msgspec.structs.replace(held, case=OTHER), TEAM_KEY),
                       (msgspec.structs.replace(held, epoch=2), TEAM_KEY),
                       (msgspec.structs.replace(held, epoch=-1), TEAM_KEY)):
        with pytest.raises(DamagedFile) as refused:
            bundles.opened_key(wrong, key)
        assert refused.value.code == "sync.segment"


@given(saves=st.integers(0, 12), length=st.integers(0, 180))
def test_an_ordinary_hour_has_one_size(saves: int, length: int):
    """Whoever carries the objects cannot tell a busy hour from a quiet one."""
    words = random.Random(saves * 1000 + length)
    parts = [Part(KEYS[0], Content(tuple(change(n, words.randbytes(length)) for n in range(1, saves + 1))))]

    _name, content, _bundle = sent(parts if saves else [])

    assert len(content) == bundles.SMALLEST


def test_larger_bundles_have_few_sizes():
    """Padmé: at most six in a hundred more, and few sizes to tell apart."""
    words = random.Random(1)
    sizes = {}
    for length in range(5_000, 60_000, 500):
        _name, content, _bundle = sent([Part(KEYS[0], Content((change(1, words.randbytes(length)),)))])
        sizes[length] = len(content)

    assert len(set(sizes.values())) < len(sizes) / 2
    assert all(size <= (length + 700) * 1.07 for length, size in sizes.items())


def test_two_bundles_of_one_case_cannot_be_told_to_be_of_one_case():
    """Names, key marks and bytes share nothing."""
    first_name, first, one = sent([Part(KEYS[0], Content((change(1),)))], 1)
    second_name, second, two = sent([Part(KEYS[0], Content((change(1),)))], 2)

    assert first_name != second_name
    assert one.manifest.segments[0].key_id != two.manifest.segments[0].key_id
    assert not {first[at : at + 8] for at in range(len(first) - 8)} & {
        second[at : at + 8] for at in range(len(second) - 8)}


def test_whatever_is_damaged_is_refused():
    """Flips, cuts, additions, swapped stretches: never read, never a crash."""
    dice = random.Random(7)
    name, content, _bundle = sent([Part(key, Content(tuple(change(n) for n in range(1, 4)))) for key in KEYS])

    for _turn in range(DAMAGES):
        assert is_refused(name, damaged(content, dice))


def damaged(content: bytes, dice: random.Random) -> bytes:
    """One damage of some kind that changes something."""
    at, kind = dice.randrange(len(content)), dice.randrange(4)
    if kind == 0:
        return content[:at] + bytes([content[at] ^ (1 << dice.randrange(8))]) + content[at + 1 :]
    if kind == 1:
        return content[:at]
    if kind == 2:
        return content + dice.randbytes(1 + at % 50)
    there = (at + 1 + dice.randrange(len(content) - 1)) % len(content)
    low, high = sorted((at, there))
    swapped = content[:low] + content[high:] + content[low:high]
    return swapped if swapped != content else content[:-1]


def test_a_bundle_under_another_name_of_another_team_or_author_is_refused():
    """No replay, no renaming, nothing forwarded as one's own."""
    name, content, _bundle = sent([Part(KEYS[0], Content((change(1),)))])
    other_name = names.bundle_name(names.name_key(TEAM_KEY), STREAM, 2)

    assert is_refused(other_name, content)
    assert is_refused(name, content, key=KEYS[0])
    assert is_refused(name, content, author=SigningKey(bytes(32)))
    assert not is_refused(name, content)


@pytest.mark.parametrize("harm", ["longer", "shorter", "swapped", "extra"])
def test_a_segment_that_was_not_signed_for_is_refused(harm: str):
    """A member who holds the team key cannot put other segments behind a colleague's signature."""
    name, _content, bundle = sent([Part(key, Content((change(1),))) for key in KEYS])
    raw = msgspec.msgpack.encode(bundle.manifest)
    one, two, three = bundle.segments
    segments = {"longer": (one + b"x", two, three), "shorter": (one[:-1], two, three), "swapped": (two, one, three),
                "extra": (one, two, three, one)}[harm]
    body = len(raw).to_bytes(4, "big") + raw + AUTHOR.sign(labels.BUNDLE_SIGNATURE, raw) + b"".join(segments)

    assert is_refused(name, bundles.sealed(name, TEAM_KEY, body))


@given(raw=st.binary(max_size=300))
def test_any_bytes_signed_by_a_member_are_no_crash(raw: bytes):
    """Also a colleague who means harm is answered with one sentence."""
    name = names.bundle_name(names.name_key(TEAM_KEY), STREAM, 1)
    body = len(raw).to_bytes(4, "big") + raw + AUTHOR.sign(labels.BUNDLE_SIGNATURE, raw)

    assert is_refused(name, bundles.sealed(name, TEAM_KEY, body))


@pytest.mark.parametrize("content", [bytes(80 << 20), b"\x91" * 100_000, b"", b"\xc1", msgspec.msgpack.encode("x")])
def test_a_segment_made_to_hurt_is_refused(content: bytes):
    """A bomb, a nesting without end, nothing at all, and what is no list of changes."""
    packed = seal.seal(KEYS[0], labels.SEGMENT, STREAM + (1).to_bytes(8, "big") + bytes(4), zlib.compress(content, 9))
    bundle = Bundle(manifest(), bytes(32), (packed,))

    with pytest.raises(DamagedFile) as refused:
        bundles.content_of(bundle, 0, KEYS[0])
    assert refused.value.code == "sync.segment"


def test_what_a_later_version_adds_at_the_end_is_ignored():
    """A newer colleague's manifest is still read by this version."""
    raw = msgspec.msgpack.encode([*msgspec.msgpack.decode(msgspec.msgpack.encode(manifest())), "later", 7])
    name = names.bundle_name(names.name_key(TEAM_KEY), STREAM, 1)
    body = len(raw).to_bytes(4, "big") + raw + AUTHOR.sign(labels.BUNDLE_SIGNATURE, raw)

    found = bundles.opened(name, TEAM_KEY, bundles.sealed(name, TEAM_KEY, body), AUTHOR.public)

    assert found.manifest == manifest()
    assert found.head == sha256(raw).digest()


def test_a_bundle_of_the_first_version_is_still_read():
    """Frozen bytes: the next version must read what this one wrote."""
    held = json.loads(FIXTURE.read_text("utf-8"))
    name = names.bundle_name(names.name_key(TEAM_KEY), STREAM, 1)
    assert held["name"] == name

    found = bundles.opened(name, TEAM_KEY, bytes.fromhex(held["object"]), AUTHOR.public)

    assert found.head.hex() == held["head"]
    assert [each.body.decode() for each in bundles.content_of(found, 0, KEYS[0]).changes] == held["bodies"]


@given(stream=st.binary(min_size=16, max_size=16), seq=st.integers(0, 1 << 60))
def test_names_say_nothing_and_are_recognised(stream: bytes, seq: int):
    """26 signs, different for every kind, stream, number and team."""
    key = names.name_key(TEAM_KEY)
    made = [names.bundle_name(key, stream, seq), names.snapshot_name(key, stream, seq), names.roster_name(key, seq),
            names.blob_name(key, stream, seq % 1000), names.bundle_name(names.name_key(KEYS[0]), stream, seq)]

    assert len(set(made)) == len(made)
    assert all(shelves.is_object(each) for each in made)


@pytest.mark.parametrize("foreign", [
    "", "abk3", "abcdefghijklmnopqrstuvwxyz.sync-conflict-20261130", "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "abcdefghijklmnopqrstuvwxy1", ".amparo-new-x", "abcdefghijklmnopqrstuvwxyz\n"])
def test_foreign_names_are_nobody_s_objects(foreign: str):
    """Conflict copies, temporary files, and what else lies in a shared folder."""
    assert not shelves.is_object(foreign)
