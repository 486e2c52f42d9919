# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A report of figures in words of one language: the same for pages, workbook, window and command line.

What is hidden is said, never left out in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assist.figures.shapes import Cell, Published, Why
from assist.i18n import N_
from assist.indicators import funded
from assist.indicators.catalogue import FEEDBACK, ROWS, indicators
from assist.indicators.publishing import Shown, feedback, shown
from assist.indicators.shapes import ALL, COUNT, DAYS, EACH, HOURS, MEAN, MEDIAN, NOT_HELD, SHARE, Indicator
from assist.reportbook import DONOR, Kept
from assist.reports.speech import Speech

_NATIVE = {"en": "English", "es": "Español", "pt": "Português", "fr": "Français"}
_BESIDE = {
    funded.TIMES: N_("times"), funded.MINUTES: N_("minutes"), funded.UNITS: N_("units"),
    funded.GOALS: N_("goals it was for"),
}
_TABLES = {funded.SERVICE: N_("By service"), funded.GIVEN: N_("By what was given")}


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its words, what came out, and how long its bar is, 0 to 1; None for no bar.

    ``count``, ``whole`` and ``value`` are the numbers as they are told, for a workbook.
    """

    label: str
    text: str
    bar: float | None = None
    count: int | None = None
    whole: int | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One indicator: number, name, how it is worked out, its lines, what is hidden, and what it does not say."""

    ident: str
    title: str
    formula: str
    rows: tuple[Row, ...]
    hidden: tuple[str, ...] = ()
    not_said: str = ""


def title_of(kept: Kept, speech: Speech) -> str:
    """What stands above it."""
    if kept.kind != DONOR:
        return speech.say("Figures of the programme")
    made_of = funded.templates().get(kept.template)
    return speech.text(made_of.title) if made_of is not None else speech.say("Help given, by funder")


def marks_of(kept: Kept, speech: Speech, by: str) -> tuple[str, ...]:
    """Of what time, for whom, when it was made, and for the team by whom; the code of a funder as it was written."""
    threshold = int(kept.edition.threshold)
    whom = (speech.say("To be handed out: fewer than {count} people are not told.") if kept.is_outside
            else speech.say("For the team: fewer than {count} people are not told.")).format(count=threshold)
    words = speech.say("Made on {date}") if kept.is_outside else speech.say("Made on {date} by {name}")
    made = words.format(date=speech.day(kept.made_on), name=by or "–")
    return tuple(filter(None, (speech.span(*kept.period), kept.funder, whom, made)))


def parts_of(kept: Kept, speech: Speech) -> tuple[Part, ...]:
    """Every part of it, in order."""
    parts = list(_money(kept, speech)) if kept.kind == DONOR else []
    for indicator in indicators():
        if indicator.ident == FEEDBACK:
            parts += _feedback(kept, indicator, speech)
        elif indicator.kind == NOT_HELD and kept.kind != DONOR:
            parts.append(_part(indicator, speech, (), (speech.say("This program does not hold it."),)))
        elif lines := shown(indicator, kept.behind):
            parts.append(_part(indicator, speech, *_told(kept, indicator, lines, speech)))
    return tuple(parts)


def folded(parts: Sequence[Part], kept: Kept, speech: Speech) -> tuple[Part, ...]:
    """The same for reading: indicators of which no number is told stand together at the end, by name."""
    silent = [part for part in parts if part.rows and not part.hidden and all(map(_is_silent, part.rows))]
    if not silent:
        return tuple(parts)
    names = " · ".join(" ".join(filter(None, (part.title, part.ident))) for part in silent)
    about = speech.say("Of each of these fewer than {count} people, or too few to say how they divide.")
    return (*(part for part in parts if part not in silent),
            Part("", speech.say("Too few to tell"), about.format(count=int(kept.edition.threshold)), (), (names,)))


def _is_silent(row: Row) -> bool:
    return row.count is None and row.whole is None and row.value is None


def _part(indicator: Indicator, speech: Speech, rows: Sequence[Row], hidden: Sequence[str]) -> Part:
    return Part(indicator.ident, speech.say(indicator.title), speech.say(indicator.formula), tuple(rows),
                tuple(hidden), speech.say("Does not say: {what}").format(what=speech.say(indicator.not_said)))


def _told(
    kept: Kept, indicator: Indicator, lines: Sequence[Shown], speech: Speech,
) -> tuple[list[Row], list[str]]:
    """Lines that are told, and in words those that are not: those of a list together."""
    is_list = len(lines) > 3 and indicator.kind in (COUNT, MEDIAN)
    longest = max((line.count or 0 for line in lines), default=0)
    if is_list and lines[0].whole is None and all(line.why is Why.FEW for line in lines):
        return [Row(speech.say(ROWS[ALL]), _why(kept, Why.FEW, speech))], []
    rows: list[Row] = []
    few: list[str] = []
    also: list[str] = []
    if indicator.kind == COUNT and lines[0].whole is not None:
        rows.append(Row(speech.say(ROWS[ALL]), str(lines[0].whole), None, lines[0].whole))
    for line in lines:
        label = _label(indicator, line.code, speech)
        if is_list and line.why is not Why.SHOWN:
            if line.why is not Why.NEVER:
                (few if line.why is Why.FEW else also).append(label)
        else:
            rows.append(_row(kept, indicator, line, (label, longest), speech))
    return rows, [*_hidden(kept, few, also, speech)]


