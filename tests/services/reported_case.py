# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case with something to report, and what is read and refused around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest

from assist.desk import Desk
from assist.errors import BadInput, NotAllowed
from assist.reports.lines import SUPERVISION
from assist.reports.order import ReportOrder
from assist.services.reports import Prepared


def a_case(desk: Desk, name: str = "Killa", goal: str = "coser y vender lo mío") -> str:
    """A person who agreed to be accompanied and has one goal in her own words."""
    opening = desk.records.open("F01")
    for key, value in {"chosen_name": name, "lang_pref": "es", "may_keep_note": "yes"}.items():
        opening.session.answer(key, value)
    case = desk.records.save(opening).case
    fill(desk, case, "LIMITS", {"explained": "yes"})
    fill(desk, case, "F03", {"kind": "accompaniment", "accompany": "yes", "keep_record": "yes", "decision": "yes",
                             "expiry": "2027-06-01", "mode": "spoken"})
    fill(desk, case, "F08", {"goal_own_words": goal, "status": "under_way"})
    return case


def fill(desk: Desk, case: str, form: str, answers: dict[str, Any]) -> None:
    opening = desk.records.open(form, case)
    for key, value in answers.items():
        opening.session.answer(key, value)
    desk.records.save(opening)


def raised(desk: Desk, case: str, level: str) -> None:
    fill(desk, case, "PROT", {"level": level, "measure": "escort", "review_on": "2027-01-10"})


def look(desk: Desk, case: str, template: str = SUPERVISION) -> Prepared:
    return desk.reports.preview(case, ReportOrder(template, "es"))


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    document.close()
    return " ".join(" ".join(pages).split())


def refused(act: Callable[[], object]) -> str:
    with pytest.raises((NotAllowed, BadInput)) as said:
        act()
    return said.value.code
