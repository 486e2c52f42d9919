# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A date is as exact as it was written, and one that could be read two ways is held back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.exchange.cells import Read
from assist.exchange.dates import Asked, Evidence, when
from assist.exchange.tables import Cell
from forms.partial_dates import parse_partial

TODAY = date(2026, 11, 25)
DAYS = st.dates(date(1930, 1, 1), TODAY)


def read(cell: Cell, order: str = "", *, is_birth: bool = False) -> Read:
    """One cell of a column of which the order is known, or not."""
    return when(cell, Asked(Evidence(order), TODAY, is_birth))


@pytest.mark.parametrize(("cell", "value"), [
    ("1972", "1972"), (1972.0, "1972"), ("Feb 1998", "1998-02"), ("marzo de 2020", "2020-03"), ("12/2021", "2021-12"),
    ("2021-12", "2021-12"), ("août 2019", "2019-08"), ("setembro 2018", "2018-09"), ("2023-07-03", "2023-07-03"),
    ("2023/7/3 10:45", "2023-07-03"), ("2023-07-03T10:45:00Z", "2023-07-03"), (date(1988, 3, 13), "1988-03-13"),
    (45123.0, "2023-07-16"), ("45123", "2023-07-16"), ("aprox. 2022", "2022~"), ("hacia marzo 2019", "2019-03~"),
    ("vers 2020", "2020~"), ("ca. 13/05/2019", "2019-05~"), ("28-09-93", "1993-09-28"), ("93-09-28", "1993-09-28"),
    ("13 de marzo de 1988", "1988-03-13"), ("13-mar-88", "1988-03-13"), ("1er août 2019", "2019-08-01"),
    ("March 5, 2020", "2020-03-05"), ("5/5/2020", "2020-05-05"), ("25 / 12 / 2024", "2024-12-25"), ("1.2.2.", None),
    ("", None), ("-", None), ("pendiente", None), ("s/d", None),
])
def test_dates_in_all_their_forms(cell: Cell, value: str | None):
    """Mixed, partial, about; in figures and in letters of four languages; typed and as text."""
    assert read(cell).value == value


@pytest.mark.parametrize(("cell", "why"), [
    ("03/04/1990", "date_swapped"), ("31/02/2020", "date_unclear"), ("1850", "date_unclear"),
    ("mar-22", "date_unclear"), ("0003-02-01", "date_unclear"), ("cuando llovía", "date_unclear"),
    (True, "date_unclear"), (float("nan"), "date_unclear"), (float("inf"), "date_unclear"),
    ("2026-11-26", "date_ahead"), ("2027", "date_ahead"), (date(2030, 1, 1), "date_ahead"),
    ("13/14/2020", "date_unclear"), ("20/13/25", "date_unclear"), ("12/05/27", "century_unclear"),
])
def test_what_is_held_back_and_why(cell: Cell, why: str):
    """Never a guess, never an error."""
    assert read(cell) == Read(held=why)


@pytest.mark.parametrize(("cell", "value", "why"), [
    ("13/05/72", "1972-05-13", ""), ("13/05/26", None, "century_unclear"), ("13/05/22", None, "century_unclear"),
    ("13/05/20", "2020-05-13", ""), ("13/05/05", "2005-05-13", ""),
])
def test_two_figures_of_a_birth_year(cell: str, value: str | None, why: str):
    """Only where both centuries are possible for somebody alive is it held back."""
    assert read(cell, is_birth=True) == Read(value, why)


def test_the_column_decides_the_order():
    """One date that can be read one way only speaks for the others; two that disagree speak for none."""
    spanish = Evidence.of(["03/04/1990", "25/12/1988", date(1990, 5, 6), "aprox. 1990"])
    english = Evidence.of(["03/04/1990", "12/25/1988"])
    torn = Evidence.of(["25/12/1988", "12/25/1988", "03/04/1990"])
    silent = Evidence.of(["03/04/1990", "05/06/1991"])

    assert [each.order for each in (spanish, english, torn, silent)] == ["dmy", "mdy", "", ""]
    assert silent.is_needed
    assert read("03/04/1990", "dmy").value == "1990-04-03"
    assert read("03/04/1990", "mdy").value == "1990-03-04"


def test_dates_a_spreadsheet_program_has_turned_round_are_doubted():
    """Days up to the twelfth became dates with day and month swapped, the others stayed text."""
    typed = [date(2024, 6, 5), date(2024, 2, 1), date(2024, 12, 3)]
    turned = Evidence.of([*typed, "25/12/2024", "13/01/2024"])
    sound = Evidence.of([*typed, date(2024, 6, 25), "25/12/2024", "13/01/2024"])

    assert (turned.is_turned, sound.is_turned) == (True, False)
    assert when(typed[0], Asked(turned, TODAY, False)) == Read(held="date_turned")
    assert when(date(2024, 6, 6), Asked(turned, TODAY, False)).value == "2024-06-06"


@given(day=DAYS, style=st.sampled_from(["{d}/{m}/{y}", "{d:02}-{m:02}-{y}", "{d}.{m}.{y}", "{y}-{m:02}-{d:02}"]))
def test_a_written_day_comes_back(day: date, style: str):
    """Whatever the style, in a column that shows its order."""
    assert read(style.format(d=day.day, m=day.month, y=day.year), "dmy").value == day.isoformat()


@given(day=DAYS)
def test_a_counted_day_comes_back(day: date):
    """As a number of days since the end of 1899."""
    assert read(float((day - date(1899, 12, 30)) / timedelta(days=1))).value == day.isoformat()


@given(day=DAYS)
def test_without_evidence_a_day_is_right_or_held_back(day: date):
    """Never another day than the one that was written."""
    found = read(f"{day.day}/{day.month}/{day.year}")

    assert found in (Read(day.isoformat()), Read(held="date_swapped"))


@given(cell=st.text(max_size=20) | st.floats() | st.integers() | st.booleans() | st.dates())
def test_any_cell_is_read_or_held_back(cell: Cell):
    """And what is read is a date our forms take."""
    found = read(cell)

    assert found.value is None or parse_partial(str(found.value)) == found.value
