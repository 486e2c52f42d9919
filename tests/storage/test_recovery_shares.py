# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Papers of a recovery kit, and what lies in a slot for whoever brings enough of them together."""

from __future__ import annotations

import re
import secrets
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.crypto import escrow, kdf, labels, shares, slot, wrap
from assist.crypto.slot import Credentials, SlotSecret, VaultSecret
from assist.errors import BadInput, DamagedFile

SECRETS = st.binary(min_size=32, max_size=32)
ME = Credentials("Ana", "casa lunes verde trigo nube farol")


def refusal(papers: list[str]) -> str:
    """The code with which papers are refused."""
    with pytest.raises(BadInput) as refused:
        shares.joined([shares.read(paper) for paper in papers])
    return refused.value.code


def test_the_list_is_that_of_the_standard():
    """1,024 words of four to eight letters, no two of which begin alike."""
    words = shares.listed()

    assert (len(words), words[0], words[-1]) == (1024, "academic", "zero")
    assert len({word[:4] for word in words}) == 1024
    assert all(re.fullmatch("[a-z]{4,8}", word) for word in words)


def test_papers_that_others_made_by_the_standard_fit_together():
    """Two of three, of 256 bits, from the vectors of SLIP-39: read by their check words, joined by their digest."""
    first = ("humidity disease academic always aluminum jewelry energy woman receiver strategy amuse duckling lying "
             "evidence network walnut tactics forget hairy rebound impulse brother survive clothes stadium mailman "
             "rival ocean reward venture always armed unwrap")
    second = ("humidity disease academic agency actress jacket gross physics cylinder solution fake mortgage benefit "
              "public busy prepare sharp friar change work slow purchase ruler again tricycle involve viral wireless "
              "mixture anatomy desert cargo upgrade")

    papers = [shares.read(first), shares.read(second)]

    assert {paper.needed for paper in papers} == {2}
    assert len(shares.joined(papers)) == 32


@given(secret=SECRETS)
@settings(max_examples=25)
def test_any_two_of_three_bring_it_back_in_any_order(secret: bytes):
    """33 words each; which two does not matter, nor who reads first."""
    papers = shares.split(secret, 3)

    assert [len(paper.split()) for paper in papers] == [33, 33, 33]
    for pair in permutations(papers, 2):
        assert shares.joined([shares.read(paper) for paper in pair]) == secret


def test_any_three_of_five_bring_it_back_and_no_two_do():
    """For an organisation with more people to trust."""
    secret = secrets.token_bytes(32)
    papers = shares.split(secret, 5)

    for three in combinations(papers, 3):
        assert shares.joined([shares.read(paper) for paper in three]) == secret
    for two in combinations(papers, 2):
        assert refusal(list(two)) == "share.too_few"


@given(secret=SECRETS)
@settings(max_examples=25)
def test_one_paper_alone_or_twice_brings_nothing(secret: bytes):
    """It is refused, and it holds nothing of the secret."""
    papers = shares.split(secret, 3)

    for paper in papers:
        assert refusal([paper]) == "share.too_few"
        assert refusal([paper, paper]) == "share.same"
        assert secret not in shares.read(paper).text.encode()


@given(place=st.integers(0, 32), other=st.integers(1, 1023))
@settings(max_examples=150)
def test_a_word_mistyped_for_another_of_the_list_is_noticed(place: int, other: int):
    """Three check words stand at the end of each paper."""
    words = shares.split(bytes(range(32)), 3)[0].split()
    listed = shares.listed()
    words[place] = listed[(listed.index(words[place]) + other) % 1024]

    assert refusal([" ".join(words)]) == "share.mistyped"


@given(first=st.integers(0, 32), second=st.integers(0, 32))
@settings(max_examples=150)
def test_two_words_in_each_others_place_are_noticed(first: int, second: int):
    """The order counts."""
    words = shares.split(secrets.token_bytes(32), 3)[0].split()
    same = words[first] == words[second]
    words[first], words[second] = words[second], words[first]

    assert same or refusal([" ".join(words)]) == "share.mistyped"


def test_it_is_said_which_words_are_on_no_list():
    """By their numbers on the paper, never by what was typed."""
    words = shares.split(bytes(32), 3)[0].split()
    words[3], words[16] = "quipu", "abacus"

    with pytest.raises(BadInput) as refused:
        shares.read(" ".join(words))

    assert (refused.value.code, refused.value.details) == ("share.unknown", {"places": "4, 17"})


def test_missing_words_are_counted():
    """32 of 33."""
    words = shares.split(bytes(32), 3)[0].split()

    with pytest.raises(BadInput) as refused:
        shares.read(" ".join(words[:-1]))

    assert refused.value.details == {"count": 32, "wanted": 33}


def test_papers_of_two_kits_do_not_mix():
    """Last year's paper beside this year's."""
    old, new = shares.split(bytes(32), 3), shares.split(bytes(32), 3)

    assert refusal([old[0], new[1]]) == "share.other_kit"
    assert refusal([old[0], new[0]]) == "share.other_kit"


