# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Seals, wraps, slots and signatures: frozen byte for byte, and closed to everybody else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assist import changesets
from assist.crypto import codes, kdf, labels, seal, sign, slot, words, wrap
from assist.crypto.slot import Credentials, SlotSecret, VaultSecret
from assist.crypto.wrap import PrivateKey
from assist.errors import DamagedFile, WrongPassphrase

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parents[1] / "data" / "crypto_vectors.json").read_text("utf-8"))


def held(group: str, name: str) -> bytes:
    """One frozen value."""
    return bytes.fromhex(VECTORS[group][name])


def test_a_seal_is_what_it_was_when_it_was_frozen():
    """The same key, salt and words give the same bytes in every release."""
    made = seal.seal(held("seal", "key"), b"amparo/test/v1", held("seal", "aad"), held("seal", "plain"),
                     salt=held("seal", "salt"))

    assert made == held("seal", "sealed")
    assert len(made) == len(held("seal", "plain")) + seal.OVERHEAD


@pytest.mark.parametrize("suite", ["classical", "hybrid"])
def test_frozen_wraps_still_open(suite: str):
    """Both suites are readable for ever."""
    key = PrivateKey(held("wrap", "x25519"), held("wrap", "mlkem_seed"))

    assert wrap.unwrap(key, held("wrap", "info"), held("wrap", suite)) == held("wrap", "secret")


def test_a_frozen_slot_still_opens():
    """A laptop closed today opens with the next release."""
    who = Credentials(VECTORS["slot"]["name"], VECTORS["slot"]["passphrase"])
    content = held("slot", "content")

    assert slot.open_slot(content, who, for_tests=True).packed() == held("slot", "secret")
    assert slot.open_vault_wrap(content, who, for_tests=True).packed() == held("slot", "vault")


def test_the_derivation_is_argon2id_as_frozen():
    """64 MiB, three passes, four lanes."""
    policy = kdf.KdfPolicy(VECTORS["kdf"]["m_kib"], VECTORS["kdf"]["t"], VECTORS["kdf"]["p"])

    assert kdf.derive(held("kdf", "secret"), held("kdf", "salt"), policy) == held("kdf", "key")


def test_a_frozen_changeset_still_verifies():
    """Its bytes are signed as stored and never written again."""
    body = held("changeset", "body")

    assert changesets.digest(body) == held("changeset", "digest")
    assert changesets.encode(changesets.decode(body)) == body
    assert sign.verify(held("changeset", "public"), labels.CHANGESET, body, held("changeset", "signature"))


def test_what_ships_is_hard_to_guess():
    """The default and the floor are those of the design; tests may go below, a slot never does."""
    assert (kdf.SHIPPED.m_kib, kdf.SHIPPED.t, kdf.SHIPPED.p) == (262_144, 3, 4)
    assert (kdf.FLOOR_M_KIB, kdf.FLOOR_T) == (65_536, 3)
    with pytest.raises(DamagedFile):
        kdf.KdfPolicy(32_768, 3, 4).check()


@given(place=st.integers(min_value=0), bit=st.integers(0, 7), plain=st.binary(max_size=200))
def test_a_changed_bit_never_opens(place: int, bit: int, plain: bytes):
    """Salt, commitment, words and tag: every bit counts."""
    sealed = bytearray(seal.seal(bytes(32), b"amparo/test/v1", b"", plain))
    sealed[place % len(sealed)] ^= 1 << bit

    with pytest.raises(DamagedFile):
        seal.unseal(bytes(32), b"amparo/test/v1", b"", bytes(sealed))


@pytest.mark.parametrize(("key", "label", "aad"), [
    (b"\1" * 32, b"amparo/test/v1", b"here"), (bytes(32), b"amparo/other/v1", b"here"),
    (bytes(32), b"amparo/test/v1", b"there"),
])
def test_a_seal_is_bound_to_key_label_and_place(key: bytes, label: bytes, aad: bytes):
    """Nothing sealed for one use opens as another."""
    sealed = seal.seal(bytes(32), b"amparo/test/v1", b"here", b"words")

    with pytest.raises(DamagedFile):
        seal.unseal(key, label, aad, sealed)


def test_a_wrap_opens_for_one_person_and_one_purpose():
    """Another key, another info or a cut: nothing comes out."""
    mine, other = PrivateKey.generate(), PrivateKey.generate()
    wrapped = wrap.wrap(mine.public, b"for this", bytes(32))

    assert wrap.unwrap(mine, b"for this", wrapped) == bytes(32)
    assert len(wrapped) == wrap.WRAPPED_KEY_BYTES
    for key, info, content in ((other, b"for this", wrapped), (mine, b"for that", wrapped),
                               (mine, b"for this", wrapped[:-1])):
        with pytest.raises(DamagedFile):
            wrap.unwrap(key, info, content)


