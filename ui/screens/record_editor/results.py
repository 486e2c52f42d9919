# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a questionnaire comes to, said to the team once it is kept: a sign to talk, never a diagnosis (NR-15)."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from assist.domain.instruments import DECLINED
from assist.i18n import N_, _
from assist.views import CheckInPoint
from forms.answers import Answer
from forms.checkin import FORM as CHECK_IN
from forms.checkin import checkin_of
from forms.instrument_sums import Result, result_of
from forms.score_sheets import sheet_of_form
from forms.scoring import who5_of
from ui.charts.circles import CircleRows, rows_of
from ui.screens.record_editor.after import SavedCard, kept_words
from ui.theme import Role
from ui.widgets.card import Card
from ui.widgets.labels import Label

READINGS = {
    "minimal": N_("hardly any strain"), "none": N_("hardly any strain"), "low": N_("little strain"),
    "mild": N_("some strain"), "moderate": N_("clear strain"), "moderately_severe": N_("rather strong strain"),
    "severe": N_("strong strain"), "high": N_("strong strain"),
    "ptsd": N_("signs of stress after harm"), "cptsd": N_("signs of stress after long harm"),
    "dso": N_("signs of strain with oneself and others"), "below": N_("below the rule of the sheet"),
    "adjust": N_("something can be made easier for her"), "no_need": N_("nothing needs to be adjusted"),
}
WELLBEING = {
    "not_low": "", "low": N_("A sign to talk: what would help?"),
    "very_low": N_("A sign to talk, and to offer a further look by somebody qualified."),
}
WELLBEING_ITEMS = tuple(f"item{number}" for number in range(1, 6))

Answers = Mapping[str, Answer]


class SafetyCue(Card):
    """Talk about safety now. For the team alone, after the sheet is closed; it stands nowhere else."""

    def __init__(self) -> None:
        super().__init__(_("Talk about safety now"))
        self.fill, self.line = "ochre_tint", "ochre"
        self.body.addWidget(Label(_(
            "One of her answers asks for it. Stay, ask calmly, and call whoever is named for today.")))
        self.body.addWidget(Label(_("A nought there is no proof of safety either."), Role.SMALL, "muted"))


def is_questionnaire(form: str) -> bool:
    """Whether it has a score sheet."""
    return sheet_of_form(form) is not None


def asks_for_safety(form: str, answers: Answers) -> bool:
    """Whether somebody should talk about safety today, however little was filled in."""
    found = result_of(form, answers)
    return found is not None and found.safety


def result_cards(form: str, answers: Answers) -> list[QWidget]:
    """That it is kept, what it comes to, and the cue where there is one."""
    if answers["today"].value == DECLINED:
        return [SavedCard(kept_words(form), _("Not today is all right. It is not offered again for a while."))]
    cards: list[QWidget] = [SafetyCue()] if asks_for_safety(form, answers) else []
    cards.append(SavedCard(kept_words(form), _words(form, answers)))
    if form == CHECK_IN and not (found := checkin_of(answers)).is_empty:
        card = Card(_("How she is getting on"))
        card.body.addWidget(CircleRows(rows_of([
            CheckInPoint("", found.economic, found.social, found.psychosocial)])))
        cards.append(card)
    return cards


def _words(form: str, answers: Answers) -> str:
    if form == CHECK_IN:
        return _("Her own path, to look at with her. It ranks nobody and decides nothing.")
    if form == "WHO5":
        total = who5_of(answers, WELLBEING_ITEMS)
        return _(INCOMPLETE) if total is None else _(WELLBEING[total.reading]) if WELLBEING[total.reading] else ""
    found = result_of(form, answers)
    return _said(found) if found is not None else ""


INCOMPLETE = N_("Not complete: the answers are kept, and there is no total.")


def _said(found: Result) -> str:
    if not found.reading:
        return _(INCOMPLETE)
    reading = _(READINGS[found.reading])
    words = reading if found.value is None else _("{value}: {reading}").format(value=found.value, reading=reading)
    words = words[:1].upper() + words[1:] + "."
    return " ".join((words, _("A sign to talk, never a diagnosis."))) if found.talk else words
