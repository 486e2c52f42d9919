# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of somebody's own words ask for a second look before they are printed (rulings 10, 40).

A place, a person, a number to call, or words of harm. It is a hint for the person who reads
the line, in four languages at once, and never decides by itself.
"""

from __future__ import annotations

import re

from assist.domain.whereabouts import names_a_place
from forms.wording import BANNED

_CAPITAL = r"[A-ZÁÉÍÓÚÜÑÂÊÔÃÕÇÀÈÎÛ]"
_NAME = re.compile(rf"(?<=[\w,;)] )(?<![.!?:…] ){_CAPITAL}[a-záéíóúüñâêôãõçàèîûï'’]{{2,}}")
_NOT_NAMES = frozenset({
    "dios", "deus", "dieu", "god", "navidad", "natal", "noël", "christmas", "monday", "tuesday", "wednesday",
    "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "june", "july", "august",
    "september", "october", "november", "december", "english", "spanish", "french", "portuguese", "internet",
})
_PEOPLE = re.compile(
    r"(?i)\b(?:se[ñn]or(?:a|es)?|senhor(?:a|es)?|monsieur|madame|mme|mrs?\.|mister|"
    r"(?:mi|su|el|meu|seu|o|mon|son|le|my|his|the) (?:ex )?(?:marido|esposo|novio|jefe|patr[oó]n|patr[ãa]o|chefe|"
    r"namorado|mari|copain|conjoint|patron|chef|husband|boyfriend|boss|ex)(?! de\b)"
    r")(?!\w)"
)
_HARM = re.compile(
    r"(?i)\b(?:golpe|pegaba|me peg[oó]|viol(?![ií]n|et|onc|[ãõ]|ist)|abus|amenaz|obligaron|oblig[oó]|encerr|"
    r"me vend|vendid[ao]s? (?:a|por)\b|(?:la|de) trata\b|trata de personas|tr[áa]fic|explot|captad|captor|v[ií]ctima|"
    r"bateu|batia|estupr|amea[cç]|for[cç]aram|for[cç]ou|trancaram|explora(?:ram|va|ção)|explorou|v[ií]tima|"
    r"frapp|menac|forc[ée]|enfermée|m['’]a (?:enferm|vend)|la traite\b|traite des|exploit|victim|"
    r"beat(?:s|en|ing)?\b|raped?\b|threat|forced|locked me|sold me|traffick|mat(?:ar|aron|ou|ó)\b|kill|tuer\b)"
)
_STEMS = re.compile(
    "(?i)(?<![^\\W_])(?:" + "|".join(sorted({re.escape(stem) for stems in BANNED.values() for stem in stems})) + ")")


def look_again(text: str) -> bool:
    """True when somebody should read this line once more before it is printed."""
    return names_a_place(text) or names_a_person(text) or bool(_HARM.search(text) or _STEMS.search(text))


def names_a_person(text: str) -> bool:
    """True for a capital letter inside a sentence, a title, or a word for one particular person."""
    if text.isupper() and len(text.split()) > 2:
        return True
    found = (match.group().casefold() for match in _NAME.finditer(text))
    return any(name not in _NOT_NAMES for name in found) or bool(_PEOPLE.search(text))
