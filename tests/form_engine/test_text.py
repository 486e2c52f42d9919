# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text as people wrote it: every script stays, what hides or turns text does not get in."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.text import clean, one_line

NAMES = [
    "Ñusta", "Jean-Baptiste D'Ávila", "ʼAbdul", "Mɛ̃", "g̃uarani", "名前", "اسم", "Ꞌa", "क्षेत्र", "🌿 Flor", "K'iche'",
    "Nahuatl tlahtōlli", "ཀརྨ", "Ọlọ́run", "𐓏𐓘𐓻𐓘𐓻𐓟", "Anne-Sophie", "O’Brien", "Ýmir", "ᓄᓇᕗᑦ", "می‌خواهم", "👩🏾‍🌾",
]
HIDING = {
    "left-to-right mark": "\u200e", "right-to-left mark": "\u200f", "arabic letter mark": "\u061c",
    "right-to-left override": "\u202e", "embedding": "\u202a", "isolate": "\u2066", "pop isolate": "\u2069",
    "byte order mark": "\ufeff", "zero-width space": "\u200b", "word joiner": "\u2060", "soft hyphen": "\u00ad",
    "invisible times": "\u2062", "deprecated format": "\u206a", "annotation": "\ufff9", "null": "\x00", "bell": "\x07",
    "escape": "\x1b", "delete": "\x7f", "c1 control": "\x9b", "lone surrogate": "\ud800",
}


@pytest.mark.parametrize("name", NAMES)
def test_names_in_any_script_stay_as_written(name: str):
    """Composed, and nothing else; joiners of the scripts that need them too."""
    assert one_line(name) == clean(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("sign", HIDING.values(), ids=HIDING.keys())
@pytest.mark.parametrize("read", [clean, one_line])
def test_signs_that_hide_or_turn_text_do_not_get_in(sign: str, read):
    """The words around them stay."""
    assert read(f"{sign}Kil{sign}la{sign}") == "Killa"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\n"])
def test_every_kind_of_line_end_is_one(end: str):
    """Where lines are kept; elsewhere it is a space."""
    assert clean(f"one{end}two") == "one\ntwo"
    assert one_line(f"one{end}two") == "one two"


def test_paragraphs_and_indents_stay_and_edges_go():
    """As a note was written."""
    assert clean("  one\n\n\ttwo  three \n") == "one\n\n\ttwo  three"


@given(st.text(st.characters(), max_size=80))
def test_cleaning_twice_changes_nothing_more(raw: str):
    """Whatever was entered, and it can always be stored."""
    for read in (clean, one_line):
        once = read(raw)

        assert read(once) == once
        assert once.encode("utf-8").decode("utf-8") == once
        assert once == once.strip()
        assert not set(once) & set(HIDING.values())


@given(st.text(st.characters(), max_size=80))
def test_one_line_is_one_line(raw: str):
    """Without tabs, without two spaces."""
    assert "\n" not in one_line(raw)
    assert "  " not in one_line(raw)
    assert len(one_line(raw).splitlines()) <= 1
