# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Joining: a file that is nothing without its twelve words, and six words that prove nobody stands between."""

from __future__ import annotations

import random  # noqa: TID251 - what is damaged must be the same for the same seed
import secrets

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.crypto import words
from assist.crypto.kdf import FOR_TESTS
from assist.crypto.sign import SigningKey
from assist.crypto.wrap import PrivateKey
from assist.errors import AssistError, BadInput, DamagedFile
from assist.sync import invitations, roster
from assist.sync.invitations import VALID_MS, Invitation

NOW = 1_900_000_000_000
ADMIN = SigningKey(bytes(range(32)))
LANGUAGES = ("en", "es", "pt", "fr")


def founder() -> tuple[roster.Founder, roster.Founding]:
    """An organisation of one."""
    ids = [secrets.token_bytes(16) for _each in range(4)]
    made = roster.Founder(
        *ids, "Ana Ríos", "", ADMIN, PrivateKey.generate().public, PrivateKey.generate().public)
    return made, roster.genesis("Casa Prueba", made, NOW)


def newcomer(signing: SigningKey, kem: PrivateKey) -> roster.Newcomer:
    """Somebody with keys of her own."""
    user, profile = secrets.token_bytes(16), secrets.token_bytes(16)
    return roster.Newcomer(
        roster.User(user, signing.public, "Beto", ("caseworker",), ()),
        roster.Stream(profile, user, secrets.token_bytes(16), secrets.token_bytes(16), signing.public, kem.public,
                      PrivateKey.generate().public, "blue laptop"))


def invited(language: str = "es", until: int = NOW + VALID_MS) -> tuple[Invitation, invitations.Invited]:
    """An invitation by Ana."""
    _by, founding = founder()
    content = Invitation(
        invitations.new_ident(), "Casa Prueba", founding.entries, ADMIN.public, ("caseworker",), until, language)
    return content, invitations.invite(content, FOR_TESTS)


