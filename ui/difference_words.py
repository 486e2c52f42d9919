# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people wrote apart, in words, for the screen and for a terminal: what is asked, what each side says."""

from __future__ import annotations

from datetime import datetime

from assist import i18n
from assist.differences import TAKEN_OUT, DifferenceRow, Side
from assist.domain import wire
from assist.i18n import N_, _, text_of
from forms.model import FieldType
from ui import wording
from ui.form_view.wording import answer_words, short_question

_OF_CASE = {
    wire.STAGE: N_("Where the case is on its path"), wire.WORKER: N_("Who accompanies her"),
    wire.LEVEL: N_("Protection level"), wire.BAND: N_("Result of the last look at safety"),
    wire.HOLD: N_("Hold after a threat"), wire.LEGAL_HOLD: N_("Kept because the law asks for it"),
}
HIDDEN = N_("• hidden")


def question(row: DifferenceRow) -> str:
    """What the sides answer."""
    if row.field == wire.TOMBSTONE:
        return _("Taken out here, changed there")
    if row.question is None:
        return _(_OF_CASE[row.field]) if isinstance(row.field, int) and row.field in _OF_CASE else _("An answer")
    if row.table is not None:
        return _("{table}: {column}").format(table=short_question(row.table), column=short_question(row.question))
    return text_of(row.question.label)


def place(row: DifferenceRow) -> str:
    """In which form, and of which day."""
    parts = [wording.form_title(row.form) if row.form else _("The case itself"), i18n.day(row.on) if row.on else ""]
    return " · ".join(part for part in parts if part)


def said(row: DifferenceRow, side: Side) -> str:
    """What one side says; never words that are closed."""
    at = row.sides.index(side)
    if row.field == wire.TOMBSTONE and at == TAKEN_OUT:
        return _("Taken out")
    if row.closed:
        return _(HIDDEN)
    if side.answer is not None and row.question is not None:
        if row.question.type is FieldType.REF:
            return _("a goal of the plan")
        words = answer_words(row.question, side.answer) or _("nothing written")
        is_cell = row.field == wire.TOMBSTONE
        return f"{short_question(row.question)}: {words}" if is_cell else words
    return _plain(row, side)


def _plain(row: DifferenceRow, side: Side) -> str:
    if row.field == wire.STAGE:
        return wording.stage(str(side.plain))
    if row.field == wire.BAND:
        return wording.band(str(side.plain)) or _("nothing written")
    if isinstance(side.plain, bool):
        return _("yes") if side.plain else _("no")
    return str(side.plain) or _("nobody")


def who(side: Side) -> str:
    """Who wrote it and on which laptop."""
    by = side.by or _("somebody")
    return _("{name}, on {laptop}").format(name=by, laptop=side.laptop) if side.laptop else by


def when(side: Side) -> str:
    """Day and hour, as here."""
    moment = datetime.fromisoformat(side.at).astimezone()
    return f"{i18n.long_day(moment.date().isoformat())}, {moment:%H:%M}"
