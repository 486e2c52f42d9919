# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every error in every language: what was not done, what is safe, what to do; and it blames nobody (UX-17)."""

from __future__ import annotations

import re

import pytest

from assist import i18n
from assist.errors import BadInput
from assist.messages import BY_CODE, BY_KIND, OURS, sentence
from forms.model import LANGUAGES

EVERY = {**BY_CODE, **{kind.__name__: said for kind, said in BY_KIND.items()}, "ours": OURS}
BLAMES = {
    "en": r"\byou (?:did|do|have|had|were|are|could|must|should)(?:n't| not)\b|\byou (?:forgot|failed|mistyped|made)\b"
          r"|\byour (?:mistake|error|fault)\b|\b(?:invalid|illegal|wrong input)\b",
    "es": r"\busted no\b|\bolvidó\b|\bse equivocó\b|\bsu (?:error|culpa)\b|\binválid",
    "pt": r"\bvocê não\b|\bvocê (?:esqueceu|errou)\b|\bsua culpa\b|\bseu erro\b|\binválid",
    "fr": r"\bvous n(?:'|e )|\bvous avez (?:oublié|fait une erreur)\b|\bvotre (?:faute|erreur)\b|\binvalide",
}
"""Whoever reads it and a verb that denies: written down here once more, so that a sentence can be wrong."""


@pytest.mark.rule("UX-17")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_error_blames_whoever_reads_it(language: str):
    """Not in any of its three sentences."""
    pattern = re.compile(BLAMES[language], re.IGNORECASE)
    words = i18n.catalogue(language)

    said = {(code, slot): words.gettext(slot) for code, slots in EVERY.items() for slot in slots}

    assert {place: text for place, text in said.items() if pattern.search(text)} == {}


@pytest.mark.rule("UX-17")
@pytest.mark.parametrize("code", sorted(EVERY))
def test_an_error_says_three_things(code: str):
    """What was not done, what is safe, what to do, which may end with a command; none of them twice."""
    slots = EVERY[code]

    assert len(slots) == len(set(slots)) == 3
    assert all(slot.endswith(".") for slot in slots[:2])
    assert len(slots[2].split()) > 2


@pytest.mark.rule("UX-17")
def test_what_nobody_foresaw_is_our_mistake_and_says_what_is_safe():
    """Also an error without a sentence of its own."""
    assert sentence(RuntimeError("x")) == tuple(map(i18n._, OURS))
    assert "went wrong" in OURS[0]
    assert "safe" in OURS[1]
    assert sentence(BadInput("nobody.knows"))[0]
