# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A filled form to read: open answers as they are, sensitive ones closed until somebody asks, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from assist import i18n
from assist.i18n import _, text_of
from assist.views import RecordRow
from forms.answers import Answer, AnswerState, Row
from forms.model import Field, Form, Page, Tone
from ui.dialogs.sheet import Sheet
from ui.form_view.wording import answer_words
from ui.screens.case_file.calm import CalmHidden
from ui.screens.case_file.tab import Tab
from ui.theme import Role
from ui.widgets.buttons import QuietButton
from ui.widgets.labels import Label

OPEN_UP_TO = 2
"""Answers above this level stay closed until shown (NR-11)."""

Answers = Mapping[str, Answer]


def show_filled(tab: Tab, row: RecordRow) -> None:
    """Read one form; the audit line is written before anything comes."""

    def show(read: tuple[Form, dict[str, Answer]]) -> None:
        sheet = FilledSheet(read[0], read[1], row, tab.ground, tab.s.hub)
        sheet.correct.clicked.connect(lambda: _correct(tab, row, sheet))

    tab.write(lambda: tab.s.desk.records.answers(tab.case, row.record), show)


def _correct(tab: Tab, row: RecordRow, sheet: FilledSheet) -> None:
    sheet.close_sheet()
    tab.form(row.form, row.record)


class FilledSheet(Sheet):
    """One filled form over the page."""

    def __init__(
        self, form: Form, answers: Answers, row: RecordRow, beneath: QWidget, sitting: QObject
    ) -> None:
        super().__init__(text_of(form.title), beneath, way_out=_("Close"))
        by = _("{date}, written down by {name}") if row.by_name else "{date}"
        self.add(Label(by.format(date=i18n.long_day(row.on), name=row.by_name), Role.SMALL, "muted"))
        self.hidden: list[CalmHidden] = []
        for page in form.pages:
            self._add_page(page, answers, row.record, sitting)
        self.correct = QuietButton(_("Add or correct"), icon="pencil")
        self.finish(self.correct)

    def _add_page(self, page: Page, answers: Answers, record: str, sitting: QObject) -> None:
        told = [(field, answers[field.key]) for field in page.fields if field.key in answers]
        if not told:
            return
        self.add(Label(text_of(page.title), Role.CARD_TITLE, "muted"))
        closed: list[str] = []
        for field, answer in told:
            words = f"{text_of(field.label)}: {_said(field, answer)}"
            if field.level > OPEN_UP_TO:
                closed.append(words)
            else:
                self.add(Label(words))
        if closed:
            heavy = any(field.tone is Tone.HARD for field, _answer in told)
            self.add(self._closed("\n".join(closed), text_of(page.title), record, sitting, heavy=heavy))

    def _closed(self, words: str, what: str, record: str, sitting: QObject, *, heavy: bool) -> QWidget:
        hidden = CalmHidden(sitting, record, what, heavy=heavy, characters=min(240, len(words)))
        hidden.asked.connect(partial(hidden.reveal, words))
        self.hidden.append(hidden)
        return hidden


def _said(field: Field, answer: Answer) -> str:
    if field.has_rows and isinstance(answer.value, tuple):
        rows = [row for row in answer.value if isinstance(row, Row)]
        return "\n" + "\n".join(f"  · {_row_words(field, row)}" for row in rows)
    return answer_words(field, answer) or _("nothing written")


def _row_words(field: Field, row: Row) -> str:
    told = []
    for column in field.columns:
        cell = row.cells.get(column.key)
        if cell is not None and cell.state is not AnswerState.NOT_ASKED and column.type.value != "ref":
            told.append(f"{text_of(column.label)}: {answer_words(column, cell)}")
    return " · ".join(told)
