# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who came, who is accompanied, who left and came back: R-01 to R-04, R-29, R-30; pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator

from assist.casebook import Book, Sheet
from assist.domain import stages, wire
from assist.domain.duties import AFTERCARE_MONTHS
from assist.indicators.shapes import Period, Said
from assist.reading import codes, said, text

NEW, BACK = "new", "reopened"
ACCOMPANIED, BEGINNING = "accompanied", "beginning"
PAUSED = "paused"
_MET = ("F02", "F07", "F08", "F09", "F10", "F13", "AGR")
"""Forms that are filled in with whoever is accompanied."""


def has_file(book: Book) -> bool:
    """Whether there is a case at all: help without a file is none."""
    return not book.case.plain(wire.WITHOUT_FILE, False)


def opened_on(book: Book) -> str:
    """The day it was opened, as ISO text."""
    return str(book.case.plain(wire.OPENED_ON, ""))[:10]


def is_active(book: Book, day: str) -> bool:
    """Whether the case was open on an ISO day: the A of practice.md d3."""
    if not has_file(book) or opened_on(book) > day:
        return False
    return stages.is_open(book.case.plain(wire.STAGE, "contact")) or book.case.plain(wire.CLOSED_ON, "")[:10] > day


def is_accompanied(book: Book, day: str) -> bool:
    """Whether she was accompanied on an ISO day: the case was open, and something was begun together by then.

    A case that came with a spreadsheet is where the spreadsheet put it.
    """
    if not is_active(book, day):
        return False
    days = [sheet.on for sheet in book.of_form(*_MET)]
    if not days:
        return book.case.plain(wire.STAGE, "contact") in stages.ACCOMPANIED
    return min(days) <= day or str(book.case.plain(wire.READY_ON, "") or "9999")[:10] <= day


def accompanied(book: Book, period: Period) -> Iterator[Said]:
    """R-01: whose case is open on the last day, and whether something was begun together by then."""
    if is_active(book, period.last):
        yield Said(ACCOMPANIED if is_accompanied(book, period.last) else BEGINNING)


def came(book: Book, period: Period) -> Iterator[Said]:
    """R-02: opened in this time; closed once and open again, told since."""
    if has_file(book) and period.holds(opened_on(book)):
        yield Said(NEW)
    if _came_back(book, period):
        yield Said(BACK)


def _came_back(book: Book, period: Period) -> bool:
    """Whether somebody works on again in this time after she had left; that she is back carries no day of its own."""
    closing = book.latest("F15")
    if closing is None or not stages.is_open(book.case.plain(wire.STAGE, "contact")):
        return False
    row = book.case.newest(wire.STAGE)
    return row is not None and row.hlc > closing.hlc and period.holds(_first_after(book, closing))


def _first_after(book: Book, closing: Sheet) -> str:
    """The day of the first sheet written after it, which is the day on which she is known to be back."""
    return min((sheet.on for sheet in book.sheets if sheet.hlc > closing.hlc and sheet.on >= closing.on), default="")


def left(book: Book, period: Period) -> Iterator[Said]:
    """R-03: why, by the last closing in this time."""
    found = [sheet for sheet in book.of_form("F15") if period.holds(sheet.on) and text(sheet.entity, "F15/reason")]
    if found:
        yield Said(text(found[-1].entity, "F15/reason"))


def without_file(book: Book, period: Period) -> Iterator[Said]:
    """R-04: helped in this time without a file, as far as the note is still kept."""
    if not has_file(book) and period.holds(opened_on(book)):
        yield Said()


def rested(book: Book, period: Period) -> Iterator[Said]:
    """R-29: began to rest in this time and rests still, and came back; who left by choice is in R-03."""
    if period.holds(str(book.case.plain(wire.PAUSE, ""))):
        yield Said(PAUSED)
    if _came_back(book, period):
        yield Said(BACK)


def aftercare(book: Book, period: Period) -> Iterator[Said]:
    """R-30: of the contacts she wished for after closing whose day lies in this time, those that were held."""
    closing, closed_on = book.latest("F15"), str(book.case.plain(wire.CLOSED_ON, ""))[:10]
    if closing is None or not closed_on or said(closing.entity, "F15/aftercare_consent") != "yes":
        return
    wanted = codes(closing.entity, "F15/aftercare_months") or tuple(map(str, AFTERCARE_MONTHS))
    held = sorted(sheet.on for sheet in book.of_form("F13") if closed_on < sheet.on <= period.last)
    due = [place for place, months in enumerate(sorted(map(int, wanted)))
           if period.holds(months_after(closed_on, months))]
    if due:
        yield Said(part=sum(1 for place in due if place < len(held)), whole=len(due))


def months_after(day: str, months: int) -> str:
    """So many months after a day or a month; the last day there is, where the month is shorter. Empty without one."""
    if len(day) < 7 or not (day[:4].isdecimal() and day[5:7].isdecimal()):
        return ""
    index = int(day[5:7]) - 1 + months
    year, month = int(day[:4]) + index // 12, index % 12 + 1
    if not 1 <= year <= 9999:
        return ""
    last = int(day[8:10]) if day[8:10].isdecimal() else 1
    return f"{year:04}-{month:02}-{min(last, monthrange(year, month)[1]):02}"
