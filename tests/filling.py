# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A form filled in and kept through the services of a signed-in desk."""

from __future__ import annotations

from typing import Any

from assist.desk import Desk
from assist.services.records import Saved
from forms.answers import AnswerState


def saved_with(desk: Desk, form: str, case: str = "", /, record: str = "", **answers: Any) -> Saved:
    """Open, answer, save. Tables are lists of dictionaries; a state of an answer stands for itself."""
    opening = desk.records.open(form, case, record)
    for key, value in answers.items():
        if isinstance(value, list):
            for cells in value:
                row = opening.session.add_row(key)
                for column, cell in cells.items():
                    opening.session.answer_cell(key, row, column, cell)
        elif isinstance(value, AnswerState):
            opening.session.set_state(key, value)
        else:
            opening.session.answer(key, value)
    return desk.records.save(opening)
