# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A piece of news above a case file on a small laptop at 200 % takes its room from the page, not from what warns."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from assist import i18n
from tests.screens.at_window import SMALL, AtWindow

PRACTICE = 24
"""As high as the line that says that everybody was invented, at the top of the practice workspace."""


@pytest.mark.rule("UX-19")
@pytest.mark.parametrize("language", ["es", "pt", "fr", "en"])
def test_no_chip_is_cut_while_news_stand_above_it(at_window: AtWindow, sitting, luz: str, language: str):
    """What to avoid here, that there is protection, and that there are differences."""
    i18n.use(language)
    at_window.window.resize(SMALL[0], SMALL[1] - PRACTICE)
    at_window.go_through([("case", {"case": luz})])
    screen = sitting.frame.stage.current
    chips = screen.chips_below
    chips.show_head(replace(screen.head_now, level=1, avoid="hombres en la sala, ruidos", differences=3))
    sitting.frame.stage.banner.show_good("Guardado.")
    at_window.settle()

    assert sitting.frame.stage.banner.isVisible()
    assert chips.isVisible()
    lines = [one for one in chips.findChildren(QWidget) if one.isVisible()]
    assert len(lines) == 5
    assert all(chips.rect().contains(one.geometry()) for one in lines)
    foot = QRect(screen.foot.mapTo(at_window.window, QPoint(0, 0)), screen.foot.size())
    assert at_window.window.rect().contains(foot)
    top = QRect(chips.mapTo(at_window.window, QPoint(0, 0)), chips.size())
    assert not top.intersects(foot)