def _hidden(kept: Kept, few: Sequence[str], also: Sequence[str], speech: Speech) -> Iterator[str]:
    if few:
        yield speech.say("Fewer than {count}: {rows}").format(count=int(kept.edition.threshold), rows=", ".join(few))
    if also:
        yield speech.say("Not told, so that nobody can be worked out: {rows}").format(rows=", ".join(also))


def _label(indicator: Indicator, code: str, speech: Speech) -> str:
    if code in _NATIVE and not indicator.labels and len(indicator.rows) == len(_NATIVE):
        return _NATIVE[code]
    if indicator.labels and code:
        return speech.listed(indicator.labels, code) or code
    return speech.say(ROWS[code]) if code in ROWS else code


def _row(kept: Kept, indicator: Indicator, line: Shown, head: tuple[str, int], speech: Speech) -> Row:
    label, longest = head
    if line.why is not Why.SHOWN and line.bound is None:
        words = _why(kept, line.why, speech)
        if line.whole is not None and indicator.kind == SHARE:
            words = speech.say("{words}, of {whole}").format(words=words, whole=line.whole)
        return Row(label, words, None, None, line.whole)
    words = _in_words(indicator, line, speech)
    if indicator.kind == SHARE and indicator.unit != EACH:
        return Row(label, words, line.share, line.count, line.whole)
    is_beside = indicator.kind == COUNT and len(indicator.rows) > 1  # a bar alone says nothing
    bar = line.count / longest if is_beside and line.count and longest else None
    return Row(label, words, bar, line.count, line.whole, line.value)


def _in_words(indicator: Indicator, line: Shown, speech: Speech) -> str:
    say = speech.say
    if line.bound is not None and line.count is None:
        below, above = say("less than {percent} %, of {whole}"), say("more than {percent} %, of {whole}")
        return (below if line.bound[1] == "<" else above).format(percent=line.bound[0], whole=line.whole)
    if indicator.kind == SHARE and indicator.unit == EACH:
        return say("{value} to one: {count} for {whole}").format(
            value=speech.number(line.value or 0), count=line.count, whole=line.whole)
    if indicator.kind == SHARE and line.share is not None:
        return say("{percent} %: {count} of {whole}").format(
            percent=round(100 * line.share), count=line.count, whole=line.whole)
    if line.value is not None and indicator.kind in (MEDIAN, MEAN):
        return _measured(indicator, speech).format(value=speech.number(line.value), count=line.count)
    return str(line.count)


def _measured(indicator: Indicator, speech: Speech) -> str:
    if indicator.unit == DAYS:
        return speech.say("{value} days, {count} people")
    if indicator.unit == HOURS:
        return speech.say("{value} hours, {count} people")
    if indicator.unit == EACH:
        return speech.say("{value} for each worker, {count} people")
    return speech.say("{value}, {count} people")


def _why(kept: Kept, why: Why, speech: Speech) -> str:
    if why is Why.FEW:
        return speech.say("fewer than {count}").format(count=int(kept.edition.threshold))
    return speech.say("not told")


def _feedback(kept: Kept, indicator: Indicator, speech: Speech) -> Iterator[Part]:
    rows = [Row(speech.label(f"F16/{item}"), _answers(kept, table, speech), None, None,
                kept.edition.totals[table.of].value) for item, table in feedback(kept.edition)]
    if rows:
        yield _part(indicator, speech, rows, ())


def _answers(kept: Kept, table: Published, speech: Speech) -> str:
    """``yes 12 · partly 7 · no fewer than 5``"""
    return " · ".join(
        f"{speech.listed('lk_feedback', row)} {_number(kept, cell, speech)}"
        for row, cell in zip(table.rows, table.cells, strict=True))


def _number(kept: Kept, cell: Cell, speech: Speech) -> str:
    return str(cell.value) if cell.value is not None else _why(kept, cell.why, speech)


# -- donors ------------------------------------------------------------------------------


def _money(kept: Kept, speech: Speech) -> Iterator[Part]:
    total = kept.edition.totals.get(funded.OF)
    if total is None:
        return
    words = [_people(total.value, speech) if total.value is not None else _why(kept, total.why, speech),
             *_beside(kept, "//", speech)]
    yield Part("", speech.say("Together"), speech.say("people who were given something with this money, each once"),
               (Row(speech.say("all"), " · ".join(words), None, total.value),))
    for table in kept.edition.tables:
        if table.name in _TABLES:
            yield _by(kept, table, speech)


def _by(kept: Kept, table: Published, speech: Speech) -> Part:
    longest = max((cell.value or 0 for cell in table.cells), default=0)
    rows: list[Row] = []
    few: list[str] = []
    also: list[str] = []
    for code, cell in zip(table.rows, table.cells, strict=True):
        label = (speech.listed("lk_service", code) if table.name == funded.SERVICE
                 else speech.choice("F23/given", code)) or code
        if cell.value is not None:
            words = [_people(cell.value, speech), *_beside(kept, f"{table.name}/{code}/", speech)]
            rows.append(Row(label, " · ".join(words), cell.value / longest if longest else None, cell.value))
        else:
            (few if cell.why is Why.FEW else also).append(label)
    return Part("", speech.say(_TABLES[table.name]), speech.say("people in each line; one person may stand in several"),
                tuple(rows), tuple(_hidden(kept, few, also, speech)))


def _people(count: int, speech: Speech) -> str:
    return speech.say("{count} people").format(count=count)  # never of one


def _beside(kept: Kept, head: str, speech: Speech) -> Iterator[str]:
    for key in funded.BESIDE:
        if told := kept.more.get(f"{head}{key}"):
            yield told if key == funded.MONEY else f"{told} {speech.say(_BESIDE[key])}"

