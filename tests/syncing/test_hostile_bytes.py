# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes that are almost right: every decoder says so by an error of ours; what is sealed opens in one way only."""

from __future__ import annotations

import random  # noqa: TID251 - the same damages every time

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from assist.changesets import unpack_answer
from assist.crypto import seal, slot
from assist.crypto.kdf import FOR_TESTS, KdfPolicy
from assist.crypto.slot import Credentials, SlotSecret, VaultSecret
from assist.errors import DamagedFile, WrongPassphrase
from tests.syncing.fuzzing import WHO, fuzz, targets
from tests.syncing.model import counting, examples
from tests.totals import Totals

EXECUTIONS = 6000
HARMED = 3000
LABEL = b"amparo/test/v1"


def test_thousands_of_changed_objects_raise_nothing_but_our_own_errors():
    """Manifests, segments, changes, values, snapshots, invitations, lists of people and key files."""
    done, found = fuzz(examples(EXECUTIONS, "AMPARO_FUZZ"), seed=7)

    assert found == []
    assert done == examples(EXECUTIONS, "AMPARO_FUZZ")
    Totals({"fuzz executions": done, "wrong errors": len(found)}).write("fuzz")


def test_every_honest_seed_of_the_fuzzing_is_read():
    """Else it would only ever try what is refused at the door."""
    for target in targets():
        if target.name in ("segment", "changeset", "slot", "section", "entry"):
            for content in target.seeds:
                target.decode(content)


def test_an_answer_nested_without_end_is_called_unreadable():
    """Found by changing bytes at random."""
    with pytest.raises(DamagedFile):
        unpack_answer(b"\x91" * 3000 + b"\xc0")


def test_what_opens_under_one_key_opens_under_no_other():
    """A ciphertext made to fit two keys, as can be done with this cipher, is refused: each object names its key."""
    first, second, salt = bytes(32), bytes([1]) * 32, bytes(range(32))
    sealed = seal.seal(first, LABEL, b"", b"Killa", salt=salt)
    stolen = seal.hkdf(second, salt, LABEL, 64)
    for head in (stolen[32:], sealed[32:64]):
        crafted = salt + head + ChaCha20Poly1305(stolen[:32]).encrypt(bytes(12), b"Inti", b"")
        opened = []
        for key in (first, second):
            try:
                opened.append(seal.unseal(key, LABEL, b"", crafted))
            except DamagedFile:
                opened.append(b"")
        assert opened.count(b"") >= 1
    both = salt + sealed[32:64] + ChaCha20Poly1305(stolen[:32]).encrypt(bytes(12), b"Inti", b"")
    with pytest.raises(DamagedFile):
        seal.unseal(second, LABEL, b"", both)


# -- the file with the keys -----------------------------------------------------------------


@pytest.fixture(scope="module")
def key_file() -> bytes:
    """Of a profile."""
    return slot.make_slot(bytes(range(32)), WHO, FOR_TESTS, SlotSecret.generate(), VaultSecret.generate())


def test_a_key_file_made_easier_to_guess_is_not_opened(key_file: bytes):
    """Less memory or fewer passes than any laptop of ours uses: refused before the passphrase is tried."""
    for policy in (FOR_TESTS, KdfPolicy(32 * 1024, 3, 4, for_tests=True), KdfPolicy(64 * 1024, 2, 4, for_tests=True)):
        weak = slot.make_slot(bytes(32), WHO, policy, SlotSecret.generate(), VaultSecret.generate())
        with pytest.raises(DamagedFile) as refused:
            slot.open_slot(weak, WHO)
        assert refused.value.code == "slot.weak"


@pytest.mark.parametrize(("memory", "passes", "lanes"), [(0, 1, 1), (8, 1, 2), (8192, 0, 1), (8192, 1, 0)])
def test_settings_that_no_derivation_takes_are_called_damaged(memory: int, passes: int, lanes: int):
    """Also where less than the floor is allowed. Found by changing bytes at random, in three million tries."""
    with pytest.raises(DamagedFile):
        KdfPolicy(memory, passes, lanes, for_tests=True).check()


def test_three_thousand_damages_of_a_key_file_open_nothing(key_file: bytes):
    """Bits turned and ends cut off: never the keys of somebody, never an error that is not ours."""
    dice, secret = random.Random(9), slot.open_slot(key_file, WHO, for_tests=True)
    with counting():
        for number in range(HARMED):
            at = dice.randrange(len(key_file))
            harmed = (key_file[:at] + bytes([key_file[at] ^ 1 << dice.randrange(8)]) + key_file[at + 1 :]
                      if number % 2 else key_file[:at])
            try:
                found = slot.open_slot(harmed, WHO, for_tests=True)
            except (DamagedFile, WrongPassphrase):
                continue
            assert found == secret  # the change was in what is not read here: the wrap of the vault, or filler


def test_two_key_files_of_any_content_look_alike(key_file: bytes):
    """Same length and the same shape, whoever it is and whatever is in the places that may be filler."""
    other = slot.make_slot(bytes(range(32)), Credentials("B", "una casa verde y otra de noche"), FOR_TESTS,
                           SlotSecret.generate(), VaultSecret.generate())

    assert len(other) == len(key_file)
    same = [one == two for one, two in zip(key_file, other, strict=True)]
    assert sum(same) < len(same) // 4