def a_slot(name: str = "Ana", passphrase: str = "casa lunes verde trigo nube farol") -> bytes:
    """A slot file with cheap keys."""
    return slot.make_slot(bytes(32), Credentials(name, passphrase), kdf.FOR_TESTS, SlotSecret.generate(),
                          VaultSecret.generate())


@pytest.mark.parametrize(("name", "passphrase"), [
    ("Eva", "casa lunes verde trigo nube farol"), ("Ana", "casa lunes verde trigo nube mesa"), ("", ""),
])
def test_wrong_name_and_wrong_passphrase_read_the_same(name: str, passphrase: str):
    """Nobody learns which of the two was wrong."""
    with pytest.raises(WrongPassphrase) as refused:
        slot.open_slot(a_slot(), Credentials(name, passphrase), for_tests=True)

    assert refused.value.code == "signin.wrong"


def test_a_name_is_forgiven_its_capitals_and_spaces():
    """Typed in a hurry, at night, on an old keyboard."""
    content = a_slot("Ana  Ríos")

    assert slot.open_slot(content, Credentials(" ana ríos ", "casa lunes verde trigo nube farol"), for_tests=True)


def test_the_second_wrap_cannot_be_told_from_the_first():
    """Same sizes, random order: a slot does not say which of the two is in use."""
    first = []
    for _ in range(24):
        content = a_slot()
        found = slot._decoded(content)
        sizes = [tuple(map(len, held)) for held in found.wraps]
        assert sizes[0] == sizes[1]
        kek = slot._kek(bytes(32), Credentials("Ana", "casa lunes verde trigo nube farol"), kdf.FOR_TESTS)
        first.append(found.wraps[0][0] == slot._tag(kek))

    assert True in first
    assert False in first


def test_a_lowered_slot_opens_nothing():
    """Weaker parameters in the file are refused before anything is derived."""
    with pytest.raises(DamagedFile) as refused:
        slot.open_slot(a_slot(), Credentials("Ana", "casa lunes verde trigo nube farol"))

    assert refused.value.code == "slot.weak"


@given(content=st.binary(max_size=400))
@example(content=b"\x99\xa9" + bytes(8) + b"\x80")  # a text that is no UTF-8
def test_any_bytes_as_a_slot_are_refused(content: bytes):
    """A damaged key file is damage, not a crash."""
    with pytest.raises(DamagedFile):
        slot.open_slot(content, Credentials("Ana", "x"), for_tests=True)


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_generated_passphrases_have_sixty_six_bits(language: str):
    """Six of 2,048 words, typed with or without accents, hyphens or capitals."""
    made = words.generate(language)

    assert words.entropy_bits(language) == 66
    assert len(set(words.word_list(language))) == 2048
    assert words.canonical(words.fold(made).upper().replace(" ", "-")) in (made, words.canonical(words.fold(made)))
    assert words.judge(made).ok


@pytest.mark.parametrize(("typed", "code"), [
    ("corta", "passphrase.short"), ("mariamariamaria", "passphrase.guessable"),
    ("Casa Aurora 2026!!", "passphrase.name"),
])
def test_a_weak_own_passphrase_is_refused_with_its_reason(typed: str, code: str):
    """Length, guesses and the names around are looked at; composition is not."""
    assert words.judge(typed, ["Casa Aurora"]).code == code


@settings(max_examples=60)
@given(st.text(min_size=73, max_size=400))
def test_a_very_long_own_passphrase_is_judged_without_falling_over(typed: str):
    """The judge reads the first 72 characters."""
    assert words.judge(typed).code in ("", "passphrase.guessable", "passphrase.short")


def test_a_code_notices_a_slip():
    """Every single wrong character is noticed; O and I are read as 0 and 1."""
    code = codes.new_code(lambda _: False)
    for place in range(len(code)):
        for sign_ in codes.ALPHABET:
            if sign_ != code[place]:
                assert codes.parsed(code[:place] + sign_ + code[place + 1:]) == ""

    assert codes.parsed(codes.shown(code).lower().replace("0", "o").replace("1", "i")) == code


@given(st.integers(0, 5_000_000))
def test_padding_hides_sizes_and_wastes_little(size: int):
    """Padmé: never smaller, at most 12 per cent more."""
    padded = seal.padme(size)

    assert size <= padded <= max(size, size * 1.12 + 1)
