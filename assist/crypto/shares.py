# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A secret cut into papers of 33 words, any two of three of which bring it back (SLIP-39, security-and-sync.md 3.8).

The words are English in every language of the program: the standard has no other list (ruling 82).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from assist.crypto import labels
from assist.crypto.words import fold
from assist.errors import BadInput, DamagedFile

SECRET_BYTES, WORDS = 32, 33
NEEDED = {3: 2, 5: 3}
"""Holders of a kit → how many of them bring the secret back."""

_SURE = 4
"""No two words of the list begin with the same four letters."""
_DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class Share:
    """What one paper says of itself: which kit it is of, which paper it is, how many are needed."""

    kit: tuple[int, ...]
    number: int
    needed: int
    text: str


@lru_cache(maxsize=1)
def listed() -> tuple[str, ...]:
    """The 1,024 words, in order."""
    from shamir_mnemonic.wordlist import WORDLIST

    return tuple(WORDLIST)


def continued(typed: str) -> tuple[str, ...]:
    """The words that begin as typed, in order; none for nothing typed."""
    begun = fold(typed.strip())
    if not begun:
        return ()
    words = listed()
    first = bisect_left(words, begun)
    return tuple(word for word in words[first : first + 40] if word.startswith(begun))


def word_of(typed: str) -> str:
    """The word meant: itself, or the only one that begins with these four letters or more; empty when none is."""
    begun = fold(typed.strip())
    found = continued(begun)
    if begun in found[:1]:
        return begun
    return found[0] if len(begun) >= _SURE and len(found) == 1 else ""


def split(secret: bytes, holders: int) -> tuple[str, ...]:
    """A paper of 33 words for each holder; raises BadInput for a number of holders no kit has."""
    if holders not in NEEDED or len(secret) != SECRET_BYTES:
        raise BadInput("share.holders")
    from shamir_mnemonic import generate_mnemonics

    return tuple(generate_mnemonics(1, [(NEEDED[holders], holders)], secret, iteration_exponent=0)[0])


def read(typed: str) -> Share:
    """One paper as typed. Raises BadInput: ``share.count`` (words missing or too many), ``share.unknown`` (with the
    places of words that are on no list), ``share.mistyped`` (all are words, and the paper as a whole does not hold).
    """
    parts = typed.replace("-", " ").split()
    if len(parts) != WORDS:
        raise BadInput("share.count", count=len(parts), wanted=WORDS)
    words = [word_of(part) for part in parts]
    if wrong := [str(place) for place, word in enumerate(words, 1) if not word]:
        raise BadInput("share.unknown", places=", ".join(wrong))
    from shamir_mnemonic import MnemonicError
    from shamir_mnemonic.share import Share as Parsed

    try:
        parsed = Parsed.from_mnemonic(" ".join(words))
    except MnemonicError:
        raise BadInput("share.mistyped") from None
    if parsed.group_count != 1 or len(parsed.value) != SECRET_BYTES:
        raise BadInput("share.other_kit")
    kit = tuple(int(part) for part in parsed.group_parameters())
    return Share(kit, parsed.index + 1, parsed.member_threshold, " ".join(words))


def joined(papers: Sequence[Share]) -> bytes:
    """The secret. Raises BadInput: ``share.other_kit``, ``share.same`` (one paper twice), ``share.too_few``."""
    if not papers:
        raise BadInput("share.too_few", count=0, wanted=min(NEEDED.values()))
    if len({each.kit for each in papers}) > 1:
        raise BadInput("share.other_kit")
    if len({each.number for each in papers}) < len(papers):
        raise BadInput("share.same")
    needed = papers[0].needed
    if len(papers) < needed:
        raise BadInput("share.too_few", count=len(papers), wanted=needed)
    from shamir_mnemonic import MnemonicError, combine_mnemonics

    try:
        return bytes(combine_mnemonics([each.text for each in papers[:needed]]))
    except MnemonicError:
        raise BadInput("share.other_kit") from None


def digest(paper: Share) -> bytes:
    """What tells a paper of this kit from any other and gives nothing of it away: it stands for 256 random bits."""
    return sha256(labels.RECOVERY_SHARE + paper.text.encode()).digest()[:_DIGEST_BYTES]


# -- shares that no paper holds: of a key, for people who open it together in an emergency -----------


MOST_SHARES = 16
"""More no secret can be cut into."""

_PACKED_BYTES = 42
"""Thirty-three words of ten bits."""


def split_between(secret: bytes, people: int) -> tuple[bytes, ...]:
    """A share of 42 bytes for each of two to sixteen people: any two bring the secret back, one says nothing of it."""
    from shamir_mnemonic import generate_mnemonics

    return tuple(map(_packed, generate_mnemonics(1, [(2, people)], secret, iteration_exponent=0)[0]))


def joined_by_two(one: bytes, other: bytes) -> bytes:
    """The secret; raises DamagedFile when these are no two shares of one."""
    from shamir_mnemonic import MnemonicError, combine_mnemonics

    try:
        return bytes(combine_mnemonics([_unpacked(one), _unpacked(other)]))
    except MnemonicError:
        raise DamagedFile("crypto.share") from None


def _packed(words: str) -> bytes:
    places = {word: place for place, word in enumerate(listed())}
    number = 0
    for word in words.split():
        number = number << 10 | places[word]
    return number.to_bytes(_PACKED_BYTES, "big")


def _unpacked(share: bytes) -> str:
    number = int.from_bytes(share, "big")
    return " ".join(listed()[number >> 10 * place & 1023] for place in reversed(range(WORDS)))
