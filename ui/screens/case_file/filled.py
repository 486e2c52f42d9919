# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A filled form to read: open answers as they are, sensitive ones closed until somebody asks, page by page.

What she wants left out of today's words goes from here, and from the disk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from assist import i18n
from assist.i18n import _, text_of
from assist.views import Changes, RecordRow
from forms.answers import Answer, AnswerState, Row
from forms.model import Field, Form, Page, Tone
from ui import wording
from ui.dialogs.confirm import Confirm
from ui.dialogs.sheet import Sheet
from ui.form_view.wording import answer_words
from ui.screens.case_file.tab import Tab
from ui.tasks import with_both
from ui.theme import Role
from ui.widgets.buttons import LinkButton, QuietButton
from ui.widgets.calm import CalmHidden
from ui.widgets.labels import Label

OPEN_UP_TO = 2
"""Answers above this level stay closed until shown (NR-11)."""

Answers = Mapping[str, Answer]
_NUMBER = re.compile(r"[0-9a-f]{32}|[0-9a-f]{64}")
_UNDER_THE_HEADING = 2
Beside = Sequence[tuple[str, str]]
"""Day and words of what she wanted corrected or added."""


def show_filled(tab: Tab, row: RecordRow) -> None:
    """Read one form; the audit line is written before anything comes."""

    def show(read: tuple[tuple[Form, dict[str, Answer]], Beside]) -> None:
        today = row.on == tab.s.desk.clock.today().isoformat()
        sheet = FilledSheet(read[0], row, tab.ground, tab.s.hub, is_today=today)
        sheet.put_beside(read[1])
        sheet.correct.clicked.connect(lambda: _correct(tab, row, sheet))
        sheet.asked.connect(lambda keys, reveal: _reveal(tab, row, sheet, (keys, reveal)))
        sheet.leave_out.connect(lambda key, words: _ask_leave_out(tab, row, sheet, (key, words)))

    desk = tab.s.desk
    tab.write(lambda: (desk.records.answers(tab.case, row.record), desk.cases.beside(tab.case, row.form)), show)


def _reveal(tab: Tab, row: RecordRow, sheet: FilledSheet, what: tuple[Sequence[str], Callable[[], object]]) -> None:
    """As with facts and threats: first the line of who reads them, then the words."""
    keys, reveal = what
    tab.s.write.run(lambda: tab.s.desk.cases.reveal_answers(tab.case, row.record, keys), owner=sheet,
                    then=lambda _written: reveal(), failed=tab.s.trouble)


def _correct(tab: Tab, row: RecordRow, sheet: FilledSheet) -> None:
    sheet.close_sheet()
    tab.form(row.form, row.record)


def _ask_leave_out(tab: Tab, row: RecordRow, sheet: FilledSheet, what: tuple[str, str]) -> None:
    key, question = what
    sheet.close_sheet()
    confirm = Confirm(
        _("Leave this out for good?"),
        _("{question} – the answer goes from this laptop and its backups. Nothing brings it back.").format(
            question=question), _("Leave it out"), tab.ground, destroys=True)
    confirm.agreed.connect(lambda: _leave_out(tab, row, key))


def _leave_out(tab: Tab, row: RecordRow, key: str) -> None:
    """Freed pages and backups are cleaned too: readers rest meanwhile (NR-19)."""

    def done(changes: Changes) -> None:
        tab.s.banner.show_good(_("It was left out, for good."))
        tab.s.hub.changed.emit(changes)

    with_both(tab.s.write, tab.s.read, lambda: tab.s.desk.striking.strike(tab.case, row.record, key), owner=tab,
              then=done, failed=tab.s.trouble)


class FilledSheet(Sheet):
    """One filled form over the page. ``leave_out`` says which answer of today she wants gone.

    ``asked`` says which closed questions somebody wants to read, and brings what shows them.
    """

    asked = Signal(object, object)
    leave_out = Signal(str, str)

    def __init__(
        self, read: tuple[Form, Answers], row: RecordRow, beneath: QWidget, sitting: QObject, *, is_today: bool = False
    ) -> None:
        self._form, self._answers = read
        super().__init__(text_of(self._form.title), beneath, way_out=_("Close"))
        self._row, self._sitting, self._is_today = row, sitting, is_today
        by = _("{date}, written down by {name}") if row.by_name else "{date}"
        self.add(Label(by.format(date=i18n.long_day(row.on), name=row.by_name), Role.SMALL, "muted"))
        self.hidden: list[CalmHidden] = []
        self.strikes: dict[str, LinkButton] = {}
        for page in self._form.pages:
            self._add_page(page)
        self.correct = QuietButton(_("Add or correct"), icon="pencil")
        self.finish(self.correct)

    def put_beside(self, beside: Beside) -> None:
        """Her own words to what stands here, right under the heading (PA-07)."""
        for place, (on, words) in enumerate(beside, _UNDER_THE_HEADING):
            said = _("She says, {date}: {words}").format(date=i18n.long_day(on), words=wording.quoted(words))
            self.body.insertWidget(place, Label(said, tone="ochre"))

    def _add_page(self, page: Page) -> None:
        told = [(field, self._answers[field.key]) for field in page.fields
                if field.key in self._answers and not _is_for_programs(self._answers[field.key])]
        if not told:
            return
        self.add(Label(text_of(page.title), Role.CARD_TITLE, "muted"))
        closed: list[tuple[Field, str]] = []
        for field, answer in told:
            words = f"{_asked(text_of(field.label))} {_said(field, answer)}"
            if field.level > OPEN_UP_TO:
                closed.append((field, words))
            else:
                self._add_line(field, Label(words))
        if closed:
            self._add_closed(closed, text_of(page.title))
            for field, _words in closed:
                self._add_line(field, None)

    def _add_line(self, field: Field, words: Label | None) -> None:
        """The words, and beside them the way to leave them out while the day lasts."""
        if not self._is_today or field.has_rows:
            if words is not None:
                self.add(words)
            return
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        question = text_of(field.label)
        row.addWidget(words or Label(question, Role.SMALL, "muted"), 1)
        self.strikes[field.key] = link = LinkButton(_("leave this out"))
        link.setAccessibleName(_("{act}: {what}").format(act=_("leave this out"), what=question))
        link.clicked.connect(lambda _on=False: self.leave_out.emit(field.key, question))
        row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        self.add(line)

    def _add_closed(self, closed: Sequence[tuple[Field, str]], what: str) -> None:
        words = "\n".join(said for _field, said in closed)
        heavy = any(field.tone is Tone.HARD for field, _said in closed)
        hidden = CalmHidden(self._sitting, self._row.record, what, heavy=heavy, characters=min(240, len(words)))
        keys, reveal = tuple(field.key for field, _said in closed), partial(hidden.reveal, words)
        hidden.asked.connect(lambda: self.asked.emit(keys, reveal))
        self.hidden.append(hidden)
        self.add(hidden)


def _is_for_programs(answer: Answer) -> bool:
    """The number of another sheet, or a fingerprint: nothing anybody could read."""
    return isinstance(answer.value, str) and _NUMBER.fullmatch(answer.value) is not None


def _asked(label: str) -> str:
    """A question ends with its own sign, anything else with a colon."""
    return label if label.endswith(("?", "؟")) else label.rstrip(" .:\u00a0") + ":"


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
