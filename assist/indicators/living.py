# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Work, study, money, papers and how people are: R-16 to R-24; pure."""

from __future__ import annotations

from collections.abc import Iterator

from assist import casefile
from assist.casebook import Book, Entity
from assist.domain.instruments import DECLINED
from assist.indicators.path import months_after
from assist.indicators.shapes import Period, Said
from assist.reading import answer, codes, number, said, text
from forms.checkin import GROUPS
from forms.scoring import answered_number

BETTER, SAME, LESS = "better", "same", "less"
WELL_STEP = 10.0
"""So many points of the wellbeing total are a change; less is as before."""

ENROLLED, COMPLETED, STOPPED = "enrolled", "completed", "stopped"
_STUDIES = {"enrolled": ENROLLED, "attending": ENROLLED, "completed": COMPLETED, "stopped": STOPPED}
FIRST, LAST = "first", "last"
_OWN_MONEY = _STABLE = 3
"""Of 4: three quarters and more."""

PLACED_MONTHS, ALIVE_MONTHS = (3, 6, 12), (6, 12)
DECENT_CHECKS = 5
_HAS_PERMIT = frozenset({"national", "permit_work"})


def wellbeing(book: Book, period: Period) -> Iterator[Said]:
    """R-16: the first wellbeing total of this time beside the last."""
    marks = [point.value for point in casefile.wellbeing(book) if period.holds(point.on)]
    if len(marks) > 1:
        step = marks[-1] - marks[0]
        yield Said(BETTER if step >= WELL_STEP else LESS if step <= -WELL_STEP else SAME)


def training(book: Book, period: Period) -> Iterator[Said]:
    """R-17: who is on a course, completed one, stopped one by choice, as said in this time."""
    for row in _rows(book, "training"):
        told = answer(row, "F10/training.state")
        if told.is_answered and period.holds(told.asked_on) and str(told.value) in _STUDIES:
            yield Said(_STUDIES[str(told.value)])


def decent_work(book: Book, period: Period) -> Iterator[Said]:
    """R-18: of the placements that reached three, six, twelve months in this time, those that still were, and decent.

    Where nobody has said whether it goes on, or nothing was answered about how decent it is, it is in neither number.
    """
    for sheet in book.of_form("F10"):
        fair = codes(sheet.entity, "F10/decent") if answer(sheet.entity, "F10/decent").is_answered else None
        for row in book.rows(sheet.entity, number("F10/placement")):
            for months in PLACED_MONTHS:
                still = _after(row, "placement", ("still_after", "ended"), months)
                if still is not None and fair is not None and period.holds(_reached(row, "placement.start", months)):
                    yield Said(str(months), int(still and len(fair) >= DECENT_CHECKS), 1)


def enterprise(book: Book, period: Period) -> Iterator[Said]:
    """R-19: of the undertakings begun six, twelve months and more before the last day, those that were active then."""
    for row in _rows(book, "enterprise"):
        for months in ALIVE_MONTHS:
            begun = _reached(row, "enterprise.started", months)
            alive = _after(row, "enterprise", ("active_after", "active"), months)
            if begun and begun <= period.last and alive is not None:
                yield Said(str(months), int(alive), 1)


def _after(row: Entity, table: str, columns: tuple[str, str], months: int) -> bool | None:
    """Whether it went on so long; None where nobody said. ``columns``: after how many months it did, and its end."""
    told, ended = (said(row, f"F10/{table}.{column}") for column in columns)
    if isinstance(told, str) and told.isdecimal() and int(told) >= months:
        return True
    is_over = bool(ended) if columns[1] == "ended" else ended == "no"
    return False if is_over else None


def _reached(row: Entity, column: str, months: int) -> str:
    return months_after(text(row, f"F10/{column}"), months)


def own_money(book: Book, period: Period) -> Iterator[Said]:
    """R-20: whether she has money of her own, at her first and at her last check-in of this time; the same people."""
    marks = _marks(book, period, "e7")
    if len(marks) > 1:
        for code, mark in ((FIRST, marks[0]), (LAST, marks[-1])):
            yield Said(code, int(mark >= _OWN_MONEY), 1)


def documents(book: Book, period: Period) -> Iterator[Said]:
    """R-21: of the papers asked for or received in this time, those received."""
    told = [answer(row, "F10/documents_step.state") for row in _rows(book, "documents_step")]
    states = [str(each.value) for each in told if each.is_answered and period.holds(each.asked_on)]
    if states:
        yield Said(part=states.count("received"), whole=len(states))


def legal_work(book: Book, period: Period) -> Iterator[Said]:
    """R-22: of those who wanted a way to work legally and had none when the time began, who gained one in it."""
    if said(book.person, "person.wants_permit") != "yes":
        return
    steps = [answer(row, "F10/legal_work_step.state") for row in _rows(book, "legal_work_step")]
    status = answer(book.person, "person.legal_status")
    has = [each.asked_on for each in steps if each.value == "granted"]
    has += [status.asked_on] if status.is_answered and status.value in _HAS_PERMIT else []
    if has and min(has)[:10] < period.first:
        return
    yield Said(part=int(bool(has) and min(has)[:10] <= period.last), whole=1)


def stable_place(book: Book, period: Period) -> Iterator[Said]:
    """R-23: of those who answered both in this time, whose place is safe and steady, by the last check-in."""
    pairs = [(first, second) for sheet in _checkins(book, period)
             if (first := _mark(sheet, "s1")) is not None and (second := _mark(sheet, "s2")) is not None]
    if pairs:
        yield Said(part=int(min(pairs[-1]) >= _STABLE), whole=1)


def checkin_change(book: Book, period: Period) -> Iterator[Said]:
    """R-24: how far she came from her first check-in of this time to her last, group by group, -1 to 1."""
    points = [point for point in casefile.checkins(book) if period.holds(point.on)]
    for group in GROUPS:
        marks = [mark for point in points if (mark := getattr(point, group)) is not None]
        if len(marks) > 1:
            yield Said(group, whole=1, value=marks[-1] - marks[0])


def _marks(book: Book, period: Period, item: str) -> list[float]:
    return [mark for sheet in _checkins(book, period) if (mark := _mark(sheet, item)) is not None]


def _mark(entity: Entity, item: str) -> float | None:
    return answered_number(answer(entity, f"F14/{item}"))


def _checkins(book: Book, period: Period) -> list[Entity]:
    return [sheet.entity for sheet in book.of_form("F14")
            if period.holds(sheet.on) and said(sheet.entity, "F14/today") != DECLINED]


def _rows(book: Book, table: str) -> Iterator[Entity]:
    """Every row of a table of the plans for work."""
    for sheet in book.of_form("F10"):
        yield from book.rows(sheet.entity, number(f"F10/{table}"))
