# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Case codes: seven random characters and a check character; they count nothing and reveal nothing (ruling 81)."""

from __future__ import annotations

import secrets
from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U."""

RANDOM_SIGNS = 7
_FORGIVEN = str.maketrans("OILU", "011V")
_WEIGHTS = (3, 5, 7, 9, 11, 13, 15)
"""Odd weights: every single wrong character is noticed, and most swaps of neighbours."""


def check_sign(signs: str) -> str:
    """The eighth character: a weighted sum modulo 32 in the same alphabet."""
    total = sum(weight * ALPHABET.index(sign) for weight, sign in zip(_WEIGHTS, signs, strict=True))
    return ALPHABET[total % 32]


def new_code(taken: Callable[[str], bool]) -> str:
    """A code nobody has here."""
    while True:
        signs = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_SIGNS))
        code = signs + check_sign(signs)
        if not taken(code):
            return code


def shown(code: str) -> str:
    """As people read it: ``K7Q-M2X-4C``."""
    return f"{code[:3]}-{code[3:6]}-{code[6:]}" if len(code) == RANDOM_SIGNS + 1 else code


def parsed(typed: str) -> str:
    """A typed code without hyphens and spaces, O read as 0 and I as 1; empty when it is none."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_FORGIVEN)
    if len(signs) != RANDOM_SIGNS + 1 or any(sign not in ALPHABET for sign in signs):
        return ""
    return signs if check_sign(signs[:RANDOM_SIGNS]) == signs[RANDOM_SIGNS] else ""
