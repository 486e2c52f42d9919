# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bringing in a file: a spreadsheet of any shape, or a sealed referral."""

from ui.screens.bringing.screen import BringingScreen

__all__ = ["BringingScreen"]