def test_four_letters_are_enough_and_capitals_do_not_matter():
    """The first four letters of a word are nobody else's."""
    secret = secrets.token_bytes(32)
    papers = shares.split(secret, 3)
    typed = [" ".join(word[:4].upper() for word in paper.split()) for paper in papers]

    assert shares.joined([shares.read(paper) for paper in typed[:2]]) == secret
    assert shares.continued("zer") == ("zero",)
    assert shares.continued("a")[:2] == ("academic", "acid")
    assert shares.continued("") == ()
    assert (shares.word_of("aca"), shares.word_of("acad"), shares.word_of("acadx")) == ("", "academic", "")


def test_the_digest_knows_its_paper_and_no_other():
    """However it was typed; for the yearly rehearsal."""
    papers = [shares.read(paper) for paper in shares.split(bytes(32), 3)]
    again = shares.read(papers[0].text.upper())

    assert len({shares.digest(paper) for paper in papers}) == 3
    assert shares.digest(again) == shares.digest(papers[0])


# -- what lies in the slot ---------------------------------------------------------------


def a_profile() -> tuple[SlotSecret, VaultSecret]:
    """New keys."""
    return SlotSecret.generate(), VaultSecret.generate()


def test_the_escrow_opens_for_the_recovery_key_and_for_this_profile_alone():
    """Another kit, another profile or a changed bit: nothing comes out."""
    secret, vault = a_profile()
    key = escrow.recovery_key(bytes(32))
    kept = escrow.written(key.public, b"profile", secret, vault)

    assert escrow.opened(kept, key, b"profile") == (secret, vault)
    damaged = (kept[0], kept[1][:-1] + bytes([kept[1][-1] ^ 1]))
    for content, opener, whose in ((kept, escrow.recovery_key(b"\1" * 32), b"profile"), (kept, key, b"another"),
                                   (damaged, key, b"profile"), (slot.NO_ESCROW, key, b"profile")):
        with pytest.raises(DamagedFile):
            escrow.opened(content, opener, whose)


def test_the_mark_says_whether_a_new_kit_needs_a_new_escrow_and_links_no_two_laptops():
    """Two profiles of one organisation carry different marks."""
    secret, vault = a_profile()
    public, other = escrow.recovery_key(bytes(32)).public, escrow.recovery_key(b"\1" * 32).public
    mine, hers = (escrow.written(public, whose, secret, vault) for whose in (b"mine", b"hers"))

    assert escrow.is_for(mine, public, b"mine")
    assert not escrow.is_for(mine, other, b"mine")
    assert not escrow.is_for(slot.NO_ESCROW, public, b"mine")
    assert mine[1][: escrow.MARK_BYTES] != hers[1][: escrow.MARK_BYTES]


def test_an_escrow_comes_and_goes_without_the_passphrase_and_the_slot_opens_as_before():
    """Only what lies there for the recovery key changes."""
    secret, vault = a_profile()
    plain = slot.make_slot(bytes(32), ME, kdf.FOR_TESTS, secret, vault)
    kept = escrow.written(escrow.recovery_key(bytes(32)).public, b"profile", secret, vault)

    with_it = slot.with_escrow(plain, kept)

    assert slot.escrow_of(plain) == slot.NO_ESCROW
    assert slot.escrow_of(with_it) == kept
    assert slot.open_slot(with_it, ME, for_tests=True) == secret
    assert slot.open_vault_wrap(with_it, ME, for_tests=True) == vault
    assert slot.with_escrow(with_it, slot.NO_ESCROW) == plain


def test_the_slot_of_somebody_who_travels_looks_like_any_other_and_holds_no_vault_key():
    """Same size in every part; the passphrase opens ordinary work and nothing else."""
    secret, vault = a_profile()
    at_home = slot.make_slot(bytes(32), ME, kdf.FOR_TESTS, secret, vault)
    away = slot.make_slot(bytes(32), ME, kdf.FOR_TESTS, secret.travelling(travels=True), None)

    assert len(away) == len(at_home)
    assert slot.open_slot(away, ME, for_tests=True).travels
    assert not slot.open_slot(at_home, ME, for_tests=True).travels
    assert slot.open_slot(away, ME, for_tests=True).travelling(travels=False) == secret
    with pytest.raises(DamagedFile):
        slot.open_vault_wrap(away, ME, for_tests=True)


def test_the_escrow_of_somebody_who_travels_is_as_long_and_gives_no_vault_key():
    """Not even the papers bring the protected work back onto the road."""
    secret, vault = a_profile()
    key = escrow.recovery_key(bytes(32))
    at_home = escrow.written(key.public, b"profile", secret, vault)
    away = escrow.written(key.public, b"profile", secret.travelling(travels=True), None)

    assert len(away[1]) == len(at_home[1])
    assert escrow.opened(away, key, b"profile") == (secret.travelling(travels=True), None)


def test_the_recovery_key_is_of_the_seed_alone():
    """Frozen: papers printed today open with every release."""
    key = escrow.recovery_key(bytes(range(32)))

    assert key == escrow.recovery_key(bytes(range(32)))
    assert len(key.public) == wrap.PUBLIC_BYTES
    assert labels.RECOVERY_KEY == b"amparo/recovery-key/v1"
    assert key.x25519.hex() == (
        "d3090fb1ffa6a920069ceaf216ce22161ef7ea7784c94fe7df9b877185de77b1")
