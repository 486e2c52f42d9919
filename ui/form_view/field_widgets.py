# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which control answers which kind of question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from forms.answers import Row, Value
from forms.fieldtypes import DATE_TYPES
from forms.model import Field, FieldType
from ui.form_view.wording import choices_of
from ui.widgets.choice import ChoiceButtons
from ui.widgets.fields import DateField, LineEdit, MoneyField, NumberField, SearchableChoice, SearchableMany, TextArea
from ui.widgets.scale import FillingCircles, GoalLevels
from ui.widgets.signature_pad import SignaturePad
from ui.widgets.suggested import SuggestedLine

BUTTONS_UP_TO = 24
"""Longer lists are searched by letters."""
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Offer:
    """What a field alone does not know: words for references, the levels of a goal."""

    pairs: Pairs = ()
    levels: Sequence[str] = ()


NOTHING_OFFERED = Offer()


class AnswerWidget(QObject):
    """A control and the three things a question wants from it, whatever its kind.

    ``said`` is what was entered, as it was entered; ``left`` that the keyboard went elsewhere, so
    that what cannot be read may be mentioned now; ``full`` that no more can be chosen.
    """

    said = Signal(object)
    left = Signal()
    full = Signal(int)

    def __init__(self, widget: QWidget, show: Callable[[Value], None], raw: Callable[[object], None]) -> None:
        super().__init__(widget)
        self.widget = widget
        self.show = show
        self.show_raw = raw

    @property
    def is_wide(self) -> bool:
        """Whether it wants the whole width of the card."""
        return not isinstance(self.widget, LineEdit)


def answer_widget(field: Field, offer: Offer = NOTHING_OFFERED) -> AnswerWidget:
    """The control for a field that is not a table; raises KeyError for a table."""
    return _MAKERS[field.type](field, offer)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _line_of(widget: LineEdit) -> AnswerWidget:
    def show(value: object) -> None:
        if widget.text() != _text(value):
            widget.setText(_text(value))

    made = AnswerWidget(widget, show, show)
    widget.textEdited.connect(made.said.emit)
    widget.editingFinished.connect(made.left.emit)
    return made


def _suggested(offer: Offer) -> AnswerWidget:
    line = SuggestedLine(offer.pairs)
    line.set_letters(44)
    made = AnswerWidget(line, lambda value: line.set_code(_text(value)), lambda raw: line.set_code(_text(raw)))
    line.wrote.connect(made.said.emit)
    line.editingFinished.connect(made.left.emit)
    return made


def _line(field: Field, offer: Offer) -> AnswerWidget:
    if offer.pairs:
        return _suggested(offer)
    line = LineEdit()
    line.set_letters(44)
    return _line_of(line)


def _code_line(field: Field, offer: Offer) -> AnswerWidget:
    if offer.pairs:
        return _suggested(offer)
    return _line_of(LineEdit())


def _number(field: Field, offer: Offer) -> AnswerWidget:
    return _line_of(NumberField())


def _area(field: Field, offer: Offer) -> AnswerWidget:
    area = TextArea()

    def show(value: object) -> None:
        if area.text() != _text(value):
            area.blockSignals(True)
            area.setPlainText(_text(value))
            area.blockSignals(False)

    made = AnswerWidget(area, show, show)
    area.textChanged.connect(lambda: made.said.emit(area.text()))
    return made


def _date(field: Field, offer: Offer) -> AnswerWidget:
    line = DateField(DATE_TYPES[field.type])
    made = AnswerWidget(line, lambda value: line.set_value(_text(value)), lambda raw: line.set_value(_text(raw)))
    line.changed.connect(made.said.emit)
    line.left.connect(made.left.emit)
    return made


def _money(field: Field, offer: Offer) -> AnswerWidget:
    line = MoneyField()
    made = AnswerWidget(line, lambda value: line.set_value(_text(value)), lambda raw: line.set_value(_text(raw)))
    line.changed.connect(made.said.emit)
    line.left.connect(made.left.emit)
    return made


def _drawn(field: Field, offer: Offer) -> AnswerWidget:
    pad = SignaturePad()
    made = AnswerWidget(pad, lambda value: pad.show_strokes(_text(value)), lambda raw: None)
    pad.changed.connect(made.said.emit)
    return made


def _one(field: Field, offer: Offer) -> AnswerWidget:
    pairs = choices_of(field) or tuple(offer.pairs)
    if len(pairs) > BUTTONS_UP_TO:
        return _searched(pairs)
    buttons = ChoiceButtons(pairs)
    made = AnswerWidget(buttons, lambda value: buttons.pick([_text(value)]), lambda raw: None)
    buttons.chosen.connect(lambda codes: made.said.emit(codes[0] if codes else ""))
    return made


def _searched(pairs: Pairs) -> AnswerWidget:
    line = SearchableChoice(pairs)
    made = AnswerWidget(line, lambda value: line.set_code(_text(value)), lambda raw: None)
    line.chosen.connect(made.said.emit)
    return made


def _reference(field: Field, offer: Offer) -> AnswerWidget:
    """With words to choose from they are chosen; otherwise a line for a code."""
    return _one(field, offer) if offer.pairs or field.choices else _code_line(field, offer)


def _several(field: Field, offer: Offer) -> AnswerWidget:
    pairs, ranked = choices_of(field), field.type is FieldType.RANK
    if len(pairs) > BUTTONS_UP_TO:
        buttons: ChoiceButtons | SearchableMany = SearchableMany(pairs, limit=field.pick)
    else:
        buttons = ChoiceButtons(pairs, multiple=True, limit=field.pick, ranked=ranked)
    made = AnswerWidget(buttons, lambda value: buttons.pick(_codes(value)), lambda raw: None)
    buttons.chosen.connect(made.said.emit)
    buttons.full.connect(made.full.emit)
    return made


def _codes(value: object) -> tuple[str, ...]:
    return tuple(code for code in value if not isinstance(code, Row)) if isinstance(value, tuple) else ()


def _circles(field: Field, offer: Offer) -> AnswerWidget:
    return _scale(FillingCircles([words for _code, words in choices_of(field)]))


def _levels(field: Field, offer: Offer) -> AnswerWidget:
    return _scale(GoalLevels(offer.levels if all(offer.levels) else ()))


def _scale(circles: FillingCircles | GoalLevels) -> AnswerWidget:
    def show(value: object) -> None:
        circles.set_value(value if isinstance(value, int) else None)

    made = AnswerWidget(circles, show, lambda raw: None)
    circles.chosen.connect(made.said.emit)
    return made


def focus_on(widget: QWidget) -> None:
    """Bring the keyboard to a control."""
    widget.setFocus(Qt.FocusReason.TabFocusReason)


_MAKERS: Mapping[FieldType, Callable[[Field, Offer], AnswerWidget]] = {
    FieldType.TEXT_SHORT: _line,
    FieldType.TEXT_LONG: _area,
    FieldType.CHOICE: _one,
    FieldType.MULTI: _several,
    FieldType.RANK: _several,
    FieldType.CHECKLIST: _several,
    FieldType.DATE: _date,
    FieldType.MONTH: _date,
    FieldType.YEAR: _date,
    FieldType.TIME: _code_line,
    FieldType.INT: _number,
    FieldType.MONEY: _money,
    FieldType.BOOL3: _one,
    FieldType.SCALE5: _circles,
    FieldType.RATING5: _levels,
    FieldType.CODE: _code_line,
    FieldType.REF: _reference,
    FieldType.STROKES: _drawn,
}
