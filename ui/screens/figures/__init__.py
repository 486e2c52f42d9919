# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of the programme and for donors: made for a time, looked at, handed out."""

from ui.screens.figures.screen import FiguresScreen

__all__ = ["FiguresScreen"]
