# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Six-word passphrases in four languages, and the judgement of one's own (security-and-sync.md 3.2, ruling 82)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from math import log2, log10

LISTS = {"en": "english", "es": "spanish", "pt": "portuguese", "fr": "french"}
WORDS = 6
OWN_LENGTH = 15
_STRONG = 14
"""An own passphrase must need ten to the power of this many guesses."""

_SPELT = 12
_JUDGED = 72
"""zxcvbn raises above this length; what follows only makes it stronger."""


@lru_cache(maxsize=4)
def word_list(language: str) -> tuple[str, ...]:
    """2,048 words of that language, composed form."""
    from mnemonic import Mnemonic

    words = Mnemonic(LISTS.get(language, "english")).wordlist
    return tuple(unicodedata.normalize("NFC", word) for word in words)


def entropy_bits(language: str = "en") -> float:
    """Bits of a generated passphrase: 66 for six of 2,048."""
    return WORDS * log2(len(word_list(language)))


def generate(language: str) -> str:
    """Six random words."""
    import secrets  # the door, which makes none, is painted without it

    words = word_list(language)
    return " ".join(secrets.choice(words) for _ in range(WORDS))


def fold(text: str) -> str:
    """Letters without accents or case: how words are compared."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()


@lru_cache(maxsize=4)
def known(language: str) -> dict[str, str]:
    """Words of that language as they are compared → as the list spells them."""
    return {fold(word): word for word in word_list(language)}


def canonical(typed: str) -> str:
    """What a person typed as it is derived: six list words with or without accents, hyphens or capitals
    become the list's own spelling; anything else stays as typed (NFKC)."""
    plain = unicodedata.normalize("NFKC", typed)
    parts = plain.replace("-", " ").split()
    if len(parts) == WORDS:
        for language in LISTS:
            spelt = known(language)
            if all(fold(part) in spelt for part in parts):
                return " ".join(spelt[fold(part)] for part in parts)
    return plain


def spelt(secret: bytes, language: str) -> str:
    """16 bytes as twelve words of a language; the last one checks the others."""
    from mnemonic import Mnemonic

    return unicodedata.normalize("NFC", Mnemonic(LISTS.get(language, "english")).to_mnemonic(secret))


def unspelt(typed: str) -> bytes | None:
    """The bytes that twelve words stand for, with or without accents and capitals; None when they are not right."""
    parts = [fold(part) for part in typed.replace("-", " ").split()]
    if len(parts) != _SPELT:
        return None
    from mnemonic import Mnemonic

    for language, name in LISTS.items():
        spelling = known(language)
        if all(part in spelling for part in parts):
            with suppress(ValueError, LookupError):
                listed = [unicodedata.normalize("NFKD", spelling[part]) for part in parts]
                return bytes(Mnemonic(name).to_entropy(listed))
    return None


def of_bits(content: bytes, bits: int, language: str = "en") -> str:
    """The first bits of some bytes as words, eleven a word: to be compared by voice."""
    number, listed = int.from_bytes(content, "big") >> (8 * len(content) - bits), word_list(language)
    return " ".join(listed[(number >> shift) & 2047] for shift in range(bits - 11, -1, -11))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a passphrase may be used; ``code`` says why not: short, guessable or a name."""

    ok: bool
    code: str = ""


def judge(passphrase: str, names: Iterable[str] = ()) -> Verdict:
    """Long enough, hard to guess and not made of the names around; no rules of composition."""
    plain = canonical(passphrase)
    if is_generated(plain):
        return Verdict(True)
    if len(plain) < OWN_LENGTH:
        return Verdict(False, "passphrase.short")
    around = [fold(part) for name in names for part in name.split() if len(part) >= 3]
    if any(part in fold(plain) for part in around) and len(plain) < 2 * OWN_LENGTH:
        return Verdict(False, "passphrase.name")
    from zxcvbn import zxcvbn

    guesses = zxcvbn(plain[:_JUDGED], user_inputs=around)["guesses"]
    return Verdict(True) if log10(max(1, guesses)) >= _STRONG else Verdict(False, "passphrase.guessable")


def is_generated(plain: str) -> bool:
    """Six words of one of our lists."""
    parts = plain.split(" ")
    return len(parts) == WORDS and any(all(fold(part) in known(lang) for part in parts) for lang in LISTS)
