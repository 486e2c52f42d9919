# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which bytes of an answer a laptop takes from another: judged while they are unpacked, as by looking at each part."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assist.changesets import unpack_answer
from assist.errors import DamagedFile
from assist.sync.shapes import LARGEST, LONGEST_KEY, is_value
from forms.answers import AnswerState
from forms.fieldtypes import LONG_LIMIT
from forms.registry import all_specs

FIELDS = [number for number in all_specs() if isinstance(number, int)]
ROWS, COUNTED, SEVERAL = ("table", "group", "matrix"), ("int", "scale5", "rating5"), ("multi", "rank", "checklist")
WORDS = ("text_short", "text_long", "strokes")
UNKNOWN = 999_999
A_COUNT = next(number for number in FIELDS if all_specs()[number].type in COUNTED)
SCALARS = st.none() | st.booleans() | st.integers(-LARGEST - 1, LARGEST + 1) | st.text(max_size=6) | st.binary(
    max_size=20) | st.floats(allow_nan=False)
LONG = st.sampled_from(["x" * LONGEST_KEY, "x" * (LONGEST_KEY + 1), "x" * LONG_LIMIT, "x" * (LONG_LIMIT + 1)])
VALUES = SCALARS | LONG | st.lists(SCALARS | LONG, max_size=3) | st.dictionaries(
    st.text(max_size=2), SCALARS, max_size=2)
PARTS = st.tuples(VALUES, st.integers(0, len(AnswerState)) | SCALARS, SCALARS | LONG, SCALARS, SCALARS | LONG, SCALARS)
PROPER = st.tuples(VALUES, st.integers(0, len(AnswerState) - 1), st.just("2026-11-24"), st.just(bytes(16)),
                   st.sampled_from(["", "import:x"]), st.sampled_from(["", "day"]))


def fits(field: int, value: bytes) -> bool:
    """Part by part."""
    try:
        answer = unpack_answer(value)
    except DamagedFile:
        return False
    _held, state, _on, asked_by = msgspec.msgpack.decode(value)[:4]
    if not (type(state) is int and state >= 0 and isinstance(asked_by, bytes)):
        return False
    if not all(isinstance(text, str) and len(text) <= LONGEST_KEY
               for text in (answer.asked_on, answer.source, answer.precision)):
        return False
    spec, held = all_specs().get(field), answer.value
    if held is None or spec is None or spec.type in ROWS:
        return True
    if spec.type in COUNTED:
        return isinstance(held, int) and abs(held) <= LARGEST
    if spec.type in SEVERAL:
        return isinstance(held, tuple) and all(isinstance(code, str) and len(code) <= LONGEST_KEY for code in held)
    return isinstance(held, str) and len(held) <= (LONG_LIMIT if spec.type in WORDS else LONGEST_KEY)


@settings(max_examples=600)
@example(field=UNKNOWN, parts=(["a", {"b": 1}], 0, "2026-11-24", bytes(16), "", "", "of a later release"))
@example(field=UNKNOWN, parts=("a", len(AnswerState), "2026-11-24", bytes(16), "", ""))
@example(field=UNKNOWN, parts=("a", -1, "2026-11-24", bytes(16), "", ""))
@example(field=A_COUNT, parts=(LARGEST, 0, "2026-11-24", bytes(16), "", ""))
@example(field=A_COUNT, parts=(LARGEST + 1, 0, "2026-11-24", bytes(16), "", ""))
@example(field=A_COUNT, parts=(-LARGEST - 1, 0, "2026-11-24", bytes(16), "", ""))
@given(field=st.sampled_from([*FIELDS, UNKNOWN]), parts=PROPER | PARTS)
def test_an_answer_is_taken_when_each_of_its_parts_fits(field: int, parts: tuple[Any, ...]):
    """Of fields of another release only the frame is known."""
    packed = msgspec.msgpack.encode(parts)

    assert is_value(field, packed) == fits(field, packed)


@pytest.mark.parametrize("field", [next(n for n in FIELDS if all_specs()[n].type in kinds)
                                   for kinds in (COUNTED, SEVERAL, WORDS, ROWS, ("choice", "date"))])
@pytest.mark.parametrize("packed", [
    b"", b"\xc1", b"\x90", b"\x91" * 3000 + b"\xc0", b"\x96\xa1\xff\x00\xa0\xc4\x00\xa0\xa0"])
def test_what_is_no_answer_is_none_of_any_kind(field: int, packed: bytes):
    """Cut short, too deep, or no text at all."""
    assert not is_value(field, packed)
