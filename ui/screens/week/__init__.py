# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The week: appointments by day."""

from ui.screens.week.screen import WeekScreen

__all__ = ["WeekScreen"]
