# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Passphrases as screens need them: proposed, and judged while typed."""

from __future__ import annotations

from collections.abc import Iterable

from assist.crypto import words

OWN_LENGTH = words.OWN_LENGTH
WORDS = words.WORDS
Judgement = words.Verdict
"""Whether a passphrase may be used; ``code`` says why not."""


def learn_words() -> None:
    """Read the lists of all languages, which telling a generated passphrase from one's own needs later."""
    for language in words.LISTS:
        words.known(language)


def propose(language: str) -> str:
    """Six random words of that language."""
    return words.generate(language)


def judge(passphrase: str, names: Iterable[str] = ()) -> Judgement:
    """Whether it may be used, and the code of why not; takes a moment, so ask it beside the window."""
    return words.judge(passphrase, names)


def is_same(typed: str, word: str) -> bool:
    """Whether a word was typed back: capitals and accents do not matter."""
    return words.fold(typed.strip()) == words.fold(word)
