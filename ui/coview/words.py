# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the parts are called and drawn as, and answers of hers in words for reading together."""

from __future__ import annotations

from collections.abc import Iterator

from assist.i18n import N_, _, text_of
from assist.services.together import Told
from forms.answers import AnswerState, Row
from forms.loader import form as load_form
from forms.loader import sentences
from forms.model import Field
from ui import wording
from ui.form_view.wording import answer_words, choices_of

TITLES = {
    "plan": (N_("My plan"), "goal"), "order": (N_("What matters most to me"), "heart"),
    "path": (N_("How I am getting on"), "plan"), "next": (N_("What comes next"), "calendar"),
    "work": (N_("Work and study"), "money"), "health": (N_("My health"), "hand"), "me": (N_("About me"), "person"),
    "contact": (N_("How to reach me"), "contact"), "safety": (N_("My safety plan"), "shield"),
    "information": (N_("What is held of me"), "eye"),
}
"""Name and drawing of each part."""
OWN_WORDS = frozenset({"text_short", "text_long"})


def title(part: str) -> str:
    """The name of a part."""
    return _(TITLES[part][0])


def drawing(part: str) -> str:
    """The drawing beside it."""
    return TITLES[part][1]


def fixed(ident: str) -> str:
    """One of the fixed sentences S01…"""
    return text_of(sentences()[ident])


def question(told: Told) -> str:
    """What was asked, as she was asked it."""
    return text_of(load_form(told.form).field(told.key).label)


def answers(told: Told) -> tuple[str, ...]:
    """What she answered: a line for each thing chosen or each row; her own words in their quotation marks."""
    field = load_form(told.form).field(told.key)
    value = told.answer.value
    if isinstance(value, tuple):
        return tuple(_each(field, value))
    words = answer_words(field, told.answer)
    return (wording.quoted(words),) if field.type.value in OWN_WORDS else (words,)


def _each(field: Field, value: tuple[object, ...]) -> Iterator[str]:
    names, ranked = dict(choices_of(field)), field.type.value == "rank"
    for place, item in enumerate(value, 1):
        if isinstance(item, Row):
            yield " · ".join(
                answer_words(column, cell) for column in field.columns
                if (cell := item.cells.get(column.key)) is not None and cell.state is not AnswerState.NOT_ASKED)
        else:
            words = names.get(str(item), str(item))
            yield f"{place}. {words}" if ranked else words
