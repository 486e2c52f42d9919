# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures say the same to the eye, on grey paper and to a screen reader."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from assist import i18n
from assist.views import TrendPoint
from ui import theme
from ui.charts.goal_bars import GoalBars, filled, paint_goal_bars
from ui.charts.trend import Trend, TrendChart, in_words, paint_trends, wellbeing_and_daily_life

WELLBEING = (TrendPoint("2024-06-10", 12), TrendPoint("2024-08-11", 24), TrendPoint("2024-10-15", 72))
DAILY = (TrendPoint("2024-06-10", 20), TrendPoint("2024-10-15", 50))


def painted(width: int, height: int, paint) -> QImage:
    """A white sheet with a picture on it."""
    sheet = QImage(width, height, QImage.Format.Format_RGB32)
    sheet.fill(QColor("#FFFFFF"))
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint(painter, QRectF(0, 0, width, height))
    painter.end()
    return sheet


def solid_cells(sheet: QImage, y: int) -> int:
    """How many of the five cells are wholly of the main colour at that height."""
    ink, step = QColor(theme.colours().primary), sheet.width() / 4.84
    return sum(
        all(sheet.pixelColor(round(place * step + across), y) == ink for across in range(8, 26)) for place in range(5)
    )


@pytest.mark.parametrize(("level", "cells"), [(-2, 1), (-1, 2), (0, 3), (1, 4), (2, 5), (None, 0)])
def test_a_level_fills_one_to_five_cells(level: int | None, cells: int, qapp):
    """The worst is still one step on the way; not said is none."""
    sheet = painted(194, 35, lambda painter, rect: paint_goal_bars(painter, rect, level, None))

    assert filled(level) == cells
    assert solid_cells(sheet, 6) == cells


@pytest.mark.rule("UX-28")
def test_her_row_is_first_and_solid_the_teams_second_and_hatched(qapp):
    """Told apart without colour: the second row is never wholly inked."""
    sheet = painted(194, 35, lambda painter, rect: paint_goal_bars(painter, rect, 1, -2))
    grey = sheet.convertToFormat(QImage.Format.Format_Grayscale8)

    upper = {grey.pixelColor(x, 6).value() for x in range(10, 25)}
    lower = {grey.pixelColor(x, 29).value() for x in range(8, 27)}

    assert solid_cells(sheet, 6) == 4
    assert solid_cells(sheet, 29) == 0
    assert len(upper) == 1
    assert max(lower) - min(lower) > 60


@pytest.mark.rule("UX-19", "UX-28")
def test_the_bars_are_heard_hers_first(qtbot: QtBot):
    """Both levels in words."""
    bars = GoalBars(0, None, ("Killa", "team"))
    qtbot.addWidget(bars)

    assert bars.accessibleName() == "Killa: 3 of 5; team: not said"
    bars.show_levels(1, -2)
    assert bars.accessibleName() == "Killa: 4 of 5; team: 1 of 5"


@pytest.mark.rule("UX-19")
def test_a_trend_is_heard_month_by_month(qtbot: QtBot):
    """The text alternative holds every value, in the language of the screen."""
    chart = TrendChart(wellbeing_and_daily_life(WELLBEING, DAILY))
    qtbot.addWidget(chart)

    assert chart.accessibleName() == "wellbeing (WHO-5), day by day"
    assert chart.accessibleDescription() == (
        "wellbeing (WHO-5), 0 to 100: Jun 2024 12, Aug 2024 24, Oct 2024 72. "
        "day by day, 0 to 100: Jun 2024 20, Oct 2024 50."
    )
    i18n.use("es")
    assert "jun 2024 12" in in_words([Trend("bienestar", WELLBEING)])


def test_a_line_without_values_is_left_out(qtbot: QtBot):
    """And a picture without lines is blank, not broken."""
    assert [trend.dashed for trend in wellbeing_and_daily_life([], DAILY)] == [True]
    assert wellbeing_and_daily_life([], []) == ()

    blank = painted(400, 180, lambda painter, rect: paint_trends(painter, rect, ()))

    assert {blank.pixelColor(x, y).name() for x in range(0, 400, 7) for y in range(0, 180, 7)} == {"#ffffff"}


@pytest.mark.parametrize("points", [WELLBEING[:1], (TrendPoint("2024-06", 50),), (TrendPoint("2024-06-01", 140),)])
def test_one_value_is_one_dot_inside_the_picture(points, qapp):
    """A month alone, or a value that cannot be, does not leave the frame."""
    sheet = painted(400, 180, lambda painter, rect: paint_trends(painter, rect, [Trend("x", points)]))

    ink = QColor(theme.colours().primary)
    dots = [(x, y) for x in range(150, 250) for y in range(180) if sheet.pixelColor(x, y) == ink]
    assert dots
    assert max(x for x, _y in dots) - min(x for x, _y in dots) <= 9


def test_the_two_lines_are_told_apart_without_colour(qapp):
    """One is whole with dots, the other is broken."""
    flat = (TrendPoint("2024-01-15", 50), TrendPoint("2024-12-15", 50))

    whole = painted(600, 180, lambda painter, rect: paint_trends(painter, rect, [Trend("x", flat)]))
    broken = painted(600, 180, lambda painter, rect: paint_trends(painter, rect, [Trend("x", flat, dashed=True)]))

    assert _gaps(whole, theme.colours().primary) == 0
    assert _gaps(broken, theme.colours().ochre) > 10


def _gaps(sheet: QImage, ink: str) -> int:
    """How often a level line is interrupted along its row."""
    rows = [[sheet.pixelColor(x, y).name().upper() == ink for x in range(30, 500)] for y in range(40, 140)]
    row = max(rows, key=sum)
    return sum(1 for before, after in pairwise(row) if before and not after)
