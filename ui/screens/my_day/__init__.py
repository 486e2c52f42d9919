# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first screen: what today asks of the worker."""

from ui.screens.my_day.screen import MyDayScreen

__all__ = ["MyDayScreen"]
