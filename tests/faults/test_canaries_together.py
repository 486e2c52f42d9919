# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A word in every text of every form of a case: looked at together, only those that may be shown are seen (PA-04)."""

from __future__ import annotations

import pytest

from assist.desk import Desk
from assist.services.drafting import FormOpening
from forms.model import Field
from tests.faults.test_canaries import ORDER, Planter
from ui.coview import words

HERS = {("F19", "her_words"), ("F03", "recipient")}
"""What she wanted corrected stands beside what it is about; her page of what is held says whom she agreed to tell."""


class Marking(Planter):
    """Remembers of which question each word is."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: dict[str, tuple[str, Field, Field]] = {}

    def fill(self, opening: FormOpening, **chosen: str) -> None:
        """As ever; then every word that was new is of this form."""
        before = len(self.words)
        super().fill(opening, **chosen)
        new = set(self.words[before:])
        for asked in opening.form.fields():
            answer = opening.session.answer_of(asked.key)
            if asked.has_rows:
                for row in answer.value or ():
                    for column in asked.columns:
                        cell = row.cells.get(column.key)
                        if cell is not None and cell.value in new:
                            self.asked[cell.value] = (opening.form.id, asked, column)
            elif isinstance(answer.value, str) and answer.value in new:
                self.asked[answer.value] = (opening.form.id, asked, asked)


def may_be_seen(form: str, asked: Field, cell: Field) -> bool:
    """As practice and the rulings say it, written down once more so that the list of the program can be wrong."""
    most = {"F04": 3, "F06": 4}.get(form, 2)
    is_hers = asked.coview and asked.source.value == cell.source.value == "P"
    return (form, asked.key) in HERS or (is_hers and max(asked.level, cell.level) <= most)


@pytest.mark.rule("PA-04", "UX-10", "NR-12")
@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_of_all_words_of_a_case_only_hers_that_may_be_shown_are_seen(desk: Desk, language: str):
    """Not one of the team's, of what is above the level, of the number on the contact card, in any language."""
    planter = Marking()
    case = ""
    for form_id in ORDER:
        if form_id == "F12":
            planter.agree(desk, case)
        opening = desk.records.open(form_id, case)
        planter.fill(opening)
        case = desk.records.save(opening).case

    seen = ""
    for name in desk.together.open(case).parts:
        part = desk.together.part(case, name, (), language)
        seen += repr(part) + "\n".join(line for told in part.told for line in words.answers(told))

    shown = {word for word in planter.asked if word in seen}
    wrong = {planter.asked[word][0] + "/" + planter.asked[word][1].key for word in shown
             if not may_be_seen(*planter.asked[word])}
    assert wrong == set()
    assert len(shown) > 15
    assert not [word for word in planter.words if word in seen and word not in planter.asked]
