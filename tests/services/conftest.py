# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filling in forms the way a person does, through the services of a signed-in desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from assist.desk import Desk
from assist.services.records import Saved
from forms.loader import form, form_ids
from forms.score_sheets import sheet_of_form
from tests.filling import saved_with

Fill = Callable[..., Saved]
OPEN_FORMS = tuple(
    ident for ident in form_ids() if ((sheet := sheet_of_form(ident)) is None or sheet.on_by_default)
    and not {"referral", "ranked", "apart"} & set(form(ident).gates))
"""Forms that wait for nobody to switch them on, nor for a yes to one service or an order of hers; each of a case."""


@pytest.fixture
def fill(desk: Desk) -> Fill:
    """``fill(form, case, **answers)``: open, answer, save, at this desk."""
    return partial(saved_with, desk)


@pytest.fixture
def case(fill: Fill) -> str:
    """A person who agreed to a short note, a record and being accompanied."""
    made = fill("F01", chosen_name="Killa", lang_pref="quz", may_keep_note="yes").case
    fill("LIMITS", made, explained="yes")
    fill("F03", made, kind="accompaniment", accompany="yes", keep_record="yes", decision="yes", expiry="2027-11-24",
         mode="spoken")
    return made