def opened(file: bytes, typed: str, now: int = NOW) -> tuple[Invitation, bytes]:
    """As on the newcomer's laptop."""
    return invitations.open_invitation(file, typed, now, for_tests=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_opens_with_its_twelve_words_however_they_are_typed(language: str):
    """Capitals, accents and hyphens do not matter; the words are of the language of the house."""
    content, made = invited(language)

    assert len(made.words.split()) == 12
    for typed in (made.words, made.words.upper(), words.fold(made.words), made.words.replace(" ", "-"),
                  f"  {made.words} "):
        assert opened(made.file, typed) == (content, made.secret)


def test_without_the_words_the_file_says_nothing():
    """No name of the house, no key, no roster stands in it."""
    content, made = invited()

    assert b"Casa Prueba" not in made.file
    assert ADMIN.public not in made.file
    assert all(entry not in made.file for entry in content.entries)


@pytest.mark.parametrize("typed", [
    "", "uno dos tres", "abandon " * 11 + "abandon", "ábaco " * 12, words.spelt(bytes(16), "es"), "x" * 10_000])
def test_other_words_open_nothing_and_are_no_crash(typed: str):
    """Too few, mistyped, or those of another invitation: one sentence for all of them."""
    _content, made = invited()

    with pytest.raises(BadInput) as refused:
        opened(made.file, typed)
    assert refused.value.code == "invite.words"


def test_a_week_later_it_is_too_late():
    """An invitation that lies about is no way in."""
    _content, made = invited()

    assert opened(made.file, made.words, NOW + VALID_MS)
    with pytest.raises(BadInput) as refused:
        opened(made.file, made.words, NOW + VALID_MS + 1)
    assert refused.value.code == "invite.late"


def test_a_damaged_file_is_refused_at_every_byte():
    """Flipped or cut anywhere: nothing is read out of it."""
    dice, (_content, made) = random.Random(5), invited()
    for _turn in range(150):
        at = dice.randrange(len(made.file))
        flipped = made.file[:at] + bytes([made.file[at] ^ (1 << dice.randrange(8))]) + made.file[at + 1 :]
        for harmed in (flipped, made.file[:at]):
            with pytest.raises(AssistError) as refused:
                opened(harmed, made.words)
            assert refused.value.code in ("invite.damaged", "invite.words")


@given(content=st.binary(max_size=300))
def test_any_bytes_are_no_invitation(content: bytes):
    """Whatever somebody picks by mistake."""
    with pytest.raises(DamagedFile) as refused:
        opened(content, "word " * 12)
    assert refused.value.code == "invite.damaged"


def test_both_see_the_same_six_words_and_she_is_admitted_with_the_key_of_the_team():
    """The whole way: file, words, request, six words, entries, and the team's key in her hands alone."""
    by, founding = founder()
    content = Invitation(invitations.new_ident(), "Casa Prueba", founding.entries, ADMIN.public, ("caseworker",),
                         NOW + VALID_MS, "pt")
    made, signing, kem = invitations.invite(content, FOR_TESTS), SigningKey(bytes(32)), PrivateKey.generate()
    seen, secret = opened(made.file, made.words)
    her = newcomer(signing, kem)

    file, hers = invitations.ask(seen, secret, her, signing)
    asked = invitations.open_request(file, content, made.secret)

    assert hers == asked.compared
    assert len(hers.split()) == 6
    assert asked.newcomer == her
    added = roster.admit(founding.entries, by, asked.newcomer, roster.TeamGrant(founding.team, 1, founding.team_key),
                         NOW)
    entries = [*founding.entries, *added]
    assert roster.verify(entries).people[her.user.user].name == "Beto"
    assert [grant.key for grant in roster.granted(entries, her.stream.profile, kem)] == [founding.team_key]
    with pytest.raises(AssistError):
        roster.granted(entries, her.stream.profile, PrivateKey.generate())


def test_whoever_stands_between_is_heard():
    """Other keys, on either side, make other words."""
    content, made = invited()
    signing, kem = SigningKey(bytes(32)), PrivateKey.generate()
    her = newcomer(signing, kem)
    _file, hers = invitations.ask(content, made.secret, her, signing)
    his = newcomer(SigningKey(bytes([1]) * 32), PrivateKey.generate())
    other_inviter = msgspec.structs.replace(content, inviter=his.user.ed_pub)
    other_vault = roster.Newcomer(her.user, msgspec.structs.replace(
        her.stream, vault_kem_pub=PrivateKey.generate().public))

    heard = {invitations.compared(content, made.secret, his), invitations.compared(other_inviter, made.secret, her),
             invitations.compared(content, made.secret, other_vault), invitations.compared(content, bytes(16), her)}

    assert len(heard) == 4
    assert hers not in heard


@pytest.mark.parametrize("harm", ["flip", "other words", "other invitation", "other signature", "empty"])
def test_a_request_that_does_not_hold_is_refused(harm: str):
    """Damaged, made with other words, for another invitation, or in somebody else's name."""
    content, made = invited()
    signing = SigningKey(bytes(32))
    signer = SigningKey(bytes([2]) * 32) if harm == "other signature" else signing
    file, _hers = invitations.ask(content, made.secret, newcomer(signing, PrivateKey.generate()), signer)
    if harm == "flip":
        file = file[:50] + bytes([file[50] ^ 1]) + file[51:]
    if harm == "empty":
        file = b""
    secret = bytes(16) if harm == "other words" else made.secret
    whose = msgspec.structs.replace(content, ident=bytes(16)) if harm == "other invitation" else content

    with pytest.raises(DamagedFile) as refused:
        invitations.open_request(file, whose, secret)
    assert refused.value.code == "invite.request"


@given(secret=st.binary(min_size=16, max_size=16), language=st.sampled_from(LANGUAGES))
def test_sixteen_bytes_are_twelve_words_and_back(secret: bytes, language: str):
    """Whatever the bytes, in every language, typed without accents."""
    assert words.unspelt(words.fold(words.spelt(secret, language))) == secret


@given(content=st.binary(min_size=32, max_size=32), language=st.sampled_from(LANGUAGES))
def test_six_words_carry_sixty_six_bits(content: bytes, language: str):
    """The words say the first 66 bits and nothing else."""
    said = words.of_bits(content, 66, language)
    places = [words.word_list(language).index(word) for word in said.split()]
    number = 0
    for place in places:
        number = number << 11 | place

    assert number == int.from_bytes(content, "big") >> (256 - 66)
