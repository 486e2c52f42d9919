# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a step written in free words means that somebody gets in touch with a relative, in four languages at once.

Family may be the target or the risk, and without her yes it hears nothing (WP-15). A word list cannot read every
sentence: it takes a mention for a mention, a *do not* for what it says, and asks only of what is plainly a letter, a
call, a message or a visit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_TOKEN = re.compile(r"\w+")
_CONTACT = re.compile(
    r"visit\w*|llam\w+|escrib\w+|escrev\w+|ecri\w+|telefon\w*|telephon\w*|contact\w*|contat\w+|mensaj\w+|mensag\w+|"
    r"messag\w*|appel\w*|cartas?|lettres?|letters?|calls?|calling|phon(?:e|es|ing)|writ(?:e|es|ing)|lig(?:ar|a|amos|ue)|"
    r"ligac(?:ao|oes)|avis(?:ar|amos|en)")
_NOT = frozenset({
    "no", "not", "never", "without", "don", "dont", "nunca", "jamas", "sin", "ni", "nao", "sem", "jamais", "ne",
    "n", "pas", "sans",
})
_SMALL = frozenset({
    "el", "la", "los", "las", "mi", "su", "sus", "un", "una", "o", "a", "os", "as", "meu", "minha", "seu", "sua",
    "le", "les", "l", "mon", "ma", "son", "sa", "the", "my", "her",
})
_HERS = frozenset({"mi", "mis", "meu", "minha", "mon", "ma", "my"})
"""Before a relative they say that she speaks: *call my sister* is a step of hers."""
_KIN = frozenset({
    "madre", "mama", "padre", "papa", "hermana", "hermano", "tia", "tio", "abuela", "abuelo", "prima", "primo",
    "suegra", "suegro", "cunada", "cunado", "esposo", "esposa", "marido", "mae", "mamae", "pai", "irma", "irmao",
    "avo", "sogra", "sogro", "cunhada", "cunhado", "mere", "pere", "maman", "soeur", "frere", "tante", "oncle",
    "cousine", "cousin", "mari", "epoux", "mother", "mom", "mum", "father", "dad", "sister", "brother", "aunt",
    "uncle", "grandmother", "grandma", "grandfather", "husband",
})
_SELF = frozenset({
    "ella", "ela", "elle", "she", "her", "herself", "yo", "eu", "moi", "je", "i", "me",
})
_NEAR, _BEFORE = 5, 3
"""So many words after a call a relative may stand to be its aim; so many before it a *not* belongs to it."""


def does_it_herself(who: str, name: str) -> bool:
    """Whether this says that she does it: *she*, or the name she chose. Whom she calls herself is hers to decide."""
    return bool(who) and (who in _SELF or who == name)


def meant(words: str, listed: Iterable[str]) -> frozenset[str]:
    """Of these relatives those a step in these words is meant for, and *kin* for one that she never named.

    ``words`` and ``listed`` are folded: no accents, no capitals. Empty where no contact is meant.
    """
    said = _TOKEN.findall(_apart(words))
    calls = [place for place, word in enumerate(said)
             if _CONTACT.fullmatch(word) and not _NOT & set(said[max(0, place - _BEFORE):place])]
    if not calls:
        return frozenset()
    others = [word for word, before in zip(said, ["", *said], strict=False) if before not in _HERS]
    names = {name: _core(name) for name in listed}
    found = {name for name, core in names.items() if core and f" {core} " in f" {' '.join(others)} "}
    near = {word for place in calls for word in said[place + 1:place + 1 + _NEAR]} & _KIN & set(others)
    for word in near:
        found |= {name for name, core in names.items() if word in core.split()} or {word}
    return frozenset(found)


def _apart(words: str) -> str:
    """*sœur* is written in two ways, and folding leaves both as they are."""
    return words.replace("œ", "oe")


def _core(name: str) -> str:
    """A name without the small words before it."""
    words = _TOKEN.findall(_apart(name))
    while words and words[0] in _SMALL:
        words = words[1:]
    return " ".join(words)
