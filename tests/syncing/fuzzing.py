# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes of every kind of object, changed at random, into everything that decodes them: only our own errors come out.

``python -m tests.syncing.fuzzing SECONDS [SEED]`` goes on for so long and prints how many it was. What is sealed or
signed is changed inside and sealed and signed again, so that the decoders behind are reached. Where ``atheris`` is
installed, ``python -m tests.syncing.fuzzing atheris SECONDS`` lets it look for new paths instead.
"""

from __future__ import annotations

import random  # noqa: TID251 - what is tried must be the same for the same seed
import sys
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from assist import changesets
from assist.changesets import Op, pack_answer, pack_plain
from assist.crypto import kdf, labels, seal, sign, slot
from assist.crypto.kdf import FOR_TESTS
from assist.crypto.slot import Credentials, SlotSecret, VaultSecret
from assist.domain import wire
from assist.errors import AssistError
from assist.sync import bundles, invitations, roster, roster_objects, shapes, snapshots
from assist.sync.bundles import Content, Head, Manifest, Part, SegmentRef, SignedChange
from assist.sync.circle import TeamKey
from assist.sync.names import name_key
from forms.answers import Answer
from tests.syncing.model import Totals, counting
from tests.syncing.team import Member

KEY, NAME, STREAM = bytes(range(32)), "a" * 26, bytes(range(16))
SIGNING = sign.SigningKey(bytes(32))
WORDS = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about"
WHO = Credentials("Ana", "casa lunes verde trigo nube farol")
PLACE = (STREAM, 1, 0, 0)

Decode = Callable[[bytes], object]


@dataclass(frozen=True)
class Target:
    """Something that decodes, and honest bytes to begin with."""

    name: str
    decode: Decode
    seeds: tuple[bytes, ...]


def _bundle_body(raw: bytes) -> None:
    """As a member would sign it."""
    body = len(raw[:-40]).to_bytes(4, "big") + raw[:-40] + SIGNING.sign(labels.BUNDLE_SIGNATURE, raw[:-40]) + raw[-40:]
    bundles.opened(NAME, KEY, bundles.sealed(NAME, KEY, body), SIGNING.public)


def _segment(raw: bytes) -> None:
    """As a member would pack it, and as it is."""
    for packed in (raw, zlib.compress(raw, 1)):
        try:
            content = bundles.content_at((STREAM, 1, 0), KEY, seal.seal(
                KEY, labels.SEGMENT, bundles._place(STREAM, 1, 0), packed))
        except AssistError:
            continue
        for change in content.changes:
            _changeset(change.body)


def _changeset(raw: bytes) -> None:
    shapes.is_well_formed(changesets.decode(raw))


def _value(raw: bytes) -> None:
    for field in (wire.CODE, wire.LEVEL, wire.TOMBSTONE, wire.BATCH, 150, 300, "x/y"):
        if shapes.is_value(field, raw):
            (changesets.unpack_plain if shapes_plain(field) else changesets.unpack_answer)(raw)


def shapes_plain(field: int | str) -> bool:
    """Whether it is a structural field."""
    return isinstance(field, int) and field < shapes.FIRST_OF_FORMS


def _section(raw: bytes) -> None:
    sealed = seal.seal(KEY, labels.SECTION, snapshots._place(PLACE), zlib.compress(raw, 1))
    snapshots.state_in(KEY, PLACE, sealed)


def _snapshot(raw: bytes) -> None:
    signature = SIGNING.sign(labels.SNAPSHOT_SIGNATURE, raw[:-40])
    body = len(raw[:-40]).to_bytes(4, "big") + raw[:-40] + signature + raw[-40:]
    snapshots.opened(NAME, KEY, seal.seal(KEY, labels.SNAPSHOT, NAME.encode(), seal.pad_to_step(body, 64)),
                     SIGNING.public)


def _invitation(raw: bytes) -> None:
    """As a file, and as what its words open."""
    for act in (lambda: invitations.open_invitation(raw, WORDS, 1, for_tests=True),
                lambda: invitations._checked(raw, raw[:16], 1)):
        try:
            act()
        except AssistError:
            continue


def _roster(raw: bytes) -> None:
    """Entries one after the other, and one that is to follow them."""
    third = len(raw) // 3
    for entries in ([raw], [raw[:third], raw[third : 2 * third], raw[2 * third :]]):
        try:
            roster.verify(entries)
        except AssistError:
            continue


def _slot(raw: bytes) -> None:
    slot.open_slot(raw, WHO, for_tests=True)
    slot.policy_of(raw, for_tests=True)


def _entry(raw: bytes) -> None:
    key = TeamKey(1, KEY, name_key(KEY))
    roster.readable(roster_objects.opened(NAME, key, roster_objects.sealed(NAME, key, raw)))


def targets() -> list[Target]:
    """All of them, with seeds made by the honest program."""
    change = changesets.encode(changesets.Changeset(1, STREAM, 1, 1 << 40, bytes(16), bytes(16), 1, STREAM, 1, (
        Op(wire.OP_SET, STREAM, wire.CASE, wire.BAND, pack_plain("low"), ((STREAM, 1, 0),)),
        Op(wire.OP_CREATE, STREAM, wire.PERSON, 150, pack_answer(Answer("Killa"))))))
    manifest = msgspec.msgpack.encode(Manifest(
        1, STREAM, STREAM, STREAM, 1, bytes(32), 1, 1, 1, (Head(STREAM, 1, bytes(32)),), 1, bytes(32), 1, bytes(32), 1,
        1, 0, (SegmentRef(bytes(8), 40, bytes(32)),)))
    content = msgspec.msgpack.encode(Content((SignedChange(change, bytes(64), 1, changesets.digest(change)),)))
    _, body = bundles.written(msgspec.msgpack.decode(manifest, type=Manifest), [
        Part(KEY, msgspec.msgpack.decode(content, type=Content))], SIGNING)
    state = msgspec.msgpack.encode(snapshots.CaseState())
    made = slot.make_slot(bytes(32), WHO, FOR_TESTS, SlotSecret.generate(), VaultSecret.generate())
    with TemporaryDirectory() as folder:
        ana = Member(Path(folder), "Ana")
        with ana.desk.bench.keeper.writing() as work:
            entries = work.roster()
        ana.close()
    invited = invitations.invite(invitations.Invitation(
        STREAM, "Casa", tuple(entries), bytes(32), ("caseworker",), 1 << 50), FOR_TESTS)
    inside = msgspec.msgpack.encode(invitations.Invitation(
        STREAM, "Casa", tuple(entries), bytes(32), ("caseworker",), 1 << 50))
    return [
        Target("manifest", _bundle_body, (manifest + bytes(40), body)),
        Target("segment", _segment, (content,)), Target("changeset", _changeset, (change,)),
        Target("value", _value, (pack_plain("low"), pack_plain([STREAM]), pack_answer(Answer(("a", "b"))))),
        Target("section", _section, (state,)), Target("snapshot", _snapshot, (manifest + bytes(40),)),
        Target("invitation", _invitation, (invited.file, inside)),
        Target("roster", _roster, (b"".join(entries), *entries)), Target("entry", _entry, tuple(entries)),
        Target("slot", _slot, (made,)),
    ]


# -- changing bytes ---------------------------------------------------------------------------

INTERESTING = (
    b"\x00", b"\xff", b"\xc0", b"\xc1", b"\xcf" + b"\xff" * 8, b"\xd3\x80" + bytes(7), b"\xdd\xff\xff\xff\xff",
    b"\xdf\xff\xff\xff\xff", b"\xc6\xff\xff\xff\xff", b"\x91" * 600, b"\xcb\x7f\xf8" + bytes(6), b"\xa1\xff",
    b"\xc7\xff\x01", b"\x80", b"\x90")
"""Numbers without end, lists of four thousand millions, depths, and what is no text."""


def changed(dice: random.Random, seed: bytes, others: tuple[bytes, ...]) -> bytes:
    """A few changes: bits, cuts, repeats, numbers that are too large, pieces of another object."""
    made = bytearray(seed)
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(made) + 1)
        how = dice.randrange(6)
        if how == 0 and at < len(made):
            made[at] ^= 1 << dice.randrange(8)
        elif how == 1:
            del made[at : at + dice.randint(1, 30)]
        elif how == 2:
            piece = dice.choice(INTERESTING)
            made[at : at + (len(piece) if dice.random() < 0.5 else 1)] = piece
        elif how == 3:
            made[at:at] = made[at : at + dice.randint(1, 60)]
        elif how == 4:
            other = dice.choice(others)
            begin = dice.randrange(len(other) + 1)
            made[at:at] = other[begin : begin + dice.randint(1, 80)]
        else:
            made[at:] = made[at : at + dice.randint(0, len(made))]
    return bytes(made[: 1 << 16])


def tried(target: Target, content: bytes) -> str:
    """What came out that should not: empty, or the name of an error that is none of ours."""
    try:
        target.decode(content)
    except AssistError:
        return ""
    except Exception as error:
        return f"{target.name}: {type(error).__name__}: {error} for {content.hex()[:400]}"
    return ""


def fuzz(executions: int, seed: int, seconds: float = float("inf")) -> tuple[int, list[str]]:
    """How many were tried, and what came out that should not."""
    dice, all_of_them = random.Random(seed), targets()
    every = tuple(each for target in all_of_them for each in target.seeds)
    found, done, end = [], 0, time.monotonic() + seconds
    with counting():  # a passphrase's key is derived once
        honest = [tried(target, content) for target in all_of_them for content in target.seeds]
        while done < executions and time.monotonic() < end:
            target = all_of_them[done % len(all_of_them)]
            found.append(tried(target, changed(dice, dice.choice(target.seeds), every)))
            done += 1
    return done, [each for each in [*honest, *found] if each]


def with_atheris(seconds: int) -> None:
    """The same decoders, led by what they have not done yet."""
    import atheris  # type: ignore[import-not-found]

    kdf.derive = lambda *_words: bytes(32)
    all_of_them, count = targets(), [0]

    def one(content: bytes) -> None:
        count[0] += 1
        if content:
            target = all_of_them[content[0] % len(all_of_them)]
            wrong = tried(target, content[1:])
            assert not wrong, wrong

    atheris.instrument_all()
    with TemporaryDirectory() as folder:
        for place, target in enumerate(all_of_them):
            for number, seed in enumerate(target.seeds):
                (Path(folder) / f"{place}-{number}").write_bytes(bytes([place]) + seed)
        atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=65536", folder], one)
        atheris.Fuzz()


def main(words: list[str]) -> int:
    """As long as was asked."""
    if words[0] == "atheris":
        with_atheris(int(words[1]))
    done, found = fuzz(1 << 60, int(words[1]) if len(words) > 1 else 1, float(words[0]))
    print("\n".join(found[:20]))
    Totals({"fuzz executions": done, "wrong errors": len(found)}).write("fuzz")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
