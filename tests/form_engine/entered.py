# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever might be entered, imported or sent by a broken program, for tests that generate."""

from __future__ import annotations

from hypothesis import strategies as st

from forms.answers import Answer, AnswerState, Row
from tests.form_engine.small_forms import TYPES

SILENT = tuple(state for state in AnswerState if not state.carries_value)
"""Every way of not answering."""

WELL_FORMED = (
    "yes", "no", "not_sure", "2024-05", "31/12/1990", "hacia 1986", "1986?", "~1986", "125,50 PEN", "1.234,50 BRL",
    "0", "-2", "4", "=her words", "antes de que naciera mi hija", "Ñusta", "  two   words ",
)
_SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.binary(max_size=6) | st.text(max_size=60)
    | st.sampled_from(WELL_FORMED)
)
cells = st.dictionaries(
    st.sampled_from(["what", "count", "other"]),
    st.builds(Answer, _SCALARS, st.sampled_from(AnswerState), source=st.sampled_from(["", "third_party"])) | st.none(),
    max_size=3,
)
rows = st.builds(Row, st.sampled_from(["0" * 32, "a" * 32, "A" * 32, "", 7]), cells | st.none())
raws = _SCALARS | st.lists(_SCALARS | rows, max_size=4) | st.sets(st.text(max_size=8), max_size=3) | st.builds(
    tuple, st.lists(rows, max_size=3))
"""Any raw value: of the right shape, of a wrong shape, and of no shape at all."""

kinds = st.sampled_from(TYPES)
"""Any kind of question."""
